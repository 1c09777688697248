"""Whatever members, mail servers and candidates do, in any order or at once, the states of an invitation, its e-mail,
its credit and its candidate agree."""

import asyncio
import contextlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from store import jobs
from store.credits import accounts
from store.db import Read, Store
from store.errors import Refusal
from store.jobs import JobDetails
from store.outreach import answers, invitation_changes, mail_handover, mail_outcomes, mail_queue
from store.outreach.contact_history import COUNTS
from store.roles import Role
from store.tables.core import Candidate, Member
from store.tables.outreach import CreditEntry, Invitation, Mail
from tests.databases import NOW, Team, new_team
from tests.store.outreach.contacting import KEY, drafted, sent

SOON = timedelta(days=2)
MAILS = {  # allowed states of the invitation mail, by the invitation's state
    "queued": {"queued", "paused"},
    "sending": {"sending"},
    "sent": {"sent"},
    "unknown": {"unknown"},
    "failed": {"failed", "sent"},  # "sent" means it bounced
    "cancelled": {"cancelled"},
}
CREDITS = {
    "draft": [set[str]()],
    "queued": [{"hold"}],
    "sending": [{"hold"}],
    "unknown": [{"hold"}],
    "sent": [{"hold", "settle"}],
    "answered": [{"hold", "settle"}, {"hold", "release"}, {"hold", "settle", "refund"}],  # the last: after a bounce
    "failed": [{"hold", "release"}, {"hold", "settle", "refund"}],
    "cancelled": [{"hold", "release"}],
}
Step = tuple[str, int]  # action, and the index of the person


@dataclass
class World:
    team: Team
    people: list[Member]  # the last is an admin
    profiles: list[int]
    now: datetime = NOW
    number: int = 0


async def _world(store: Store) -> World:
    team = await new_team(store)
    people = [await team.member("Ana"), await team.member("Root", Role.ADMIN)]
    return World(team, people, [await team.profile(emails=[f"p{n}@example.com"]) for n in range(2)])


async def _job(world: World, status: str) -> int:
    async with world.team.store.write() as db:
        return (await jobs.keep(db, world.team.workspace.id, "ats", "j", JobDetails("Nurse"), status, NOW)).id


async def _latest(world: World, which: int) -> int:
    """The id of a person's latest invitation; 0 if there is none."""
    async with world.team.store.read() as db:
        theirs = select(Invitation.id).where(
            Invitation.profile_id == world.profiles[which % 2], col(Invitation.queued_at).is_not(None)
        )
        return (await db.exec(theirs.order_by(col(Invitation.id).desc()).limit(1))).first() or 0


async def _send_due(world: World, outcome: str) -> None:
    holder = f"p{world.number}"
    async with world.team.store.write() as db:
        claimed = await mail_queue.claim(db, holder, world.now, 10)
        handed = await mail_handover.sending(db, {mail.id: "x.example" for mail in claimed}, holder, KEY, world.now)
    async with world.team.store.write() as db:
        match outcome:
            case "taken":
                await mail_outcomes.sent(db, handed, world.now)
            case "lost":
                await mail_outcomes.unknown(db, handed, world.now)
            case "later":
                for id in handed:
                    await mail_outcomes.retry_later(db, id, holder, "Busy.", world.now)
            case _:
                for id in handed:
                    await mail_outcomes.failed(db, id, "No such user.", world.now)


async def _do(world: World, step: Step) -> None:
    what, which = step
    world.number += 1
    now, by, db_of = world.now, world.people[which // 2], world.team.store.write
    match what.split():
        case ["invite", when]:
            undo = SOON / 2 if when == "undoable" else timedelta(0)
            await _invite(world, by, which % 2, now + SOON if when == "later" else None, undo)
        case ["mails", outcome]:
            await _send_due(world, outcome)
        case ["job", status]:
            await _job(world, status)
        case ["wait"]:
            world.now += SOON
        case ["answer", kind]:
            key, id, answer = f"a:{world.number}", await _latest(world, which), kind
            async with db_of() as db:
                if await _has_mail(db, id):
                    received = answers.ReceivedAnswer(key, answer, now)  # type: ignore[arg-type]
                    await answers.record(db, id, received, KEY, now)
        case ["decide", decision]:
            id, decided = await _latest(world, which), decision
            async with db_of() as db:
                await invitation_changes.decide(db, by, id, decided, now)  # type: ignore[arg-type]
        case ["reschedule"]:
            id = await _latest(world, which)
            async with db_of() as db:
                await invitation_changes.reschedule(db, by, id, now + timedelta(days=1), now)
        case _:
            change = {
                "cancel": invitation_changes.cancel,
                "resume": invitation_changes.resume,
                "stop": invitation_changes.stop_follow_up,
            }
            id = await _latest(world, which)
            async with db_of() as db:
                await change[what](db, by, id, now)


async def _has_mail(db: Read, id: int) -> bool:
    """Whether there is an e-mail that could be answered."""
    tried = select(Mail.id).where(Mail.invitation_id == id, col(Mail.last_attempt_at).is_not(None))
    return (await db.exec(tried)).first() is not None


async def _invite(world: World, by: Member, which: int, send_at: datetime | None, undo: timedelta) -> None:
    job_id = await _job(world, "open")
    over, address, now = ("owned", "contacted_before"), f"p{which}@example.com", world.now
    fields: dict[str, Any] = {"job_id": job_id, "send_at": send_at, "follow_up_days": 1}
    draft = await drafted(world.team, by, world.profiles[which], now=now, **fields)
    await sent(world.team, by, draft.id, address=address, over=over, now=now, undo=undo)


async def _check_consistency(world: World) -> None:
    workspace_id = world.team.workspace.id
    async with world.team.store.read() as db:
        made = (await db.exec(select(Invitation).where(Invitation.workspace_id == workspace_id))).all()
        posted = (await db.exec(select(Mail).where(Mail.workspace_id == workspace_id))).all()
        moved = (await db.exec(select(CreditEntry).where(CreditEntry.workspace_id == workspace_id))).all()
        people = (await db.exec(select(Candidate).where(Candidate.workspace_id == workspace_id))).all()
        own = await accounts.look(db, workspace_id)
    by_invitation = Counter((mail.invitation_id, mail.kind) for mail in posted)
    assert max(by_invitation.values(), default=1) == 1
    for each in made:
        kinds = {entry.kind for entry in moved if entry.invitation_id == each.id}
        assert kinds in CREDITS[each.state], (each.state, kinds)
        mail = {mail.kind: mail.state for mail in posted if mail.invitation_id == each.id}
        assert ("invitation" in mail) is (each.state != "draft")
        assert each.state in ("draft", "answered") or mail["invitation"] in MAILS[each.state], (each.state, mail)
        assert each.state == "unknown" or mail.get("invitation") != "unknown", (each.state, mail)
        assert mail.get("follow_up") not in ("queued", "paused") or each.state == "sent", (each.state, mail)
        to_follow = each.state in ("sending", "unknown", "failed")  # its follow-up must be planned as paused
        assert each.pause_reason == "" or "paused" in mail.values() or to_follow, (each.state, mail)
    for person in people:
        theirs = [each for each in made if each.candidate_id == person.id]
        counts = [each for each in theirs if each.state in COUNTS]
        assert (person.contacted_at is None) is (not counts), Counter(each.state for each in theirs)
        assert person.unlocked_at or not any(each.state == "sent" for each in theirs)
    if own is not None:
        assert own.held == sum(each.state in ("queued", "sending", "unknown") for each in made)
        assert own.balance == sum(entry.amount for entry in moved) >= 0


_whom = st.integers(0, 3)
_steps = st.one_of(
    st.tuples(st.sampled_from(["invite now", "invite later"]), _whom),
    st.tuples(st.sampled_from([f"mails {outcome}" for outcome in ("taken", "lost", "later", "refused")]), _whom),
    st.tuples(st.sampled_from(["cancel", "reschedule", "stop", "resume", "wait", "job closed"]), _whom),
    st.tuples(st.sampled_from(["decide sent", "decide again", "decide refund"]), _whom),
    st.tuples(st.sampled_from([f"answer {kind}" for kind in ("interested", "replied", "opt_out", "bounced")]), _whom),
)


@given(steps=st.lists(_steps, min_size=3, max_size=12))
@settings(
    phases=[Phase.generate],
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_any_sequence_keeps_all_states_consistent(store: Store, steps: list[Step]) -> None:
    world = await _world(store)
    for step in [("invite now", 0), ("invite later", 1), *steps]:
        with contextlib.suppress(Refusal):
            await _do(world, step)
        await _check_consistency(world)


@given(before=st.lists(_steps, max_size=3), steps=st.lists(_steps, min_size=3, max_size=10))
@settings(
    phases=[Phase.generate],
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_concurrent_actions_keep_all_states_consistent(
    store: Store, before: list[Step], steps: list[Step]
) -> None:
    world = await _world(store)

    async def attempt(step: Step) -> None:
        with contextlib.suppress(Refusal):
            await _do(world, step)

    for step in [("invite now", 0), ("invite later", 1), *before]:
        await attempt(step)
    await asyncio.gather(*(attempt(step) for step in steps))
    await _check_consistency(world)


async def test_an_invitation_deferred_after_its_job_closed_is_paused(store: Store):
    world = await _world(store)
    await _do(world, ("invite now", 0))
    async with store.write() as db:
        [mail] = await mail_queue.claim(db, "p", NOW, 10)
        await mail_handover.sending(db, {mail.id: "x.example"}, "p", KEY, NOW)
    await _do(world, ("job closed", 0))
    async with store.write() as db:
        await mail_outcomes.retry_later(db, mail.id, "p", "Busy.", NOW)
    async with store.read() as db:
        assert (await db.get_one(Mail, mail.id)).state == "paused"
    await _check_consistency(world)
    await _do(world, ("resume", 0))
    async with store.read() as db:
        assert (await db.get_one(Mail, mail.id)).state == "queued"


@pytest.mark.parametrize("answer", ["interested", "replied", "opt_out", "bounced"])
async def test_a_follow_up_that_is_deferred_after_an_answer_is_not_sent(store: Store, answer: str):
    world = await _world(store)
    await _do(world, ("invite now", 0))
    await _do(world, ("mails taken", 0))
    id, later = await _latest(world, 0), NOW + timedelta(days=2)
    async with store.write() as db:
        [mail] = await mail_queue.claim(db, "p", later, 10)
        await mail_handover.sending(db, {mail.id: "x.example"}, "p", KEY, later)
    async with store.write() as db:
        received = answers.ReceivedAnswer("a", answer, later, "No user")  # type: ignore[arg-type]
        await answers.record(db, id, received, KEY, later)
    async with store.write() as db:
        await mail_outcomes.retry_later(db, mail.id, "p", "Busy.", later)
    async with store.read() as db:
        follow_up = await db.get_one(Mail, mail.id)
        assert (follow_up.kind, follow_up.state) == ("follow_up", "cancelled")
    await _check_consistency(world)


@pytest.mark.parametrize(
    ("answer", "state"), [("interested", "answered"), ("opt_out", "answered"), ("bounced", "failed")]
)
@pytest.mark.parametrize("outcome", ["lost", "taken", "later"])
async def test_an_answer_during_sending_proves_delivery(store: Store, answer: str, state: str, outcome: str):
    """The answer arrives before the mail server's response, which may never come."""
    world = await _world(store)
    await _do(world, ("invite now", 0))
    id = await _latest(world, 0)
    async with store.write() as db:
        [mail] = await mail_queue.claim(db, "p", NOW, 10)
        await mail_handover.sending(db, {mail.id: "x.example"}, "p", KEY, NOW)
    async with store.write() as db:
        received = answers.ReceivedAnswer("a", answer, NOW, "No user")  # type: ignore[arg-type]
        await answers.record(db, id, received, KEY, NOW)
    async with store.read() as db:
        reason = (await db.get_one(Invitation, id)).failure_reason
    async with store.write() as db:
        if outcome == "later":
            await mail_outcomes.retry_later(db, mail.id, "p", "Busy.", NOW)
        else:
            await (mail_outcomes.unknown if outcome == "lost" else mail_outcomes.sent)(db, [mail.id], NOW)
    async with store.read() as db:
        invitation, sent = await db.get_one(Invitation, id), await db.get_one(Mail, mail.id)
    assert (invitation.state, invitation.failure_reason, sent.state) == (state, reason, "sent")
    assert bool(reason) is (state == "failed")
    await _check_consistency(world)


@pytest.mark.parametrize("answer", ["interested", "opt_out", "bounced"])
async def test_an_answer_to_an_unknown_delivery_proves_it(store: Store, answer: str):
    """Nothing is left to decide: it was sent on time, and the contact details are unlocked."""
    world = await _world(store)
    for step in [("invite later", 0), ("wait", 0), ("mails lost", 0), (f"answer {answer}", 0)]:
        await _do(world, step)
    await _check_consistency(world)
    async with store.write() as db:
        [mail] = await db.exec(select(Mail).where(Mail.kind == "invitation"))
        [person] = await db.exec(select(Candidate))
        assert await mail_outcomes.due_for_search(db, world.now + timedelta(days=1)) == []
    assert mail.state == "sent"
    assert person.unlocked_at is not None
    with pytest.raises(Refusal):
        await _do(world, ("decide again", 0))
