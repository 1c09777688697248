"""CareerBuilder's resume database on a free port: people, slices per day and month, signed logins, and switches for
bad weather. It answers in the shapes that CareerBuilder documents or that public clients of it show."""

import asyncio
import base64
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import web

from bot.app import served

CREDENTIALS = {"client_id": "C8acme", "client_secret": "careerbuilder-secret-" + "x" * 50}
Record = dict[str, Any]


def person(id: str, first: str, last: str, title: str = "Registered Nurse", **more: Any) -> Record:
    """`result`: a row of a search; `profile`: the whole record; `resume`: the document."""
    result = {
        "EdgeID": id,
        "Name": f"{first} {last}",
        "JobTitle": title,
        "Location": {"City": "Boston", "State": "MA", "Country": "US"},
        "Employments": [{"Employer": "Mercy Hospital", "JobTitle": title}, {"Employer": "Bolt Clinic"}],
        "Keywords": "ICU, Triage",
        "ResumeLastModified": "2026-11-02T08:00:00Z",
    }
    profile = {
        "EdgeID": id,
        "Names": [{"First": first, "Last": last}],
        "Locations": {"CurrentLocations": [{"City": "Boston", "State": "MA", "Country": "US"}]},
        "IDs": {"Email": {"Identifiers": [{"ID": f"{first.lower()}@people.example"}]}},
        "YearsOfExperience": 9,
        "JobTitle": title,
        "Educations": [{"DegreeLevel": "CE3210", "Institution": "Simmons University"}],
        "WorkStatus": "CTCT",
    }
    resume = {
        "Content": base64.b64encode(b"%PDF-1.4 resume of " + last.encode()).decode(),
        "ContentType": "application/msword",  # wrong, as real ones are
        "Filename": f"{last}.doc",
    }
    return {"result": result, "profile": profile, "resume": resume} | more


@dataclass(slots=True)
class FakeCareerBuilder:
    """`daily`, `monthly`: slices left; a person's document burns one, once. `token_uses`: requests after which a token
    expires. `misbehave`: answers in place of those paths that contain its key. `gate`: requests wait for it."""

    address: str = ""
    people: list[Any] = field(default_factory=list[Any])
    daily: int = 37
    monthly: int = 400
    token_uses: int = 1_000
    misbehave: dict[str, Callable[[], web.Response]] = field(default_factory=dict[str, Callable[[], web.Response]])
    gate: asyncio.Event | None = None
    searches: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    asked: list[str] = field(default_factory=list[str])  # the paths of all requests
    viewed: set[str] = field(default_factory=set[str])
    _tokens: dict[str, int] = field(default_factory=dict[str, int])

    async def token(self, request: web.Request) -> web.Response:
        self.asked.append("token")
        form = await request.post()
        audience = f"{self.address}/oauth/token"
        try:
            claims = jwt.decode(
                str(form.get("client_assertion")), CREDENTIALS["client_secret"], ["HS512"], audience=audience
            )
        except jwt.InvalidTokenError:
            return failed(401, "the assertion is not valid")
        if not claims["iss"] == claims["sub"] == form.get("client_id") == CREDENTIALS["client_id"]:
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
        words = re.findall(r"\w+", re.sub(r"NOT (\S+)|\b(?:AND|OR)\b", " ", query.get("Query", "")).lower())
        found = [each for each in self.people if not words or any(word in str(each).lower() for word in words)]
        shown = found[(page - 1) * size : page * size]
        results = [each.get("result") if isinstance(each, dict) else each for each in shown]
        return web.json_response({"data": {"TotalResults": len(found), "Results": results}, "errors": []})

    def _person(self, id: str) -> Record | None:
        return next((each for each in self.people if isinstance(each, dict) and each["result"]["EdgeID"] == id), None)

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
        return web.json_response({"data": person["resume"]})

    async def quota(self, request: web.Request) -> web.Response:
        left = {"us daily": self.daily, "us monthly": self.monthly}
        return web.json_response({"data": {"RDBSlicesRemainingQuota": left}})

    @web.middleware
    async def door(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.path != "/oauth/token":
            self.asked.append(request.path)
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if self._tokens.get(token, 0) < 1:
                return failed(401, f"token {token} is not valid")
            self._tokens[token] -= 1
        if self.gate is not None:
            await self.gate.wait()
        for part, answer in self.misbehave.items():
            if part in request.path:
                return answer()
        return await handler(request)


def failed(status: int, message: str) -> web.Response:
    """The documented shape of errors, also with HTTP 200."""
    return web.json_response({"errors": [{"type": "x", "message": message, "code": status}]}, status=status)


@asynccontextmanager
async def careerbuilder() -> AsyncIterator[FakeCareerBuilder]:
    fake = FakeCareerBuilder()
    app = web.Application(middlewares=[fake.door])
    app.router.add_post("/oauth/token", fake.token)
    app.router.add_get("/consumer/edge/search", fake.search)
    app.router.add_get("/consumer/edge/profiles", fake.profile)
    app.router.add_get("/consumer/edge/profiles/{id}/Resumes", fake.resumes)
    app.router.add_get("/consumer/edge/profiles/{id}/Resumes/RDB/{did}/Document", fake.document)
    app.router.add_get("/consumer/edge/Auth/Quota", fake.quota)
    async with served(app, "127.0.0.1", 0) as fake.address:
        yield fake
