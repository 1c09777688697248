"""Insert or else: the one thing the two databases spell alike and SQLAlchemy keeps apart."""

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
    """Insert the rows; one that is there already stays as it is."""
    if rows:
        connection = await db.connection()
        await connection.execute(_insert(db, table).on_conflict_do_nothing(), [dict(row) for row in rows])


async def upsert(
    db: Write, table: type[SQLModel], rows: Sequence[Mapping[str, Any]], *, by: Sequence[str], change: Sequence[str]
) -> None:
    """Insert the rows; in one that is there already, by the columns `by`, the columns `change` are set."""
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
    """As `upsert`, with the rows that a query gives. SQLite wants a WHERE in it."""
    statement = _insert(db, table).from_select(list(columns), rows)
    what = {name: statement.excluded[name] for name in change}
    connection = await db.connection()
    await connection.execute(statement.on_conflict_do_update(index_elements=list(by), set_=what))
