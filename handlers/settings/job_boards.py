"""Job boards: connecting an ATS's public board, syncing and disconnecting it."""

from dataclasses import replace

from cards.actions.settings import (
    ConnectJobBoard,
    DisconnectJobBoard,
    OpenJobBoardForm,
    ShowJobBoardFault,
    SyncJobBoard,
)
from cards.screens import job_boards as screens
from cards.screens.wording import counted
from cards.tree import Form, Kind, Option, Value
from connectors.ats.boards import SYSTEMS, board_in
from connectors.errors import OutsideError
from handlers import job_sync
from handlers.context import Context
from handlers.replies import Ask, Close, Replies, Show
from handlers.settings import integrations
from handlers.views import job_board_views
from store import job_boards
from store.errors import Gone, Refusal
from store.job_boards import Synced
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
    notice = f"{job_sync.label(board)} was disconnected. Its jobs stay here and are no longer updated."
    return Show(await integrations.card(by, context, notice))


async def fault(action: ShowJobBoardFault, by: Member, context: Context) -> Replies:
    """The notification that a board cannot be read; redrawn later, it says if the board can be read again."""
    async with context.read() as db:
        board = await job_boards.get(db, by.workspace_id, action.board_id)
    return Show(screens.job_board_fault_card(job_board_views.view(board, 0, context)))
