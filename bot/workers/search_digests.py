"""Makes the digests of saved searches that are due, each in one process at a time; the notifier sends them.

The digest, its notification and the time of the next one are written in one transaction, so each period has one digest
at most. After downtime there is one for all the time that passed."""

import logging
import secrets
from collections.abc import Callable

from prometheus_client import Counter

from bot.background import DIGESTS
from bot.pipeline.boundary import guarded
from connectors.errors import OutsideError
from handlers import incidents
from handlers.context import Context
from handlers.search import new_people
from store import leases
from store.errors import StoreDown
from store.members import saved_searches
from store.members.saved_searches import DueSearch
from store.roles import May, allows

log = logging.getLogger(__name__)

MADE = Counter("sourcer_search_digests_total", "Digests of saved searches, by outcome", ("outcome",))


class SearchDigests:
    """`wake` is called when members have to be notified."""

    def __init__(self, context: Context, wake: Callable[[], None]) -> None:
        self._context = context
        self._wake = wake
        self._holder = secrets.token_hex(8)

    async def run_once(self) -> int:
        """Make what is due; returns the number of searches that were run. Raises StoreDown."""
        store = self._context.store
        async with store.read() as db:
            due = await saved_searches.due(db, self._context.now())
            moved = await saved_searches.moved(db, self._context.now())
        if moved:
            async with store.write() as db:
                await saved_searches.follow_time_zones(db, moved, self._context.now())
        done = sum([await self._run(each) for each in due])
        if done:
            self._wake()
        return done

    async def _run(self, due: DueSearch) -> bool:
        """A failure leaves the lease, so that it is tried again when that has expired."""
        store, lease, now = self._context.store, f"{DIGESTS.lease}{due.search.id}", self._context.now()
        if due.paused or not allows(due.member.role, May.SEARCH):
            async with store.write() as db:
                await saved_searches.skip(db, due.search, now)
            MADE.labels("paused").inc()
            return False
        async with store.write() as db:
            if not await leases.take(db, lease, self._holder, now + DIGESTS.lease_duration, now):
                return False
        outcome = await guarded(self._make(due), incidents.our_fault, lease, reraise=(StoreDown,))
        if outcome not in ("made", "nothing", "overtaken"):
            MADE.labels("failed").inc()
            return False
        async with store.write() as db:
            await leases.release(db, lease, self._holder)
        MADE.labels(outcome).inc()
        return True

    async def _make(self, due: DueSearch) -> str:
        now = self._context.now()
        try:
            found = await new_people.find(due.member, self._context, due.search)
        except OutsideError as fault:
            log.warning("the digest of saved search %s is postponed: %s", due.search.id, fault)
            return "failed"
        async with self._context.store.write() as db:
            if not await new_people.record(db, due.search, found, now):
                return "overtaken"
        return "made" if found.ids else "nothing"
