"""Searches the resume databases that a workspace has connected: draws their tabs, and reads the people in one of
them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from cards.views.people import SourceTab
from connectors.errors import OutsideError, Refused, Unreachable
from connectors.resumes.base import Body, Traits
from connectors.resumes.federated import BATCH, HARD, Found, Outcome, SourceSearch
from connectors.search.base import Hit
from handlers.connected_sources import Connected
from handlers.context import Context
from handlers.job_rows import updated_at
from handlers.search.requests import PAGE, SearchRequest
from handlers.search.source_query import matched, source_query
from handlers.source_faults import sentence
from store.chat import stale_cards
from store.people import found_profiles, match_keys, matching
from store.people.found_profiles import Terms
from store.people.profiles import ProfileRow
from store.sources import connections
from store.tables.core import Member

MOST_READS = 5  # reads per page, when excluded people leave gaps to fill


@dataclass(frozen=True, slots=True)
class SourcePage:
    """People from a source. `ends`: there are no more, or no more without paying. `without_own`: people who work for
    the workspace's own companies were left out."""

    hits: tuple[Hit, ...]
    found: Found
    ends: bool
    without_own: bool = False


def search_at(request: SearchRequest, connection: Connected) -> SourceSearch:
    size = PAGE if connection.traits.search_costs else BATCH
    return SourceSearch(
        connection.connection_id, connection.source, source_query(request.parsed, connection.traits, size)
    )


def free(request: SearchRequest) -> list[Connected]:
    """The connections whose searches cost nothing: these are asked even if the member didn't request it."""
    return [each for each in request.search.connected if not each.traits.search_costs]


def _free(request: SearchRequest) -> list[SourceSearch]:
    return [search_at(request, each) for each in free(request)]


def begin(context: Context, request: SearchRequest) -> list[SourceSearch]:
    """Start asking the free sources, unless nobody pressed a button: a card that is redrawn only shows results that are
    already known. Returns the searches to wait for: a source that was slow before doesn't hold up the next card."""
    return context.federated.begin(_free(request)) if context.key else []


async def tabs(
    context: Context, request: SearchRequest, wait_for: Sequence[SourceSearch] = ()
) -> tuple[SourceTab, ...]:
    """A tab for each connection: with its count, or a note that the source is late or has failed."""
    if wait_for:
        async with context.outside():
            await context.federated.ask(wait_for)
    return tuple(
        _tab(each.traits, context.federated.known(search_at(request, each)), each is request.connection)
        for each in request.search.connected
    )


def _tab(traits: Traits, outcome: Outcome, selected: bool) -> SourceTab:
    if outcome.found is not None:
        return SourceTab(traits.name, traits.label, f"{outcome.found.total:,}", selected)
    if outcome.fault is not None:
        return SourceTab(
            traits.name,
            traits.label,
            "failed",
            selected,
            sentence(traits.label, outcome.fault, "run this search"),
            may_retry=not traits.search_costs,
        )
    return SourceTab(traits.name, traits.label, "waiting" if outcome.waiting else None, selected)


async def read_page(
    by: Member, context: Context, request: SearchRequest, connection: Connected, first: int, count: int = PAGE
) -> SourcePage | None:
    """The people from position `first`, without those that the search excludes, stored as profiles.

    Returns None if nobody is known yet and the member must ask the source by pressing a button that shows the price.
    Raises OutsideError."""
    search, wanted, reads = search_at(request, connection), first + count, 0
    may_ask = bool(context.key) and not connection.traits.search_costs
    while True:
        outcome, reads = context.federated.known(search), reads + 1
        if may_ask:
            async with context.outside():
                [outcome] = await context.federated.ask([search], wanted, HARD)
        found = outcome.found
        if found is None and not may_ask and (outcome.fault is None or not connection.traits.search_costs):
            return None
        people, without_own = await _included(by, context, request, found.people) if found else ([], False)
        if found is None or (outcome.fault is not None and len(people) <= first):
            raise _outside(connection.traits, outcome.fault)
        missing = first + count - len(people)
        if missing <= 0 or not may_ask or not found.cursor or outcome.fault is not None or reads == MOST_READS:
            break
        wanted = len(found.people) + missing
    shown = people[first : first + count]
    return SourcePage(
        await _stored(by, context, request, connection.traits, shown),
        found,
        ends=first + count >= len(people) and (not may_ask or not found.cursor),
        without_own=without_own,
    )


async def buy(by: Member, context: Context, request: SearchRequest, connection: Connected, known: int) -> None:
    """Ask for the next people of a source that bills each person, if this process has exactly `known` people from it:
    with more, this is a repeated press; with fewer, this process has forgotten some, and the next page would be one
    that was already shown. Afterwards the card shows the outcome, even if it is a failure."""
    search = search_at(request, connection)
    before = context.federated.known(search).found
    here = len(before.people) if before else 0
    if here != known or not connection.traits.search_costs:
        return
    async with context.write(durable=True):  # marks the press as applied, so that it is not run again after a crash
        pass
    context.federated.forget_fault(search)
    async with context.outside():
        [outcome] = await context.federated.ask([search], here + 1, HARD)
    quota = outcome.found.quota if outcome.found else None
    if quota is not None and not connection.traits.search_unit:
        async with context.store.write() as db:
            left, total, resets = quota.left, quota.total, quota.resets
            await connections.record_quota(
                db, by.workspace_id, connection.connection_id, left, total, resets, context.now()
            )


def _outside(traits: Traits, fault: BaseException | None) -> OutsideError:
    if fault is None:
        return Unreachable(traits.label, "still waiting")
    return fault if isinstance(fault, OutsideError) else Refused(traits.label, "its response couldn't be read.")


async def _included(
    by: Member, context: Context, request: SearchRequest, people: Sequence[Body]
) -> tuple[list[Body], bool]:
    """The people, except those that the search excludes (whichever source they were contacted, seen or hidden in) and
    those who work for the workspace's own companies; and whether there were any of the latter."""
    excluded, own = set(request.search.exclude(request.parsed.terms.filters)), request.search.own
    connection = request.connection
    if not (excluded or own.keys) or connection is None:
        return list(people), False
    async with context.read() as db:
        known = await found_profiles.known(db, by.workspace_id, [row(connection.traits, body) for body in people])
        persons = await matching.people(db, by.workspace_id, known)
    ours = {id for person in persons if own.employ(each.body for each in person.profiles) for id in person.ids}
    left_out = ours | {id for person in persons if not excluded.isdisjoint(person.ids) for id in person.ids}
    return [body for profile, body in zip(known, people, strict=True) if profile.id not in left_out], bool(ours)


async def _stored(
    by: Member, context: Context, request: SearchRequest, traits: Traits, people: Sequence[Body]
) -> tuple[Hit, ...]:
    """The people as profiles of the workspace. Writes only what is new or has changed."""
    rows, until = [row(traits, body) for body in people], terms(context, request)
    async with context.read() as db:
        outdated = await found_profiles.outdated(db, by.workspace_id, rows, until)
        ids = await found_profiles.ids(db, by.workspace_id, map(found_profiles.key, rows))
    if outdated:
        async with context.store.write() as db:
            ids |= await found_profiles.save(db, by.workspace_id, outdated, until)
    words = matched(request.parsed.written)
    return tuple(Hit(ids[found_profiles.key(one)], traits.name, matched=words) for one in rows)


def terms(context: Context, request: SearchRequest) -> Terms:
    """How long people of each source may be stored."""
    days = {each.traits.name: each.traits.keep_days for each in request.search.connected}
    return {name: None if keep is None else context.now() + timedelta(days=keep) for name, keep in days.items()}


def row(traits: Traits, body: Body) -> ProfileRow:
    """A person from a source as a profile row."""
    return ProfileRow(
        source=traits.name,
        source_id=str(body["id"]),
        name=str(body["name"]),
        email=next((found for text in body.get("emails") or () if (found := match_keys.email(text))), ""),
        body={**body, "source": traits.name},
        updated_at=updated_at(body),
    )


def redraw_when_known(by: Member, context: Context, request: SearchRequest, profile_ids: Sequence[int]) -> None:
    """Redraw the card that shows these people once the sources that it did not wait for have answered."""
    if not context.key or not profile_ids:
        return

    async def redraw() -> None:
        async with context.store.write() as db:
            await stale_cards.mark(db, by.workspace_id, profile_ids[:1], context.now())
        context.wake()

    context.federated.when_done(_free(request), redraw)
