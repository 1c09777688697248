"""Resume databases: connecting, checking and disconnecting a partner's database."""

from datetime import timedelta

from cards.actions.settings import CheckSource, ConnectSource, DisconnectSource, OpenSources, ShowSourceFault
from cards.screens import source_connections as screens
from cards.screens.integrations import connect_card
from cards.tree import Button, Card, Kind
from handlers import source_checks
from handlers.context import Context
from handlers.replies import Replies, Show
from handlers.views import source_connection_views
from store.errors import Gone
from store.mailbox import one_time_links
from store.sources import connections
from store.tables.core import Member


async def open_sources(action: OpenSources, by: Member, context: Context) -> Replies:
    return Show(await card(by, context))


async def card(by: Member, context: Context, notice: str = "", kind: Kind = Kind.SUCCESS) -> Card:
    """The current state of the resume databases. Only reads."""
    async with context.read() as db:
        rows = await connections.usable(db, by)
        view = await source_connection_views.listed(db, by, context, rows)
    if rows:  # perhaps connected through another replica a moment ago
        context.sources.added(by.workspace_id)
    return screens.sources_card(view, notice=notice, kind=kind)


async def connect(action: ConnectSource, by: Member, context: Context) -> Replies:
    """Replies with a one-time link that takes this member to a web page, because chat never carries credentials."""
    kind = context.sources.kinds.get(action.source)
    if kind is None:
        return Show(await card(by, context, "This resume database can't be connected anymore.", Kind.WARNING))
    if reason := source_connection_views.cannot_connect(context, "a resume database"):
        return Show(await card(by, context, reason, Kind.WARNING))
    async with context.write() as db:
        token = await one_time_links.make(db, by, f"source:{action.source}", context.now())
    minutes = int(one_time_links.LIFETIME / timedelta(minutes=1))
    url = f"{context.outreach.public_url}/connect/{token}"
    back = Button("Resume databases", does=OpenSources())
    label = kind.traits.label
    signs_in = action.source in context.sources.providers
    to_do = f"Sign in with {label}" if signs_in else "Enter your partner credentials"
    return Show(connect_card(url, minutes, label, to_do, back))


async def check(action: CheckSource, by: Member, context: Context) -> Replies:
    """Logs in to the source and reports whether the login works."""
    try:
        async with context.read() as db:
            row = await connections.get(db, by, action.connection_id)
    except Gone as gone:
        return Show(await card(by, context, gone.message, Kind.WARNING))
    if fault := await source_checks.check(context, row):
        return Show(await card(by, context, fault, Kind.ERROR))
    return Show(await card(by, context, f"{_label(context, row.source)} accepts the credentials."))


async def disconnect(action: DisconnectSource, by: Member, context: Context) -> Replies:
    try:
        async with context.write() as db:
            row = await connections.disconnect(db, by, action.connection_id, context.now())
    except Gone as gone:
        return Show(await card(by, context, gone.message, Kind.WARNING))
    await context.sources.forget(row)
    notice = f"{_label(context, row.source)} was disconnected, and its credentials were erased."
    return Show(await card(by, context, notice))


async def fault(action: ShowSourceFault, by: Member, context: Context) -> Replies:
    """The notification that credentials are refused; when redrawn later, it says whether that is resolved."""
    async with context.read() as db:
        row = await connections.get(db, by, action.connection_id)
    kind = context.sources.kinds.get(row.source)
    if kind is None:
        raise Gone("This resume database can't be used anymore.")
    view = source_connection_views.view(row, kind.traits, by, {}, context)
    return Show(screens.source_fault_card(view, kind.traits.name, kind.traits.label))


def _label(context: Context, source: str) -> str:
    kind = context.sources.kinds.get(source)
    return kind.traits.label if kind else source
