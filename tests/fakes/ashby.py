"""Ashby on a free port: an account with jobs and candidates, in the shapes of its OpenAPI. Never verified there."""

import base64
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.app import served
from tests.fakes.ats import Weather, lost

CREDENTIALS = {"api_key": "ashby-key-1"}
Row = dict[str, Any]


def job(id: str, title: str, **more: Any) -> Row:
    return {"id": id, "title": title, "status": "Open", "employmentType": "FullTime", **more}


def fails(code: str, message: str = "") -> web.Response:
    """An error in an answer whose status says that all is well."""
    info = {"code": code, "message": message, "requestId": "r1"}
    return web.json_response({"success": False, "errors": [code], "errorInfo": info})


@dataclass(slots=True)
class FakeAshby(Weather):
    page: int = 100
    jobs: list[Any] = field(default_factory=list[Any])
    postings: list[Row] = field(default_factory=list[Row])
    candidates: list[Row] = field(default_factory=list[Row])
    applications: list[Row] = field(default_factory=list[Row])
    notes: list[Row] = field(default_factory=list[Row])
    resumes: list[tuple[str, bytes]] = field(default_factory=list[tuple[str, bytes]])
    bodies: list[tuple[str, Row]] = field(default_factory=list[tuple[str, Row]])  # method and body of every request

    def add(self, name: str, email: str, job_id: str = "j1", **more: Any) -> Row:
        row = {
            "id": str(uuid.uuid4()),
            "name": name,
            "createdAt": "2026-05-03T09:00:00.000Z",
            "primaryEmailAddress": {"value": email, "type": "Personal", "isPrimary": True},
            "tags": [],
            "profileUrl": f"https://app.ashbyhq.com/candidates/{len(self.candidates)}",
            "applicationIds": [],
            **more,
        }
        self.candidates.append(row)
        if job_id:
            self.apply(row, job_id)
        return row

    def apply(self, candidate: Row, job_id: str, **more: Any) -> Row:
        row = {
            "id": str(uuid.uuid4()),
            "status": "Active",
            "job": {"id": job_id, "title": "A job"},
            "currentInterviewStage": {"id": "s1", "title": "Onsite"},
            "updatedAt": "2026-05-04T09:00:00.000Z",
            **more,
        }
        self.applications.append(row)
        candidate["applicationIds"].append(row["id"])
        return row

    async def answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        key = base64.b64encode(f"{CREDENTIALS['api_key']}:".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {key}":
            return web.json_response({}, status=401)
        if (weather := await self.weather(request, method)) is not None:
            return weather
        if method == "candidate.uploadResume":
            form = await request.post()
            file: Any = form["resume"]
            self.resumes.append((str(form["candidateId"]), file.file.read()))
            return web.json_response({"success": True, "results": {}})
        body: Row = await request.json()
        self.bodies.append((method, body))
        found = await self._call(method, body)
        if method == "candidate.create" and self.cut:
            return await lost(request)
        return found

    async def _call(self, method: str, body: Row) -> web.Response:
        match method:
            case "job.list":
                first = int(body.get("cursor", 0))
                shown, end = self.jobs[first : first + self.page], first + self.page
                more = end < len(self.jobs)
                paging = {"moreDataAvailable": more, **({"nextCursor": str(end)} if more else {})}
                return web.json_response({"success": True, "results": shown, **paging})
            case "jobPosting.list":
                return _ok(self.postings)
            case "candidate.search":
                return _ok([each for each in self.candidates if each["primaryEmailAddress"]["value"] == body["email"]])
            case "application.info":
                return _ok(next(each for each in self.applications if each["id"] == body["applicationId"]))
            case "candidate.create":
                return _ok(self.add(body["name"], body.get("email", ""), ""))
            case "application.create":
                candidate = next(each for each in self.candidates if each["id"] == body["candidateId"])
                return _ok(self.apply(candidate, body["jobId"]))
            case "candidate.createNote":
                self.notes.append(body)
                return _ok({"id": "n1"})
            case _:
                return fails("method_not_found")


def _ok(results: Any) -> web.Response:
    return web.json_response({"success": True, "results": results})


@asynccontextmanager
async def ashby() -> AsyncIterator[FakeAshby]:
    fake, app = FakeAshby(), web.Application(client_max_size=2**26)
    app.router.add_post("/{method}", fake.answer)
    async with served(app, "127.0.0.1", 0) as fake.address:
        fake.jobs = [job("j1", "ICU Nurse"), job("j2", "Midwife")]
        yield fake
