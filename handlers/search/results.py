"""The result card: hits come from the index, people from the store; a failure affects only its part of the card."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from cards.actions.person import Unhide, Unstar
from cards.actions.search import BuyPeople, RetrySource
from cards.actions.search import Results as OpenResults
from cards.screens import search as screens
from cards.screens.searches.faults import fault_card
from cards.screens.sources import results as source_screens
from cards.screens.wording import source_label
from cards.tree import Card
from cards.views.people import (
    ConnectedSource,
    DroppableFilter,
    FaultView,
    PersonPage,
    PersonRow,
    QuestionView,
    SearchView,
    SourceTab,
)
from connectors.errors import OutsideError, Refused, Throttled
from connectors.resumes.federated import SourceSearch
from connectors.search.base import Results
from connectors.search.language.understand import Understood
from handlers import incidents
from handlers.connected_sources import Connected
from handlers.context import Context
from handlers.replies import Replies, Show
from handlers.search import connected, merged, requests, rows
from handlers.search import tabs as all_tabs
from handlers.search.droppable import FEW, droppable
from handlers.search.requests import PAGE, SearchRequest
from handlers.views import quota_views, source_views
from store.credits import quotas
from store.errors import Refusal
from store.tables.core import Member


async def show(action: OpenResults, by: Member, context: Context) -> Replies:
    """The page that contains position `at`. Only reads."""
    async with context.read() as db:
        stored = await requests.get_search(db, by, context, action.search_id)
    request = await requests.request_for(context, stored, action.source, action.late)
    return Show(await results_card(by, context, request, max(0, action.at)))


async def results_card(
    by: Member,
    context: Context,
    request: SearchRequest,
    at: int = 0,
    *,
    notice: str = "",
    undo: Unhide | Unstar | None = None,
    may_step_back: bool = True,
) -> Card:
    """Searches and draws the results, or the card for no results, a bad expression or a failed index."""
    view = request.view()
    if request.parsed.faults:
        return fault_card(view, fault_views(request.parsed))
    asked = connected.begin(context, request)
    if request.connection is not None:
        return await _source_card(by, context, request, at, notice=notice, undo=undo, may_step_back=may_step_back)
    if merged.applies(request):
        return await _merged_card(by, context, request, at, asked, notice=notice, undo=undo)
    try:
        (found, tabs), without_own = await asyncio.gather(
            _found(by, context, request, at // PAGE, asked), request.leaves_out_own(by, context)
        )
        view = request.view(without_own=without_own)
        if not found.total and (kind := context.sources.kinds.get(request.source)):  # a tab on an older card
            notice = notice or f"{kind.traits.label} is no longer connected for you."
            return await results_card(by, context, replace(request, source=""), notice=notice, undo=undo)
        if not found.total:
            return await _no_results(by, context, request, view, tabs, notice=notice, undo=undo)
        also = await droppable(by, context, request, found.total) if found.total <= FEW else ()
    except OutsideError as fault:
        tabs = all_tabs.beside_connected(request, None, await connected.tabs(context, request, asked))
        return _failed_card(view, tabs, fault)
    page = await _page(by, context, request, found, at // PAGE, tabs)
    connected.redraw_when_known(by, context, request, [row.profile_id for row in page.rows])
    if not page.rows and notice and at >= PAGE and may_step_back:  # the last people of the page were hidden
        before = min(at - PAGE, (found.total - 1) // PAGE * PAGE)
        return await results_card(by, context, request, before, notice=notice, undo=undo, may_step_back=False)
    if not page.rows:
        return screens.past_the_end_card(view, found.total)
    source = await _quota(by, context, request)
    return screens.results_card(
        view, page, questions=question_views(request.parsed), also=also, notice=notice, undo=undo, source=source
    )


async def _quota(by: Member, context: Context, request: SearchRequest) -> ConnectedSource | None:
    """The imported source whose tab is open, if it has a quota."""
    if not request.source:
        return None
    async with context.read() as db:
        found = await quotas.of_sources(db, by.workspace_id, [request.source], context.now())
    return ConnectedSource(request.source, quota=quota_views.left(found[request.source])) if found else None


def _failed_card(view: SearchView, tabs: tuple[SourceTab, ...], fault: OutsideError) -> Card:
    wait = round(fault.retry_after) if isinstance(fault, Throttled) else 0
    code = incidents.logged("a search", fault)
    detail = fault.reason if isinstance(fault, Refused) else ""
    return screens.failed_card(view, tabs, system=fault.system, wait=wait, detail=detail, reference=code)


async def _source_card(
    by: Member,
    context: Context,
    request: SearchRequest,
    at: int,
    *,
    notice: str = "",
    undo: Unhide | Unstar | None = None,
    may_step_back: bool = True,
) -> Card:
    """The card with the people from a connected source, with its price, or with why it shows nobody."""
    view, connection = request.view(), cast(Connected, request.connection)
    first = at // PAGE * PAGE
    source = ConnectedSource(connection.traits.label)
    try:
        found = await connected.read_page(by, context, request, connection, first)
    except OutsideError:
        return source_screens.source_failed_card(view, await all_tabs.around_source(by, context, request), source)
    tabs = await all_tabs.around_source(by, context, request)
    if found is None:
        if not connection.traits.search_costs:
            raise Refusal("These results are no longer available. Press the tab again.")
        return source_screens.price_card(view, tabs, replace(source, price=source_views.price(connection, None)))
    view = request.view(without_own=found.without_own)
    source = source_views.source(connection, found.found, request.parsed)
    if not found.hits:
        if first and may_step_back:
            before = max(0, first - PAGE)
            return await _source_card(by, context, request, before, notice=notice, undo=undo, may_step_back=before > 0)
        return source_screens.nobody_at_source_card(view, tabs, source, notice=notice, undo=undo)
    everyone = await rows.of_hits(by, context, request, found.hits)
    page = PersonPage(
        tuple(replace(row, sources=()) for row in everyone),
        total=found.found.total,
        first=first,
        shown=len(found.hits),
        page_size=PAGE,
        tabs=tabs,
        ends=found.ends,
    )
    connected.redraw_when_known(by, context, request, [row.profile_id for row in everyone])
    return screens.results_card(
        view, page, questions=question_views(request.parsed), notice=notice, undo=undo, source=source
    )


async def _merged_card(
    by: Member,
    context: Context,
    request: SearchRequest,
    at: int,
    asked: Sequence[SourceSearch],
    *,
    notice: str = "",
    undo: Unhide | Unstar | None = None,
) -> Card:
    """The card with the people from all sources. If a source fails, only that source's people are missing."""
    first = at // PAGE * PAGE
    found = await merged.read(by, context, request, first, wait_for=asked)
    view = replace(request, late=found.late).view(without_own=found.without_own)
    fault = found.answers.fault
    tabs = all_tabs.beside_connected(request, found.answers.index, await connected.tabs(context, request), found.count)
    if not found.people:
        if first and found.last:
            back = min(first - PAGE, (found.last - 1) // PAGE * PAGE)
            return await _merged_card(by, context, request, back, (), notice=notice, undo=undo)
        if fault is not None:
            return _failed_card(view, tabs, fault)
        return await _no_results(by, context, request, view, tabs, notice=notice, undo=undo)
    also = await _also(by, context, request, found)
    everyone = await rows.of_merged(by, context, request, found)
    page = PersonPage(
        everyone,
        total=found.total,
        first=first,
        shown=len(everyone),
        page_size=PAGE,
        tabs=tabs,
        about=found.about,
        ends=found.ends,
        limit=merged.DEEPEST if first + PAGE >= merged.DEEPEST else 0,
    )
    connected.redraw_when_known(by, context, request, [row.profile_id for row in everyone])
    questions = question_views(request.parsed)
    return screens.results_card(view, page, questions=questions, also=also, notice=notice, undo=undo)


async def _also(
    by: Member, context: Context, request: SearchRequest, found: merged.Merged
) -> tuple[DroppableFilter, ...]:
    """What could be left out of the search if all sources together find few people; empty if the index fails."""
    if found.total > FEW or found.answers.fault is not None:
        return ()
    try:
        return await droppable(by, context, request, found.answers.total)
    except OutsideError:
        return ()


async def find(by: Member, context: Context, request: SearchRequest, page: int, page_size: int = PAGE) -> Results:
    """One page of the people that the search finds. Raises OutsideError."""
    if merged.applies(request):
        first = page * page_size
        all_found = await merged.read(by, context, request, first, page_size, arrive_at=first + page_size)
        return Results(tuple(all_found.hits[person.ids[0]] for person in all_found.people), all_found.total)
    if request.connection is None:
        return await context.index.search(request.query(by, context, page=page, page_size=page_size))
    found = await connected.read_page(by, context, request, request.connection, page * page_size, page_size)
    return Results(found.hits, found.found.total) if found else Results((), 0)


async def retry(action: RetrySource, by: Member, context: Context) -> Replies:
    """Retries a source that failed."""
    async with context.read() as db:
        stored = await requests.get_search(db, by, context, action.search_id)
    request = await requests.request_for(context, stored, action.source)
    if request.connection is not None and not request.connection.traits.search_costs:
        search = connected.search_at(request, request.connection)
        context.federated.forget_fault(search)
        async with context.outside():
            await context.federated.ask([search])
    return Show(await results_card(by, context, replace(request, source=action.here)))


async def buy(action: BuyPeople, by: Member, context: Context) -> Replies:
    """Shows more people from a source that bills each person. Two presses of the same button buy only once."""
    async with context.read() as db:
        stored = await requests.get_search(db, by, context, action.search_id)
    request = await requests.request_for(context, stored, action.source)
    if request.connection is not None:
        await connected.buy(by, context, request, request.connection, action.known)
    return Show(await results_card(by, context, request, max(0, action.at)))


async def _found(
    by: Member, context: Context, request: SearchRequest, page: int, asked: Sequence[SourceSearch]
) -> tuple[Results, tuple[SourceTab, ...]]:
    """The page and the tabs. With one source selected, the tab counts need a second query, which may fail."""
    first = context.index.search(request.query(by, context, page=page))
    if not request.source:
        found = await first
        return found, await _tabs(context, request, found, asked)
    found, everywhere = await asyncio.gather(
        first,
        context.index.search(request.query(by, context, page=0, page_size=1, all_sources=True)),
        return_exceptions=True,
    )
    if isinstance(found, BaseException):
        raise found
    if isinstance(everywhere, BaseException) and not isinstance(everywhere, OutsideError):
        raise everywhere
    if isinstance(everywhere, OutsideError) and not request.search.connected:
        here = SourceTab(request.source, source_label(request.source), all_tabs.count(found), True)
        return found, (SourceTab("", all_tabs.ALL, "failed"), here)
    return found, await _tabs(context, request, None if isinstance(everywhere, OutsideError) else everywhere, asked)


async def _tabs(
    context: Context, request: SearchRequest, found: Results | None, asked: Sequence[SourceSearch]
) -> tuple[SourceTab, ...]:
    if request.search.connected or found is None:
        everyone = None if found is None or connected.free(request) else all_tabs.count(found)
        return all_tabs.beside_connected(request, found, await connected.tabs(context, request, asked), everyone)
    return all_tabs.of_index(found.facets.get("source", ()), found, request.source)


async def _no_results(
    by: Member,
    context: Context,
    request: SearchRequest,
    view: SearchView,
    tabs: tuple[SourceTab, ...],
    *,
    notice: str,
    undo: Unhide | Unstar | None,
) -> Card:
    """The card for no results: says whether the index is empty, and which filters to remove to find people."""
    status, ways = await asyncio.gather(context.index.status(), droppable(by, context, request, 0))
    if not status.ready:
        detail = status.detail or "it is still loading"
        return screens.failed_card(view, tabs, system="the search index", detail=detail)
    if not status.documents:
        return screens.empty_index_card(view, tabs)
    questions = tuple(
        each for each in question_views(request.parsed) if each.field != "in"
    )  # already among the filters
    return screens.no_results_card(view, ways, tabs, questions, notice=notice, undo=undo)


async def _page(
    by: Member, context: Context, request: SearchRequest, found: Results, page: int, tabs: tuple[SourceTab, ...]
) -> PersonPage:
    """The page's people with their current data; anyone erased since they were indexed is left out."""
    everyone = await rows.of_hits(by, context, request, found.hits)
    return PersonPage(
        everyone if len(tabs) > 1 else tuple(replace(row, sources=()) for row in everyone),  # one source: not named
        total=found.total,
        first=page * PAGE,
        shown=len(found.hits),
        page_size=PAGE,
        approximate=found.approximate,
        tabs=tabs,
    )


async def people(by: Member, context: Context, request: SearchRequest, first: int, count: int) -> tuple[PersonRow, ...]:
    """The people from position `first`, at most `count`, for a form. Raises OutsideError."""
    if merged.applies(request):
        found = await merged.read(by, context, request, first, count)
        return await rows.of_merged(by, context, request, found)
    pages = range(first // PAGE, (first + count) // PAGE)
    each = await asyncio.gather(*(find(by, context, request, page) for page in pages))
    return await rows.of_hits(by, context, request, [hit for found in each for hit in found.hits])


def question_views(u: Understood) -> tuple[QuestionView, ...]:
    return tuple(QuestionView(each.field, each.text, each.choices[:8]) for each in u.questions)


def fault_views(u: Understood) -> tuple[FaultView, ...]:
    typed = {"what": u.terms.what, "where": u.terms.where}
    return tuple(
        FaultView(each.field, each.message, typed.get(each.field, ""), each.position, each.nearest) for each in u.faults
    )
