"""The public job boards of Greenhouse, Lever, Ashby and Workable, on a free port."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.app import served

Job = dict[str, Any]


def greenhouse(id: int, title: str, place: str = "Boston, MA", **more: Any) -> Job:
    """A job as in the examples of https://developers.greenhouse.io/job-board.html, with entity-encoded HTML."""
    return {
        "id": id,
        "internal_job_id": id + 1000,
        "title": title,
        "updated_at": "2026-11-20T10:00:00-05:00",
        "requisition_id": "50",
        "location": {"name": place},
        "absolute_url": f"https://boards.greenhouse.io/acme/jobs/{id}",
        "content": "&lt;p&gt;Night &amp;amp; day shifts.&lt;/p&gt;",
        "departments": [{"id": 1, "name": "Nursing", "parent_id": None, "child_ids": []}],
        "offices": [{"id": 2, "name": "Boston"}],
        **more,
    }


def lever(id: str, title: str, place: str = "Berlin, Germany", **more: Any) -> Job:
    """A posting as documented at https://github.com/lever/postings-api."""
    return {
        "id": id,
        "text": title,
        "categories": {"commitment": "Full-time", "department": "Care", "location": place, "team": "Ward"},
        "createdAt": 1763640000000,
        "descriptionPlain": "Care for people.",
        "hostedUrl": f"https://jobs.lever.co/acme/{id}",
        "applyUrl": f"https://jobs.lever.co/acme/{id}/apply",
        "workplaceType": "onsite",
        **more,
    }


def ashby(id: str, title: str, **more: Any) -> Job:
    """A job as documented at https://developers.ashbyhq.com/docs/public-job-posting-api."""
    return {
        "id": id,
        "title": title,
        "location": "Boston",
        "department": "Nursing",
        "team": "Night",
        "isListed": True,
        "isRemote": False,
        "descriptionHtml": "<p>Hello</p>",
        "descriptionPlain": "Hello",
        "publishedAt": "2026-11-01T08:00:00.000+00:00",
        "employmentType": "FullTime",
        "jobUrl": f"https://jobs.ashbyhq.com/acme/{id}",
        "applyUrl": f"https://jobs.ashbyhq.com/acme/{id}/application",
        **more,
    }


def workable(shortcode: str, title: str, **more: Any) -> Job:
    """A job as the widget of a Workable career page gets it."""
    return {
        "title": title,
        "shortcode": shortcode,
        "code": "",
        "employment_type": "Full-time",
        "telecommuting": False,
        "department": "Nursing",
        "url": f"https://apply.workable.com/j/{shortcode}",
        "application_url": f"https://apply.workable.com/j/{shortcode}/apply",
        "published_on": "2026-10-02",
        "created_at": "2026-10-01",
        "country": "United States",
        "city": "Boston",
        "state": "Massachusetts",
        "description": "<p>Hi</p>",
        **more,
    }


@dataclass(slots=True)
class FakeJobBoards:
    """`jobs`: by system and company name; a board that is not there is answered with 404. `misbehave`: answers in its
    place. `gate`: requests wait for it, if their path contains `gated`."""

    address: str = ""
    jobs: dict[tuple[str, str], list[Any]] = field(default_factory=dict[tuple[str, str], list[Any]])
    misbehave: Callable[[], web.Response] | None = None
    asked: list[str] = field(default_factory=list[str])
    gate: asyncio.Event | None = None
    gated: str = ""

    def settings(self) -> dict[str, str]:
        return {f"{system}_url": self.address for system in ("greenhouse", "lever", "ashby", "workable")}

    async def answer(self, request: web.Request, system: str) -> web.Response:
        self.asked.append(request.path_qs)
        if self.gate is not None and self.gated in request.path:
            await self.gate.wait()
        if self.misbehave is not None:
            return self.misbehave()
        jobs = self.jobs.get((system, request.match_info["name"]))
        if jobs is None:
            return web.json_response({"ok": False, "error": "Document not found"}, status=404)
        if system == "lever":
            skip, limit = int(request.query.get("skip", 0)), int(request.query.get("limit", 1000))
            return web.json_response(jobs[skip : skip + limit])
        return web.json_response({"jobs": jobs, "apiVersion": "1", "meta": {"total": len(jobs)}})


@asynccontextmanager
async def job_boards() -> AsyncIterator[FakeJobBoards]:
    fake, app = FakeJobBoards(), web.Application()
    paths = {
        "greenhouse": "/v1/boards/{name}/jobs",
        "lever": "/v0/postings/{name}",
        "ashby": "/posting-api/job-board/{name}",
        "workable": "/api/v1/widget/accounts/{name}",
    }
    for system, path in paths.items():

        async def handle(request: web.Request, system: str = system) -> web.Response:
            return await fake.answer(request, system)

        app.router.add_get(path, handle)
    async with served(app, "127.0.0.1", 0) as fake.address:
        yield fake
