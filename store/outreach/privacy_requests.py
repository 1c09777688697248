"""Requests to be forgotten, which the law requires to be answered within a month (GDPR Art. 12(3))."""

import calendar
from datetime import datetime

from sqlmodel import col, select

from store import audit
from store.db import Read, Write
from store.errors import Gone, Refusal
from store.roles import May, allows
from store.tables.core import Member
from store.tables.outreach import PrivacyRequest
from store.upserts import insert_new


def month_after(at: datetime) -> datetime:
    """The same day of the next month, or that month's last day if it is shorter."""
    year, month = at.year + at.month // 12, at.month % 12 + 1
    return at.replace(year=year, month=month, day=min(at.day, calendar.monthrange(year, month)[1]))


async def open_request(
    db: Write, workspace_id: int, key: str, candidate_id: int | None, invitation_id: int | None, requested_at: datetime
) -> PrivacyRequest:
    """Open a request; an existing one with the same `key` is left unchanged."""
    row = {
        "workspace_id": workspace_id,
        "key": key,
        "kind": "erase",
        "candidate_id": candidate_id,
        "invitation_id": invitation_id,
        "requested_at": requested_at,
        "due_at": month_after(requested_at),
    }
    await insert_new(db, PrivacyRequest, [row])
    found = select(PrivacyRequest).where(PrivacyRequest.workspace_id == workspace_id, PrivacyRequest.key == key)
    return (await db.exec(found)).one()


async def get(db: Read, by: Member, id: int) -> PrivacyRequest:
    """For admins. Raises Gone for anybody else, and for a missing request."""
    found = select(PrivacyRequest).where(PrivacyRequest.workspace_id == by.workspace_id, PrivacyRequest.id == id)
    request = (await db.exec(found)).one_or_none()
    if request is None or not allows(by.role, May.ADMINISTER):
        raise Gone("This request no longer exists.")
    return request


async def waiting(db: Read, workspace_id: int) -> list[PrivacyRequest]:
    """Open requests, by due date, the earliest first."""
    found = select(PrivacyRequest).where(
        PrivacyRequest.workspace_id == workspace_id, col(PrivacyRequest.answered_at).is_(None)
    )
    return list(await db.exec(found.order_by(col(PrivacyRequest.due_at), col(PrivacyRequest.id))))


async def close(db: Write, by: Member, id: int, now: datetime) -> PrivacyRequest:
    """Close a request that an admin has carried out. Raises Gone, and Refusal when another admin has already closed
    it."""
    request = await get(db, by, id)
    await db.refresh(request, with_for_update=True)
    if request.answered_at is not None:
        raise Refusal("Another admin has already closed this request.")
    request.answered_at, request.answered_by = now, by.id
    await db.flush()
    await audit.add(db, by.workspace_id, by.id, "privacy_request", {"request": request.id}, now)
    return request
