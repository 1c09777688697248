"""A member's own mailbox: connected, disconnected, and reported when it must be connected again."""

from datetime import timedelta

from cards.actions.settings import ConnectOwnMailbox, DisconnectOwnMailbox, OpenSettings, ShowSignInFault
from cards.screens.integrations import connect_card
from cards.screens.outreach import mail_sign_ins as screens
from cards.tree import Button
from handlers.context import Context
from handlers.replies import Close, Replies, Show
from handlers.settings import settings
from handlers.views import mail_sign_in_views
from store.mailbox import connections, one_time_links, sign_ins
from store.tables.core import Member


async def connect(action: ConnectOwnMailbox, by: Member, context: Context) -> Replies:
    """Replies with a one-time link that takes this member to a web page, where they sign in to the mailbox or enter its
    login."""
    if reason := settings.no_own_mailbox(context):
        return Show(await settings.card(by, context, reason))
    async with context.write() as db:
        token = await one_time_links.make(db, by, "own_mailbox", context.now())
    minutes = int(one_time_links.LIFETIME / timedelta(minutes=1))
    url = f"{context.outreach.public_url}/connect/{token}"
    back = Button("Settings", does=OpenSettings())
    return Close(), Show(connect_card(url, minutes, "your own mailbox", "Sign in to your mailbox", back))


async def disconnect(action: DisconnectOwnMailbox, by: Member, context: Context) -> Replies:
    async with context.write() as db:
        gone = await connections.disconnect_sign_in(db, by, context.now(), own=True)
    context.wake()
    notice = "Your mailbox was disconnected, and its login was erased." if gone else "You have no mailbox connected."
    return Show(await settings.card(by, context, notice))


async def fault(action: ShowSignInFault, by: Member, context: Context) -> Replies:
    """The notification that a mailbox must be connected again; when redrawn later, it says whether that is resolved."""
    async with context.read() as db:
        row = await sign_ins.get(db, by, action.sign_in_id)
        return Show(screens.sign_in_fault_card(await mail_sign_in_views.view(db, row, context)))
