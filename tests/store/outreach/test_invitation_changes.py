"""Changes to a sent invitation: cancel, reschedule, pause with its job, decide."""

import asyncio
import contextvars
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from store import job_closing, jobs
from store.credits import accounts, ledger
from store.errors import Gone, Refusal
from store.job_closing import sends_anyway
from store.jobs import JobDetails, SourceJob
from store.outreach import invitation_changes, invitations, invitations_page, mail_handover, mail_outcomes, mail_queue
from store.outreach.invitation_changes import changeable
from store.people import candidates, matching
from store.roles import Role
from store.tables.core import Candidate, Job, Member
from store.tables.outreach import CardChange, CreditEntry, Invitation, Mail, Notice
from tests.databases import NOW, Team
from tests.store.outreach.contacting import GRACE, KEY, balance, drafted, invited, sent

LATER = NOW + timedelta(days=3)
ALL = ledger.DEFAULT_ALLOWANCE


async def _invitation(team: Team, id: int) -> Invitation:
    async with team.store.read() as db:
        return (await db.exec(select(Invitation).where(Invitation.id == id))).one()


async def _mails(team: Team, id: int) -> dict[str, Mail]:
    async with team.store.read() as db:
        found = await db.exec(select(Mail).where(Mail.invitation_id == id))
        return {mail.kind: mail for mail in found}


async def _candidate(team: Team, profile_id: int) -> Candidate:
    async with team.store.read() as db:
        found = await candidates.of_profile(db, team.workspace.id, profile_id)
    assert found is not None
    return found


async def _job(team: Team, status: str = "open", external_id: str = "j-1") -> Job:
    async with team.store.write() as db:
        words = JobDetails("Nurse")
        return await jobs.keep(db, team.workspace.id, "ats", external_id, words, status, NOW)


async def _send_due(team: Team, now: Any = NOW) -> None:
    """Sends what is due; the mail server accepts it."""
    async with team.store.write() as db:
        claimed = await mail_queue.claim(db, "p1", now, 100)
        handed = await mail_handover.sending(db, {mail.id: "acme.example" for mail in claimed}, "p1", KEY, now)
    async with team.store.write() as db:
        await mail_outcomes.sent(db, handed, now)


async def _send_unknown(team: Team) -> None:
    """Sends what is due, leaving it unknown whether it arrived."""
    async with team.store.write() as db:
        claimed = await mail_queue.claim(db, "p1", NOW, 100)
        handed = await mail_handover.sending(db, {mail.id: "acme.example" for mail in claimed}, "p1", KEY, NOW)
        await mail_outcomes.unknown(db, handed, NOW)


# ── cancel ──


async def test_a_cancelled_invitation_is_not_sent_and_costs_nothing(team: Team) -> None:
    ana, profile_id = await team.member(), await team.profile(emails=[GRACE])
    made = await invited(team, ana, profile_id, send_at=LATER)
    for _ in range(2):
        async with team.store.write() as db:
            assert (await invitation_changes.cancel(db, ana, made.id, NOW)).state == "cancelled"
    await _send_due(team, LATER)
    assert {name: mail.state for name, mail in (await _mails(team, made.id)).items()} == {"invitation": "cancelled"}
    assert await balance(team) == ALL
    candidate = await _candidate(team, profile_id)
    assert (candidate.contacted_by, candidate.contacted_at, candidate.owner_id, candidate.unlocked_at) == (None,) * 4


async def test_after_cancelling_the_previous_contact_counts_again(team: Team) -> None:
    ana, bob, profile_id = await team.member("Ana"), await team.member("Bob"), await team.profile(emails=[GRACE])
    await invited(team, ana, profile_id)
    made = await invited(
        team, bob, profile_id, now=LATER, send_at=LATER + timedelta(days=1), over=("owned", "contacted_before")
    )
    assert (await _candidate(team, profile_id)).owner_id == bob.id
    async with team.store.write() as db:
        await invitation_changes.cancel(db, bob, made.id, LATER)
    candidate = await _candidate(team, profile_id)
    assert (candidate.contacted_by, candidate.contacted_at, candidate.owner_id) == (ana.id, NOW, ana.id)


async def test_the_first_to_save_owns_after_the_only_invitation_is_cancelled(team: Team) -> None:
    ana, bob, profile_id = await team.member("Ana"), await team.member("Bob"), await team.profile(emails=[GRACE])
    async with team.store.write() as db:
        engaged = await matching.engage(db, ana, profile_id, None, NOW)
        await candidates.star(db, ana, engaged.id, None, NOW)
    made = await invited(team, bob, profile_id, send_at=LATER)
    async with team.store.write() as db:
        await candidates.unstar(db, bob, engaged.id)
        assert (await candidates.get(db, team.workspace.id, engaged.id)).owner_id == bob.id
    async with team.store.write() as db:
        await invitation_changes.cancel(db, bob, made.id, NOW)
    assert (await _candidate(team, profile_id)).owner_id == ana.id


async def test_an_immediate_invitation_has_shown_the_details_and_cannot_be_cancelled(team: Team) -> None:
    ana = await team.member()
    made = await invited(team, ana, await team.profile(emails=[GRACE]))
    assert not changeable(made)
    async with team.store.write() as db:
        for change in (
            invitation_changes.cancel(db, ana, made.id, NOW),
            invitation_changes.reschedule(db, ana, made.id, LATER, NOW),
        ):
            with pytest.raises(Refusal, match="already gone out"):
                await change
    assert await balance(team) == ALL - 1


async def test_an_invitation_being_sent_or_sent_cannot_be_cancelled(team: Team) -> None:
    ana = await team.member()
    made = await invited(team, ana, await team.profile(emails=[GRACE]), send_at=LATER)
    async with team.store.write() as db:
        claimed = await mail_queue.claim(db, "p1", LATER, 10)
        handed = await mail_handover.sending(db, {mail.id: "x.example" for mail in claimed}, "p1", KEY, LATER)
    for _ in range(2):
        async with team.store.write() as db:
            with pytest.raises(Refusal, match="already gone out"):
                await invitation_changes.cancel(db, ana, made.id, LATER)
        async with team.store.write() as db:
            await mail_outcomes.sent(db, handed, LATER)
    assert (await _invitation(team, made.id)).state == "sent"


async def test_cancelling_during_the_claim_either_sends_or_cancels(team: Team) -> None:
    """Its credit is settled or released accordingly."""
    ana = await team.member()
    made = [
        await invited(
            team, ana, await team.profile(emails=[f"p{n}@example.com"]), send_at=LATER, address=f"p{n}@example.com"
        )
        for n in range(8)
    ]

    async def cancel(id: int) -> None:
        async with team.store.write() as db:
            await invitation_changes.cancel(db, ana, id, LATER)

    done = await asyncio.gather(
        *(cancel(each.id) for each in made[:4]),
        _send_due(team, LATER),
        *(cancel(each.id) for each in made[4:]),
        return_exceptions=True,
    )
    assert all(each is None or isinstance(each, Refusal) for each in done)
    states = [(await _invitation(team, each.id)).state for each in made]
    assert set(states) <= {"cancelled", "sent"}
    assert [(await _mails(team, each.id))["invitation"].state for each in made] == states
    assert await balance(team) == ALL - states.count("sent")


async def test_cancelling_just_after_sending_began_is_too_late(team: Team) -> None:
    """The press reads it as waiting, and finds it sent when it tries to change it."""
    ana = await team.member()
    made = await invited(team, ana, await team.profile(emails=[GRACE]), send_at=LATER)

    async def cancel() -> None:
        async with team.store.write() as db:
            await invitation_changes.cancel(db, ana, made.id, LATER)

    async with team.store.write() as db:
        claimed = await mail_queue.claim(db, "p1", LATER, 10)
        await mail_handover.sending(db, {mail.id: "x.example" for mail in claimed}, "p1", KEY, LATER)
        press = asyncio.create_task(cancel(), context=contextvars.Context())
        await asyncio.sleep(0.3)  # the cancellation is waiting for this write
    with pytest.raises(Refusal, match="already gone out"):
        await press
    assert (await _invitation(team, made.id)).state == "sending"
    assert await balance(team) == ALL - 1


# ── undo ──

FIFTEEN = timedelta(seconds=15)


async def test_an_undone_invitation_costs_nothing_and_unlocks_nothing(team: Team) -> None:
    ana, profile_id = await team.member(), await team.profile(emails=[GRACE])
    made = await invited(team, ana, profile_id, undo=FIFTEEN)
    await _send_due(team, NOW + FIFTEEN - timedelta(milliseconds=1))
    assert (await _candidate(team, profile_id)).unlocked_at is None
    for undone in ([made.id], []):
        async with team.store.write() as db:
            assert [each.id for each in await invitation_changes.undo(db, ana, [made.id], NOW)] == undone
            again = await invitations.draft(db, ana, profile_id, NOW)
    await _send_due(team, LATER)
    assert {mail.state for mail in (await _mails(team, made.id)).values()} == {"cancelled"}
    assert (await balance(team), await _ledger(team, made.id)) == (ALL, ["hold", "release"])
    candidate = await _candidate(team, profile_id)
    assert (candidate.contacted_at, candidate.unlocked_at) == (None, None)
    await sent(team, ana, (await drafted(team, ana, profile_id)).id, undo=FIFTEEN)
    await _send_due(team, NOW + FIFTEEN)
    assert (await _invitation(team, again.id)).state == "sent"
    assert (await _candidate(team, profile_id)).unlocked_at == NOW + FIFTEEN
    assert await balance(team) == ALL - 1


async def _ledger(team: Team, id: int) -> list[str]:
    async with team.store.read() as db:
        kinds = select(CreditEntry.kind).where(CreditEntry.invitation_id == id).order_by(col(CreditEntry.id))
        return list(await db.exec(kinds))


async def test_undoing_during_the_claim_sends_or_undoes_each_of_a_batch(team: Team) -> None:
    """Two presses and two sending processes at once: each invitation has one outcome, and the ledger agrees."""
    ana, over = await team.member(), NOW + FIFTEEN
    made: list[Invitation] = []
    for n in range(8):
        to = {"address": f"p{n}@example.com", "batch_id": made[0].id if made else None}
        made.append(await invited(team, ana, await team.profile(emails=[to["address"]]), undo=FIFTEEN, **to))
    ids = [each.id for each in made]

    async def undo() -> None:
        async with team.store.write() as db:
            await invitation_changes.undo(db, ana, ids, over)

    async def send(holder: str) -> None:
        async with team.store.write() as db:
            claimed = await mail_queue.claim(db, holder, over, 4)
        async with team.store.write() as db:
            handed = await mail_handover.sending(db, {mail.id: "x.example" for mail in claimed}, holder, KEY, over)
        async with team.store.write() as db:
            await mail_outcomes.sent(db, handed, over)

    await asyncio.gather(send("p1"), undo(), send("p2"), undo())
    states = [(await _invitation(team, id)).state for id in ids]
    assert set(states) <= {"cancelled", "sent"}
    assert [(await _mails(team, id))["invitation"].state for id in ids] == states
    closed = {"sent": ["hold", "settle"], "cancelled": ["hold", "release"]}
    assert [await _ledger(team, id) for id in ids] == [closed[state] for state in states]
    assert await balance(team) == ALL - states.count("sent")


async def test_a_batch_is_listed_while_some_of_it_waits(team: Team) -> None:
    ana, bob, admin = await team.member("Ana"), await team.member("Bob"), await team.member("Root", Role.ADMIN)
    made: list[Invitation] = []
    for n in range(4):
        draft = await drafted(team, ana, await team.profile(emails=[f"p{n}@example.com"]))
        first = made[0].id if made else draft.id
        made.append(await sent(team, ana, draft.id, address=f"p{n}@example.com", undo=FIFTEEN, batch_id=first))
    async with team.store.write() as db:
        claimed = await mail_queue.claim(db, "p1", NOW + FIFTEEN, 1)
        handed = await mail_handover.sending(db, {mail.id: "x.example" for mail in claimed}, "p1", KEY, NOW)
        await mail_outcomes.sent(db, handed, NOW)
        await invitation_changes.cancel(db, ana, made[3].id, NOW)

    async def batches(by: Member, *, mine: bool = True) -> list[tuple[int, int, int]]:
        async with team.store.read() as db:
            found = await invitations_page.listed(db, by, "scheduled", mine=mine)
        return [(each.sent, each.total, each.waiting) for each in found.batches]

    assert (await batches(ana), await batches(bob), await batches(admin, mine=False)) == ([(1, 3, 2)], [], [(1, 3, 2)])
    async with team.store.write() as db:
        rest = [each.id for each in await invitation_changes.of_batch(db, ana, made[0].id)]
        assert await invitation_changes.undo(db, admin, rest, NOW) == []  # an admin may stop them, not undo them
        assert await invitation_changes.cancel_waiting(db, bob, rest, NOW) == []
        assert len(await invitation_changes.cancel_waiting(db, admin, rest, NOW)) == 2
    assert await batches(ana) == []


async def test_only_an_admin_changes_a_colleagues_invitation(team: Team) -> None:
    ana, bob, admin = await team.member("Ana"), await team.member("Bob"), await team.member("Root", Role.ADMIN)
    made = await invited(team, ana, await team.profile(emails=[GRACE]), send_at=LATER)
    async with team.store.write() as db:
        for change in (
            invitation_changes.cancel(db, bob, made.id, NOW),
            invitation_changes.reschedule(db, bob, made.id, LATER, NOW),
            invitation_changes.stop_follow_up(db, bob, made.id, NOW),
            invitation_changes.resume(db, bob, made.id, NOW),
            invitation_changes.decide(db, bob, made.id, "sent", NOW),
        ):
            with pytest.raises(Gone):
                await change
        assert (await invitation_changes.cancel(db, admin, made.id, NOW)).state == "cancelled"


# ── reschedule, stop the follow-up ──


async def test_rescheduling(team: Team) -> None:
    ana = await team.member()
    made = await invited(team, ana, await team.profile(emails=[GRACE]), send_at=LATER)
    sooner = NOW + timedelta(days=1)
    async with team.store.write() as db:
        assert len(await mail_queue.claim(db, "p1", LATER, 10)) == 1  # claimed but not started
        changed = await invitation_changes.reschedule(db, ana, made.id, sooner, NOW)
        assert await mail_handover.sending(db, {(await _one(db, made.id)).id: ""}, "p1", KEY, LATER) == {}
    assert (changed.state, changed.send_at) == ("queued", sooner)
    await _send_due(team, sooner - timedelta(seconds=1))
    assert (await _invitation(team, made.id)).state == "queued"
    await _send_due(team, sooner)
    assert (await _invitation(team, made.id)).state == "sent"


async def _one(db: Any, invitation_id: int) -> Mail:
    return (await db.exec(select(Mail).where(Mail.invitation_id == invitation_id))).one()


async def test_a_past_time_means_now_and_one_too_far_ahead_is_refused(team: Team) -> None:
    ana = await team.member()
    made = await invited(team, ana, await team.profile(emails=[GRACE]), send_at=LATER)
    async with team.store.write() as db:
        with pytest.raises(Refusal, match="six months"):
            await invitation_changes.reschedule(db, ana, made.id, NOW + timedelta(days=400), NOW)
        assert (await invitation_changes.reschedule(db, ana, made.id, NOW - timedelta(days=1), NOW)).send_at == NOW
    assert (await _mails(team, made.id))["invitation"].due_at == NOW


@pytest.mark.parametrize("sent_before", [True, False])
async def test_a_stopped_follow_up_is_not_sent(team: Team, sent_before: bool) -> None:
    ana = await team.member()
    made = await invited(team, ana, await team.profile(emails=[GRACE]), follow_up_days=2)
    if sent_before:
        await _send_due(team)
        assert (await _mails(team, made.id))["follow_up"].state == "queued"
    async with team.store.write() as db:
        await invitation_changes.stop_follow_up(db, ana, made.id, NOW)
    await _send_due(team)
    await _send_due(team, LATER)
    states = {kind: mail.state for kind, mail in (await _mails(team, made.id)).items()}
    assert states == {"invitation": "sent", **({"follow_up": "cancelled"} if sent_before else {})}


# ── a job closes ──


async def test_closing_a_job_pauses_waiting_invitations_and_asks_the_sender_once(team: Team) -> None:
    ana, bob = await team.member("Ana"), await team.member("Bob")
    job, other = await _job(team), await _job(team, external_id="j-2")
    profile_ids = [await team.profile(emails=[f"p{n}@example.com"]) for n in range(4)]

    async def invite(by: Member, number: int, **fields: Any) -> Invitation:
        return await invited(team, by, profile_ids[number], address=f"p{number}@example.com", **fields)

    follows = await invite(ana, 0, job_id=job.id, follow_up_days=2)
    await _send_due(team)
    waits = await invite(bob, 1, job_id=job.id, send_at=LATER)
    elsewhere = await invite(ana, 2, job_id=other.id, send_at=LATER)
    without = await invite(ana, 3, send_at=LATER)
    for _ in range(2):
        await _job(team, "closed")
    assert [(await _invitation(team, each.id)).pause_reason for each in (follows, waits, elsewhere, without)] == [
        "job_closed", "job_closed", "", "",
    ]  # fmt: skip
    async with team.store.read() as db:
        notices = (await db.exec(select(Notice).order_by(col(Notice.member_id)))).all()
        redrawn = set(await db.exec(select(CardChange.profile_id)))
    assert [(each.member_id, each.verb, each.args) for each in notices] == [
        (ana.id, "invitations", {"tab": "waiting"}), (bob.id, "invitations", {"tab": "scheduled"}),
    ]  # fmt: skip
    assert set(profile_ids[:2]) <= redrawn
    await _send_due(team, LATER)
    states = [
        (await _mails(team, each.id))[kind].state
        for each, kind in ((follows, "follow_up"), (waits, "invitation"), (elsewhere, "invitation"))
    ]
    assert states == ["paused", "paused", "sent"]


async def test_reopening_a_job_resumes_nothing_by_itself(team: Team) -> None:
    ana, job = await team.member(), await _job(team)
    made = await invited(team, ana, await team.profile(emails=[GRACE]), job_id=job.id, send_at=LATER)
    await _job(team, "closed")
    await _job(team, "open")
    await _send_due(team, LATER)
    assert (await _invitation(team, made.id)).state == "queued"
    async with team.store.write() as db:
        resumed = await invitation_changes.resume(db, ana, made.id, LATER)
    assert (resumed.pause_reason, sends_anyway(resumed)) == ("", False)
    await _send_due(team, LATER)
    assert (await _invitation(team, made.id)).state == "sent"


async def test_an_invitation_resumed_for_a_closed_job_is_not_asked_about_again(team: Team) -> None:
    ana, job = await team.member(), await _job(team)
    made = await invited(team, ana, await team.profile(emails=[GRACE]), job_id=job.id, send_at=LATER)
    await _job(team, "closed")
    async with team.store.write() as db:
        assert sends_anyway(await invitation_changes.resume(db, ana, made.id, NOW))
        await job_closing.pause_all(db, team.workspace.id, [job.id], NOW)
    await _send_due(team, LATER)
    assert (await _invitation(team, made.id)).state == "sent"


async def test_a_paused_immediate_invitation_can_be_cancelled(team: Team) -> None:
    ana, job = await team.member(), await _job(team)
    made = await invited(team, ana, await team.profile(emails=[GRACE]), job_id=job.id)
    await _job(team, "closed")
    assert changeable(await _invitation(team, made.id))
    async with team.store.write() as db:
        cancelled = await invitation_changes.cancel(db, ana, made.id, NOW)
    assert (cancelled.state, cancelled.pause_reason, await balance(team)) == ("cancelled", "", ALL)


async def test_a_follow_up_planned_for_a_closed_job_is_paused(team: Team) -> None:
    ana, job = await team.member(), await _job(team)
    made = await invited(team, ana, await team.profile(emails=[GRACE]), job_id=job.id, follow_up_days=1)
    async with team.store.write() as db:
        claimed = await mail_queue.claim(db, "p1", NOW, 10)
        handed = await mail_handover.sending(db, {mail.id: "x.example" for mail in claimed}, "p1", KEY, NOW)
    await _job(team, "closed")
    async with team.store.write() as db:
        await mail_outcomes.sent(db, handed, NOW)
    assert (await _mails(team, made.id))["follow_up"].state == "paused"
    async with team.store.write() as db:
        stopped = await invitation_changes.stop_follow_up(db, ana, made.id, NOW)
    assert (stopped.pause_reason, (await _mails(team, made.id))["follow_up"].state) == ("", "cancelled")


async def test_a_manually_added_and_closed_job_counts_too(team: Team) -> None:
    ana = await team.member()
    async with team.store.write() as db:
        job = await jobs.add(db, ana, JobDetails("Nurse"), NOW)
    made = await invited(team, ana, await team.profile(emails=[GRACE]), job_id=job.id, send_at=LATER)
    async with team.store.write() as db:
        rows = [SourceJob(job.external_id, JobDetails("Nurse"), "closed", NOW)]
        await jobs.keep_many(db, team.workspace.id, "typed", rows, NOW)
    assert (await _invitation(team, made.id)).pause_reason == "job_closed"


# ── unknown delivery ──


@pytest.mark.parametrize(
    ("what", "state", "mail", "left"), [("sent", "sent", "sent", ALL - 1), ("again", "queued", "queued", ALL - 1),
                                        ("refund", "failed", "failed", ALL)]
)  # fmt: skip
async def test_one_press_decides_an_unknown_delivery(team: Team, what: Any, state: str, mail: str, left: int) -> None:
    ana, profile_id = await team.member(), await team.profile(emails=[GRACE])
    made = await invited(team, ana, profile_id, follow_up_days=2)
    await _send_unknown(team)
    assert (await _invitation(team, made.id)).state == "unknown"
    async with team.store.write() as db:
        await invitation_changes.decide(db, ana, made.id, what, NOW)
    for other in ("sent", "again", "refund"):
        async with team.store.write() as db:
            with pytest.raises(Refusal, match="already been decided"):
                await invitation_changes.decide(db, ana, made.id, other, NOW)  # type: ignore[arg-type]
    found = await _mails(team, made.id)
    assert ((await _invitation(team, made.id)).state, found["invitation"].state) == (state, mail)
    assert ("follow_up" in found) is (what == "sent")
    assert await balance(team) == left
    async with team.store.read() as db:
        own = await accounts.look(db, team.workspace.id)
    assert own is not None
    assert own.held == (1 if what == "again" else 0)
    candidate = await _candidate(team, profile_id)
    assert candidate.unlocked_at == NOW  # details already shown stay unlocked
    assert (candidate.contacted_by is None) is (what == "refund")


async def test_of_two_simultaneous_decisions_the_first_counts(team: Team) -> None:
    ana, admin = await team.member("Ana"), await team.member("Root", Role.ADMIN)
    made = await invited(team, ana, await team.profile(emails=[GRACE]))
    await _send_unknown(team)

    async def decide(by: Member, what: Any) -> None:
        async with team.store.write() as db:
            await invitation_changes.decide(db, by, made.id, what, NOW)

    presses = [decide(by, what) for by in (ana, admin) for what in ("sent", "refund")]
    done = await asyncio.gather(*presses, return_exceptions=True)
    assert sorted(str(each) for each in done) == ["None"] + ["This has already been decided."] * 3


async def test_only_unknown_deliveries_can_be_decided(team: Team) -> None:
    ana = await team.member()
    made = await invited(team, ana, await team.profile(emails=[GRACE]))
    async with team.store.write() as db:
        with pytest.raises(Refusal):
            await invitation_changes.decide(db, ana, made.id, "refund", NOW)


# ── the lists ──


async def test_the_tabs_and_their_counts(team: Team) -> None:
    ana, bob, admin = await team.member("Ana"), await team.member("Bob"), await team.member("Root", Role.ADMIN)
    people = [(n, await team.profile(f"P{n}", emails=[f"p{n}@example.com"])) for n in range(4)]
    job = await _job(team)

    async def invite(by: Member, n: int, **fields: Any) -> Invitation:
        return await invited(team, by, people[n][1], address=f"p{n}@example.com", **fields)

    gone = await invite(ana, 0, follow_up_days=2)
    await _send_due(team)
    await invite(bob, 1)
    await _send_unknown(team)
    soon = await invite(ana, 2, send_at=LATER, job_id=job.id)
    sooner = await invite(ana, 3, send_at=LATER - timedelta(days=1))
    await drafted(team, ana, people[0][1])
    async with team.store.read() as db:
        page = await invitations_page.listed(db, ana, "scheduled", 0, 1)
        beyond = await invitations_page.listed(db, ana, "scheduled", 9, 1)
        waiting = await invitations_page.listed(db, ana, "waiting")
        whole = await invitations_page.listed(db, admin, "decide", mine=False)
        others = await invitations_page.listed(db, ana, "decide", mine=False)
    assert page.counts == {"scheduled": 2, "waiting": 1, "answered": 0, "failed": 0, "decide": 0}
    assert [row.invitation.id for row in page.items] == [sooner.id]
    assert [(row.invitation.id, row.name, row.by, row.job) for row in beyond.items] == [(soon.id, "P2", "Ana", "Nurse")]
    assert (beyond.page, beyond.total) == (1, 2)
    assert [(row.invitation.id, row.follow_up_at) for row in waiting.items] == [(gone.id, NOW + timedelta(days=2))]
    assert whole.counts == {"scheduled": 2, "waiting": 1, "answered": 0, "failed": 0, "decide": 1}
    assert [row.by for row in whole.items] == ["Bob"]
    assert (others.items, others.mine, others.counts["decide"]) == ([], True, 0)
