"""The tabs of the result card: All, the sources in our index, and the connected sources, each with its count."""

from collections.abc import Sequence
from dataclasses import replace

from cards.screens.wording import source_label
from cards.views.people import SourceTab
from connectors.errors import OutsideError
from connectors.search.base import Results
from handlers.context import Context
from handlers.search import connected
from handlers.search.requests import SearchRequest
from store.tables.core import Member

ALL = "All"


def count(found: Results) -> str:
    return f"{found.total:,}+" if found.approximate else f"{found.total:,}"


def of_index(counts: Sequence[tuple[str, int]], found: Results, selected: str) -> tuple[SourceTab, ...]:
    """ "All" and a tab for each source of the index; a single source needs no "All". Internet is always included,
    first."""
    by_source = {"internet": 0, **dict(counts)}
    if selected:
        by_source.setdefault(selected, 0)
    if len(by_source) == 1:
        return (SourceTab("internet", source_label("internet"), f"{by_source['internet']:,}", True),)
    each = (SourceTab(name, source_label(name), f"{count:,}", name == selected) for name, count in by_source.items())
    return (SourceTab("", ALL, count(found), not selected), *each)


def beside_connected(
    request: SearchRequest, found: Results | None, theirs: tuple[SourceTab, ...], merged: str | None = None
) -> tuple[SourceTab, ...]:
    """The tabs of a search that has connected sources. `found`: the results from the whole index; None if it failed.
    `merged`: how many people all sources have together, if All is the open tab."""
    names = {tab.source for tab in theirs}
    if found is None:
        ours = [SourceTab("internet", source_label("internet"), "failed", request.source == "internet")]
    else:
        by_source = {"internet": 0, **dict(found.facets.get("source", ()))}
        ours = [
            SourceTab(name, source_label(name), f"{total:,}", name == request.source)
            for name, total in by_source.items()
            if name not in names
        ]
    if len(ours) == 1 and not connected.free(request):  # "All" would show the same people
        [only] = ours
        return (replace(only, selected=request.connection is None), *theirs)
    return (SourceTab("", ALL, merged, not request.source), *ours, *theirs)


async def around_source(by: Member, context: Context, request: SearchRequest) -> tuple[SourceTab, ...]:
    """All tabs, while the tab of a connected source is open."""
    query = request.query(by, context, page=0, page_size=1, all_sources=True)
    try:
        found = await context.index.search(query)
    except OutsideError:
        found = None
    return beside_connected(request, found, await connected.tabs(context, request))
