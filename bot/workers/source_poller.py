"""Answers of connected sources: each source of each workspace is asked by the clock, from where it was left.

The cursor moves when all answers that came before it are kept, and only then is the source asked with it, which
acknowledges them there. A process that dies in between gets the same batch again, whose answers count once."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import Counter

from bot.background import SOURCES
from bot.pipeline.boundary import guarded
from connectors.answer_sources import AnswerSource, SourceAnswer, SourceAnswers
from connectors.errors import BadCredentials, OutsideError, Throttled
from handlers import incidents
from handlers.context import Outreach
from store import leases
from store.db import Store
from store.errors import Gone, StoreDown
from store.mailbox import source_cursors
from store.outreach import answers

log = logging.getLogger(__name__)

POLLS = Counter("sourcer_source_polls_total", "Sources asked for answers, by source and outcome", ("source", "outcome"))

LONGEST_KEY = 200
MOST_ROUNDS = 20  # batches of one source in a row; the rest comes with the next poll


@dataclass(frozen=True, slots=True)
class Connected:
    """A source that a workspace is connected to."""

    workspace_id: int
    source: AnswerSource

    @property
    def lease(self) -> str:
        return f"{SOURCES.lease}{self.workspace_id}:{self.source.name}"


class SourcePoller:
    """Asks one source at a time, in one process at a time."""

    def __init__(self, store: Store, outreach: Outreach, now: Callable[[], datetime], holder: str) -> None:
        self._store = store
        self._outreach = outreach
        self._now = now
        self._holder = holder

    async def read(self, one: Connected) -> int:
        """Ask until there is nothing more; gives how many answers are new. Raises StoreDown."""
        now = self._now()
        async with self._store.write() as db:
            if not await leases.take(db, one.lease, self._holder, now + SOURCES.lease_duration, now):
                return 0
        try:
            new = await self._tried(one)
            POLLS.labels(one.source.name, "read" if isinstance(new, int) else "failed").inc()
            if isinstance(new, int):
                return new
            async with self._store.write() as db:
                await source_cursors.failed(db, one.workspace_id, one.source.name, new, self._now())
            return 0
        finally:
            async with self._store.write() as db:
                await leases.release(db, one.lease, self._holder)

    async def _tried(self, one: Connected) -> int | str:
        """How many are new; or why it failed, in words. A fault of ours in one source holds up no other."""
        try:
            return await guarded(self._read_on(one), incidents.our_fault, one.lease, but=(OutsideError, StoreDown))
        except OutsideError as fault:
            log.warning("%s of workspace %s cannot be asked: %s", one.source.name, one.workspace_id, fault)
            return _words(fault)

    async def _read_on(self, one: Connected) -> int:
        new = 0
        for _ in range(MOST_ROUNDS):
            async with self._store.read() as db:
                cursor = await source_cursors.cursor(db, one.workspace_id, one.source.name)
            said = await one.source.answers(cursor)
            new += await self._keep(one, said)
            if not said.more:
                break
        return new

    async def _keep(self, one: Connected, said: SourceAnswers) -> int:
        """Each answer in a transaction of its own, then the cursor behind them. Answers of people who were not written
        to are not kept: a source may tell them to everybody who is connected."""
        name = one.source.name
        async with self._store.read() as db:
            whose = {each.source_id for each in said.answers}
            about = await source_cursors.invitations_of(db, one.workspace_id, name, whose)
        known = [(each, about[each.source_id]) for each in said.answers if each.source_id in about]
        new = sum([await self._record(name, each, invitation_id) for each, invitation_id in known])
        async with self._store.write() as db:
            await source_cursors.was_read(db, one.workspace_id, name, said.cursor, self._now())
        return new

    async def _record(self, source: str, said: SourceAnswer, invitation_id: int) -> bool:
        now = self._now()
        try:
            async with self._store.write() as db:
                received = answers.ReceivedAnswer(
                    key=f"{source}:{said.id}"[:LONGEST_KEY],
                    kind=said.kind,
                    text=said.text,
                    at=min(said.at or now, now),
                )
                kept = await answers.record(db, invitation_id, received, self._outreach.hash_key, now)
        except Gone:
            return False
        return kept is not None


def _words(fault: OutsideError) -> str:
    match fault:
        case BadCredentials():
            return "It does not accept the login any more."
        case Throttled():
            return "It asks us to slow down."
        case _:
            return "It does not answer."
