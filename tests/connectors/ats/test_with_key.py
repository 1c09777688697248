"""ATSes connected with a key, against stand-ins on the wire: logins, pages, lookups, additions, and bad weather."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import web

from connectors.ats.ashby import Ashby
from connectors.ats.base import Ats, NewCandidate
from connectors.ats.greenhouse import Greenhouse
from connectors.ats.lever import Lever
from connectors.ats.registry import ATSES
from connectors.ats.workable import Workable
from connectors.errors import (
    BadCredentials,
    OutsideError,
    Refused,
    Throttled,
    Uncertain,
    Unreachable,
    Unreadable,
)
from connectors.resumes.base import Document
from tests.fakes import ashby, greenhouse, lever, workable
from tests.fakes.ats import Weather

ROSA = NewCandidate(
    "Rosa Diaz",
    ("rosa@people.example",),
    ("+1 617 555 0100",),
    "ICU nurse",
    "Nurse",
    "Mercy",
    "Boston",
    "MA",
    "US",
    ("https://www.linkedin.com/in/rosa",),
    "Sourcer (Internet)",
)
PDF = Document("Rosa.pdf", "application/pdf", b"%PDF-1.4 resume of Rosa")


@dataclass
class System:
    """An ATS and its stand-in. `job_ids`: of the two jobs there; `secret`: the credential that logs in."""

    name: str
    fake: Any
    ats: Ats
    credentials: dict[str, str]
    job_ids: tuple[str, str]
    secret: str
    listed: str  # what a list of jobs asks for

    def known(self) -> int:
        return len(self.fake.opportunities if self.name == "lever" else self.fake.candidates)


OPEN: dict[str, tuple[Any, dict[str, str], tuple[str, str], str, str]] = {
    "ashby": (ashby.ashby, ashby.CREDENTIALS, ("j1", "j2"), "api_key", "job.list"),
    "greenhouse": (greenhouse.greenhouse, greenhouse.CREDENTIALS, ("11", "12"), "client_secret", "jobs"),
    "lever": (lever.lever, lever.CREDENTIALS, ("p1", "p2"), "api_key", "postings"),
    "workable": (workable.workable, workable.CREDENTIALS, ("W1", "W2"), "token", "jobs"),
}


@pytest.fixture(params=sorted(OPEN))
async def system(request: pytest.FixtureRequest) -> AsyncIterator[System]:
    opened, credentials, jobs, secret, listed = OPEN[request.param]
    fakes: AbstractAsyncContextManager[Weather] = opened()
    async with fakes as fake:
        ats = ATSES[request.param].open(credentials, fake.address)
        yield System(request.param, fake, ats, credentials, jobs, secret, listed)
        await ats.close()


async def test_a_login_that_works_and_one_that_does_not(system: System):
    await system.ats.check()
    wrong = ATSES[system.name].open({**system.credentials, system.secret: "wrong"}, system.fake.address)
    with pytest.raises(BadCredentials) as caught:
        await wrong.check()
    await wrong.close()
    assert "wrong" not in str(caught.value)
    assert system.credentials[system.secret] not in repr(wrong)


async def test_all_pages_of_the_jobs_are_read(system: System):
    system.fake.page = 1
    found = await system.ats.jobs()
    assert [(job["id"], job["title"]) for job in found.jobs] == [
        (system.job_ids[0], "ICU Nurse"),
        (system.job_ids[1], "Midwife"),
    ]
    assert found.rejected == 0


async def test_jobs_that_are_no_jobs_are_counted(system: System):
    jobs = system.fake.postings if system.name == "lever" else system.fake.jobs
    jobs += [None, 7, {"id": None}, {"title": ["x"], "id": {}}]
    found = await system.ats.jobs()
    assert (len(found.jobs), found.rejected >= 3) == (2, True)


async def test_places_and_apply_links(system: System):
    if system.name == "ashby":
        system.fake.postings.append(
            {"id": "x", "jobId": "j1", "locationName": "Boston, MA", "applyLink": "https://jobs.ashbyhq.com/acme/x"}
        )
    found = (await system.ats.jobs()).jobs[0]
    assert found["place"]["city"] == "Boston"
    linked = {"ashby", "lever", "workable"}  # Greenhouse's Harvest gives none
    assert ("apply_url" in found) is (system.name in linked)


async def test_somebody_new_is_added_once_with_job_note_and_resume(system: System):
    assert await system.ats.find(ROSA.emails[0]) is None
    person = await system.ats.create(ROSA, system.job_ids[0])
    if system.ats.traits.adds_jobs and system.job_ids[0] not in person.jobs:
        await system.ats.add_job(person, system.job_ids[0])
    await system.ats.add_note(person, "Speaks Portuguese")
    await system.ats.add_resume(person, PDF)
    assert system.known() == 1
    found = await system.ats.find(ROSA.emails[0])
    assert found is not None
    assert (found.id, found.jobs, found.do_not_contact) == (person.id, frozenset({system.job_ids[0]}), False)
    match system.fake:
        case ashby.FakeAshby() as fake:
            assert fake.notes[0]["note"] == {"type": "text/plain", "value": "Speaks Portuguese"}
            assert fake.resumes == [(person.id, PDF.content)]
        case greenhouse.FakeGreenhouse() as fake:
            assert fake.notes[0]["body"] == "Speaks Portuguese"
            assert fake.attachments[0]["type"] == "resume"
            assert fake.candidates[0]["social_media_addresses"] == [{"value": ROSA.links[0]}]
            assert fake.candidates[0]["tags"] == [ROSA.origin]
        case lever.FakeLever() as fake:
            assert fake.notes == [(person.id, "Speaks Portuguese")]
            assert fake.files == [(person.id, PDF.content)]
            assert fake.opportunities[0]["origin"] == "sourced"
            assert fake.opportunities[0]["sources"] == [ROSA.origin]
        case workable.FakeWorkable() as fake:
            assert [body["member_id"] for _, body in fake.comments] == ["m7", "m7"]
            assert fake.mails == []
            assert fake.candidates[0]["tags"] == [ROSA.origin]
        case _:
            pytest.fail("an unknown ATS")


async def test_somebody_who_is_there_is_described(system: System):
    there = system.fake.add("Rosa Diaz", ROSA.emails[0], system.job_ids[1])
    found = await system.ats.find(ROSA.emails[0])
    assert found is not None
    assert (found.id, found.stage, found.jobs) == (str(there["id"]), "Onsite", frozenset({system.job_ids[1]}))
    assert found.since is not None
    assert found.since.date().isoformat() == "2026-05-03"
    assert found.url.startswith("https://")
    assert not found.do_not_contact


async def test_a_system_that_ignores_the_filter_finds_nobody_else(system: System):
    system.fake.add("Somebody Else", "else@people.example", system.job_ids[0])
    path = {"ashby": "candidate.search", "lever": "opportunities"}.get(system.name, "candidates")
    rows = system.fake.opportunities if system.name == "lever" else system.fake.candidates
    listed = {"ashby": {"success": True, "results": rows}, "lever": {"data": rows}, "workable": {"candidates": rows}}
    system.fake.misbehave = lambda request, name: (
        web.json_response(listed.get(system.name, rows)) if name == path else None
    )
    assert await system.ats.find(ROSA.emails[0]) is None


async def test_marks_that_forbid_contact(system: System):
    marks: dict[str, list[dict[str, Any]]] = {
        "ashby": [{"tags": [{"id": "t", "title": "Do not contact"}]}],
        "greenhouse": [{"can_email": False}, {"tags": ["do-not-contact"]}],
        "lever": [{"tags": ["DNC"]}, {"archived": {"reason": "r1", "archivedAt": 1777798800000}}],
        "workable": [{"tags": ["Do Not Contact"]}, {"disqualified": True, "disqualification_reason": "Do not contact"}],
    }
    for number, mark in enumerate(marks[system.name]):
        email = f"rosa{number}@people.example"
        system.fake.add("Rosa Diaz", email, system.job_ids[0], **mark)
        found = await system.ats.find(email)
        assert found is not None
        assert found.do_not_contact


async def test_an_addition_without_an_answer_is_uncertain_and_not_repeated(system: System):
    system.fake.cut = True
    with pytest.raises(Uncertain):
        await system.ats.create(ROSA, system.job_ids[0])
    assert system.known() == 1


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (lambda: web.json_response({}, status=429, headers={"Retry-After": "7"}), Throttled),
        (lambda: web.json_response({}, status=429, headers={"x-ratelimit-reset": "7"}), Throttled),
        (lambda: web.json_response({"backoff": 7}, status=429), Throttled),
        (lambda: web.json_response({}, status=429, headers={"x-ratelimit-reset": '{"minute": 7}'}), Throttled),
        (lambda: web.json_response({}, status=503), Unreachable),
        (lambda: web.json_response({}, status=403), Refused),
        (lambda: web.json_response({}, status=401), BadCredentials),
        (lambda: web.Response(text="<html>maintenance"), Refused),
        (lambda: web.Response(text='{"success": true, "results": [{"id"'), Refused),
        (lambda: web.json_response({"errors": ["boom"], "success": False}), Refused),
        (lambda: web.json_response(None), Refused),
    ],
)
async def test_bad_weather(system: System, answer: Any, fault: type[OutsideError]):
    system.fake.misbehave = lambda request, name: answer()
    with pytest.raises(fault) as caught:
        await system.ats.jobs()
    if isinstance(caught.value, Throttled):
        assert caught.value.retry_after == 7
    with pytest.raises(Uncertain if fault is Unreachable else (fault, Uncertain)):
        await system.ats.create(ROSA, system.job_ids[0])
    assert system.known() == 0


def listed_as(system: System, name: str, rows: object) -> object:
    """A list in the shape of the system, under this name."""
    return rows if system.name == "greenhouse" else {"success": True, name: rows}


HURRIED = {"ashby": Ashby, "greenhouse": Greenhouse, "lever": Lever, "workable": Workable}
NAMES = {"ashby": ("results", "results"), "lever": ("data", "data"), "workable": ("jobs", "candidates")}


async def test_a_list_under_another_name_is_not_an_empty_one(system: System):
    """Otherwise every job would be closed, and people who are there would be added again."""
    if system.name == "greenhouse":  # its lists have no name
        system.fake.misbehave = lambda request, name: web.json_response({"rows": []})
    else:
        system.fake.misbehave = lambda request, name: web.json_response(listed_as(system, "rows", []))
    for asked in (system.ats.jobs(), system.ats.find(ROSA.emails[0])):
        with pytest.raises(Refused):
            await asked
    jobs, people = NAMES.get(system.name, ("", ""))
    system.fake.misbehave = lambda request, name: web.json_response(
        listed_as(system, jobs if name in (system.listed, "jobPosting.list", "departments", "offices") else people, [])
    )
    assert (await system.ats.jobs()).jobs == ()
    assert await system.ats.find(ROSA.emails[0]) is None


@pytest.mark.parametrize("missing", ["address", "id"])
async def test_people_whose_fields_were_renamed_are_not_nobody(system: System, missing: str):
    there = system.fake.add("Rosa Diaz", ROSA.emails[0], system.job_ids[0])
    address = {"ashby": "primaryEmailAddress", "greenhouse": "email_addresses", "lever": "emails"}
    person = {name: value for name, value in there.items() if name != "id" or missing == "address"}
    if missing == "address":
        del person[address.get(system.name, "email")]
    path = {"ashby": "candidate.search", "lever": "opportunities"}.get(system.name, "candidates")
    answer = listed_as(system, NAMES.get(system.name, ("", ""))[1], [person])
    system.fake.misbehave = lambda request, name: web.json_response(answer) if name == path else None
    with pytest.raises(Unreadable):
        await system.ats.find(ROSA.emails[0])


@pytest.mark.parametrize("status", [500, 401, 429])
async def test_a_failure_in_mid_list_is_not_the_end_of_it(system: System, status: int):
    system.fake.page = 1
    asked: list[str] = []

    def later(request: web.Request, name: str) -> web.Response | None:
        asked.append(name)
        return web.json_response({}, status=status) if asked.count(system.listed) > 1 else None

    system.fake.misbehave = later
    with pytest.raises((Unreachable, BadCredentials, Throttled)):
        await system.ats.jobs()
    assert asked.count(system.listed) > 1


@pytest.mark.parametrize("name", ["ashby", "lever"])
async def test_more_pages_without_a_way_to_them_are_not_the_end(name: str):
    opened, credentials, *_ = OPEN[name]
    async with opened() as fake:
        ats = ATSES[name].open(credentials, fake.address)
        more = {"success": True, "results": [], "data": [], "moreDataAvailable": True, "hasNext": True}
        fake.misbehave = lambda request, name: web.json_response(more)
        with pytest.raises(Unreadable):
            await ats.jobs()
        await ats.close()


async def test_one_that_hangs_is_unreachable_and_an_addition_uncertain(system: System):
    system.fake.gate = asyncio.Event()
    hurried = HURRIED[system.name](system.credentials, system.fake.address, seconds=0.2)
    with pytest.raises(Unreachable):
        await hurried.jobs()
    with pytest.raises(Uncertain):
        await hurried.create(ROSA, system.job_ids[0])
    await hurried.close()
    created = {"ashby": "candidate.create", "lever": "POST /v1/opportunities"}.get(system.name, "candidates")
    assert len([each for each in system.fake.asked if each.startswith("POST") and created in each]) == 1
    system.fake.gate.set()


async def test_hostile_answers_break_nothing(system: System):
    for value in ({"data": [None, 3, {"id": 5, "archived": 7}]}, {"candidates": [[], {"id": {}}]}, {"results": "x"}):
        system.fake.misbehave = lambda request, name, value=value: web.json_response({"success": True, **value})
        outcome = await asyncio.gather(system.ats.find("a@b.example"), return_exceptions=True)
        assert not [each for each in outcome if isinstance(each, Exception) and not isinstance(each, OutsideError)]


# ── one system each ──


async def test_greenhouse_gets_a_new_token_when_one_expires_in_mid_page():
    async with greenhouse.greenhouse() as fake:
        fake.page, fake.token_uses = 1, 3  # departments and offices take one each
        ats = ATSES["greenhouse"].open(greenhouse.CREDENTIALS, fake.address)
        assert len((await ats.jobs()).jobs) == 2
        assert fake.asked.count("token") == 2
        await ats.close()


async def test_greenhouse_sends_a_cursor_alone():
    async with greenhouse.greenhouse() as fake:
        fake.page = 1
        ats = ATSES["greenhouse"].open(greenhouse.CREDENTIALS, fake.address)
        await ats.jobs()
        cursors = [each for each in fake.asked if "cursor=" in each]
        assert len(cursors) == 1
        assert "per_page" not in cursors[0]
        await ats.close()


async def test_greenhouse_shows_why_it_rejects_somebody():
    async with greenhouse.greenhouse() as fake:
        ats = ATSES["greenhouse"].open(greenhouse.CREDENTIALS, fake.address)
        with pytest.raises(Refused, match="last_name is required"):
            await ats.create(NewCandidate("", ("a@b.example",)), "11")
        await ats.close()


async def test_ashby_shows_an_error_that_comes_with_the_status_200():
    async with ashby.ashby() as fake:
        ats = ATSES["ashby"].open(ashby.CREDENTIALS, fake.address)
        info = {"code": "missing_endpoint_permission", "message": "No candidatesWrite"}
        fake.misbehave = lambda request, name: web.json_response(
            {"success": False, "errors": [info["code"]], "errorInfo": info}
        )
        with pytest.raises(Refused, match="No candidatesWrite"):
            await ats.check()
        await ats.close()


async def test_lever_needs_a_user_that_exists():
    async with lever.lever() as fake:
        ats = ATSES["lever"].open({**lever.CREDENTIALS, "perform_as": "../postings"}, fake.address)
        with pytest.raises(Refused, match="no user with this ID"):
            await ats.check()
        await ats.close()


async def test_workable_follows_pages_only_on_its_own_host():
    async with workable.workable() as fake:
        fake.page, fake.next_at = 1, "http://evil.example"
        ats = ATSES["workable"].open(workable.CREDENTIALS, fake.address)
        with pytest.raises(Refused, match="another address"):
            await ats.jobs()
        await ats.close()


@pytest.mark.parametrize("subdomain", ["evil.example/", "acme.evil.example#", "a b", "@evil"])
async def test_workable_takes_no_other_host_as_a_subdomain(subdomain: str):
    ats = ATSES["workable"].open({**workable.CREDENTIALS, "subdomain": subdomain}, "")
    with pytest.raises(Refused, match="only the part before"):
        await ats.check()
    await ats.close()
