"""People Data Labs on a free port: people, credits, and a search that understands the queries we send.

Contract: https://docs.peopledatalabs.com/docs/reference-person-search-api and its OpenAPI file."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.app import served

CREDENTIALS = {"api_key": "pdl-api-key-1"}
Record = dict[str, Any]
PARAMETERS = {"query", "sql", "size", "from", "scroll_token", "dataset", "titlecase", "data_include", "pretty"}
CONTACT = ("work_email", "personal_emails", "emails", "mobile_phone", "phone_numbers", "recommended_personal_email")


def person(id: str, name: str, title: str = "icu nurse", **more: Any) -> Record:
    """A record as documented at https://docs.peopledatalabs.com/docs/fields."""
    first, _, last = name.lower().partition(" ")
    return {
        "id": id,
        "full_name": name.lower(),
        "first_name": first,
        "last_name": last,
        "linkedin_url": f"linkedin.com/in/{first}-{id}",
        "github_url": None,
        "work_email": f"{first}@mercy.example",
        "personal_emails": [f"{first}@people.example"],
        "recommended_personal_email": f"{first}@people.example",
        "emails": [{"address": f"{first}@mercy.example", "type": "current_professional"}],
        "mobile_phone": "+16175550100",
        "phone_numbers": ["+16175550100", "+16175550101"],
        "job_title": title,
        "job_title_role": "health",
        "job_title_levels": ["senior"],
        "job_company_name": "mercy hospital",
        "job_company_industry": "hospital & health care",
        "job_last_verified": "2026-10-20",
        "location_name": "boston, massachusetts, united states",
        "location_locality": "boston",
        "location_region": "massachusetts",
        "location_country": "united states",
        "location_geo": "42.36,-71.06",
        "skills": ["triage", "critical care"],
        "inferred_years_experience": 8,
        "experience": [
            {
                "title": {"name": "nurse", "levels": []},
                "company": {"name": "city clinic"},
                "start_date": "2014",
                "end_date": "2018-05",
                "is_primary": False,
            },
            {
                "title": {"name": title, "levels": ["senior"]},
                "company": {"name": "mercy hospital"},
                "start_date": "2018-06",
                "end_date": None,
                "is_primary": True,
            },
        ],
        "education": [
            {
                "school": {"name": "simmons university"},
                "degrees": ["bachelors", "bachelor of science"],
                "majors": ["nursing"],
                "end_date": "2013",
            }
        ],
        "profiles": [{"network": "linkedin", "url": f"linkedin.com/in/{first}-{id}", "username": first}],
        **more,
    }


@dataclass(slots=True)
class FakePeopleDataLabs:
    """`search_credits`, `contact_credits`: the two allowances. `free_plan`: contact fields are true or false.
    `misbehave`: answers in place of the real ones. `gate`: requests wait for it."""

    address: str = ""
    people: list[Any] = field(default_factory=list[Any])
    search_credits: int = 100
    contact_credits: int = 50
    free_plan: bool = False
    misbehave: Callable[[], web.StreamResponse] | None = None
    gate: asyncio.Event | None = None
    asked: list[str] = field(default_factory=list[str])
    searches: list[Record] = field(default_factory=list[Record])

    async def search(self, request: web.Request) -> web.StreamResponse:
        if (refusal := await self._gone_through(request)) is not None:
            return refusal
        body = await request.json()
        self.searches.append(body)
        size = body.get("size", 1)
        if set(body) - PARAMETERS or ("query" in body) == ("sql" in body) or not 1 <= size <= 100:
            return _error(400, "invalid_request_error")
        query = json.loads(body["query"])["query"]
        found = [each for each in self.people if not isinstance(each, dict) or matches(query, each)]
        start = int(body.get("scroll_token", "0"))
        page = found[start : start + size]
        if not page:
            return _error(404, "not_found")
        if len(page) > self.search_credits:
            return _error(402, "payment_required")
        self.search_credits -= len(page)
        answer = {
            "status": 200,
            "data": [self._shown(each, body.get("titlecase")) for each in page],
            "total": len(found),
        }
        if start + size < len(found):
            answer["scroll_token"] = str(start + size)
        return web.json_response(answer, headers=self._credits("search", len(page), self.search_credits))

    async def retrieve(self, request: web.Request) -> web.StreamResponse:
        if (refusal := await self._gone_through(request)) is not None:
            return refusal
        id = request.match_info["id"]
        record = next((each for each in self.people if isinstance(each, dict) and each.get("id") == id), None)
        if record is None:
            return _error(404, "not_found")
        if self.contact_credits == 0:
            return _error(402, "payment_required")
        self.contact_credits -= 1
        answer = {"status": 200, "data": self._shown(record, request.query.get("titlecase") == "true"), "billed": True}
        return web.json_response(answer, headers=self._credits("enrich", 1, self.contact_credits))

    async def allowance(self, request: web.Request) -> web.StreamResponse:
        if (refusal := await self._gone_through(request)) is not None:
            return refusal
        return web.Response(status=400, headers=self._credits("enrich", 0, self.contact_credits))

    def _shown(self, record: Any, titlecase: bool | None) -> Any:
        if not isinstance(record, dict):
            return record
        shown = {name: bool(value) if name in CONTACT and self.free_plan else value for name, value in record.items()}
        return _title_case(shown) if titlecase else shown

    @staticmethod
    def _credits(kind: str, spent: int, left: int) -> dict[str, str]:
        return {
            "x-call-credits-spent": str(spent),
            "x-call-credits-type": kind,
            "x-totallimit-remaining": str(left),
            "x-ratelimit-remaining": '{"minute": 9}',
        }

    async def _gone_through(self, request: web.Request) -> web.StreamResponse | None:
        self.asked.append(f"{request.method} {request.path}")
        if self.gate is not None:
            await self.gate.wait()
        if request.headers.get("X-Api-Key") != CREDENTIALS["api_key"]:
            return _error(401, f"authentication_error for {request.headers.get('X-Api-Key')}")
        return self.misbehave() if self.misbehave is not None else None


def _error(status: int, kind: str) -> web.Response:
    return web.json_response({"status": status, "error": {"type": kind, "message": kind}}, status=status)


def _title_case(record: Record) -> Record:
    """As documented: names of people, places, companies and titles; not addresses."""
    plain = ("id", "job_last_verified", "linkedin_url", "github_url", "location_geo", "profiles", *CONTACT)
    return {name: value if name in plain else _titled(value) for name, value in record.items()}


def _titled(value: Any) -> Any:
    match value:
        case str():
            return value.title()
        case list():
            return [_titled(each) for each in value]
        case dict():
            return {name: _titled(each) for name, each in value.items()}
        case _:
            return value


def matches(query: Record, record: Record) -> bool:
    """Elasticsearch's rules for the kinds of queries that are used; any other kind fails."""
    [(kind, given)] = query.items()
    if kind == "bool":
        return (
            all(matches(each, record) for each in given.get("must", ()))
            and (not given.get("should") or any(matches(each, record) for each in given["should"]))
            and not any(matches(each, record) for each in given.get("must_not", ()))
        )
    if kind == "exists":
        return any(value not in (None, False, []) for value in _values(record, given["field"].split(".")))
    [(name, wanted)] = given.items()
    values = _values(record, name.split("."))
    match kind:
        case "term":
            return wanted in values
        case "terms":
            return any(value in wanted for value in values)
        case "prefix":
            return any(isinstance(value, str) and value.startswith(wanted) for value in values)
        case "match_phrase":
            return any(isinstance(value, str) and f" {wanted} " in f" {value} " for value in values)
        case "range":
            return any(wanted.get("gte", value) <= value <= wanted.get("lte", value) for value in values if value)
        case _:
            raise AssertionError(f"a query of the kind {kind}")


def _values(value: Any, steps: list[str]) -> list[Any]:
    if isinstance(value, list):
        return [found for each in value for found in _values(each, steps)]
    if not steps:
        return [value]
    return _values(value.get(steps[0]), steps[1:]) if isinstance(value, dict) else []


@asynccontextmanager
async def people_data_labs() -> AsyncIterator[FakePeopleDataLabs]:
    fake, app = FakePeopleDataLabs(), web.Application()
    app.router.add_post("/v5/person/search", fake.search)
    app.router.add_get("/v5/person/retrieve/{id}", fake.retrieve)
    app.router.add_head("/v5/person/enrich", fake.allowance)
    async with served(app, "127.0.0.1", 0) as fake.address:
        yield fake
