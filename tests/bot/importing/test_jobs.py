"""Importing jobs from files."""

import json
from datetime import UTC, datetime
from pathlib import Path

from bot import sample
from bot.importing.candidates import Imported, Reading
from bot.importing.jobs import import_jobs
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
        return (await workspaces.meet(db, "slack", "T1", "Acme")).id


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
