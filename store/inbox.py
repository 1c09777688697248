"""The inbox: every interaction that must not be lost or done twice, kept before the platform gets its acknowledgement.

The one place off the ORM, because an acknowledgement waits for it: on SQLite a writer thread of its own commits
everything that arrived meanwhile in one transaction, on PostgreSQL one INSERT does.

A row is `running` (a process works on it, under a lease), `applied` (what it does is in the store; only the answer may
be missing) or `done`. Who takes an expired row runs it again when it was running, and only redraws when it was applied.
"""

import asyncio
import contextlib
import queue
import sqlite3
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

import asyncpg  # pyright: ignore[reportMissingTypeStubs]

from store.errors import StoreDown

KEEP_DONE = 2 * 24 * 3600.0  # seconds; Slack repeats for minutes, Teams for seconds


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


class Inbox(Protocol):
    """Raises StoreDown when the database does not take it: then nothing was acknowledged either."""

    async def put(self, arrived: Arrived, *, holder: str, lease_until: float) -> Kept:
        """Keep it, already taken by `holder`; a known key changes nothing and tells what became of it."""
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
        """Forget what is long done."""
        ...

    async def close(self) -> None: ...


_PUT = """INSERT INTO inbox (key, person, kind, state, payload, holder, lease_until, attempts, received)
VALUES ({}, {}, {}, 'running', {}, {}, {}, 1, {}) ON CONFLICT (key) DO NOTHING"""
_KNOWN = "SELECT state, answer FROM inbox WHERE key = {}"
_DONE = "UPDATE inbox SET state = 'done', payload = '', answer = {} WHERE key = {}"
_TIDY = "DELETE FROM inbox WHERE state = 'done' AND received < {}"


# ── SQLite ─────────────────────────────────────────────────────────────────────

_Work = tuple[Callable[[sqlite3.Connection], Any], asyncio.AbstractEventLoop, "asyncio.Future[Any]"]


class SqliteInbox:
    """One thread, one connection; whatever is waiting is committed together (group commit)."""

    def __init__(self, path: Path | str, *, patience: float = 2.0) -> None:
        """`patience`: seconds to wait for another writer, less than Slack waits for the acknowledgement."""
        self._path = str(path)
        self._patience = patience
        self._waiting: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="inbox", daemon=True)
        self._closed = False
        self._thread.start()

    async def put(self, arrived: Arrived, *, holder: str, lease_until: float) -> Kept:
        a = arrived
        row = (a.key, a.person, a.kind, a.payload, holder, lease_until, a.received)

        def write(db: sqlite3.Connection) -> Kept:
            if db.execute(_PUT.format(*"???????"), row).rowcount:
                return Kept(new=True, state="running")
            state, answer = db.execute(_KNOWN.format("?"), (a.key,)).fetchone()
            return Kept(new=False, state=state, answer=answer)

        return await self._do(write)

    async def done(self, key: str, answer: str | None = None) -> None:
        await self._do(lambda db: db.execute(_DONE.format("?", "?"), (answer, key)) and None)

    async def renew(self, keys: Sequence[str], *, holder: str, lease_until: float) -> None:
        rows = [(lease_until, key, holder) for key in keys]
        sql = "UPDATE inbox SET lease_until = ? WHERE key = ? AND holder = ? AND state <> 'done'"
        await self._do(lambda db: db.executemany(sql, rows) and None)

    async def take_stranded(
        self, *, now: float, holder: str, lease_until: float, kinds: Sequence[str], limit: int = 50
    ) -> list[Stranded]:
        marks = ", ".join("?" * len(kinds))
        sql = f"""UPDATE inbox SET holder = ?, lease_until = ?, attempts = attempts + 1 WHERE key IN (
            SELECT key FROM inbox WHERE state IN ('running', 'applied') AND lease_until < ? AND kind IN ({marks})
            ORDER BY received LIMIT ?) RETURNING key, kind, payload, state, attempts, received"""  # noqa: S608

        def write(db: sqlite3.Connection) -> list[Stranded]:
            rows = db.execute(sql, (holder, lease_until, now, *kinds, limit)).fetchall()
            return _stranded(rows)

        return await self._do(write)

    async def tidy(self, *, now: float) -> None:
        await self._do(lambda db: db.execute(_TIDY.format("?"), (now - KEEP_DONE,)) and None)

    async def close(self) -> None:
        self._closed = True
        self._waiting.put(None)
        await asyncio.to_thread(self._thread.join)

    async def _do(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        if self._closed:
            raise StoreDown("the inbox is closed")
        loop = asyncio.get_running_loop()
        waits: asyncio.Future[Any] = loop.create_future()
        self._waiting.put((work, loop, waits))
        return await waits

    def _run(self) -> None:
        db: sqlite3.Connection | None = None
        while True:
            first = self._waiting.get()
            batch: list[_Work] = []
            stop = first is None
            if first is not None:
                batch.append(first)
            while not self._waiting.empty():
                more = self._waiting.get()
                stop = stop or more is None
                if more is not None:
                    batch.append(more)
            if batch:
                try:
                    db = db or self._connect()
                    _settle(_commit(db, batch))
                except sqlite3.Error as fault:
                    if db is not None:
                        with contextlib.suppress(sqlite3.Error):
                            db.close()
                    db = None
                    _settle([(work, StoreDown(str(fault))) for work in batch])
            if stop:
                if db is not None:
                    db.close()
                return

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=self._patience, isolation_level=None)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        return db


def _commit(db: sqlite3.Connection, batch: list[_Work]) -> list[tuple[_Work, Any]]:
    db.execute("BEGIN IMMEDIATE")
    try:
        settled = [(work, work[0](db)) for work in batch]
        db.execute("COMMIT")
    except sqlite3.Error:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return settled


def _settle(settled: Sequence[tuple[_Work, Any]]) -> None:
    """Wake the waiters, each loop once."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any]]] = {}
    for (_, loop, waits), outcome in settled:
        by_loop.setdefault(loop, []).append((waits, outcome))
    for loop, outcomes in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_wake, outcomes)


def _wake(outcomes: list[tuple["asyncio.Future[Any]", Any]]) -> None:
    for waits, outcome in outcomes:
        if waits.done():
            continue
        if isinstance(outcome, Exception):
            waits.set_exception(outcome)
        else:
            waits.set_result(outcome)


# ── PostgreSQL ─────────────────────────────────────────────────────────────────


class PostgresInbox:
    """A small pool of plain connections."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    @classmethod
    async def open(cls, url: str) -> "PostgresInbox":
        """`url` as in SOURCER_DATABASE_URL."""
        plain = url.replace("postgresql+asyncpg://", "postgresql://", 1)
        try:
            pool = cast(Any, asyncpg).create_pool(plain, min_size=1, max_size=4, command_timeout=5, timeout=5)
            return cls(await pool)
        except (OSError, asyncpg.PostgresError) as fault:
            raise StoreDown(str(fault)) from fault

    async def put(self, arrived: Arrived, *, holder: str, lease_until: float) -> Kept:
        a = arrived
        row = (a.key, a.person, a.kind, a.payload, holder, lease_until, a.received)
        sql = _PUT.format(*(f"${n}" for n in range(1, 8))) + " RETURNING key"
        async with self._connection() as db:
            if await db.fetchval(sql, *row) is not None:
                return Kept(new=True, state="running")
            known = await db.fetchrow(_KNOWN.format("$1"), a.key)
        return Kept(new=False, state=known["state"], answer=known["answer"])

    async def done(self, key: str, answer: str | None = None) -> None:
        async with self._connection() as db:
            await db.execute(_DONE.format("$1", "$2"), answer, key)

    async def renew(self, keys: Sequence[str], *, holder: str, lease_until: float) -> None:
        sql = "UPDATE inbox SET lease_until = $1 WHERE key = ANY($2) AND holder = $3 AND state <> 'done'"
        async with self._connection() as db:
            await db.execute(sql, lease_until, list(keys), holder)

    async def take_stranded(
        self, *, now: float, holder: str, lease_until: float, kinds: Sequence[str], limit: int = 50
    ) -> list[Stranded]:
        sql = """UPDATE inbox SET holder = $1, lease_until = $2, attempts = attempts + 1 WHERE key IN (
            SELECT key FROM inbox WHERE state IN ('running', 'applied') AND lease_until < $3 AND kind = ANY($4)
            ORDER BY received LIMIT $5 FOR UPDATE SKIP LOCKED)
            RETURNING key, kind, payload, state, attempts, received"""
        async with self._connection() as db:
            rows = await db.fetch(sql, holder, lease_until, now, list(kinds), limit)
        return _stranded(rows)

    async def tidy(self, *, now: float) -> None:
        async with self._connection() as db:
            await db.execute(_TIDY.format("$1"), now - KEEP_DONE)

    async def close(self) -> None:
        await self._pool.close()

    @contextlib.asynccontextmanager
    async def _connection(self) -> AsyncGenerator[Any]:
        try:
            async with self._pool.acquire(timeout=5) as db:
                yield db
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
            raise StoreDown(str(fault)) from fault


def _stranded(rows: Sequence[Any]) -> list[Stranded]:
    in_order = sorted(rows, key=lambda row: row[5])
    return [Stranded(row[0], row[1], row[2], applied=row[3] == "applied", attempts=row[4]) for row in in_order]
