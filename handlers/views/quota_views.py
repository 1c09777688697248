"""Puts the quota of an imported source into words."""

from zoneinfo import ZoneInfo

from cards.screens.wording import counted, source_label
from handlers.views.answer_views import long_date
from store.credits.quotas import SourceQuota


def price(quota: SourceQuota) -> str:
    """What an invitation uses up, as in "1 of 37 Alumni invitations"."""
    return f"1 of {counted(quota.left, f'{source_label(quota.source)} invitation')}"


def left(quota: SourceQuota) -> str:
    """A sentence about how many invitations are left, for the source's tab."""
    label = source_label(quota.source)
    return f"{quota.left:,} of {quota.total:,} {label} invitations are left this month. They cost no credits."


def spent(quota: SourceQuota, zone: ZoneInfo) -> str:
    """A sentence that says that no invitations are left, and when the quota is renewed."""
    when = f" The next reset is on {long_date(quota.resets_at.astimezone(zone))}." if quota.resets_at else ""
    return f"All {quota.total:,} {source_label(quota.source)} invitations for this month are used.{when}"
