"""A store and an index to import into."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from bot import sample
from bot.importing.candidates import Imported, Reading, import_candidates
from connectors.geo.places import Places
from connectors.search.base import Query, SearchIndex, Word
from connectors.search.embedded.engine import EmbeddedIndex
from connectors.search.language.terms import Terms
from connectors.search.language.understand import understand
from connectors.titles import Titles
from store.db import Store
from store.people import index_changes
from store.tables.core import Profile
from tests.databases import sqlite_file

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass(slots=True)
class Place:
    """A store and an index that people are imported into."""

    store: Store
    index: SearchIndex
    places: Places
    folder: Path

    @property
    def rejects(self) -> Path:
        return self.folder / "rejects.jsonl"

    async def import_files(self, *files: Path, workspace_id: int = 0, **options: Any) -> Imported:
        return await import_candidates(
            self.store,
            self.index,
            self.places,
            files,
            workspace_id=workspace_id,
            options=Reading(rejects=self.rejects, **options),
            now=lambda: datetime.now(UTC),
        )

    async def profiles(self) -> list[Profile]:
        async with self.store.read() as db:
            return list(await db.exec(select(Profile).order_by(col(Profile.id))))

    async def waiting(self) -> int:
        async with self.store.read() as db:
            return len(await index_changes.pending(db, 1_000_000))

    async def found(self, word: str | None = None, workspace_id: int = 0) -> set[str]:
        """The source ids of everyone a search finds."""
        of = {profile.id: profile.source_id for profile in await self.profiles()}
        what = Word(word) if word else None
        answer = await self.index.search(Query(workspace_id, what=what, page_size=max(1, len(of))))
        return {of.get(hit.profile_id, f"gone {hit.profile_id}") for hit in answer.hits}

    async def found_by(self, typed: str) -> set[str]:
        """The source ids of everyone that a typed search finds."""
        of = {profile.id: profile.source_id for profile in await self.profiles()}
        u = understand(Terms(what=typed), self.places, Titles.open())
        assert u.faults == ()
        query = Query(0, u.what, u.places, u.areas, u.remote_areas, u.terms.filters, page_size=len(of))
        return {of[hit.profile_id] for hit in (await self.index.search(query)).hits}


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Place]:
    store = await Store.open(f"sqlite:///{sqlite_file(tmp_path / 'store.sqlite')}")
    index = await EmbeddedIndex.open(tmp_path / "index", writer_memory=16 * 1024 * 1024, threads=1)
    places = Places.open()
    yield Place(store, index, places, tmp_path)
    places.close()
    await index.close()
    await store.close()


@pytest.fixture(scope="session")
def people_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("people") / "people.jsonl"
    sample.write(path, 9_000, 1, TODAY)
    return path
