"""Runs a search on a Typesense index: at most two requests, plus one for each 250 hits."""

from collections.abc import Sequence

from connectors.search.base import Circle, Hit, Query, Results, Sort
from connectors.search.index.geo import nearest_km
from connectors.search.index.highlights import leaves_to_highlight, matched
from connectors.search.index.query_plan import Node, plan, top_values
from connectors.search.typesense.client import Json, TypesenseClient
from connectors.search.typesense.collections import Collections
from connectors.search.typesense.query import compiled, faceted
from connectors.search.typesense.schema import FACETS
from connectors.search.typesense.spelling import check_spelling

_PAGE = 250  # most hits per request


async def search(client: TypesenseClient, collections: Collections, query: Query) -> Results:
    ((node, spellings),) = await check_spelling(client, collections, [plan(query.what)])
    shared = {**compiled(query, node, spellings).parameters, "collection": collections.profiles}
    if query.sort is Sort.DISTANCE and len(query.places) > 1:
        first, hits = await _nearest(client, shared, query)
    else:
        if query.sort is Sort.DISTANCE and query.places:
            shared["sort_by"] = _by_distance(query.places[0])
        first, hits = await _slice(client, shared, query)
    return Results(
        hits=_hits(hits, query, node),
        total=int(first["found"]),
        approximate=bool(first.get("search_cutoff")),
        facets=_facets(first, query),
    )


async def _slice(client: TypesenseClient, shared: Json, query: Query) -> tuple[Json, list[Json]]:
    """The first response, and the hits of the page."""
    start, size = query.page * query.page_size, min(max(1, query.page_size), _PAGE)
    pages = range(start // size + 1, (start + max(1, query.page_size) - 1) // size + 2)
    searches = [{**shared, "per_page": size, "page": page} for page in pages]
    searches[0] |= faceted(query)
    answers = await client.multi_search(searches)
    hits = [hit for answer in answers for hit in answer["hits"]]
    skipped = start - (pages[0] - 1) * size
    return answers[0], hits[skipped : skipped + query.page_size]


async def _nearest(client: TypesenseClient, shared: Json, query: Query) -> tuple[Json, list[Json]]:
    """The first response, and the hits of the page, sorted by distance to the nearest of several places.

    A server can only sort by distance to one point. The nearest hits overall are among the nearest to their own place,
    so merging the first hits for each place gives the right order. Requests the points first, then the page."""
    start = query.page * query.page_size
    pages = range(1, -(-max(1, start + query.page_size) // _PAGE) + 1)
    points = {**shared, "include_fields": "id,point", "per_page": _PAGE}
    searches = [{**points, "sort_by": _by_distance(place), "page": page} for place in query.places for page in pages]
    searches[0] |= faceted(query)
    answers = await client.multi_search(searches)
    distances = {
        int(hit["document"]["id"]): _distance(hit, query.places) for answer in answers for hit in answer["hits"]
    }
    wanted = sorted(distances, key=lambda profile_id: (distances[profile_id], profile_id))[
        start : start + query.page_size
    ]
    batches = [wanted[at : at + _PAGE] for at in range(0, len(wanted), _PAGE)]
    full_answers = await client.multi_search(
        [{**shared, "filter_by": _ids(some), "q": "*", "per_page": _PAGE} for some in batches]
    )
    by_id = {int(hit["document"]["id"]): hit for answer in full_answers for hit in answer["hits"]}
    return answers[0], [by_id[profile_id] for profile_id in wanted if profile_id in by_id]


def _by_distance(place: Circle) -> str:
    return f"point({place.lat:.7f},{place.lon:.7f}):asc,number:asc"


def _ids(profile_ids: Sequence[int]) -> str:
    return f"id:[{','.join(str(profile_id) for profile_id in profile_ids)}]"


def _distance(hit: Json, places: Sequence[Circle]) -> float:
    point = hit["document"].get("point")
    return nearest_km(places, float(point[0]), float(point[1])) if point else float("inf")


def _hits(hits: Sequence[Json], query: Query, node: Node | None) -> tuple[Hit, ...]:
    leaves = leaves_to_highlight(query, node)
    return tuple(
        Hit(
            profile_id=int(document["id"]),
            source=str(document["source"]),
            distance_km=_distance(hit, query.places) if query.places and document.get("point") else None,
            matched=matched(leaves, document["said"], document["accents"]),
        )
        for hit in hits
        if (document := hit["document"])
    )


def _facets(answer: Json, query: Query) -> dict[str, tuple[tuple[str, int], ...]]:
    names = {FACETS[name]: name for name in query.facets if name in FACETS}
    return {
        names[facet["field_name"]]: top_values([(str(one["value"]), int(one["count"])) for one in facet["counts"]])
        for facet in answer.get("facet_counts", ())
    }
