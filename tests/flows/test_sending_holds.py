"""Admins see a refusal of our own set-up and resume sending with one click; a complaint is shown to both."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.workers import mail_delivery
from store.mailbox import mailbox_cursors
from store.roles import Role
from store.tables.outreach import CandidateAnswer, Mail, Suppression
from tests.chat.base import Chat
from tests.fakes.imap import FakeMailbox
from tests.flows.conftest import recruiting
from tests.flows.test_contact import balance, contact, preview
from tests.flows.test_interest import NAME, answered, chat, mailbox, notify_and_redraw, sent_mail, wrote

__all__ = ["chat", "mailbox"]

REPORT = """From: MAILER-DAEMON@mx.example.net
Message-ID: <{number}@mx.example.net>
Subject: {subject}
MIME-Version: 1.0
Content-Type: multipart/report; report-type={type}; boundary="b"

--b
Content-Type: {part}

{fields}
--b
Content-Type: text/rfc822-headers

Message-ID: {id}
--b--
"""


async def received(chat: Chat, mailbox: FakeMailbox, mail: str) -> None:
    mailbox.deliver(mail.encode())
    await chat.bot.mailbox_poller.run_once()
    await notify_and_redraw(chat)


async def test_admins_see_a_refusal_of_the_set_up_and_resume(chat: Chat, mailbox: FakeMailbox):
    ana, sam = await recruiting(chat), await chat.person("Sam", Role.ADMIN)
    await sam.command("home")
    mail = await wrote(chat, ana)
    fields = "Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 SPF check failed for 192.0.2.1"
    report = REPORT.format(
        number=1, subject="Undelivered", type="delivery-status", part="message/delivery-status", fields=fields,
        id=mail.message_id,
    )  # fmt: skip
    await received(chat, mailbox, report)
    assert "Their mail provider refused it" in ana.card()
    seen = sam.card()
    for words in ("E-mail to example.com is on hold", "SPF check failed for 192.0.2.1", "Add the mail server to your"):
        assert words in seen, words
    assert "Resume sending" in (await sam.command("integrations")).buttons
    assert "You resumed sending" in await sam.press("Resume sending")
    assert "on hold" not in await sam.command("integrations")


async def tried(chat: Chat, count: int) -> None:
    """Waits until `count` e-mails were refused."""
    while True:
        await chat.bot.mail_sender.run_once()
        async with chat.bot.context.store.read() as db:
            if len(list(await db.exec(select(Mail).where(Mail.state == "failed")))) >= count:
                break
        await asyncio.sleep(0.02)
    await notify_and_redraw(chat)


async def test_a_refusal_while_sending_is_shown_and_resuming_sends_what_waits(chat: Chat, mailbox: FakeMailbox):
    ana, sam = await recruiting(chat), await chat.person("Sam", Role.ADMIN)
    await sam.command("home")
    before = await balance(chat, ana)
    chat.mailbox.rcpt["grace1"] = "550 5.7.515 Access denied, sending domain doesn't meet the authentication level"
    await contact(ana)
    await tried(chat, 1)
    seen = sam.card()
    for words in ("E-mail to example.com is on hold", "5.7.515 Access denied", "Nothing is lost"):
        assert words in seen, words
    await ana.command("invitations")
    assert "because of how sending is set up. Your admins have been notified." in await ana.press("Failed (1)")
    assert await balance(chat, ana) == before
    chat.mailbox.rcpt.clear()
    await contact(ana, "Florence Bell")
    await chat.bot.mail_sender.run_once()
    await notify_and_redraw(chat)
    assert (chat.mailbox.to, len([each for each in sam.cards() if "is on hold" in each])) == ([], 1)
    assert "You resumed sending" in await sam.press("Resume sending")
    await sent_mail(chat)
    assert chat.mailbox.to == ["florence2@example.com"]


async def test_a_refusal_that_is_said_to_be_temporary_is_shown_after_an_hour(chat: Chat, mailbox: FakeMailbox):
    ana, sam = await recruiting(chat), await chat.person("Sam", Role.ADMIN)
    await sam.command("home")
    chat.mailbox.rcpt["grace1"] = "450 4.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org"
    await contact(ana)
    for count in (1, 2, 3):
        await attempted(chat, count)
        assert "on hold" not in sam.card() or count == 3
        chat.clock.at += timedelta(minutes=40)
    await notify_and_redraw(chat)
    for words in ("E-mail to example.com is on hold", "blocked using zen.spamhaus.org", "1 e-mail will wait"):
        assert words in sam.card(), words
    chat.mailbox.rcpt.clear()
    assert "You resumed sending" in await sam.press("Resume sending")
    await sent_mail(chat)
    assert chat.mailbox.to == ["grace1@example.com"]


async def test_a_refused_password_holds_the_mail_and_previews_say_so(
    chat: Chat, mailbox: FakeMailbox, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(mail_delivery, "RETRY_AFTER", 0.0)
    ana, sam = await recruiting(chat), await chat.person("Sam", Role.ADMIN)
    await sam.command("home")
    chat.mailbox.sender = "530 5.7.0 Authentication required"
    assert "Messages wait" not in await preview(ana)
    await ana.submit()
    for count in (1, 2, 3):
        await attempted(chat, count)
        chat.clock.at += timedelta(minutes=10)
    seen = sam.card()
    for words in ("Sending is on hold", "doesn't accept the mailbox's login", "1 e-mail will wait"):
        assert words in seen, words
    chat.clock.at += timedelta(days=3)
    await chat.bot.mail_sender.run_once()
    async with chat.bot.context.store.read() as db:
        assert [each.state for each in await db.exec(select(Mail))] == ["queued"]
    waits = "The mail server doesn't accept the login of talent@northwind.example. Messages wait until"
    seen = await preview(ana, "Florence Bell")
    assert f"{waits} an admin connects it again under Integrations." in seen
    assert "Send message" in seen.buttons
    seen = await preview(sam, "Florence Bell")
    assert f"{waits} you connect it again." in seen
    assert "Connect mailbox" in seen.buttons
    await sam.cancel()
    chat.mailbox.sender = "250 OK"
    await sam.command("integrations")
    assert "You resumed sending" in await sam.press("Resume sending")
    await sent_mail(chat)
    assert chat.mailbox.to == ["grace1@example.com"]
    await ana.cancel()
    assert "Messages wait" not in await preview(ana, "Florence Bell")


async def test_a_preview_says_that_the_mailbox_can_no_longer_be_read(chat: Chat, mailbox: FakeMailbox):
    ana = await recruiting(chat)
    me = await ana.member()
    async with chat.bot.context.store.write() as db:
        reason, ids = "The mailbox no longer accepts the login.", [me.workspace_id]
        await mailbox_cursors.record_failure(db, ids, reason, chat.clock(), at_once=True)
    seen = await preview(ana)
    assert "There is a problem with talent@northwind.example: The mailbox no longer accepts the login." in seen


async def attempted(chat: Chat, count: int) -> None:
    """Waits until the e-mail was tried `count` times."""
    async with asyncio.timeout(20):
        while True:
            await chat.bot.mail_sender.run_once()
            async with chat.bot.context.store.read() as db:
                [mail] = await db.exec(select(Mail))
            if mail.attempts >= count and mail.state == "queued":
                break
            await asyncio.sleep(0.02)
    await notify_and_redraw(chat)


async def test_a_complaint_is_shown_to_recruiter_and_admins(chat: Chat, mailbox: FakeMailbox):
    ana, sam = await recruiting(chat), await chat.person("Sam", Role.ADMIN)
    await sam.command("home")
    mail = await wrote(chat, ana)
    complaint = REPORT.format(
        number=2, subject="Abuse", type="feedback-report", part="message/feedback-report",
        fields="Feedback-Type: abuse\nVersion: 1", id=mail.message_id,
    )  # fmt: skip
    await received(chat, mailbox, complaint)
    for someone in (ana, sam):
        assert "reported your e-mail as spam" in someone.card()
    seen = await ana.search(NAME)
    assert seen.text.count("Reported as spam") == 1
    assert "Asked not to be contacted" not in seen
    assert "100.0% were reported as spam" in await sam.command("integrations")


async def test_a_complaint_cannot_be_taken_back_even_with_an_opt_out(chat: Chat, mailbox: FakeMailbox):
    ana, sam = await recruiting(chat), await chat.person("Sam", Role.ADMIN)
    await sam.command("home")
    mail = await wrote(chat, ana)
    await answered(chat, mailbox, mail, "Please unsubscribe me.")
    complaint = REPORT.format(
        number=3, subject="Abuse", type="feedback-report", part="message/feedback-report",
        fields="Feedback-Type: abuse\nVersion: 1", id=mail.message_id,
    )  # fmt: skip
    await received(chat, mailbox, complaint)
    assert "Take back" not in sam.card().buttons
    for answer_id in (1, 2):
        assert "reference" not in await sam.forge("take_back", {"answer_id": answer_id}, {"reason": "misread"})
    async with chat.bot.context.store.read() as db:
        answers = list(await db.exec(select(CandidateAnswer).order_by(col(CandidateAnswer.id))))
        assert len(list(await db.exec(select(Suppression)))) == 1
    assert [each.kind for each in answers] == ["opt_out", "complaint"]
    assert "Contact" not in (await ana.search(NAME)).buttons
