"""The preview shows exactly what the candidate reads, and every reason not to send it."""

import asyncio
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlmodel import select

from store.credits import terms
from store.roles import Role
from store.tables.outreach import Mail
from tests.chat.base import Chat, Screen, Someone, add_people
from tests.flows.accounts import deliver_notifications
from tests.flows.test_contact import TYPED, balance, contact, open_form, preview, sent, set_balance
from tests.people import nurse

TEXT = "Hi Grace,\n\nthe night shift at Northwind needs you:\n- four nights\n- no Sundays"
AGAIN = "Did my words about the night shift reach you?"


async def left(chat: Chat, count: int = 1) -> list[EmailMessage]:
    """Waits until `count` e-mails are marked as sent, and returns those that the mail server accepted."""
    await states(chat, "sent", count)
    return chat.mailbox.mails


async def states(chat: Chat, state: str, count: int = 1) -> None:
    """Waits until `count` e-mails are in that state."""
    there: list[str] = []
    async with asyncio.timeout(20):
        while there.count(state) < count:
            await chat.bot.mail_sender.run_once()
            await asyncio.sleep(0.02)
            async with chat.bot.context.store.read() as db:
                there = [mail.state for mail in await db.exec(select(Mail))]


def lines(mail: EmailMessage) -> list[str]:
    """The text of the e-mail without its two links."""
    body = mail.get_body(("plain",))
    assert body is not None
    written = (" ".join(line.split()) for line in body.get_content().splitlines())
    return [line for line in written if line and not line.startswith("https://")]


def shows(seen: Screen, mail: EmailMessage) -> list[str]:
    """The lines of the e-mail that are missing from the preview."""
    shown = " ".join(seen.text.split())
    return [line for line in (str(mail["Subject"]), *lines(mail)) if line not in shown]


async def test_the_mail_is_what_the_preview_showed(chat: Chat, ana: Someone):
    await ana.command("settings")
    await ana.press("Change", near="How you sign")
    await ana.submit(name="Ana Lima", title="Talent partner", calendar_url="https://cal.example.com/ana")
    await open_form(ana)
    await ana.press("More options", **{**TYPED, "text": TEXT})
    seen = await ana.submit(language="fr", follow_up_days=4, follow_up_text=AGAIN)
    assert "Follow-up after 4 days" in seen
    await ana.submit()
    [mail] = await left(chat)
    sender = mail["From"].addresses[0]
    assert f"From: {sender.display_name} <{sender.addr_spec}>" in seen
    assert "Ana Lima" in sender.display_name
    assert len(lines(mail)) > 10
    assert shows(seen, mail) == []
    chat.clock.at += timedelta(days=4, minutes=1)
    again = (await left(chat, 2))[1]
    assert AGAIN in lines(again)
    assert [line for line in shows(seen, again) if "Re:" not in line] == []


async def test_with_several_people_each_mail_matches_its_preview(chat: Chat, ana: Someone):
    await ana.search("nurse")
    await ana.press("Select several")
    await ana.submit(people_1=["Grace Hopper", "Edith Cavell"], do="Contact")
    one = await ana.submit(**{**TYPED, "text": TEXT.replace("Grace", "{first name}")})
    other = await ana.press("Next ▶")
    await ana.submit()
    mails = {str(mail["To"]): mail for mail in await left(chat, 2)}
    assert shows(one, mails["grace1@example.com"]) == []
    assert shows(other, mails["edith5@example.com"]) == []


async def test_without_an_address_a_person_cannot_be_contacted(chat: Chat, ana: Someone):
    await add_people(chat.bot, [nurse(9, "Rosa Parks", emails=[])])
    seen = await ana.search("Rosa Parks")
    assert "No e-mail" in seen
    assert "Contact" not in seen.buttons
    assert not await sent(chat)


async def test_contacted_before_by_whom_when_and_for_which_job(chat: Chat, ana: Someone):
    diego = await chat.person("Diego", Role.RECRUITER)
    await contact(diego, job="Registered Nurse")
    chat.clock.at += timedelta(days=3)
    seen = await preview(ana)
    for words in ("owns this candidate for 27 more days", "contacted them 3 days ago, for Registered Nurse."):
        assert words in seen, words
    assert "Contact anyway" in seen.buttons
    assert "Send message" not in seen.buttons
    await ana.cancel()
    chat.clock.at += timedelta(days=27)
    seen = await preview(ana)
    assert "owns this candidate" not in seen
    assert "contacted them 30 days ago" in seen


async def test_without_credits_the_next_reset_is_shown(chat: Chat, ana: Someone):
    await set_balance(chat, ana, 0)
    seen = await preview(ana)
    assert "No credits are left." in seen
    assert "The next reset is on 1 December 2026." in seen
    form = await ana.press("Ask for credits")
    assert form.form
    assert "The next reset is on Tuesday 1 December 2026, 00:00 (UTC)." in form


async def test_a_grant_to_someone_over_their_budget_leads_back_to_the_draft_which_can_then_be_sent(
    chat: Chat, ana: Someone
):
    sam = await chat.person("Sam", Role.ADMIN)
    await sam.command()
    admin, me = await sam.member(), await ana.member()
    async with chat.bot.context.store.write() as db:
        await terms.set_budget(db, admin, me.id, 0, chat.clock())
    seen = await preview(ana)
    assert "Send message" not in seen.buttons
    await ana.press("Ask for credits")
    await ana.submit(credits=1, reason="")
    await deliver_notifications(chat)
    await sam.press("Grant")
    await deliver_notifications(chat)
    assert "granted 1 credit." in ana.card()
    form = await ana.press("Back to your message")
    assert form.form
    assert TYPED["text"] in str(form.raw)
    assert "Send message" in (await ana.submit()).buttons
    await ana.submit()
    assert len(await sent(chat)) == 1


@pytest.mark.parametrize("press", ["Stop follow-up", ""])
async def test_a_follow_up_is_stopped_by_one_press(chat: Chat, ana: Someone, press: str):
    await open_form(ana)
    await ana.press("More options", **TYPED)
    await ana.submit(follow_up_days=2, follow_up_text=AGAIN)
    await ana.submit()
    await left(chat)
    await ana.command("invitations")
    seen = ana.card()
    assert "follow-up in 2 days" in seen
    if press:
        assert "The follow-up won't be sent." in await ana.press(press)
        assert press not in ana.card().buttons
    chat.clock.at += timedelta(days=3)
    if not press:
        await left(chat, 2)
    await chat.bot.mail_sender.run_once()
    assert len(chat.mailbox.mails) == (1 if press else 2)


async def test_an_undeliverable_mail_is_explained_and_refunded_and_the_details_stay(chat: Chat, ana: Someone):
    why = "The mail server says there is no such address."
    chat.mailbox.rcpt["grace1"] = "550 5.1.1 no such mailbox"
    await set_balance(chat, ana, 5)
    await contact(ana)
    cards = len(ana.cards())
    await states(chat, "failed")
    await chat.bot.notifier.run_once()
    assert len(ana.cards()) == cards + 1
    assert why in ana.card()
    await ana.command("invitations")
    seen = await ana.press("Failed (1)")
    assert why in seen
    assert "Grace Hopper" in seen
    assert await balance(chat, ana) == 5
    await ana.command("candidates unlocked")
    assert "grace1@example.com" in ana.card()
