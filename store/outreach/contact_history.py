"""Who last contacted a person, and when: shown to the next sender."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlmodel import col, select, update

from store import time_zones
from store.db import Read, Write
from store.tables.core import Candidate, Job, Member, Star, Workspace
from store.tables.outreach import CandidateAnswer, Invitation, Mailbox

OWNERSHIP_DAYS = 30  # unless the workspace has set a different number
COUNTS = ("queued", "sending", "sent", "unknown", "answered")  # invitation states that count as contact


@dataclass(frozen=True, slots=True)
class Contact:
    """The last contact. `ownership_days`: for how many days it makes the sender the owner in this workspace (0: not at
    all)."""

    member_id: int
    name: str
    at: datetime
    job: str  # the title of its job
    goes_out: datetime | None  # when an unsent invitation is due, in the workspace's time zone
    ownership_days: int

    def describe(self, reader: Member, now: datetime) -> str:
        """A sentence such as "Ana Ruiz contacted them 3 days ago, for Registered Nurse."."""
        who = "You" if self.member_id == reader.id else self.name
        job = f", for {self.job}" if self.job else ""
        if self.goes_out:
            return f"{who} wrote a message to them that goes out {self._when(self.goes_out, now)}{job}."
        return f"{who} contacted them {_ago(self.at, now)}{job}."

    @staticmethod
    def _when(at: datetime, now: datetime) -> str:
        """The day as text, such as "on 1 March" or "today"."""
        today = now.astimezone(at.tzinfo)
        if at.date() <= today.date():
            return "today"
        return f"on {at.day} {at:%B}" + (f" {at.year}" if at.year != today.year else "")

    def owned_for(self, now: datetime) -> int:
        """Days, rounded up, until anyone may contact the person without a warning; 0: now."""
        return max(0, -((now - self.at - timedelta(days=self.ownership_days)) // timedelta(days=1)))


def _ago(then: datetime, now: datetime) -> str:
    days = max(0, (now - then) // timedelta(days=1))
    if days >= 60:
        return f"on {then.day} {then:%B %Y}"
    return ("today", "yesterday")[days] if days < 2 else f"{days} days ago"


_Row = tuple[int | None, str | None, int | None, str, Invitation | None]


async def last(db: Read, workspace_id: int, candidates: Iterable[Candidate]) -> Contact | None:
    """The last contact with any of the candidates, who are the same person. One statement, none for a new person."""
    by_time = [(each.contacted_at, each.id) for each in candidates if each.contacted_at is not None]
    if not by_time:
        return None
    at, candidate_id = max(by_time)
    about = (
        cast("Any", select)(
            Candidate.contacted_by, Member.name, Mailbox.ownership_days, Workspace.time_zone, Invitation
        )
        .join(Workspace, col(Workspace.id) == col(Candidate.workspace_id))
        .outerjoin(Member, col(Member.id) == col(Candidate.contacted_by))
        .outerjoin(Mailbox, col(Mailbox.workspace_id) == col(Candidate.workspace_id))
        .outerjoin(Invitation, col(Invitation.id) == _newest(candidate_id))
        .where(Candidate.workspace_id == workspace_id, Candidate.id == candidate_id)
    )
    row: _Row | None = (await cast("Any", db).exec(about)).one_or_none()
    if row is None:
        return None
    by, name, days, zone, invitation = row
    unsent = invitation is not None and invitation.state == "queued"
    due = (invitation.send_at or invitation.undo_until) if invitation is not None and unsent else None
    return Contact(
        member_id=by or 0,
        name=name or "A teammate",
        at=at,
        job=await _title(db, workspace_id, invitation),
        goes_out=due.astimezone(time_zones.zone(zone)) if due else None,
        ownership_days=OWNERSHIP_DAYS if days is None else days,
    )


async def last_refusal(db: Read, workspace_id: int, candidates: Iterable[Candidate]) -> CandidateAnswer | None:
    """The newest *not interested* answer from any of the candidates, who are one person; None if it was a member who
    marked them that way."""
    theirs = select(CandidateAnswer).where(
        CandidateAnswer.workspace_id == workspace_id,
        CandidateAnswer.kind == "not_interested",
        col(CandidateAnswer.candidate_id).in_([each.id for each in candidates]),
    )
    newest = theirs.order_by(col(CandidateAnswer.at).desc(), col(CandidateAnswer.id).desc())
    return (await db.exec(newest.limit(1))).first()


async def _title(db: Read, workspace_id: int, invitation: Invitation | None) -> str:
    if invitation is None or invitation.job_id is None:
        return ""
    title = select(Job.title).where(Job.workspace_id == workspace_id, Job.id == invitation.job_id)
    return (await db.exec(title)).one_or_none() or ""


def _newest(candidate_id: int) -> Any:
    """The id of the candidate's latest invitation, sent or to be sent."""
    theirs = select(Invitation.id).where(Invitation.candidate_id == candidate_id, col(Invitation.state).in_(COUNTS))
    return theirs.order_by(col(Invitation.queued_at).desc(), col(Invitation.id).desc()).limit(1).scalar_subquery()


async def recount(db: Write, workspace_id: int, candidate_id: int) -> None:
    """After an invitation was canceled or could not be delivered: take the last contact and the owner from the
    remaining invitations; without any, the owner is the member who saved them first. At most four statements.

    The candidate is locked before anything is read, so that a concurrent invitation is either taken into account or
    comes later."""
    mine = (col(Candidate.workspace_id) == workspace_id, col(Candidate.id) == candidate_id)
    await db.exec(select(Candidate.id).where(*mine).with_for_update())
    newest = select(Invitation.member_id, Invitation.queued_at).where(Invitation.id == _newest(candidate_id))
    found = (await db.exec(newest)).one_or_none()
    by, at = found or (None, None)
    owner = by
    if owner is None:
        first = select(Star.member_id).where(Star.workspace_id == workspace_id, Star.candidate_id == candidate_id)
        owner = (await db.exec(first.order_by(col(Star.created_at), col(Star.member_id)).limit(1))).first()
    await db.exec(update(Candidate).where(*mine).values(contacted_by=by, contacted_at=at, owner_id=owner))
