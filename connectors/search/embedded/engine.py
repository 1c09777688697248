"""The embedded engine: tantivy, in a local directory, without a server."""

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self, TypeVar

from connectors.errors import OutsideError, Refused
from connectors.search.base import Document, IndexStatus, Query, Results
from connectors.search.embedded.directory import REBUILD, Directory, index_errors
from connectors.search.embedded.search import count, search

log = logging.getLogger(__name__)
T = TypeVar("T")

COMMIT_EVERY = 50_000  # documents in a bulk load: the most that a crash can lose


class EmbeddedIndex:
    """A SearchIndex. Searches run in a thread pool (tantivy releases the GIL), writes in a single thread."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._searches = ThreadPoolExecutor(max(2, os.cpu_count() or 2), thread_name_prefix="search")
        self._writes = ThreadPoolExecutor(1, thread_name_prefix="index")
        self._uncommitted = 0

    @classmethod
    async def open(
        cls, path: Path, *, writing: bool = True, writer_memory: int = 128 * 1024 * 1024, threads: int = 2
    ) -> Self:
        """Open or create the index at `path`. With `writing` False, only reads the index; another process may write to
        it.

        `writer_memory`: bytes for documents not yet on disk. Raises Refused if another process is writing there."""
        return cls(await asyncio.to_thread(Directory, path, writing=writing, memory=writer_memory, threads=threads))

    async def search(self, query: Query) -> Results:
        return await self._run(self._searches, lambda: search(self._directory.reader(), query))

    async def counts(self, queries: Sequence[Query]) -> list[int]:
        each = (
            self._run(self._searches, lambda query=query: count(self._directory.reader(), query)) for query in queries
        )
        return list(await asyncio.gather(*each))

    async def put(self, documents: Iterable[Document], *, commit: bool = True) -> None:
        """Add or replace documents by id. `documents` is consumed in another thread. With `commit` False they are
        neither visible nor durable until the next commit, which suits bulk loads."""

        def add() -> None:
            try:
                self._directory.add(documents)
                if commit:
                    self._directory.commit()
            except BaseException:
                self._directory.rollback()
                raise

        await self._run(self._writes, add)

    async def commit(self) -> None:
        """Make all documents put so far durable and visible to searches."""
        await self._run(self._writes, self._directory.commit)

    @contextlib.asynccontextmanager
    async def bulk(self) -> AsyncGenerator[Callable[[Iterable[Document]], Awaitable[None]]]:
        """Load many documents, with a commit every `COMMIT_EVERY` documents and at the end."""
        waiting = 0

        async def put(documents: Iterable[Document]) -> None:
            nonlocal waiting
            batch = list(documents)
            waiting += len(batch)
            await self.put(batch, commit=waiting >= COMMIT_EVERY)
            waiting %= COMMIT_EVERY

        yield put
        await self.commit()

    async def remove(self, ids: Sequence[int]) -> None:
        def remove() -> None:
            self._directory.remove(ids)
            self._directory.commit()

        await self._run(self._writes, remove)

    async def clear(self) -> None:
        await self._run(self._writes, self._directory.clear)

    async def status(self) -> IndexStatus:
        return await self._run(self._searches, self._status)

    async def close(self) -> None:
        try:
            await self._run(self._writes, self._directory.close)
        except OutsideError as failed:
            log.warning("search index not closed cleanly, so the last documents may be missing: %s", failed)
        finally:
            self._writes.shutdown()
            self._searches.shutdown()

    def _status(self) -> IndexStatus:
        if self._directory.fault and self._directory.writing:
            return IndexStatus(ready=False, documents=0, detail=self._directory.fault)
        if self._directory.writing and not self._directory.exists():
            return IndexStatus(ready=False, documents=0, detail=f"its files are gone; stop the bot, then {REBUILD}")
        try:
            return IndexStatus(ready=True, documents=self._directory.reader().documents)
        except Refused as refusal:
            return IndexStatus(ready=False, documents=0, detail=refusal.reason)

    @staticmethod
    async def _run(pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        with index_errors():
            return await asyncio.get_running_loop().run_in_executor(pool, work)
