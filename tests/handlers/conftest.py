"""A workspace in use: the real store and embedded index, members who press buttons, and no platform."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cards.actions.base import Action, carried, read
from cards.actions.entry import Command
from connectors.errors import OutsideError, Unreachable
from connectors.geo.places import Places
from connectors.search.base import Document, IndexStatus, Query, Results
from connectors.search.embedded.engine import EmbeddedIndex
from connectors.search.index.document import document
from connectors.titles import Titles
from handlers.context import Context
from handlers.replies import Replies
from handlers.routes import HANDLERS
from handlers.start import start
from store.db import Store, inside
from store.errors import Gone
from store.members import members, workspaces
from store.people import employers, profiles
from store.people.profiles import ProfileRow
from store.roles import Role, allows
from store.tables.core import Member, Workspace
from tests.databases import sqlite_file

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class WatchedIndex:
    """An index that must never be queried inside a transaction; `down` makes it fail."""

    index: EmbeddedIndex
    down: OutsideError | None = None
    calls: int = 0

    def _watch(self) -> None:
        assert not inside(), "the index was asked inside a transaction"
        self.calls += 1
        if self.down:
            raise self.down

    async def search(self, query: Query) -> Results:
        self._watch()
        return await self.index.search(query)

    async def counts(self, queries: Sequence[Query]) -> list[int]:
        self._watch()
        return await self.index.counts(queries)

    async def put(self, documents: Iterable[Document]) -> None:
        await self.index.put(documents)

    async def remove(self, ids: Sequence[int]) -> None:
        await self.index.remove(ids)

    async def clear(self) -> None:
        await self.index.clear()

    async def status(self) -> IndexStatus:
        self._watch()
        return await self.index.status()

    async def close(self) -> None:
        await self.index.close()


@dataclass
class Workplace:
    """One workspace with its members."""

    store: Store
    index: WatchedIndex
    context: Context
    workspace: Workspace

    async def member(self, name: str, role: Role = Role.RECRUITER, *, outsider: bool = False) -> Member:
        async with self.store.write() as db:
            admins = frozenset({name.lower()}) if role is Role.ADMIN else frozenset[str]()
            found = await members.get_or_create(
                db,
                self.workspace,
                name.lower(),
                name=name,
                email=f"{name.lower()}@example.com",
                outsider=outsider,
                admins=admins,
            )
            if role not in (Role.ADMIN, Role.GUEST):
                found.role, found.role_set_by = role, found.id
            await db.flush()
        return found

    async def reload(self, member: Member) -> Member:
        """The member, reloaded from the store."""
        async with self.store.read() as db:
            return await members.get(db, member.workspace_id, member.id)

    async def people(self, *bodies: dict[str, Any], workspace_id: int = 0) -> list[int]:
        """Imports and indexes people; returns their profile ids."""
        rows = [profile_row(body) for body in bodies]
        async with self.store.write() as db:
            stored = await profiles.save_many(db, workspace_id, rows)
        await self.index.put(
            document(id_, workspace_id, row["body"], employers.keys_of(row["body"]))
            for id_, row in zip(stored.ids, rows, strict=True)
        )
        return stored.ids

    async def press(self, action: Action, by: Member, **typed: Any) -> Replies:
        """The replies to a press, serialized and read back as a platform does it."""
        action = read(action.verb, carried(action), typed)
        by = await self.reload(by)
        handler = HANDLERS[type(action)]
        if not allows(by.role, handler.needs):
            return await start.not_allowed(by, handler.needs, self.context)
        try:
            return await handler.run(action, by, self.context)
        except Gone as gone:
            return await start.gone(gone.message, by, self.context)

    async def say(self, text: str, by: Member) -> Replies:
        """The replies to `/sourcer TEXT`."""
        by = await self.reload(by)
        return await HANDLERS[Command].run(Command(text), by, self.context)

    def unplug(self) -> None:
        """From now on the index is unreachable."""
        self.index.down = Unreachable("the search index")


def profile_row(body: dict[str, Any]) -> ProfileRow:
    emails = body.get("emails") or [""]
    updated = body.get("updated_at")
    return {
        "source": body.get("source", "internet"),
        "source_id": body["id"],
        "name": body["name"],
        "email": emails[0].lower(),
        "body": body,
        "updated_at": datetime.fromisoformat(updated) if updated else None,
    }


def nurse(id_: str, name: str, **more: Any) -> dict[str, Any]:
    """A nurse in Boston."""
    return {
        "id": id_,
        "source": "internet",
        "name": name,
        "headline": "Registered Nurse",
        "place": {"city": "Boston", "region": "MA", "country": "US", "lat": 42.36, "lon": -71.06},
        "experience": [{"title": "Registered Nurse", "company": "Mercy General", "start": "2019-03"}],
        "skills": ["Triage", "Wound care"],
        "years_experience": 7,
        "emails": [f"{id_}@people.example"],
        "updated_at": (NOW - timedelta(days=3)).isoformat(),
        **more,
    }


@pytest.fixture(scope="session")
def places() -> Places:
    return Places.open()


@pytest.fixture(scope="session")
def titles() -> Titles:
    return Titles.open()


@pytest.fixture
async def work(tmp_path: Path, places: Places, titles: Titles) -> AsyncIterator[Workplace]:
    store = await Store.open(f"sqlite:///{sqlite_file(tmp_path / 'store.sqlite')}")
    index = WatchedIndex(await EmbeddedIndex.open(tmp_path / "index", writer_memory=20_000_000, threads=1))
    async with store.write() as db:
        workspace = await workspaces.get_or_create(db, "slack", "T1", "Mercy")
    context = Context(store, index, places, titles, lambda: NOW)
    yield Workplace(store, index, context, workspace)
    await index.close()
    await store.close()


@pytest.fixture
async def other_workspace(work: Workplace) -> Workplace:
    """Another team on the same installation."""
    async with work.store.write() as db:
        workspace = await workspaces.get_or_create(db, "slack", "T2", "Rival")
    return replace(work, workspace=workspace)
