"""Posted cards: where each is, the people it shows, and the action that redraws it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Update
from sqlmodel import col, delete, select, update

from store.db import Read, Write
from store.tables.core import Member, Message, ReceivedInteraction, Workspace
from store.upserts import upsert

_PLACE = ("workspace_id", "conversation", "message", "profile_id")
NOBODY = 0  # the profile id for a card that shows no one


@dataclass(frozen=True, slots=True)
class PostedCard:
    """A card in a message. `member_id`: whose private card it is; `redraw`: how to redraw it; `profile_ids`: the
    people it shows."""

    workspace_id: int
    member_id: int | None
    conversation: str
    message: str
    redraw: dict[str, Any]
    profile_ids: Iterable[int] = ()


async def remember(db: Write, card: PostedCard, now: datetime, *, new: bool = False) -> None:
    """Record the card, replacing what was previously recorded for its message.

    `new`: the message was just posted, so there is nothing to replace."""
    posted_at = now if new else await forget(db, card.workspace_id, card.conversation, card.message)
    place = {"workspace_id": card.workspace_id, "conversation": card.conversation, "message": card.message}
    state = {"member_id": card.member_id, "redraw": card.redraw, "posted_at": posted_at, "updated_at": now}
    rows = [{**place, **state, "profile_id": each} for each in sorted({*card.profile_ids} or {NOBODY})]
    await upsert(db, Message, rows, by=_PLACE, change=tuple(state))


async def at(db: Read, workspace_id: int, conversation: str, message: str) -> Message | None:
    """The card recorded for this message, if it is one of ours."""
    there = select(Message).where(
        col(Message.workspace_id) == workspace_id,
        col(Message.conversation) == conversation,
        col(Message.message) == message,
    )
    return (await db.exec(there.order_by(col(Message.profile_id)).limit(1))).first()


async def latest(db: Read, workspace_id: int, member_id: int, verb: str, since: datetime) -> Message | None:
    """The member's newest private card that the action redraws, if it was posted at `since` or later."""
    theirs = select(Message).where(
        col(Message.workspace_id) == workspace_id,
        col(Message.member_id) == member_id,
        col(Message.posted_at) >= since,
        col(Message.replaced_by_form).is_(False),
    )
    found = await db.exec(theirs.order_by(col(Message.posted_at).desc()))
    return next((card for card in found if card.redraw.get("verb") == verb), None)


async def forget(db: Write, workspace_id: int, conversation: str, message: str) -> datetime | None:
    """Delete the record: the card is gone. Returns when it was posted, if that was recorded."""
    gone = delete(Message).where(
        col(Message.workspace_id) == workspace_id,
        col(Message.conversation) == conversation,
        col(Message.message) == message,
    )
    return next(iter(await db.exec(gone.returning(col(Message.posted_at)))), (None,))[0]


async def form_opened(db: Write, card: Message, *, covered: bool, ends_result: bool = True) -> None:
    """Record that a form was opened from the card, which clears the card's last result. `covered`: the form replaces
    the card until a card is recorded for the message again."""
    redraw = {name: value for name, value in card.redraw.items() if name != "result" or not ends_result}
    await db.exec(_rows_of(card).values(replaced_by_form=covered, redraw=redraw))


async def form_closed(db: Write, card: Message) -> None:
    """Record that the form could not be opened, so the card is still in its place."""
    await db.exec(_rows_of(card).values(replaced_by_form=False))


def _rows_of(card: Message) -> Update:
    return update(Message).where(
        col(Message.workspace_id) == card.workspace_id,
        col(Message.conversation) == card.conversation,
        col(Message.message) == card.message,
    )


async def private(db: Read, workspace_id: int, profile_ids: Iterable[int], limit: int) -> list[Message]:
    """Private cards that show any of the profiles and can be redrawn, newest first, each once. Leaves out cards in
    channels and cards that a form has replaced."""
    found = await db.exec(
        select(Message)
        .where(
            col(Message.workspace_id) == workspace_id,
            col(Message.profile_id).in_(set(profile_ids) - {NOBODY}),
            col(Message.member_id).is_not(None),
            col(Message.replaced_by_form).is_(False),
        )
        .order_by(col(Message.updated_at).desc(), col(Message.conversation), col(Message.message))
    )
    cards: dict[tuple[str, str], Message] = {}
    for each in found:
        if each.redraw:
            cards.setdefault((each.conversation, each.message), each)
    return list(cards.values())[:limit]


async def of_screen(db: Read, workspace_id: int, verb: str, since: datetime, limit: int) -> list[Message]:
    """All members' private cards that the action redraws and that were drawn at `since` or later, newest first."""
    theirs = select(Message).where(
        col(Message.workspace_id) == workspace_id,
        col(Message.member_id).is_not(None),
        col(Message.updated_at) >= since,
        col(Message.replaced_by_form).is_(False),
        col(Message.redraw)["verb"].as_string() == verb,
    )
    return list(await db.exec(theirs.order_by(col(Message.updated_at).desc()).limit(limit)))


async def showing(db: Read, workspace_id: int, profile_id: int) -> list[Message]:
    """Every card that shows the profile, newest first."""
    found = select(Message).where(
        col(Message.workspace_id) == workspace_id, col(Message.profile_id) == profile_id, col(Message.profile_id) > 0
    )
    newest = found.order_by(col(Message.updated_at).desc(), col(Message.conversation), col(Message.message))
    return list(await db.exec(newest))


async def pressed_since(db: Read, member: Member, since: float) -> bool:
    """Whether the member has pressed or typed anything after `since` (Unix seconds)."""
    where = await db.get_one(Workspace, member.workspace_id)
    person = f"{where.platform}:{where.external_id}:{member.external_id}"
    later = select(ReceivedInteraction.key).where(
        ReceivedInteraction.person == person, col(ReceivedInteraction.received) > since
    )
    return (await db.exec(later.limit(1))).first() is not None
