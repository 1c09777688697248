"""Reads one committed state of the embedded index."""

from collections.abc import Sequence
from typing import Any, cast

import tantivy
from tantivy import DocAddress

from connectors.search.index.field_groups import id_of


class Reader:
    """A thread-safe snapshot: does not see later writes."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema) -> None:
        self.schema = schema
        self._searcher = searcher

    @property
    def documents(self) -> int:
        return self._searcher.num_docs

    def frequency(self, field: str, word: str) -> int:
        """The number of documents that contain a word, including recently deleted ones."""
        return self._searcher.doc_freq(field, word)

    def total(self, query: tantivy.Query) -> int:
        return self.page(query, size=1)[1]

    def page(
        self, query: tantivy.Query, *, size: int, start: int = 0, by_date: bool = True
    ) -> tuple[list[DocAddress], int]:
        """One page of hits, newest first or best first, and the total.

        tantivy multiplies a score by log2(2 + freshness)."""
        start = min(start, self.documents)  # tantivy allocates memory for everything it skips
        order: dict[str, Any] = {"order_by_field": "recency"} if by_date else {"weight_by_field": "freshness"}
        found = cast(Any, self._searcher.search(query, limit=max(1, size), offset=start, **order))
        return [at for _, at in found.hits][:size], int(found.count)

    def all_hits(self, query: tantivy.Query) -> list[DocAddress]:
        return self.page(query, size=max(1, self.documents))[0]

    def points(self, hits: Sequence[DocAddress]) -> list[tuple[float, float] | None]:
        """The latitude and longitude of each hit; None where unknown."""
        lats = cast("list[float | None]", self._searcher.fast_field_values("lat", list(hits)))
        lons = cast("list[float | None]", self._searcher.fast_field_values("lon", list(hits)))
        return [None if lat is None or lon is None else (lat, lon) for lat, lon in zip(lats, lons, strict=True)]

    def ids(self, hits: Sequence[DocAddress]) -> list[int]:
        return [id_of(number) for number in cast("list[int]", self._searcher.fast_field_values("recency", list(hits)))]

    def stored(self, hit: DocAddress) -> dict[str, list[str]]:
        return self._searcher.doc(hit).to_dict()

    def facet_counts(
        self, query: tantivy.Query, fields: dict[str, str], *, size: int
    ) -> dict[str, list[tuple[str, int]]]:
        """Name → the most frequent values of a field with their counts, from the top `size` values of each segment."""
        wanted = {
            name: {"terms": {"field": field, "size": size, "segment_size": size}} for name, field in fields.items()
        }
        answer = cast(Any, self._searcher).aggregate(query, wanted)
        return {name: [(str(one["key"]), int(one["doc_count"])) for one in answer[name]["buckets"]] for name in fields}
