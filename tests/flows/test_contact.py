"""PRODUCT.md, Contact: write, preview exactly what they will read, send once, pay once, and know how to reach them."""

from typing import Any

from sqlmodel import select

from store import credits
from store.outreach_tables import Invitation
from tests.chat.base import Chat, Screen, Someone
from tests.flows.looking import names


async def open_form(who: Someone, name: str = "Grace Hopper") -> Screen:
    """The form for one person, from their row in the results."""
    await who.search(name)
    return await who.press("Contact", near=name)


async def preview(who: Someone, name: str = "Grace Hopper", **typed: Any) -> Screen:
    await open_form(who, name)
    return await who.submit(
        **{"kind": "connect", "subject": "Nights in Boston", "text": "Hi {{ candidate.first_name }}, a word?", **typed}
    )


async def balance(chat: Chat, who: Someone) -> int:
    me = await who.member()
    async with chat.bot.room.store.read() as db:
        return (await credits.spendable(db, me)).balance


async def sent(chat: Chat) -> list[Invitation]:
    """All that left the form, in order."""
    async with chat.bot.room.store.read() as db:
        queued = await db.exec(select(Invitation).where(Invitation.state != "draft").order_by(Invitation.id))
        return list(queued)


async def test_what_is_previewed_is_sent_and_unlocks(chat: Chat, ana: Someone):
    form = await open_form(ana)
    assert form.form
    assert "Grace Hopper" in form
    seen = await ana.submit(kind="connect", subject="Nights in Boston", text="Hi {{ candidate.first_name }}, a word?")
    assert "Hi Grace, a word?" in seen
    assert "Nights in Boston" in seen
    assert "Northwind, 1 Main Street" in seen
    assert "grace1@example.com" not in seen
    before = await balance(chat, ana)
    assert f"balance after it: {before - 1} of {before}" in seen
    assert not await sent(chat)

    await ana.submit()
    assert "grace1@example.com" in ana.card()
    assert "+1 202 555 0101" in ana.card()
    assert await names(chat, ana, "unlocked") == {"Grace Hopper"}
    assert await balance(chat, ana) == before - 1
    [invitation] = await sent(chat)
    assert (invitation.subject, invitation.address) == ("Nights in Boston", "grace1@example.com")
