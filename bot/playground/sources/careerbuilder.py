"""CareerBuilder's resume database: people, views per day and month, signed logins, and switches for faults.

Its answers have the shapes that CareerBuilder documents or that public clients of CareerBuilder show."""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, ClassVar

import jwt
from aiohttp import web

from bot.playground.sources import resume_file, searching
from bot.playground.sources.searching import Place, found_in, lives_in, words_of
from connectors.resumes.reading import part, parts, text, whole

Record = dict[str, Any]


@dataclass(slots=True)
class FakeCareerBuilder:
    """`daily`, `monthly`: views left; a person's document costs one view, but only the first time. `token_uses`:
    requests after which a token expires. `misbehave`: part of a path → an answer to give there instead. `gate`:
    requests wait for it."""

    name: ClassVar[str] = "careerbuilder"
    login_path: ClassVar[str] = "/oauth/token"
    allowances: ClassVar[tuple[str, ...]] = ("daily", "monthly")
    renamed: ClassVar[Mapping[str, str]] = {"EdgeID": "ResumeID"}

    credentials: Mapping[str, str]
    address: str = ""
    people: list[Any] = field(default_factory=list[Any])
    daily: int = 37
    monthly: int = 400
    token_uses: int = 1_000
    misbehave: dict[str, Callable[[], web.Response]] = field(default_factory=dict[str, Callable[[], web.Response]])
    gate: asyncio.Event | None = None
    searches: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    asked: list[str] = field(default_factory=list[str])  # paths of all requests
    viewed: set[str] = field(default_factory=set[str])
    _tokens: dict[str, int] = field(default_factory=dict[str, int])

    def app(self) -> web.Application:
        app = web.Application(middlewares=[self.door])
        app.router.add_post(self.login_path, self.token)
        app.router.add_get("/consumer/edge/search", self.search)
        app.router.add_get("/consumer/edge/profiles", self.profile)
        app.router.add_get("/consumer/edge/profiles/{id}/Resumes", self.resumes)
        app.router.add_get("/consumer/edge/profiles/{id}/Resumes/RDB/{did}/Document", self.document)
        app.router.add_get("/consumer/edge/Auth/Quota", self.quota)
        return app

    def left(self) -> str:
        return f"{self.daily} views left today, {self.monthly} this month"

    async def token(self, request: web.Request) -> web.Response:
        self.asked.append("token")
        form = await request.post()
        audience = f"{self.address}/oauth/token"
        try:
            claims = jwt.decode(
                str(form.get("client_assertion")), self.credentials["client_secret"], ["HS512"], audience=audience
            )
        except jwt.InvalidTokenError:
            return failed(401, "the assertion is not valid")
        if not claims["iss"] == claims["sub"] == form.get("client_id") == self.credentials["client_id"]:
            return failed(401, "the client is not known")
        if form.get("grant_type") != "client_credentials" or "client_secret" in form:
            return failed(400, "not that way")
        token = f"cb-token-{len(self._tokens) + 1}"
        self._tokens[token] = self.token_uses
        return web.json_response({"data": {"access_token": token, "token_type": "bearer", "expires_in": 2100}})

    async def search(self, request: web.Request) -> web.Response:
        query = dict(request.query)
        self.searches.append(query)
        page, size = int(query["Page"]), int(query["ResultsPerPage"])
        found = searching.chosen(self.people, lambda each: matches(query, each))
        shown = found[(page - 1) * size : page * size]
        results = [each.get("result") if searching.is_record(each) else each for each in shown]
        return web.json_response({"data": {"TotalResults": len(found), "Results": results}, "errors": []})

    def _person(self, id: str) -> Record | None:
        return searching.named(self.people, id, "result.EdgeID")

    async def profile(self, request: web.Request) -> web.Response:
        person = self._person(request.query["EdgeID"])
        return failed(404, "no such person") if person is None else web.json_response({"data": person["profile"]})

    async def resumes(self, request: web.Request) -> web.Response:
        return web.json_response({"data": [{"ResumeDID": f"R-{request.match_info['id']}"}]})

    async def document(self, request: web.Request) -> web.Response:
        id = request.match_info["id"]
        person = self._person(id)
        if person is None or request.match_info["did"] != f"R-{id}":
            return failed(404, "no such resume")
        if id not in self.viewed:
            self.viewed.add(id)
            self.daily, self.monthly = self.daily - 1, self.monthly - 1
        return web.json_response({"data": person["resume"]}, dumps=resume_file.dumps)

    async def quota(self, request: web.Request) -> web.Response:
        left = {"us daily": self.daily, "us monthly": self.monthly}
        return web.json_response({"data": {"RDBSlicesRemainingQuota": left}})

    @web.middleware
    async def door(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if not request.path.endswith(self.login_path):
            self.asked.append(request.path)
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if self._tokens.get(token, 0) < 1:
                return failed(401, f"token {token} is not valid")
            self._tokens[token] -= 1
        if self.gate is not None:
            await self.gate.wait()
        for path, answer in self.misbehave.items():
            if path in request.path:
                return answer()
        return await handler(request)


def failed(status: int, message: str) -> web.Response:
    """An error in the documented shape; the status may also be 200."""
    return web.json_response({"errors": [{"type": "x", "message": message, "code": status}]}, status=status)


# ── searching ──


def matches(asked: Mapping[str, str], person: Record) -> bool:
    """Whether a person matches the parameters of a search."""
    result, profile = part(person, "result"), part(person, "profile")
    titles = [text(result, "JobTitle"), *(text(each, "JobTitle") for each in parts(result, "Employments"))]
    return (
        found_in(asked.get("Query", ""), f"{words_of(result)} {words_of(profile, ('IDs',))}")
        and found_in(asked.get("JobTitle", ""), " | ".join(filter(None, titles)))
        and _somewhere(asked, result)
        and _has(asked.get("FacetFilter", ""), profile)
        and _recent(asked.get("Filter", ""), result)
    )


def _somewhere(asked: Mapping[str, str], result: Record) -> bool:
    wanted = asked.get("Locations", "")
    city, region, country = (text(result, f"Location.{name}") or "" for name in ("City", "State", "Country"))
    place = Place(city, region, country)
    return not wanted or lives_in(wanted, place, float(asked.get("LocationRadius", 0)))


def _has(facets: str, profile: Record) -> bool:
    """Whether the profile has the facets; of facets with the same name, one is enough."""
    wanted: dict[str, list[str]] = {}
    for facet in facets.split():
        name, _, value = facet.partition(":")
        wanted.setdefault(name, []).append(value)
    least = max(map(int, wanted.pop("YearsOfExperience", ["0"])))
    degrees = wanted.pop("HighestEducationDegreeCode", [])
    return (
        (whole(profile, "YearsOfExperience") or 0) >= least
        and (not degrees or any(text(each, "DegreeLevel") in degrees for each in parts(profile, "Educations")))
        and all(str(profile.get(name)) in values for name, values in wanted.items())
    )


def _recent(filter: str, result: Record) -> bool:
    days = re.search(r"NOW-(\d+)DAYS", filter)
    since = (datetime.now(UTC) - timedelta(days=int(days[1]))).isoformat() if days else ""
    return (text(result, "ResumeLastModified") or "") >= since


# ── sample people ──

PERMITS = {"citizen": "CTCT", "permanent_resident": "CTGR", "work_visa": "CTEM", "needs_sponsorship": "CTNO"}
DEGREES = {
    "high_school": "CE31",
    "associate": "CE32",
    "bachelor": "CE321",
    "master": "CE3210",
    "mba": "CE3210",
    "doctorate": "CE3211",
}


def record(person: Record) -> Record:
    """Convert a person from the import format. `result`: a row of a search; `profile`: the whole record; `resume`: the
    file."""
    first, _, last = person["name"].partition(" ")
    place = {
        "City": person["place"]["city"],
        "State": person["place"].get("region"),
        "Country": person["place"]["country"],
    }
    title = person["experience"][0]["title"]
    result = {
        "EdgeID": person["id"],
        "Name": person["name"],
        "JobTitle": title,
        "Location": place,
        "Employments": [{"Employer": each["company"], "JobTitle": each["title"]} for each in person["experience"]],
        "Keywords": ", ".join(person["skills"]),
        "ResumeLastModified": person["updated_at"],
    }
    profile = {
        "EdgeID": person["id"],
        "Names": [{"First": first, "Last": last}],
        "Locations": {"CurrentLocations": [place]},
        "IDs": {
            "Email": {"Identifiers": [{"ID": each} for each in person.get("emails", ())]},
            "Phone": {"Identifiers": [{"ID": each} for each in person.get("phones", ())]},
        },
        "YearsOfExperience": person["years_experience"],
        "JobTitle": title,
        "Educations": [
            {"DegreeLevel": DEGREES[each["degree"]], "Institution": each["school"]} for each in person["education"]
        ],
        "WorkStatus": PERMITS.get(person.get("work_authorization", ""), "CTNS"),
        "WillingToRelocate": person.get("willing_to_relocate", False),
    }
    content = partial(resume_file.resume_pdf, person)
    resume = {"Content": content, "ContentType": "application/msword", "Filename": f"{last}.doc"}
    return {"result": result, "profile": profile, "resume": resume}
