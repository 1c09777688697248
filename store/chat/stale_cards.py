"""Stale cards: people whose data changed without anybody pressing a button, so that their private cards must be
redrawn."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlmodel import col, delete, select

from store.db import Read, Write
from store.tables.outreach import CardChange
from store.upserts import upsert


async def mark(db: Write, workspace_id: int, profile_ids: Iterable[int], now: datetime) -> None:
    """Mark these profiles, in the transaction of the change; marking one again only updates its time."""
    rows = [{"workspace_id": workspace_id, "profile_id": id, "at": now} for id in sorted(set(profile_ids))]
    await upsert(db, CardChange, rows, by=("workspace_id", "profile_id"), change=("at",))


async def pending(db: Read, limit: int = 100) -> dict[tuple[int, int], datetime]:
    """Marked profiles, by workspace and profile, with the time of the change, oldest first."""
    waiting = select(CardChange).order_by(col(CardChange.at)).limit(limit)
    return {(each.workspace_id, each.profile_id): each.at for each in await db.exec(waiting)}


async def unmark(db: Write, drawn: Mapping[tuple[int, int], datetime]) -> None:
    """Unmark profiles whose cards were redrawn as of `pending`; those that changed again since then stay marked."""
    for (workspace_id, profile_id), at in drawn.items():
        await db.exec(
            delete(CardChange).where(
                col(CardChange.workspace_id) == workspace_id,
                col(CardChange.profile_id) == profile_id,
                col(CardChange.at) == at,
            )
        )
