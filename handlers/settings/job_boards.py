"""Job boards: connecting an ATS's public board, or the ATS itself with a key; syncing and disconnecting boards."""

from dataclasses import replace
from datetime import timedelta

from cards.actions.ats import ConnectAts, OpenAtsForm
from cards.actions.settings import (
    ConnectJobBoard,
    DisconnectJobBoard,
    OpenIntegrations,
    OpenJobBoardForm,
    ShowJobBoardFault,
    SyncJobBoard,
)
from cards.screens import job_boards as screens
from cards.screens.integrations import connect_card
from cards.screens.wording import counted
from cards.tree import Button, Form, Kind, Option, Value
from connectors.ats.boards import SYSTEMS, board_in
from connectors.errors import OutsideError
from handlers import job_sync
from handlers.context import Context
from handlers.replies import Ask, Close, Replies, Show
from handlers.settings import integrations
from handlers.views import job_board_views
from handlers.views.source_connection_views import cannot_connect
from store import job_boards
from store.errors import Gone, Refusal
from store.job_boards import Synced
from store.mailbox import one_time_links
from store.tables.core import Member

_LINK = "https://boards.greenhouse.io/acme"


async def open_form(action: OpenJobBoardForm, by: Member, context: Context) -> Replies:
    return Ask(_form())


def _form(typed: ConnectJobBoard | None = None, error: str = "") -> Form:
    systems = tuple(Option(key, system.label) for key, system in SYSTEMS.items())
    if typed is None:
        return screens.job_board_form(systems)
    values: dict[str, Value] = {"link": typed.link, "system": typed.system if typed.system in SYSTEMS else ""}
    return screens.job_board_form(systems, error=error, values=values)


async def connect(action: ConnectJobBoard, by: Member, context: Context) -> Replies:
    """Reads the board before it is connected, so that a wrong name is seen at once."""
    board = board_in(action.link, action.system)
    if board is None:
        return Ask(_form(action, f"Paste the link to your job board, like {_LINK}, or choose the system below."))
    try:
        found, rows = await job_sync.fetch(context, board)
    except OutsideError as fault:
        return Ask(_form(action, job_sync.reason(fault)))
    try:
        async with context.write() as db:
            row = await job_boards.add(db, by, board.system, board.name, context.now())
            done = await job_sync.save(db, context, row, found, rows)
    except Refusal as refusal:
        return Ask(_form(action, refusal.message))
    context.wake()
    notice = f"{job_sync.label(row)} is connected: {counted(done.open, 'open job')}. It is synced every hour."
    if found.rejected:
        notice += f" {counted(found.rejected, 'posting')} could not be read."
    return Close(), Show(await integrations.card(by, context, notice))


async def open_ats_form(action: OpenAtsForm, by: Member, context: Context) -> Replies:
    kinds = sorted(context.atses.kinds.values(), key=lambda kind: kind.traits.label)
    return Ask(screens.ats_form(tuple(Option(kind.traits.name, kind.traits.label) for kind in kinds)))


async def connect_with_key(action: ConnectAts, by: Member, context: Context) -> Replies:
    """Replies with a one-time link that takes this admin to a web page, because chat never carries credentials."""
    kind = context.atses.kinds.get(action.chosen or action.system)
    if kind is None:
        return Close(), Show(await integrations.card(by, context, "This ATS can't be connected.", Kind.WARNING))
    if reason := cannot_connect(context, "an ATS"):
        return Close(), Show(await integrations.card(by, context, reason, Kind.WARNING))
    async with context.write() as db:
        token = await one_time_links.make(db, by, f"ats:{kind.traits.name}", context.now())
    minutes = int(one_time_links.LIFETIME / timedelta(minutes=1))
    url = f"{context.outreach.public_url}/connect/{token}"
    back = Button("Integrations", does=OpenIntegrations())
    return Close(), Show(connect_card(url, minutes, kind.traits.label, "the key of your account", back))


async def sync(action: SyncJobBoard, by: Member, context: Context) -> Replies:
    try:
        async with context.read() as db:
            board = await job_boards.get(db, by.workspace_id, action.board_id)
        done = await job_sync.sync(context, board)
    except Gone as gone:
        return Show(await integrations.card(by, context, gone.message, Kind.WARNING))
    except OutsideError as fault:
        return Show(await integrations.card(by, context, job_sync.reason(fault), Kind.ERROR))
    context.wake()
    if done.empty:
        return Show(await integrations.card(by, context, job_boards.EMPTY, Kind.WARNING))
    return Show(await integrations.card(by, context, f"{job_sync.label(board)}: {_changes(done)}"))


def _changes(done: Synced) -> str:
    if done.unread:
        left = f"{counted(done.unread, 'posting')} could not be read, so no job was closed."
        return f"{_changes(replace(done, unread=0))} {left}"
    parts = ((done.new, "new"), (done.changed, "changed"), (done.closed, "closed"))
    found = ", ".join(f"{count:,} {what}" for count, what in parts if count)
    return f"{found}." if found else "nothing has changed."


async def disconnect(action: DisconnectJobBoard, by: Member, context: Context) -> Replies:
    try:
        async with context.write() as db:
            board = await job_boards.remove(db, by, action.board_id, context.now())
    except Gone as gone:
        return Show(await integrations.card(by, context, gone.message, Kind.WARNING))
    await context.atses.forget(board)
    erased = ", and its key was erased" if board.credentials else ""
    notice = f"{job_sync.label(board)} was disconnected{erased}. Its jobs stay here but won't be updated."
    return Show(await integrations.card(by, context, notice))


async def fault(action: ShowJobBoardFault, by: Member, context: Context) -> Replies:
    """The notification that a board cannot be read; when redrawn later, it says whether the board can be read again."""
    async with context.read() as db:
        board = await job_boards.get(db, by.workspace_id, action.board_id)
    return Show(screens.job_board_fault_card(job_board_views.view(board, 0, context)))
