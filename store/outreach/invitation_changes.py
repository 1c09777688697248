"""Changes to an invitation after it was queued, by its sender or an admin.

Rows are locked in one order everywhere, so that two transactions never deadlock: the workspace, e-mails, the
invitation, the candidate, the credit account.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement
from sqlmodel import col, select, update

from store import audit, job_closing
from store.credits import accounts
from store.db import Read, Write
from store.errors import Gone, Refusal
from store.outreach import contact_history, mail_outcomes
from store.people import merging
from store.roles import May, allows
from store.tables.core import Member
from store.tables.outreach import Invitation, Mail
from store.tables.states import MAIL, SENDER_LEFT

Decision = Literal["sent", "again", "refund"]
MAX_DELAY = timedelta(days=181)  # a credit is never held longer
_GONE = "This invitation no longer exists."
GONE_OUT = "It has already gone out."
_WAITING = MAIL.before("cancelled")  # states of e-mails that have not been sent yet


async def get_invitation(db: Read, by: Member, id: int, *, lock: bool = False) -> Invitation:
    """The member's own invitation; an admin may also get anyone else's that is not a draft. Raises Gone."""
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


def check_send_time(send_at: datetime | None, now: datetime) -> None:
    """Raises Refusal for a time beyond the longest that a credit can be held."""
    if send_at is not None and send_at - now > MAX_DELAY:
        raise Refusal("That's more than six months ahead. Choose an earlier time.")


def changeable(invitation: Invitation) -> bool:
    """Whether an invitation can still be canceled or rescheduled. One that was sent without a chance to undo it can't
    be, because it has already shown the contact details that the credit pays for. A paused one still can be, because
    its sender has to decide anyway."""
    waits = invitation.send_at is not None or invitation.undo_until is not None
    return invitation.state == "queued" and (waits or bool(invitation.pause_reason))


async def cancel(db: Write, by: Member, id: int, now: datetime) -> Invitation:
    """Cancel the invitation and release its credit; a canceled one is left unchanged. Raises Refusal when it is
    already being sent, and Gone."""
    invitation = await get_invitation(db, by, id)
    if invitation.state == "cancelled":
        return invitation
    if not await cancel_waiting(db, by, [id], now):
        raise Refusal(GONE_OUT)
    return invitation


async def cancel_waiting(db: Write, by: Member, ids: Collection[int], now: datetime) -> list[Invitation]:
    """Cancel these invitations and release their credits; returns those that were canceled. Other members' invitations,
    and those that are being sent or can no longer be changed, are left as they are."""
    unsent = (col(Mail.kind) == "invitation", col(Mail.state).in_(_WAITING), col(Invitation.state) == "queued")
    wanted = (col(Invitation.workspace_id) == by.workspace_id, col(Invitation.id).in_(ids))
    waiting = [pair for pair in await mail_outcomes.pairs_of(db, *wanted, *_whose(by), *unsent) if changeable(pair[1])]
    for mail, invitation in waiting:
        mail.state, mail.holder, mail.lease_until = "cancelled", "", None
        invitation.state, invitation.pause_reason, invitation.updated_at = "cancelled", "", now
    await db.flush()
    for candidate_id in sorted({about.candidate_id for _, about in waiting if about.candidate_id is not None}):
        await contact_history.recount(db, by.workspace_id, candidate_id)
    for _, invitation in waiting:
        await accounts.release(db, by.workspace_id, invitation.id, "cancelled", now)
        await audit.add(db, by.workspace_id, by.id, "cancel_invitation", {"invitation": invitation.id}, now)
    return [invitation for _, invitation in waiting]


async def undo(db: Write, by: Member, ids: Collection[int], now: datetime) -> list[Invitation]:
    """Like `cancel_waiting`, but only for the member's own invitations, and to be called before a draft to the same
    people is opened in this write: it locks the workspace first, as writing a draft does."""
    await merging.lock(db, by.workspace_id)
    theirs = select(Invitation.id).where(
        Invitation.workspace_id == by.workspace_id, Invitation.member_id == by.id, col(Invitation.id).in_(ids)
    )
    return await cancel_waiting(db, by, list(await db.exec(theirs)), now)


async def of_batch(db: Read, by: Member, batch_id: int) -> list[Invitation]:
    """The invitations that were sent together, in their order; the member's own, or anyone's for an admin."""
    together = (Invitation.workspace_id == by.workspace_id, Invitation.batch_id == batch_id)
    return list(await db.exec(select(Invitation).where(*together, *_whose(by)).order_by(col(Invitation.id))))


def _whose(by: Member) -> list[ColumnElement[bool]]:
    """The condition for invitations that the member may change."""
    return [] if allows(by.role, May.ADMINISTER) else [col(Invitation.member_id) == by.id]


async def reschedule(db: Write, by: Member, id: int, send_at: datetime, now: datetime) -> Invitation:
    """Send the invitation at a different time, or at once if that time has passed. Raises Refusal and Gone."""
    check_send_time(send_at, now)
    invitation = await get_invitation(db, by, id)
    due = max(send_at, now)
    if not changeable(invitation) or not await _change_mail(db, id, "invitation", due_at=due):
        raise Refusal(GONE_OUT)
    invitation = await get_invitation(db, by, id, lock=True)
    invitation.send_at, invitation.updated_at = due, now
    await db.flush()
    return invitation


async def stop_follow_up(db: Write, by: Member, id: int, now: datetime) -> Invitation:
    """Cancel the planned follow-up, if there is one. Raises Gone."""
    await get_invitation(db, by, id)
    await _change_mail(db, id, "follow_up", state="cancelled")
    invitation = await get_invitation(db, by, id, lock=True)
    invitation.follow_up_days, invitation.updated_at = None, now
    if invitation.state not in ("queued", "sending"):
        invitation.pause_reason = ""
    await db.flush()
    return invitation


async def resume(db: Write, by: Member, id: int, now: datetime) -> Invitation:
    """Resume a paused invitation, even if its job is closed: an e-mail that is due is sent at once. Raises Gone."""
    await get_invitation(db, by, id)
    paused = (col(Mail.workspace_id) == by.workspace_id, col(Mail.invitation_id) == id, col(Mail.state) == "paused")
    await db.exec(update(Mail).where(*paused).values(state=MAIL.step("paused", "queued")))
    invitation = await get_invitation(db, by, id, lock=True)
    if not invitation.pause_reason:
        return invitation
    if await job_closing.is_closed(db, invitation) and not job_closing.sends_anyway(invitation):
        invitation.overridden_warnings = ",".join(filter(None, (invitation.overridden_warnings, job_closing.PAUSED)))
    if invitation.pause_reason == SENDER_LEFT and invitation.member_id != by.id:
        invitation.overridden_warnings = ",".join(filter(None, (invitation.overridden_warnings, SENDER_LEFT)))
    invitation.pause_reason, invitation.updated_at = "", now
    about = {
        "invitation": id,
        "overridden_warnings": invitation.overridden_warnings.split(",") if invitation.overridden_warnings else [],
    }
    await audit.add(db, by.workspace_id, by.id, "resume_invitation", about, now)
    return invitation


async def _change_mail(db: Write, invitation_id: int, kind: str, **values: Any) -> bool:
    """Change the invitation's e-mail unless it was sent; a process that was about to send it finds that it has lost its
    claim."""
    unsent = (col(Mail.invitation_id) == invitation_id, col(Mail.kind) == kind, col(Mail.state).in_(_WAITING))
    changed = await db.exec(update(Mail).where(*unsent).values(**values, holder="", lease_until=None))
    return bool(changed.rowcount)


async def decide(db: Write, by: Member, id: int, what: Decision, now: datetime) -> Invitation:
    """Resolve an invitation in state `unknown`: it was `sent`; send it `again`; or it was not sent, and its credit is
    released (`refund`). The first decision counts. Raises Refusal when it has already been decided, and Gone."""
    mail = await _unknown_mail(db, by, id)
    invitation = await get_invitation(db, by, id, lock=True)
    if mail is None or invitation.state != "unknown":
        raise Refusal("This has already been decided.")
    match what:
        case "sent":
            await mail_outcomes.was_sent(db, mail, invitation, now)
        case "again":
            await mail_outcomes.resend(db, mail, invitation, now)
        case "refund":
            await mail_outcomes.give_up(db, mail, invitation, "Marked as not sent.", now)
    await audit.add(db, by.workspace_id, by.id, "decide_invitation", {"invitation": id, "what": what}, now)
    return invitation


async def _unknown_mail(db: Write, by: Member, id: int) -> Mail | None:
    await get_invitation(db, by, id)
    one = select(Mail).where(
        Mail.workspace_id == by.workspace_id,
        Mail.invitation_id == id,
        Mail.kind == "invitation",
        Mail.state == "unknown",
    )
    return (await db.exec(one.with_for_update().execution_options(populate_existing=True))).one_or_none()
