"""What the search index must still be told."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, literal
from sqlmodel import col, func, select

from store.columns import Moment
from store.db import Read, Write
from store.tables.core import IndexChange, Profile
from store.upserts import insert_from, upsert

_AT_ONCE = 5_000  # ids in one statement


async def add(db: Write, profile_ids: Iterable[int], now: datetime) -> None:
    """These profiles changed or went."""
    rows = [{"profile_id": profile_id, "at": now} for profile_id in sorted(profile_ids)]
    await upsert(db, IndexChange, rows, by=("profile_id",), change=("at",))


async def add_all(db: Write, now: datetime) -> None:
    """Every profile of every workspace: before the index is built anew."""
    everyone = select(Profile.id, literal(now, Moment())).where(col(Profile.id) > 0)
    await insert_from(db, IndexChange, ("profile_id", "at"), everyone, by=("profile_id",), change=("at",))


async def profiles(db: Read, ids: Iterable[int]) -> list[Profile]:
    """The profiles to tell of, whosever they are; one that is gone is left out."""
    return list(await db.exec(select(Profile).where(col(Profile.id).in_(list(ids)))))


async def pending(db: Read, limit: int = 1_000) -> dict[int, datetime]:
    """The profiles that wait, longest first, and since when."""
    waiting = select(IndexChange.profile_id, IndexChange.at).order_by(col(IndexChange.at)).limit(limit)
    return dict((await db.exec(waiting)).all())


async def clear(db: Write, told: Mapping[int, datetime]) -> None:
    """The index was told, of the state that `pending` gave: what changed again since then keeps waiting."""
    since: dict[datetime, list[int]] = {}
    for profile_id, at in sorted(told.items()):
        since.setdefault(at, []).append(profile_id)
    for at, ids in since.items():  # few: a batch of an import has one
        for start in range(0, len(ids), _AT_ONCE):
            some = col(IndexChange.profile_id).in_(ids[start : start + _AT_ONCE])
            await db.exec(delete(IndexChange).where(col(IndexChange.at) == at, some))


async def count(db: Read) -> int:
    """How many profiles wait."""
    return (await db.exec(select(func.count()).select_from(IndexChange))).one()
