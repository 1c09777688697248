"""The inbox on SQLite: its own writer thread commits all waiting interactions in one transaction."""

import asyncio
import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from store.errors import StoreDown
from store.interactions.log import DONE, KNOWN, PUT, TIDY, Arrived, PutResult, Stranded, Turn, stranded

_WRITE_ERRORS = (sqlite3.Error, UnicodeError)  # raised by SQLite, or by its driver for a lone surrogate
_Work = tuple[Callable[[sqlite3.Connection], Any], asyncio.AbstractEventLoop, "asyncio.Future[Any]"]


class SqliteInteractionLog:
    """One thread, one connection; all waiting writes are committed together (group commit)."""

    def __init__(self, path: Path | str, *, busy_timeout: float = 2.0) -> None:
        """`busy_timeout`: seconds to wait for another writer, less than Slack waits for the acknowledgement."""
        self._path = str(path)
        self._busy_timeout = busy_timeout
        self._waiting: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="inbox", daemon=True)
        self._closed = False
        self._thread.start()

    async def put(self, arrived: Arrived, *, holder: str, lease_until: float) -> PutResult:
        a = arrived
        row = (a.key, a.person, a.kind, "running", a.payload, holder, lease_until, a.received)

        def write(db: sqlite3.Connection) -> PutResult:
            if db.execute(PUT.format(*"????????"), row).rowcount:
                return PutResult(new=True, state="running")
            state, answer = db.execute(KNOWN.format("?"), (a.key,)).fetchone()
            return PutResult(new=False, state=state, answer=answer)

        return await self._do(write)

    async def turn(self, key: str, person: str, *, holder: str, now: float, kinds: Sequence[str]) -> Turn:
        """Always granted: no other process can be running."""
        return Turn.MINE

    async def done(self, key: str, answer: str | None = None) -> None:
        await self._do(lambda db: db.execute(DONE.format("?", "?"), (answer, key)) and None)

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
            return stranded(rows)

        return await self._do(write)

    async def tidy(self, *, now: float) -> None:
        def delete(db: sqlite3.Connection) -> None:
            for sql, max_age in TIDY:
                db.execute(sql.format("?"), (now - max_age,))

        await self._do(delete)

    async def close(self) -> None:
        self._closed = True
        self._waiting.put(None)
        await asyncio.to_thread(self._thread.join)

    async def _do(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        if self._closed:
            raise StoreDown("the inbox is closed")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._waiting.put((work, loop, future))
        return await future

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
                except _WRITE_ERRORS as fault:
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
        db = sqlite3.connect(self._path, timeout=self._busy_timeout, isolation_level=None)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        return db


def _commit(db: sqlite3.Connection, batch: list[_Work]) -> list[tuple[_Work, Any]]:
    db.execute("BEGIN IMMEDIATE")
    try:
        settled = [(work, work[0](db)) for work in batch]
        db.execute("COMMIT")
    except _WRITE_ERRORS:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return settled


def _settle(settled: Sequence[tuple[_Work, Any]]) -> None:
    """Wake the waiters, with one call for each event loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any]]] = {}
    for (_, loop, future), outcome in settled:
        by_loop.setdefault(loop, []).append((future, outcome))
    for loop, outcomes in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop is closed: nothing is waiting anymore
            loop.call_soon_threadsafe(_wake, outcomes)


def _wake(outcomes: list[tuple["asyncio.Future[Any]", Any]]) -> None:
    for future, outcome in outcomes:
        if future.done():
            continue
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
