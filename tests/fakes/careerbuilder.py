"""CareerBuilder for the tests: the playground's stand-in on a free port, its people, and users who sign in."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.app import served
from bot.playground.sources.careerbuilder import FakeCareerBuilder
from tests.fakes.identity import FakeIdentity

CREDENTIALS = {"client_id": "C8acme", "client_secret": "careerbuilder-secret-" + "x" * 50}
Record = dict[str, Any]


def person(id: str, first: str, last: str, title: str = "Registered Nurse", **more: Any) -> Record:
    """`result`: a row of a search; `profile`: the whole record; `resume`: the document."""
    result = {
        "EdgeID": id,
        "Name": f"{first} {last}",
        "JobTitle": title,
        "Location": {"City": "Boston", "State": "MA", "Country": "US"},
        "Employments": [{"Employer": "Mercy Hospital", "JobTitle": title}, {"Employer": "Bolt Clinic"}],
        "Keywords": "ICU, Triage",
        "ResumeLastModified": "2026-11-02T08:00:00Z",
    }
    profile = {
        "EdgeID": id,
        "Names": [{"First": first, "Last": last}],
        "Locations": {"CurrentLocations": [{"City": "Boston", "State": "MA", "Country": "US"}]},
        "IDs": {"Email": {"Identifiers": [{"ID": f"{first.lower()}@people.example"}]}},
        "YearsOfExperience": 9,
        "JobTitle": title,
        "Educations": [{"DegreeLevel": "CE3210", "Institution": "Simmons University"}],
        "WorkStatus": "CTCT",
    }
    resume = {
        "Content": base64.b64encode(b"%PDF-1.4 resume of " + last.encode()).decode(),
        "ContentType": "application/msword",  # wrong, as real ones are
        "Filename": f"{last}.doc",
    }
    return {"result": result, "profile": profile, "resume": resume} | more


@asynccontextmanager
async def careerbuilder() -> AsyncIterator[FakeCareerBuilder]:
    fake = FakeCareerBuilder(CREDENTIALS)
    async with served(fake.app(), "127.0.0.1", 0) as fake.address:
        yield fake


@dataclass(slots=True)
class SignInCareerBuilder(FakeCareerBuilder):
    """People sign in at it; it takes no other tokens."""

    identity: FakeIdentity = field(default_factory=FakeIdentity)

    def app(self) -> web.Application:
        app = FakeCareerBuilder.app(self)
        app.router.add_get("/connect/authorize", self.identity.authorize)
        app.router.add_post("/connect/token", self.identity.token)
        app.router.add_post("/connect/revocation", self.identity.revoke)
        return app

    @web.middleware
    async def door(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if request.path.startswith("/connect/"):
            return await handler(request)
        self._tokens = dict.fromkeys(self.identity.tokens, 1)
        return await FakeCareerBuilder.door(self, request, handler)


@asynccontextmanager
async def sign_in_careerbuilder() -> AsyncIterator[SignInCareerBuilder]:
    fake = SignInCareerBuilder({})
    async with served(fake.app(), "127.0.0.1", 0) as fake.address:
        yield fake
