"""Dice Talent Search: a free search, and profile views that count against the contract.

Dice publishes no contract. What we know was seen in public clients of its customers (grade C in docs/sources.md) or is
a guess (G), and has never been tested against Dice. All of it is in CONTRACT and the tables below it."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from connectors.answer_sources import SourceAnswers
from connectors.errors import QuotaSpent, Refused, Uncertain, Unreadable
from connectors.resumes import dice_profile
from connectors.resumes.base import (
    CredentialField,
    Credentials,
    NamedPlace,
    Quota,
    Revealed,
    SourceQuery,
    SourceResults,
    Spent,
    Traits,
)
from connectors.resumes.boolean_text import all_of, any_of, boolean_text, both, quoted, unexpressed_filters
from connectors.resumes.place_names import country_name, region_name
from connectors.resumes.reading import at, items, part, text, whole
from connectors.search.base import Filters, Sort
from connectors.wire import SECONDS, Answer, Request, Token, Wire


@dataclass(frozen=True, slots=True)
class Contract:
    """The addresses of the API, and the paths in its responses."""

    address: str = "https://talent-api.dice.com"  # C
    token_address: str = "https://secure.dice.com"  # D  # noqa: S105 - an address
    token: str = "/oauth/token"  # D; the password grant: C  # noqa: S105
    search: str = "/v2/profiles/search"  # C
    profile: str = "/v2/profiles/{id}"  # C
    people: str = "data"  # C
    total: str = "meta.totalCount"  # C
    views_left: str = "usage.viewsRemaining"  # C
    views: str = "usage.quota"  # C


CONTRACT = Contract()
TRAITS = Traits(
    name="dice",
    label="Dice",
    offers="Resumes of technology professionals, mostly in the United States. Dice sells access to its Talent Search "
    "API with a recruiting contract: ask your Dice account manager.",
    credentials=(
        CredentialField("client_id", "Client ID", secret=False, hint="Dice issues it with API access."),
        CredentialField("client_secret", "Client secret"),
        CredentialField("username", "Dice username", secret=False, hint="Usually the e-mail address of the account."),
        CredentialField("password", "Dice password"),
    ),
    filters=frozenset(
        {
            "titles",
            "skills_all",
            "skills_any",
            "skills_none",
            "company_now",
            "company_ever",
            "years_from",
            "years_to",
            "education",
            "relocate",
            "work_authorization",
            "updated_within_days",
            "has_email",
            "has_phone",
        }
    ),
    sorts=frozenset({Sort.RELEVANCE, Sort.RECENCY}),
    page_size=50,
    unit="view",
    contact=frozenset({"email", "phone"}),
)
DEGREES = {  # from least to most; "masters": C, the others: G
    "high_school": "high school",
    "associate": "associates",
    "bachelor": "bachelors",
    "master": "masters",
    "mba": "mba",
    "doctorate": "doctorate",
}
PERMITS = {  # C
    "citizen": "us citizenship",
    "permanent_resident": "green card",
    "work_visa": "have h1",
    "needs_sponsorship": "need h1",
}
DEEPEST = 1_000  # people that can be reached by paging
_MILE = 1.609344  # km
_FORGET_AFTER = 3600.0  # seconds after which "no views left" is checked again


class Dice:
    """A customer's connection. `address` replaces both of Dice's addresses."""

    def __init__(self, credentials: Credentials, address: str = "", seconds: float = SECONDS) -> None:
        self._address = (address or CONTRACT.address).rstrip("/")
        token = (address or CONTRACT.token_address).rstrip("/") + CONTRACT.token
        form = {
            "grant_type": "password",
            "username": credentials.get("username", ""),
            "password": credentials.get("password", ""),
        }
        login = credentials.get("client_id", ""), credentials.get("client_secret", "")
        request = Request("POST", token, form=form, login=login)
        self._wire = Wire(TRAITS.label, Token(TRAITS.label, lambda: request), seconds)
        self._quota: Quota | None = None  # as the latest view reported it
        self._quota_at = 0.0

    @property
    def traits(self) -> Traits:
        return TRAITS

    async def check(self) -> Quota | None:
        await self._wire.log_in()
        return self._quota

    async def search(self, query: SourceQuery) -> SourceResults:
        parameters, unexpressed = search_parameters(query)
        answer = await self._wire.ask(
            Request("POST", self._address + CONTRACT.search, body={"searchParameters": parameters})
        )
        given = at(answer.value, CONTRACT.people)
        if not isinstance(given, list):
            raise Unreadable(TRAITS.label, f"no list of people at {CONTRACT.people}")
        records = items(answer.value, CONTRACT.people)
        people = [body for record in records if (body := dice_profile.masked(record)) is not None]
        page, size = parameters["page"], parameters["pageSize"]
        total = whole(answer.value, CONTRACT.total)
        total = len(records) + (page - 1) * size if total is None else max(total, len(people))
        more = records and page * size < min(total, DEEPEST)
        return SourceResults(
            tuple(people),
            total,
            f"{page + 1}/{size}" if more else "",
            unexpressed,
            skipped=len(records) - len(people),
            sample=next(iter(records), None),
        )

    async def reveal(self, source_id: str) -> Revealed:
        """View the profile. Once Dice has reported that no views are left, we request none for an hour, because it
        might be billed on top of the contract."""
        before = self._quota.left if self._quota is not None else None
        if before == 0 and time.monotonic() - self._quota_at < _FORGET_AFTER:
            raise QuotaSpent(TRAITS.label, "no views left")
        url = self._address + CONTRACT.profile.format(id=quote(source_id, safe=""))
        answer = await self._wire.ask(
            Request("GET", url, metered=True, answers=frozenset({400, 402, 403, 404, 409, 410}))
        )
        quota = self._noted(answer)
        if answer.status != 200:
            raise self._refusal(answer, quota)
        record = part(answer.value, "data") or part(answer.value)
        body = dice_profile.whole_profile(record)
        if body is None:
            if quota is not None and quota.left == 0 and not text(record, "id"):
                raise QuotaSpent(TRAITS.label, "no views left")
            raise Uncertain(TRAITS.label, "the profile could not be read")
        amount = 0 if quota is not None and quota.left == before else 1
        return Revealed(body, Spent(amount, quota), await asyncio.to_thread(dice_profile.resume, record))

    async def quota(self) -> Quota | None:
        """The quota according to the latest view: Dice offers no other way to find out."""
        return self._quota

    async def answers(self, cursor: str) -> SourceAnswers:
        return SourceAnswers((), cursor)

    async def close(self) -> None:
        await self._wire.close()

    def _noted(self, answer: Answer) -> Quota | None:
        left = whole(answer.value, CONTRACT.views_left)
        if left is None:
            return None
        self._quota = Quota(max(left, 0), whole(answer.value, CONTRACT.views))
        self._quota_at = time.monotonic()
        return self._quota

    @staticmethod
    def _refusal(answer: Answer, quota: Quota | None) -> Exception:
        if answer.status == 402 or (quota is not None and quota.left == 0):
            return QuotaSpent(TRAITS.label, f"HTTP {answer.status}")
        if answer.status in (404, 410):
            return Refused(TRAITS.label, "This person is no longer on Dice.")
        return Refused(TRAITS.label, f"Dice refused to show this person (HTTP {answer.status}).")


def search_parameters(query: SourceQuery) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The query as Dice's search parameters (C), and what they cannot express."""
    filters = query.filters
    words, missing = boolean_text(query.what)
    page, size = _page(query)
    q = both(
        words,
        all_of(filters.skills_all),
        any_of(filters.skills_any),
        *(f"NOT {name}" for skill in filters.skills_none if (name := quoted(skill))),
    )
    asked: dict[str, Any] = {"q": q, **_people(filters), **_places(query)}
    if query.sort is Sort.RECENCY:
        asked |= {"sortBy": "dateResumeLastUpdated", "sortByDirection": "desc"}
    given = {name: value for name, value in asked.items() if value not in ("", None, [], {})}
    unexpressed = (*missing, *unexpressed_filters(filters, TRAITS.filters), *_half_expressed(filters))
    return given | {"page": page, "pageSize": size}, tuple(dict.fromkeys(unexpressed))


def _people(filters: Filters) -> dict[str, Any]:
    years = {"min": filters.years_from, "max": filters.years_to}
    return {
        "jobTitleKeyword": any_of(filters.titles),
        "company": any_of(filters.company_now) or any_of(filters.company_ever),
        "companyCurrent": True if any_of(filters.company_now) else None,
        "yearsExperience": {name: value for name, value in years.items() if value is not None},
        "educationDegree": _degrees(filters.education),
        "workPermit": [PERMITS[each] for each in filters.work_authorization if each in PERMITS],
        "dateResumeLastUpdated": filters.updated_within_days,
        "willingToRelocate": filters.relocate or None,
        "hasEmail": filters.has_email or None,
        "hasPhoneNumber": filters.has_phone or None,
    }


def _half_expressed(filters: Filters) -> tuple[str, ...]:
    """What Dice can't search for, in words: filter values that it has no name for, and a second company filter."""
    found: list[str] = []
    if any(each not in PERMITS for each in filters.work_authorization):
        found.append("work authorization unknown")
    if any_of(filters.company_now) and any_of(filters.company_ever):
        found.append("has worked at " + " or ".join(filters.company_ever))
    if filters.education and filters.education not in (*DEGREES, "none"):
        found.append(f"education: {filters.education}")
    return tuple(found)


def _degrees(least: str | None) -> list[str]:
    return list(DEGREES.values())[list(DEGREES).index(least) :] if least in DEGREES else []


def _places(query: SourceQuery) -> dict[str, Any]:
    """Parameters that match any of the places. Countries are listed as locations if there are others, because the
    country parameter would have to match as well."""
    locations: list[dict[str, Any]] = []
    for place in query.places:
        miles = round(place.radius_km / _MILE) if place.radius_km else 0
        radius = {"distance": miles, "distanceUnit": "miles"} if miles else {}
        locations.append({"value": _named(place)} | radius)
    for country, state in query.areas:
        if state:
            locations.append({"value": f"{region_name(country, state)}, {country_name(country)}"})
    countries = [country for country, state in query.areas if not state]
    if locations:
        locations += [{"value": country_name(country)} for country in countries]
        countries = []
    return {"locations": locations, "countryCode": countries}


def _named(place: NamedPlace) -> str:
    """The place as Dice expects it: "Boston, MA"; outside the United States, with full names, since Dice may mistake a
    code for that of a U.S. state."""
    if not place.city:
        return place.postal_code or place.label
    if place.country in ("", "US"):
        return ", ".join(filter(None, (place.city, place.region)))
    region = region_name(place.country, place.region)
    return ", ".join(filter(None, (place.city, region, country_name(place.country))))


def _page(query: SourceQuery) -> tuple[int, int]:
    """(page, counted from 1; page size). A cursor keeps the page size of the first page."""
    page, _, size = query.cursor.partition("/")
    if page.isdecimal() and size.isdecimal():
        number, length = int(page), int(size)
        if length <= TRAITS.page_size and 0 < number * length < DEEPEST + length:
            return number, length
    return 1, min(max(query.size, 1), TRAITS.page_size)
