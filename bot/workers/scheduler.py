"""Periodic jobs: sweep the inbox, update the search index, reset credits, delete old rows.

Running a job twice is harmless; a lease in the store keeps replicas from doing the same work at once.
"""

import logging
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # pyright: ignore[reportMissingTypeStubs]

from bot import background
from bot.index_sync import catch_up_index
from bot.pipeline.intake import Intake
from bot.workers import credit_resets
from connectors.errors import OutsideError
from connectors.search.base import SearchIndex
from store import leases
from store.db import Store
from store.errors import StoreDown
from store.retention import delete_old

log = logging.getLogger(__name__)


class Scheduler:
    def __init__(self, store: Store, index: SearchIndex, intake: Intake, now: Callable[[], datetime]) -> None:
        self._store = store
        self._index = index
        self._intake = intake
        self._now = now
        self._holder = secrets.token_hex(8)
        self._scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})

    def start(self) -> None:
        self.add(background.INTERACTIONS, self._intake.sweep)
        self.add(background.INDEX, self._update_index)
        self.add(background.CREDITS, self.begin_periods)
        self.add(background.TIDY, self._intake.tidy)
        self.add(background.FORGET, self._forget_old)
        self._scheduler.start()

    async def begin_periods(self) -> int:
        """Reset the monthly credits that are due, including months that passed while the bot was down."""
        return await credit_resets.begin_periods(self._store, self._holder, self._now)

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def add(self, job: background.Job, work: Callable[[], Awaitable[object]]) -> None:
        """Run `work` periodically in this process, one run at a time."""

        async def run() -> None:
            try:
                await work()
            except (StoreDown, OutsideError) as fault:
                log.warning("job %s postponed: %s", job.name, fault)

        self._scheduler.add_job(run, "interval", seconds=job.every, id=job.name)  # pyright: ignore[reportUnknownMemberType]

    async def _forget_old(self) -> None:
        async with self._store.write() as db:
            await delete_old(db, self._now())

    async def _update_index(self) -> None:
        """Update the index under a lease, so that one replica at a time reads the changes."""
        now, job = self._now(), background.INDEX
        async with self._store.write() as db:
            mine = await leases.take(db, job.lease, self._holder, now + job.lease_duration, now)
        if mine:
            await catch_up_index(self._store, self._index)
