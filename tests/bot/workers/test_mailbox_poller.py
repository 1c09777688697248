"""Polling mailboxes: on both databases, over IMAP, with several processes, through failures."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.workers.mailbox_poller import MailboxPoller
from connectors.mail.base import Fetched, MailAccount
from connectors.mail.receiving.imap import ImapReader
from handlers.context import Outreach
from store import leases
from store.db import Store
from store.keys import HashKey
from store.mailbox import mailbox_cursors, secrets
from store.outreach import privacy_requests
from store.roles import Role
from store.tables.core import Member
from store.tables.outreach import CandidateAnswer, Invitation, Mail, Mailbox, UnreadableMail
from tests.bot.workers.sending import KEYS, Post, posting
from tests.databases import NOW, Team
from tests.fakes.imap import FakeMailbox, fake_mailbox
from tests.paths import MAIL_CORPUS
from tests.store.outreach.contacting import GRACE, KEY, invited

CORPUS_ID = "<inv-0123456789abcdef0123456789abcdef@acme.example>"


@dataclass
class Polled:
    """A mail sender, and the mailbox that receives answers."""

    post: Post
    mailbox: FakeMailbox
    wakeups: list[int] = field(default_factory=list[int])

    def process(self) -> MailboxPoller:
        """A new polling process."""
        outreach = Outreach("https://sourcer.example.com", self.post.account, KEYS, KEY)
        reader = ImapReader(self.post.clock, timeout=0.5, longest=2.0)
        return MailboxPoller(self.post.store, reader, outreach, self.post.clock, lambda: self.wakeups.append(1))

    async def poll(self) -> int:
        return await self.process().run_once()

    async def answers(self) -> list[CandidateAnswer]:
        async with self.post.store.read() as db:
            return list(await db.exec(select(CandidateAnswer).order_by(col(CandidateAnswer.id))))

    async def box(self, team: Team) -> Mailbox:
        async with self.post.store.read() as db:
            return await db.get_one(Mailbox, team.workspace.id)


@pytest.fixture
async def polled(store: Store) -> AsyncIterator[Polled]:
    async with posting(store) as post, fake_mailbox() as mailbox:
        post.imap_url = mailbox.url
        yield Polled(post, mailbox)


async def wrote_to_grace(polled: Polled, team: Team, email: str = GRACE) -> Mail:
    ana = await team.member()
    invitation = await invited(team, ana, await team.profile(emails=[email]), address=email)
    await polled.post.send_due()
    [mail] = await polled.post.mails(invitation.id)
    return mail


def reply(
    to: Mail | str, number: int = 1, text: str = "Yes, tell me more.", sender: str = GRACE, **headers: str
) -> bytes:
    answered = to if isinstance(to, str) else to.message_id
    lines = [f"From: {sender}", f"Message-ID: <{number}@home.example>", f"In-Reply-To: {answered}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", text, ""]).encode()


async def test_a_reply_becomes_an_answer_once(polled: Polled, team: Team):
    mail = await wrote_to_grace(polled, team)
    polled.mailbox.deliver(b"From: shop@example.com\r\nSubject: 20% off\r\n\r\nBuy\r\n")
    polled.mailbox.deliver(reply(mail))
    assert await polled.poll() == 1
    assert await polled.poll() == 0
    [answer] = await polled.answers()
    assert (answer.kind, answer.text, answer.sender) == ("replied", "Yes, tell me more.", "")
    assert (answer.message_id, answer.references) == ("<1@home.example>", f"{mail.message_id} <1@home.example>")
    assert (answer.mail_id, answer.invitation_id) == (mail.id, mail.invitation_id)
    box = await polled.box(team)
    assert (box.last_uid, box.uid_validity, box.polled_at) == (2, polled.mailbox.uid_validity, NOW)
    assert [notice.verb for notice in await polled.post.notices()] == ["answer"]
    assert polled.wakeups


@pytest.mark.parametrize("form", ["{answer}\n\n{ours}", "{ours}\n\n{answer}"], ids=["above", "below"])
async def test_our_own_mail_is_cut_off_by_its_content(polled: Polled, team: Team, form: str):
    """Quoted without any mark, with a notice of the company's own that speaks of opting out, and that was changed, like
    the signature, before the answer."""
    async with polled.post.store.write() as db:
        notice = "Please do not contact me again: that is what you can write to opt out of all our messages."
        db.add(Mailbox(workspace_id=team.workspace.id, company="Acme", notice=notice, updated_at=NOW))
    mail = await wrote_to_grace(polled, team)
    [sent] = polled.post.sink.mails
    part = sent.get_body(("plain",))
    assert part is not None
    body = part.get_content()
    assert "do not contact me again" in body
    async with polled.post.store.write() as db:
        box = await db.get_one(Mailbox, team.workspace.id)
        box.notice, box.company, box.postal_address = "Write to us.", "Acme Health", "99 Other Road"
        by = await db.get_one(Member, (await db.get_one(Invitation, mail.invitation_id)).member_id)
        by.name = "Ana Maria Ruiz Lopez"
    polled.mailbox.deliver(reply(mail, text=form.format(answer="Yes, I am interested.", ours=body)))
    await polled.poll()
    [answer] = await polled.answers()
    assert (answer.kind, answer.text, answer.opt_out_review) == ("replied", "Yes, I am interested.", "")


@pytest.mark.parametrize("date", ["Mon, 1 Jan 1990 00:00:00 +0000", "Fri, 1 Jan 2099 00:00:00 +0000", "soon"])
async def test_no_date_of_a_mail_moves_a_deadline(polled: Polled, team: Team, date: str):
    polled.mailbox.deliver(reply(await wrote_to_grace(polled, team), text="Please delete all my data.", Date=date))
    polled.post.clock.after(hours=1)
    await polled.poll()
    async with polled.post.store.read() as db:
        [request] = await privacy_requests.waiting(db, team.workspace.id)
    assert NOW <= request.requested_at <= polled.post.clock.at
    [answer] = await polled.answers()
    assert (answer.kind, answer.at) == ("erasure_request", request.requested_at)


async def test_a_mail_that_hits_a_bug_blocks_no_other(polled: Polled, team: Team):
    class Broken(HashKey):
        def email(self, address: str) -> str:
            raise ZeroDivisionError

    mail = await wrote_to_grace(polled, team)
    polled.mailbox.deliver(reply(mail, 1, "Unsubscribe"))
    polled.mailbox.deliver(reply(mail, 2, "Yes, call me"))
    outreach = Outreach("https://sourcer.example.com", polled.post.account, KEYS, Broken("k" * 32))
    reader = ImapReader(polled.post.clock, timeout=0.5, longest=2.0)
    process = MailboxPoller(polled.post.store, reader, outreach, polled.post.clock, lambda: None)
    assert await process.run_once() == 1
    assert [answer.text for answer in await polled.answers()] == ["Yes, call me"]
    async with polled.post.store.read() as db:
        [aside] = await db.exec(select(UnreadableMail))
    assert (aside.uid, "reference" in aside.reason) == (1, True)
    assert (await polled.box(team)).last_uid == 2


async def test_a_mailbox_that_hits_a_bug_blocks_no_other(polled: Polled, team: Team, other_team: Team):
    """Any error is reported for that mailbox, and the others are read, in this poll and the next."""

    class FailingReader(ImapReader):
        async def fetch(self, account: MailAccount, uid_validity: int, last_uid: int, link: str = "") -> Fetched:
            if account.imap_url == own.url:
                raise ZeroDivisionError
            return await super().fetch(account, uid_validity, last_uid, link)

    ada = await other_team.member("Ada", Role.ADMIN)
    polled.mailbox.deliver(reply(await wrote_to_grace(polled, team)))
    async with fake_mailbox() as own:
        async with polled.post.store.write() as db:
            await secrets.save(db, ada, {"imap_url": own.url}, KEYS, NOW)
            db.add(Mailbox(workspace_id=other_team.workspace.id, updated_at=NOW))
        outreach = Outreach("https://sourcer.example.com", polled.post.account, KEYS, KEY)
        reader = FailingReader(polled.post.clock, timeout=0.5, longest=2.0)
        assert await MailboxPoller(polled.post.store, reader, outreach, polled.post.clock, lambda: None).run_once() == 1
    assert "reference" in (await polled.box(other_team)).last_error
    assert (await polled.box(team)).last_error == ""


async def test_concurrent_polls_store_one_answer(polled: Polled, team: Team):
    mail = await wrote_to_grace(polled, team)
    for number in range(5):
        polled.mailbox.deliver(reply(mail, number))
    new = await asyncio.gather(*(polled.poll() for _ in range(4)))
    assert sum(new) == 5
    assert len(await polled.answers()) == 5


async def test_a_process_that_died_before_saving_its_cursor_reads_again(polled: Polled, team: Team):
    polled.mailbox.deliver(reply(await wrote_to_grace(polled, team)))
    await polled.poll()
    async with polled.post.store.write() as db:
        (await db.get_one(Mailbox, team.workspace.id)).last_uid = 0
    assert await polled.poll() == 0
    assert len(await polled.answers()) == 1


async def test_a_renumbered_mailbox_is_read_again(polled: Polled, team: Team):
    mail = await wrote_to_grace(polled, team)
    polled.mailbox.deliver(reply(mail, 1))
    await polled.poll()
    polled.mailbox.uid_validity = 17
    polled.mailbox.mails = {1: reply(mail, 1), 2: reply(mail, 2)}
    assert await polled.poll() == 1
    assert (await polled.box(team)).uid_validity == 17


async def test_answers_without_a_thread_are_matched_by_address(polled: Polled, team: Team):
    mail = await wrote_to_grace(polled, team)
    [left] = polled.post.sink.mails
    address = str(left["Reply-To"])
    polled.mailbox.deliver(reply("<new@home.example>", To=address.upper()))
    assert await polled.poll() == 1
    [answer] = await polled.answers()
    assert (answer.invitation_id, answer.mail_id) == (mail.invitation_id, mail.id)


async def test_an_answer_from_another_address_is_labelled(polled: Polled, team: Team):
    polled.mailbox.deliver(reply(await wrote_to_grace(polled, team), sender="Grace <G.Hopper@university.example>"))
    await polled.poll()
    [answer] = await polled.answers()
    assert answer.sender == "g.hopper@university.example"


async def test_copies_of_our_own_mails_are_ignored(polled: Polled, team: Team):
    mail = await wrote_to_grace(polled, team)
    [left] = polled.post.sink.raw
    polled.mailbox.deliver(left)
    polled.mailbox.deliver(reply(mail, 3, sender="Ana <jobs@acme.example>"))
    through_a_list = reply(mail, 4, sender="Ana by way of a list <list@acme.example>")
    polled.mailbox.deliver(through_a_list.replace(b"<4@home.example>", mail.message_id.encode()))
    assert await polled.poll() == 0
    assert await polled.answers() == []


async def test_a_bounce_sent_in_our_own_name_is_recognised(polled: Polled, team: Team):
    """Some servers send bounces from the mailbox they report to."""
    mail = await wrote_to_grace(polled, team)
    report = (MAIL_CORPUS / "bounce_postfix.eml").read_text().replace(CORPUS_ID, mail.message_id)
    polled.mailbox.deliver(re.sub("(?m)^From: .*$", "From: jobs@acme.example", report, count=1).encode())
    assert await polled.poll() == 1
    assert [each.kind for each in await polled.answers()] == ["bounced"]
    assert await polled.post.ledger(mail.invitation_id) == ["hold", "settle", "refund"]


async def test_unreadable_mails_are_set_aside_with_a_reason(polled: Polled, team: Team):
    mail = await wrote_to_grace(polled, team)
    polled.mailbox.deliver(b"\x00\x01 no mail")
    polled.mailbox.poisoned = polled.mailbox.deliver(b"From: a@b.example\r\n\r\nx")
    polled.mailbox.deliver(b"X-Huge: " + b"A" * 300_000 + b"\r\n\r\nx")
    polled.mailbox.deliver(reply(mail))
    assert await polled.poll() == 1
    async with polled.post.store.read() as db:
        aside = {each.uid: each.reason for each in await db.exec(select(UnreadableMail))}
    assert aside == {
        1: "it has no headers",
        2: "the mail server could not provide it",
        3: "its headers do not end",
    }


async def test_many_are_read_in_one_poll(polled: Polled, team: Team):
    mail = await wrote_to_grace(polled, team)
    for number in range(60):
        polled.mailbox.deliver(reply(mail, number, text=f"Reply {number}"))
    assert await polled.poll() == 60
    assert [each.text for each in await polled.answers()] == [f"Reply {number}" for number in range(60)]


# ── failures ──


async def test_a_changed_password_is_shown_notified_once_and_recovered_from(polled: Polled, team: Team):
    ada = await team.member("Ada", Role.ADMIN)
    mail = await wrote_to_grace(polled, team)
    polled.mailbox.password, right = "changed", polled.mailbox.password
    polled.mailbox.deliver(reply(mail))
    for _ in range(3):
        assert await polled.poll() == 0
    box = await polled.box(team)
    assert (box.failing_since, box.last_error) == (NOW, "The mailbox no longer accepts the login.")
    notified = [(each.member_id, each.verb) for each in await polled.post.notices()]
    assert notified == [(ada.id, "mailbox_fault")]
    polled.mailbox.password = right
    assert await polled.poll() == 1
    box = await polled.box(team)
    assert (box.failing_since, box.last_error, box.admins_notified) == (None, "", False)


async def test_a_short_outage_sends_no_notice(polled: Polled, team: Team):
    await team.member("Ada", Role.ADMIN)
    await wrote_to_grace(polled, team)
    polled.mailbox.behave = "garbage"
    await polled.poll()
    assert (await polled.box(team)).last_error == "The mailbox is not responding."
    assert await polled.post.notices() == []
    polled.post.clock.after(minutes=20)
    await polled.poll()
    assert [each.verb for each in await polled.post.notices()] == ["mailbox_fault"]
    assert (await polled.box(team)).failing_since == NOW
    polled.mailbox.behave = ""
    await polled.poll()
    polled.mailbox.behave = "mute"
    polled.post.clock.after(minutes=20)
    await polled.poll()
    polled.post.clock.after(minutes=20)
    await polled.poll()
    assert len(await polled.post.notices()) == 2  # a new failure notifies again


async def test_failures_during_shutdown_are_not_reported(polled: Polled, team: Team):
    await wrote_to_grace(polled, team)
    ending = polled.process()
    await ending.run_once()
    polled.mailbox.behave = "garbage"
    ending.stop()
    assert await ending.run_once() == 0
    assert (await polled.box(team)).last_error == ""


# ── matching answers to workspaces ──


async def test_one_mailbox_of_the_operator_serves_two_workspaces(polled: Polled, team: Team, other_team: Team):
    theirs = await wrote_to_grace(polled, other_team)
    ours = await wrote_to_grace(polled, team)
    polled.mailbox.deliver(reply(ours, 1))
    polled.mailbox.deliver(reply(theirs, 2))
    connections = polled.mailbox.connections
    assert await polled.poll() == 2
    assert polled.mailbox.connections == connections + 1
    found = {(each.workspace_id, each.message_id) for each in await polled.answers()}
    assert found == {(team.workspace.id, "<1@home.example>"), (other_team.workspace.id, "<2@home.example>")}


async def test_a_workspaces_own_mailbox_reaches_no_other_workspace(polled: Polled, team: Team, other_team: Team):
    """Whoever writes to that mailbox can use any Message-ID and any token."""
    theirs = await wrote_to_grace(polled, other_team)
    token = str(polled.post.sink.mails[0]["Reply-To"])
    ada = await team.member("Ada", Role.ADMIN)
    async with fake_mailbox() as own:
        async with polled.post.store.write() as db:
            await secrets.save(db, ada, {"imap_url": own.url}, KEYS, NOW)
            db.add(Mailbox(workspace_id=team.workspace.id, updated_at=NOW))
        own.deliver(reply(theirs, 1))
        own.deliver(reply("<new@evil.example>", 2, To=token))
        assert await polled.poll() == 0
        assert own.connections == 1
    assert await polled.answers() == []


async def test_a_different_mailbox_is_read_from_its_start(polled: Polled, team: Team):
    mail = await wrote_to_grace(polled, team)
    for number in range(3):
        polled.mailbox.deliver(reply(mail, number))
    await polled.poll()
    async with fake_mailbox() as new:
        new.uid_validity = polled.mailbox.uid_validity
        new.deliver(reply(mail, 9))
        polled.post.imap_url = new.url
        assert await polled.poll() == 1


async def test_without_a_mailbox_nothing_is_read(polled: Polled, team: Team):
    polled.post.imap_url = ""
    await wrote_to_grace(polled, team)
    assert await polled.poll() == 0
    assert polled.mailbox.connections == 0


async def test_the_lease_of_a_dead_process_expires(polled: Polled, team: Team):
    polled.mailbox.deliver(reply(await wrote_to_grace(polled, team)))
    one = polled.process()
    [box] = await one._boxes()
    async with polled.post.store.write() as db:
        assert await leases.take(db, box.lease, "somebody who died", NOW + timedelta(minutes=5), NOW)
    assert await polled.poll() == 0
    polled.post.clock.after(minutes=6)
    assert await polled.poll() == 1
    async with polled.post.store.read() as db:
        assert await mailbox_cursors.failing(db) == []
