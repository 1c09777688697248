"""The search index is told what the store holds: what changed, or everything anew.

A change and its row in `index_changes` are one transaction; the row goes when the index has been told and keeps it. A
process that is killed in between leaves the row, and whoever holds the index next tells it again."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import UTC, datetime
from itertools import islice
from weakref import WeakKeyDictionary

from connectors.errors import OutsideError
from connectors.search.base import Document, SearchIndex
from connectors.search.index.document import document
from store.db import Store
from store.people import index_changes, profiles
from store.tables.core import Profile

PAGE = 2_000  # profiles read at a time
COMMIT_EVERY = 50_000  # documents told before their rows in `index_changes` are cleared

Put = Callable[[Iterable[Document]], Awaitable[None]]


# Two that tell one index at once could leave it with the older state of a profile: one at a time in a process.
_turns: WeakKeyDictionary[SearchIndex, asyncio.Lock] = WeakKeyDictionary()


@asynccontextmanager
async def telling(store: Store, index: SearchIndex) -> AsyncGenerator["IndexSync"]:
    """A turn to tell the index; at its end everything told is kept there and cleared here."""
    async with _turns.setdefault(index, asyncio.Lock()):
        told = IndexSync(store, index)
        try:
            yield told
        except BaseException:
            await told.give_up()
            raise
        await told.finish()


class IndexSync:
    """Tells the index in the background, one batch ahead, and clears `index_changes` behind it."""

    def __init__(self, store: Store, index: SearchIndex) -> None:
        self._store = store
        self._index = index
        self.few = False  # told one by one: nothing to load in bulk
        self._bulk: AbstractAsyncContextManager[Put] | None = None
        self._put: Put = index.put
        self._under_way: asyncio.Future[None] | None = None
        self._told: dict[int, datetime] = {}

    async def put(self, documents: list[Document], since: Mapping[int, datetime], gone: Sequence[int] = ()) -> None:
        """Tell these, and that those are `gone`; returns when the batch before is told. `since`: the rows of all of
        them in `index_changes`."""
        await self._arrived()
        if self._bulk is None and not self.few:
            self._bulk = self._index.bulk()
            self._put = await self._bulk.__aenter__()
        if gone:
            await self._index.remove(gone)
        if documents:
            self._under_way = asyncio.ensure_future(self._put(documents))
        self._told.update(since)
        if len(self._told) >= COMMIT_EVERY:
            await self.finish()

    async def finish(self) -> None:
        """Everything told is kept by the index, then cleared."""
        await self._arrived()
        if self._bulk is not None:
            bulk, self._bulk, self._put = self._bulk, None, self._index.put
            await bulk.__aexit__(None, None, None)
        if self._told:
            async with self._store.write() as db:
                await index_changes.clear(db, self._told)
            self._told = {}

    async def give_up(self) -> None:
        """After an error: what is under way ends, nothing is cleared. What the index has is true, so it may keep it."""
        if self._under_way is not None:
            await asyncio.wait([self._under_way])
            self._under_way = None
        if self._bulk is not None:
            bulk, self._bulk = self._bulk, None
            with suppress(OutsideError):
                await bulk.__aexit__(None, None, None)

    async def _arrived(self) -> None:
        if self._under_way is not None:
            task, self._under_way = self._under_way, None
            await task


async def catch_up_index(store: Store, index: SearchIndex) -> int:
    """Tell the index what `index_changes` holds; gives how many. Raises what the index raises: then the rest waits."""
    count = 0
    async with telling(store, index) as told:
        while waiting := await _waiting(store):
            told.few = len(waiting) <= PAGE
            for page in _pages(waiting):
                async with store.read() as db:
                    found = await index_changes.profiles(db, page)
                there = {profile.id for profile in found}
                await told.put(await asyncio.to_thread(_documents, found), page, [id for id in page if id not in there])
            await told.finish()
            count += len(waiting)
    return count


async def _waiting(store: Store) -> dict[int, datetime]:
    async with store.read() as db:
        return await index_changes.pending(db, COMMIT_EVERY)


def _pages(waiting: dict[int, datetime]) -> Iterator[dict[int, datetime]]:
    each = iter(waiting.items())
    while page := dict(islice(each, PAGE)):
        yield page


async def rebuild_index(store: Store, index: SearchIndex, progress: Callable[[int], None] = lambda done: None) -> int:
    """Empty the index and fill it from the store; gives how many profiles. `progress` is told how many are done.

    Killed half-way, it is finished by the next `catch_up_index`: all profiles are noted as changed first."""
    done = last = 0
    async with telling(store, index) as told:
        since = await _note_all(store)
        await index.clear()
        while True:
            async with store.read() as db:
                page = await profiles.after(db, last, PAGE)
            if not page:
                break
            last = page[-1].id
            await told.put(await asyncio.to_thread(_documents, page), {profile.id: since for profile in page})
            done += len(page)
            progress(done)
    return done


async def _note_all(store: Store) -> datetime:
    now = datetime.now(UTC)
    async with store.write() as db:
        await index_changes.add_all(db, now)
    return now


def _documents(found: Iterable[Profile]) -> list[Document]:
    return [document(profile.id, profile.workspace_id, profile.body) for profile in found]
