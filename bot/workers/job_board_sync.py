"""Syncs the job boards that are due, each in one process at a time."""

import logging
import secrets
from collections.abc import Callable

from prometheus_client import Counter

from bot.background import JOB_BOARDS
from bot.pipeline.boundary import guarded
from bot.workers import side_by_side
from connectors.errors import OutsideError
from handlers import incidents, job_sync
from handlers.context import Context
from store import job_boards, leases
from store.errors import StoreDown
from store.tables.core import JobBoard

log = logging.getLogger(__name__)

MAX_CONCURRENT = 10  # boards

SYNCS = Counter("sourcer_job_board_syncs_total", "Job boards synced, by system and outcome", ("system", "outcome"))


class JobBoardSync:
    """`wake` is called when jobs were closed or admins have to be notified."""

    def __init__(self, context: Context, wake: Callable[[], None]) -> None:
        self._context = context
        self._wake = wake
        self._holder = secrets.token_hex(8)

    async def run_once(self) -> int:
        """Sync what is due; returns the number of boards that were synced. Raises StoreDown."""
        async with self._context.store.read() as db:
            due = await job_boards.due(db, self._context.now())
        await self._context.atses.refresh(self._context.store)
        done = await side_by_side.total(self._sync_one, due, MAX_CONCURRENT)
        if due:
            self._wake()
        return done

    async def _sync_one(self, board: JobBoard) -> bool:
        store, lease, now = self._context.store, f"{JOB_BOARDS.lease}{board.id}", self._context.now()
        async with store.write() as db:
            if not await leases.take(db, lease, self._holder, now + JOB_BOARDS.lease_duration, now):
                return False
        try:
            outcome = await guarded(self._try_sync(board), incidents.our_fault, lease, reraise=(StoreDown,))
            if outcome not in ("synced", "failed"):  # a bug with one board doesn't hold up the others
                async with store.write() as db:
                    await job_boards.record_failure(db, board, outcome, now, at_once=False)
        finally:
            async with store.write() as db:
                await leases.release(db, lease, self._holder)
        SYNCS.labels(board.system, "synced" if outcome == "synced" else "failed").inc()
        return outcome == "synced"

    async def _try_sync(self, board: JobBoard) -> str:
        """Sync one board and return the outcome; a failure is recorded."""
        try:
            await job_sync.sync(self._context, board)
        except OutsideError as fault:
            log.warning("job board %s of workspace %s cannot be read: %s", board.id, board.workspace_id, fault)
            return "failed"
        return "synced"
