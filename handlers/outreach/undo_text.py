"""What was typed in a message that can still be undone, so that the form can be opened with it again.

A message to one person is its own copy. A text to several people has variables, which the finished messages no longer
have, so it is stored until the next text to several people is sent."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.outreach.recipients import Recipients
from store.chat import form_drafts
from store.db import Read, Write
from store.tables.core import Member
from store.tables.outreach import Invitation

FORM = "undo"  # its key in form_drafts


async def keep(db: Write, by: Member, batch_id: int, to: Recipients, now: datetime) -> None:
    """Stores the text that was sent to several people; replaces the previous one."""
    await form_drafts.save(db, by, FORM, {"batch": batch_id, "via": to.back_to, "typed": to.typed}, now)


async def kept(db: Read, by: Member, batch_id: int) -> tuple[str, dict[str, Any]]:
    """The way back and the text of that batch; empty if another one was sent since."""
    stored = await form_drafts.get(db, by, FORM)
    return (stored["via"], stored["typed"]) if stored.get("batch") == batch_id else ("", {})


def of_invitation(invitation: Invitation, zone: ZoneInfo) -> dict[str, Any]:
    """The inputs of the form with which this message would be written again."""
    at = invitation.send_at.astimezone(zone) if invitation.send_at else None
    typed: dict[str, Any] = {
        "kind": invitation.kind,
        "job": str(invitation.job_id or ""),
        "language": invitation.language,
        "subject": invitation.subject,
        "text": invitation.text,
        "send_on": f"{at:%Y-%m-%d}" if at else "",
        "send_at": f"{at:%H:%M}" if at else "",
        "follow_up_days": str(invitation.follow_up_days or ""),
        "follow_up_text": invitation.follow_up_text,
    }
    return {name: value for name, value in typed.items() if value}
