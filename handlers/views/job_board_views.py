"""Views of the workspace's job boards."""

from cards.views.settings import JobBoardView
from connectors.ats.base import Board
from handlers import job_sync
from handlers.context import Context
from handlers.views.time_ago import ago
from store import job_boards
from store.db import Read
from store.jobs import TYPED
from store.tables.core import JobBoard


async def listed(db: Read, workspace_id: int, context: Context) -> tuple[JobBoardView, ...]:
    """The workspace's boards with their state."""
    return tuple(view(board, count, context) for board, count in await job_boards.listed(db, workspace_id))


def origin(source: str) -> str:
    """Where a job from this source is copied from; "" if it was typed in."""
    if source == TYPED:
        return ""
    system, colon, name = source.partition(":")
    return job_sync.label(Board(system, name)) if colon else "a file"


def view(board: JobBoard, open_jobs: int, context: Context) -> JobBoardView:
    now = context.now()
    return JobBoardView(
        board.id,
        job_sync.label(board),
        open_jobs,
        synced=ago(board.synced_at, now),
        failing=ago(board.failing_since, now),
        fault=board.last_error,
        system=board.system if board.credentials else "",
    )
