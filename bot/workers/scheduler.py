"""What runs by the clock: the inbox is swept, the index told of changes, credits are reset, old rows forgotten.

Every effect is harmless when it runs twice; a lease in the store keeps replicas from doing the same work at once.
"""

import logging
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # pyright: ignore[reportMissingTypeStubs]

from bot.index_sync import catch_up_index
from bot.pipeline.intake import Intake
from bot.workers import credit_resets
from connectors.errors import OutsideError
from connectors.search.base import SearchIndex
from store import leases
from store.db import Store
from store.errors import StoreDown
from store.retention import forget_old

log = logging.getLogger(__name__)

SWEEP_EVERY = 15  # seconds; a lease is 60
INDEX_EVERY = 10


class Scheduler:
    def __init__(self, store: Store, index: SearchIndex, intake: Intake, now: Callable[[], datetime]) -> None:
        self._store = store
        self._index = index
        self._intake = intake
        self._now = now
        self._holder = secrets.token_hex(8)
        self._scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})

    def start(self) -> None:
        self._every("sweep", SWEEP_EVERY, self._intake.sweep)
        self._every("index", INDEX_EVERY, self._tell_index)
        self._every("credits", credit_resets.EVERY, self.begin_periods)
        self._every("tidy", 3600, self._intake.tidy)
        self._every("forget", 3600, self._forget_old)
        self._scheduler.start()

    async def begin_periods(self) -> int:
        """Months of credits whose day has come; at the start, those that passed meanwhile."""
        return await credit_resets.begin_periods(self._store, self._holder, self._now)

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def add(self, name: str, seconds: int, work: Callable[[], Awaitable[object]]) -> None:
        """Something else that runs by the clock, in this process, once at a time."""
        self._every(name, seconds, work)

    def _every(self, name: str, seconds: int, work: Callable[[], Awaitable[object]]) -> None:
        async def run() -> None:
            try:
                await work()
            except (StoreDown, OutsideError) as fault:
                log.warning("job %s put off: %s", name, fault)

        self._scheduler.add_job(run, "interval", seconds=seconds, id=name)  # pyright: ignore[reportUnknownMemberType]

    async def _forget_old(self) -> None:
        async with self._store.write() as db:
            await forget_old(db, self._now())

    async def _tell_index(self) -> None:
        """Under a lease of its own length, so that one replica at a time reads the changes."""
        now = self._now()
        async with self._store.write() as db:
            mine = await leases.take(db, "index", self._holder, now + timedelta(seconds=3 * INDEX_EVERY), now)
        if mine:
            await catch_up_index(self._store, self._index)
