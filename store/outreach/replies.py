"""Recruiters' replies to candidates: each is an e-mail in the answer's thread."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from store.db import Read, Write
from store.errors import Gone, Refusal
from store.keys import HashKey
from store.outreach import answer_details, contact_checks, invitation_changes, mail_outcomes, mail_queue, suppressions
from store.outreach.answer_details import AUTOMATIC, AnswerDetails
from store.outreach.mail_queue import MailContent
from store.tables.core import Member
from store.tables.outreach import Invitation, Mail

SAME_WITHIN = timedelta(minutes=10)  # within this time, the same text submitted twice is one reply
NO_RECIPIENT = "There's no one to reply to."
NEVER_AGAIN = "They asked never to be contacted again."


def to(story: AnswerDetails) -> str:
    """The reply's recipient: the address that the candidate wrote from."""
    return story.answer.sender or story.invitation.address


async def forbidden(db: Read, by: Member, story: AnswerDetails, hash_key: HashKey) -> str:
    """Why nobody may reply, as text to display; "" when replying is allowed."""
    address = to(story)
    if story.answer.kind in AUTOMATIC or not address:
        return NO_RECIPIENT
    if not hash_key:
        return contact_checks.NO_HASH_KEY
    if await suppressions.suppressed(db, by.workspace_id, {address, story.invitation.address} - {""}, hash_key):
        return NEVER_AGAIN
    return ""


async def write(
    db: Write, by: Member, answer_id: int, text: str, hash_key: HashKey, now: datetime, undo: timedelta = timedelta(0)
) -> Mail:
    """Queue the reply, only once even after a double press. `undo`: how long it waits for its sender to change their
    mind. Raises Refusal and Gone."""
    story = await answer_details.details(db, by, answer_id)
    await db.exec(select(Invitation.id).where(Invitation.id == story.invitation.id).with_for_update())
    why = await forbidden(db, by, story, hash_key)
    if why:
        raise Refusal(why)
    before = await _before(db, story)
    same = next((mail for mail in before if mail.kind == "reply" and mail.text == text), None)
    if same is not None and now - same.created_at < SAME_WITHIN:
        return same
    last = before[0] if before else None
    in_reply_to = story.answer.message_id or (last.message_id if last else "")
    references = story.answer.references or (" ".join(filter(None, (last.references, last.message_id))) if last else "")
    content = MailContent(mail_outcomes.reply_subject(story.invitation.subject), text, in_reply_to, references)
    mail = await mail_queue.add(db, story.invitation, "reply", content, now + undo, now)
    mail.member_id, mail.address = by.id, to(story)
    mail.domain = mail.address.rpartition("@")[2].casefold()
    await db.flush()
    return mail


async def unsent(db: Read, story: AnswerDetails) -> Mail | None:
    """The newest reply in this thread that can be undone."""
    waiting = select(Mail).where(
        Mail.workspace_id == story.answer.workspace_id,
        Mail.invitation_id == story.invitation.id,
        Mail.kind == "reply",
        Mail.state == "queued",
        Mail.attempts == 0,
        col(Mail.due_at) > col(Mail.created_at),
    )
    return (await db.exec(waiting.order_by(col(Mail.id).desc()).limit(1))).first()


async def undo(db: Write, by: Member, answer_id: int, mail_id: int) -> str:
    """Cancel a reply that is not being sent yet; returns its text, even if it was undone before. Raises Refusal when
    it has gone out, and Gone."""
    story = await answer_details.details(db, by, answer_id)
    reply = (Mail.workspace_id == by.workspace_id, Mail.invitation_id == story.invitation.id, Mail.kind == "reply")
    locked = select(Mail).where(*reply, Mail.id == mail_id).with_for_update()
    mail = (await db.exec(locked.execution_options(populate_existing=True))).one_or_none()
    if mail is None:
        raise Gone("This reply no longer exists.")
    if mail.state not in ("queued", "cancelled"):
        raise Refusal(invitation_changes.GONE_OUT)
    mail.state, mail.holder, mail.lease_until = "cancelled", "", None
    await db.flush()
    return mail.text


async def _before(db: Read, story: AnswerDetails) -> list[Mail]:
    """Our e-mails in this thread, newest first."""
    ours = select(Mail).where(Mail.invitation_id == story.invitation.id, col(Mail.state) != "cancelled")
    return list(await db.exec(ours.order_by(col(Mail.created_at).desc(), col(Mail.id).desc())))
