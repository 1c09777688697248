"""Credits of a chat's workspace, and who spends them."""

from store.credits import accounts
from store.tables.outreach import CreditAccount
from tests.chat.base import Chat, Screen, Someone


async def hold(chat: Chat, who: Someone, *invitations: int, each: int = 1) -> None:
    me = await who.member()
    async with chat.bot.context.store.write() as db:
        for id in invitations:
            await accounts.hold(db, me, id, each, chat.clock())


async def display_name(who: Someone) -> str:
    """The name under which the bot knows them."""
    return (await who.member()).name


async def credits_of(chat: Chat, workspace_id: int) -> CreditAccount | None:
    async with chat.bot.context.store.read() as db:
        return await accounts.look(db, workspace_id)


async def account(chat: Chat, who: Someone) -> CreditAccount:
    me = await who.member()
    async with chat.bot.context.store.write() as db:
        return await accounts.account(db, me.workspace_id, chat.clock())


async def request_credits(chat: Chat, who: Someone) -> Screen:
    """Requests 20 credits and waits until the admins are notified."""
    await who.command("credits")
    form = await who.press("Ask for credits")
    assert form.form
    seen = await who.submit(credits=20, reason="night shift")
    await deliver_notifications(chat)
    return seen


async def deliver_notifications(chat: Chat) -> None:
    """Delivers all notifications that are due."""
    await chat.bot.notifier.run_once()
