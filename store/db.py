"""The store: one database, opened once. SQLite allows many readers and one writer at a time."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Any, Self

from sqlalchemy import event, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from store import migrations
from store.engines import DURABLE, database_url, engines, translate_outages
from store.errors import AlreadyApplied, Counted, StoreDown

_open: ContextVar[bool] = ContextVar("inside a read or a write of the store", default=False)


def inside() -> bool:
    """Whether this task has a read or a write open; nothing outside the database may be awaited then."""
    return _open.get()


@contextmanager
def statements() -> Generator[list[str]]:
    """Collects the SQL statements that the whole process runs inside the block, in order, without BEGIN and PRAGMA."""
    executed: list[str] = []

    def record(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            executed.append(statement)

    event.listen(Engine, "before_cursor_execute", record)
    try:
        yield executed
    finally:
        event.remove(Engine, "before_cursor_execute", record)


class Read(AsyncSession):
    """A read-only transaction; on SQLite the connection enforces it."""


class Write(Read):
    """A transaction that can also write."""


class Store:
    """One database, SQLite or PostgreSQL."""

    def __init__(self, reading: AsyncEngine, writing: AsyncEngine) -> None:
        self.engine = writing
        self.dialect: str = writing.dialect.name
        self._reading = reading
        # SQLite has one writer: waiting for this lock is fair and costs nothing, whereas SQLite itself would poll.
        self._turn = asyncio.Lock() if self.dialect == "sqlite" else None

    @classmethod
    async def open(cls, url: str) -> Self:
        """Open the database, creating or upgrading its tables first; any number of processes may do so at once.

        Raises StoreDown when it cannot be reached, ValueError for an unsupported address."""
        store = cls(*engines(database_url(url)))
        try:
            with translate_outages():
                await migrations.upgrade(store.engine)
        except BaseException:
            await store.close()
            raise
        return store

    async def close(self) -> None:
        """Close all connections."""
        await self._reading.dispose()
        await self.engine.dispose()

    async def check(self) -> None:
        """Raises StoreDown if the database does not answer or lacks our tables (for example, because its file was
        removed)."""
        async with self.read() as db:
            try:
                await (await db.connection()).execute(text("SELECT version_num FROM alembic_version"))
            except DBAPIError as fault:
                raise StoreDown(str(fault.orig)) from fault

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[Read]:
        """A read transaction; on SQLite all its queries see the same snapshot. Raises StoreDown."""
        with _not_nested(), translate_outages():
            async with Read(self._reading, expire_on_commit=False, autoflush=False) as db:
                yield db

    @asynccontextmanager
    async def write(self, applied: str = "", *, durable: bool = False) -> AsyncGenerator[Write]:
        """One transaction: committed at the end, rolled back after an error.

        `durable`: the commit, and everything written before it, also survives a power loss. Otherwise a SQLite commit
        survives a killed process, but a power loss may undo the latest ones. PostgreSQL is always durable. With
        `applied`, the inbox row of that key is marked as applied in the same transaction. Raises StoreDown, and
        AlreadyApplied immediately if another run of that interaction got there first."""
        async with AsyncExitStack() as stack:
            stack.enter_context(_not_nested())
            if self._turn is not None:
                await stack.enter_async_context(self._turn)
            stack.enter_context(translate_outages())
            options = {DURABLE: True} if durable else {}
            db = await stack.enter_async_context(Write(self.engine, expire_on_commit=False, execution_options=options))
            if applied:
                await _mark_applied(db, applied)
            try:
                yield db
            except Counted:
                await db.commit()
                raise
            await db.commit()


@contextmanager
def _not_nested() -> Generator[None]:
    """Allow only one transaction at a time in a task: a write within a write would wait for itself, and a read would
    miss its changes."""
    if _open.get():
        raise RuntimeError("this task already has a read or a write open: pass its `db` on")
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


async def _mark_applied(db: Write, key: str) -> None:
    connection = await db.connection()
    marked = await connection.execute(
        text("UPDATE inbox SET state = 'applied' WHERE key = :key AND state IN ('received', 'running')"),
        {"key": key},
    )
    if marked.rowcount == 0:
        known = await connection.execute(text("SELECT state FROM inbox WHERE key = :key"), {"key": key})
        if known.first() is not None:
            raise AlreadyApplied(key)
