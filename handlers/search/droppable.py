"""Finds what can be left out of a search that finds hardly anybody: each word and filter, with the number of people
found without it."""

import asyncio
from collections.abc import Sequence

from cards.views.people import DroppableFilter
from connectors.search.language import understand as search
from handlers.context import Context
from handlers.search import connected, merged
from handlers.search.requests import SearchRequest, understood
from store.tables.core import Member

MOST_DROPPABLE = 10  # words and filters offered for removal
FEW = 2  # with so few results, people who match all but one thing are offered too
MOST_ASKED = 4  # ways to loosen the search that connected sources are also asked about
INCLUDE_LABELS = {
    "exclude_contacted": "Include people contacted before",
    "exclude_seen": "Include people you have seen",
    "exclude_rejected": "Include people hidden or rejected",
}


async def droppable(by: Member, context: Context, request: SearchRequest, found: int) -> tuple[DroppableFilter, ...]:
    """The words and filters without which more than `found` people match, best first. Dropping all words comes last.
    Raises OutsideError if the index fails."""
    ways = search.loosened(request.parsed, context.places)
    if not ways:
        return ()
    parsed = await asyncio.gather(*(understood(context, terms) for _, _, terms in ways))
    looser = [SearchRequest(request.search, u, request.source) for u in parsed]
    ours = await context.index.counts([each.query(by, context, page=0) for each in looser])
    with_words = (n for n, u in enumerate(parsed) if u.what is not None)  # a source can't be asked for everybody
    best = sorted(with_words, key=lambda n: -ours[n])[:MOST_ASKED]
    theirs = await _at_sources(context, request, looser, best)
    counts = [(mine, *others) for mine, others in zip(ours, theirs, strict=True)]
    each = [
        DroppableFilter(key, INCLUDE_LABELS.get(key, label), sum(count), about=len([*filter(None, count)]) > 1)
        for (key, label, _), count in zip(ways, counts, strict=True)
        if sum(count) > found
    ]
    each.sort(key=lambda way: (way.key == "what", -way.count))
    return tuple(each[:MOST_DROPPABLE])


async def _at_sources(
    context: Context, request: SearchRequest, looser: Sequence[SearchRequest], best: Sequence[int]
) -> list[list[int]]:
    """For each way to loosen the search, the number of people that each free source finds, on the All tab. Sources that
    did not answer the search itself are not asked, and the others are asked only about the best ways, because each way
    costs a search."""
    free = connected.free(request) if merged.applies(request) else []
    known = context.federated.known
    answering = [each for each in free if known(connected.search_at(request, each)).found is not None]
    if answering and context.key:
        async with context.outside():
            await context.federated.ask([connected.search_at(looser[n], each) for n in best for each in answering])
    outcomes = [[known(connected.search_at(way, each)).found for each in answering] for way in looser]
    return [[found.total for found in way if found] for way in outcomes]
