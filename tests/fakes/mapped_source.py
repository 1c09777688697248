"""The REST source of the example in docs/source-mapping.md, on a free port: people, credits, tokens and cursors."""

import base64
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.app import served

CREDENTIALS = {"client_id": "hub-client", "client_secret": "hub-secret-1"}
Record = dict[str, Any]


def person(id: str, first: str, last: str, title: str = "ICU Nurse", **more: Any) -> Record:
    return {
        "id": id,
        "first_name": first,
        "last_name": last,
        "headline": title,
        "address": {"city": "Boston", "state": "MA", "country": "US"},
        "skills": [{"name": "Triage"}, {"name": "ICU"}],
        "jobs": [{"title": title, "company": {"name": "Mercy Hospital"}, "from": "2021-03", "to": None}],
        "schools": [{"name": "Simmons University", "degree": "PHD", "major": "Nursing"}],
        "years": "9",
        "relocate": True,
        "updated": "2026-11-02",
        **more,
    }


@dataclass(slots=True)
class FakeHub:
    """`today`, `month`: credits left. `misbehave`: answers in place of everything but the login."""

    address: str = ""
    people: list[Any] = field(default_factory=list[Any])
    today: int = 5
    month: int = 90
    misbehave: Callable[[], web.Response] | None = None
    searches: list[Record] = field(default_factory=list[Record])
    asked: list[str] = field(default_factory=list[str])
    token: str = ""

    async def log_in(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        right = {"grant_type": "client_credentials", "scope": "candidates", **CREDENTIALS}
        if form != right:
            return web.json_response({"error": "invalid_client", "error_description": str(form)}, status=400)
        self.token = "hub-token-1"
        return web.json_response({"access_token": self.token, "expires_in": 600})

    async def search(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self.searches.append(asked)
        at, size = int(asked.get("after", 0)), asked["pageSize"]
        after = str(at + size) if at + size < len(self.people) else None
        found = {"items": self.people[at : at + size], "total": len(self.people), "next": after}
        return web.json_response({"result": found})

    async def unlock(self, request: web.Request) -> web.Response:
        found = next((each for each in self.people if each["id"] == request.match_info["id"]), None)
        if found is None:
            return web.Response(status=404)
        self.today, self.month = self.today - 1, self.month - 1
        contact = {"emails": ["rosa@people.example", True, None], "phones": [{"number": "+1 617 555 0100"}]}
        profiles = [{"url": "https://github.com/rosa", "network": "github"}]
        usage = {"spent": 1, "left": self.month}
        return web.json_response({"candidate": found | {"contact": contact, "profiles": profiles}, "usage": usage})

    async def resume(self, request: web.Request) -> web.Response:
        content = base64.b64encode(b"%PDF-1.4 hello").decode()
        return web.json_response({"file": {"base64": content, "name": "Rosa.pdf"}})

    async def usage(self, request: web.Request) -> web.Response:
        return web.json_response({"contract": 100, "left": {"today": self.today, "month": self.month}})

    @web.middleware
    async def door(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.path == "/oauth/token":
            return await handler(request)
        self.asked.append(f"{request.method} {request.path}")
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            return web.Response(status=401)
        return self.misbehave() if self.misbehave is not None else await handler(request)


@asynccontextmanager
async def hub() -> AsyncIterator[FakeHub]:
    fake = FakeHub()
    app = web.Application(middlewares=[fake.door])
    app.router.add_post("/oauth/token", fake.log_in)
    app.router.add_post("/v1/candidates/search", fake.search)
    app.router.add_post("/v1/candidates/{id}/unlock", fake.unlock)
    app.router.add_get("/v1/candidates/{id}/resume", fake.resume)
    app.router.add_get("/v1/usage", fake.usage)
    async with served(app, "127.0.0.1", 0) as fake.address:
        yield fake
