"""Importing jobs from files."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import sample
from bot.importing.candidates import Imported, Reading
from bot.importing.jobs import import_jobs
from connectors.search.language.where import resolve
from handlers.search.form_values import of_job
from store import jobs
from store.members import workspaces
from tests.bot.importing.conftest import NOW, Place


async def take(here: Place, path: Path, workspace_id: int, now: datetime = NOW) -> Imported:
    return await import_jobs(
        here.store,
        here.places,
        [path],
        workspace_id=workspace_id,
        options=Reading(rejects=here.rejects),
        now=lambda: now,
    )


async def team(here: Place) -> int:
    async with here.store.write() as db:
        return (await workspaces.get_or_create(db, "slack", "T1", "Acme")).id


async def test_sample_jobs_are_stored_once_and_a_closed_one_is_closed(here: Place, tmp_path: Path):
    workspace_id = await team(here)
    path = tmp_path / "jobs.json"
    open_ones = [job for job in sample.jobs(1) if job["status"] == "open"]
    path.write_text(json.dumps(sample.jobs(1)))
    assert await take(here, path, workspace_id) == Imported(read=15, new=15)
    assert await take(here, path, workspace_id, datetime(2026, 12, 1, tzinfo=UTC)) == Imported(read=15, same=15)
    async with here.store.read() as db:
        page = await jobs.listed(db, workspace_id, page_size=50)
    assert {job.title for job in page.items} == {job["title"] for job in open_ones}
    assert {job.updated_at for job in page.items} == {NOW}
    nurse = next(job for job in page.items if job.external_id == "sample-1-icu-nurse")
    assert (nurse.place, nurse.remote, nurse.recruiter_email) == ("Boston, MA", False, "dana@example.com")
    closed = [job | {"status": "closed"} if job["id"] == "sample-1-icu-nurse" else job for job in sample.jobs(1)]
    path.write_text(json.dumps(closed))
    assert await take(here, path, workspace_id) == Imported(read=15, changed=1, same=14)
    async with here.store.read() as db:
        assert (await jobs.get(db, workspace_id, nurse.id)).status == "closed"


async def test_without_an_id_title_department_and_place_identify_a_job(here: Place, tmp_path: Path):
    workspace_id = await team(here)
    path = tmp_path / "jobs.csv"
    path.write_text(
        'Title,Department,Location,Description\nNurse,Nursing,"Boston, MA",Old\nNurse,Nursing,Nowhereville,x\n'
    )
    assert await take(here, path, workspace_id) == Imported(read=2, new=2)
    path.write_text('Title,Department,Location,Description\nNurse,Nursing,"Boston, MA",New\n,Nursing,Boston,\n')
    assert await take(here, path, workspace_id) == Imported(read=2, changed=1, rejected=1)
    reject = json.loads(here.rejects.read_text())
    assert (reject["line"], reject["reason"]) == (3, "title is missing")
    async with here.store.read() as db:
        page = await jobs.listed(db, workspace_id)
    assert {(job.place, job.description) for job in page.items} == {("Boston, MA", "New"), ("Nowhereville", "x")}
    assert {round(job.lat) if job.lat else None for job in page.items} == {42, None}


@pytest.mark.parametrize("wrap", [lambda jobs: jobs, lambda jobs: {"meta": {"total": 3}, "jobs": jobs}])
async def test_postings_with_one_title_in_three_towns_are_three_jobs(here: Place, tmp_path: Path, wrap: Any):
    towns = {"Boston": "MA", "Austin": "TX", "Reno": "NV"}
    postings = [
        {
            "@type": "JobPosting",
            "title": "Registered Nurse",
            "jobLocation": {"@type": "Place", "address": {"addressLocality": town, "addressRegion": state}},
            "url": f"https://acme.example/jobs/{number}",
            "description": "<p>Nights &amp; days</p>",
        }
        for number, (town, state) in enumerate(towns.items())
    ]
    path, workspace_id = tmp_path / "jobs.json", await team(here)
    path.write_text(json.dumps(wrap(postings)))
    assert await take(here, path, workspace_id) == Imported(read=3, new=3)
    async with here.store.read() as db:
        page = await jobs.listed(db, workspace_id)
    assert {(job.place, job.description) for job in page.items} == {
        (f"{town}, {state}", "Nights & days") for town, state in towns.items()
    }
    assert {job.apply_url for job in page.items} == {f"https://acme.example/jobs/{number}" for number in range(3)}


async def test_public_job_boards_are_read(here: Place, tmp_path: Path):
    greenhouse = {
        "id": 127817,
        "title": "Vault Designer",
        "absolute_url": "https://boards.greenhouse.example/1",
        "location": {"name": "Remote - US"},
        "content": "&lt;p&gt;Design &amp;amp; test.&lt;/p&gt;",
        "departments": [{"name": "Design"}],
        "updated_at": "2016-01-14T10:55:28-05:00",
    }
    lever = {
        "id": "a-1",
        "text": "Go Engineer",
        "hostedUrl": "https://jobs.lever.example/1",
        "categories": {"location": "Boston, MA", "team": "Platform", "commitment": "Full-time"},
        "workplaceType": "hybrid",
        "createdAt": 1709287200000,
    }
    path, workspace_id = tmp_path / "jobs.json", await team(here)
    path.write_text(json.dumps([greenhouse, lever]))
    assert await take(here, path, workspace_id) == Imported(read=2, new=2)
    async with here.store.read() as db:
        found = {job.external_id: job for job in (await jobs.listed(db, workspace_id)).items}
    vault, engineer = found["127817"], found["a-1"]
    assert (vault.title, vault.department, vault.remote, vault.description) == (
        "Vault Designer",
        "Design",
        True,
        "Design & test.",
    )
    assert (engineer.title, engineer.department, engineer.place, engineer.remote, engineer.employment_type) == (
        "Go Engineer",
        "Platform",
        "Boston, MA",
        True,
        "Full-time",
    )
    assert engineer.updated_at == datetime(2024, 3, 1, 10, tzinfo=UTC)


async def test_words_of_people_cost_no_job(here: Place, tmp_path: Path):
    path, workspace_id = tmp_path / "jobs.csv", await team(here)
    path.write_text(
        "Title;Location;Status;Remote;Apply URL;Recruiter\n"
        "Krankenpfleger;München;Offen;Nein;https://jobs.example/1;ana@example.com\n"
        'ICU Nurse;"Boston, MA";Active;On-site;www.jobs.example/2;Ana Ruiz\n'
        'ER Nurse;"Boston, MA | Worcester, MA";open;Remote - US;https://jobs.example/3;\n'
        "CNA;Multiple Locations;Filled;Hybrid;javascript:alert(1);\n"
        "LPN;Remote;On Hold;Yes;https://jobs.example/5;\n"
    )
    done = await take(here, path, workspace_id)
    assert done == Imported(read=5, new=5)
    assert set(done.report.values) == {
        ("Recruiter", "is not an e-mail address"),
        ("Apply URL", "is not a web address"),
    }
    async with here.store.read() as db:
        page = await jobs.listed(db, workspace_id)
    assert {(job.title, job.place, job.remote) for job in page.items} == {
        ("Krankenpfleger", "Munich, Germany", False),
        ("ICU Nurse", "Boston, MA", False),
        ("ER Nurse", "Boston, MA; Worcester, MA", True),
    }


def _in(*towns: str) -> list[dict[str, Any]]:
    return [{"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": town}} for town in towns]


@pytest.mark.parametrize(
    ("posting", "place", "also"),
    [
        ({"jobLocation": _in("Boston", "Austin", "Boston", "Reno")}, "Boston, MA; Austin, TX; Reno, NV", ""),
        ({"jobLocation": _in("Boston", "All of EMEA", "Reno")}, "Boston, MA; Reno, NV", "Also in: All of EMEA"),
        (
            {
                "jobLocation": _in(
                    *[
                        "Boston",
                        "Reno",
                        "Austin",
                        "Omaha",
                        "Tampa",
                        "Tulsa",
                        "Denver",
                        "Dallas",
                        "Houston",
                        "Chicago",
                        "Miami",
                    ]
                )
            },
            "Boston, MA; Reno, NV; Austin, TX; Omaha, NE; Tampa, FL; Tulsa, OK; Denver, CO; Dallas, TX; Houston, TX; "
            "Chicago, IL",
            "Also in: Miami, FL",
        ),
        (
            {"absolute_url": "https://a.example", "location": {"name": "Boston, MA; Austin, TX"}},
            "Boston, MA; Austin, TX",
            "",
        ),
        (
            {
                "hostedUrl": "https://a.example",
                "categories": {"location": "Boston", "allLocations": ["Boston", "Reno"]},
            },
            "Boston, MA; Reno, NV",
            "",
        ),
        (
            {"jobUrl": "https://a.example", "location": "Boston", "secondaryLocations": [{"location": "London"}]},
            "Boston, MA; London, United Kingdom",
            "",
        ),
    ],
)
async def test_a_posting_in_several_towns_is_one_job_that_names_them_all(
    here: Place, tmp_path: Path, posting: dict[str, Any], place: str, also: str
):
    path, workspace_id = tmp_path / "jobs.json", await team(here)
    path.write_text(json.dumps({"@type": "JobPosting", "title": "Nurse", **posting}))
    await take(here, path, workspace_id)
    async with here.store.read() as db:
        [job] = (await jobs.listed(db, workspace_id)).items
    assert (job.place, job.description, job.lat and round(job.lat)) == (place, also, 42)
    where = resolve(of_job(job), here.places)
    assert (where.faults, len(where.towns)) == ((), place.count(";") + 1)


async def test_a_posting_that_is_no_longer_valid_is_closed(here: Place, tmp_path: Path):
    today = datetime.now(UTC).date()
    path, workspace_id = tmp_path / "jobs.json", await team(here)
    given = {
        "yesterday": f"{today - timedelta(days=1)}",
        "an hour ago": (datetime.now(UTC) - timedelta(hours=1)).isoformat(),
        "today": f"{today}",
        "later": "2999-01-01T00:00",
        "never": "9999-12-31",
        "no date": "until filled",
        "empty": "",
    }
    postings = [{"@type": "JobPosting", "title": name, "validThrough": last} for name, last in given.items()]
    path.write_text(json.dumps(postings))
    await take(here, path, workspace_id)
    async with here.store.read() as db:
        page = await jobs.listed(db, workspace_id, jobs.JobQuery(status="closed"))
    assert {job.title for job in page.items} == {"yesterday", "an hour ago"}


async def test_a_row_with_several_places_is_one_job_that_names_them_all(here: Place, tmp_path: Path):
    path, workspace_id = tmp_path / "jobs.csv", await team(here)
    path.write_text('Title,Location\nNurse,"Boston, MA; Austin, TX|Reno"\n')
    await take(here, path, workspace_id)
    async with here.store.read() as db:
        [job] = (await jobs.listed(db, workspace_id)).items
    assert (job.place, job.external_id) == ("Boston, MA; Austin, TX; Reno, NV", "nurse||boston, ma")


async def test_html_is_no_text_and_smartrecruiters_is_read(here: Place, tmp_path: Path):
    path, workspace_id = tmp_path / "jobs.json", await team(here)
    ours = {"title": "Cook", "description": "<ul><li>Cook</li><li>Wash &amp; dry</li></ul>"}
    theirs = {
        "id": "743",
        "name": "Nurse",
        "location": {"city": "Boston", "region": "MA", "country": "us", "remote": True},
        "department": {"label": "Care"},
        "typeOfEmployment": {"label": "Full-time"},
    }
    path.write_text(json.dumps({"totalFound": 2, "content": [theirs, ours]}))
    await take(here, path, workspace_id)
    async with here.store.read() as db:
        found = {job.title: job for job in (await jobs.listed(db, workspace_id)).items}
    assert found["Cook"].description == "Cook\nWash & dry"
    nurse = found["Nurse"]
    assert (nurse.place, nurse.remote, nurse.department, nurse.employment_type) == (
        "Boston, MA",
        True,
        "Care",
        "Full-time",
    )
