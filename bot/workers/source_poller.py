"""Reads answers from connected sources: polls each source of each workspace from its cursor.

The cursor moves once all answers before it are stored. Only then is it sent to the source, which acknowledges the
answers there. If the process dies in between, the source sends the same batch again, and its answers are still stored
only once."""

import hashlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import Counter

from bot.background import SOURCES
from bot.pipeline.boundary import guarded
from connectors.answer_sources import AnswerSource, SourceAnswer, SourceAnswers
from connectors.errors import BadCredentials, OutsideError, Throttled
from handlers import incidents
from handlers.connected_sources import Sources
from handlers.context import Outreach
from store import leases
from store.db import Store
from store.errors import Gone, StoreDown
from store.mailbox import source_cursors
from store.outreach import answers

log = logging.getLogger(__name__)

POLLS = Counter(
    "sourcer_source_polls_total", "Sources polled for answers, by source and outcome", ("source", "outcome")
)

LONGEST_KEY = 200
KEPT = 150  # characters of a longer key before its hash
MAX_ROUNDS = 20  # batches from one source in a row; the rest waits for the next poll


@dataclass(frozen=True, slots=True)
class Reporter:
    """A workspace's connection to the source with this name. `connection_id`: if there are several connections to one
    source, each is read from its own cursor."""

    workspace_id: int
    name: str
    source: AnswerSource
    connection_id: int = 0

    @property
    def cursor_name(self) -> str:
        return f"{self.name}:{self.connection_id}" if self.connection_id else self.name

    @property
    def lease(self) -> str:
        return f"{SOURCES.lease}{self.workspace_id}:{self.cursor_name}"


Reporting = Callable[[], Awaitable[Sequence[Reporter]]]
"""The connections that report answers at the moment."""


async def no_sources() -> Sequence[Reporter]:
    return ()


def reporting(store: Store, sources: Sources) -> Reporting:
    """A function that finds the workspaces' connections that report answers, except connections whose credentials are
    refused."""

    async def found() -> Sequence[Reporter]:
        rows = await sources.refresh(store)
        kinds = {name for name, kind in sources.kinds.items() if kind.traits.answers}  # others are never opened
        opened = [(row, sources.of(row)) for row in rows if row.source in kinds and not row.admins_notified]
        return [
            Reporter(row.workspace_id, row.source, one.source, row.id)
            for row, one in opened
            if one and one.traits.answers
        ]

    return found


class SourcePoller:
    """Polls each source in one process at a time."""

    def __init__(self, store: Store, outreach: Outreach, now: Callable[[], datetime], holder: str) -> None:
        self._store = store
        self._outreach = outreach
        self._now = now
        self._holder = holder

    async def read(self, one: Reporter) -> int:
        """Poll until there is nothing more; returns the number of new answers. Raises StoreDown."""
        now = self._now()
        async with self._store.write() as db:
            if not await leases.take(db, one.lease, self._holder, now + SOURCES.lease_duration, now):
                return 0
        try:
            new = await self._try_read(one)
            POLLS.labels(one.name, "read" if isinstance(new, int) else "failed").inc()
            if isinstance(new, int):
                return new
            async with self._store.write() as db:
                await source_cursors.record_failure(db, one.workspace_id, one.cursor_name, new, self._now())
            return 0
        finally:
            async with self._store.write() as db:
                await leases.release(db, one.lease, self._holder)

    async def _try_read(self, one: Reporter) -> int | str:
        """The number of new answers, or why it failed. A bug with one source doesn't hold up the others."""
        try:
            return await guarded(
                self._read_to_end(one), incidents.our_fault, one.lease, reraise=(OutsideError, StoreDown)
            )
        except OutsideError as fault:
            log.warning("%s of workspace %s cannot be polled: %s", one.name, one.workspace_id, fault)
            return _reason(fault)

    async def _read_to_end(self, one: Reporter) -> int:
        new = 0
        for _ in range(MAX_ROUNDS):
            async with self._store.read() as db:
                cursor = await source_cursors.cursor(db, one.workspace_id, one.cursor_name)
            batch = await one.source.answers(cursor)
            new += await self._save(one, batch)
            if not batch.more:
                break
        return new

    async def _save(self, one: Reporter, batch: SourceAnswers) -> int:
        """Store each answer in its own transaction, then move the cursor; returns the number of new answers. Answers
        from people we did not contact are dropped, because a source may send every answer to all connected
        workspaces."""
        name = one.name
        source_ids = {each.source_id for each in batch.answers}
        emails = {each.email for each in batch.answers if each.email}
        async with self._store.read() as db:
            about = await source_cursors.invitations_of(db, one.workspace_id, name, source_ids)
            by_email = await source_cursors.invitations_by_email(db, one.workspace_id, emails) if emails else {}
        found = [(answer, about.get(answer.source_id, by_email.get(answer.email))) for answer in batch.answers]
        new = sum([await self._record(name, each, invitation) for each, invitation in found if invitation is not None])
        async with self._store.write() as db:
            await source_cursors.record_read(db, one.workspace_id, one.cursor_name, batch.cursor, self._now())
        return new

    async def _record(self, source: str, answer: SourceAnswer, invitation_id: int) -> bool:
        now = self._now()
        try:
            async with self._store.write() as db:
                received = answers.ReceivedAnswer(
                    key=answer_key(source, answer.id),
                    older_key=f"{source}:{answer.id}"[:LONGEST_KEY],
                    kind=answer.kind,
                    text=answer.text,
                    at=min(answer.at or now, now),
                )
                recorded = await answers.record(db, invitation_id, received, self._outreach.hash_key, now)
        except Gone:
            return False
        return recorded is not None


def answer_key(source: str, id: str) -> str:
    """A unique key for each answer: a key that would be too long is cut off and ends in a hash of the whole key."""
    key = f"{source}:{id}"
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[:KEPT]}#{hashlib.blake2b(key.encode(), digest_size=16).hexdigest()}"


def _reason(fault: OutsideError) -> str:
    match fault:
        case BadCredentials():
            return "The login is no longer accepted."
        case Throttled():
            return "The source is limiting our requests."
        case _:
            return "The source is not responding."
