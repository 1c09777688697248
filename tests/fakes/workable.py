"""Workable's SPI v3 on a free port: an account with jobs and candidates, in the documented shapes. Never verified
there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.app import served
from tests.fakes.ats import Weather, lost

CREDENTIALS = {"subdomain": "acme", "token": "workable-token-1", "member_email": "ana@acme.example"}
Row = dict[str, Any]


def job(shortcode: str, title: str, **more: Any) -> Row:
    return {
        "id": f"61884{shortcode}",
        "shortcode": shortcode,
        "title": title,
        "state": "published",
        "department": "Nursing",
        "application_url": f"https://acme.workable.com/jobs/{shortcode}/candidates/new",
        "location": {"country_code": "US", "region": "Massachusetts", "city": "Boston", "telecommuting": False},
        **more,
    }


@dataclass(slots=True)
class FakeWorkable(Weather):
    """`mails`: those whom Workable itself would have written to."""

    page: int = 100
    next_at: str = ""  # another address of the next page
    jobs: list[Any] = field(default_factory=list[Any])
    candidates: list[Row] = field(default_factory=list[Row])
    comments: list[tuple[str, Row]] = field(default_factory=list[tuple[str, Row]])
    mails: list[str] = field(default_factory=list[str])

    def add(self, name: str, email: str, shortcode: str = "W1", **more: Any) -> Row:
        id = f"w{len(self.candidates) + 1}"
        row = {
            "id": id,
            "name": name,
            "email": email,
            "job": {"shortcode": shortcode, "title": "A job"},
            "stage": "Onsite",
            "disqualified": False,
            "profile_url": f"https://acme.workable.com/backend/candidates/{id}",
            "created_at": "2026-05-03T09:00:00Z",
            "updated_at": "2026-05-04T09:00:00Z",
            "tags": [],
            **more,
        }
        self.candidates.append(row)
        return row

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bearer {CREDENTIALS['token']}":
            return web.json_response({"error": "Not authorized"}, status=401)
        path = request.match_info["path"]
        if (weather := await self.weather(request, path)) is not None:
            return weather
        if request.method == "POST":
            return await self._post(request, path)
        match path.split("/"):
            case ["jobs"]:
                first = int(request.query.get("since_id", "0"))
                end = first + min(self.page, int(request.query["limit"]))
                address = self.next_at or self.address
                following = {"next": f"{address}/spi/v3/jobs?limit={self.page}&since_id={end}"}
                paging = {"paging": following} if end < len(self.jobs) else {}
                return web.json_response({"jobs": self.jobs[first:end], **paging})
            case ["candidates"]:
                email = request.query.get("email")
                found = [each for each in self.candidates if email in (None, each["email"])]
                listed = [{name: value for name, value in each.items() if name != "tags"} for each in found]
                return web.json_response({"candidates": listed})
            case ["candidates", id]:
                return web.json_response({"candidate": next(each for each in self.candidates if each["id"] == id)})
            case ["members"]:
                return web.json_response({"members": [{"id": "m7", "email": CREDENTIALS["member_email"]}]})
            case _:
                return web.json_response({"error": "Not found"}, status=404)

    async def _post(self, request: web.Request, path: str) -> web.StreamResponse:
        body = await request.json()
        match path.split("/"):
            case ["jobs", shortcode, "candidates"]:
                given = body["candidate"]
                made = self.add(given["name"], given["email"], shortcode, tags=given["tags"])
                if body.get("sourced") is not True:
                    self.mails.append(given["email"])
                if self.cut:
                    return await lost(request)
                return web.json_response({"status": "created", "candidate": {**made, "job": None}}, status=201)
            case ["candidates", id, "comments"]:
                self.comments.append((id, body))
                return web.json_response({}, status=201)
            case _:
                return web.json_response({"error": "Not found"}, status=404)


@asynccontextmanager
async def workable() -> AsyncIterator[FakeWorkable]:
    fake, app = FakeWorkable(), web.Application(client_max_size=2**26)
    app.router.add_route("*", "/spi/v3/{path:.*}", fake.answer)
    async with served(app, "127.0.0.1", 0) as fake.address:
        fake.jobs = [job("W1", "ICU Nurse"), job("W2", "Midwife")]
        yield fake
