"""The invitations page: scheduled, waiting, answered and failed invitations, and those that need a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast, get_args

from sqlalchemy import ColumnElement, case
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from store.db import Read
from store.outreach.answer_details import AUTOMATIC
from store.paging import within
from store.roles import May, allows
from store.tables.core import Candidate, Job, Member
from store.tables.outreach import CandidateAnswer, Invitation, Mail

Tab = Literal["scheduled", "waiting", "answered", "failed", "decide"]
TABS: tuple[Tab, ...] = get_args(Tab)
MAX_BATCHES = 3  # batches shown above the list
STATES: dict[Tab, tuple[str, ...]] = {
    "scheduled": ("queued", "sending"),
    "waiting": ("sent",),
    "answered": ("answered",),
    "failed": ("failed",),
    "decide": ("unknown",),
}


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation in a list. `follow_up_at`: when its follow-up is due; `answer`: the candidate's last answer."""

    invitation: Invitation
    name: str  # the candidate's name
    by: str  # the sender's name
    job: str  # its title
    follow_up_at: datetime | None = None
    answer: CandidateAnswer | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Invitations that were sent together, some of which are still waiting. `total` leaves out the canceled ones."""

    id: int
    subject: str  # of the first one
    total: int
    sent: int
    waiting: int
    by: str  # the sender's name
    send_at: datetime | None = None
    undo_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """`counts` has all tabs; `page` counts from 0 and is never beyond the end. `batches`: those still waiting, only on
    the first page of scheduled invitations."""

    items: list[InvitationRow]
    counts: dict[Tab, int]
    total: int
    page: int
    page_size: int
    mine: bool  # whether it lists only the member's own
    batches: tuple[Batch, ...] = ()


async def listed(
    db: Read, by: Member, tab: Tab = "scheduled", page: int = 0, page_size: int = 5, mine: bool = True
) -> InvitationPage:
    """A page of one tab: scheduled ones by time, others newest first. Only admins see the team's. At most five
    statements."""
    mine = mine or not allows(by.role, May.ADMINISTER)
    wanted: list[ColumnElement[bool]] = [col(Invitation.workspace_id) == by.workspace_id]
    if mine:
        wanted.append(col(Invitation.member_id) == by.id)
    by_state = select(Invitation.state, func.count()).where(*wanted).group_by(col(Invitation.state))
    of_state = dict((await db.exec(by_state)).all())
    counts: dict[Tab, int] = {each: sum(of_state.get(state, 0) for state in STATES[each]) for each in TABS}
    page = within(page, page_size, counts[tab])
    items = await _rows(db, [*wanted, col(Invitation.state).in_(STATES[tab])], tab, page * page_size, page_size)
    batches = await _batches(db, wanted) if tab == "scheduled" and page == 0 and items else ()
    return InvitationPage(items, counts, counts[tab], page, page_size, mine, batches)


async def _batches(db: Read, wanted: Sequence[ColumnElement[bool]]) -> tuple[Batch, ...]:
    """Batches of several invitations, some of which are still waiting; newest first."""
    total, state, first = func.count(), col(Invitation.state), aliased(Invitation)
    waiting_ones = select(Invitation.batch_id).where(*wanted, state == "queued", col(Invitation.batch_id).is_not(None))
    counted = (
        select(
            Invitation.batch_id,
            total.label("total"),
            func.sum(case((state.in_(("sent", "answered")), 1), else_=0)).label("sent"),
            func.sum(case((state == "queued", 1), else_=0)).label("waiting"),
        )
        .where(*wanted, col(Invitation.batch_id).in_(waiting_ones), state != "cancelled")
        .group_by(col(Invitation.batch_id))
        .having(total > 1)
        .subquery()
    )
    found = (
        cast("Any", select)(
            counted.c.batch_id, first.subject, counted.c.total, counted.c.sent, counted.c.waiting, Member.name,
            first.send_at, first.undo_until,
        )
        .join(first, col(first.id) == counted.c.batch_id)
        .join(Member, col(Member.id) == col(first.member_id))
        .order_by(counted.c.batch_id.desc())
        .limit(MAX_BATCHES)
    )  # fmt: skip
    executed: Any = await (await db.connection()).execute(found)
    rows: list[Any] = list(executed)
    return tuple(Batch(*row) for row in rows)


async def _rows(
    db: Read, wanted: Sequence[ColumnElement[bool]], tab: Tab, offset: int, limit: int
) -> list[InvitationRow]:
    newest = (
        func.coalesce(col(Invitation.answered_at), col(Invitation.sent_at), col(Invitation.updated_at)).desc(),
        col(Invitation.id).desc(),
    )
    next_first = (func.coalesce(col(Invitation.send_at), col(Invitation.queued_at)), col(Invitation.id))
    found = (
        select(Invitation, Candidate.name, Member.name, Job.title)
        .outerjoin(Candidate, col(Candidate.id) == col(Invitation.candidate_id))
        .outerjoin(Member, col(Member.id) == col(Invitation.member_id))
        .outerjoin(Job, col(Job.id) == col(Invitation.job_id))
        .where(*wanted)
        .order_by(*(next_first if tab == "scheduled" else newest))
    )
    rows = (await db.exec(found.offset(offset).limit(limit))).all()
    ids = [invitation.id for invitation, *_ in rows]
    due = select(Mail.invitation_id, Mail.due_at).where(
        col(Mail.invitation_id).in_(ids), Mail.kind == "follow_up", col(Mail.state).in_(("queued", "paused"))
    )
    follow_ups = dict((await db.exec(due)).all())
    theirs = col(CandidateAnswer.invitation_id).in_(ids) & col(CandidateAnswer.kind).not_in(AUTOMATIC)
    newest_answers = select(CandidateAnswer).where(theirs)
    answers = {
        each.invitation_id: each
        for each in await db.exec(newest_answers.order_by(col(CandidateAnswer.at), col(CandidateAnswer.id)))
    }
    return [
        InvitationRow(
            invitation, name or "", sender or "", job or "", follow_ups.get(invitation.id), answers.get(invitation.id)
        )
        for invitation, name, sender, job in rows
    ]
