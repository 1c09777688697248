"""Asks the workspace's ATSes whether they know people, before anyone contacts those people.

The answers are stored, and contact checks read the stored ones. An ATS that can't be asked holds up nothing: its last
answer is used."""

import asyncio
import logging
from collections.abc import Iterable

from prometheus_client import Counter

from connectors.ats.base import AtsPerson
from connectors.errors import OutsideError
from handlers.connected_ats import ConnectedAts
from handlers.context import Context
from handlers.views.answer_views import long_date
from store.ats import records
from store.ats.records import Answer
from store.people import candidates, match_keys
from store.tables.outreach import Mail

log = logging.getLogger(__name__)

LOOKUPS = Counter("sourcer_ats_lookups_total", "People looked up in an ATS, by system", ("system", "outcome"))
PREVIEW_WITHIN, SEND_WITHIN = 2.0, 5.0  # seconds
MOST_AT_ONCE = 5  # simultaneous requests to one ATS


async def about_people(context: Context, workspace_id: int, profile_ids: Iterable[int]) -> tuple[str, ...]:
    """Ask about all addresses of these people, and return the names of the ATSes that could not be asked. Runs no SQL
    statement in a workspace without an ATS."""
    if not context.atses.connected_in(workspace_id):
        return ()
    async with context.read() as db:
        found = await candidates.all_profiles(db, workspace_id, profile_ids)
    emails = match_keys.distinct(email for profile in found for email in match_keys.emails(profile))
    return await about(context, workspace_id, emails, PREVIEW_WITHIN)


async def before_sending(context: Context, workspace_id: int, mail_id: int) -> None:
    """Ask about the address that an e-mail is about to be sent to."""
    if not context.atses.connected_in(workspace_id):
        return
    async with context.read() as db:
        mail = await db.get(Mail, mail_id)
    if mail is not None and mail.kind != "reply" and mail.workspace_id == workspace_id:
        await about(context, workspace_id, [mail.address], SEND_WITHIN)


async def about(context: Context, workspace_id: int, emails: Iterable[str], within: float) -> tuple[str, ...]:
    """Look up the addresses that were not looked up recently, and store the answers. Returns the names of the ATSes
    that could not be asked or did not answer in time."""
    hash_key, now = context.outreach.hash_key, context.now()
    wanted = list(emails)
    if not hash_key or not wanted:
        return ()
    async with context.read() as db:
        connected = await context.atses.connected(db, workspace_id)
        known = await records.fresh(db, workspace_id, wanted, hash_key, now) if connected else set[tuple[str, str]]()
    to_ask = {one.board.id: [email for email in wanted if (one.board.system, email) not in known] for one in connected}
    answers: list[Answer] = []
    async with context.outside():
        outcomes = await asyncio.gather(
            *(_ask(context, one, to_ask[one.board.id], within, answers) for one in connected)
        )
    if answers:
        async with context.store.write() as db:
            await records.save(db, workspace_id, answers, hash_key, now)
    return tuple(one.traits.label for one, done in zip(connected, outcomes, strict=True) if not done)


async def _ask(context: Context, one: ConnectedAts, emails: list[str], within: float, answers: list[Answer]) -> bool:
    """Whether the ATS answered about all the addresses in time; each answer is added to `answers` as it arrives."""
    if not emails:
        return True
    if context.atses.rests(one.board.id, context.now()):
        return False
    slots = asyncio.Semaphore(MOST_AT_ONCE)

    async def ask(email: str) -> None:
        async with slots:
            person = await one.ats.find(email)
        answers.append(Answer(one.board.system, email, _known(one, person), bool(person and person.do_not_contact)))

    tasks = [asyncio.create_task(ask(email)) for email in emails]
    done, late = await asyncio.wait(tasks, timeout=within)
    for task in late:
        task.cancel()
    faults = [fault for task in done if (fault := task.exception()) is not None]
    for fault in faults:
        if not isinstance(fault, OutsideError):
            raise fault
    if faults or late:
        if faults or not done:  # an ATS that is only slow is asked again
            context.atses.failed(one.board.id, context.now())
        why = faults[0] if faults else f"no answer within {within:.0f} s"
        log.warning("ATS %d (%s) can't be asked: %s", one.board.id, one.board.system, why)
        LOOKUPS.labels(one.board.system, "failed").inc()
        return False
    LOOKUPS.labels(one.board.system, "answered").inc(len(emails))
    return True


def _known(one: ConnectedAts, person: AtsPerson | None) -> str:
    """A sentence such as "In Greenhouse since 3 May 2026: Onsite."; "" if the person is not in the ATS."""
    if person is None:
        return ""
    since = f" since {long_date(person.since)}" if person.since else ""
    stage = f": {person.stage}" if person.stage else ""
    return f"In {one.traits.label}{since}{stage}."


def unasked_lines(unasked: tuple[str, ...]) -> tuple[str, ...]:
    """What a preview says about the ATSes that could not be asked."""
    return tuple(f"{label} isn't responding, so you can't see here whether this person is in it." for label in unasked)
