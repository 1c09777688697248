"""What may be changed about an invitation after it was sent off: by its sender, or by an admin.

Rows are taken in one order everywhere, so that two that change the same never wait for each other crosswise: the
workspace, mails, the invitation, the candidate, the credit account.
"""

from datetime import datetime, timedelta
from typing import Any, Literal

from sqlmodel import col, select, update

from store import audit, job_closing
from store.credits import accounts
from store.db import Read, Write
from store.errors import Gone, Refusal
from store.outreach import contact_history, mail_outcomes
from store.roles import May, allows
from store.tables.core import Member
from store.tables.outreach import Invitation, Mail
from store.tables.states import MAIL

Decision = Literal["sent", "again", "refund"]
FARTHEST = timedelta(days=181)  # a credit is not held for longer
_GONE = "This invitation is no longer there."
_LEFT = "This invitation is on its way already."
_WAITING = MAIL.before("cancelled")  # states of mails that have not left


async def the_one(db: Read, by: Member, id: int, *, lock: bool = False) -> Invitation:
    """One of the member's own; for an admin any that is not a draft. Raises Gone."""
    found = select(Invitation).where(Invitation.workspace_id == by.workspace_id, Invitation.id == id)
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    invitation = (await db.exec(found)).one_or_none()
    if invitation is None:
        raise Gone(_GONE)
    others = allows(by.role, May.ADMINISTER) and invitation.state != "draft"
    if invitation.member_id != by.id and not others:
        raise Gone(_GONE)
    return invitation


def too_far(send_at: datetime | None, now: datetime) -> None:
    """Raises Refusal for a time that no credit is held until."""
    if send_at is not None and send_at - now > FARTHEST:
        raise Refusal("That's more than six months ahead. Choose an earlier time.")


def changeable(invitation: Invitation) -> bool:
    """Whether it can still be cancelled or given another time. One that was to leave at once showed the contact
    details, which the credit is for; unless it is paused, and its sender has to be asked anyway."""
    return invitation.state == "queued" and (invitation.send_at is not None or bool(invitation.pause_reason))


async def cancel(db: Write, by: Member, id: int, now: datetime) -> Invitation:
    """It is not sent, and its credit is free again. One that is cancelled already stays so. Raises Refusal when it has
    left, and Gone."""
    invitation = await the_one(db, by, id)
    if invitation.state == "cancelled":
        return invitation
    if not changeable(invitation) or not await _change_mail(db, id, "invitation", state="cancelled"):
        raise Refusal(_LEFT)
    invitation = await the_one(db, by, id, lock=True)
    invitation.state, invitation.pause_reason, invitation.updated_at = "cancelled", "", now
    await db.flush()
    if invitation.candidate_id is not None:
        await contact_history.recount(db, by.workspace_id, invitation.candidate_id)
    await accounts.release(db, by.workspace_id, id, "cancelled", now)
    await audit.add(db, by.workspace_id, by.id, "cancel_invitation", {"invitation": id}, now)
    return invitation


async def reschedule(db: Write, by: Member, id: int, send_at: datetime, now: datetime) -> Invitation:
    """It leaves at another time; at once when that has passed. Raises Refusal, and Gone."""
    too_far(send_at, now)
    invitation = await the_one(db, by, id)
    due = max(send_at, now)
    if not changeable(invitation) or not await _change_mail(db, id, "invitation", due_at=due):
        raise Refusal(_LEFT)
    invitation = await the_one(db, by, id, lock=True)
    invitation.send_at, invitation.updated_at = due, now
    await db.flush()
    return invitation


async def stop_follow_up(db: Write, by: Member, id: int, now: datetime) -> Invitation:
    """The planned follow-up is not sent. Nothing when there is none. Raises Gone."""
    await the_one(db, by, id)
    await _change_mail(db, id, "follow_up", state="cancelled")
    invitation = await the_one(db, by, id, lock=True)
    invitation.follow_up_days, invitation.updated_at = None, now
    if invitation.state not in ("queued", "sending"):
        invitation.pause_reason = ""
    await db.flush()
    return invitation


async def resume(db: Write, by: Member, id: int, now: datetime) -> Invitation:
    """One that was paused goes on, although its job may be closed: what is due leaves at once. Raises Gone."""
    await the_one(db, by, id)
    waits = (col(Mail.workspace_id) == by.workspace_id, col(Mail.invitation_id) == id, col(Mail.state) == "paused")
    await db.exec(update(Mail).where(*waits).values(state=MAIL.step("paused", "queued")))
    invitation = await the_one(db, by, id, lock=True)
    if not invitation.pause_reason:
        return invitation
    if await job_closing.is_closed(db, invitation) and not job_closing.sends_anyway(invitation):
        invitation.overridden_warnings = ",".join(filter(None, (invitation.overridden_warnings, job_closing.PAUSED)))
    if invitation.pause_reason == mail_outcomes.SENDER_LEFT and invitation.member_id != by.id:
        invitation.overridden_warnings = ",".join(
            filter(None, (invitation.overridden_warnings, mail_outcomes.SENDER_LEFT))
        )
    invitation.pause_reason, invitation.updated_at = "", now
    about = {
        "invitation": id,
        "overridden_warnings": invitation.overridden_warnings.split(",") if invitation.overridden_warnings else [],
    }
    await audit.add(db, by.workspace_id, by.id, "resume_invitation", about, now)
    return invitation


async def _change_mail(db: Write, invitation_id: int, kind: str, **values: Any) -> bool:
    """Change its mail, if it has not left; whoever was about to send it finds that it is not theirs any more."""
    waits = (col(Mail.invitation_id) == invitation_id, col(Mail.kind) == kind, col(Mail.state).in_(_WAITING))
    changed = await db.exec(update(Mail).where(*waits).values(**values, holder="", lease_until=None))
    return bool(changed.rowcount)


async def decide(db: Write, by: Member, id: int, what: Decision, now: datetime) -> Invitation:
    """Whether an invitation arrived that nobody knows of: it was `sent`; send it `again`; or it was not, and its
    credit is free again (`refund`). The first answer counts. Raises Refusal when it is decided already, and Gone."""
    mail = await _unknown_mail(db, by, id)
    invitation = await the_one(db, by, id, lock=True)
    if mail is None or invitation.state != "unknown":
        raise Refusal("This was decided already.")
    match what:
        case "sent":
            await mail_outcomes.was_sent(db, mail, invitation, now)
        case "again":
            await mail_outcomes.try_again(db, mail, invitation, now)
        case "refund":
            await mail_outcomes.give_up(db, mail, invitation, "You decided that it was not sent.", now)
    await audit.add(db, by.workspace_id, by.id, "decide_invitation", {"invitation": id, "what": what}, now)
    return invitation


async def _unknown_mail(db: Write, by: Member, id: int) -> Mail | None:
    await the_one(db, by, id)
    one = select(Mail).where(
        Mail.workspace_id == by.workspace_id,
        Mail.invitation_id == id,
        Mail.kind == "invitation",
        Mail.state == "unknown",
    )
    return (await db.exec(one.with_for_update().execution_options(populate_existing=True))).one_or_none()
