"""Stores what was typed in a message that can still be undone, so that the form can be reopened with that text.

A message to one person needs no copy. A text to several people has variables, which the finished messages no longer
have, so the text is stored for longer than anything can be undone."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers.outreach.recipients import Recipients
from store.chat import form_drafts
from store.db import Read, Write
from store.tables.core import Member
from store.tables.outreach import Invitation

FORM = "undo"  # the text's key in form_drafts
KEPT = timedelta(hours=1)  # the time to undo ends after two minutes at most; a second press shows the form again


async def keep(db: Write, by: Member, batch_id: int, to: Recipients, now: datetime) -> None:
    """Stores the text that was sent to several people, alongside those sent within the last hour."""
    stored: dict[str, dict[str, Any]] = (await form_drafts.get(db, by, FORM)).get("batches", {})
    recent = {id: each for id, each in stored.items() if now - datetime.fromisoformat(each["at"]) < KEPT}
    recent[str(batch_id)] = {"at": now.isoformat(), "via": to.back_to, "typed": to.typed}
    await form_drafts.save(db, by, FORM, {"batches": recent}, now)


async def kept(db: Read, by: Member, batch_id: int) -> tuple[str, dict[str, Any]]:
    """The packed way back, and what was typed for that batch; both empty if the batch was sent more than an hour
    ago."""
    stored = (await form_drafts.get(db, by, FORM)).get("batches", {}).get(str(batch_id))
    return (stored["via"], stored["typed"]) if stored else ("", {})


def of_invitation(invitation: Invitation, zone: ZoneInfo) -> dict[str, Any]:
    """The form inputs that would produce this message again."""
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
