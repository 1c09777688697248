"""Searches connected sources in parallel, each within its own limits, and caches what they found for a while."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from connectors.errors import OutsideError, Throttled, Uncertain, Unreachable, Unreadable
from connectors.resumes.base import Body, Quota, ResumeSource, SourceQuery, SourceResults, Traits

log = logging.getLogger(__name__)

SOFT = 2.0  # seconds: how long a card waits for free searches
HARD = 10.0  # seconds until a request counts as failed
SETTLE = 1.0  # seconds after which a card that waited has certainly been posted
KEEP = timedelta(minutes=10)
KEEP_PAID = timedelta(days=1)  # searching again would cost again
KEEP_FAULT = timedelta(minutes=1)
MOST = 200  # searches remembered
FAILURES, PAUSE = 3, timedelta(seconds=60)  # how many failures in a row pause a connection, and for how long
BATCH = 25  # people requested at once in a free search


@dataclass(frozen=True, slots=True)
class SourceSearch:
    """One search through one connection. `query` has no cursor; `query.size` people are requested at once."""

    connection_id: int
    source: ResumeSource
    query: SourceQuery

    @property
    def traits(self) -> Traits:
        return self.source.traits

    @property
    def key(self) -> tuple[int, SourceQuery]:
        return self.connection_id, self.query


@dataclass(frozen=True, slots=True)
class Found:
    """The people from the pages read so far. `cursor`: "" if there are no more."""

    people: tuple[Body, ...]
    total: int
    cursor: str = ""
    unexpressed: tuple[str, ...] = ()
    quota: Quota | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known about a search; empty if it was never run."""

    found: Found | None = None
    fault: BaseException | None = None
    waiting: bool = False


class Paused(Unreachable):
    """The source was not searched, because it failed several times in a row. `retry_after` is in seconds."""

    def __init__(self, system: str, retry_after: float) -> None:
        super().__init__(system, f"paused for {retry_after:.0f} s after {FAILURES} failures")
        self.retry_after = retry_after


@dataclass(slots=True)
class _State:
    at: datetime
    paid: bool = False  # its people have been paid for
    found: Found | None = None
    fault: BaseException | None = None
    running: asyncio.Task[None] | None = None


@dataclass(slots=True)
class _Breaker:
    failures: int = 0
    until: datetime | None = None


def _utc_now() -> datetime:
    return datetime.now(UTC)


class FederatedSearch:
    """Runs and caches searches: one instance for the whole process. Tests replace `sleep`."""

    def __init__(self, now: Callable[[], datetime] = _utc_now) -> None:
        self.sleep: Callable[[float], Coroutine[Any, Any, None]] = asyncio.sleep
        self._now = now
        self._searches: OrderedDict[tuple[int, SourceQuery], _State] = OrderedDict()
        self._breakers: dict[int, _Breaker] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def known(self, search: SourceSearch, people: int = 1) -> Outcome:
        """What is known about a search without asking the source. A connection that is paused counts as failed, unless
        enough people are known."""
        state = self._state(search) or _State(self._now())
        fault = state.fault if self._now() - state.at <= (KEEP_PAID if state.paid else KEEP_FAULT) else None
        outcome = Outcome(state.found, fault, state.running is not None)
        if outcome.waiting or outcome.fault is not None or _enough(outcome.found, people):
            return outcome
        left = self._pause(search.connection_id)
        return replace(outcome, fault=Paused(search.traits.label, left)) if left else outcome

    async def ask(self, searches: Sequence[SourceSearch], people: int = 1, patience: float = SOFT) -> list[Outcome]:
        """Ask each source for at least `people` people, unless they are already known, and wait `patience` seconds at
        most.

        A search that failed is run again after a minute, or after `forget_fault`; slow ones keep running."""
        running: set[asyncio.Task[None]] = {task for one in searches if (task := self._start(one, people))}
        if running:
            limit = asyncio.create_task(self.sleep(patience))
            while running and not limit.done():
                await asyncio.wait((*running, limit), return_when=asyncio.FIRST_COMPLETED)
                running -= {task for task in running if task.done()}
            limit.cancel()
        return [self.known(one, people) for one in searches]

    def begin(self, searches: Sequence[SourceSearch]) -> list[SourceSearch]:
        """Like `ask`, without waiting. Returns the searches that were not running before."""
        before = [one for one in searches if (state := self._state(one)) and state.running]
        return [one for one in searches if self._start(one, 1) and one not in before]

    def forget_fault(self, search: SourceSearch) -> None:
        """Let the next `ask` try again at once, unless the connection is paused."""
        if state := self._state(search):
            state.fault = None

    def forget(self, connection_id: int) -> None:
        """Forget a connection's searches, because its source may respond differently from now on. People who were paid
        for are remembered."""
        self._breakers.pop(connection_id, None)
        for key, state in [*self._searches.items()]:
            if key[0] == connection_id and state.running is None:
                state.fault = None
                if not state.paid:
                    del self._searches[key]

    def when_done(self, searches: Sequence[SourceSearch], then: Callable[[], Awaitable[None]]) -> None:
        """Run `then` once all of these searches that are running have finished."""
        running = {state.running for one in searches if (state := self._state(one)) and state.running}
        if running:
            self._background(self._after(running, then))

    async def close(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _after(self, running: set[asyncio.Task[None]], then: Callable[[], Awaitable[None]]) -> None:
        await asyncio.wait(running)
        await self.sleep(SETTLE)
        await then()

    def _background(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _state(self, search: SourceSearch) -> _State | None:
        state = self._searches.get(search.key)
        if state is None or state.running is not None:
            return state
        if self._now() - state.at > (KEEP_PAID if search.traits.search_costs else KEEP):
            del self._searches[search.key]
            return None
        return state

    def _pause(self, connection_id: int) -> float:
        """How many more seconds the connection is paused."""
        until = self._breakers.setdefault(connection_id, _Breaker()).until
        return max(0.0, (until - self._now()).total_seconds()) if until else 0.0

    def _start(self, search: SourceSearch, people: int) -> asyncio.Task[None] | None:
        """Start a request if none is running and more people are needed. Returns the running request; None if there is
        none."""
        state = self._state(search)
        if state is not None:
            self._searches.move_to_end(search.key)
            if state.running is not None:
                return state.running
            if state.fault is not None and self._now() - state.at <= KEEP_FAULT:
                return None
            if _enough(state.found, people):
                return None
        if self._pause(search.connection_id):
            return None
        if state is None:
            state = self._searches[search.key] = _State(self._now(), search.traits.search_costs)
            self._drop_oldest()
        state.fault = None
        state.running = self._background(self._read(search, state, people))
        state.running.add_done_callback(lambda task: self._finish(search, state, task))
        return state.running

    def _drop_oldest(self) -> None:
        """Drop the oldest searches, except those that were paid for within a day (KEEP_PAID): running them again would
        cost money a second time."""
        now, too_many = self._now(), len(self._searches) - MOST
        if too_many <= 0:
            return
        spare = (
            key
            for key, state in self._searches.items()
            if state.running is None and not (state.paid and now - state.at <= KEEP_PAID)
        )
        for key in [*islice(spare, too_many)]:
            del self._searches[key]

    async def _read(self, search: SourceSearch, state: _State, people: int) -> None:
        """Read pages until there are enough people."""
        while not _enough(state.found, people):
            cursor = state.found.cursor if state.found else ""
            page = await self._limited(search, search.source.search(replace(search.query, cursor=cursor)))
            if page.skipped and not page.people:
                paid = page.spent is not None and page.spent.amount > 0
                raise Unreadable(search.traits.label, f"none of {page.skipped} people could be read", paid=paid)
            state.found = _joined(state.found, page)
            if page.skipped:
                log.warning("%s: %d people whose records could not be read", search.traits.name, page.skipped)

    async def _limited(self, search: SourceSearch, answer: Coroutine[Any, Any, SourceResults]) -> SourceResults:
        work, limit = asyncio.ensure_future(answer), asyncio.ensure_future(self.sleep(HARD))
        try:
            await asyncio.wait((work, limit), return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                return work.result()
            error = Uncertain if search.traits.search_costs else Unreachable
            raise error(search.traits.label, f"no response within {HARD:.0f} s")
        finally:
            work.cancel()
            limit.cancel()

    def _finish(self, search: SourceSearch, state: _State, task: asyncio.Task[None]) -> None:
        state.running, state.at = None, self._now()
        state.fault = None if task.cancelled() else task.exception()
        breaker = self._breakers.setdefault(search.connection_id, _Breaker())
        match state.fault:
            case None:
                breaker.failures, breaker.until = 0, None
                return
            case Throttled(retry_after=seconds):
                breaker.until = self._now() + timedelta(seconds=max(1.0, seconds))
            case Unreachable() | Uncertain():
                breaker.failures += 1
                if breaker.failures >= FAILURES:
                    breaker.until = self._now() + PAUSE
            case _:
                pass
        bug = None if isinstance(state.fault, OutsideError) else state.fault
        log.warning("a search at %s failed: %r", search.traits.label, state.fault, exc_info=bug)


def _enough(found: Found | None, people: int) -> bool:
    """Whether this many people are known, or all that the source has."""
    return found is not None and (len(found.people) >= people or not found.cursor)


def _joined(before: Found | None, page: SourceResults) -> Found:
    """The people from the earlier pages and this one, each once. A page with nobody new ends the search, even if it has
    a cursor."""
    people = before.people if before else ()
    known = {body.get("id") for body in people}
    new = {body.get("id"): body for body in page.people if body.get("id") and body.get("id") not in known}
    return Found(
        (*people, *new.values()),
        max(page.total, len(people) + len(new)),
        page.cursor if new else "",
        page.unexpressed or (before.unexpressed if before else ()),
        page.spent.quota if page.spent and page.spent.quota else before.quota if before else None,
    )
