"""`sourcer source check` for each ATS: what came back field by field, without writing anything or showing a secret."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from cryptography.fernet import Fernet

from connectors.ats.registry import ATSES
from store import job_boards
from store.keys import KeyRing
from tests.bot.cli.conftest import Done, Sourcer, by_admin
from tests.databases import NOW
from tests.fakes import ashby, greenhouse, lever, workable

KEY = Fernet.generate_key().decode()
FAKES: dict[str, tuple[Any, dict[str, str], str]] = {  # opens it, logs in, and what its list of jobs is called
    "ashby": (ashby.ashby, ashby.CREDENTIALS, "job.list"),
    "greenhouse": (greenhouse.greenhouse, greenhouse.CREDENTIALS, "jobs"),
    "lever": (lever.lever, lever.CREDENTIALS, "postings"),
    "workable": (workable.workable, workable.CREDENTIALS, "jobs"),
}


@dataclass
class Connected:
    """An ATS connected in slack:T1, and the command that checks it."""

    name: str
    fake: Any
    listed: str
    sourcer: Sourcer
    credentials: dict[str, str]

    async def check(self, *more: str, key: str = KEY) -> Done:
        """In a thread, because the fake runs in this event loop."""
        settings = {"SOURCER_SECRET_KEYS": key, "SOURCER_SOURCE_URLS": f"{self.name}={self.fake.address}"}
        words = ("source", "check", self.name, "--workspace", "slack:T1", *more)
        done = await asyncio.to_thread(lambda: self.sourcer(*words, **settings))
        secrets = [self.credentials[each.name] for each in ATSES[self.name].traits.credentials if each.secret]
        assert not [secret for secret in secrets if secret in done.out + done.err]
        return done

    def known(self) -> list[Any]:
        return self.fake.opportunities if self.name == "lever" else self.fake.candidates


@pytest.fixture(params=sorted(FAKES))
async def ats(request: pytest.FixtureRequest, sourcer: Sourcer, tmp_path: Path) -> AsyncIterator[Connected]:
    opened, credentials, listed = FAKES[request.param]
    async with by_admin(tmp_path) as (db, sam):
        await job_boards.connect(db, sam, request.param, credentials, KeyRing([KEY]), NOW)
    async with opened() as fake:
        yield Connected(request.param, fake, listed, sourcer, credentials)


def table(out: str) -> dict[str, str]:
    """The rows of the tables, by field; of two, the later."""
    return {line.split("│")[1].strip(): line for line in out.splitlines() if line.count("│") > 2}


async def test_it_shows_the_fields_of_jobs_and_of_a_person_and_writes_nothing(ats: Connected):
    ats.fake.add("Rosa Diaz", "rosa@people.example")
    done = await ats.check("--email", "rosa@people.example")
    assert done.code == 0, done.err
    assert f"{ATSES[ats.name].traits.label}: the credentials are accepted." in done.out
    assert "Jobs: 2 open." in done.out
    rows = table(done.out)
    assert "2 of 2" in rows["title"]
    assert "ICU Nurse" in rows["title"]
    assert "0 of 2" in rows["recruiter_email"]
    assert "Person: found." in done.out
    assert "1 of 1" in rows["since"]
    assert "Onsite" in rows["stage"]
    assert "could not be read" not in done.out
    writes = ("create", "add", "upload") if ats.name == "ashby" else ("POST",)
    assert not [each for each in ats.fake.asked if any(word in each for word in writes)]
    assert len(ats.known()) == 1


async def test_a_renamed_field_shows_under_its_new_name(ats: Connected):
    jobs = ats.fake.postings if ats.name == "lever" else ats.fake.jobs
    old = {"lever": "text", "greenhouse": "name"}.get(ats.name, "title")
    for each in jobs:
        each["headingOfIt"] = each.pop(old)
    done = await ats.check()
    assert done.code == 0, done.err
    assert "Jobs: 0 open." in done.out
    assert "2 jobs could not be read: a job needs at least an id and a title." in done.out
    assert "headingOfIt" in done.out
    assert "To look up a person too, add --email." in done.out
    assert "Person:" not in done.out


async def test_a_person_whose_address_is_elsewhere_shows_as_sent(ats: Connected):
    person = ats.fake.add("Rosa Diaz", "rosa@people.example")
    old = {"ashby": "primaryEmailAddress", "greenhouse": "email_addresses", "lever": "emails"}.get(ats.name, "email")
    sent = [{**{name: value for name, value in person.items() if name != old}, "contactPoint": "rosa@people.example"}]
    listed = {"ashby": "candidate.search", "lever": "opportunities"}.get(ats.name, "candidates")
    answer = {
        "ashby": {"success": True, "results": sent},
        "lever": {"data": sent},
        "workable": {"candidates": sent},
    }.get(ats.name, sent)

    def without_address(request: web.Request, name: str) -> web.Response | None:
        return web.json_response(answer) if name == listed else None

    ats.fake.misbehave = without_address
    done = await ats.check("--email", "rosa@people.example")
    assert (done.code, "people without an e-mail address" in done.err) == (1, True)
    assert "Jobs: 2 open." in done.out
    assert "contactPoint" in done.out
    assert "Person:" not in done.out


async def test_somebody_who_is_not_there(ats: Connected):
    done = await ats.check("--email", "rosa@people.example")
    assert (done.code, "Person: nobody with this e-mail address." in done.out) == (0, True)


async def test_an_answer_of_another_shape_fails_and_shows_what_was_sent(ats: Connected):
    asked: list[str] = []

    def other(request: web.Request, name: str) -> web.Response | None:
        """From the second time on: the first is the login."""
        if name != ats.listed:
            return None
        asked.append(name)
        return web.json_response({"success": True, "positions": [{"id": 1}]}) if len(asked) > 1 else None

    ats.fake.misbehave = other
    done = await ats.check()
    assert "positions[].id" in done.out
    assert (done.code, "Jobs:" in done.out) == (1, False)


async def test_it_says_why_it_cannot_check(ats: Connected):
    def forbidden(request: web.Request, name: str) -> web.Response:
        return web.json_response({}, status=403)

    ats.fake.misbehave = forbidden
    done = await ats.check()
    assert (done.code, f"{ATSES[ats.name].traits.label} failed:" in done.err) == (1, True)
    done = await ats.check(key=Fernet.generate_key().decode())
    assert (done.code, "No key in SOURCER_SECRET_KEYS can decrypt" in done.err) == (1, True)
    done = await asyncio.to_thread(lambda: ats.sourcer("source", "check", ats.name, "--workspace", "slack:T2"))
    assert (done.code, f"{ats.name} isn't connected in slack:T2." in done.err) == (1, True)
