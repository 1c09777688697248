"""What happens to a queued invitation: at the mail server, in the store, and in the ledger."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlmodel import select

from store import jobs
from store.chat import notifications
from store.db import Store, statements
from store.mailbox import secrets
from store.members import members
from store.outreach import (
    answers,
    invitation_changes,
    invitations,
    link_tokens,
    mail_handover,
    mail_outcomes,
    mail_queue,
    replies,
    suppressions,
)
from store.roles import Role
from store.tables.core import Candidate, Member
from store.tables.outreach import BadAddress, CardChange, Invitation, Mailbox
from tests.bot.workers.sending import KEYS, Post, invited_many, posting
from tests.databases import NOW, Team
from tests.fakes.smtp import smtp_sink
from tests.store.outreach.contacting import GRACE, KEY, invited


@pytest.fixture
async def post(store: Store) -> AsyncIterator[Post]:
    async with posting(store) as post:
        yield post


async def grace(team: Team, **fields: object) -> tuple[int, int]:
    """Ana invited Grace: the ids of the invitation and of the profile."""
    ana = await team.member()
    profile_id = await team.profile(emails=[GRACE])
    return (await invited(team, ana, profile_id, **fields)).id, profile_id


# ── sent ──


async def test_an_invitation_is_sent_once_and_charged_once(post: Post, team: Team):
    id, profile_id = await grace(team)
    assert await post.send_due() == 1
    assert await post.send_due() == 0
    [mail], [stored] = post.sink.mails, await post.mails(id)
    assert (mail["To"], mail["From"], mail["Subject"]) == (GRACE, '"Ana, Acme" <jobs@acme.example>', "Hello")
    assert mail["Message-ID"] == stored.message_id
    assert stored.message_id.endswith("@acme.example>")
    invitation = await post.invitation(id)
    assert (invitation.state, stored.state, invitation.sent_at) == ("sent", "sent", NOW)
    assert (await post.credits(team), await post.ledger(id)) == ((99, 0), ["hold", "settle"])
    async with post.store.read() as db:
        [change] = await db.exec(select(CardChange))
    assert change.profile_id == profile_id
    assert await post.notices() == []


async def test_sending_triggers_a_redraw_of_cards(post: Post, team: Team):
    await grace(team)
    notified = asyncio.Event()
    await post.outbox(notified.set).run_once()
    async with asyncio.timeout(20):
        await notified.wait()


async def test_its_links_belong_to_the_candidate(post: Post, team: Team):
    post.imap_url = "imaps://jobs@imap.example"
    id, _ = await grace(team)
    await post.send_due()
    [mail] = post.sink.mails
    never = str(mail["List-Unsubscribe"]).strip("<>")
    text = mail.get_body(("plain",)).get_content()  # pyright: ignore[reportOptionalMemberAccess, reportAttributeAccessIssue]
    answer = next(word for word in text.split() if "/a/" in word)
    reply = str(mail["Reply-To"]).partition("+")[2].partition("@")[0]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    async with post.store.read() as db:
        found = [
            await link_tokens.read(db, token, kind)
            for token, kind in ((never[-32:], "opt_out"), (answer[-32:], "answer"), (reply, "reply"))
        ]
    assert [each.invitation_id for each in found if each] == [id, id, id]
    assert [each.expires_at is None for each in found if each] == [True, False, True]


async def test_a_long_address_is_sent_without_a_tagged_reply_to(post: Post, team: Team):
    """The local part may have at most 64 characters; with its tag this address would be invalid."""
    post.imap_url, mine = "imaps://jobs@imap.example", f"{'careers-' * 5}emea@acme.example"
    async with post.store.write() as db:
        db.add(Mailbox(workspace_id=team.workspace.id, mail_from=mine, updated_at=NOW))
    id, _ = await grace(team)
    await post.send_due()
    assert (await post.invitation(id)).state == "sent"
    [mail] = post.sink.mails
    assert (mine in mail["From"], mail["Reply-To"]) == (True, None)


async def test_many_sent_together_take_the_same_number_of_statements_each(post: Post, team: Team):
    ana = await team.member()
    async with post.store.write() as db:
        db.add(Mailbox(workspace_id=team.workspace.id, per_minute=0, updated_at=NOW))

    async def each(count: int) -> float:
        await invited_many(team, ana, count, f"{count}-{{n}}.example")
        with statements() as ran:
            assert await post.send_due() == count
        return len(ran) / count

    few, many = await each(4), await each(24)
    assert len(set(post.sink.message_ids)) == 28
    assert many <= few


async def test_a_scheduled_invitation_waits_and_then_unlocks_the_details(post: Post, team: Team):
    id, _ = await grace(team, send_at=NOW + timedelta(days=2))
    assert await post.send_due() == 0
    assert await unlocked(post, id) is None
    post.clock.after(days=2, minutes=1)
    assert await post.send_due() == 1
    assert await unlocked(post, id) == post.clock.at
    assert (await post.invitation(id)).state == "sent"


async def test_a_message_that_can_be_undone_survives_a_restart_and_is_sent_afterwards(post: Post, team: Team):
    id, _ = await grace(team, undo=timedelta(seconds=15))
    before = post.outbox()
    await before.start()
    await before.stop()
    post.clock.after(seconds=14)
    assert await post.send_due() == 0
    assert (await post.invitation(id)).state == "queued"
    post.clock.after(seconds=1)
    assert await post.send_due() == 1
    assert [mail["To"] for mail in post.sink.mails] == [GRACE]
    assert (await unlocked(post, id), (await post.invitation(id)).state) == (post.clock.at, "sent")


async def unlocked(post: Post, id: int):
    invitation = await post.invitation(id)
    async with post.store.read() as db:
        return (await db.get_one(Candidate, invitation.candidate_id)).unlocked_at


# ── not sent ──


async def test_an_unknown_recipient_refunds_the_credit_and_says_why(post: Post, team: Team):
    id, _ = await grace(team)
    post.sink.rcpt["grace"] = "550 5.1.1 No such user"
    await post.send_due()
    invitation = await post.invitation(id)
    assert (invitation.state, invitation.failure_reason) == ("failed", "The mail server says there is no such address.")
    assert (await post.credits(team), await post.ledger(id)) == ((100, 0), ["hold", "release"])
    [notice] = await post.notices()
    assert (notice.verb, notice.args, notice.member_id) == ("invitations", {"tab": "failed"}, invitation.member_id)
    async with post.store.read() as db:
        assert [each.email for each in await db.exec(select(BadAddress))] == [GRACE]


async def test_a_temporary_failure_is_retried_with_backoff_for_a_day(post: Post, team: Team):
    id, _ = await grace(team)
    post.sink.rcpt["grace"] = "451 4.7.1 Greylisted"
    waits: list[timedelta] = []
    while (await post.invitation(id)).state == "queued":
        assert await post.send_due() == 1
        [mail] = await post.mails(id)
        if mail.state == "queued":
            waits.append(mail.due_at - post.clock.at)
            post.clock.at = mail.due_at - timedelta(seconds=1)
            assert await post.send_due() == 0
            post.clock.at = mail.due_at
    assert all(wait <= timedelta(hours=2.5) for wait in waits)
    assert waits[0] < waits[4] < waits[7]
    assert timedelta(days=1) <= post.clock.at - NOW < timedelta(days=1.2)
    invitation = await post.invitation(id)
    assert (invitation.state, await post.credits(team)) == ("failed", (100, 0))
    assert invitation.failure_reason == "The mail server asked us to wait. Sourcer kept trying for a day."
    assert len(await post.notices()) == 1


async def test_a_temporary_failure_that_passes_is_not_shown(post: Post, team: Team):
    id, _ = await grace(team)
    post.sink.rcpt["grace"] = "451 4.7.1 Greylisted"
    await post.send_due()
    [first] = await post.mails(id)
    post.sink.rcpt.clear()
    post.clock.after(hours=1)
    await post.send_due()
    assert post.sink.message_ids == [first.message_id]
    assert ((await post.invitation(id)).state, await post.notices()) == ("sent", [])
    assert await post.ledger(id) == ["hold", "settle"]


async def test_an_unreachable_mail_server_delays_only_its_own_workspace(post: Post, team: Team, other_team: Team):
    theirs, _ = await grace(team)
    others, _ = await grace(other_team)
    admin = await team.member("Sam", Role.ADMIN)
    async with smtp_sink() as gone:
        url = gone.url
    async with post.store.write() as db:
        await secrets.save(db, admin, {"smtp_url": url.replace("//", "//jobs%40own.example:pw@")}, KEYS, NOW)
    await post.send_due()
    assert ((await post.invitation(others)).state, (await post.invitation(theirs)).state) == ("sent", "queued")
    [mail] = await post.mails(theirs)
    assert mail.last_error == "The mail server could not be reached."
    post.clock.after(days=1, minutes=5)
    await post.send_due()
    assert ((await post.invitation(theirs)).state, await post.credits(team)) == ("failed", (100, 0))


async def test_an_unreachable_mail_server_is_paused_for_a_while(post: Post, team: Team):
    called: list[int] = []

    async def busy(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        called.append(1)
        writer.write(b"421 busy\r\n")
        writer.close()

    server = await asyncio.start_server(busy, "127.0.0.1", 0)
    post.sink.port = server.sockets[0].getsockname()[1]
    ana, outbox = await team.member(), post.outbox()
    await invited_many(team, ana, 1)
    assert (await outbox.run_once(), len(called)) == (1, 1)
    [second] = [(await invited(team, ana, await team.profile(emails=[GRACE]), address=GRACE)).id]
    assert (await outbox.run_once(), len(called)) == (1, 1)
    server.close()
    [mail] = await post.mails(second)
    assert (mail.state, mail.last_error) == ("queued", "The mail server could not be reached.")


async def test_a_hanging_mail_server_delays_only_its_own_workspace(post: Post, team: Team, other_team: Team):
    ana = await team.member()
    await invited_many(team, ana, 12)
    others, _ = await grace(other_team)
    admin = await team.member("Sam", Role.ADMIN)
    async with smtp_sink() as slow:
        slow.slow = 30
        async with post.store.write() as db:
            await secrets.save(db, admin, {"smtp_url": slow.url.replace("//", "//jobs%40own.example:pw@")}, KEYS, NOW)
        outbox = post.outbox()
        await outbox.start()
        while not post.sink.mails:
            await asyncio.sleep(0.01)
        assert post.sink.to == [GRACE]
        await outbox.stop()
    assert (await post.invitation(others)).state == "sent"


async def test_a_blocking_check_at_a_scheduled_send_fails_it(post: Post, team: Team):
    id, _ = await grace(team, send_at=NOW + timedelta(days=2))
    async with post.store.write() as db:
        await suppressions.suppress(db, team.workspace.id, GRACE, "opted_out", KEY, NOW)
    post.clock.after(days=3)
    await post.send_due()
    invitation = await post.invitation(id)
    assert (invitation.state, invitation.failure_reason) == ("failed", "This person asked not to be contacted again.")
    assert (post.sink.mails, await post.credits(team)) == ([], (100, 0))
    assert len(await post.notices()) == 1


async def test_a_closed_job_pauses_due_mails(post: Post, team: Team):
    ana = await team.member()
    async with post.store.write() as db:
        job = await jobs.add(db, ana, jobs.JobDetails(title="Nurse"), NOW)
    profile_id = await team.profile(emails=[GRACE])
    invitation = await invited(team, ana, profile_id, job_id=job.id, send_at=NOW + timedelta(days=2))
    async with post.store.write() as db:
        (await db.get_one(type(job), job.id)).status = "closed"
    post.clock.after(days=3)
    await post.send_due()
    paused = await post.invitation(invitation.id)
    assert (paused.state, paused.pause_reason, post.sink.mails) == ("queued", "job_closed", [])
    assert len(await post.notices()) == 1
    async with post.store.write() as db:
        await invitation_changes.cancel(db, ana, invitation.id, post.clock.at)
    assert await post.credits(team) == (100, 0)


async def test_an_invitation_cancelled_after_the_claim_is_not_sent(post: Post, team: Team):
    ana = await team.member()
    profile_id = await team.profile(emails=[GRACE])
    invitation = await invited(team, ana, profile_id, send_at=NOW + timedelta(hours=1))
    post.clock.after(hours=2)
    async with post.store.write() as db:
        [taken] = await mail_queue.claim(db, "one", post.clock.at, 10)
    async with post.store.write() as db:
        await invitation_changes.cancel(db, ana, invitation.id, post.clock.at)
    async with post.store.write() as db:
        assert await mail_handover.sending(db, {taken.id: "acme.example"}, "one", KEY, post.clock.at) == {}
    assert (await post.invitation(invitation.id)).state == "cancelled"
    assert await post.ledger(invitation.id) == ["hold", "release"]


# ── follow-ups ──


async def test_a_follow_up_is_sent_days_later_in_the_same_thread_for_free(post: Post, team: Team):
    id, _ = await grace(team, follow_up_days=5)
    await post.send_due()
    post.clock.after(days=4, hours=23)
    assert await post.send_due() == 0
    post.clock.after(hours=2)
    assert await post.send_due() == 1
    first, second = post.sink.mails
    assert second["Subject"] == "Re: Hello"
    assert (second["In-Reply-To"], second["References"]) == (first["Message-ID"], first["Message-ID"])
    assert "Are you there, Grace?" in second.get_body(("plain",)).get_content()  # pyright: ignore
    assert ((await post.invitation(id)).state, await post.ledger(id)) == ("sent", ["hold", "settle"])


async def test_an_answer_stops_the_follow_up(post: Post, team: Team):
    id, _ = await grace(team, follow_up_days=5)
    await post.send_due()
    async with post.store.write() as db:
        await answers.record(db, id, answers.ReceivedAnswer(key="page:1", kind="interested", at=NOW), KEY, NOW)
    post.clock.after(days=6)
    assert await post.send_due() == 0
    assert (len(post.sink.mails), (await post.invitation(id)).state) == (1, "answered")


async def test_an_answer_faster_than_the_mail_server_counts(post: Post, team: Team):
    """The candidate pressed before the mail server's acceptance was stored."""
    id, _ = await grace(team, follow_up_days=5)
    async with post.store.write() as db:
        [taken] = await mail_queue.claim(db, "one", NOW, 10)
        await mail_handover.sending(db, {taken.id: "acme.example"}, "one", KEY, NOW)
    async with post.store.write() as db:
        await answers.record(db, id, answers.ReceivedAnswer(key="page:1", kind="interested", at=NOW), KEY, NOW)
    async with post.store.write() as db:
        await mail_outcomes.sent(db, [taken.id], NOW)
    assert (await post.invitation(id)).state == "answered"
    assert [mail.kind for mail in await post.mails(id)] == ["invitation"]
    assert (await post.ledger(id), await post.credits(team)) == (["hold", "settle"], (99, 0))


async def test_an_opted_out_candidate_gets_no_follow_up(post: Post, team: Team):
    id, _ = await grace(team, follow_up_days=5)
    await post.send_due()
    async with post.store.write() as db:
        await suppressions.suppress(db, team.workspace.id, GRACE, "opted_out", KEY, NOW)
    post.clock.after(days=6)
    await post.send_due()
    invitation = await post.invitation(id)
    assert (len(post.sink.mails), invitation.state) == (1, "sent")
    assert invitation.failure_reason == "The follow-up was not sent: This person asked not to be contacted again."
    assert [notice.args for notice in await post.notices()] == [{"tab": "waiting"}]


async def test_a_candidate_who_opted_out_after_the_press_gets_nothing(post: Post, team: Team):
    """Within the minute in which the contact checks are not repeated."""
    id, _ = await grace(team)
    async with post.store.write() as db:
        await suppressions.suppress(db, team.workspace.id, "Grace@EXAMPLE.com", "opted_out", KEY, NOW)
    await post.send_due()
    invitation = await post.invitation(id)
    assert (post.sink.mails, invitation.state) == ([], "failed")
    assert invitation.failure_reason == "This person asked not to be contacted again."
    assert await post.credits(team) == (100, 0)


async def test_an_opted_out_candidate_gets_no_earlier_written_reply(post: Post, team: Team):
    id, _ = await grace(team)
    await post.send_due()
    async with post.store.write() as db:
        received = answers.ReceivedAnswer(key="1", kind="replied", sender="g@work.example", at=NOW)
        answer = await answers.record(db, id, received, KEY, NOW)
        assert answer is not None
        ana = await db.get_one(Member, (await db.get_one(Invitation, id)).member_id)
        await replies.write(db, ana, answer.id, "Thursday?", KEY, NOW)
        await answers.record(db, id, answers.ReceivedAnswer(key="2", kind="opt_out", at=NOW), KEY, NOW)
    await post.send_due()
    assert len(post.sink.mails) == 1
    invitation = await post.invitation(id)
    assert invitation.failure_reason == "Your reply was not sent: This person asked not to be contacted again."
    assert ("invitations", {"tab": "answered"}) in [(each.verb, each.args) for each in await post.notices()]


async def test_mail_scheduled_by_a_member_without_permission_waits_for_an_admin(post: Post, team: Team):
    sam = await team.member("Sam", Role.ADMIN)
    id, _ = await grace(team, send_at=NOW + timedelta(days=2))
    ana_id = (await post.invitation(id)).member_id
    async with post.store.write() as db:
        await members.set_role(db, sam, ana_id, Role.REVIEWER)
    post.clock.after(days=2, minutes=1)
    await post.send_due()
    invitation = await post.invitation(id)
    assert (post.sink.mails, invitation.state, invitation.pause_reason) == ([], "queued", "sender_left")
    assert await post.credits(team) == (99, 1)
    [notice] = await post.notices()
    assert (notice.member_id, notice.args) == (sam.id, {"tab": "scheduled", "team": True})
    async with post.store.write() as db:
        await invitation_changes.resume(db, sam, id, post.clock.at)
    await post.send_due()
    assert (len(post.sink.mails), (await post.invitation(id)).state) == (1, "sent")


# ── unknown delivery ──


@pytest.mark.parametrize("reply", ["take and drop", "drop", "hang"])
async def test_an_unknown_delivery_is_never_resent_automatically(post: Post, team: Team, reply: str):
    id, _ = await grace(team, follow_up_days=5)
    post.sink.data["grace"] = reply
    outbox = post.outbox()
    await outbox.run_once()
    post.sink.data.clear()
    post.clock.after(days=10)
    assert await outbox.run_once() == 0
    assert ((await post.invitation(id)).state, await post.ledger(id)) == ("unknown", ["hold"])
    assert await post.credits(team) == (99, 1)
    assert len(post.sink.mails) == (1 if reply == "take and drop" else 0)
    await outbox.search_sent_folder()
    await outbox.search_sent_folder()
    assert [notice.args for notice in await post.notices()] == [{"tab": "decide"}]


class Folder:
    """A folder of sent mails."""

    def __init__(self) -> None:
        self.has: set[str] = set()
        self.calls = 0

    async def was_sent(self, _account: object, message_id: str) -> bool:
        self.calls += 1
        return message_id in self.has


async def lost(post: Post, team: Team) -> int:
    """An invitation whose delivery is unknown."""
    id, _ = await grace(team, follow_up_days=5)
    post.sink.data["grace"] = "take and drop"
    await post.send_due()
    post.sink.data.clear()
    return id


async def test_a_mail_in_the_sent_folder_counts_as_sent(post: Post, team: Team):
    folder = Folder()
    post.imap_url, post.reader = "imaps://jobs@imap.example", folder  # pyright: ignore[reportAttributeAccessIssue]
    id = await lost(post, team)
    outbox = post.outbox()
    await outbox.search_sent_folder()
    assert (await post.invitation(id)).state == "unknown"
    folder.has.update(post.sink.message_ids)  # some servers file it with a delay
    await outbox.search_sent_folder()
    assert folder.calls == 1
    post.clock.after(minutes=2)
    await outbox.search_sent_folder()
    assert ((await post.invitation(id)).state, await post.ledger(id)) == ("sent", ["hold", "settle"])
    assert [mail.kind for mail in await post.mails(id)] == ["invitation", "follow_up"]
    assert await post.notices() == []


async def test_the_sender_is_asked_when_it_is_not_found(post: Post, team: Team):
    folder = Folder()
    post.imap_url, post.reader = "imaps://jobs@imap.example", folder  # pyright: ignore[reportAttributeAccessIssue]
    id = await lost(post, team)
    outbox = post.outbox()
    for _ in range(8):
        await outbox.search_sent_folder()
        post.clock.after(minutes=20)
    assert (folder.calls, [notice.args for notice in await post.notices()]) == (4, [{"tab": "decide"}])
    assert (await post.invitation(id)).state == "unknown"


@pytest.mark.parametrize(
    ("what", "state", "entries", "mails_sent"),
    [
        ("sent", "sent", ["hold", "settle"], 1),
        ("again", "sent", ["hold", "settle"], 2),
        ("refund", "failed", ["hold", "release"], 1),
    ],
)
async def test_the_sender_decides(post: Post, team: Team, what: str, state: str, entries: list[str], mails_sent: int):
    id = await lost(post, team)
    invitation = await post.invitation(id)
    async with post.store.write() as db:
        ana = await db.get_one(invitations.Member, invitation.member_id)  # pyright: ignore[reportPrivateImportUsage]
        await invitation_changes.decide(db, ana, id, what, NOW)  # pyright: ignore[reportArgumentType]
    await post.send_due()
    assert ((await post.invitation(id)).state, await post.ledger(id)) == (state, entries)
    assert len(post.sink.mails) == mails_sent


# ── processes ──


async def test_a_process_that_died_while_sending_leaves_an_unknown_delivery(post: Post, team: Team):
    id, _ = await grace(team)
    async with post.store.write(durable=True) as db:
        [taken] = await mail_queue.claim(db, "gone", NOW, 10)
        await mail_handover.sending(db, {taken.id: "acme.example"}, "gone", KEY, NOW)
    outbox = post.outbox()
    await outbox.recover()
    assert (await post.invitation(id)).state == "sending"  # the process may still be alive
    post.clock.after(minutes=5)
    await outbox.recover()
    assert ((await post.invitation(id)).state, await outbox.run_once()) == ("unknown", 0)


async def test_mail_being_sent_is_not_taken_over_however_long_it_takes(post: Post, team: Team):
    """It takes four minutes; a lease lasts three."""
    id, _ = await grace(team)
    post.sink.slow = 0.5
    outbox = post.outbox(answer_within=30)
    sending = asyncio.create_task(outbox.run_once())
    while post.sink.open == 0:
        await asyncio.sleep(0.01)
    for _ in range(2):
        post.clock.after(minutes=2)
        await outbox.renew()
        await post.outbox().recover()
        assert (await post.invitation(id)).state in ("sending", "sent")
    await sending
    assert ((await post.invitation(id)).state, post.sink.to) == ("sent", [GRACE])


async def test_a_slow_process_still_records_the_outcome(post: Post, team: Team):
    """Its lease expired and another process took the e-mail for lost; then the server's response came."""
    id, _ = await grace(team)
    async with post.store.write() as db:
        [taken] = await mail_queue.claim(db, "slow", NOW, 10)
        await mail_handover.sending(db, {taken.id: "acme.example"}, "slow", KEY, NOW)
    post.clock.after(minutes=5)
    await post.outbox().recover()
    async with post.store.write() as db:
        await mail_outcomes.sent(db, [taken.id], post.clock.at)
    assert ((await post.invitation(id)).state, await post.ledger(id)) == ("sent", ["hold", "settle"])


async def test_mail_claimed_but_not_started_by_a_dead_process_is_sent_by_another(post: Post, team: Team):
    id, _ = await grace(team)
    async with post.store.write() as db:
        await mail_queue.claim(db, "gone", NOW, 10)
    assert await post.send_due() == 0
    post.clock.after(minutes=5)
    assert await post.send_due() == 1
    assert (await post.invitation(id)).state == "sent"


async def test_concurrent_processes_send_each_invitation_once(post: Post, team: Team):
    ana = await team.member()
    async with post.store.write() as db:
        db.add(Mailbox(workspace_id=team.workspace.id, per_minute=0, updated_at=NOW))
    ids = await invited_many(team, ana, 40)
    await asyncio.gather(*(post.outbox().run_once() for _ in range(3)))
    assert len(post.sink.message_ids) == len(set(post.sink.message_ids)) == 40
    assert {(await post.invitation(id)).state for id in ids} == {"sent"}
    assert await post.credits(team) == (60, 0)


async def test_on_shutdown_it_finishes_the_current_mail_and_releases_the_rest(post: Post, team: Team):
    ana = await team.member()
    ids = await invited_many(team, ana, 20)
    post.sink.slow = 0.3
    outbox = post.outbox()
    await outbox.start()
    while post.sink.open == 0:
        await asyncio.sleep(0.01)
    await outbox.stop()
    states = [(await post.invitation(id)).state for id in ids]
    assert set(states) == {"sent", "queued"}
    assert states.count("sent") == len(post.sink.mails)
    post.sink.slow = 0
    await post.outbox().run_once()
    assert len(post.sink.message_ids) == len(set(post.sink.message_ids)) == 20


# ── rates ──


async def rated(post: Post, team: Team, per_minute: int, per_domain: int) -> None:
    async with post.store.write() as db:
        row = Mailbox(workspace_id=team.workspace.id, per_minute=per_minute, per_domain=per_domain, updated_at=NOW)
        db.add(row)


async def test_the_rate_per_minute_holds_across_processes(post: Post, team: Team):
    ana = await team.member()
    await rated(post, team, 10, 3)
    await invited_many(team, ana, 14, "big.example")
    await invited_many(team, ana, 14, "home{n}.example")
    counts: list[tuple[int, int]] = []
    for _ in range(6):
        before = len(post.sink.to)
        await asyncio.gather(post.send_due(), post.send_due())
        new = post.sink.to[before:]
        counts.append((len(new), sum(address.endswith("@big.example") for address in new)))
        post.clock.after(seconds=61)
    assert counts == [(10, 3), (10, 3), (3, 3), (3, 3), (2, 2), (0, 0)]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # whose query plans are inspected
async def test_periodic_jobs_read_no_mail_sent_long_ago(post: Post):
    with statements() as ran:
        async with post.store.write() as db:
            await mail_queue.claim(db, "h", NOW, 10)
            await mail_queue.waiting(db, NOW)
            await mail_outcomes.stranded(db, NOW)
            await mail_outcomes.due_for_search(db, NOW)
            await notifications.claim(db, NOW)
    plans: list[str] = []
    async with post.store.read() as db:
        connection = await db.connection()
        for sql in ran:
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (None,) * sql.count("?"))
            plans += [str(line) for *_, line in plan]
    assert any("ix_mails_last_attempt" in line for line in plans)
    assert [line for line in plans if line.startswith(("SCAN mails", "SCAN notices", "SCAN invitations"))] == []


async def test_a_rate_limited_workspace_delays_no_other(post: Post, team: Team, other_team: Team):
    await rated(post, team, 1, 1)
    await invited_many(team, await team.member(), 30)
    id, _ = await grace(other_team)
    await post.send_due()
    assert (await post.invitation(id)).state == "sent"
    assert len(post.sink.mails) == 2
