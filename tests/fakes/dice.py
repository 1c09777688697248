"""Dice Talent Search on a free port: an account with people, views and tokens, and switches for bad weather.

It answers in the shapes that public clients of Dice show; whether Dice itself does is not verified."""

import asyncio
import base64
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.app import served

CREDENTIALS = {
    "client_id": "acme-client",
    "client_secret": "dice-client-secret-1",
    "username": "ana@acme.example",
    "password": "dice-password-1",
}
Record = dict[str, Any]


def person(id: str, name: str, title: str = "Java Developer", **more: Any) -> Record:
    """A profile as a view shows it; the search leaves out `email`, `phone` and `resume`."""
    first, _, last = name.partition(" ")
    return {
        "id": id,
        "candidateId": f"c-{id}",
        "firstName": first,
        "lastName": last,
        "fullName": name,
        "city": "Boston",
        "region": "MA",
        "country": "United States",
        "currentJobTitle": title,
        "currentCompany": "Acme Systems",
        "experience": {
            "current": {"org": "Acme Systems", "title": title, "periodStart": {"day": 1, "month": 3, "year": 2021}},
            "history": [
                {
                    "org": "Bolt Labs",
                    "title": "Developer",
                    "periodStart": {"year": 2016},
                    "periodEnd": {"month": 2, "year": 2021},
                }
            ],
        },
        "skills": [{"skill": "Java", "yearsUsed": 6, "score": 0.9}, {"skill": "Kubernetes"}],
        "yearsOfExperience": 9,
        "locations": [{"city": "Boston", "region": "MA", "countryCode": "US", "latitude": 42.36, "longitude": -71.06}],
        "education": [{"degree": "Masters", "org": "Simmons University"}],
        "socialProfiles": [{"source": "github", "url": f"https://github.com/{id}"}],
        "workPermitDocuments": ["us citizenship"],
        "workPreferences": [{"willingToRelocate": True, "employmentType": ["full-time"]}],
        "dateResumeLastUpdated": "2026-11-02T08:00:00Z",
        "hasEmail": True,
        "hasPhone": True,
        "email": [f"{first.lower()}@people.example"],
        "phone": ["+1 617 555 0100"],
        "resume": {
            "contentType": "text/html",  # wrong, as real ones are
            "filename": f"{last}.html",
            "resumeData": base64.b64encode(b"%PDF-1.4 resume of " + name.encode()).decode(),
        },
        **more,
    }


@dataclass(slots=True)
class FakeDice:
    """`views_left` is what the contract has; viewing the same person again is free. `token_uses`: requests after which
    a token expires. `misbehave`: answers in place of a search or a view. `gate`: requests wait for it."""

    address: str = ""
    people: list[Any] = field(default_factory=list[Any])
    views: int = 40
    views_left: int = 37
    token_uses: int = 1_000
    misbehave: Callable[[], web.StreamResponse] | None = None
    cut: bool = False  # the connection breaks in mid-answer
    gate: asyncio.Event | None = None
    searches: list[Record] = field(default_factory=list[Record])
    asked: list[str] = field(default_factory=list[str])  # method and path of every request
    viewed: set[str] = field(default_factory=set[str])
    _tokens: dict[str, int] = field(default_factory=dict[str, int])

    async def token(self, request: web.Request) -> web.Response:
        self.asked.append("token")
        form = await request.post()
        given = "grant_type", "username", "password"
        right = ("password", CREDENTIALS["username"], CREDENTIALS["password"])
        login = f"{CREDENTIALS['client_id']}:{CREDENTIALS['client_secret']}".encode()
        if request.headers.get("Authorization") != "Basic " + base64.b64encode(login).decode():
            return web.json_response({"error": "invalid_client"}, status=401)
        if tuple(form.get(name) for name in given) != right:
            return web.json_response({"error": "invalid_grant", "error_description": form.get("password")}, status=400)
        token = f"dice-token-{len(self._tokens) + 1}"
        self._tokens[token] = self.token_uses
        return web.json_response({"access_token": token, "token_type": "bearer", "expires_in": 3600})

    async def search(self, request: web.Request) -> web.StreamResponse:
        if (refusal := await self._gone_through(request)) is not None:
            return refusal
        asked = (await request.json())["searchParameters"]
        self.searches.append(asked)
        words = re.findall(r"[\w+#]+", re.sub(r"\bNOT \S+|\b(?:AND|OR)\b", " ", asked.get("q", "")))
        found = [each for each in self.people if not isinstance(each, dict) or _matches(each, words)]
        page, size = asked["page"], asked["pageSize"]
        shown = found[(page - 1) * size : page * size]
        hidden = ("email", "phone", "resume")
        people = [
            {name: value for name, value in each.items() if name not in hidden} if isinstance(each, dict) else each
            for each in shown
        ]
        return web.json_response({"data": people, "meta": {"totalCount": len(found)}})

    async def view(self, request: web.Request) -> web.StreamResponse:
        if (refusal := await self._gone_through(request)) is not None:
            return refusal
        id = request.match_info["id"]
        record = next((each for each in self.people if isinstance(each, dict) and each.get("id") == id), None)
        if record is None:
            return web.json_response({"message": "Profile not found"}, status=404)
        if id not in self.viewed:
            if self.views_left == 0:
                return web.json_response({"message": "No views remaining", "usage": self._usage()}, status=403)
            self.views_left -= 1
            self.viewed.add(id)
        if self.cut:
            return await _half(request, b'{"id": "1", "fullName": "Ro')
        return web.json_response({**record, "usage": self._usage()})

    def _usage(self) -> Record:
        return {
            "customerId": "1",
            "quota": self.views,
            "viewsConsumed": self.views - self.views_left,
            "viewsRemaining": self.views_left,
        }

    async def _gone_through(self, request: web.Request) -> web.StreamResponse | None:
        self.asked.append(f"{request.method} {request.path}")
        if self.gate is not None:
            await self.gate.wait()
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self._tokens.get(token, 0) < 1:
            return web.json_response({"message": f"token {token} expired"}, status=401)
        self._tokens[token] -= 1
        return self.misbehave() if self.misbehave is not None else None


async def _half(request: web.Request, part: bytes) -> web.StreamResponse:
    """Begins an answer and breaks the connection."""
    answer = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "5000"})
    await answer.prepare(request)
    await answer.write(part)
    assert request.transport is not None
    request.transport.close()
    return answer


def _matches(record: Record, words: list[str]) -> bool:
    """Whether any of the words is somewhere in the profile: enough to tell searches apart."""
    everything = str({name: value for name, value in record.items() if name not in ("email", "phone")}).lower()
    return not words or any(word.lower() in everything for word in words)


@asynccontextmanager
async def dice() -> AsyncIterator[FakeDice]:
    fake, app = FakeDice(), web.Application()
    app.router.add_post("/oauth/token", fake.token)
    app.router.add_post("/v2/profiles/search", fake.search)
    app.router.add_get("/v2/profiles/{id}", fake.view)
    async with served(app, "127.0.0.1", 0) as fake.address:
        yield fake
