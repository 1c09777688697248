"""Digests: the people whom a saved search has found since the last one. Each is made and announced in one transaction,
so that it comes once, whatever crashes and however many replicas run."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import col, delete, exists, func, or_, select, update

from store.chat import notifications
from store.db import Read, Write
from store.errors import Gone
from store.members import saved_searches
from store.tables.core import Job, Member, Profile
from store.tables.saved_searches import DigestPerson, SavedSearch, SearchDigest
from store.upserts import insert_new

SHOW_DIGEST = "digest"  # verb of the action whose card is posted
LATE = timedelta(hours=1)  # how long an import may take until the index finds its people
MOST_NEW = 100_000  # profiles that one digest considers, the newest
KEEP = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class NewPeople:
    """Whom a digest lists, best first, of `total`. `read`: the sources that answered, by name. `silent`: the labels of
    those that did not, by name."""

    profile_ids: Sequence[int]
    total: int
    read: Iterable[str] = ()
    silent: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class DigestPage:
    """A page of the people of a digest who are still stored, with their number."""

    digest: SearchDigest
    search: SavedSearch
    job: Job | None
    profiles: list[tuple[int, str]]  # id and source
    stored: int


def since(saved: SavedSearch, source: str = "") -> datetime:
    """From when on people count as new, in our index or at a connected source."""
    read = saved.sources_read.get(source)
    return datetime.fromisoformat(read) if isinstance(read, str) else saved.since


async def new_profiles(db: Read, saved: SavedSearch) -> list[int]:
    """The profiles of the index that are new or have changed since the last digest and were in none since, the newest
    first. The last digest may have missed people whose import was still running. One statement."""
    start = max(saved.created_at, saved.since - LATE)
    listed = exists().where(
        col(DigestPerson.profile_id) == col(Profile.id),
        col(DigestPerson.digest_id) == col(SearchDigest.id),
        col(SearchDigest.saved_search_id) == saved.id,
        col(SearchDigest.made_at) >= col(Profile.imported_at),
    )
    found = (
        select(Profile.id)
        .where(or_(Profile.workspace_id == 0, Profile.workspace_id == saved.workspace_id))
        .where(col(Profile.imported_at) > start, col(Profile.in_index), ~listed)
        .order_by(col(Profile.imported_at).desc(), col(Profile.id).desc())
        .limit(MOST_NEW)
    )
    return list(await db.exec(found))


async def listed_at(db: Read, saved: SavedSearch, profile_ids: Iterable[int]) -> dict[int, datetime]:
    """When these profiles were last in a digest of this search. One statement."""
    last = (
        select(DigestPerson.profile_id, func.max(SearchDigest.made_at))
        .join(SearchDigest, col(SearchDigest.id) == col(DigestPerson.digest_id))
        .where(SearchDigest.workspace_id == saved.workspace_id, SearchDigest.saved_search_id == saved.id)
        .where(col(DigestPerson.profile_id).in_(set(profile_ids)))
        .group_by(col(DigestPerson.profile_id))
    )
    return dict((await db.exec(last)).all())


async def record(db: Write, saved: SavedSearch, people: NewPeople, now: datetime) -> bool:
    """Complete the period for which `saved` was read: store the digest and notify the member, or nothing if there is
    nobody new. False: another process has done so, or the search was muted, changed or deleted meanwhile."""
    before = dict.fromkeys(people.silent, saved.since.isoformat()) | saved.sources_read
    here = update(SavedSearch).where(col(SavedSearch.id) == saved.id, col(SavedSearch.next_at) == saved.next_at)
    values = {
        "next_at": saved_searches.following(saved, now),
        "since": now,
        "sources_read": before | dict.fromkeys(people.read, now.isoformat()),
    }
    if not (await db.exec(here.values(values))).rowcount:
        return False
    if not people.profile_ids:
        return True
    assert saved.next_at is not None
    digest = SearchDigest(
        workspace_id=saved.workspace_id,
        saved_search_id=saved.id,
        due_at=saved.next_at,
        made_at=now,
        total=people.total,
        silent=", ".join(people.silent.values()),
    )
    db.add(digest)
    await db.flush()
    row = {"workspace_id": saved.workspace_id, "digest_id": digest.id}
    listed = [{**row, "profile_id": id, "position": n} for n, id in enumerate(dict.fromkeys(people.profile_ids))]
    await insert_new(db, DigestPerson, listed)
    key, args = saved_searches.digest_key(digest.id), {"digest_id": digest.id, "announcing": True}
    await notifications.add(db, saved.workspace_id, [saved.member_id], key, SHOW_DIGEST, args, None, now)
    return True


async def page(db: Read, by: Member, digest_id: int, first: int, count: int) -> DigestPage:
    """The people of the member's digest from position `first`. Raises Gone."""
    mine = (
        select(SearchDigest, SavedSearch, Job)
        .join(SavedSearch, col(SavedSearch.id) == col(SearchDigest.saved_search_id))
        .join(Job, saved_searches.its_job(), isouter=True)
        .where(SearchDigest.workspace_id == by.workspace_id, SavedSearch.member_id == by.id)
        .where(SearchDigest.id == digest_id)
    )
    found = (await db.exec(mine)).one_or_none()
    if found is None:
        raise Gone("This message is about a search that you deleted, or is too old.")
    people = (
        select(Profile.id, Profile.source)
        .join(DigestPerson, col(DigestPerson.profile_id) == col(Profile.id))
        .where(DigestPerson.digest_id == digest_id, DigestPerson.workspace_id == by.workspace_id)
        .order_by(col(DigestPerson.position))
    )
    everyone = list((await db.exec(people)).all())
    return DigestPage(*found, everyone[max(0, first) : max(0, first) + count], len(everyone))


async def job_id(db: Read, by: Member, digest_id: int) -> int | None:
    """The job of the digest's search. Raises Gone."""
    return (await page(db, by, digest_id, 0, 0)).search.job_id


async def delete_old(db: Write, now: datetime) -> None:
    """Delete digests that nobody looks at anymore."""
    await db.exec(delete(SearchDigest).where(col(SearchDigest.made_at) < now - KEEP))
