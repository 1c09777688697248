"""Indeed for the tests: the playground's stand-in on a free port, with assets, rows, and people who sign in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.app import served
from bot.playground.sources.indeed import FakeIndeed
from tests.fakes.identity import CLIENT_ID, FakeIdentity

CREDENTIALS = {"client_id": "indeed-client", "client_secret": "indeed-secret-1", "employer_id": "emp-7"}
SEARCHING = CREDENTIALS | {"resume_search": "Yes"}
Record = dict[str, Any]


def interested(id: str, email: str | None, **more: Any) -> Record:
    """An asset of Candidate Sync."""
    candidate = {"email": email, "location": "Boston, MA", "name": "Rosa Rich", "phone": None}
    contact = {"candidate": candidate, "job": {"sourcedPostingId": "j-1"}}
    return {"id": id, "metadata": {"stagedAt": "2026-11-02T08:00:00Z"}, "contact": contact, **more}


def match(id: str | None, title: str | None = "Registered Nurse", city: str = "Boston", **more: Any) -> Record:
    """A row of the resume search, which has no name; `skills` is a field that we don't know of."""
    posts = [{"title": title, "company": "Mercy Hospital"}, {"title": "Aide", "company": None}]
    place = {"city": city, "country": "US"}
    summary = {
        "location": place,
        "skills": ["ICU", "nurse"],
        "workExperience": posts,
        "lastUpdatedTime": "2026-11-02T08:00:00Z",
    }
    urls = {"onIndeed": f"https://resumes.indeed.com/resume/{id}"}
    return {"jobSeekerId": id, "resumeSummary": summary, "viewResumeUrls": urls, **more}


@asynccontextmanager
async def indeed() -> AsyncIterator[FakeIndeed]:
    fake = FakeIndeed(CREDENTIALS)
    async with served(fake.app(), "127.0.0.1", 0) as fake.address:
        yield fake


@dataclass(slots=True)
class SignInIndeed(FakeIndeed):
    """People sign in at it; it takes no other tokens."""

    identity: FakeIdentity = field(default_factory=FakeIdentity)

    def app(self) -> web.Application:
        app = FakeIndeed.app(self)
        app.router.add_get("/oauth/v2/authorize", self.identity.authorize)
        return app

    async def token(self, request: web.Request) -> web.Response:
        return await self.identity.token(request)

    def _valid(self, request: web.Request) -> bool:
        return request.headers.get("Authorization", "").removeprefix("Bearer ") in self.identity.tokens

    async def graphql(self, request: web.Request) -> web.Response:
        if self.misbehave is None and self._valid(request) and "__typename" in (await request.json())["query"]:
            return web.json_response({"data": {"__typename": "Query"}})
        return await FakeIndeed.graphql(self, request)


@asynccontextmanager
async def sign_in_indeed() -> AsyncIterator[SignInIndeed]:
    fake = SignInIndeed({"client_id": CLIENT_ID})
    async with served(fake.app(), "127.0.0.1", 0) as fake.address:
        yield fake
