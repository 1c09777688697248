"""Candidates' answers as they are displayed: each with its invitation, profile and sender."""

from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.sql.expression import Select

from store.db import Read
from store.errors import Gone
from store.roles import May, allows
from store.tables.core import Member, Profile
from store.tables.outreach import CandidateAnswer, Invitation, Mail, PrivacyRequest

AUTOMATIC = ("auto_reply", "delayed", "bounced")  # written by a machine


@dataclass(frozen=True, slots=True)
class AnswerDetails:
    """An answer and what it refers to. `request`: the erasure request it made, if any."""

    answer: CandidateAnswer
    invitation: Invitation
    profile: Profile
    sender: Member  # of the invitation
    mail: Mail | None = None  # our e-mail that the answer refers to
    request: PrivacyRequest | None = None


async def details(db: Read, by: Member, answer_id: int) -> AnswerDetails:
    """One answer, for the sender of its invitation and for admins. Raises Gone for anybody else, and for a missing
    answer."""
    row = (await db.exec(_query(by.workspace_id).where(CandidateAnswer.id == answer_id))).one_or_none()
    if row is None or not (row[3].id == by.id or allows(by.role, May.ADMINISTER)):
        raise Gone("This answer no longer exists.")
    answer, invitation, profile, sender = row
    mail = await db.get(Mail, answer.mail_id) if answer.mail_id else None
    request = await _request(db, answer) if answer.kind == "erasure_request" else None
    return AnswerDetails(answer, invitation, profile, sender, mail, request)


async def _request(db: Read, answer: CandidateAnswer) -> PrivacyRequest | None:
    found = select(PrivacyRequest).where(
        PrivacyRequest.workspace_id == answer.workspace_id, PrivacyRequest.key == answer.key
    )
    return (await db.exec(found)).one_or_none()


async def of_request(db: Read, request: PrivacyRequest) -> AnswerDetails | None:
    """The answer that made the request; None when it is gone. The caller must be an admin."""
    row = (await db.exec(_query(request.workspace_id).where(CandidateAnswer.key == request.key))).one_or_none()
    return AnswerDetails(*row, request=request) if row else None


async def latest(db: Read, by: Member, limit: int) -> list[AnswerDetails]:
    """The newest answers from candidates (not from mail servers) to the member's invitations."""
    theirs = _query(by.workspace_id).where(Invitation.member_id == by.id, col(CandidateAnswer.kind).not_in(AUTOMATIC))
    newest = theirs.order_by(col(CandidateAnswer.at).desc(), col(CandidateAnswer.id).desc())
    return [AnswerDetails(*row) for row in await db.exec(newest.limit(limit))]


def _query(workspace_id: int) -> Select[CandidateAnswer, Invitation, Profile, Member]:
    return (
        select(CandidateAnswer, Invitation, Profile, Member)
        .join(Invitation, col(Invitation.id) == col(CandidateAnswer.invitation_id))
        .join(Profile, col(Profile.id) == col(Invitation.profile_id))
        .join(Member, col(Member.id) == col(Invitation.member_id))
        .where(CandidateAnswer.workspace_id == workspace_id)
    )
