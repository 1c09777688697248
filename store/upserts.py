"""Insert-or-ignore and upsert: both databases use the same syntax, but SQLAlchemy implements them per dialect."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import SelectBase
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from store.db import Write

Insert = postgresql.Insert | sqlite.Insert


def _insert(db: Write, table: type[SQLModel]) -> Insert:
    return postgresql.insert(table) if db.get_bind().dialect.name == "postgresql" else sqlite.insert(table)


async def insert_new(db: Write, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows; those that already exist are left unchanged."""
    if rows:
        connection = await db.connection()
        await connection.execute(_insert(db, table).on_conflict_do_nothing(), [dict(row) for row in rows])


async def upsert(
    db: Write, table: type[SQLModel], rows: Sequence[Mapping[str, Any]], *, by: Sequence[str], change: Sequence[str]
) -> None:
    """Insert the rows; in those that already exist (same columns `by`), set the columns `change`."""
    if rows:
        statement = _insert(db, table)
        what = {name: statement.excluded[name] for name in change}
        connection = await db.connection()
        await connection.execute(
            statement.on_conflict_do_update(index_elements=list(by), set_=what), [dict(row) for row in rows]
        )


async def insert_from(
    db: Write,
    table: type[SQLModel],
    columns: Sequence[str],
    rows: SelectBase,
    *,
    by: Sequence[str],
    change: Sequence[str],
) -> None:
    """Like `upsert`, with the rows of a query. SQLite requires the query to have a WHERE."""
    statement = _insert(db, table).from_select(list(columns), rows)
    what = {name: statement.excluded[name] for name in change}
    connection = await db.connection()
    await connection.execute(statement.on_conflict_do_update(index_elements=list(by), set_=what))
