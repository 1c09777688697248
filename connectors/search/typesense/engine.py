"""The engine for larger installations: a Typesense server or cluster, version 0.24 or later.

It finds the same profiles as the embedded engine, except that:
- phrases of four or more words are looked up three words at a time;
- it may miss words with two typos, one at each end, and it tries only the hundred nearest spellings of a word;
- a prefix (`develop*`) finds the first 250 words that begin with it;
- it rejects searches with more than about fifty conditions (aliases of a word don't count).
If a word has aliases or several forms, or may be misspelled, results are not ranked by weights: matches of the typed
form in a current title, or of the exact spelling, come first, then the newest profiles."""

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
from connectors.search.typesense.client import TypesenseClient
from connectors.search.typesense.collections import STALE, Collections
from connectors.search.typesense.query import compiled
from connectors.search.typesense.schema import line, word_line
from connectors.search.typesense.search import search
from connectors.search.typesense.spelling import check_spelling

_BATCH = 1000  # documents per import request
_KNOWN = 300_000  # words remembered as sent
_LOADED = 0.95  # share of the expected profiles: a server with fewer is still loading

log = logging.getLogger(__name__)


class TypesenseIndex:
    """A SearchIndex. `expected` returns the number of profiles in the store; without it, a server that is still loading
    after a restart counts as ready (its /health reports ok when only some documents are loaded)."""

    def __init__(
        self,
        client: TypesenseClient,
        collection: str,
        expected: Callable[[], Awaitable[int]] | None = None,
        snapshots: str = "",
    ) -> None:
        self._client = client
        self._collections = Collections(client, collection)
        self._expected = expected
        self._snapshots = snapshots
        self._sent: set[str] = set()  # words already in the vocabulary

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
        """Open the index. Doesn't contact the server, which may therefore start after we do.

        `snapshots`: a directory on the server's machine. A server replays its log on startup, which is slow. It saves
        its state once an hour. With `snapshots` set, it also does so after each bulk load, and puts a copy into that
        directory."""
        return cls(TypesenseClient(url, api_key), collection, expected, snapshots)

    async def search(self, query: Query) -> Results:
        await self._collections.ensure()
        return await search(self._client, self._collections, query)

    async def counts(self, queries: Sequence[Query]) -> list[int]:
        await self._collections.ensure()
        nodes = [plan(query.what) for query in queries]
        resolved = await check_spelling(self._client, self._collections, nodes)
        searches = [
            {**compiled(query, node, spellings).parameters, "collection": self._collections.profiles, "per_page": 0}
            for query, (node, spellings) in zip(queries, resolved, strict=True)
        ]
        return [int(answer["found"]) for answer in await self._client.multi_search(searches)]

    async def put(self, documents: Iterable[Document]) -> None:
        """Add or replace documents by id. `documents` is consumed in batches in another thread."""
        await self._collections.ensure()
        remaining = iter(documents)
        while batch := await asyncio.to_thread(self._batch, remaining):
            lines, words = batch
            if words:
                await self._client.import_documents(
                    self._collections.words, b"\n".join(word_line(word) for word in sorted(words))
                )
            await self._client.import_documents(self._collections.profiles, lines)
            self._remember(words)

    @contextlib.asynccontextmanager
    async def bulk(self) -> AsyncGenerator[Callable[[Iterable[Document]], Awaitable[None]]]:
        """Load many documents; then the server saves a snapshot, if a directory is configured."""
        yield self.put
        if self._snapshots:
            try:
                await self._client.snapshot(f"{self._snapshots.rstrip('/')}/{uuid.uuid4().hex}")
            except OutsideError as failed:
                log.warning("The search index could not save a snapshot, so its next start may be slow: %s", failed)

    async def remove(self, ids: Sequence[int]) -> None:
        await self._collections.ensure()
        path = f"/collections/{self._collections.profiles}/documents"
        for start in range(0, len(ids), _BATCH):
            some = ",".join(str(profile_id) for profile_id in ids[start : start + _BATCH])
            await self._client.request("DELETE", path, params={"filter_by": f"id:[{some}]"})

    async def clear(self) -> None:
        self._sent.clear()
        await self._collections.clear()

    async def status(self) -> IndexStatus:
        try:
            if not await self._client.healthy():
                return IndexStatus(ready=False, documents=0, detail="the Typesense server is still loading")
            if await self._collections.stale():
                return IndexStatus(ready=False, documents=0, detail=STALE)
            info = await self._collections.info()
        except OutsideError as failed:
            detail = f"the Typesense server did not respond: {failed.detail}"
            return IndexStatus(ready=False, documents=0, detail=detail)
        documents = int(info["num_documents"]) if info else 0
        expected = await self._expected() if self._expected else 0
        if documents < expected * _LOADED:
            detail = f"{documents:,} of {expected:,} profiles loaded; if this doesn't change, run sourcer index rebuild"
            return IndexStatus(ready=False, documents=documents, detail=detail)
        return IndexStatus(ready=True, documents=documents)

    async def close(self) -> None:
        await self._client.close()

    def _batch(self, remaining: Iterable[Document]) -> tuple[bytes, set[str]] | None:
        """The next batch as import lines, and the words in it that may be missing from the vocabulary."""
        lines: list[bytes] = []
        words: set[str] = set()
        for document in islice(remaining, _BATCH):
            one, vocabulary = line(document)
            lines.append(one)
            words |= vocabulary
        return (b"\n".join(lines), words - self._sent) if lines else None

    def _remember(self, words: set[str]) -> None:
        if len(self._sent) > _KNOWN:
            self._sent.clear()
        self._sent |= words
