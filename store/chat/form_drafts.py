"""Drafts of forms: what a member typed but has not submitted."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import col, delete, select

from store.db import Read, Write
from store.tables.core import Draft, Member
from store.upserts import upsert


async def save(db: Write, by: Member, form: str, typed: dict[str, Any], now: datetime) -> None:
    """Store the values of a form such as `note:42`, replacing those stored before."""
    await save_all(db, by, {form: typed}, now)


async def save_all(db: Write, by: Member, typed: dict[str, dict[str, Any]], now: datetime) -> None:
    """Store the values of several forms, by form name. One statement."""
    who = {"workspace_id": by.workspace_id, "member_id": by.id, "updated_at": now}
    rows = [{**who, "form": form, "typed": values} for form, values in typed.items()]
    await upsert(db, Draft, rows, by=("member_id", "form"), change=("typed", "updated_at"))


async def get(db: Read, by: Member, form: str) -> dict[str, Any]:
    """What the member typed in the form; empty when nothing is stored."""
    draft = await db.get(Draft, (by.id, form), populate_existing=True)
    return draft.typed if draft is not None else {}


async def get_many(db: Read, by: Member, forms: Collection[str]) -> dict[str, dict[str, Any]]:
    """What the member typed in these forms, by name; those with nothing stored are left out. One statement."""
    theirs = select(Draft).where(Draft.member_id == by.id, col(Draft.form).in_(forms))
    found = await db.exec(theirs.execution_options(populate_existing=True))
    return {draft.form: draft.typed for draft in found}


async def drop(db: Write, by: Member, *forms: str) -> None:
    """Delete the drafts of these forms. One statement."""
    await db.exec(delete(Draft).where(col(Draft.member_id) == by.id, col(Draft.form).in_(forms)))
