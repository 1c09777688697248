"""A store to test with: each test runs on SQLite and on PostgreSQL, with its own database."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from store.db import Store
from store.members import members, workspaces
from store.people import profiles
from store.roles import Role
from store.tables.core import Member, Workspace
from tests.servers.postgres import CannotRun, Postgres, postgres

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    """A real PostgreSQL server; each test has its own database there."""
    try:
        with postgres() as running:
            yield running
    except CannotRun as why:
        pytest.skip(f"PostgreSQL: {why}")


_DISCONNECT = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
_COLUMNS = """
    SELECT string_agg(concat_ws(' ', attrelid, attname, atttypid, attnotnull), ',' ORDER BY attrelid, attnum)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace"""
_EMPTYING = """
    SELECT 'SET session_replication_role = replica; ' || (
        SELECT string_agg(format('DELETE FROM %I; ', tablename), '') FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    ) || (SELECT string_agg(format('SELECT setval(%L, 1, false); ', sequencename), '') FROM pg_sequences)"""


class MigratedDatabases:
    """Migrated databases that are emptied and used again: creating and dropping one takes longer than most tests."""

    def __init__(self, server: Postgres, template: str) -> None:
        self.server = server
        self._template = template
        self._empty: list[str] = []
        self._columns = self._emptying = ""

    @asynccontextmanager
    async def one(self) -> AsyncIterator[str]:
        name = self._empty.pop() if self._empty else await self.server.create(self._template)
        yield name
        if await self._emptied(name):
            self._empty.append(name)
        else:
            await self.server.drop(name)

    async def _emptied(self, name: str) -> bool:
        """Closes its connections, deletes its rows and restarts its ids. False if the test changed its tables."""
        if not self._columns:
            async with self.server.connected(self._template) as template:
                self._columns = await template.fetchval(_COLUMNS)
                self._emptying = await template.fetchval(_EMPTYING)
        async with self.server.connected(name) as database:
            await database.execute(_DISCONNECT)
            if await database.fetchval(_COLUMNS) != self._columns:
                return False
            await database.execute(self._emptying)
        return True


def _migrate(url: str) -> None:
    """Runs in a separate thread: session fixtures are created while a test's event loop is running."""

    async def run() -> None:
        await (await Store.open(url)).close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run()).result()


@pytest.fixture(scope="session")
def postgres_template(server: Postgres) -> str:
    with ThreadPoolExecutor(1) as thread:
        name = thread.submit(asyncio.run, server.create()).result()
    _migrate(server.url(name))
    return name


@pytest.fixture(scope="session")
def postgres_databases(server: Postgres, postgres_template: str) -> MigratedDatabases:
    return MigratedDatabases(server, postgres_template)


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.sqlite"
        _migrate(f"sqlite:///{path}")
        return path.read_bytes()


def sqlite_file(path: Path) -> Path:
    """Creates a migrated database there, unless there is one: migrating takes longer than many a test."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_migrated())
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.sqlite'}"
    else:
        server: Postgres = request.getfixturevalue("server")
        name = await server.create()
        yield server.url(name)
        await server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a migrated database."""
    if request.param == "sqlite":
        yield f"sqlite:///{sqlite_file(tmp_path / 'store.sqlite')}"
    else:
        migrated: MigratedDatabases = request.getfixturevalue("postgres_databases")
        async with migrated.one() as name:
            yield migrated.server.url(name)


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = await Store.open(url)
    yield opened
    await opened.close()


@pytest.fixture
async def replicas(url: str, store: Store) -> AsyncIterator[list[Store]]:
    """The same database, opened by four stores as four processes would."""
    others = [await Store.open(url) for _ in range(3)]
    yield [store, *others]
    for other in others:
        await other.close()


@dataclass
class Team:
    """A workspace with members, created through the store's own functions."""

    store: Store
    workspace: Workspace

    async def member(self, name: str = "Ana", role: Role = Role.RECRUITER, *, outsider: bool = False) -> Member:
        async with self.store.write() as db:
            member = await members.get_or_create(
                db, self.workspace, f"U{next(_numbers)}", name=name, email="", outsider=outsider, admins=frozenset()
            )
            member.role = role
        return member

    async def profile(self, name: str = "Grace Hopper", *, shared: bool = True, **body: Any) -> int:
        """The id of a new profile; `body` as in the import format."""
        async with self.store.write() as db:
            stored = await profiles.save_many(db, 0 if shared else self.workspace.id, [profile_row(name, **body)])
        return stored.ids[0]


def profile_row(name: str = "Grace Hopper", source_id: str = "", source: str = "internet", **body: Any) -> Any:
    emails = body.get("emails", [])
    return {
        "source": source,
        "source_id": source_id or f"p-{next(_numbers)}",
        "name": name,
        "email": next((mail for mail in emails if isinstance(mail, str)), ""),
        "body": {"name": name, **body},
        "updated_at": NOW,
    }


async def new_team(store: Store) -> Team:
    async with store.write() as db:
        return Team(store, await workspaces.get_or_create(db, "slack", f"T{next(_numbers)}", "Acme"))


@pytest.fixture
async def team(store: Store) -> Team:
    return await new_team(store)


@pytest.fixture
async def other_team(store: Store) -> Team:
    return await new_team(store)
