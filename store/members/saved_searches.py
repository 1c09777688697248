"""Saved searches: a member's named searches, and when their digests are due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import case, col, func, select, update

from store.db import Read, Write
from store.errors import Gone, Refusal
from store.members.digest_times import next_time
from store.tables.core import Job, Member, Workspace
from store.tables.saved_searches import SavedSearch
from store.text import clean

MOST = 50  # for one member
LONGEST_NAME = 80  # characters
_SPREAD = 60  # seconds over which the digests of one hour are spread

GONE = "This saved search no longer exists."


@dataclass(frozen=True, slots=True)
class Schedule:
    """`digest`: "", daily or weekly. `weekday`: 0 is Monday. `hour`: local time."""

    digest: str = ""
    weekday: int = 0
    hour: int = 9


@dataclass(frozen=True, slots=True)
class SavedPage:
    """Each with its job, None without one. `total`: of all the member's saved searches. `first`: the
    position of the first."""

    items: list[tuple[SavedSearch, Job | None]]
    total: int
    first: int = 0


@dataclass(frozen=True, slots=True)
class DueSearch:
    """A saved search whose digest is due. `paused`: its job is closed, so no digest is made."""

    search: SavedSearch
    member: Member
    paused: bool


async def time_zone_of(db: Read, by: Member) -> str:
    """The member's own, or the workspace's while the platform doesn't say."""
    if by.time_zone:
        return by.time_zone
    return (await db.exec(select(Workspace.time_zone).where(Workspace.id == by.workspace_id))).one()


async def listed(db: Read, by: Member, first: int = 0, count: int = MOST) -> SavedPage:
    """The member's saved searches by name, from position `first`, or the last page. One statement, more only for a page
    that no longer exists."""
    mine = (col(SavedSearch.workspace_id) == by.workspace_id, col(SavedSearch.member_id) == by.id)
    page = select(SavedSearch, Job, func.count().over()).join(Job, its_job(), isouter=True).where(*mine)
    ordered = page.order_by(func.lower(SavedSearch.name), col(SavedSearch.id))
    found = (await db.exec(ordered.offset(first).limit(count))).all()
    if not found and first > 0:
        total = (await db.exec(select(func.count()).select_from(SavedSearch).where(*mine))).one()
        return await listed(db, by, max(0, total - 1) // count * count, count)
    return SavedPage([(saved, job) for saved, job, _ in found], found[0][2] if found else 0, first)


def its_job() -> ColumnElement[bool]:
    """The condition to join the job of a saved search."""
    return (col(Job.id) == col(SavedSearch.job_id)) & (col(Job.workspace_id) == col(SavedSearch.workspace_id))


async def get(db: Read, by: Member, id: int) -> SavedSearch:
    """The member's saved search. Raises Gone, including for a colleague's."""
    mine = select(SavedSearch).where(SavedSearch.workspace_id == by.workspace_id, SavedSearch.member_id == by.id)
    found = (await db.exec(mine.where(SavedSearch.id == id))).one_or_none()
    if found is None:
        raise Gone(GONE)
    return found


async def add(
    db: Write, by: Member, name: str, terms: dict[str, Any], job_id: int | None, schedule: Schedule, now: datetime
) -> SavedSearch:
    """Raises Refusal if the name is taken, or if the member has too many."""
    name = await _free_name(db, by, name)
    if (await listed(db, by, count=1)).total >= MOST:
        raise Refusal(f"You have {MOST} saved searches. Delete one first.")
    saved = SavedSearch(
        workspace_id=by.workspace_id,
        member_id=by.id,
        job_id=job_id,
        name=name,
        terms=terms,
        since=now,
        created_at=now,
    )
    db.add(saved)
    await db.flush()
    _reschedule(saved, schedule, await time_zone_of(db, by), now)
    await db.flush()
    return saved


async def edit(db: Write, by: Member, id: int, name: str, schedule: Schedule, now: datetime) -> SavedSearch:
    """Rename it and change when its digest comes. Raises Gone, and Refusal if the name is taken."""
    saved = await get(db, by, id)
    saved.name = await _free_name(db, by, name, id)
    if not saved.digest:  # the digest starts with the people who are new from now on
        saved.since, saved.sources_read = now, {}
    _reschedule(saved, schedule, await time_zone_of(db, by), now)
    await db.flush()
    return saved


async def _free_name(db: Read, by: Member, name: str, own_id: int = 0) -> str:
    name = " ".join(clean(name).split())[:LONGEST_NAME]
    others = select(SavedSearch.name).where(
        SavedSearch.workspace_id == by.workspace_id, SavedSearch.member_id == by.id, SavedSearch.id != own_id
    )
    if name.casefold() in {other.casefold() for other in await db.exec(others)}:
        raise Refusal(f"You already have a saved search named “{name}”. Choose another name.")
    return name


async def mute(db: Write, by: Member, id: int, muted: bool, now: datetime) -> SavedSearch:
    """Stop the digests, or have them come again. One that is on its way is not sent while it is muted. Raises Gone."""
    saved = await get(db, by, id)
    saved.muted = muted
    schedule = Schedule(saved.digest, saved.weekday, saved.hour)
    _reschedule(saved, schedule, await time_zone_of(db, by), now)
    await db.flush()
    return saved


async def remove(db: Write, by: Member, id: int) -> SavedSearch:
    """Delete it with its digests. Raises Gone."""
    saved = await get(db, by, id)
    await db.delete(saved)
    await db.flush()
    return saved


def digest_key(digest_id: int) -> str:
    """The key of the notification of a digest."""
    return f"digest:{digest_id}"


def _reschedule(saved: SavedSearch, schedule: Schedule, time_zone: str, now: datetime) -> None:
    saved.digest, saved.weekday, saved.hour = schedule.digest, schedule.weekday, schedule.hour
    saved.time_zone = time_zone
    saved.next_at = None if saved.muted else following(saved, now)


def following(saved: SavedSearch, now: datetime) -> datetime | None:
    """When the next digest after `now` is due."""
    offset = timedelta(seconds=saved.id % _SPREAD)
    at = next_time(saved.digest, saved.weekday, saved.hour, saved.time_zone, now - offset)
    return at + offset if at else None


# ── all workspaces', for the worker ──


async def due(db: Read, now: datetime, limit: int = 50) -> list[DueSearch]:
    """Those whose digest is due, in all workspaces, the longest waiting first. One statement."""
    found = (
        select(SavedSearch, Member, Job.status)
        .join(Member, col(Member.id) == col(SavedSearch.member_id))
        .join(Job, its_job(), isouter=True)
        .where(col(SavedSearch.next_at) <= now)
        .order_by(col(SavedSearch.next_at), col(SavedSearch.id))
        .limit(limit)
    )
    return [DueSearch(search, member, paused=status == "closed") for search, member, status in await db.exec(found)]


async def moved(db: Read, now: datetime, limit: int = 500) -> dict[int, str]:
    """Saved searches of members whose time zone has changed since the next digest was scheduled, with the new one."""
    theirs = case((col(Member.time_zone) != "", col(Member.time_zone)), else_=col(Workspace.time_zone))
    found = (
        select(SavedSearch.id, theirs)
        .join(Member, col(Member.id) == col(SavedSearch.member_id))
        .join(Workspace, col(Workspace.id) == col(SavedSearch.workspace_id))
        .where(col(SavedSearch.next_at) > now, col(SavedSearch.time_zone) != theirs)
        .limit(limit)
    )
    return dict((await db.exec(found)).all())


async def follow_time_zones(db: Write, moved: Mapping[int, str], now: datetime) -> None:
    """Move the digests to the same hour in the new time zone."""
    for saved in await db.exec(select(SavedSearch).where(col(SavedSearch.id).in_(moved))):
        _reschedule(saved, Schedule(saved.digest, saved.weekday, saved.hour), moved[saved.id], now)
    await db.flush()


async def skip(db: Write, saved: SavedSearch, now: datetime) -> None:
    """Wait for the next time without a digest: the job is closed, or the member may no longer search. Who is new
    meanwhile comes with the next digest."""
    here = update(SavedSearch).where(col(SavedSearch.id) == saved.id, col(SavedSearch.next_at) == saved.next_at)
    await db.exec(here.values(next_at=following(saved, now)))
