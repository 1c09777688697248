"""Jobs: open roles, from an ATS, a file, or typed in."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select, update
from sqlmodel.sql.expression import SelectOfScalar

from store.db import Read, Write
from store.errors import Gone
from store.job_closing import pause_all
from store.paging import Page, within
from store.people.merging import lock
from store.tables.core import Job, Member
from store.text import clean, contains_all, fold
from store.upserts import upsert

TYPED = "typed"  # the source of jobs that were typed in chat
TWICE_WITHIN = timedelta(minutes=1)
_TYPED = ("title", "department", "place", "remote", "description", "apply_url", "recruiter_email")
_MOST_CHOICES = 100  # choices per filter: as many as the platforms' lists can hold


@dataclass(frozen=True, slots=True)
class JobDetails:
    """A job's text. `place` is free text; `lat` and `lon` are its coordinates if it was found."""

    title: str
    department: str = ""
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    remote: bool = False
    description: str = ""
    apply_url: str = ""
    recruiter_email: str = ""
    employment_type: str = ""


@dataclass(frozen=True, slots=True)
class SourceJob:
    """A job as its source describes it. `status`: open, closed."""

    external_id: str
    details: JobDetails
    status: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class JobChoices:
    """Values to filter the list by, from open jobs, sorted."""

    departments: list[str]
    places: list[str]
    recruiters: list[str]  # e-mails


async def add(db: Write, by: Member, words: JobDetails, now: datetime) -> Job:
    """Add a job that was typed in. The same text within a minute counts as the same job: the form was submitted
    twice."""
    await lock(db, by.workspace_id)
    row = _row(by.workspace_id, TYPED, SourceJob(uuid.uuid4().hex, words, "open", now))
    twice = (await db.exec(_typed_alike(row).where(col(Job.created_at) > now - TWICE_WITHIN))).first()
    if twice is not None:
        return twice
    job = Job(**row)
    db.add(job)
    await db.flush()
    return job


async def typed_before(db: Read, workspace_id: int, words: JobDetails) -> Job | None:
    """The newest open job that was typed in with exactly this text; None when there is none."""
    row = _row(workspace_id, TYPED, SourceJob("", words, "open", datetime.now(UTC)))
    return (await db.exec(_typed_alike(row).where(Job.status == "open").order_by(col(Job.id).desc()))).first()


def _typed_alike(row: Mapping[str, Any]) -> SelectOfScalar[Job]:
    return select(Job).where(*(getattr(Job, name) == row[name] for name in ("workspace_id", "source", *_TYPED)))


async def keep(
    db: Write,
    workspace_id: int,
    source: str,
    external_id: str,
    words: JobDetails,
    status: str,
    updated_at: datetime,
) -> Job:
    """Insert or update a job from the source."""
    await keep_many(db, workspace_id, source, [SourceJob(external_id, words, status, updated_at)])
    kept = select(Job).where(Job.workspace_id == workspace_id, Job.source == source, Job.external_id == external_id)
    return (await db.exec(kept.execution_options(populate_existing=True))).one()


async def keep_many(
    db: Write, workspace_id: int, source: str, jobs: Sequence[SourceJob], now: datetime | None = None
) -> None:
    """Insert or update jobs from the source; of two with the same id, the last wins. When a job closes, what is still
    to be sent for it is paused (see store/job_closing.py)."""
    rows = {job.external_id: _row(workspace_id, source, job) for job in sorted(jobs, key=lambda job: job.external_id)}
    if rows:
        key = ("workspace_id", "source", "external_id")
        first = next(iter(rows.values()))
        change = [name for name in first if name not in (*key, "created_at")]
        closing = await _closing(db, workspace_id, source, rows)
        await upsert(db, Job, list(rows.values()), by=key, change=change)
        if closing:
            await pause_all(db, workspace_id, closing, now or datetime.now(UTC))


async def _closing(db: Read, workspace_id: int, source: str, rows: Mapping[str, Mapping[str, Any]]) -> list[int]:
    """Ids of the jobs that are open in the store but closed in the rows."""
    closed = [external_id for external_id, row in rows.items() if row["status"] != "open"]
    if not closed:
        return []
    still_open = select(Job.id).where(
        Job.workspace_id == workspace_id, Job.source == source, Job.status == "open", col(Job.external_id).in_(closed)
    )
    return list(await db.exec(still_open))


async def open_ids(db: Read, workspace_id: int, source: str) -> dict[str, int]:
    """Ids of the source's open jobs, by external id."""
    found = select(Job.external_id, Job.id).where(
        Job.workspace_id == workspace_id, Job.source == source, Job.status == "open"
    )
    return dict((await db.exec(found)).all())


async def close(db: Write, workspace_id: int, ids: Collection[int], now: datetime) -> None:
    """Close these jobs; what is still to be sent for them is paused (see store/job_closing.py)."""
    if ids:
        mine = update(Job).where(col(Job.workspace_id) == workspace_id, col(Job.id).in_(ids))
        await db.exec(mine.values(status="closed", updated_at=now))
        await pause_all(db, workspace_id, ids, now)


async def of_source(db: Read, workspace_id: int, source: str, external_ids: Sequence[str]) -> dict[str, Job]:
    """The stored jobs from the source with these ids, by external id."""
    found = await db.exec(
        select(Job).where(
            Job.workspace_id == workspace_id, Job.source == source, col(Job.external_id).in_(external_ids)
        )
    )
    return {job.external_id: job for job in found}


def _row(workspace_id: int, source: str, job: SourceJob) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "source": source,
        "external_id": job.external_id,
        **text_columns(job.details),
        "status": job.status,
        "created_at": job.updated_at,
        "updated_at": job.updated_at,
    }


def text_columns(details: JobDetails) -> dict[str, Any]:
    """The columns that hold the job's text, and the one that is searched to filter lists."""
    words = {name: clean(value) if isinstance(value, str) else value for name, value in asdict(details).items()}
    words["recruiter_email"] = words["recruiter_email"].strip().lower()
    return {**words, "search_text": fold(details.title, details.department, details.place)}


async def get(db: Read, workspace_id: int, id: int) -> Job:
    """The workspace's job. Raises Gone."""
    job = (await db.exec(select(Job).where(Job.workspace_id == workspace_id, Job.id == id))).one_or_none()
    if job is None:
        raise Gone("This job no longer exists.")
    return job


async def titles(db: Read, workspace_id: int, ids: Iterable[int]) -> dict[int, str]:
    """Titles of the workspace's jobs among these, by id. At most one statement."""
    wanted = set(ids)
    if not wanted:
        return {}
    named = select(Job.id, Job.title).where(Job.workspace_id == workspace_id, col(Job.id).in_(wanted))
    return dict((await db.exec(named)).all())


@dataclass(frozen=True, slots=True)
class JobQuery:
    """All `words` must occur in title, department or place. Other fields must match exactly, unless they are empty."""

    words: str = ""
    department: str = ""
    place: str = ""
    status: str = "open"
    recruiter: str = ""  # an e-mail address
    sources: Collection[str] | None = None  # None: all


OPEN_JOBS = JobQuery()


async def listed(
    db: Read, workspace_id: int, query: JobQuery = OPEN_JOBS, *, page: int = 0, page_size: int = 5
) -> Page[Job]:
    """A page of jobs, newest first."""
    wanted = [Job.workspace_id == workspace_id, contains_all(Job.search_text, query.words)]
    filters = {
        "department": query.department,
        "place": query.place,
        "status": query.status,
        "recruiter_email": query.recruiter.strip().lower(),
    }
    wanted += [cast(ColumnElement[bool], getattr(Job, name) == value) for name, value in filters.items() if value]
    if query.sources is not None:
        wanted.append(col(Job.source).in_(set(query.sources)))
    total = (await db.exec(select(func.count()).select_from(Job).where(*wanted))).one()
    page = within(page, page_size, total)
    newest = select(Job).where(*wanted).order_by(col(Job.updated_at).desc(), col(Job.id).desc())
    return Page(list(await db.exec(newest.offset(page * page_size).limit(page_size))), total, page, page_size)


async def suggest(
    db: Read, workspace_id: int, words: str, limit: int = 20, *, sources: Collection[str] | None = None
) -> list[Job]:
    """Open jobs that contain all the words, newest first; with `sources`, only jobs from those."""
    return (await listed(db, workspace_id, JobQuery(words, sources=sources), page_size=limit)).items


async def choices(db: Read, workspace_id: int) -> JobChoices:
    """Values to filter the list by."""
    return JobChoices(
        departments=await _distinct(db, workspace_id, Job.department),
        places=await _distinct(db, workspace_id, Job.place),
        recruiters=await _distinct(db, workspace_id, Job.recruiter_email),
    )


async def _distinct(db: Read, workspace_id: int, column: str) -> list[str]:
    there = select(column).where(Job.workspace_id == workspace_id, Job.status == "open", col(column) != "")
    return list(await db.exec(there.distinct().order_by(col(column)).limit(_MOST_CHOICES)))
