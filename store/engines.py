"""SQLAlchemy engines, and which of their errors mean that the database is unavailable."""

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

READERS = 8  # concurrent read connections; on SQLite each is a thread
BUSY_MS = 10_000  # how long a SQLite writer waits for another process
DURABLE = "sourcer_durable"  # an execution option of transactions: see Store.write
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON")
_STATEMENT_ERRORS = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISUSE, sqlite3.SQLITE_RANGE}  # a bug in our statement
# PostgreSQL error classes (postgresql.org/docs/current/errcodes-appendix.html): connection, authorization, no such
# database, transaction rollback, resources, object in use or locked, operator intervention, system, internal
_UNAVAILABLE_CLASSES = ("08", "28", "3D", "40", "53", "55", "57", "58", "XX")


def database_url(address: str) -> URL:
    """The address as a URL with the driver that the store uses. Raises ValueError for an unsupported one."""
    url = make_url(address)
    dialect = url.drivername.partition("+")[0]
    if dialect not in _DRIVERS:
        raise ValueError(f"Sourcer cannot store its data in {dialect}: use sqlite or postgresql+asyncpg")
    if dialect == "sqlite" and url.database in (None, "", ":memory:"):
        raise ValueError("SQLite needs a file: sqlite:///data/sourcer.sqlite")
    return url.set(drivername=_DRIVERS[dialect])


def engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """The engines for reading and for writing. On SQLite the first is read-only and the second has one connection."""
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
    """A string that is already JSON: a JSON column stores it unchanged."""


def as_json(value: Any) -> Json:
    """Compact JSON, without characters that a database cannot store."""
    if isinstance(value, Json):
        return value
    text = _COMPACT.encode(value)
    return Json(text if _storable(text) else _COMPACT.encode(_cleaned(value)))


def _storable(text: str) -> bool:
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
    "hide_parameters": True,  # errors name the statement, never its parameters, which are personal data
}


def _prepare(engine: AsyncEngine, *pragmas: str, begin: str) -> None:
    """Begin the transactions here, not in the driver, which would begin them late and deferred."""

    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def on_begin(connection: Connection) -> None:
        level = "FULL" if connection.get_execution_options().get(DURABLE) else "NORMAL"
        current = connection.info.get("synchronous", "NORMAL")
        if level != current:  # this cannot be changed once the transaction has begun
            connection.exec_driver_sql(f"PRAGMA synchronous={level}")
            connection.info["synchronous"] = level
        connection.exec_driver_sql(begin)

    def on_invalidate(connection: Any, _record: object, _why: object) -> None:
        # A task that is canceled during a statement leaves it open, and closing such a connection keeps its
        # transaction and the lock until it is garbage-collected (sqlite.org/c3ref/close.html).
        with suppress(sqlite3.Error, asyncio.CancelledError):
            connection.rollback()

    event.listen(engine.sync_engine, "connect", on_connect)
    event.listen(engine.sync_engine, "invalidate", on_invalidate)
    event.listen(engine.sync_engine, "begin", on_begin)


@contextmanager
def translate_outages() -> Generator[None]:
    """Raises StoreDown for errors that mean the database is unavailable; our own mistakes pass through unchanged."""
    try:
        yield
    except (PoolExhausted, OSError) as fault:
        raise StoreDown(f"no connection: {fault!r}") from fault
    except DBAPIError as fault:
        if _is_unavailable(fault):
            raise StoreDown(str(fault.orig)) from fault
        raise
    except asyncpg.PostgresError as fault:  # SQLAlchemy does not wrap errors while connecting
        if _in_unavailable_class(fault):
            raise StoreDown(str(fault)) from fault
        raise


def _is_unavailable(fault: DBAPIError) -> bool:
    if fault.connection_invalidated:
        return True
    if isinstance(fault.orig, sqlite3.Error):
        code = getattr(fault.orig, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        return code not in _STATEMENT_ERRORS | {
            sqlite3.SQLITE_CONSTRAINT,
            sqlite3.SQLITE_MISMATCH,
            sqlite3.SQLITE_TOOBIG,
        }
    return _in_unavailable_class(fault.orig) or isinstance(fault, InterfaceError)


def _in_unavailable_class(fault: BaseException | None) -> bool:
    state = getattr(fault, "sqlstate", None)
    return isinstance(state, str) and state.startswith(_UNAVAILABLE_CLASSES)
