"""Saved searches and their digests in the store: schedules, one digest for each period, retention."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from store.db import Store
from store.errors import Refusal
from store.members import digests, saved_searches
from store.members.digest_times import next_time
from store.members.digests import NewPeople
from store.members.saved_searches import Schedule
from store.retention import delete_old
from store.tables.core import Member
from store.tables.outreach import Notice
from store.tables.saved_searches import DigestPerson, SavedSearch, SearchDigest
from tests.databases import NOW, Team

DAY = timedelta(days=1)
BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("digest", "weekday", "hour", "zone", "after", "expected"),
    [
        ("daily", 0, 9, "UTC", "2026-11-23T08:59:59", "2026-11-23T09:00:00"),
        ("daily", 0, 9, "UTC", "2026-11-23T09:00:00", "2026-11-24T09:00:00"),
        ("daily", 0, 9, NEW_YORK, "2026-11-23T02:00:00", "2026-11-23T14:00:00"),  # it is the 22nd there
        ("daily", 0, 9, "Nowhere/Else", "2026-11-23T08:00:00", "2026-11-23T09:00:00"),
        ("weekly", 0, 9, "UTC", "2026-11-23T08:00:00", "2026-11-23T09:00:00"),  # a Monday
        ("weekly", 0, 9, "UTC", "2026-11-23T09:00:00", "2026-11-30T09:00:00"),
        ("weekly", 6, 23, NEW_YORK, "2026-11-23T03:00:00", "2026-11-23T04:00:00"),  # still Sunday there
        ("weekly", 3, 9, "UTC", "2026-12-31T09:00:00", "2027-01-07T09:00:00"),
        ("daily", 0, 9, BERLIN, "2026-10-24T08:00:00", "2026-10-25T08:00:00"),  # clocks go back that night
        ("daily", 0, 2, BERLIN, "2026-10-24T12:00:00", "2026-10-25T00:00:00"),  # 2 AM comes twice: the first
        ("daily", 0, 2, BERLIN, "2026-10-25T00:00:00", "2026-10-26T01:00:00"),  # and not again
        ("daily", 0, 2, BERLIN, "2027-03-27T12:00:00", "2027-03-28T01:00:00"),  # 2 AM doesn't exist: 3 AM
        ("daily", 0, 2, BERLIN, "2027-03-28T01:00:00", "2027-03-29T00:00:00"),
    ],
)
def test_when_the_next_digest_is_due(digest: str, weekday: int, hour: int, zone: str, after: str, expected: str):
    assert next_time(digest, weekday, hour, zone, at(after)) == at(expected)


def test_no_digest_is_never_due():
    assert next_time("", 0, 9, "UTC", NOW) is None


async def saved(store: Store, by: Member, name: str = "Nurses", schedule: Schedule | None = None) -> SavedSearch:
    async with store.write() as db:
        return await saved_searches.add(db, by, name, {"what": "nurse"}, None, schedule or Schedule("daily"), NOW)


async def test_digests_of_one_hour_are_spread_over_the_minute(store: Store, team: Team) -> None:
    by = await team.member()
    seconds = [(await saved(store, by, f"S{n}")).next_at for n in range(5)]
    assert len(set(seconds)) == 5
    assert all(each and each.minute == 0 for each in seconds)


async def test_names_are_unique_for_a_member(store: Store, team: Team) -> None:
    by, other = await team.member(), await team.member("Ben")
    await saved(store, by)
    await saved(store, other)
    await saved(store, by, "École")
    for same in (" NURSES ", "École", "ÉCOLE"):
        with pytest.raises(Refusal, match="already have a saved search named"):
            await saved(store, by, same)


async def test_replicas_record_a_period_once(store: Store, team: Team, replicas: list[Store]) -> None:
    """All have run the search; the digest, its people and its notification are written once."""
    by, ids = await team.member(), [await team.profile(), await team.profile("Ada Byron")]
    search = await saved(store, by)
    assert search.next_at is not None
    now = search.next_at + timedelta(seconds=5)

    async def record(replica: Store) -> bool:
        async with replica.write() as db:
            return await digests.record(db, search, NewPeople(ids, 2), now)

    assert sorted(await asyncio.gather(*map(record, replicas))) == [False, False, False, True]
    async with store.read() as db:
        [digest] = (await db.exec(select(SearchDigest))).all()
        people = (await db.exec(select(DigestPerson.profile_id).order_by(DigestPerson.position))).all()
        [notice] = (await db.exec(select(Notice))).all()
    assert (digest.due_at, list(people), notice.key) == (search.next_at, ids, f"digest:{digest.id}:{by.id}")


async def test_nobody_new_completes_the_period_without_a_notification(store: Store, team: Team) -> None:
    search = await saved(store, await team.member())
    assert search.next_at is not None
    async with store.write() as db:
        assert await digests.record(db, search, NewPeople((), 0), search.next_at)
        assert (await db.exec(select(Notice))).all() == []
        assert (await db.exec(select(SearchDigest))).all() == []
        assert await saved_searches.due(db, search.next_at) == []
        assert [each.search.id for each in await saved_searches.due(db, search.next_at + DAY)] == [search.id]


async def test_muted_meanwhile_is_not_announced(store: Store, team: Team) -> None:
    by = await team.member()
    search, profile_id = await saved(store, by), await team.profile()
    async with store.write() as db:
        await saved_searches.mute(db, by, search.id, True, NOW)
    async with store.write() as db:
        assert not await digests.record(db, search, NewPeople([profile_id], 1), NOW + DAY)
        assert (await db.exec(select(Notice))).all() == []


async def test_old_digests_are_deleted_with_their_people(store: Store, team: Team) -> None:
    search, profile_id = await saved(store, await team.member()), await team.profile()
    async with store.write() as db:
        await digests.record(db, search, NewPeople([profile_id], 1), NOW)
    async with store.write() as db:
        await delete_old(db, NOW + digests.KEEP)
        assert len((await db.exec(select(DigestPerson))).all()) == 1
        await delete_old(db, NOW + digests.KEEP + DAY)
        assert (await db.exec(select(DigestPerson))).all() == []
        assert len((await db.exec(select(SavedSearch))).all()) == 1
