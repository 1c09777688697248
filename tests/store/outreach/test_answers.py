"""Answers from candidates and mail servers, on both databases: each recorded once, with all its consequences."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from store.chat import notifications, stale_cards
from store.db import Store, Write
from store.errors import Gone, Refusal
from store.keys import HashKey
from store.outreach import answer_details, answers, invitation_changes, privacy_requests, replies, suppressions
from store.roles import Role
from store.tables.core import Candidate, Member, Profile
from store.tables.outreach import CandidateAnswer, Invitation, Notice, PrivacyRequest
from tests.bot.workers.sending import Post, posting
from tests.databases import NOW, Team
from tests.store.outreach.contacting import GRACE, KEY, invited

LATER = NOW + timedelta(days=1)


@pytest.fixture
async def post(store: Store) -> AsyncIterator[Post]:
    async with posting(store) as post:
        yield post


class Case:
    """Ana wrote to Grace, with a follow-up in three days."""

    def __init__(self, post: Post, team: Team, ana: Member, profile_id: int, id: int) -> None:
        self.post, self.team, self.ana, self.profile_id, self.id = post, team, ana, profile_id, id

    async def receive(self, kind: answers.Kind, key: str = "mail:1", **more: Any) -> CandidateAnswer | None:
        async with self.post.store.write() as db:
            now, hash_key = more.pop("now", LATER), more.pop("hash_key", KEY)
            received = answers.ReceivedAnswer(key, kind, **{"at": LATER, **more})
            return await answers.record(db, self.id, received, hash_key, now)

    async def state(self) -> tuple[str, str, str]:
        """The invitation's state and answer, and the candidate's interest flag."""
        invitation = await self.post.invitation(self.id)
        async with self.post.store.read() as db:
            candidate = await db.get_one(Candidate, invitation.candidate_id)
        return invitation.state, invitation.answer, candidate.interest

    async def notified(self) -> list[tuple[int, str]]:
        return [(notice.member_id, notice.verb) for notice in await self.post.notices()]

    async def mails(self) -> list[tuple[str, str]]:
        return [(mail.kind, mail.state) for mail in await self.post.mails(self.id)]

    async def changed(self) -> set[int]:
        """The profiles whose cards were waiting to be redrawn; marks them as redrawn."""
        async with self.post.store.write() as db:
            waiting = await stale_cards.pending(db)
            await stale_cards.unmark(db, waiting)
        return {profile_id for _, profile_id in waiting}


@pytest.fixture
async def case(post: Post, team: Team) -> Case:
    ana = await team.member()
    profile_id = await team.profile(emails=[GRACE, "g@other.example"])
    invitation = await invited(team, ana, profile_id, follow_up_days=3, follow_up_text="Are you there?")
    await post.send_due()
    made = Case(post, team, ana, profile_id, invitation.id)
    await made.changed()
    return made


async def test_interested(case: Case):
    assert await case.mails() == [("invitation", "sent"), ("follow_up", "queued")]
    answer = await case.receive("interested", text="Yes\x00 please")
    assert answer is not None
    assert answer.text == "Yes please"
    assert await case.state() == ("answered", "interested", "interested")
    assert await case.mails() == [("invitation", "sent"), ("follow_up", "cancelled")]
    assert await case.notified() == [(case.ana.id, "answer")]
    assert await case.changed() == {case.profile_id}
    assert await case.post.credits(case.team) == (99, 0)


async def test_the_same_answer_counts_once(case: Case):
    assert await case.receive("interested") is not None
    assert await case.receive("interested") is None
    assert len(await case.notified()) == 1


async def test_replicas_reading_the_same_mail_store_one_answer(case: Case):
    stored = await asyncio.gather(*(case.receive("replied", text="Hello") for _ in range(6)))
    assert sum(answer is not None for answer in stored) == 1
    assert await case.notified() == [(case.ana.id, "answer")]
    async with case.post.store.read() as db:
        assert len((await db.exec(select(CandidateAnswer))).all()) == 1


@pytest.mark.parametrize(
    ("first", "then", "counts"),
    [
        ("interested", "not_interested", "not_interested"),
        ("not_interested", "interested", "interested"),
        ("interested", "replied", "interested"),
        ("not_interested", "replied", "replied"),
        ("interested", "opt_out", "not_interested"),
        ("interested", "auto_reply", "interested"),
        ("interested", "delayed", "interested"),
    ],
)
async def test_the_newer_answer_counts(case: Case, first: Any, then: Any, counts: str):
    await case.receive(first, "1")
    await case.receive(then, "2")
    assert await case.state() == ("answered", counts, counts)


@pytest.mark.parametrize("kind", ["auto_reply", "delayed"])
async def test_automatic_replies_change_nothing(case: Case, kind: Any):
    assert await case.receive(kind, text="Back on Monday") is not None
    assert await case.state() == ("sent", "", "")
    assert await case.mails() == [("invitation", "sent"), ("follow_up", "queued")]
    assert await case.notified() == []


async def test_never_again_suppresses_all_their_addresses_and_stops_all_follow_ups(case: Case):
    other = await invited(case.team, case.ana, case.profile_id, over=("contacted_before", "owned"), follow_up_days=2,
                          follow_up_text="Again?")  # fmt: skip
    await case.post.send_due()
    await case.receive("opt_out")
    async with case.post.store.read() as db:
        found = await suppressions.suppressed(
            db, case.team.workspace.id, [GRACE, "G@Other.example", "x@y.example"], KEY
        )
    assert set(found) == {GRACE, "G@Other.example"}
    assert await case.state() == ("answered", "not_interested", "not_interested")
    kinds = [(mail.kind, mail.state) for mail in await case.post.mails(other.id)]
    assert kinds == [("invitation", "sent"), ("follow_up", "cancelled")]


async def test_never_again_suppresses_addresses_they_used_and_were_contacted_at(case: Case):
    async with case.post.store.write() as db:
        (await db.get_one(Invitation, case.id)).address = "before@home.example"
        profile = await db.get_one(Profile, case.profile_id)
        profile.body = {**profile.body, "emails": ["new@home.example"]}
    await case.receive("opt_out", sender="grace@work.example")
    addresses = {GRACE, "g@other.example", "before@home.example", "new@home.example", "grace@work.example"}
    async with case.post.store.read() as db:
        found = await suppressions.suppressed(db, case.team.workspace.id, {*addresses, "x@y.example"}, KEY)
    assert set(found) == addresses


async def test_an_erasure_request_goes_to_the_admins_with_a_month_to_answer(case: Case):
    ada, eve = await case.team.member("Ada", Role.ADMIN), await case.team.member("Eve", Role.ADMIN)
    await case.receive("erasure_request", text="Erase me", at=datetime(2026, 11, 30, 10, tzinfo=UTC))
    notified = await case.notified()
    assert sorted(notified) == sorted(
        [(ada.id, "privacy_request"), (eve.id, "privacy_request"), (case.ana.id, "answer")]
    )
    async with case.post.store.read() as db:
        [request] = await privacy_requests.waiting(db, case.team.workspace.id)
        assert request.due_at == datetime(2026, 12, 30, 10, tzinfo=UTC)
        with pytest.raises(Gone):
            await privacy_requests.get(db, case.ana, request.id)
    async with case.post.store.write() as db:
        await privacy_requests.close(db, ada, request.id, LATER)
    with pytest.raises(Refusal, match="Another admin"):
        async with case.post.store.write() as db:
            await privacy_requests.close(db, eve, request.id, LATER)
    async with case.post.store.read() as db:
        assert await privacy_requests.waiting(db, case.team.workspace.id) == []


@pytest.mark.parametrize(
    ("requested", "due"),
    [((2027, 1, 31), (2027, 2, 28)), ((2028, 1, 31), (2028, 2, 29)), ((2026, 12, 15), (2027, 1, 15))],
)
def test_a_month(requested: tuple[int, int, int], due: tuple[int, int, int]):
    after = privacy_requests.month_after(datetime(*requested, 8, tzinfo=UTC))
    assert after == datetime(*due, 8, tzinfo=UTC)


# ── bounces ──


async def test_a_bounce_is_refunded_and_the_address_not_used_again(case: Case):
    [mail, _] = await case.post.mails(case.id)
    await case.receive("bounced", text="550 5.1.1 No such user", mail=mail, cause="no_such_address")
    invitation = await case.post.invitation(case.id)
    assert (invitation.state, invitation.failure_reason) == (
        "failed",
        "It could not be delivered: 550 5.1.1 No such user",
    )
    assert await case.post.credits(case.team) == (100, 0)
    assert await case.post.ledger(case.id) == ["hold", "settle", "refund"]
    assert await case.mails() == [("invitation", "sent"), ("follow_up", "cancelled")]
    assert await case.notified() == [(case.ana.id, "answer")]
    async with case.post.store.read() as db:
        assert await suppressions.bad(db, case.team.workspace.id, [GRACE]) == {GRACE}


async def test_a_full_mailbox_is_refunded_and_may_be_contacted_later(case: Case):
    await case.receive("bounced", text="552 5.2.2 full", cause="mailbox_full")
    assert await case.post.credits(case.team) == (100, 0)
    async with case.post.store.read() as db:
        assert await suppressions.bad(db, case.team.workspace.id, [GRACE]) == set()


async def test_a_second_bounce_refunds_nothing(case: Case):
    await case.receive("bounced", "1")
    await case.receive("bounced", "2")
    assert await case.post.credits(case.team) == (100, 0)


async def test_a_bounce_after_an_answer_is_ignored(case: Case):
    await case.receive("interested", "1")
    await case.receive("bounced", "2")
    assert await case.state() == ("answered", "interested", "interested")
    assert await case.post.credits(case.team) == (99, 0)


async def test_a_bounced_follow_up_refunds_nothing(case: Case):
    case.post.clock.after(days=4)
    await case.post.send_due()
    follow_up = (await case.post.mails(case.id))[1]
    assert follow_up.state == "sent"
    await case.receive("bounced", mail=follow_up)
    assert (await case.state())[0] == "sent"
    assert await case.post.credits(case.team) == (99, 0)
    assert await case.notified() == [(case.ana.id, "answer")]


async def test_an_answer_to_an_invitation_in_unknown_state_proves_it_was_sent(post: Post, team: Team):
    ana = await team.member()
    post.sink.data["grace"] = "take and drop"
    invitation = await invited(team, ana, await team.profile(emails=[GRACE]))
    await post.send_due()
    case = Case(post, team, ana, 0, invitation.id)
    assert (await case.state())[0] == "unknown"
    await case.receive("interested")
    assert (await case.state())[0] == "answered"
    assert await post.ledger(invitation.id) == ["hold", "settle"]


async def test_an_answer_to_an_invitation_awaiting_retry_unlocks_the_candidate(post: Post, team: Team):
    """Their server accepted the e-mail but reported that it did not."""
    ana = await team.member()
    post.sink.data["grace"] = "451 4.3.0 Not now"
    invitation = await invited(team, ana, await team.profile(emails=[GRACE]), send_at=LATER)
    post.clock.at = LATER
    await post.send_due()
    case = Case(post, team, ana, 0, invitation.id)
    assert await case.mails() == [("invitation", "queued")]
    await case.receive("interested")
    async with post.store.read() as db:
        candidate = await db.get_one(Candidate, invitation.candidate_id)
    assert (candidate.unlocked_at, await post.ledger(invitation.id)) == (LATER, ["hold", "settle"])


async def test_an_answer_to_an_invitation_cancelled_after_an_attempt_counts_as_contact(post: Post, team: Team):
    ana = await team.member()
    post.sink.data["grace"] = "451 4.3.0 Not now"
    invitation = await invited(team, ana, await team.profile(emails=[GRACE]), send_at=LATER)
    post.clock.at = LATER
    await post.send_due()
    async with post.store.write() as db:
        await invitation_changes.cancel(db, ana, invitation.id, LATER)
    case = Case(post, team, ana, 0, invitation.id)
    await case.receive("replied")
    async with post.store.read() as db:
        candidate = await db.get_one(Candidate, invitation.candidate_id)
    assert (candidate.contacted_by, candidate.owner_id) == (ana.id, ana.id)
    assert await post.ledger(invitation.id) == ["hold", "release"]


# ── who is notified ──


async def test_the_admins_are_notified_when_the_recruiter_lost_the_role(case: Case):
    ada = await case.team.member("Ada", Role.ADMIN)
    async with case.post.store.write() as db:
        (await db.get_one(Member, case.ana.id)).role = Role.GUEST
    await case.receive("interested")
    assert await case.notified() == [(ada.id, "answer")]


async def test_an_answer_is_visible_to_its_recruiter_and_the_admins(case: Case, other_team: Team):
    answer = await case.receive("replied", text="A secret")
    assert answer is not None
    ada, bo = await case.team.member("Ada", Role.ADMIN), await case.team.member("Bo")
    stranger = await other_team.member("Ada", Role.ADMIN)
    async with case.post.store.read() as db:
        assert (await answer_details.details(db, case.ana, answer.id)).profile.id == case.profile_id
        assert (await answer_details.details(db, ada, answer.id)).sender.id == case.ana.id
        for nobody in (bo, stranger):
            with pytest.raises(Gone):
                await answer_details.details(db, nobody, answer.id)
            assert await answer_details.latest(db, nobody, 5) == []
        assert [each.answer.id for each in await answer_details.latest(db, case.ana, 5)] == [answer.id]


async def test_other_members_cannot_act_on_an_answer(case: Case, other_team: Team):
    await case.team.member("Ada", Role.ADMIN)
    answer = await case.receive("erasure_request")
    assert answer is not None
    stranger = await other_team.member("Eve", Role.ADMIN)
    async with case.post.store.read() as db:
        [request] = await privacy_requests.waiting(db, case.team.workspace.id)
    tries: tuple[Callable[[Write, Member], Awaitable[Any]], ...] = (
        lambda db, by: answers.decide(db, by, answer.id, "interested", LATER),
        lambda db, by: answers.snooze(db, by, answer.id, LATER, LATER),
        lambda db, by: replies.write(db, by, answer.id, "Hello", KEY, LATER),
        lambda db, by: replies.undo(db, by, answer.id, 1),
        lambda db, by: privacy_requests.close(db, by, request.id, LATER),
    )
    before = await case.post.notices()
    for nobody in (stranger, await case.team.member("Bo")):
        for attempt in tries:
            with pytest.raises(Gone):
                async with case.post.store.write() as db:
                    await attempt(db, nobody)
    assert await case.state() == ("answered", "not_interested", "not_interested")
    assert await case.post.notices() == before


async def test_a_recruiters_mark_counts(case: Case):
    answer = await case.receive("replied")
    assert answer is not None
    async with case.post.store.write() as db:
        assert case.profile_id in await answers.decide(db, case.ana, answer.id, "not_interested", LATER)
    assert await case.state() == ("answered", "not_interested", "not_interested")


async def test_a_snoozed_answer_returns_on_time(case: Case):
    answer = await case.receive("interested")
    assert answer is not None
    async with case.post.store.write() as db:
        for notice in await notifications.claim(db, LATER):
            await notifications.mark_sent(db, notice.id, LATER)
        await answers.snooze(db, case.ana, answer.id, LATER + timedelta(days=3), LATER)
    async with case.post.store.write() as db:
        assert await notifications.claim(db, LATER + timedelta(days=2)) == []
        [again] = await notifications.claim(db, LATER + timedelta(days=3))
    assert (again.verb, again.args) == ("answer", {"answer_id": answer.id})


# ── replies from chat ──


async def test_a_reply_is_threaded_and_goes_to_the_address_they_wrote_from(case: Case):
    [mail, _] = await case.post.mails(case.id)
    chain = f"{mail.message_id} <theirs@home.example>"
    answer = await case.receive(
        "replied", message_id="<theirs@home.example>", references=chain, sender="grace@work.example", mail=mail
    )
    assert answer is not None
    async with case.post.store.write() as db:
        one = await replies.write(db, case.ana, answer.id, "Thursday?", KEY, LATER)
        assert (await replies.write(db, case.ana, answer.id, "Thursday?", KEY, LATER)).id == one.id
    case.post.clock.at = LATER
    await case.post.send_due()
    last = case.post.sink.mails[-1]
    assert (last["To"], last["Subject"]) == ("grace@work.example", "Re: Hello")
    assert last["In-Reply-To"] == "<theirs@home.example>"
    assert str(last["References"]).split() == chain.split()
    assert len(case.post.sink.mails) == 2
    assert await case.post.credits(case.team) == (99, 0)


async def test_a_reply_to_a_page_answer_threads_after_our_own_mail(case: Case):
    answer = await case.receive("interested", "page:1")
    assert answer is not None
    [mail, _] = await case.post.mails(case.id)
    async with case.post.store.write() as db:
        reply = await replies.write(db, case.ana, answer.id, "Great", KEY, LATER)
    assert (reply.address, reply.in_reply_to, reply.references) == (GRACE, mail.message_id, mail.message_id)


async def test_an_opted_out_candidate_gets_no_reply(case: Case):
    answer = await case.receive("replied", "1")
    assert answer is not None
    await case.receive("opt_out", "2")
    with pytest.raises(Refusal, match="never to be contacted"):
        async with case.post.store.write() as db:
            await replies.write(db, case.ana, answer.id, "But…", KEY, LATER)


async def test_without_the_hash_key_no_reply_is_sent(case: Case):
    answer = await case.receive("replied")
    assert answer is not None
    with pytest.raises(Refusal, match="SOURCER_HASH_KEY"):
        async with case.post.store.write() as db:
            await replies.write(db, case.ana, answer.id, "Great", HashKey(), LATER)


# ── notices ──


async def test_a_notice_is_claimed_by_one_process_and_backs_off(case: Case):
    await case.receive("interested")
    store = case.post.store
    async with store.write() as db:
        [mine] = await notifications.claim(db, LATER)
    async with store.write() as db:
        assert await notifications.claim(db, LATER + timedelta(seconds=30)) == []
    async with store.write() as db:
        [mine] = await notifications.claim(db, LATER + timedelta(minutes=5))  # its process had died
        assert mine.attempts == 2
        assert await notifications.retry_later(db, mine, LATER)
    async with store.write() as db:
        assert await notifications.claim(db, LATER + timedelta(minutes=1)) == []
        [mine] = await notifications.claim(db, LATER + timedelta(minutes=2))
        await notifications.mark_sent(db, mine.id, LATER)
    async with store.write() as db:
        assert await notifications.claim(db, LATER + timedelta(days=9)) == []


async def test_an_undeliverable_notice_is_given_up(case: Case):
    await case.receive("interested")
    now, tries = LATER, 0
    while True:
        now += timedelta(days=1)
        async with case.post.store.write() as db:
            [mine] = await notifications.claim(db, now)
            tries += 1
            if not await notifications.retry_later(db, mine, now):
                break
    assert tries == notifications.MOST_ATTEMPTS
    async with case.post.store.write() as db:
        assert await notifications.claim(db, now + timedelta(days=9)) == []


async def test_a_candidate_changed_during_a_redraw_is_redrawn_again(team: Team):
    profile_id, key = await team.profile(), team.workspace.id
    async with team.store.write() as db:
        await stale_cards.mark(db, key, [profile_id, profile_id], NOW)
    async with team.store.read() as db:
        waiting = await stale_cards.pending(db)
    async with team.store.write() as db:
        await stale_cards.mark(db, key, [profile_id], LATER)
    async with team.store.write() as db:
        await stale_cards.unmark(db, waiting)
        waiting = await stale_cards.pending(db)
        assert waiting == {(key, profile_id): LATER}
        await stale_cards.unmark(db, waiting)
        assert await stale_cards.pending(db) == {}


async def test_an_answer_to_a_deleted_invitation(team: Team):
    with pytest.raises(Gone):
        async with team.store.write() as db:
            await answers.record(db, 999, answers.ReceivedAnswer(key="1", kind="replied", at=NOW), KEY, NOW)
    async with team.store.read() as db:
        for table in (CandidateAnswer, Notice, PrivacyRequest, Invitation):
            assert (await db.exec(select(col(table.id)))).all() == []
