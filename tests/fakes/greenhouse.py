"""Greenhouse's Harvest v3 on a free port: an account with jobs and candidates, and switches for bad weather.

It answers in the shapes that https://harvestdocs.greenhouse.io and public clients show; whether Greenhouse itself does
is not verified."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.app import served
from tests.fakes.ats import Weather, lost

CREDENTIALS = {"client_id": "acme-harvest", "client_secret": "harvest-secret-1", "user_id": "77"}
Row = dict[str, Any]


def job(id: int, name: str, office: int = 1, **more: Any) -> Row:
    return {
        "id": id,
        "name": name,
        "status": "open",
        "requisition_id": None,
        "confidential": False,
        "is_template": False,
        "department_id": 5,
        "office_ids": [office],
        "opened_at": "2026-10-01T08:00:00.000Z",
        "updated_at": "2026-11-20T08:00:00.000Z",
        **more,
    }


@dataclass(slots=True)
class FakeGreenhouse(Weather):
    """`token_uses`: requests after which a token expires."""

    page: int = 500  # the most rows of a page, whatever is asked for
    token_uses: int = 1_000
    jobs: list[Any] = field(default_factory=list[Any])
    candidates: list[Row] = field(default_factory=list[Row])
    applications: list[Row] = field(default_factory=list[Row])
    notes: list[Row] = field(default_factory=list[Row])
    attachments: list[Row] = field(default_factory=list[Row])
    offices: list[Row] = field(default_factory=lambda: [{"id": 1, "name": "HQ", "location": "Boston, MA"}])
    departments: list[Row] = field(default_factory=lambda: [{"id": 5, "name": "Nursing"}])
    _tokens: dict[str, int] = field(default_factory=dict[str, int])
    _cursors: dict[str, list[Any]] = field(default_factory=dict[str, list[Any]])

    def expire(self) -> None:
        """All tokens."""
        self._tokens.clear()

    def add(self, name: str, email: str, job_id: int = 11, **more: Any) -> Row:
        """A candidate who is there already, with an application."""
        first, _, last = name.partition(" ")
        id = 900 + len(self.candidates)
        row = {
            "id": id,
            "first_name": first,
            "last_name": last,
            "created_at": "2026-05-03T09:00:00.000Z",
            "can_email": True,
            "tags": [],
            "email_addresses": [{"value": email, "type": "personal"}],
            **more,
        }
        self.candidates.append(row)
        self._apply(id, job_id)
        return row

    def _apply(self, candidate_id: int, job_id: int) -> Row:
        row = {
            "id": 5_000 + len(self.applications),
            "candidate_id": candidate_id,
            "job_id": job_id,
            "status": "in_process",
            "stage_name": "Onsite",
            "created_at": "2026-05-03T09:00:00.000Z",
            "last_activity_at": f"2026-05-04T09:00:{len(self.applications):02}.000Z",
        }
        self.applications.append(row)
        return row

    async def token(self, request: web.Request) -> web.Response:
        self.asked.append("token")
        form = await request.post()
        login = f"{CREDENTIALS['client_id']}:{CREDENTIALS['client_secret']}".encode()
        if request.headers.get("Authorization") != "Basic " + base64.b64encode(login).decode():
            return web.json_response({"error": "invalid_client"}, status=401)
        if (form.get("grant_type"), form.get("sub")) != ("client_credentials", CREDENTIALS["user_id"]):
            return web.json_response({"error": "invalid_grant"}, status=400)
        token = f"harvest-token-{len(self._tokens) + 1}"
        self._tokens[token] = self.token_uses
        return web.json_response({"access_token": token, "token_type": "Bearer", "expires_in": 3600})

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Every request but that for a token."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self._tokens.get(token, 0) < 1:
            return web.json_response({"message": "token expired"}, status=401)
        self._tokens[token] -= 1
        name = request.match_info["name"]
        if (weather := await self.weather(request, name)) is not None:
            return weather
        return await self._list(request, name) if request.method == "GET" else await self._create(request, name)

    async def _list(self, request: web.Request, name: str) -> web.StreamResponse:
        query = dict(request.query)
        if cursor := query.pop("cursor", ""):
            if query or cursor not in self._cursors:
                return web.json_response({"errors": ["cursor can't be combined with other parameters"]}, status=422)
            rows = self._cursors.pop(cursor)
        else:
            rows = self._rows(name, query)
        size = min(self.page, int(query.get("per_page", 100)))
        headers = {"X-RateLimit-Limit": "50", "X-RateLimit-Remaining": "49"}
        if rest := rows[size:]:
            following = f"c{len(self._cursors)}-{len(self.asked)}"
            self._cursors[following] = rest
            headers["Link"] = f'<{self.address}/v3/{name}?cursor={following}>; rel="next"'
        return web.json_response(rows[:size], headers=headers)

    def _rows(self, name: str, query: dict[str, str]) -> list[Any]:
        rows: list[Any] = list(getattr(self, name))
        if email := query.get("email", "").lower():
            rows = [row for row in rows if email in [each["value"].lower() for each in row["email_addresses"]]]
        if ids := query.get("candidate_ids"):
            rows = [row for row in rows if str(row["candidate_id"]) in ids.split(",")]
        if status := query.get("status"):
            rows = [row for row in rows if not isinstance(row, dict) or row.get("status", status) == status]
        return rows

    async def _create(self, request: web.Request, name: str) -> web.StreamResponse:
        body = await request.json()
        if name == "candidates":
            if not body.get("first_name") or not body.get("last_name"):
                return web.json_response({"errors": [{"message": "last_name is required"}]}, status=422)
            emails = body.get("email_addresses", [])
            row = {
                **body,
                "id": 900 + len(self.candidates),
                "created_at": "2026-11-23T12:00:00.000Z",
                "can_email": True,
            }
            job_id = row.pop("application")["job_id"]
            row["email_addresses"] = emails
            self.candidates.append(row)
            application = self._apply(row["id"], job_id)
            if self.cut:
                return await lost(request)
            return web.json_response({"candidate": row, "application": application}, status=201)
        if name == "applications":
            return web.json_response(self._apply(body["candidate_id"], body["job_id"]), status=201)
        row = {**body, "id": 1}
        getattr(self, name).append(row)
        return web.json_response(row, status=201)


@asynccontextmanager
async def greenhouse() -> AsyncIterator[FakeGreenhouse]:
    fake, app = FakeGreenhouse(), web.Application(client_max_size=2**26)
    app.router.add_post("/token", fake.token)
    app.router.add_route("*", "/v3/{name}", fake.answer)
    async with served(app, "127.0.0.1", 0) as fake.address:
        fake.jobs = [job(11, "ICU Nurse"), job(12, "Midwife")]
        yield fake
