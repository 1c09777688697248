"""A result line stays: what the last press did stands above the buttons, through redraws, until the next press."""

from store.chat import form_drafts, stale_cards
from tests.chat.base import Chat, Someone
from tests.flows.looking import profile_id
from tests.flows.test_contact import contact, holds, sent
from tests.flows.test_contact_letter import left
from tests.flows.test_contact_several import choose, preview

ON_THE_WAY = "The message to grace1@example.com is on the way."
THREE = "3 messages are on the way."


async def redrawn(chat: Chat, who: Someone, name: str = "Grace Hopper") -> str:
    """Their newest card after a redraw that nobody pressed for."""
    me, shown = await who.member(), await profile_id(chat, name)
    async with chat.bot.context.store.write() as db:
        await stale_cards.mark(db, me.workspace_id, [shown], chat.clock())
    await chat.bot.notifier.run_once()
    return who.card().text


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
