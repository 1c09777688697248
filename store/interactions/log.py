"""The inbox: every interaction that must not be lost or done twice, kept before the platform gets its acknowledgement.

The one place off the ORM, because an acknowledgement waits for it: see store/interactions/sqlite.py,
store/interactions/postgres.py.

A row is `received` (its process has it, under a lease, and waits for this person's turn), `running` (at work),
`applied` (what it does is in the store; only the answer may be missing) or `done`. Who takes an expired row runs it
again, and only redraws when it was applied. On SQLite one process has all turns, so that a row begins as running.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Protocol

KEEP_DONE = 2 * 24 * 3600.0  # seconds; Slack repeats for minutes, Teams for seconds
KEEP_ANSWER = 3600.0  # seconds: answers hold what people wrote, and contact details


@dataclass(frozen=True, slots=True)
class Arrived:
    """An interaction to keep. `payload` is JSON; `received` in Unix seconds."""

    key: str
    person: str
    kind: str
    payload: str
    received: float


@dataclass(frozen=True, slots=True)
class Kept:
    """What the inbox knows of a key. `new`: this call put it there, so the caller must run it."""

    new: bool
    state: str
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Stranded:
    """A row whose process went away. `applied`: only the answer is missing."""

    key: str
    kind: str
    payload: str
    applied: bool
    attempts: int


class Turn(Enum):
    """Whether an interaction may run: one of a person at a time, the older first, whichever process has it."""

    MINE = auto()  # now
    WAIT = auto()  # somebody is at work for this person, or has something older of theirs
    STRANDED = auto()  # something older of theirs was left behind: to be taken over first
    LOST = auto()  # another process has taken it over


@dataclass(frozen=True, slots=True)
class Open:
    """A row that is not done, as far as turns go by it."""

    key: str
    kind: str
    state: str
    holder: str
    lease_until: float
    received: float


def turn(key: str, rows: Iterable[Open], *, holder: str, now: float, kinds: Sequence[str]) -> Turn:
    """Of the row `key`, among all open rows of its person. `kinds`: those that are taken over when left behind."""
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
    """Raises StoreDown when the database does not take it: then nothing was acknowledged either."""

    async def put(self, arrived: Arrived, *, holder: str, lease_until: float) -> Kept:
        """Keep it, already taken by `holder`; a known key changes nothing and tells what became of it."""
        ...

    async def turn(self, key: str, person: str, *, holder: str, now: float, kinds: Sequence[str]) -> Turn:
        """Whether the row may run now, as `turn` above says of the rows of all processes; then it is marked running."""
        ...

    async def done(self, key: str, answer: str | None = None) -> None:
        """Finished: the payload is emptied, the answer kept for duplicates."""
        ...

    async def renew(self, keys: Sequence[str], *, holder: str, lease_until: float) -> None: ...

    async def take_stranded(
        self, *, now: float, holder: str, lease_until: float, kinds: Sequence[str], limit: int = 50
    ) -> list[Stranded]:
        """Take over rows whose lease ran out, oldest first."""
        ...

    async def tidy(self, *, now: float) -> None:
        """Forget what is long done, answers sooner; and what a process left behind that nobody takes over."""
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
)  # with the seconds that it is kept


def stranded(rows: Sequence[Any]) -> list[Stranded]:
    """Of key, kind, payload, state, attempts, received; oldest first."""
    in_order = sorted(rows, key=lambda row: row[5])
    return [Stranded(row[0], row[1], row[2], applied=row[3] == "applied", attempts=row[4]) for row in in_order]
