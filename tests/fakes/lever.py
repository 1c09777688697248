"""Lever's data API on a free port: an account with postings and opportunities, in the documented shapes. Never verified
there."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.app import served
from tests.fakes.ats import Weather, lost

CREDENTIALS = {"api_key": "lever-key-1", "perform_as": "user-1"}
Row = dict[str, Any]


def posting(id: str, text: str, **more: Any) -> Row:
    return {
        "id": id,
        "text": text,
        "state": "published",
        "categories": {"location": "Boston, MA", "department": "Nursing", "commitment": "Full-time"},
        "content": {"description": "Night shifts."},
        "urls": {"apply": f"https://jobs.lever.co/acme/{id}/apply", "show": f"https://jobs.lever.co/acme/{id}"},
        "updatedAt": 1763640000000,
        **more,
    }


@dataclass(slots=True)
class FakeLever(Weather):
    page: int = 100
    postings: list[Any] = field(default_factory=list[Any])
    opportunities: list[Row] = field(default_factory=list[Row])
    notes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    files: list[tuple[str, bytes]] = field(default_factory=list[tuple[str, bytes]])
    reasons: list[Row] = field(default_factory=lambda: [{"id": "r1", "text": "Do not contact"}])

    def add(self, name: str, email: str, posting_id: str = "p1", **more: Any) -> Row:
        id = f"o{len(self.opportunities) + 1}"
        row = {
            "id": id,
            "name": name,
            "contact": f"c-{email}",
            "emails": [email],
            "stage": {"id": "s1", "text": "Onsite"},
            "archived": None,
            "tags": [],
            "applications": [{"id": "a1", "posting": posting_id}],
            "urls": {"list": "https://hire.lever.co/", "show": f"https://hire.lever.co/candidates/{id}"},
            "createdAt": 1777798800000,  # 3 May 2026
            "updatedAt": 1777798800000 + len(self.opportunities),
            **more,
        }
        self.opportunities.append(row)
        return row

    async def answer(self, request: web.Request) -> web.StreamResponse:
        key = base64.b64encode(f"{CREDENTIALS['api_key']}:".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {key}":
            return web.json_response({"code": "Unauthorized", "message": "no"}, status=401)
        path = request.match_info["path"]
        if (weather := await self.weather(request, path)) is not None:
            return weather
        if request.method == "POST":
            if request.query.get("perform_as") != CREDENTIALS["perform_as"]:
                return web.json_response({"code": "BadRequest", "message": "perform_as is missing"}, status=400)
            return await self._post(request, path)
        match path.split("/"):
            case ["postings"]:
                first = int(request.query.get("offset", "0") or 0)
                end = first + min(self.page, int(request.query["limit"]))
                more = end < len(self.postings)
                body = {"data": self.postings[first:end], "hasNext": more, **({"next": str(end)} if more else {})}
                return web.json_response(body)
            case ["opportunities"]:
                email = request.query.get("email", "")
                return web.json_response({"data": [each for each in self.opportunities if email in each["emails"]]})
            case ["archive_reasons"]:
                return web.json_response({"data": self.reasons})
            case ["users", "user-1"]:
                return web.json_response({"data": {"id": "user-1"}})
            case _:
                return web.json_response({"code": "ResourceNotFound", "message": "Not found"}, status=404)

    async def _post(self, request: web.Request, path: str) -> web.StreamResponse:
        match path.split("/"):
            case ["opportunities"]:
                body = await request.json()
                more = {name: body[name] for name in ("origin", "sources")}
                made = self.add(body["name"], body["emails"][0], body["postings"][0], **more)
                if self.cut:
                    return await lost(request)
                return web.json_response({"data": {**made, "applications": ["a1"], "stage": "s1"}}, status=201)
            case ["opportunities", id, "notes"]:
                self.notes.append((id, (await request.json())["value"]))
            case ["opportunities", id, "files"]:
                file: Any = (await request.post())["file"]
                self.files.append((id, file.file.read()))
            case _:
                return web.json_response({"code": "ResourceNotFound", "message": "Not found"}, status=404)
        return web.json_response({"data": {"id": "x"}}, status=201)


@asynccontextmanager
async def lever() -> AsyncIterator[FakeLever]:
    fake, app = FakeLever(), web.Application(client_max_size=2**26)
    app.router.add_route("*", "/v1/{path:.*}", fake.answer)
    async with served(app, "127.0.0.1", 0) as fake.address:
        fake.postings = [posting("p1", "ICU Nurse"), posting("p2", "Midwife")]
        yield fake
