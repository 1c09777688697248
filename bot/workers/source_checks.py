"""Checks connected resume databases, each hourly: whether they accept their credentials, and what is left."""

import logging
import secrets

from prometheus_client import Counter

from bot.background import SOURCE_CHECKS
from bot.pipeline.boundary import guarded
from bot.workers import side_by_side
from handlers import incidents, source_checks
from handlers.context import Context
from store import leases
from store.errors import StoreDown
from store.sources import connections
from store.tables.sources import SourceConnection

log = logging.getLogger(__name__)

MAX_CONCURRENT = 10  # connections

CHECKS = Counter(
    "sourcer_source_checks_total", "Resume databases checked, by source and outcome", ("source", "outcome")
)


class SourceChecks:
    """Checks each connection in one process at a time."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._holder = secrets.token_hex(8)

    async def run_once(self) -> int:
        """Check what is due; returns the number of connections that work. Raises StoreDown."""
        rows = await self._context.sources.refresh(self._context.store)
        due = [row for row in rows if row.checked_at <= self._context.now() - connections.EVERY]
        return await side_by_side.total(self._check_one, due, MAX_CONCURRENT)

    async def _check_one(self, row: SourceConnection) -> bool:
        store, lease, now = self._context.store, f"{SOURCE_CHECKS.lease}{row.id}", self._context.now()
        async with store.write() as db:
            if not await leases.take(db, lease, self._holder, now + SOURCE_CHECKS.lease_duration, now):
                return False
        try:
            ours: list[str] = []

            def our_fault(code: str) -> str:
                ours.append(incidents.our_fault(code))
                return ours[0]

            fault = await guarded(source_checks.check(self._context, row), our_fault, lease, reraise=(StoreDown,))
            if ours:  # recorded as well, so that it isn't tried every minute
                async with store.write() as db:
                    await connections.record_failure(db, row.workspace_id, row.id, fault, now, refused=False)
        finally:
            async with store.write() as db:
                await leases.release(db, lease, self._holder)
        if fault:
            log.warning("connection %d to %s isn't working: %s", row.id, row.source, fault)
        CHECKS.labels(row.source, "failed" if fault else "working").inc()
        return not fault
