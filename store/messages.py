"""Where each posted card is, and whom it shows: what the platform calls it, and the action that draws it anew."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from store.db import Read, Write
from store.tables import Message, MessageProfile
from store.upserts import insert_new, upsert


async def remember(
    db: Write,
    workspace_id: int,
    member_id: int | None,
    conversation: str,
    message: str,
    redraw: dict[str, Any],
    profile_ids: Iterable[int],
    now: datetime,
) -> Message:
    """The card that stands there now; what stood there before is forgotten. `member_id`: whose private card it is."""
    place = {"workspace_id": workspace_id, "conversation": conversation, "message": message}
    row = {**place, "member_id": member_id, "redraw": redraw, "created_at": now, "updated_at": now}
    await upsert(db, Message, [row], by=tuple(place), change=("member_id", "redraw", "updated_at"))
    kept = (await db.exec(_standing(workspace_id, conversation, message))).one()
    await db.exec(delete(MessageProfile).where(col(MessageProfile.message_id) == kept.id))
    shown = [{"workspace_id": workspace_id, "message_id": kept.id, "profile_id": each} for each in set(profile_ids)]
    await insert_new(db, MessageProfile, shown)
    return kept


async def at(db: Read, workspace_id: int, conversation: str, message: str) -> Message | None:
    """What stands there, when it is a card of ours."""
    return (await db.exec(_standing(workspace_id, conversation, message))).one_or_none()


async def forget(db: Write, workspace_id: int, conversation: str, message: str) -> None:
    """The card is gone from there."""
    kept = await at(db, workspace_id, conversation, message)
    if kept is not None:
        await db.exec(delete(MessageProfile).where(col(MessageProfile.message_id) == kept.id))
        await db.exec(delete(Message).where(col(Message.id) == kept.id))


async def showing(db: Read, workspace_id: int, profile_id: int) -> list[Message]:
    """Every card that shows the profile, newest first."""
    found = await db.exec(
        select(Message)
        .join(MessageProfile, col(MessageProfile.message_id) == col(Message.id))
        .where(col(Message.workspace_id) == workspace_id, col(MessageProfile.profile_id) == profile_id)
        .order_by(col(Message.updated_at).desc(), col(Message.id).desc())
    )
    return list(found)


def _standing(workspace_id: int, conversation: str, message: str) -> SelectOfScalar[Message]:
    return (
        select(Message)
        .where(col(Message.workspace_id) == workspace_id)
        .where(col(Message.conversation) == conversation, col(Message.message) == message)
        .execution_options(populate_existing=True)
    )
