"""Connections to resume databases, on both databases: one per workspace or member, never reused, notified once."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from store.db import Store
from store.errors import Gone, Refusal
from store.keys import KeyRing
from store.roles import Role
from store.sources import connections
from store.tables.core import Member
from store.tables.outreach import Notice
from store.tables.sources import SourceConnection
from tests.databases import NOW, Team

KEYS = KeyRing(["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="])


async def connect(store: Store, by: Member, key: str, *, everyone: bool = True) -> SourceConnection:
    async with store.write() as db:
        return await connections.connect(db, by, "dice", {"key": key}, KEYS, NOW, everyone=everyone)


async def keys_of(store: Store, by: Member) -> list[str]:
    """The keys that this member may use, their own first."""
    async with store.read() as db:
        return [(connections.credentials(row, KEYS) or {})["key"] for row in await connections.usable(db, by)]


async def test_of_simultaneous_connections_one_stays(store: Store, team: Team) -> None:
    sam, kim = await team.member("Sam", Role.ADMIN), await team.member("Kim", Role.ADMIN)
    await asyncio.gather(*(connect(store, by, by.name) for by in (sam, kim, sam, kim)))
    assert len(await keys_of(store, sam)) == 1
    await asyncio.gather(*(connect(store, by, f"own {by.name}", everyone=False) for by in (sam, kim, sam)))
    found = await keys_of(store, sam)
    assert (found[0], len(found)) == ("own Sam", 2)


async def test_a_recruiter_may_change_only_their_own(store: Store, team: Team) -> None:
    sam, ana = await team.member("Sam", Role.ADMIN), await team.member("Ana", Role.RECRUITER)
    rita = await team.member("Rita", Role.REVIEWER)
    shared = await connect(store, sam, "shared")
    own = await connect(store, ana, "own", everyone=False)
    for by, id in ((ana, shared.id), (rita, shared.id)):
        async with store.write() as db:
            with pytest.raises(Refusal):
                await connections.disconnect(db, by, id, NOW)
    for by in (sam, rita):
        async with store.write() as db:
            with pytest.raises(Gone):
                await connections.disconnect(db, by, own.id, NOW)
    assert await keys_of(store, sam) == ["shared"]
    async with store.write() as db:
        await connections.disconnect(db, ana, own.id, NOW)
    assert await keys_of(store, ana) == ["shared"]
    assert (await connect(store, ana, "again", everyone=False)).id > own.id  # an old card cannot reach the new one


async def test_those_who_can_replace_refused_credentials_are_notified_once_per_failure(
    store: Store, team: Team
) -> None:
    sam, ana = await team.member("Sam", Role.ADMIN), await team.member("Ana", Role.RECRUITER)
    shared = await connect(store, sam, "shared")
    own = await connect(store, ana, "own", everyone=False)

    async def fail(row: SourceConnection, hours: int, *, refused: bool) -> None:
        async with store.write() as db:
            at = NOW + timedelta(hours=hours)
            await connections.record_failure(db, row.workspace_id, row.id, "no\x00", at, refused=refused)

    async def notified() -> list[int]:
        async with store.read() as db:
            return sorted(each.member_id for each in await db.exec(select(Notice)))

    await fail(shared, 1, refused=False)
    assert await notified() == []
    for hours in (2, 3):
        await fail(shared, hours, refused=True)
        await fail(own, hours, refused=True)
    assert await notified() == sorted([sam.id, ana.id])
    async with store.write() as db:
        await connections.record_working(db, shared.workspace_id, shared.id, NOW + timedelta(hours=4))
    async with store.read() as db:
        row = await connections.get(db, sam, shared.id)
    assert (row.failing_since, row.last_error) == (None, "")
    await fail(shared, 5, refused=True)
    assert await notified() == sorted([sam.id, sam.id, ana.id])
