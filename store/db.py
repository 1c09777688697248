"""The store: one database, opened once, read by many and written in turn."""

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
from store.engines import DURABLE, database_url, engines, trouble
from store.errors import AlreadyApplied, Counted, StoreDown

_open: ContextVar[bool] = ContextVar("inside a read or a write of the store", default=False)


def inside() -> bool:
    """Whether this task is between the beginning and the end of a read or a write: nothing outside is awaited there."""
    return _open.get()


@contextmanager
def statements() -> Generator[list[str]]:
    """The SQL statements that the whole process runs meanwhile, in order, without beginnings and ends."""
    ran: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            ran.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(Engine, "before_cursor_execute", note)


class Read(AsyncSession):
    """A transaction that looks. On SQLite it cannot write."""


class Write(Read):
    """A transaction that changes, and may look."""


class Store:
    """One database, SQLite or PostgreSQL."""

    def __init__(self, reading: AsyncEngine, writing: AsyncEngine) -> None:
        self.engine = writing
        self.dialect: str = writing.dialect.name
        self._reading = reading
        # SQLite has one writer: waiting here is fair and costs nothing, waiting there polls.
        self._turn = asyncio.Lock() if self.dialect == "sqlite" else None

    @classmethod
    async def open(cls, url: str) -> Self:
        """Open the database, made or brought up to date first where needed; any number may do so at once.

        Raises StoreDown when it cannot be reached, ValueError for an address that is no database of ours."""
        store = cls(*engines(database_url(url)))
        try:
            with trouble():
                await migrations.upgrade(store.engine)
        except BaseException:
            await store.close()
            raise
        return store

    async def close(self) -> None:
        """Let go of all connections."""
        await self._reading.dispose()
        await self.engine.dispose()

    async def check(self) -> None:
        """Raises StoreDown when the database does not answer, or is not ours: a file that was taken away."""
        async with self.read() as db:
            try:
                await (await db.connection()).execute(text("SELECT version_num FROM alembic_version"))
            except DBAPIError as fault:
                raise StoreDown(str(fault.orig)) from fault

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[Read]:
        """One view of the data, the same from the first query to the last on SQLite. Raises StoreDown."""
        with _alone(), trouble():
            async with Read(self._reading, expire_on_commit=False, autoflush=False) as db:
                yield db

    @asynccontextmanager
    async def write(self, applied: str = "", *, durable: bool = False) -> AsyncGenerator[Write]:
        """One transaction: all of it is kept at the end, nothing after an error.

        `durable`: also when the machine loses power right afterwards, with all that was written before. Otherwise
        SQLite keeps it through a killed process, and may lose the last moments with the machine. PostgreSQL is durable.
        With `applied`, the inbox row of that key is marked in the same transaction. Raises AlreadyApplied at the start
        when another run of that interaction got there first, and StoreDown."""
        async with AsyncExitStack() as stack:
            stack.enter_context(_alone())
            if self._turn is not None:
                await stack.enter_async_context(self._turn)
            stack.enter_context(trouble())
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
def _alone() -> Generator[None]:
    """One at a time in a task: a write within a write would wait for itself, and a read would not see it."""
    if _open.get():
        raise RuntimeError("this task has a read or a write open already: pass its `db` on")
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
