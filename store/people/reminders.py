"""Reminders: a direct message to a member on a day they chose. At most one for each member and candidate."""

from datetime import datetime

from store.chat import notifications
from store.db import Read, Write
from store.errors import Gone
from store.people import candidates
from store.tables.core import Member

SHOW_REMINDER = "reminder"  # verb of the action whose card is posted


async def remind(db: Write, by: Member, profile_id: int, due_at: datetime, now: datetime) -> None:
    """Remind the member about the candidate at that time, instead of any time chosen earlier. Raises Gone."""
    candidate = await candidates.of_profile(db, by.workspace_id, profile_id)
    if candidate is None:
        raise Gone("This person is not one of your team's candidates.")
    await _delete(db, by, candidate.id)
    key = notifications.reminder_key(candidate.id)
    args = {"profile_id": profile_id}
    await notifications.add(db, by.workspace_id, [by.id], key, SHOW_REMINDER, args, due_at, now)


async def due(db: Read, by: Member, candidate_id: int) -> datetime | None:
    """When the member will be reminded of the candidate; None if not at all."""
    notice = await notifications.get(db, by.workspace_id, notifications.reminder_key(candidate_id), by.id)
    return notice.due_at if notice and notice.sent_at is None else None


async def cancel(db: Write, by: Member, profile_id: int) -> None:
    """Delete the member's reminder about the candidate, if there is one."""
    candidate = await candidates.of_profile(db, by.workspace_id, profile_id)
    if candidate is not None:
        await _delete(db, by, candidate.id)


async def _delete(db: Write, by: Member, candidate_id: int) -> None:
    notice = await notifications.get(db, by.workspace_id, notifications.reminder_key(candidate_id), by.id)
    if notice is not None:
        await db.delete(notice)
        await db.flush()
