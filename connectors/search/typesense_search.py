"""One search of a Typesense index: at most two requests, and one more for each 250 hits."""

from collections.abc import Sequence

from connectors.search.base import Circle, Hit, Query, Results, Sort
from connectors.search.circles import nearest_km
from connectors.search.matched import matched, sought
from connectors.search.plan import Node, most, plan
from connectors.search.typesense_collections import Collections
from connectors.search.typesense_query import compiled, faceted
from connectors.search.typesense_schema import FACETS
from connectors.search.typesense_spelling import settle
from connectors.search.typesense_wire import Json, Wire

_PAGE = 250  # hits of one request, at most


async def search(wire: Wire, collections: Collections, query: Query) -> Results:
    ((node, spellings),) = await settle(wire, collections, [plan(query.what)])
    shared = {**compiled(query, node, spellings).parameters, "collection": collections.profiles}
    start = query.page * query.page_size
    if query.sort is Sort.DISTANCE and query.places:
        first, hits = await _nearest(wire, shared, query, start + query.page_size)
        hits = hits[start:]
    else:
        first, hits = await _slice(wire, shared, query, start)
    return Results(
        hits=_hits(hits, query, node),
        total=int(first["found"]),
        facets=_facets(first, query),
    )


async def _slice(wire: Wire, shared: Json, query: Query, start: int) -> tuple[Json, list[Json]]:
    """The first answer, and the hits of the page."""
    size = min(max(1, query.page_size), _PAGE)
    pages = range(start // size + 1, (start + max(1, query.page_size) - 1) // size + 2)
    asked = [{**shared, "per_page": size, "page": page} for page in pages]
    asked[0] |= faceted(query)
    answers = await wire.searches(asked)
    hits = [hit for answer in answers for hit in answer["hits"]]
    skipped = start - (pages[0] - 1) * size
    return answers[0], hits[skipped : skipped + query.page_size]


async def _nearest(wire: Wire, shared: Json, query: Query, wanted: int) -> tuple[Json, list[Json]]:
    """The first answer, and the nearest hits up to `wanted`.

    A server sorts by the distance to one point. Whoever is among the nearest to any of several points is among the
    nearest to his own, so that the first of each list hold the first of all."""
    pages = range(1, -(-max(1, wanted) // _PAGE) + 1)
    asked = [
        {
            **shared,
            "sort_by": f"point({circle.lat:.7f},{circle.lon:.7f}):asc,number:asc",
            "per_page": _PAGE,
            "page": page,
        }
        for circle in query.places
        for page in pages
    ]
    asked[0] |= faceted(query)
    answers = await wire.searches(asked)
    found = {int(hit["document"]["id"]): hit for answer in answers for hit in answer["hits"]}
    away = {profile_id: _away(hit, query.places) for profile_id, hit in found.items()}
    return answers[0], [found[profile_id] for profile_id in sorted(found, key=lambda at: (away[at], at))][:wanted]


def _away(hit: Json, places: Sequence[Circle]) -> float:
    point = hit["document"].get("point")
    return nearest_km(places, float(point[0]), float(point[1])) if point else float("inf")


def _hits(hits: Sequence[Json], query: Query, node: Node | None) -> tuple[Hit, ...]:
    leaves = sought(query, node)
    return tuple(
        Hit(
            profile_id=int(kept["id"]),
            source=str(kept["source"]),
            distance_km=_away(hit, query.places) if query.places and kept.get("point") else None,
            matched=matched(leaves, kept["said"], kept["accents"]),
        )
        for hit in hits
        if (kept := hit["document"])
    )


def _facets(answer: Json, query: Query) -> dict[str, tuple[tuple[str, int], ...]]:
    names = {FACETS[name]: name for name in query.facets if name in FACETS}
    return {
        names[facet["field_name"]]: most([(str(one["value"]), int(one["count"])) for one in facet["counts"]])
        for facet in answer.get("facet_counts", ())
    }
