"""Profiles that must still be updated in the search index."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, literal
from sqlmodel import col, func, select

from store.columns import Moment
from store.db import Read, Write
from store.tables.core import IndexChange, Profile
from store.upserts import insert_from, upsert

_AT_ONCE = 5_000  # ids per statement


async def add(db: Write, profile_ids: Iterable[int], now: datetime) -> None:
    """Mark profiles that changed or were deleted."""
    rows = [{"profile_id": profile_id, "at": now} for profile_id in sorted(profile_ids)]
    await upsert(db, IndexChange, rows, by=("profile_id",), change=("at",))


async def add_all(db: Write, now: datetime) -> None:
    """Mark every profile of every workspace, to rebuild the index."""
    everyone = select(Profile.id, literal(now, Moment())).where(col(Profile.in_index))
    await insert_from(db, IndexChange, ("profile_id", "at"), everyone, by=("profile_id",), change=("at",))


async def profiles(db: Read, ids: Iterable[int]) -> list[Profile]:
    """The profiles with these ids, of all workspaces; deleted ones and those of connected sources are left out."""
    return list(await db.exec(select(Profile).where(col(Profile.in_index), col(Profile.id).in_(list(ids)))))


async def pending(db: Read, limit: int = 1_000) -> dict[int, datetime]:
    """Marked profiles with the time of the change, oldest first."""
    waiting = select(IndexChange.profile_id, IndexChange.at).order_by(col(IndexChange.at)).limit(limit)
    return dict((await db.exec(waiting)).all())


async def clear(db: Write, indexed: Mapping[int, datetime]) -> None:
    """Unmark profiles that were indexed as of `pending`; those that changed again since then stay marked."""
    since: dict[datetime, list[int]] = {}
    for profile_id, at in sorted(indexed.items()):
        since.setdefault(at, []).append(profile_id)
    for at, ids in since.items():  # only a few: each import batch has a single time
        for start in range(0, len(ids), _AT_ONCE):
            some = col(IndexChange.profile_id).in_(ids[start : start + _AT_ONCE])
            await db.exec(delete(IndexChange).where(col(IndexChange.at) == at, some))


async def count(db: Read) -> int:
    """The number of marked profiles."""
    return (await db.exec(select(func.count()).select_from(IndexChange))).one()
