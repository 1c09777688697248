"""Views of the workspace's connections to resume databases."""

from collections.abc import Mapping

from cards.screens.wording import counted
from cards.views.settings import SourceConnectionView, SourcesView, SourceView
from connectors.resumes.base import Traits
from handlers.context import Context
from handlers.views.time_ago import ago
from store.db import Read
from store.members import members
from store.roles import May, allows
from store.sources import connections
from store.tables.core import Member
from store.tables.sources import SourceConnection


async def listed(db: Read, by: Member, context: Context, rows: list[SourceConnection] | None = None) -> SourcesView:
    """Every resume database that can be connected, with the connections that this member may use. Runs two SQL
    statements."""
    if rows is None:
        rows = await connections.usable(db, by)
    who = await members.named(db, by.workspace_id, {row.connected_by for row in rows}) if rows else {}
    traits = sorted((kind.traits for kind in context.sources.kinds.values()), key=lambda each: each.label)
    return SourcesView(
        tuple(_source(each, [row for row in rows if row.source == each.name], by, who, context) for each in traits),
        admin=allows(by.role, May.ADMINISTER),
        cannot_connect=cannot_connect(context, "a resume database"),
    )


def _source(
    traits: Traits, rows: list[SourceConnection], by: Member, who: Mapping[int, Member], context: Context
) -> SourceView:
    views = tuple(view(row, traits, by, who, context) for row in rows)
    return SourceView(traits.name, traits.label, traits.offers, views)


def view(
    row: SourceConnection, traits: Traits, by: Member, who: Mapping[int, Member], context: Context
) -> SourceConnectionView:
    now, one = context.now(), context.sources.of(row)
    by_whom = who.get(row.connected_by)
    return SourceConnectionView(
        row.id,
        own=row.member_id is not None,
        connected_by=by_whom.name if by_whom else "",
        connected=ago(row.connected_at, now),
        quota=_quota(row, traits),
        failing=ago(row.failing_since, now),
        fault=row.last_error if row.failing_since else "",
        may_change=row.member_id is not None or allows(by.role, May.ADMINISTER),
        searches=one is None or one.traits.searches,
    )


def _quota(row: SourceConnection, traits: Traits) -> str:
    """What is left of the contract, as in "37 of 100 Dice views left, resets 1 December"; "" if the source doesn't
    report it."""
    if row.quota_left is None:
        return ""
    whole = row.quota_left if row.quota_total is None else row.quota_total
    amount = counted(whole, f"{traits.label} {traits.unit or 'credit'}")
    left = f"{amount} left" if row.quota_total is None else f"{row.quota_left:,} of {amount} left"
    if traits.search_unit:  # because searching has an allowance of its own
        left += " for contact details"
    return f"{left}, resets {row.quota_resets}" if row.quota_resets else left


def cannot_connect(context: Context, what: str) -> str:
    """Says which settings the operator must set before `what` ("a mailbox") can be connected; "" if none are
    missing."""
    missing: list[str] = []
    if not context.outreach.keys:
        missing.append("SOURCER_SECRET_KEYS, created with “sourcer key”")
    if not context.outreach.public_url:
        missing.append("SOURCER_PUBLIC_URL")
    if not missing:
        return ""
    return f"To let you connect {what}, the person who runs Sourcer must set {' and '.join(missing)}."
