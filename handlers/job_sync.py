"""Copies the jobs from a board, or from an ATS that is connected with a key, into the store."""

import asyncio
from dataclasses import replace

from connectors.ats.base import Board, BoardJobs
from connectors.ats.boards import SYSTEMS
from connectors.ats.registry import ATSES
from connectors.errors import BadCredentials, OutsideError, Refused, Throttled, Unreachable
from handlers.context import Context
from handlers.job_rows import JobRow, job_row
from store import job_boards, jobs
from store.db import Write
from store.job_boards import Synced
from store.tables.core import JobBoard

WITHIN = 60.0  # seconds for an ATS's whole list


async def fetch(context: Context, board: Board) -> tuple[BoardJobs, list[JobRow]]:
    """The current jobs of a public board. Raises OutsideError."""
    if context.job_boards is None:
        raise Unreachable(board.system, "this process reads no job boards")
    async with context.outside():
        found = await context.job_boards.jobs(board)
    return await _rows(context, found)


async def _fetch_with_key(context: Context, board: JobBoard) -> tuple[BoardJobs, list[JobRow]]:
    connected = context.atses.of(board)
    if connected is None:
        raise BadCredentials(label(board), "the key that encrypted its credentials is missing")
    try:
        async with context.outside(), asyncio.timeout(WITHIN):
            found = await connected.ats.jobs()
    except TimeoutError:
        raise Unreachable(label(board), f"its list took longer than {WITHIN:.0f} s") from None
    return await _rows(context, found)


async def _rows(context: Context, found: BoardJobs) -> tuple[BoardJobs, list[JobRow]]:
    rows = await asyncio.to_thread(lambda: [job_row(body, context.places) for body in found.jobs])
    return found, list({row.external_id: row for row in rows}.values())


async def save(db: Write, context: Context, board: JobBoard, found: BoardJobs, rows: list[JobRow]) -> Synced:
    """Save what `fetch` found."""
    ids = [row.external_id for row in rows]
    before = await jobs.of_source(db, board.workspace_id, job_boards.source_of(board), ids)
    now = context.now()
    changed = [row.stored(now) for row in rows if not row.equals(before.get(row.external_id))]
    return await job_boards.save_jobs(db, board, changed, set(ids), complete=not found.rejected, now=now)


async def sync(context: Context, board: JobBoard) -> Synced:
    """Fetch and save. Records a failure, and raises it (OutsideError)."""
    try:
        if board.credentials:
            found, rows = await _fetch_with_key(context, board)
        else:
            found, rows = await fetch(context, Board(board.system, board.name))
    except OutsideError as fault:
        async with context.write() as db:
            at_once = isinstance(fault, Refused | BadCredentials)
            await job_boards.record_failure(db, board, reason(fault), context.now(), at_once=at_once)
        raise
    async with context.write() as db:
        return replace(await save(db, context, board, found, rows), unread=found.rejected)


def reason(fault: OutsideError) -> str:
    """Why a board cannot be read, for the card."""
    match fault:
        case BadCredentials():
            return f"{fault.system} no longer accepts the key. Connect it again."
        case Refused():
            return fault.reason
        case Throttled():
            return f"{fault.system} is limiting requests. Try again in a few minutes."
        case _:
            return f"{fault.system} isn't responding right now."


def label(board: JobBoard | Board) -> str:
    """The board's name, as in "Greenhouse: acme", or "Greenhouse" with a key."""
    if not board.name:
        return ats_label(board.system)
    system = SYSTEMS.get(board.system)
    return f"{system.label if system else board.system}: {board.name}"


def ats_label(system: str) -> str:
    """The name of a system that is connected with a key."""
    kind = ATSES.get(system)
    return kind.traits.label if kind else system
