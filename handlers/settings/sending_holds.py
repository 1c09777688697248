"""Mail that is held back: the card for admins, and resuming."""

from cards.actions.settings import ResumeSending, ShowSendingHold
from cards.screens.outreach import sending_holds as screens
from cards.views.settings import HoldView
from handlers.context import Context
from handlers.replies import Replies, Show
from store.db import Read
from store.deliverability import holds
from store.deliverability.holds import COMPLAINTS, Held
from store.members import members
from store.tables.core import Member


async def show(action: ShowSendingHold, by: Member, context: Context) -> Replies:
    async with context.read() as db:
        view = await _view(db, by, action.provider)
    return Show(screens.sending_hold_card(view))


async def resume(action: ResumeSending, by: Member, context: Context) -> Replies:
    """Resume sending. If another admin was first, the card names them."""
    async with context.write() as db:
        await holds.resume(db, by, action.provider, context.now())
    async with context.read() as db:
        view = await _view(db, by, action.provider)
        hold = await holds.get(db, by.workspace_id, action.provider)
        who = await members.get(db, by.workspace_id, hold.resumed_by) if hold and hold.resumed_by else by
    name = "You" if who.id == by.id else who.name or "A teammate"
    return Show(screens.sending_hold_card(view, f"{name} resumed sending. Waiting e-mails go out now."))


async def views(db: Read, workspace_id: int) -> tuple[HoldView, ...]:
    """The workspace's holds."""
    return tuple(_of(each) for each in await holds.held(db, workspace_id))


async def _view(db: Read, by: Member, provider: str) -> HoldView:
    for each in await holds.held(db, by.workspace_id):
        if each.hold.provider == provider:
            return _of(each)
    return HoldView(provider, resumed=True, login=provider == holds.LOGIN)


def _of(held: Held) -> HoldView:
    hold = held.hold
    by_server, login = bool(hold.words) and hold.fault != COMPLAINTS, hold.provider == holds.LOGIN
    return HoldView(hold.provider, hold.fault, hold.words, held.waiting, by_server=by_server, login=login)
