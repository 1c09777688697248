"""Looks up whether people can be written to, and builds the views of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from cards.views.outreach import Reach
from cards.views.reveals import LockedView
from handlers.context import Context
from handlers.views import reveal_views
from handlers.views.answer_views import long_date
from handlers.views.profile_views import parse_profile
from store import time_zones
from store.db import Read
from store.members import workspaces
from store.outreach import reachability
from store.outreach.reachability import Reachability, Reached
from store.people import match_keys, reminders
from store.roles import May, allows
from store.tables.core import Member, Profile

SOON = timedelta(minutes=2)


async def reaches(
    db: Read, by: Member, context: Context, people: Mapping[int, tuple[Sequence[Profile], int | None]]
) -> dict[int, Reach]:
    """For each person, by any key: their profiles at hand, and the candidate's id, if they are one."""
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
    nowhere = {each: profiles for each, (profiles, _) in people.items() if found[each].block == "no_address"}
    locked = await reveal_views.locked_people(db, by, context, nowhere)
    return {each: _view(found[each], profiles, by, now, locked.get(each)) for each, (profiles, _) in people.items()}


def _view(
    found: Reachability, profiles: Sequence[Profile], by: Member, now: datetime, locked: LockedView | None
) -> Reach:
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
    )


async def reminder_day(db: Read, by: Member, candidate_id: int) -> str:
    """The day on which the member will be reminded of the candidate, in the workspace's time zone; "" if not at all."""
    at = await reminders.due(db, by, candidate_id)
    if at is None:
        return ""
    return long_date(at.astimezone(time_zones.zone((await workspaces.get(db, by.workspace_id)).time_zone)))


def _day(at: datetime, now: datetime) -> str:
    """As in "on 1 March", "today at 15:00", "soon"; `at` is in the reader's time zone."""
    if at - now < SOON:
        return "soon"
    today = now.astimezone(at.tzinfo)
    if at.date() == today.date():
        return f"today at {at:%H:%M}"
    return f"on {at.day} {at:%B}" + (f" {at.year}" if at.year != today.year else "")
