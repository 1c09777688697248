"""A job closes: what is still to be sent for it pauses, and its senders are asked."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import col, or_, select, update

from store import notices
from store.db import Write
from store.outreach_tables import Invitation, Mail

PAUSED = "job_closed"
OPEN_INVITATIONS = "invitations"  # verb of the card that is posted


async def close_job_pauses(db: Write, workspace_id: int, job_id: int, now: datetime) -> None:
    """As `pause_all`, of one job."""
    await pause_all(db, workspace_id, [job_id], now)


async def pause_all(db: Write, workspace_id: int, job_ids: Iterable[int], now: datetime) -> None:
    """The jobs were closed: their invitations and follow-ups that have not left wait until their senders say what to
    do (invitations.resume, cancel, stop_follow_up); also when the job is opened again. A fixed number of statements."""
    closed = sorted(set(job_ids))
    for_them = (col(Invitation.workspace_id) == workspace_id, col(Invitation.job_id).in_(closed))
    not_answered = col(Invitation.state).in_(("queued", "sending", "sent"))
    theirs = select(Invitation.id).where(*for_them, not_answered, col(Invitation.paused) == "")
    waits = (col(Mail.invitation_id).in_(theirs), col(Mail.state) == "queued", col(Mail.kind) != "reply")
    await db.exec(update(Mail).where(*waits).values(state="paused").execution_options(synchronize_session="fetch"))
    paused = select(Mail.invitation_id).where(Mail.workspace_id == workspace_id, Mail.state == "paused")
    # One that is being sent just now has no follow-up yet: it is planned paused.
    to_follow = (col(Invitation.state) == "sending") & col(Invitation.follow_up_days).is_not(None)
    mark = or_(col(Invitation.id).in_(paused), to_follow)
    stopped = (
        await db.exec(select(Invitation).where(*for_them, not_answered, col(Invitation.paused) == "", mark))
    ).all()
    for invitation in stopped:
        invitation.paused, invitation.updated_at = PAUSED, now
    await db.flush()
    senders = {invitation.member_id for invitation in stopped}
    when = now.strftime("%Y%m%dT%H%M%S")
    key = f"job_closed:{'-'.join(str(id) for id in closed[:5])}:{when}"
    await notices.add(db, workspace_id, senders, key, OPEN_INVITATIONS, {"tab": "scheduled"}, None, now)
