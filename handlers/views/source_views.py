"""Builds the views of connected sources: what they could not be asked, what they cost, and why they failed."""

from cards.screens.wording import counted
from cards.views.people import ConnectedSource, PriceView
from connectors.errors import BadCredentials, OutsideError, QuotaSpent, Refused, Throttled, Uncertain, Unreadable
from connectors.resumes.base import Quota, Traits
from connectors.resumes.federated import Found, Paused
from connectors.search.base import Sort
from connectors.search.language.understand import Understood
from handlers.connected_sources import Connected

PEOPLE = 5  # that are bought at once
SORTS = {Sort.RECENCY: "sorting by the newest", Sort.DISTANCE: "sorting by the nearest"}


def sentence(label: str, fault: BaseException) -> str:
    """Who failed, and what to do next."""
    match fault:
        case Paused(retry_after=seconds):
            return f"{label} failed several times in a row. Try again in {counted(max(1, round(seconds)), 'second')}."
        case Throttled(retry_after=seconds):
            return f"{label} is busy. Try again in {counted(max(1, round(seconds)), 'second')}."
        case BadCredentials():
            return f"{label} refused the login. An admin can connect it again under Integrations."
        case QuotaSpent():
            return f"The contract with {label} is used up, so it can't be searched."
        case Unreadable(reason=reason, paid=paid):
            charged = f" {label} charged for this search." if paid else ""
            return f"{reason}{charged} Ask the person who runs Sourcer to check the connection."
        case Refused(reason=reason):
            return f"{label} refused this search: {reason}"
        case Uncertain():
            return f"{label} did not respond in time. It may have charged for this search."
        case OutsideError():
            return f"{label} did not respond."
        case _:
            return f"{label} sent a response that Sourcer can't read. Ask your admin to check the log."


def source(connection: Connected, found: Found, u: Understood) -> ConnectedSource:
    traits = connection.traits
    unexpressed = tuple(dict.fromkeys((*found.unexpressed, *unsorted(u, traits))))
    return ConnectedSource(traits.label, unexpressed, price(connection, found))


def unsorted(u: Understood, traits: Traits) -> tuple[str, ...]:
    """The order of the search, in words, if the source cannot sort by it."""
    sort = u.terms.sort
    return (SORTS[sort],) if sort in SORTS and sort not in traits.sorts else ()


def price(connection: Connected, found: Found | None) -> PriceView | None:
    """What showing the next people costs; None if nothing, or if there are no more."""
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
