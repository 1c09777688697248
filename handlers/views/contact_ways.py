"""The ways to contact a person who is at several sources, and what each costs, cheapest first.

Credits pay only for writing to an address from our own index, and a partner's contract only for the partner's
people."""

from collections.abc import Sequence

from cards.screens.wording import counted, source_label
from cards.views.reveals import LockedView, Way
from handlers.views.reveal_views import AtPartners
from store.outreach import invitations
from store.people import match_keys
from store.tables.core import Profile

_Ranked = tuple[tuple[int, int], Way]


def ways(profiles: Sequence[Profile], at: AtPartners, *, by_mail: bool) -> tuple[Way, ...]:
    """The ways to contact the person, cheapest first. `by_mail`: whether the person has an address that may be used."""
    found: list[_Ranked] = []
    writable = [profile for profile in profiles if match_keys.emails(profile)] if by_mail else []
    writable.sort(key=lambda profile: profile.id not in at.unlocked)
    for first in writable[:1]:
        free = first.id in at.unlocked
        quota = at.quotas.get(first.source) if first.in_index and first.workspace_id else None
        price = "already unlocked" if free else counted(invitations.PRICE, "credit")
        if quota and not free:
            price = f"1 of {counted(quota.left, 'invitation')}" if quota.left else "no invitations left"
        found.append(((0 if free else 2, 0), Way(first.id, source_label(first.source), price)))
    found += (_at_partner(locked) for locked in at.locked if _offered(locked))
    return tuple(way for _, way in sorted(found, key=lambda each: each[0]))


def _offered(locked: LockedView) -> bool:
    return locked.sold and locked.usable and locked.state in ("locked", "failed")


def _at_partner(locked: LockedView) -> _Ranked:
    """Unlocking at a partner, with its rank: of several partners, the one whose contract has the most left comes
    first."""
    if not locked.unit:
        return (1, 0), Way(locked.profile_id, locked.source, "free", True)
    if locked.left is None:
        return (3, 0), Way(locked.profile_id, locked.source, f"1 {locked.unit}", True)
    price = f"1 of {counted(locked.left, locked.unit)}" if locked.left else f"no {locked.unit}s left"
    return (3 if locked.left else 4, -locked.left), Way(locked.profile_id, locked.source, price, True)
