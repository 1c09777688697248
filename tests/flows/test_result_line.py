"""A result line stays: what the last press did stands above the buttons, through redraws, until the next press."""

from sqlmodel import select

from store.chat import form_drafts, stale_cards
from store.outreach import mail_outcomes, suppressions
from store.tables.outreach import Mail
from tests.chat.base import Chat, Someone
from tests.flows.looking import profile_id
from tests.flows.test_contact import contact, holds, sent
from tests.flows.test_contact_letter import left, states
from tests.flows.test_contact_several import SEVERAL, choose, preview
from tests.flows.test_interest import notify_and_redraw
from tests.flows.test_reach import write_answer

ON_THE_WAY = "The message to grace1@example.com is on the way."
THREE = "3 messages are on the way."


async def redrawn(chat: Chat, who: Someone, name: str = "Grace Hopper") -> str:
    """Their newest card after a redraw that nobody pressed for."""
    me, shown = await who.member(), await profile_id(chat, name)
    async with chat.bot.context.store.write() as db:
        await stale_cards.mark(db, me.workspace_id, [shown], chat.clock())
    await chat.bot.notifier.run_once()
    return who.card().text


async def all_redrawn(chat: Chat, who: Someone) -> str:
    """Their cards after a redraw that nobody pressed for, also those above a notice."""
    await redrawn(chat, who)
    return " ".join(each.text for each in who.cards())


async def test_the_result_survives_the_redraw_after_sending_and_ends_with_the_next_press(chat: Chat, ana: Someone):
    await contact(ana)
    assert ON_THE_WAY in ana.card()
    await left(chat)
    seen = await redrawn(chat, ana)
    assert "sent today" in seen  # the card is current
    assert ON_THE_WAY in seen
    assert seen.index("Invitations") < seen.index(ON_THE_WAY)  # right above the buttons
    assert ON_THE_WAY in await redrawn(chat, ana)
    await ana.press("☆ Star")
    assert ON_THE_WAY not in ana.card()
    assert ON_THE_WAY not in await redrawn(chat, ana)


async def test_opening_a_form_ends_the_result(chat: Chat, ana: Someone):
    await contact(ana)
    assert ON_THE_WAY in ana.card()
    await ana.press("Add note")
    assert not any(ON_THE_WAY in each for each in ana.cards())
    await ana.cancel()
    assert ON_THE_WAY not in ana.card()
    assert ON_THE_WAY not in await redrawn(chat, ana)


async def test_pressing_send_again_shows_the_same_result(chat: Chat, ana: Someone):
    """The second press is a new one, not a repeated delivery: its draft is gone."""
    await preview(ana)
    await ana.submit()
    assert THREE in await redrawn(chat, ana)
    me = await ana.member()
    async with chat.bot.context.store.read() as db:
        digest = (await form_drafts.get(db, me, "invitations:sent"))["digest"]
    for _ in range(2):
        await ana.forge("send_several", {"digest": digest})
        assert THREE in ana.card()
    assert "Select people again" not in ana.everything()
    one = (await sent(chat))[0]
    again = {"invitation_id": one.id, "digest": one.digest}
    await ana.forge("send_invitation", again)
    assert f"The message to {one.address} is on the way." in ana.card()
    await choose(ana)  # a new selection: the old button belongs to nothing
    await ana.forge("send_several", {"digest": digest})
    assert len(await sent(chat)) == len(await holds(chat)) == 3


async def test_who_gets_no_message_and_why_survives_the_redraw(chat: Chat, ana: Someone):
    me, key = await ana.member(), chat.bot.context.outreach.hash_key
    async with chat.bot.context.store.write() as db:
        await suppressions.suppress(db, me.workspace_id, "edith5@example.com", "opted_out", key, chat.clock())
    await ana.search("nurse")
    await ana.press("Select several")
    marked = "Edith Cavell (asked not to be contacted)"
    await ana.submit(people_1=["Grace Hopper", marked, "Dorothea Dix"], do="Contact")
    await ana.submit(**SEVERAL)
    await ana.submit()
    why = "1 person gets no message: Edith Cavell (This person asked not to be contacted again)."
    assert f"2 messages are on the way. {why}" in ana.card()
    await left(chat)
    assert f"2 messages are on the way. {why}" in await redrawn(chat, ana)
    assert "Contacted by Ana" in ana.card()  # the card is current
    await ana.press("☆ Star")
    assert why not in await redrawn(chat, ana)


async def test_the_result_follows_when_the_message_is_not_delivered(chat: Chat, ana: Someone):
    chat.mailbox.rcpt["grace1"] = "550 5.1.1 no such mailbox"
    await contact(ana)
    assert ON_THE_WAY in ana.card()
    await states(chat, "failed")
    seen = await all_redrawn(chat, ana)
    assert "The message to Grace Hopper was not delivered. The mail server says there is no such address." in seen
    assert ON_THE_WAY not in seen
    assert "was not delivered" in await all_redrawn(chat, ana)
    await ana.command("credits")
    assert "was not delivered" not in await all_redrawn(chat, ana)


async def test_a_bounce_changes_the_result_too(chat: Chat, ana: Someone):
    await contact(ana)
    await left(chat)
    await write_answer(chat, "bounced", "no such mailbox here")
    seen = await all_redrawn(chat, ana)
    assert "The message to Grace Hopper was not delivered." in seen
    assert "no such mailbox here" in seen
    assert ON_THE_WAY not in seen


async def test_those_of_several_that_are_not_delivered_are_named(chat: Chat, ana: Someone):
    chat.mailbox.rcpt["edith5"] = "550 5.1.1 no such mailbox"
    await preview(ana)
    await ana.press("Leave out")
    await ana.submit()
    rest = "1 person gets no message: Grace Hopper (left out by you)."
    assert f"2 messages are on the way. {rest}" in ana.card()
    await states(chat, "failed")
    why = "1 message was not delivered: Edith Cavell (The mail server says there is no such address)."
    assert f"1 message is on the way. {why} {rest}" in await all_redrawn(chat, ana)
    me = await ana.member()
    async with chat.bot.context.store.read() as db:
        digest = (await form_drafts.get(db, me, "invitations:sent"))["digest"]
    await ana.forge("send_several", {"digest": digest})
    assert f"1 message is on the way. {why} {rest}" in ana.card()


async def test_a_message_that_may_not_have_arrived_is_on_the_way_again_once_it_is_found(chat: Chat, ana: Someone):
    chat.mailbox.data["grace1"] = "take and drop"
    await contact(ana)
    await states(chat, "unknown")
    assert "The message to Grace Hopper may not have arrived." in await all_redrawn(chat, ana)
    async with chat.bot.context.store.write() as db:
        [mail] = await db.exec(select(Mail))
        await mail_outcomes.found(db, mail.id, chat.clock())
    assert "The message to Grace Hopper is on the way." in await all_redrawn(chat, ana)


async def test_a_reply_that_is_not_delivered(chat: Chat, ana: Someone):
    await contact(ana)
    await left(chat)
    await write_answer(chat, "interested", "Call me.")
    await notify_and_redraw(chat)
    chat.mailbox.rcpt["grace1"] = "550 5.1.1 no such mailbox"
    await ana.press("Reply")
    await ana.submit(text="I will.")
    assert "Your reply is on the way." in ana.card()
    await states(chat, "failed")
    seen = await all_redrawn(chat, ana)
    assert "Your reply was not delivered. The mail server says there is no such address." in seen
    assert "Your reply is on the way." not in seen


async def test_that_a_reply_is_on_the_way_survives_the_redraw(chat: Chat, ana: Someone):
    await contact(ana)
    await left(chat)
    await write_answer(chat, "interested", "Call me.")
    await notify_and_redraw(chat)
    await ana.press("Reply")
    await ana.submit(text="I will.")
    assert "Your reply is on the way." in ana.card()
    await left(chat, 2)
    seen = await redrawn(chat, ana)
    assert "Your reply is on the way." in seen
    assert "You replied just now." in seen  # the card is current
    await ana.press("Snooze 1 day")
    assert "Your reply is on the way." not in await redrawn(chat, ana)


async def test_a_press_elsewhere_ends_the_result_too(chat: Chat, ana: Someone):
    await contact(ana)
    await left(chat)
    assert ON_THE_WAY in await redrawn(chat, ana)
    sam = await chat.person("Sam", None)
    await sam.command("help")  # somebody else's press does not
    await redrawn(chat, ana)
    assert any(ON_THE_WAY in each for each in ana.cards())
    await ana.command("credits")
    await redrawn(chat, ana)
    assert not any(ON_THE_WAY in each for each in ana.cards())
