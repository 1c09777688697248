"""Whether somebody can be written to, and what they answered, is shown before anybody writes to them."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from store.outreach import answers, suppressions
from store.outreach.answers import ReceivedAnswer
from store.roles import Role
from store.tables.outreach import Invitation
from tests.chat.base import Chat, Screen, Someone, add_people
from tests.flows.ats.connecting import card
from tests.flows.conftest import recruiting
from tests.flows.looking import profile_id
from tests.flows.test_contact import TYPED, contact, open_form, preview
from tests.flows.test_interest import notify_and_redraw
from tests.people import GRACE, nurse

NAME = "Grace Hopper"


async def everywhere(who: Someone, name: str = NAME) -> tuple[Screen, Screen, Screen]:
    """The person's row in the results, their card, and their row among the candidates."""
    row = await who.search(name)
    card = await who.press("View", near=name)
    return row, card, await who.command("candidates")


async def write_answer(chat: Chat, kind: answers.Kind, text: str = "") -> None:
    async with chat.bot.context.store.write() as db:
        [invitation] = await db.exec(select(Invitation).where(Invitation.state != "draft"))
        received = ReceivedAnswer(f"mail:{kind}", kind, chat.clock(), text)
        await answers.record(db, invitation, received, chat.bot.context.outreach.hash_key, chat.clock())


async def test_an_address_and_a_telephone_number_are_announced(chat: Chat, ana: Someone):
    await add_people(chat.bot, [nurse(50, "Nora Nomail", emails=[], phones=[]), nurse(51, "Tess Phone", emails=[])])
    row = await ana.search(NAME)
    card = await ana.press("View", near=NAME)
    for seen in (row, card):
        assert "E-mail" in seen
        assert "Phone" in seen
        assert "Contact" in seen.buttons
        assert "grace1@example.com" not in str(seen.raw)
    for name, phone in (("Nora Nomail", False), ("Tess Phone", True)):
        await ana.search(name)
        await ana.press("☆ Star", near=name)
        row = await ana.search(name)
        card = await ana.press("View", near=name)
        for seen in (row, card):
            assert "No e-mail" in seen
            assert ("☎" in seen) is phone
            assert "Contact" not in seen.buttons
    assert "No e-mail" in await ana.command("candidates Nora")
    assert "Contact" not in ana.card().buttons


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("opted_out", "Asked not to be contacted"),
        ("erased", "Asked to be forgotten"),
        ("bounced", "E-mail bounced"),
        ("at_source", "Asked not to be contacted"),
    ],
)
async def test_who_cannot_be_written_to_has_no_contact_button(chat: Chat, ana: Someone, why: str, words: str):
    await ana.search(NAME)
    await ana.press("☆ Star", near=NAME)
    if why == "at_source":
        await add_people(chat.bot, [{**GRACE, "do_not_contact": True}])
    me, now, address = await ana.member(), chat.clock(), "Grace1@Example.com"
    async with chat.bot.context.store.write() as db:
        if why == "at_source":
            pass
        elif why == "bounced":
            await suppressions.mark_bad(db, me.workspace_id, address, "no such mailbox", now)
        else:
            key = chat.bot.context.outreach.hash_key
            await suppressions.suppress(db, me.workspace_id, address, why, key, now)  # pyright: ignore
    await ana.search("nurse")
    assert f"{NAME} ({words.lower()})" in str((await ana.press("Select several")).raw)
    await ana.cancel()
    for seen in await everywhere(ana):
        assert words in seen
        assert "Contact" not in seen.buttons
        assert ("☎" in seen) <= (why == "bounced")


async def test_what_is_scheduled_is_not_contacted(chat: Chat, ana: Someone):
    await open_form(ana)
    await ana.press("More options", **TYPED)
    await ana.submit(send_on="2027-01-05", send_at="09:30")
    await ana.submit()
    for seen in await everywhere(ana):
        assert "Message goes out on 5 January 2027" in seen
        assert "Contacted by" not in seen
    for days, words in ((40, "goes out on 5 January ·"), (3, "goes out today at 09:30")):
        chat.clock.at = chat.clock.at.replace(hour=8) + timedelta(days=days)
        assert words.removesuffix(" ·") in await ana.search(NAME)
        assert "2027" not in ana.card().text.partition("goes out")[2][:20]


async def test_not_interested_is_a_warning_with_their_words(chat: Chat, ana: Someone):
    await contact(ana)
    await write_answer(chat, "not_interested", "Not now, maybe in spring.")
    await notify_and_redraw(chat)
    row, card, listed = await everywhere(ana)
    assert "Not interested on 23 November 2026: “Not now, maybe in spring.”" in card
    assert all("Not interested" in seen and "Contact" in seen.buttons for seen in (row, card, listed))
    seen = await preview(ana)
    assert "On 23 November 2026, they answered that they are not interested: “Not now, maybe in spring.”" in seen
    form = await ana.press("Remind me to ask again")
    assert "“Not now, maybe in spring.”" in form
    assert "In spring (1 March 2027)" in form
    await ana.submit()  # what they asked for is chosen
    assert "I'll remind you on 1 March 2027." in ana.card()
    assert "Change reminder" in ana.card().buttons
    seen = await preview(ana)
    assert "You'll be reminded on 1 March 2027." in seen
    assert "Remind me to ask again" not in seen.buttons
    assert "You'll be reminded on 1 March 2027." in await ana.press("Change reminder")


async def test_an_answer_shows_the_reminder_and_drops_it(chat: Chat, ana: Someone):
    await contact(ana)
    await write_answer(chat, "not_interested", "Not now, maybe in spring.")
    await notify_and_redraw(chat)
    await ana.press("Remind me to ask again")
    await ana.submit()
    seen = ana.card()
    assert "You'll be reminded on 1 March 2027." in seen
    assert "Remind me to ask again" not in seen.buttons
    await ana.press("Mark as interested")
    seen = await ana.press("Don't remind me")
    assert "The reminder was removed." in seen
    assert "be reminded" not in seen
    assert "Change reminder" not in seen.buttons
    await ana.press("Mark as not interested")
    assert "Remind me to ask again" in ana.card().buttons
    chat.clock.at += timedelta(days=400)
    await notify_and_redraw(chat)
    assert "Reminder:" not in ana.everything()


async def test_a_reminder_comes_once_on_its_day(chat: Chat, ana: Someone):
    await contact(ana)
    await write_answer(chat, "not_interested", "Ask me later")
    await notify_and_redraw(chat)
    await ana.press("Remind me to ask again")
    for day, words in (
        ("20261230", "Use a date like 2026-11-30."),
        ("2026-11-23", "Choose a day after today."),
        ("2026-11-20", "That day has passed. Choose a day after today."),
        ("2030-01-01", "That's more than three years ahead."),
    ):
        assert words in await ana.submit(on=day)
    await ana.submit(on="2027-03-01")
    assert "I'll remind you on 1 March 2027." in ana.card()
    assert "Not interested" in ana.card()
    await ana.press("View")
    await ana.press("Change reminder")
    await asyncio.gather(ana.submit(when="In summer (1 June 2027)"), ana.repeat(2), return_exceptions=True)
    cards = len(ana.cards())
    chat.clock.at = datetime(2027, 6, 1, 8, 55, tzinfo=UTC)
    await notify_and_redraw(chat)
    assert len(ana.cards()) == cards
    chat.clock.at += timedelta(minutes=6)
    await notify_and_redraw(chat)
    await notify_and_redraw(chat)
    assert len(ana.cards()) == cards + 1
    seen = ana.card()
    assert "Reminder: Grace Hopper" in seen
    assert "“Ask me later”" in seen
    assert {"View", "Contact", "Remind me later"} <= set(seen.buttons)
    await ana.press("View")
    assert "Change reminder" not in ana.card().buttons
    assert "Reminder: Grace Hopper" in await ana.press("Back")


async def test_a_reminder_is_removed_and_is_only_about_candidates(chat: Chat, ana: Someone):
    await contact(ana)
    await write_answer(chat, "not_interested")
    await notify_and_redraw(chat)
    await ana.search(NAME)
    await ana.press("View", near=NAME)
    await ana.press("Remind me to ask again")
    await ana.submit()
    await ana.press("Change reminder")
    await ana.press("Don't remind me")
    assert "The reminder was removed." in ana.card()
    stranger = await profile_id(chat, "Edith Cavell")
    await ana.forge("reminder_form", {"profile_id": stranger})
    await ana.submit()
    assert "not one of your team's candidates" in ana.everything()
    chat.clock.at += timedelta(days=400)
    await notify_and_redraw(chat)
    assert "Reminder:" not in ana.everything()


async def test_another_profile_of_a_candidate_has_the_same_reminder(chat: Chat, ana: Someone):
    """Nobody has engaged with it, but its e-mail address is the candidate's: their card is the same."""
    await contact(ana)
    await write_answer(chat, "not_interested", "Not now, maybe in spring.")
    await notify_and_redraw(chat)
    await add_people(chat.bot, [nurse(60, "Grace B. Hopper", emails=["grace1@example.com"])])
    other = await profile_id(chat, "Grace B. Hopper")
    await card(ana, other)
    form = await ana.press("Remind me to ask again")
    assert "“Not now, maybe in spring.”" in form
    await ana.submit()
    assert "I'll remind you on 1 March 2027." in ana.card()
    await ana.forge("contact", {"profile_id": other})
    assert "You'll be reminded on 1 March 2027." in await ana.submit(**TYPED)
    await card(ana, await profile_id(chat, NAME))
    await ana.press("Change reminder")
    await ana.submit(when="In summer (1 June 2027)")
    await card(ana, other)
    assert "You'll be reminded on 1 June 2027." in await ana.press("Change reminder")
    await ana.press("Don't remind me")
    assert "The reminder was removed." in ana.card()
    assert "Change reminder" not in ana.card().buttons


@pytest.mark.parametrize("kind", ["interested", "replied"])
async def test_to_somebody_interested_the_first_button_is_a_free_reply(chat: Chat, ana: Someone, kind: answers.Kind):
    await contact(ana)
    await write_answer(chat, kind, "Yes, please call me.")
    row, card, listed = await everywhere(ana)
    for seen in (row, card, listed):
        assert "Reply (free)" in seen.buttons[: seen.buttons.index("View") if "View" in seen.buttons else None]
        assert "Contact" not in seen.buttons
    assert "on 23 November 2026: “Yes, please call me.”" in card
    await ana.press("Reply (free)")
    await ana.submit(text="Gladly.")
    assert "Your reply is on the way" in ana.everything()


async def test_an_answer_that_arrives_while_one_writes_is_mentioned(chat: Chat, ana: Someone):
    await contact(ana)
    await open_form(ana)
    await write_answer(chat, "interested", "Call me on Tuesday.")
    seen = await ana.submit(**{**TYPED, "text": "Grace, one more thing"})
    assert "They have answered your team. A reply in the same thread is free." in seen
    assert "Grace, one more thing" in seen
    assert "Call me on Tuesday." in await ana.press("Reply (free)")
    await ana.submit(text="I will.")
    assert "Your reply is on the way." in ana.everything()


async def test_only_who_wrote_may_reply(chat: Chat, ana: Someone):
    await contact(ana)
    await write_answer(chat, "interested", "Yes")
    maya = await chat.person("Maya", Role.RECRUITER)
    row = await maya.search(NAME)
    assert "Reply (free)" not in row.buttons
    assert "Contact" in row.buttons
    seen = await preview(maya)
    assert "They have answered your team." in seen
    assert "Reply (free)" not in seen.buttons


async def test_after_the_last_person_is_hidden_undo_brings_them_back(chat: Chat):
    ana = await recruiting(chat)
    await ana.search("Grace Hopper")
    seen = await ana.press("Hide", near=NAME)
    assert "Grace Hopper is hidden from searches without a job. This applies to your whole team." in seen
    assert "Grace Hopper" in await ana.press("Undo")


async def test_after_the_last_person_of_a_page_is_hidden_the_page_before_is_shown(chat: Chat):
    ana = await recruiting(chat)
    await ana.search("nurse")
    await ana.press("Next ▶")
    for _ in range(2):
        seen = await ana.press("Hide")
    assert "is hidden" in seen
    assert "1–5 of 5" in seen
    assert "Undo" in seen.buttons
    assert "6 people" in await ana.press("Undo")


async def test_going_back_from_the_first_person_is_not_the_end(chat: Chat):
    ana = await recruiting(chat)
    await ana.search("nurse")
    await ana.press("View")
    back = '["results",{"search_id":1}]'
    seen = await ana.forge("step", {"profile_id": await profile_id(chat, NAME), "via": back, "forward": False})
    assert "This is the first result." in seen
    assert "last result" not in seen
