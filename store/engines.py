"""The engines under the store, and what their databases say when they cannot."""

import asyncio
import json
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import asyncpg  # pyright: ignore[reportMissingTypeStubs]
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from store.errors import StoreDown
from store.text import clean

READERS = 8  # connections that read at once; on SQLite each is a thread
BUSY_MS = 10_000  # how long a SQLite writer waits for another process
DURABLE = "sourcer_durable"  # an option of a transaction: see Store.write
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON")
_SQL_ITSELF = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISUSE, sqlite3.SQLITE_RANGE}  # our statement is wrong: a bug
# PostgreSQL's classes of state (postgresql.org/docs/current/errcodes-appendix.html): connection, authorisation,
# no such database, rollback by a conflict, resources, object in use or locked, operator's intervention, the system's
_STATES_OF_TROUBLE = ("08", "28", "3D", "40", "53", "55", "57", "58", "XX")


def database_url(words: str) -> URL:
    """The address with the driver the store uses. Raises ValueError when it is none of ours."""
    url = make_url(words)
    plain = url.drivername.partition("+")[0]
    if plain not in _DRIVERS:
        raise ValueError(f"{plain} is not a database Sourcer keeps its data in: use sqlite or postgresql+asyncpg")
    if plain == "sqlite" and url.database in (None, "", ":memory:"):
        raise ValueError("SQLite needs a file: sqlite:///data/sourcer.sqlite")
    return url.set(drivername=_DRIVERS[plain])


def engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """One to read with, one to write with. On SQLite the second has one connection and the first can only read."""
    if url.get_backend_name() != "sqlite":
        both = create_async_engine(url, pool_size=READERS, max_overflow=READERS, pool_pre_ping=True, **_ALL)
        return both, both
    Path(url.database or "").expanduser().parent.mkdir(parents=True, exist_ok=True)
    reading = create_async_engine(url, pool_size=READERS, max_overflow=0, **_ALL)
    writing = create_async_engine(url, pool_size=1, max_overflow=0, **_ALL)
    _prepare(writing, *_PRAGMAS, begin="BEGIN IMMEDIATE")
    _prepare(reading, *_PRAGMAS, "query_only=ON", begin="BEGIN")
    return reading, writing


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Json(str):
    """Is JSON already: a column of values takes it as it is."""


def as_json(value: Any) -> Json:
    """Compact JSON without what a database cannot keep."""
    if isinstance(value, Json):
        return value
    text = _COMPACT.encode(value)
    return Json(text if _keepable(text) else _COMPACT.encode(_cleaned(value)))


def _keepable(text: str) -> bool:
    return "\\u0000" not in text and (text.isascii() or clean(text) == text)


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return clean(value)
        case dict():
            return {clean(key): _cleaned(each) for key, each in cast("dict[str, Any]", value).items()}
        case list() | tuple():
            return [_cleaned(each) for each in cast("list[Any]", value)]
        case _:
            return value


_ALL: dict[str, Any] = {
    "json_serializer": as_json,
    "hide_parameters": True,  # an error names its statement, never the person whom it was about
}


def _prepare(engine: AsyncEngine, *pragmas: str, begin: str) -> None:
    """Take the transactions out of the driver's hands: it would begin them late and deferred."""

    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begins(connection: Connection) -> None:
        level = "FULL" if connection.get_execution_options().get(DURABLE) else "NORMAL"
        kept = connection.info.get("synchronous", "NORMAL")
        if level != kept:  # it cannot be changed once the transaction has begun
            connection.exec_driver_sql(f"PRAGMA synchronous={level}")
            connection.info["synchronous"] = level
        connection.exec_driver_sql(begin)

    def given_up(connection: Any, _record: object, _why: object) -> None:
        # Whose task is cancelled within a statement leaves the statement open, and a connection that is closed with one
        # keeps its transaction, and the lock, until somebody collects it (sqlite.org/c3ref/close.html).
        with suppress(sqlite3.Error, asyncio.CancelledError):
            connection.rollback()

    event.listen(engine.sync_engine, "connect", connected)
    event.listen(engine.sync_engine, "invalidate", given_up)
    event.listen(engine.sync_engine, "begin", begins)


@contextmanager
def trouble() -> Generator[None]:
    """Whatever says that the database cannot work now becomes StoreDown; our own mistakes stay what they are."""
    try:
        yield
    except (PoolExhausted, OSError) as fault:
        raise StoreDown(f"no connection: {fault!r}") from fault
    except DBAPIError as fault:
        if _cannot_work(fault):
            raise StoreDown(str(fault.orig)) from fault
        raise
    except asyncpg.PostgresError as fault:  # while connecting SQLAlchemy does not wrap them
        if _state_of_trouble(fault):
            raise StoreDown(str(fault)) from fault
        raise


def _cannot_work(fault: DBAPIError) -> bool:
    if fault.connection_invalidated:
        return True
    if isinstance(fault.orig, sqlite3.Error):
        code = getattr(fault.orig, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        return code not in _SQL_ITSELF | {sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG}
    return _state_of_trouble(fault.orig) or isinstance(fault, InterfaceError)


def _state_of_trouble(fault: BaseException | None) -> bool:
    state = getattr(fault, "sqlstate", None)
    return isinstance(state, str) and state.startswith(_STATES_OF_TROUBLE)
