"""People Data Labs: people, credits, and a search that understands the queries we send.

Contract: https://docs.peopledatalabs.com/docs/reference-person-search-api and its OpenAPI file."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, cast

from aiohttp import web

from bot.playground.sources import searching
from bot.playground.sources.people_data_labs_search import matches
from connectors.resumes.place_names import country_name, region_name

Record = dict[str, Any]
PARAMETERS = {"query", "sql", "size", "from", "scroll_token", "dataset", "titlecase", "data_include", "pretty"}
CONTACT = ("work_email", "personal_emails", "emails", "mobile_phone", "phone_numbers", "recommended_personal_email")


@dataclass(slots=True)
class FakePeopleDataLabs:
    """`search_credits`, `contact_credits`: the two allowances. `free_plan`: contact fields are true or false.
    `misbehave`: answers instead of a search or a retrieval. `gate`: requests wait for it."""

    name: ClassVar[str] = "people_data_labs"
    login_path: ClassVar[str] = "/v5/person/enrich"
    allowances: ClassVar[tuple[str, ...]] = ("search_credits", "contact_credits")
    renamed: ClassVar[Mapping[str, str]] = {"id": "person_id"}

    credentials: Mapping[str, str]
    address: str = ""
    people: list[Any] = field(default_factory=list[Any])
    search_credits: int = 100
    contact_credits: int = 50
    free_plan: bool = False
    misbehave: Callable[[], web.StreamResponse] | None = None
    gate: asyncio.Event | None = None
    asked: list[str] = field(default_factory=list[str])
    searches: list[Record] = field(default_factory=list[Record])

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/v5/person/search", self.search)
        app.router.add_get("/v5/person/retrieve/{id}", self.retrieve)
        app.router.add_head(self.login_path, self.allowance)
        return app

    def left(self) -> str:
        return f"{self.search_credits} search credits and {self.contact_credits} credits for contact details left"

    async def search(self, request: web.Request) -> web.StreamResponse:
        if (refusal := await self._gone_through(request)) is not None:
            return refusal
        body = await request.json()
        self.searches.append(body)
        size = body.get("size", 1)
        if set(body) - PARAMETERS or ("query" in body) == ("sql" in body) or not 1 <= size <= 100:
            return _error(400, "invalid_request_error")
        query = json.loads(body["query"])["query"]
        found = searching.chosen(self.people, lambda each: matches(query, each))
        start = int(body.get("scroll_token", "0"))
        page = found[start : start + size]
        if not page:
            return _error(404, "not_found")
        if len(page) > self.search_credits:
            return _error(402, "payment_required")
        self.search_credits -= len(page)
        answer: Record = {
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
        record = searching.named(self.people, id)
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
        if not searching.is_record(record):
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
        if request.headers.get("X-Api-Key") != self.credentials["api_key"]:
            return _error(401, f"authentication_error for {request.headers.get('X-Api-Key')}")
        return self.misbehave() if self.misbehave is not None else None


def _error(status: int, kind: str) -> web.Response:
    return web.json_response({"status": status, "error": {"type": kind, "message": kind}}, status=status)


def _title_case(record: Record) -> Record:
    """Apply title case as documented: to names of people, places, companies and titles, but not to addresses."""
    plain = ("id", "job_last_verified", "linkedin_url", "github_url", "location_geo", "profiles", *CONTACT)
    return {name: value if name in plain else _titled(value) for name, value in record.items()}


def _titled(value: Any) -> Any:
    if searching.is_record(value):
        return {name: _titled(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_titled(each) for each in cast(list[Any], value)]
    return value.title() if isinstance(value, str) else value


# ── sample people ──

DEGREES = {
    "associate": "associates",
    "bachelor": "bachelors",
    "master": "masters",
    "mba": "master of business administration",
    "doctorate": "doctorates",
}
LEVELS = {"junior": "entry", "senior": "senior", "manager": "manager", "director": "director"}


def record(person: Record) -> Record:
    """Convert a person from the import format to the fields of https://docs.peopledatalabs.com/docs/fields."""
    place, (post, *_) = person["place"], person["experience"]
    first, _, last = person["name"].lower().partition(" ")
    emails, phones = person.get("emails", []), person.get("phones", [])
    title, employer = post["title"].lower(), post["company"].lower()
    return {
        "id": person["id"],
        "full_name": person["name"].lower(),
        "first_name": first,
        "last_name": last,
        "linkedin_url": None,
        "github_url": None,
        "work_email": None,
        "personal_emails": emails,
        "recommended_personal_email": emails[0] if emails else None,
        "emails": [{"address": each, "type": "personal"} for each in emails],
        "mobile_phone": phones[0] if phones else None,
        "phone_numbers": phones,
        "job_title": title,
        "job_title_role": None,
        "job_title_levels": [theirs for ours, theirs in LEVELS.items() if ours in title],
        "job_company_name": employer,
        "job_last_verified": person["updated_at"][:10],
        "location_locality": place["city"].lower(),
        "location_region": region_name(place["country"], place.get("region", "")).lower(),
        "location_country": country_name(place["country"]).lower(),
        "location_geo": f"{place['lat']},{place['lon']}",
        "skills": [each.lower() for each in person["skills"]],
        "summary": person["summary"],
        "inferred_years_experience": person["years_experience"],
        "experience": [_post(each) for each in person["experience"]],
        "education": [_study(each) for each in person["education"]],
        "profiles": [{"network": None, "url": each["url"], "username": None} for each in person.get("links", ())],
    }


def _post(post: Record) -> Record:
    return {
        "title": {"name": post["title"].lower(), "levels": []},
        "company": {"name": post["company"].lower()},
        "start_date": post["start"],
        "end_date": post["end"],
        "is_primary": not post["end"],
        "summary": post["summary"],
    }


def _study(study: Record) -> Record:
    degree = DEGREES.get(study["degree"])
    return {
        "school": {"name": study["school"].lower()},
        "degrees": [degree] if degree else [],
        "majors": [study["field"].lower()] if "field" in study else [],
        "end_date": study["end"],
    }
