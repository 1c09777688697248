"""The conversation with a candidate across all invitations: our e-mails, their answers, and what mail servers
reported."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, case, literal, union_all
from sqlmodel import col, func, or_, select

from store.db import Read
from store.outreach.answer_details import AUTOMATIC
from store.paging import within
from store.tables.core import Job, Member, Profile
from store.tables.outreach import CandidateAnswer, Invitation, Mail

_LOST = ("cancelled", "failed")  # states in which a reply does not count


@dataclass(frozen=True, slots=True)
class Entry:
    """An e-mail of ours with its `writer`, or an answer with the kind of e-mail that it answers (`answers_to`)."""

    at: datetime
    invitation: Invitation
    job: str  # its title
    mail: Mail | None = None
    writer: Member | None = None
    answer: CandidateAnswer | None = None
    answers_to: str = ""


@dataclass(frozen=True, slots=True)
class ConversationPage:
    """A page of entries, newest first; `page` counts from 0 and is never beyond the end."""

    entries: list[Entry]
    total: int
    page: int


_Key = tuple[str, int]  # "mail" or "answer", and its id


async def listed(db: Read, workspace_id: int, candidate_id: int, page: int, page_size: int) -> ConversationPage:
    """A page of the conversation. Three statements."""
    keys = await _keys(db, workspace_id, candidate_id)
    page = within(page, page_size, len(keys))
    shown = keys[page * page_size : (page + 1) * page_size]
    return ConversationPage(await _entries(db, workspace_id, shown), len(keys), page)


async def entry(db: Read, workspace_id: int, candidate_id: int, *, mail_id: int, answer_id: int) -> Entry | None:
    """One entry of this candidate's conversation; None if the conversation doesn't contain it, or no longer does. Three
    statements."""
    wanted = ("mail", mail_id) if mail_id else ("answer", answer_id)
    keys = [key for key in await _keys(db, workspace_id, candidate_id) if key == wanted]
    return next(iter(await _entries(db, workspace_id, keys)), None)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of an e-mail: its invitation, the recipient's name, and the mail server's reason if it came back."""

    mail: Mail
    invitation: Invitation
    name: str
    bounced: str = ""


async def deliveries(db: Read, by: Member, mail_ids: Collection[int]) -> list[Delivery]:
    """What became of these e-mails; those that aren't the member's are left out. Two statements."""
    found = (
        select(Mail, Invitation, Profile.name)
        .join(Invitation, col(Invitation.id) == col(Mail.invitation_id))
        .join(Profile, col(Profile.id) == col(Invitation.profile_id))
        .where(Mail.workspace_id == by.workspace_id, col(Mail.id).in_(mail_ids))
        .where(func.coalesce(col(Mail.member_id), col(Invitation.member_id)) == by.id)
        .order_by(col(Mail.id))
    )
    mails = list(await db.exec(found))
    returned = select(CandidateAnswer.mail_id, CandidateAnswer.text).where(
        CandidateAnswer.kind == "bounced", col(CandidateAnswer.mail_id).in_([mail.id for mail, _, _ in mails])
    )
    why = dict((await db.exec(returned)).all())
    return [Delivery(mail, about, name, why.get(mail.id, "")) for mail, about, name in mails]


async def mails_of(db: Read, by: Member, invitation_ids: Collection[int]) -> tuple[int, ...]:
    """The ids of the e-mails that carry these invitations."""
    first = select(Mail.id).where(
        Mail.workspace_id == by.workspace_id, Mail.kind == "invitation", col(Mail.invitation_id).in_(invitation_ids)
    )
    return tuple(await db.exec(first.order_by(col(Mail.id))))


async def _keys(db: Read, workspace_id: int, candidate_id: int) -> list[_Key]:
    """What the conversation consists of, newest first. E-mails that were canceled without an attempt are left out.

    An answer is newer than the e-mail that it answers, even if the candidate's clock is slow; at the same moment, an
    answer is newer than an invitation, and our reply is newer than the answer."""
    theirs = (Invitation.workspace_id == workspace_id, Invitation.candidate_id == candidate_id)
    at: Any = func.coalesce(col(Mail.sent_at), col(Mail.last_attempt_at), col(Mail.due_at))
    order = case((col(Mail.kind) == "reply", 2), else_=0)
    mails = (
        cast(Any, select)(literal("mail").label("what"), col(Mail.id).label("id"), at.label("at"), order.label("rank"))
        .join(Invitation, col(Invitation.id) == col(Mail.invitation_id))
        .where(*theirs, or_(col(Mail.state) != "cancelled", col(Mail.last_error) != ""))
    )
    own = col(CandidateAnswer.at)
    answered_at: Any = case((col(Mail.sent_at) > own, col(Mail.sent_at)), else_=own)
    answers = (
        cast(Any, select)(
            literal("answer"), CandidateAnswer.id, answered_at, case((col(Mail.kind) == "reply", 3), else_=1)
        )
        .join(Invitation, col(Invitation.id) == col(CandidateAnswer.invitation_id))
        .outerjoin(Mail, col(Mail.id) == col(CandidateAnswer.mail_id))
        .where(*theirs)
    )
    both = union_all(mails, answers).subquery()
    newest = cast(Any, select)(both.c.what, both.c.id).order_by(
        both.c.at.desc(), both.c.rank.desc(), both.c.what, both.c.id.desc()
    )
    executed: Any = await (await db.connection()).execute(newest)
    return [(what, id) for what, id in executed]


async def _entries(db: Read, workspace_id: int, keys: Sequence[_Key]) -> list[Entry]:
    """The entries, in the order of the keys. Two statements, regardless of the number of entries."""
    found = {
        **await _mails(db, workspace_id, [id for what, id in keys if what == "mail"]),
        **await _answers(db, workspace_id, [id for what, id in keys if what == "answer"]),
    }
    return [found[key] for key in keys if key in found]


async def _mails(db: Read, workspace_id: int, ids: Collection[int]) -> dict[_Key, Entry]:
    rows = (
        select(Mail, Invitation, Job.title, Member)
        .join(Invitation, col(Invitation.id) == col(Mail.invitation_id))
        .outerjoin(Job, col(Job.id) == col(Invitation.job_id))
        .outerjoin(Member, _writer())
        .where(Mail.workspace_id == workspace_id, col(Mail.id).in_(ids))
    )
    return {
        ("mail", mail.id): Entry(
            mail.sent_at or mail.last_attempt_at or mail.due_at, invitation, job or "", mail, writer
        )
        for mail, invitation, job, writer in await db.exec(rows)
    }


def _writer() -> ColumnElement[bool]:
    return col(Member.id) == func.coalesce(col(Mail.member_id), col(Invitation.member_id))


async def _answers(db: Read, workspace_id: int, ids: Collection[int]) -> dict[_Key, Entry]:
    rows = (
        select(CandidateAnswer, Invitation, Job.title, Mail.kind)
        .join(Invitation, col(Invitation.id) == col(CandidateAnswer.invitation_id))
        .outerjoin(Job, col(Job.id) == col(Invitation.job_id))
        .outerjoin(Mail, col(Mail.id) == col(CandidateAnswer.mail_id))
        .where(CandidateAnswer.workspace_id == workspace_id, col(CandidateAnswer.id).in_(ids))
    )
    return {
        ("answer", answer.id): Entry(answer.at, invitation, job or "", answer=answer, answers_to=kind or "invitation")
        for answer, invitation, job, kind in await db.exec(rows)
    }


async def last_reply(
    db: Read, workspace_id: int, invitation_ids: Collection[int], since: datetime | None = None
) -> tuple[Mail, Member | None] | None:
    """Our newest reply in these invitations' threads, with its writer, if it was written after `since` (None: after the
    candidate's last answer). One statement."""
    answered = select(func.max(col(CandidateAnswer.at))).where(
        CandidateAnswer.workspace_id == workspace_id,
        col(CandidateAnswer.invitation_id).in_(invitation_ids),
        col(CandidateAnswer.kind).not_in(AUTOMATIC),
    )
    replies = (
        select(Mail, Member)
        .join(Invitation, col(Invitation.id) == col(Mail.invitation_id))
        .outerjoin(Member, _writer())
        .where(
            Mail.workspace_id == workspace_id,
            col(Mail.invitation_id).in_(invitation_ids),
            Mail.kind == "reply",
            col(Mail.state).not_in(_LOST),
            col(Mail.created_at) >= (since if since is not None else answered.scalar_subquery()),
        )
        .order_by(col(Mail.created_at).desc(), col(Mail.id).desc())
    )
    return (await db.exec(replies.limit(1))).first()
