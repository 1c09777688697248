"""Sender profiles: the name, title and signature in members' e-mails."""

from collections.abc import Mapping
from datetime import datetime

from store.db import Read, Write
from store.errors import Refusal
from store.tables.core import Member
from store.tables.outreach import Sender
from store.text import clean, is_link
from store.upserts import upsert

LONGEST = {"name": 100, "title": 150, "signature": 1_000, "calendar_url": 500}  # characters
_LABELS = {
    "name": "Your name",
    "title": "Your title",
    "signature": "The signature",
    "calendar_url": "The calendar link",
}


async def get(db: Read, by: Member) -> Sender:
    """The member's sender profile; the name defaults to their name in chat."""
    stored = await db.get(Sender, by.id) or _new(by)
    return Sender(
        workspace_id=by.workspace_id,
        member_id=by.id,
        name=stored.name or by.name,
        title=stored.title,
        signature=stored.signature,
        calendar_url=stored.calendar_url,
        updated_at=stored.updated_at,
    )


def _new(by: Member) -> Sender:
    return Sender(workspace_id=by.workspace_id, member_id=by.id)


async def update(db: Write, by: Member, values: Mapping[str, str], now: datetime) -> Sender:
    """Set some of name, title, signature, calendar_url; "" removes it (the name then defaults to the one in chat).
    Raises Refusal."""
    before = await db.get(Sender, by.id) or _new(by)
    checked = {name: _checked(name, value) for name, value in values.items()}
    row = {**before.model_dump(), **checked, "updated_at": now}
    await upsert(db, Sender, [row], by=("member_id",), change=(*checked, "updated_at"))
    await db.get(Sender, by.id, populate_existing=True)
    return await get(db, by)


def problem(name: str, value: str) -> str:
    """Why `update` would refuse the value, as text to display; "" when it would accept it."""
    try:
        _checked(name, value)
    except Refusal as no:
        return no.message
    return ""


def _checked(name: str, value: str) -> str:
    lines = [" ".join(line.split()) for line in clean(value).strip().splitlines()]
    text = "\n".join(lines) if name == "signature" else " ".join(lines)
    if len(text) > LONGEST[name]:
        raise Refusal(f"{_LABELS[name]} can have at most {LONGEST[name]:,} characters.")
    if name == "calendar_url" and text and not is_link(text):
        raise Refusal("Use a link like https://example.com.")
    return text
