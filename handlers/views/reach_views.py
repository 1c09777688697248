"""Looks up whether people can be contacted, and builds the views that show it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from cards.views.outreach import Reach
from cards.views.reveals import LockedView, Way
from handlers.context import Context
from handlers.views import contact_ways, reveal_views
from handlers.views.answer_views import long_date
from handlers.views.profile_views import parse_profile
from handlers.views.reveal_views import AtPartners
from store import time_zones
from store.db import Read
from store.members import workspaces
from store.outreach import reachability
from store.outreach.reachability import Reachability, Reached
from store.people import match_keys, matching, reminders
from store.roles import May, allows
from store.tables.core import Member, Profile

SOON = timedelta(minutes=2)


async def reaches(
    db: Read, by: Member, context: Context, people: Mapping[int, tuple[Sequence[Profile], int | None]]
) -> dict[int, Reach]:
    """How each person can be reached. `people`: by any key, the profiles at hand, and the candidate's id if the person
    is a candidate."""
    wanted = {
        key: Reached(
            tuple(email for profile in profiles for email in match_keys.emails(profile)),
            candidate_id,
            any(profile.body.get("do_not_contact") is True for profile in profiles),
        )
        for key, (profiles, candidate_id) in people.items()
    }
    now, key = context.now(), context.outreach.hash_key
    found = await reachability.of_people(db, by.workspace_id, wanted, key, now)
    may = {each: profiles for each, (profiles, _) in people.items() if found[each].block in ("", "no_address")}
    at = await reveal_views.at_partners(db, by, context, may)
    return {
        each: _view(found[each], profiles, by, now, at.get(each, AtPartners()))
        for each, (profiles, _) in people.items()
    }


async def ways_of(db: Read, by: Member, context: Context, profile_id: int) -> tuple[Way, ...]:
    """The ways to contact the person, cheapest first; empty unless there are several. Runs no SQL statement in a
    workspace that has not connected anything. Raises Gone."""
    if not await context.sources.connected(db, by):
        return ()
    person = await matching.person_of(db, by.workspace_id, profile_id)
    found = await reaches(db, by, context, {profile_id: (person.profiles, person.candidate_id or None)})
    return found[profile_id].ways


def _locked(found: Reachability, at: AtPartners, ways: Sequence[Way]) -> LockedView | None:
    """The profile whose contact details to unlock; None if writing to a known address is cheaper."""
    best = next((locked for locked in at.locked if ways and ways[0].profile_id == locked.profile_id), None)
    if found.block == "no_address":
        return best or next(iter(at.locked), None)
    return best


def _view(found: Reachability, profiles: Sequence[Profile], by: Member, now: datetime, at: AtPartners) -> Reach:
    ways = contact_ways.ways(profiles, at, by_mail=not found.block) if at.locked else ()
    locked = _locked(found, at, ways)
    answer = found.answer
    mine = answer is not None and (answer.to_member == by.id or allows(by.role, May.ADMINISTER))
    return Reach(
        known=True,
        block="" if locked else found.block,
        phone=any(parse_profile(profile).phones for profile in profiles),
        goes_out=_day(found.goes_out, now) if found.goes_out else "",
        answered=long_date(answer.at) if answer else "",
        words=answer.text if answer else "",
        reply_to=answer.id if answer and mine and allows(by.role, May.CONTACT) else 0,
        locked=locked,
        ways=ways if len(ways) > 1 else (),
    )


async def reminder_day(db: Read, by: Member, candidate_id: int) -> str:
    """The day on which the member will be reminded of the candidate, in the workspace's time zone; "" if the member has
    no reminder."""
    at = await reminders.due(db, by, candidate_id)
    if at is None:
        return ""
    return long_date(at.astimezone(time_zones.zone((await workspaces.get(db, by.workspace_id)).time_zone)))


def _day(at: datetime, now: datetime) -> str:
    """When a message goes out, as in "on 1 March", "today at 15:00" or "soon"; `at` is in the reader's time zone."""
    if at - now < SOON:
        return "soon"
    today = now.astimezone(at.tzinfo)
    if at.date() == today.date():
        return f"today at {at:%H:%M}"
    return f"on {at.day} {at:%B}" + (f" {at.year}" if at.year != today.year else "")
