"""Closing a job: pauses everything still to be sent for it, and notifies the senders and those who have it selected."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import col, select, update

from store.chat import notifications, stale_cards
from store.db import Read, Write
from store.tables.core import Job, Member
from store.tables.outreach import Invitation, Mail
from store.tables.states import MAIL

PAUSED = "job_closed"  # in Invitation.pause_reason; in overridden_warnings once the sender chooses to send anyway
SELECTED_JOB_CLOSED = "selected_job_closed"  # verb of the card that members get whose current job was closed
_OPEN_INVITATIONS = "invitations"  # verb of the action whose card is posted


async def pause_all(db: Write, workspace_id: int, job_ids: Iterable[int], now: datetime) -> None:
    """Pause the unsent invitations and follow-ups of closed jobs until their senders decide (invitations.resume,
    cancel, stop_follow_up), even if the job is reopened. What its sender chose to send anyway goes ahead. A fixed
    number of statements."""
    closed = sorted(set(job_ids))
    affected = select(Invitation.id).where(
        col(Invitation.workspace_id) == workspace_id,
        col(Invitation.job_id).in_(closed),
        col(Invitation.state).in_(("queued", "sending", "sent")),
        Invitation.pause_reason == "",
        ~col(Invitation.overridden_warnings).contains(PAUSED),
    )
    waiting = select(Mail.id, Mail.invitation_id).where(
        col(Mail.invitation_id).in_(affected), Mail.state == "queued", Mail.kind != "reply"
    )
    mails = dict((await db.exec(waiting.order_by(col(Mail.id)).with_for_update())).all())
    paused = MAIL.step("queued", "paused")
    await db.exec(update(Mail).where(col(Mail.id).in_(mails)).values(state=paused, holder="", lease_until=None))
    # An invitation that is being sent right now has no follow-up yet: the follow-up will be created paused.
    to_follow = (col(Invitation.state) == "sending") & col(Invitation.follow_up_days).is_not(None)
    paused_invitations = (
        await db.exec(
            select(Invitation)
            .where(col(Invitation.id).in_(affected), col(Invitation.id).in_(set(mails.values())) | to_follow)
            .order_by(col(Invitation.id))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).all()
    for invitation in paused_invitations:
        invitation.pause_reason, invitation.updated_at = PAUSED, now
    await db.flush()
    await _notify_senders(db, workspace_id, closed, paused_invitations, now)
    await _notify_selecting(db, workspace_id, closed, now)
    await stale_cards.mark(db, workspace_id, [each.profile_id for each in paused_invitations], now)


async def _notify_senders(
    db: Write, workspace_id: int, closed: list[int], invitations: Iterable[Invitation], now: datetime
) -> None:
    """Notify each sender once, with the tab that shows the most urgent of their paused e-mails."""
    tabs: dict[str, set[int]] = {"scheduled": set(), "waiting": set()}
    for invitation in invitations:
        tabs["waiting" if invitation.state == "sent" else "scheduled"].add(invitation.member_id)
    key = f"job_closed:{'-'.join(str(id) for id in closed[:5])}:{now:%Y%m%dT%H%M%S}"
    for tab, senders in (("scheduled", tabs["scheduled"]), ("waiting", tabs["waiting"] - tabs["scheduled"])):
        await notifications.add(db, workspace_id, senders, key, _OPEN_INVITATIONS, {"tab": tab}, None, now)


async def _notify_selecting(db: Write, workspace_id: int, closed: list[int], now: datetime) -> None:
    """Notify the members whose current job was closed. The card is drawn when it is posted, and names the job."""
    selecting = select(Member.id).where(Member.workspace_id == workspace_id, col(Member.job_id).in_(closed))
    ids = list(await db.exec(selecting.order_by(col(Member.id))))
    key = f"{SELECTED_JOB_CLOSED}:{now:%Y%m%dT%H%M%S}"
    await notifications.add(db, workspace_id, ids, key, SELECTED_JOB_CLOSED, {}, None, now)


def sends_anyway(invitation: Invitation) -> bool:
    """Whether the sender chose to send the invitation although its job is closed."""
    return PAUSED in invitation.overridden_warnings.split(",")


async def is_closed(db: Read, invitation: Invitation) -> bool:
    """Whether the job of the invitation is closed now."""
    if invitation.job_id is None:
        return False
    status = select(Job.status).where(Job.workspace_id == invitation.workspace_id, Job.id == invitation.job_id)
    return (await db.exec(status)).one_or_none() not in (None, "open")
