"""The inbox: every interaction that must not be lost or handled twice, stored before we acknowledge it to the platform.

It is the one place that bypasses the ORM, because an acknowledgement waits for it: see store/interactions/sqlite.py and
store/interactions/postgres.py.

A row is `received` (its process holds it under a lease, and waits for this person's turn), `running`, `applied` (its
effect is in the store; only the answer may be missing) or `done`. A process that takes over an expired row runs it
again, or only redraws if it was applied. On SQLite a single process has every turn, so rows start as running."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Protocol

KEEP_DONE = 2 * 24 * 3600.0  # seconds; Slack repeats a request for minutes, Teams for seconds
KEEP_ANSWER = 3600.0  # seconds; kept short because answers contain what people wrote, and contact details


@dataclass(frozen=True, slots=True)
class Arrived:
    """An interaction to store. `payload` is JSON; `received` in Unix seconds."""

    key: str
    person: str
    kind: str
    payload: str
    received: float


@dataclass(frozen=True, slots=True)
class PutResult:
    """The inbox row of a key. `new`: this call inserted it, so the caller must run it."""

    new: bool
    state: str
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Stranded:
    """A row whose process died. `applied`: only the answer is missing."""

    key: str
    kind: str
    payload: str
    applied: bool
    attempts: int


class Turn(Enum):
    """Whether an interaction may run: one per person at a time, the oldest first, across all processes."""

    MINE = auto()  # it may run now
    WAIT = auto()  # another of this person's interactions is running, or an older one is waiting
    STRANDED = auto()  # an older interaction of this person's was abandoned: take that over first
    LOST = auto()  # another process has taken it over


@dataclass(frozen=True, slots=True)
class Open:
    """A row that is not done, with the columns that decide turns."""

    key: str
    kind: str
    state: str
    holder: str
    lease_until: float
    received: float


def turn(key: str, rows: Iterable[Open], *, holder: str, now: float, kinds: Sequence[str]) -> Turn:
    """The turn of the row `key` among all open rows of its person. `kinds`: the kinds that are taken over when
    abandoned."""
    by_key = {row.key: row for row in rows}
    mine = by_key.pop(key, None)
    if mine is None or mine.holder != holder:
        return Turn.LOST
    older = [row for row in by_key.values() if (row.received, row.key) < (mine.received, mine.key)]
    at_work = [row for row in by_key.values() if row.state != "received" and row.holder != holder]
    waiting = [row for row in older if row.state == "received"]
    if any(row.lease_until >= now for row in (*at_work, *waiting)):
        return Turn.WAIT
    if any(row.lease_until < now and row.kind in kinds for row in older):
        return Turn.STRANDED
    return Turn.MINE


class InteractionLog(Protocol):
    """Raises StoreDown when the database does not accept a row; its interaction must then not be acknowledged
    either."""

    async def put(self, arrived: Arrived, *, holder: str, lease_until: float) -> PutResult:
        """Store an interaction, leased to `holder`; for a known key, changes nothing and returns the row's state."""
        ...

    async def turn(self, key: str, person: str, *, holder: str, now: float, kinds: Sequence[str]) -> Turn:
        """Whether the row may run now, by applying `turn` above to the rows of all processes; if so, it is marked
        running."""
        ...

    async def done(self, key: str, answer: str | None = None) -> None:
        """Mark the row as done: its payload is emptied, and the answer is stored for duplicates."""
        ...

    async def renew(self, keys: Sequence[str], *, holder: str, lease_until: float) -> None: ...

    async def take_stranded(
        self, *, now: float, holder: str, lease_until: float, kinds: Sequence[str], limit: int = 50
    ) -> list[Stranded]:
        """Take over rows whose lease expired, oldest first."""
        ...

    async def tidy(self, *, now: float) -> None:
        """Delete old finished rows (their answers sooner), and old abandoned rows that nobody takes over."""
        ...

    async def close(self) -> None: ...


PUT = """INSERT INTO inbox (key, person, kind, state, payload, holder, lease_until, received, attempts)
VALUES ({}, {}, {}, {}, {}, {}, {}, {}, 1) ON CONFLICT (key) DO NOTHING"""
KNOWN = "SELECT state, answer FROM inbox WHERE key = {}"
DONE = "UPDATE inbox SET state = 'done', payload = '', answer = {} WHERE key = {}"
TIDY = (
    ("DELETE FROM inbox WHERE state = 'done' AND received < {}", KEEP_DONE),
    ("DELETE FROM inbox WHERE state <> 'done' AND lease_until < {}", KEEP_DONE),
    ("UPDATE inbox SET answer = NULL WHERE state = 'done' AND answer IS NOT NULL AND received < {}", KEEP_ANSWER),
)  # each with the number of seconds to keep the rows or answers


def stranded(rows: Sequence[Any]) -> list[Stranded]:
    """Stranded interactions, oldest first, made from rows of key, kind, payload, state, attempts and received."""
    in_order = sorted(rows, key=lambda row: row[5])
    return [Stranded(row[0], row[1], row[2], applied=row[3] == "applied", attempts=row[4]) for row in in_order]
