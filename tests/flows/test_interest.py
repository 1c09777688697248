"""An answer by mail sets the flag, notifies the recruiter, and appears on every private card that shows the candidate;
never twice, and never in a channel."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY
from sqlmodel import col, select

from bot.workers.mailbox_poller import MailboxPoller
from connectors.mail.receiving.imap import ImapReader
from store.chat import notifications
from store.roles import Role
from store.tables.outreach import CandidateAnswer, Mail, Mailbox, PrivacyRequest, Secret
from tests.chat.base import Chat, Clock, Screen, Someone
from tests.fakes.imap import FakeMailbox, fake_mailbox
from tests.flows.conftest import recruiting
from tests.flows.looking import typed
from tests.flows.test_contact import contact
from tests.flows.weather import ready
from tests.paths import MAIL_CORPUS

INVITATION = "<inv-0123456789abcdef0123456789abcdef@acme.example>"  # as in the test corpus
NAME, ADDRESS = "Grace Hopper", "grace1@example.com"


@pytest.fixture
async def mailbox() -> AsyncIterator[FakeMailbox]:
    """The mailbox where answers arrive."""
    async with fake_mailbox() as opened:
        yield opened


@pytest.fixture(params=["slack", "teams"])
async def chat(
    request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, mailbox: FakeMailbox
) -> AsyncIterator[Chat]:
    """The usual chat, with a mailbox to read answers from."""
    from tests.chat.slack import slack_chat
    from tests.chat.teams import teams_chat

    opened: Any = slack_chat if request.param == "slack" else teams_chat
    async with opened(tmp_path, clock, imap_url=mailbox.url) as there:
        yield there


@pytest.fixture
async def ana(chat: Chat) -> Someone:
    return await recruiting(chat)


async def sent_mail(chat: Chat, count: int = 1) -> list[Mail]:
    """Waits until `count` e-mails are sent, and returns them."""
    while True:
        await chat.bot.mail_sender.run_once()
        async with chat.bot.context.store.read() as db:
            left = list(await db.exec(select(Mail).where(Mail.state == "sent").order_by(col(Mail.id))))
        if len(left) >= count:
            return left
        await asyncio.sleep(0.02)


async def wrote(chat: Chat, who: Someone) -> Mail:
    await contact(who)
    return (await sent_mail(chat))[-1]


def answer_to(mail: Mail, text: str, number: int = 1, sender: str = ADDRESS, subject: str = "") -> bytes:
    subject = subject or f"Re: {mail.subject}"
    return (
        f"From: Grace <{sender}>\r\nMessage-ID: <answer-{number}@home.example>\r\nSubject: {subject}\r\n"
        f"In-Reply-To: {mail.message_id}\r\nReferences: {mail.message_id}\r\n\r\n{text}\r\n\r\n"
        f"On Mon, 23 Nov 2026 at 12:00, Ana wrote:\r\n> {mail.text}\r\n"
    ).encode()


async def notify_and_redraw(chat: Chat) -> None:
    """Delivers due notifications and redraws cards."""
    await chat.bot.notifier.run_once()


async def answered(chat: Chat, mailbox: FakeMailbox, mail: Mail, text: str, **more: Any) -> None:
    mailbox.deliver(answer_to(mail, text, **more))
    await chat.bot.mailbox_poller.run_once()
    await notify_and_redraw(chat)


async def test_an_answer_by_mail(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    mail = await wrote(chat, ana)
    await ana.command("candidates")
    page = len(ana.cards()) - 1
    assert NAME in ana.cards()[page]
    assert "Replied" not in ana.cards()[page]

    await answered(chat, mailbox, mail, "Could we talk on Thursday?")
    notice = ana.card()
    for words in ("Grace Hopper", "replied", "Could we talk on Thursday?", "invitation to connect", ADDRESS):
        assert words in notice, words
    assert mail.text not in notice
    assert {"Reply", "Mark as interested", "Mark as not interested", "Snooze 3 days"} <= set(notice.buttons)
    assert "Replied" in ana.cards()[page]  # redrawn without a press

    home = await ana.command("home")
    assert "Latest interest" in home
    assert "Could we talk on Thursday?" in home
    assert "Replied" in await ana.search(NAME)


async def test_nobody_is_notified_twice(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    mail = await wrote(chat, ana)
    await answered(chat, mailbox, mail, "Yes")
    cards = len(ana.cards())
    mailbox.deliver(answer_to(mail, "Yes"))  # the same e-mail arrives again
    for _ in range(3):
        await chat.bot.mailbox_poller.run_once()
        await notify_and_redraw(chat)
    assert len(ana.cards()) == cards


async def test_two_processes_notify_once(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    mail = await wrote(chat, ana)
    cards = len(ana.cards())
    mailbox.deliver(answer_to(mail, "Yes"))
    context = chat.bot.context
    other = MailboxPoller(context.store, ImapReader(context.now), context.outreach, context.now, lambda: None)
    await asyncio.gather(chat.bot.mailbox_poller.run_once(), other.run_once())
    await asyncio.gather(chat.bot.notifier.run_once(), chat.bot.notifier.run_once())
    assert len(ana.cards()) == cards + 1
    async with context.store.read() as db:
        assert len((await db.exec(select(CandidateAnswer))).all()) == 1


async def test_nothing_of_an_answer_enters_a_channel(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    await chat.in_channel(ana, "candidates")
    await answered(chat, mailbox, await wrote(chat, ana), "My number is 555 0199")
    sam = await chat.person("Sam", Role.RECRUITER)
    assert not any("555 0199" in line for line in chat.channel_lines(sam))
    assert "555 0199" not in (await sam.command("candidates")).text


async def test_reply_from_chat_in_the_same_thread(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    mail = await wrote(chat, ana)
    await answered(chat, mailbox, mail, "Could we talk?", sender="grace@work.example")
    assert "from another address: grace@work.example" in ana.card()
    assert (await ana.press("Reply")).form
    assert (await ana.submit(text="   ")).errors
    refused = await ana.submit(text="Hi,\n\n{{ job.title }}")
    assert "Line 3: “{{” can't be used in a message." in refused
    await ana.submit(text="Thursday at five?")
    assert "Your reply is on the way." in ana.card()
    await sent_mail(chat, 2)
    left = chat.mailbox.mails[-1]
    assert (left["To"], left["In-Reply-To"]) == ("grace@work.example", "<answer-1@home.example>")
    assert str(left["References"]).split() == [mail.message_id, "<answer-1@home.example>"]
    assert "Thursday at five?" in str(left)
    assert len(chat.mailbox.mails) == 2


async def test_a_reply_that_cannot_be_sent_stays_in_the_form(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    await answered(chat, mailbox, await wrote(chat, ana), "Could we talk?")
    me = await ana.member()
    await ana.press("Reply")
    async with chat.bot.context.store.write() as db:  # a login that no key decrypts
        sealed = {"name": "smtp_url", "ciphertext": b"x", "member_id": me.id, "at": chat.clock()}
        db.add(Secret(workspace_id=me.workspace_id, **sealed))
    seen = await ana.submit(text="Thursday at five?")
    assert "This cannot be sent: a mail server" in seen
    assert "Thursday at five?" in typed(seen)
    async with chat.bot.context.store.read() as db:
        assert not list(await db.exec(select(Mail).where(Mail.kind == "reply")))


async def test_a_marked_interest_counts_everywhere(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    await answered(chat, mailbox, await wrote(chat, ana), "Perhaps next year")
    seen = await ana.press("Mark as not interested")
    assert "Marked as not interested." in seen
    assert "Mark as not interested" not in seen.buttons
    assert "Not interested" in await ana.search(NAME)


async def test_a_marked_interest_redraws_a_teammates_card(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    diego = await chat.person("Diego", Role.RECRUITER)
    await answered(chat, mailbox, await wrote(chat, ana), "Perhaps next year")
    await diego.search(NAME)
    assert "Replied" in diego.card()
    await ana.press("Mark as not interested")
    async with asyncio.timeout(20):  # Teams is answered first; other cards are redrawn afterwards
        while "Not interested" not in diego.card():
            await asyncio.sleep(0.02)


async def test_an_admin_who_replies_sees_who_the_sender_is(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    sam = await chat.person("Sam", Role.ADMIN)
    await answered(chat, mailbox, await wrote(chat, ana), "Could we talk?")
    assert "with their name" not in await ana.press("Reply")
    await ana.cancel()
    await sam.command("invitations")
    await sam.press("Show the whole team's")
    await sam.press("Answered (1)")
    form = await sam.press("Reply")
    name = (await ana.member()).name
    assert f"{name} wrote the invitation. Your reply goes out with their name and signature." in form
    await sam.submit(text="Thursday at five?")
    await sent_mail(chat, 2)
    assert name in chat.mailbox.mails[-1]["From"].addresses[0].display_name


async def test_a_snoozed_answer_returns(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    await answered(chat, mailbox, await wrote(chat, ana), "Ask me on Thursday")
    assert "I'll show you this again in 3 days." in await ana.press("Snooze 3 days")
    cards = len(ana.cards())
    chat.clock.at += timedelta(days=2)
    await notify_and_redraw(chat)
    assert len(ana.cards()) == cards
    chat.clock.at += timedelta(days=1, minutes=1)
    await notify_and_redraw(chat)
    assert len(ana.cards()) == cards + 1
    assert "Ask me on Thursday" in ana.card()


async def test_the_view_button_leads_there_and_back(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    await answered(chat, mailbox, await wrote(chat, ana), "Hello")
    seen = await ana.press("View")
    assert ADDRESS in seen
    assert "Reply" in (await ana.press("Back")).buttons


# ── opt-outs and erasure requests ──


async def test_a_candidate_who_opts_out_is_not_contacted(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    mail = await wrote(chat, ana)
    await answered(chat, mailbox, mail, "Hello", number=1)
    await answered(chat, mailbox, mail, "Please remove me from your list.", number=2)
    assert "asked never to be contacted again" in ana.card()
    assert "Reply" not in ana.card().buttons
    assert "Reply" not in ana.cards()[-2].buttons  # the older card was redrawn
    assert "never to be contacted" in await ana.forge("reply_form", {"answer_id": 1})
    await ana.forge("send_reply", {"answer_id": 1}, {"text": "But why?"})
    await chat.bot.mail_sender.run_once()
    assert len(chat.mailbox.mails) == 1


async def test_an_erasure_request_goes_to_the_admins(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    sam = await chat.person("Sam", Role.ADMIN)
    await sam.command()
    await answered(chat, mailbox, await wrote(chat, ana), "Please delete all my personal data.")
    seen = sam.card()
    for words in ("asked to be forgotten", "23 December 2026", "30 days left", "delete all my personal data"):
        assert words in seen, words
    assert "Your admins have the request." in ana.card()
    assert "Closed by" in await sam.press("Done")
    async with chat.bot.context.store.read() as db:
        [request] = await db.exec(select(PrivacyRequest))
    assert request.answered_at == chat.clock()
    assert "The legal deadline is" not in await ana.forge("privacy_request", {"request_id": request.id})


# ── bounces and auto-replies ──


async def test_a_bounced_mail_is_refunded(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    mail = await wrote(chat, ana)
    report = (MAIL_CORPUS / "bounce_postfix.eml").read_text()
    mailbox.deliver(report.replace(INVITATION, mail.message_id).encode())
    await chat.bot.mailbox_poller.run_once()
    await notify_and_redraw(chat)
    for words in ("didn't get your e-mail", "User unknown", "Your credit was returned."):
        assert words in ana.card(), words
    assert "Balance: 100" in await ana.command("credits")
    seen = await ana.search(NAME)
    assert "E-mail bounced" in seen
    assert "Contact" not in seen.buttons


async def test_an_auto_reply_is_not_an_answer(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    mail = await wrote(chat, ana)
    cards = len(ana.cards())
    mailbox.deliver(b"Auto-Submitted: auto-replied\r\n" + answer_to(mail, "I am away"))
    await chat.bot.mailbox_poller.run_once()
    await notify_and_redraw(chat)
    assert len(ana.cards()) == cards
    assert "Replied" not in await ana.command("candidates")


# ── the mailbox is down ──


async def test_a_mailbox_outage_is_reported_to_admins_once_and_caught_up(
    chat: Chat, ana: Someone, mailbox: FakeMailbox
):
    sam = await chat.person("Sam", Role.ADMIN)
    await sam.command()
    mail = await wrote(chat, ana)
    mailbox.password, right = "another", mailbox.password
    mailbox.deliver(answer_to(mail, "Yes!"))
    cards = len(sam.cards())
    for _ in range(3):
        await chat.bot.mailbox_poller.run_once()
        await notify_and_redraw(chat)
    assert len(sam.cards()) == cards + 1
    assert "I haven't been able to read answers by e-mail since 23 November 2026" in sam.card()
    assert right not in sam.everything()
    assert "Integrations" in sam.card().buttons
    assert (await ready(chat.bot))[0] == 200  # replicas that cannot read mail still serve people
    assert REGISTRY.get_sample_value("sourcer_mailboxes_failing") == 1
    mailbox.password = right
    await chat.bot.mailbox_poller.run_once()
    await notify_and_redraw(chat)
    assert "Yes!" in ana.card()
    async with chat.bot.context.store.read() as db:
        assert (await db.exec(select(Mailbox.failing_since))).all() == [None]
    assert REGISTRY.get_sample_value("sourcer_mailboxes_failing") == 0


async def test_members_who_may_not_contact_are_not_shown_an_answer(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    """The card is rendered with the recipient's permissions at the time of delivery."""
    await answered(chat, mailbox, await wrote(chat, ana), "A secret")
    lee = await chat.person("Lee", Role.REVIEWER)
    await lee.command()
    me, now = await lee.member(), chat.clock()
    async with chat.bot.context.store.write() as db:
        args = {"answer_id": 1}
        await notifications.add(db, me.workspace_id, [me.id], "forged", "answer", args, None, now)
    cards = len(lee.cards())
    await notify_and_redraw(chat)
    assert len(lee.cards()) == cards
    assert "A secret" not in await lee.forge("answer", args)


async def test_an_open_form_is_not_replaced_by_a_redraw(chat: Chat, ana: Someone, mailbox: FakeMailbox):
    """On Teams, the form replaces the card."""
    mail = await wrote(chat, ana)
    await ana.search(NAME)
    await ana.press("View", near=NAME)
    form: Screen = await ana.press("Add note")
    assert form.form
    await answered(chat, mailbox, mail, "Hello")
    assert "Hello" in ana.card()
    form = ana.screen() if chat.platform == "slack" else ana.cards()[-2]
    assert form.form
    assert "Note" in form.inputs
