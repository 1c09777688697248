"""People Data Labs: person search, billed for each person returned, and their contact details, billed once more.

Contract (D in docs/sources.md): https://docs.peopledatalabs.com/docs/reference-person-search-api and the OpenAPI file
at https://github.com/peopledatalabs/openAPI-specifications. Never tested against People Data Labs."""

from urllib.parse import quote

from connectors.answer_sources import SourceAnswers
from connectors.errors import Refused, Uncertain
from connectors.resumes import people_data_labs_profile as profiles
from connectors.resumes.base import (
    CredentialField,
    Credentials,
    Quota,
    Revealed,
    SourceQuery,
    SourceResults,
    Spent,
    Traits,
)
from connectors.resumes.people_data_labs_query import EXPRESSED, search_body, search_clauses
from connectors.resumes.reading import at, items, part, text, whole
from connectors.wire import SECONDS, Answer, Key, Request, Wire

ADDRESS = "https://api.peopledatalabs.com"
SEARCH = "/v5/person/search"
PERSON = "/v5/person/retrieve/{id}"
ALLOWANCE = "/v5/person/enrich"  # requested for its headers only, as the page on usage limits shows
TRAITS = Traits(
    name="people_data_labs",
    label="People Data Labs",
    offers="Professional profiles of people around the world, collected from public pages and licensed data. A key "
    "comes with a free or paid plan at peopledatalabs.com; the free plan includes no contact details.",
    credentials=(CredentialField("api_key", "API key", hint="In the People Data Labs dashboard, under API Keys."),),
    filters=EXPRESSED,
    places=False,
    page_size=25,
    search_costs=True,
    search_unit="search credit",
    unit="credit",
    contact=frozenset({"email", "phone"}),
)


class PeopleDataLabs:
    """A customer's key. Every request that may be billed is sent only once; "nobody found" (404) is not billed."""

    def __init__(self, credentials: Credentials, address: str = "", seconds: float = SECONDS) -> None:
        self._address = (address or ADDRESS).rstrip("/")
        self._wire = Wire(TRAITS.label, Key("X-Api-Key", credentials.get("api_key", "")), seconds)

    @property
    def traits(self) -> Traits:
        return TRAITS

    async def check(self) -> Quota | None:
        return await self.quota()

    async def quota(self) -> Quota | None:
        """The credits left for contact details; those for searching are a separate allowance."""
        statuses = frozenset({200, 400, 402, 404, 405})
        answer = await self._wire.ask(Request("HEAD", self._address + ALLOWANCE, answers=statuses))
        return _left(answer) or (Quota(0) if answer.status == 402 else None)

    async def search(self, query: SourceQuery) -> SourceResults:
        """Search for people. `query.size` people are billed, or fewer if fewer are found."""
        clauses, unexpressed = search_clauses(query)
        if not clauses:  # it would find, and bill for, anyone at all
            raise Refused(TRAITS.label, "It cannot search for any of this. Nothing was charged.")
        body = search_body(query, clauses, TRAITS.page_size)
        answer = await self._wire.ask(
            Request("POST", self._address + SEARCH, body=body, metered=True, answers=frozenset({404}))
        )
        if answer.status == 404:
            return SourceResults((), 0, "", unexpressed, Spent(0))
        if not isinstance(at(answer.value, "data"), list):
            raise Uncertain(TRAITS.label, "the answer contains no list of people")
        records = items(answer.value, "data")
        people = [found for record in records if (found := profiles.masked(record)) is not None]
        return SourceResults(
            tuple(people),
            max(whole(answer.value, "total") or 0, len(records)),
            (text(answer.value, "scroll_token") or "") if len(records) == body["size"] else "",
            unexpressed,
            Spent(_spent(answer, len(records)), _left(answer)),
            len(records) - len(people),
            next(iter(records), None),
        )

    async def reveal(self, source_id: str) -> Revealed:
        url = self._address + PERSON.format(id=quote(source_id, safe=""))
        answer = await self._wire.ask(
            Request("GET", url, {"titlecase": "true"}, metered=True, answers=frozenset({404}))
        )
        if answer.status == 404:
            raise Refused(TRAITS.label, "This person is no longer on People Data Labs.")
        record = part(answer.value, "data") or part(answer.value)
        body = profiles.whole_profile(record)
        if body is None:
            raise Uncertain(TRAITS.label, "the profile could not be read")
        billed = 0 if at(answer.value, "billed") is False else 1
        return Revealed(body, Spent(_spent(answer, billed), _left(answer)))

    async def answers(self, cursor: str) -> SourceAnswers:
        return SourceAnswers((), cursor)

    async def close(self) -> None:
        await self._wire.close()


def _spent(answer: Answer, otherwise: int) -> int:
    """The credits that the request cost, according to the answer."""
    given = whole(answer.headers.get("x-call-credits-spent"))
    return given if given is not None and given >= 0 else otherwise


def _left(answer: Answer) -> Quota | None:
    """What is left of the allowance that the request was billed to."""
    left = whole(answer.headers.get("x-totallimit-remaining"))
    return Quota(max(left, 0)) if left is not None else None
