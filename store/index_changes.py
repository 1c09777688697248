"""What the search index must still be told."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete
from sqlmodel import col, select

from store.db import Read, Write
from store.tables import IndexChange
from store.upserts import upsert


async def add(db: Write, profile_ids: Iterable[int], now: datetime) -> None:
    """These profiles changed or went."""
    rows = [{"profile_id": profile_id, "at": now} for profile_id in profile_ids]
    await upsert(db, IndexChange, rows, by=("profile_id",), change=("at",))


async def pending(db: Read, limit: int = 1_000) -> dict[int, datetime]:
    """The profiles that wait, longest first, and since when."""
    waiting = select(IndexChange.profile_id, IndexChange.at).order_by(col(IndexChange.at)).limit(limit)
    return dict((await db.exec(waiting)).all())


async def clear(db: Write, told: Mapping[int, datetime]) -> None:
    """The index was told, of the state that `pending` gave: what changed again since then keeps waiting."""
    if not told:
        return
    done = delete(IndexChange).where(
        col(IndexChange.profile_id) == bindparam("told_id"), col(IndexChange.at) == bindparam("told_at")
    )
    connection = await db.connection()
    await connection.execute(done, [{"told_id": profile_id, "told_at": at} for profile_id, at in told.items()])
