"""Keeps the search index in sync with the store: applies changes, or rebuilds the index.

A change and its row in `index_changes` are written in one transaction; the row is deleted once the index has committed
the change. If a process is killed in between, the row remains, and the next process to sync applies it again."""

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
from store.people import employers, index_changes, profiles
from store.tables.core import Profile

PAGE = 2_000  # profiles read at a time
COMMIT_EVERY = 50_000  # documents sent to the index before their rows in `index_changes` are cleared

Put = Callable[[Iterable[Document]], Awaitable[None]]


# One sync per index at a time in a process: two could leave the index with the older state of a profile.
_locks: WeakKeyDictionary[SearchIndex, asyncio.Lock] = WeakKeyDictionary()


@asynccontextmanager
async def syncing(store: Store, index: SearchIndex) -> AsyncGenerator["IndexSync"]:
    """Exclusive access to the index. On exit, everything sent is committed and cleared from `index_changes`."""
    async with _locks.setdefault(index, asyncio.Lock()):
        sync = IndexSync(store, index)
        try:
            yield sync
        except BaseException:
            await sync.abort()
            raise
        await sync.finish()


class IndexSync:
    """Sends documents to the index in the background, one batch ahead, and clears `index_changes` once the documents
    are committed."""

    def __init__(self, store: Store, index: SearchIndex) -> None:
        self._store = store
        self._index = index
        self.unbatched = False  # few enough changes that a bulk load isn't worthwhile
        self._bulk: AbstractAsyncContextManager[Put] | None = None
        self._put: Put = index.put
        self._pending_put: asyncio.Future[None] | None = None
        self._sent: dict[int, datetime] = {}

    async def put(self, documents: list[Document], since: Mapping[int, datetime], gone: Sequence[int] = ()) -> None:
        """Index `documents` and remove `gone`; returns once the previous batch is in the index. `since` holds the
        `index_changes` rows for all of them."""
        await self._await_pending()
        if self._bulk is None and not self.unbatched:
            self._bulk = self._index.bulk()
            self._put = await self._bulk.__aenter__()
        if gone:
            await self._index.remove(gone)
        if documents:
            self._pending_put = asyncio.ensure_future(self._put(documents))
        self._sent.update(since)
        if len(self._sent) >= COMMIT_EVERY:
            await self.finish()

    async def finish(self) -> None:
        """Commit everything sent so far, then clear it from `index_changes`."""
        await self._await_pending()
        if self._bulk is not None:
            bulk, self._bulk, self._put = self._bulk, None, self._index.put
            await bulk.__aexit__(None, None, None)
        if self._sent:
            async with self._store.write() as db:
                await index_changes.clear(db, self._sent)
            self._sent = {}

    async def abort(self) -> None:
        """After an error, wait for the pending batch, and clear nothing. What is already in the index is correct."""
        if self._pending_put is not None:
            await asyncio.wait([self._pending_put])
            self._pending_put = None
        if self._bulk is not None:
            bulk, self._bulk = self._bulk, None
            with suppress(OutsideError):
                await bulk.__aexit__(None, None, None)

    async def _await_pending(self) -> None:
        if self._pending_put is not None:
            task, self._pending_put = self._pending_put, None
            await task


async def catch_up_index(store: Store, index: SearchIndex) -> int:
    """Apply the changes in `index_changes` and return their number. Raises what the index raises; the remaining changes
    then stay pending."""
    count = 0
    async with syncing(store, index) as sync:
        while waiting := await _waiting(store):
            sync.unbatched = len(waiting) <= PAGE
            for page in _pages(waiting):
                async with store.read() as db:
                    found = await index_changes.profiles(db, page)
                existing = {profile.id for profile in found}
                await sync.put(
                    await asyncio.to_thread(_documents, found), page, [id for id in page if id not in existing]
                )
            await sync.finish()
            count += len(waiting)
    return count


async def _waiting(store: Store) -> dict[int, datetime]:
    async with store.read() as db:
        return await index_changes.pending(db, COMMIT_EVERY)


def _pages(waiting: dict[int, datetime]) -> Iterator[dict[int, datetime]]:
    items = iter(waiting.items())
    while page := dict(islice(items, PAGE)):
        yield page


async def rebuild_index(store: Store, index: SearchIndex, progress: Callable[[int], None] = lambda done: None) -> int:
    """Empty the index and refill it from the store; returns the number of profiles. `progress` gets the count so far.

    All profiles are marked as changed first, so if this is killed midway, the next `catch_up_index` completes it."""
    done = last = 0
    async with syncing(store, index) as sync:
        since = await _mark_all_changed(store)
        await index.clear()
        while True:
            async with store.read() as db:
                page = await profiles.after(db, last, PAGE)
            if not page:
                break
            last = page[-1].id
            await sync.put(await asyncio.to_thread(_documents, page), {profile.id: since for profile in page})
            done += len(page)
            progress(done)
    return done


async def _mark_all_changed(store: Store) -> datetime:
    now = datetime.now(UTC)
    async with store.write() as db:
        await index_changes.add_all(db, now)
    return now


def _documents(found: Iterable[Profile]) -> list[Document]:
    return [
        document(profile.id, profile.workspace_id, profile.body, employers.keys_of(profile.body)) for profile in found
    ]
