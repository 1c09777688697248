"""Compiled SQL that all engines of a test process share.

SQLAlchemy compiles a statement once per engine. A program has one or two engines for its life, but each test opens its
own: without this, a quarter of a test's time goes into compiling the same statements again."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.util import LRUCache

_DIALECTS: tuple[Any, ...] = (SQLiteDialect_aiosqlite, PGDialect_asyncpg)
_CONFIGURED = ("server_version_info", "default_schema_name", "_json_serializer", "_json_deserializer")


def share_compiled_sql() -> None:
    """SQLAlchemy looks a compiled statement up by dialect, which is an object of the engine: like ones become equal."""
    compiled: LRUCache[Any, Any] = LRUCache(5_000)

    def use(connection: Connection) -> None:
        connection.execution_options(compiled_cache=compiled)

    def equal(one: Any, other: Any) -> bool:
        return one is other or (type(one) is type(other) and _configuration(one) == _configuration(other))

    for dialect in _DIALECTS:
        dialect.__eq__ = equal
        dialect.__hash__ = lambda one: hash(type(one))
    event.listen(Engine, "engine_connect", use)


def _configuration(dialect: Any) -> list[Any]:
    return [getattr(dialect, name, None) for name in _CONFIGURED]
