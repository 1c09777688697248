"""Indeed: logins, Candidate Sync, which repeats a batch until its token is sent, and resume search.

Candidate Sync answers as documented, and the search answers as in Indeed's sample from 2021."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from aiohttp import web

from bot.playground.sources import searching
from bot.playground.sources.searching import Place, found_in, lives_in, words_of
from connectors.resumes.reading import at, text

Record = dict[str, Any]
_PAGE = 25


def failed(*codes: str) -> web.Response:
    """GraphQL errors, with HTTP 200."""
    errors: list[Record] = [{"message": "indeed-token", "path": [], "extensions": {"code": code}} for code in codes]
    return web.json_response({"data": None, "errors": errors})


@dataclass(slots=True)
class FakeIndeed:
    """`batches`: batches of assets, in order; `tokens`: the batch tokens that Candidate Sync received. `token_uses`:
    requests after which an access token expires; Candidate Sync then answers with an error and HTTP 200. `misbehave`:
    answers instead of Candidate Sync and the search. `gate`: Candidate Sync waits for it."""

    name: ClassVar[str] = "indeed"
    login_path: ClassVar[str] = "/oauth/v2/tokens"
    allowances: ClassVar[tuple[str, ...]] = ()
    renamed: ClassVar[Mapping[str, str]] = {"jobSeekerId": "seekerId"}

    credentials: Mapping[str, str]
    address: str = ""
    batches: list[list[Any]] = field(default_factory=list[list[Any]])
    people: list[Any] = field(default_factory=list[Any])
    token_uses: int = 1_000
    misbehave: Callable[[], web.Response] | None = None
    gate: asyncio.Event | None = None
    logins: int = 0
    tokens: list[str] = field(default_factory=list[str])
    searches: list[Record] = field(default_factory=list[Record])
    _uses: dict[str, int] = field(default_factory=dict[str, int])

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post(self.login_path, self.token)
        app.router.add_post("/graphql", self.graphql)
        app.router.add_post("/api/v1/resumeSearch", self.search)
        return app

    def left(self) -> str:
        return "Indeed doesn't say what is left"

    async def token(self, request: web.Request) -> web.Response:
        self.logins += 1
        form = await request.post()
        given = (form.get("client_id"), form.get("client_secret"), form.get("employer"), form.get("scope"))
        right = (
            self.credentials["client_id"],
            self.credentials["client_secret"],
            self.credentials["employer_id"],
            "employer_access",
        )
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
        if not self._valid(request) or request.headers.get("indeed-client-id") != self.credentials["client_id"]:
            return failed("UNAUTHENTICATED")
        if self.misbehave is not None:
            return self.misbehave()
        asked = (await request.json())["variables"]["input"]
        assert 1 <= asked["limit"] <= 100
        self.tokens.append(asked.get("token", ""))
        if self.gate is not None:
            await self.gate.wait()
        at = int(asked.get("token") or 0)
        at = at if at <= len(self.batches) else 0  # a token from an earlier run
        assets = self.batches[at] if at < len(self.batches) else []
        fetched = {"token": str(min(at + 1, len(self.batches))), "assets": assets}
        return web.json_response({"data": {"atsSyncCandidateSync": {"fetchAssets": fetched}}})

    async def search(self, request: web.Request) -> web.Response:
        if not self._valid(request):
            return web.Response(status=401)
        asked = await request.json()
        self.searches.append(asked)
        if self.misbehave is not None:
            return self.misbehave()
        found = searching.chosen(self.people, lambda each: matches(asked, each))
        return web.json_response({"data": {"matches": found[:_PAGE]}, "pagination": {"total": len(found)}})


# ── searching ──


def matches(asked: Record, row: Record) -> bool:
    """Whether a person matches a search."""
    location, wanted = at(row, "resumeSummary.location"), text(asked, "searchArea.freeformLocation")
    place = Place(text(location, "city") or "", "", text(location, "country") or "")
    return found_in(asked["keywords"], words_of(row.get("resumeSummary"))) and (
        not wanted or lives_in(wanted.partition(",")[0], place)
    )


# ── sample people ──


def record(person: Record) -> Record:
    """Convert a person from the import format to a row of the resume search, which contains no name."""
    place = {"city": person["place"]["city"], "country": person["place"]["country"]}
    posts = [{"title": each["title"], "company": each["company"]} for each in person["experience"]]
    summary = {"location": place, "workExperience": posts, "lastUpdatedTime": person["updated_at"]}
    url = f"https://resumes.indeed.example/{person['id']}"
    return {"jobSeekerId": person["id"], "resumeSummary": summary, "viewResumeUrls": {"onIndeed": url}}


def interested(id: str, email: str) -> Record:
    """A Candidate Sync asset, which says that somebody answered."""
    contact = {"candidate": {"email": email, "location": None, "name": None, "phone": None}, "job": None}
    return {"id": id, "metadata": {"stagedAt": None}, "contact": contact}
