"""Builds the views of connected sources: the parts of a search that a source can't express, and what the search
costs."""

from cards.screens.wording import counted
from cards.views.people import ConnectedSource, PriceView
from connectors.resumes.base import Quota, Traits
from connectors.resumes.federated import Found
from connectors.search.base import Sort
from connectors.search.language.remote_work import remote_part
from connectors.search.language.understand import Understood
from handlers.connected_sources import Connected

PEOPLE = 5  # the most that are bought at once
SORTS = {Sort.RECENCY: "sorting by date", Sort.DISTANCE: "sorting by distance"}


def source(connection: Connected, found: Found, u: Understood) -> ConnectedSource:
    traits = connection.traits
    unexpressed = tuple(dict.fromkeys((*found.unexpressed, *unsorted(u, traits), *elsewhere(u))))
    return ConnectedSource(traits.label, unexpressed, price(connection, found))


def unsorted(u: Understood, traits: Traits) -> tuple[str, ...]:
    """The order of the search, in words, if the source cannot sort by it."""
    sort = u.terms.sort
    return (SORTS[sort],) if sort in SORTS and sort not in traits.sorts else ()


def elsewhere(u: Understood) -> tuple[str, ...]:
    """The "or remote" part of Where, if it has one: no source can be asked for "a place or remote"."""
    return (remote_part(u.terms.where).removeprefix("or "),) if u.remote_areas else ()


def price(connection: Connected, found: Found | None) -> PriceView | None:
    """What showing the next people costs; None if it costs nothing, or if there are no more people."""
    traits = connection.traits
    if not traits.search_costs or (found is not None and not found.cursor):
        return None
    known = len(found.people) if found else 0
    page = min(PEOPLE, traits.page_size)
    people = min(page, max(1, found.total - known)) if found else page
    reported = found.quota if found else None
    return PriceView(
        people, _price(people, traits, reported or (None if traits.search_unit else connection.quota)), known
    )


def _price(people: int, traits: Traits, quota: Quota | None) -> str:
    unit = traits.search_unit or traits.unit or "credit"
    return f"{people} of {counted(quota.left, unit)}" if quota else f"up to {counted(people, unit)}"
