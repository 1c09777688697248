"""The engine of larger installations: a Typesense server or cluster, version 0.24 or later.

It finds whom the embedded engine finds, but for:
- phrases of four words and more, which are looked up three words at a time;
- words misspelt by two letters, one at each end, which it may miss, and all but the hundred nearest spellings;
- searches of more than about fifty conditions (other names of a word cost none), which it refuses in words.
And where a word has other names or may be misspelt it does not rank by weights: first come those found in a present
title, or as written, then the newest."""

import asyncio
import contextlib
import logging
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from itertools import islice
from typing import Self

from connectors.errors import OutsideError
from connectors.search.base import Document, IndexStatus, Query, Results
from connectors.search.index.query_plan import plan
from connectors.search.typesense.client import Wire
from connectors.search.typesense.collections import STALE, Collections
from connectors.search.typesense.query import compiled
from connectors.search.typesense.schema import line, word_line
from connectors.search.typesense.search import search
from connectors.search.typesense.spelling import settle

_BATCH = 1000  # documents of one import request
_KNOWN = 300_000  # words remembered as sent
_LOADED = 0.95  # of the profiles expected: a server that holds fewer is still loading

log = logging.getLogger(__name__)


class TypesenseIndex:
    """A SearchIndex. `expected` gives how many profiles the store holds; without it, a server that is still loading
    after a restart counts as ready (its /health says ok with a part of the documents)."""

    def __init__(
        self, wire: Wire, collection: str, expected: Callable[[], Awaitable[int]] | None = None, snapshots: str = ""
    ) -> None:
        self._wire = wire
        self._collections = Collections(wire, collection)
        self._expected = expected
        self._snapshots = snapshots
        self._sent: set[str] = set()  # words that the vocabulary has by now

    @classmethod
    async def open(
        cls,
        url: str,
        api_key: str,
        collection: str = "profiles",
        *,
        expected: Callable[[], Awaitable[int]] | None = None,
        snapshots: str = "",
    ) -> Self:
        """Nothing is asked of the server yet: it may start later than we do.

        `snapshots`: a directory on the server's machine. A server replays its log when it starts, slowly; it writes
        its state once an hour by itself, with this also after each bulk load, and leaves a copy there."""
        return cls(Wire(url, api_key), collection, expected, snapshots)

    async def search(self, query: Query) -> Results:
        await self._collections.ensure()
        return await search(self._wire, self._collections, query)

    async def counts(self, queries: Sequence[Query]) -> list[int]:
        await self._collections.ensure()
        nodes = [plan(query.what) for query in queries]
        read = await settle(self._wire, self._collections, nodes)
        asked = [
            {**compiled(query, node, spellings).parameters, "collection": self._collections.profiles, "per_page": 0}
            for query, (node, spellings) in zip(queries, read, strict=True)
        ]
        return [int(answer["found"]) for answer in await self._wire.searches(asked)]

    async def put(self, documents: Iterable[Document]) -> None:
        """Add or replace, by id. `documents` is read in another thread, some at a time."""
        await self._collections.ensure()
        remaining = iter(documents)
        while batch := await asyncio.to_thread(self._batch, remaining):
            lines, words = batch
            if words:
                await self._wire.load(self._collections.words, b"\n".join(word_line(word) for word in sorted(words)))
            await self._wire.load(self._collections.profiles, lines)
            self._remember(words)

    @contextlib.asynccontextmanager
    async def bulk(self) -> AsyncGenerator[Callable[[Iterable[Document]], Awaitable[None]]]:
        """Load many; then the server writes a snapshot, where it was told to."""
        yield self.put
        if self._snapshots:
            try:
                await self._wire.snapshot(f"{self._snapshots.rstrip('/')}/{uuid.uuid4().hex}")
            except OutsideError as failed:
                log.warning("The search index wrote no snapshot, so that its next start may be slow: %s", failed)

    async def remove(self, ids: Sequence[int]) -> None:
        await self._collections.ensure()
        path = f"/collections/{self._collections.profiles}/documents"
        for start in range(0, len(ids), _BATCH):
            some = ",".join(str(profile_id) for profile_id in ids[start : start + _BATCH])
            await self._wire.ask("DELETE", path, params={"filter_by": f"id:[{some}]"})

    async def clear(self) -> None:
        self._sent.clear()
        await self._collections.clear()

    async def status(self) -> IndexStatus:
        try:
            if not await self._wire.healthy():
                return IndexStatus(ready=False, documents=0, detail="the Typesense server is still loading")
            if await self._collections.stale():
                return IndexStatus(ready=False, documents=0, detail=STALE)
            held = await self._collections.held()
        except OutsideError as failed:
            return IndexStatus(ready=False, documents=0, detail=f"the Typesense server did not answer: {failed.detail}")
        documents = int(held["num_documents"]) if held else 0
        expected = await self._expected() if self._expected else 0
        if documents < expected * _LOADED:
            detail = f"{documents:,} of {expected:,} profiles loaded; if it stays so, run sourcer index rebuild"
            return IndexStatus(ready=False, documents=documents, detail=detail)
        return IndexStatus(ready=True, documents=documents)

    async def close(self) -> None:
        await self._wire.close()

    def _batch(self, remaining: Iterable[Document]) -> tuple[bytes, set[str]] | None:
        """The next documents as an import, and their words that the vocabulary may lack."""
        lines: list[bytes] = []
        words: set[str] = set()
        for document in islice(remaining, _BATCH):
            one, spoken = line(document)
            lines.append(one)
            words |= spoken
        return (b"\n".join(lines), words - self._sent) if lines else None

    def _remember(self, words: set[str]) -> None:
        if len(self._sent) > _KNOWN:
            self._sent.clear()
        self._sent |= words
