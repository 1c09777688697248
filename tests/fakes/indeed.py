"""Indeed on a free port: logins, Candidate Sync, which repeats a batch until its token is sent, and resume search.

Candidate Sync answers as documented; the search as in Indeed's sample of 2021."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.app import served

CREDENTIALS = {"client_id": "indeed-client", "client_secret": "indeed-secret-1", "employer_id": "emp-7"}
SEARCHING = CREDENTIALS | {"resume_search": "Yes"}
Record = dict[str, Any]


def interested(id: str, email: str | None, **more: Any) -> Record:
    """An asset of Candidate Sync."""
    candidate = {"email": email, "location": "Boston, MA", "name": "Rosa Rich", "phone": None}
    contact = {"candidate": candidate, "job": {"sourcedPostingId": "j-1"}}
    return {"id": id, "metadata": {"stagedAt": "2026-11-02T08:00:00Z"}, "contact": contact, **more}


def match(id: str, title: str | None = "Registered Nurse", **more: Any) -> Record:
    """A row of the resume search, which has no name."""
    posts = [{"title": title, "company": "Mercy Hospital"}, {"title": "Aide", "company": None}]
    place = {"city": "Boston", "country": "US"}
    summary = {"location": place, "workExperience": posts, "lastUpdatedTime": "2026-11-02T08:00:00Z"}
    urls = {"onIndeed": f"https://resumes.indeed.com/resume/{id}"}
    return {"jobSeekerId": id, "resumeSummary": summary, "viewResumeUrls": urls, **more}


def failed(*codes: str) -> web.Response:
    """Errors of GraphQL, with HTTP 200."""
    errors = [{"message": "indeed-token", "path": [], "extensions": {"code": code}} for code in codes]
    return web.json_response({"data": None, "errors": errors})


@dataclass(slots=True)
class FakeIndeed:
    """`batches`: of assets, in order; `tokens`: what Candidate Sync was sent for them. `token_uses`: requests after
    which a token expires, which is answered with HTTP 200. `misbehave`: answers in place of Candidate Sync and of the
    search. `gate`: Candidate Sync waits for it."""

    address: str = ""
    batches: list[list[Any]] = field(default_factory=list[list[Any]])
    matches: list[Any] = field(default_factory=list[Any])
    token_uses: int = 1_000
    misbehave: Callable[[], web.Response] | None = None
    gate: asyncio.Event | None = None
    logins: int = 0
    tokens: list[str] = field(default_factory=list[str])
    searches: list[Record] = field(default_factory=list[Record])
    _uses: dict[str, int] = field(default_factory=dict[str, int])

    async def token(self, request: web.Request) -> web.Response:
        self.logins += 1
        form = await request.post()
        given = (form.get("client_id"), form.get("client_secret"), form.get("employer"), form.get("scope"))
        right = (CREDENTIALS["client_id"], CREDENTIALS["client_secret"], CREDENTIALS["employer_id"], "employer_access")
        if given != right:
            return web.json_response({"error": "invalid_client"}, status=400)
        token = f"indeed-token-{self.logins}"
        self._uses[token] = self.token_uses
        return web.json_response({"access_token": token, "token_type": "Bearer", "expires_in": 3600})

    def _valid(self, request: web.Request) -> bool:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self._uses[token] = self._uses.get(token, 0) - 1
        return self._uses[token] >= 0

    async def graphql(self, request: web.Request) -> web.Response:
        if not self._valid(request) or request.headers.get("indeed-client-id") != CREDENTIALS["client_id"]:
            return failed("UNAUTHENTICATED")
        if self.misbehave is not None:
            return self.misbehave()
        asked = (await request.json())["variables"]["input"]
        assert 1 <= asked["limit"] <= 100
        self.tokens.append(asked.get("token", ""))
        if self.gate is not None:
            await self.gate.wait()
        at = int(asked.get("token") or 0)
        assets = self.batches[at] if at < len(self.batches) else []
        fetched = {"token": str(min(at + 1, len(self.batches))), "assets": assets}
        return web.json_response({"data": {"atsSyncCandidateSync": {"fetchAssets": fetched}}})

    async def search(self, request: web.Request) -> web.Response:
        if not self._valid(request):
            return web.Response(status=401)
        self.searches.append(await request.json())
        if self.misbehave is not None:
            return self.misbehave()
        return web.json_response({"data": {"matches": self.matches}, "pagination": {"total": len(self.matches)}})


@asynccontextmanager
async def indeed() -> AsyncIterator[FakeIndeed]:
    fake, app = FakeIndeed(), web.Application()
    app.router.add_post("/oauth/v2/tokens", fake.token)
    app.router.add_post("/graphql", fake.graphql)
    app.router.add_post("/api/v1/resumeSearch", fake.search)
    async with served(app, "127.0.0.1", 0) as fake.address:
        yield fake
