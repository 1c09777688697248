"""Runs a search on the embedded index. Blocking."""

from collections.abc import Sequence
from dataclasses import replace

from tantivy import DocAddress

from connectors.search.base import Hit, Query, Results, Sort
from connectors.search.embedded.query import Compiled, Compiler
from connectors.search.embedded.reader import Reader
from connectors.search.embedded.schema import FACETS
from connectors.search.fold import fold
from connectors.search.index.geo import nearest_km
from connectors.search.index.highlights import leaves_to_highlight, matched
from connectors.search.index.query_plan import top_values

_SEGMENT_VALUES = 1000  # facet values per segment; rarer ones may be undercounted


def search(reader: Reader, query: Query) -> Results:
    compiled = Compiler(reader).compile(query)
    start = query.page * query.page_size
    if query.sort is Sort.DISTANCE and query.places:
        nearest = _nearest(reader, compiled, query)
        page, total = nearest[start : start + query.page_size], len(nearest)
    else:
        page, total = reader.page(compiled.query, size=query.page_size, start=start, by_date=compiled.by_date)
    return Results(hits=_hits(reader, page, query, compiled), total=total, facets=_facets(reader, compiled, query))


def count(reader: Reader, query: Query) -> int:
    """The number of hits, without the hits."""
    return reader.total(Compiler(reader).compile(replace(query, sort=Sort.RECENCY)).query)  # skips scoring


def _nearest(reader: Reader, compiled: Compiled, query: Query) -> list[DocAddress]:
    """All hits, nearest first, then by id."""
    hits = reader.all_hits(compiled.query)
    away = [nearest_km(query.places, *point) if point else float("inf") for point in reader.points(hits)]
    ids = reader.ids(hits)
    return [hits[at] for at in sorted(range(len(hits)), key=lambda at: (away[at], ids[at]))]


def _hits(reader: Reader, page: Sequence[DocAddress], query: Query, compiled: Compiled) -> tuple[Hit, ...]:
    leaves = leaves_to_highlight(query, compiled.node)
    hits: list[Hit] = []
    for at, point in zip(page, reader.points(page), strict=True):
        stored = reader.stored(at)
        hits.append(
            Hit(
                profile_id=int(stored["id"][0]),
                source=stored["source"][0],
                distance_km=nearest_km(query.places, *point) if query.places and point else None,
                matched=matched(leaves, stored, {fold(word): word for word in stored.get("accents", ())}),
            )
        )
    return tuple(hits)


def _facets(reader: Reader, compiled: Compiled, query: Query) -> dict[str, tuple[tuple[str, int], ...]]:
    fields = {name: FACETS[name] for name in query.facets if name in FACETS}
    counted = reader.facet_counts(compiled.query, fields, size=_SEGMENT_VALUES) if fields else {}
    return {name: top_values(values) for name, values in counted.items()}
