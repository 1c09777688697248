"""People of whom something changed with nobody pressing: the private cards that show them are to be drawn anew."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlmodel import col, delete, select

from store.db import Read, Write
from store.tables.outreach import CardChange
from store.upserts import upsert


async def note(db: Write, workspace_id: int, profile_ids: Iterable[int], now: datetime) -> None:
    """Note them, in the transaction of the change; one that waits already waits once."""
    rows = [{"workspace_id": workspace_id, "profile_id": id, "at": now} for id in sorted(set(profile_ids))]
    await upsert(db, CardChange, rows, by=("workspace_id", "profile_id"), change=("at",))


async def pending(db: Read, limit: int = 100) -> dict[tuple[int, int], datetime]:
    """Who waits, by workspace and profile, longest first, and since when."""
    waiting = select(CardChange).order_by(col(CardChange.at)).limit(limit)
    return {(each.workspace_id, each.profile_id): each.at for each in await db.exec(waiting)}


async def done(db: Write, drawn: Mapping[tuple[int, int], datetime]) -> None:
    """Their cards were drawn, of the state that `pending` gave: who changed again since then keeps waiting."""
    for (workspace_id, profile_id), at in drawn.items():
        await db.exec(
            delete(CardChange).where(
                col(CardChange.workspace_id) == workspace_id,
                col(CardChange.profile_id) == profile_id,
                col(CardChange.at) == at,
            )
        )
