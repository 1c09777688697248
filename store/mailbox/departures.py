"""Members who may no longer contact people: their own mailbox is disconnected, and what was waiting to be sent from it
is held back until an admin decides."""

from datetime import datetime

from sqlmodel import col, delete, func, select, update

from store import audit
from store.chat import notifications
from store.db import Read, Write
from store.members import members
from store.roles import May, allows
from store.tables.core import Member
from store.tables.mail_sign_ins import MailSignIn
from store.tables.outreach import Invitation, Mail
from store.tables.states import MAIL, SENDER_LEFT

SHOW_DEPARTURE = "departure"  # verb of the card that admins get


async def pending(db: Read) -> list[tuple[MailSignIn, Member]]:
    """The mailboxes of members who may no longer contact people, in all workspaces."""
    own = select(MailSignIn, Member).join(Member, col(Member.id) == col(MailSignIn.member_id))
    found = await db.exec(own.order_by(col(MailSignIn.id)))
    return [(row, member) for row, member in found if not allows(member.role, May.CONTACT)]


async def disconnect(db: Write, now: datetime) -> int:
    """Erase the logins of these mailboxes, hold back what is waiting to be sent from them, and notify the admins once.
    Audited. Returns how many mailboxes were disconnected."""
    count = 0
    for row, member in await pending(db):
        if not (await db.exec(delete(MailSignIn).where(col(MailSignIn.id) == row.id))).rowcount:
            continue  # another process was first
        count += 1
        await _hold(db, member, now)
        details = {"sign_in": row.id, "provider": row.provider, "own": True, "member": member.id}
        await audit.add(db, row.workspace_id, None, "disconnect", details, now)
        admins = [each.id for each in await members.admins(db, row.workspace_id)]
        args = {"member_id": member.id}
        await notifications.add(db, row.workspace_id, admins, f"departure:{row.id}", SHOW_DEPARTURE, args, now, now)
    return count


async def _hold(db: Write, member: Member, now: datetime) -> None:
    theirs = select(Invitation.id).where(
        Invitation.workspace_id == member.workspace_id, Invitation.member_id == member.id
    )
    waiting = (col(Mail.workspace_id) == member.workspace_id, col(Mail.invitation_id).in_(theirs))
    queued = update(Mail).where(*waiting, col(Mail.state) == "queued").returning(col(Mail.invitation_id))
    values = {"state": MAIL.step("queued", "paused"), "holder": "", "lease_until": None}
    held = {id for (id,) in await db.exec(queued.values(**values))}
    about = update(Invitation).where(col(Invitation.id).in_(held), col(Invitation.pause_reason) == "")
    await db.exec(about.values(pause_reason=SENDER_LEFT, updated_at=now))


async def held(db: Read, workspace_id: int, member_id: int) -> int:
    """How many of the member's messages are waiting for an admin to decide."""
    waiting = (
        select(func.count())
        .select_from(Mail)
        .join(Invitation, col(Invitation.id) == col(Mail.invitation_id))
        .where(Mail.workspace_id == workspace_id, Invitation.member_id == member_id, Mail.state == "paused")
        .where(Invitation.pause_reason == SENDER_LEFT)
    )
    return (await db.exec(waiting)).one()
