"""Builds the views of partners' candidates, whose contact details are locked until they are unlocked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from cards.sanitize import web_address
from cards.screens.wording import counted, source_label
from cards.views.reveals import LockedView
from connectors.resumes.base import Traits
from handlers.connected_sources import Connected
from handlers.context import Context
from handlers.views.profile_views import parse_profile
from store.credits import quotas
from store.credits.quotas import SourceQuota
from store.db import Read
from store.sources import reveals
from store.tables.core import Member, Profile
from store.tables.reveals import Reveal


def of_partner(context: Context, profile: Profile, workspace_id: int) -> Traits | None:
    """The source of the profile if the workspace found it at a partner, else None."""
    kind = context.sources.kinds.get(profile.source) if profile.workspace_id == workspace_id else None
    return kind.traits if kind else None


async def cut_off(db: Read, by: Member, context: Context, profile: Profile) -> bool:
    """Whether the profile is from a partner that is no longer connected for this member. Runs at most one SQL
    statement."""
    if profile.in_index or profile.workspace_id != by.workspace_id:
        return False
    return all(row.source != profile.source for row in await context.sources.rows(db, by))


def _imported(profile: Profile, workspace_id: int) -> bool:
    """Whether the profile was imported for this workspace alone."""
    return profile.in_index and profile.workspace_id == workspace_id


def unshareable(context: Context, profile: Profile, workspace_id: int) -> str:
    """Why the person can't be shown in a channel, as a sentence; "" if the source allows it."""
    traits = of_partner(context, profile, workspace_id)
    return f"{traits.label} doesn't allow its people to be shown in chats." if traits and not traits.may_share else ""


@dataclass(frozen=True, slots=True)
class AtPartners:
    """What a workspace can do at partners to get one person's contact details. `unlocked`: the profiles whose details
    were bought. `quotas`: the quotas of the workspace's imported sources, by source."""

    locked: tuple[LockedView, ...] = ()
    unlocked: frozenset[int] = frozenset()
    quotas: Mapping[str, SourceQuota] = field(default_factory=dict[str, SourceQuota])


async def at_partners(
    db: Read, by: Member, context: Context, people: Mapping[int, Sequence[Profile]]
) -> dict[int, AtPartners]:
    """What the workspace can do for each person who is at a partner; everyone else is left out. `people`: profiles, by
    any key. Runs at most three SQL statements if somebody is from a partner, none otherwise."""
    theirs = [
        (key, profile, traits)
        for key, profiles in people.items()
        for profile in profiles
        if (traits := of_partner(context, profile, by.workspace_id))
    ]
    if not theirs:
        return {}
    found = await reveals.of_profiles(db, by.workspace_id, [profile.id for _, profile, _ in theirs])
    connected = {each.traits.name: each for each in await context.sources.connected(db, by)}
    own = {each.source for profiles in people.values() for each in profiles if _imported(each, by.workspace_id)}
    left = await quotas.of_sources(db, by.workspace_id, own, context.now())
    at: dict[int, AtPartners] = {}
    for key, profile, traits in theirs:
        one = view(profile, traits, found.get(profile.id), connected.get(traits.name), context.now())
        before = at.get(key, AtPartners(quotas=left))
        at[key] = (
            replace(before, locked=(*before.locked, one))
            if one
            else replace(before, unlocked=before.unlocked | {profile.id})
        )
    return at


def view(
    profile: Profile, traits: Traits, reveal: Reveal | None, connected: Connected | None, now: datetime
) -> LockedView | None:
    """The view of a locked profile; None once the contact details are unlocked."""
    state = reveals.state_of(reveal, profile.id, now)
    if state == "revealed":
        return None
    sold = bool(traits.contact - {"link"})
    return LockedView(
        profile.id,
        traits.label,
        traits.unit,
        connected.quota.left if connected and connected.quota else None,
        state,
        reveal.reason if reveal and reveal.state == state else "",
        usable=connected is not None,
        sold=sold,
        link="" if sold else _page(profile),
    )


def _page(profile: Profile) -> str:
    """The person's page at the source."""
    urls = [(link.kind != profile.source, link.url) for link in parse_profile(profile).links if web_address(link.url)]
    return min(urls, default=(False, ""))[1]


def paid_with(context: Context, reveal: Reveal) -> str:
    """A sentence such as "Paid with 1 Dice view." """
    kind = context.sources.kinds.get(reveal.source)
    label = kind.traits.label if kind else source_label(reveal.source)
    unit = kind.traits.unit if kind else ""
    if not unit or not reveal.amount:
        return f"{label} provided the address."
    return f"Paid with {counted(reveal.amount, f'{label} {unit}')}."
