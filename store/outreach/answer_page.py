"""The candidate's answer pages: one invitation, as anyone with a link from its e-mails may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast, get_args

from sqlmodel import col, select

from store.db import Read, Write
from store.errors import Refusal
from store.keys import HashKey
from store.outreach import answers
from store.tables.core import Job, Member, Workspace
from store.tables.outreach import CandidateAnswer, Invitation, Mailbox, MailToken, Sender
from store.text import clean

PageAnswer = Literal["interested", "not_interested", "opt_out"]
LONGEST = 2000  # the most characters in a message
MOST_ANSWERS = 20  # the most answers per invitation, so that nobody with the link can flood the recruiter

_KEY = "page:"  # prefix of the keys of answers given on a page


@dataclass(frozen=True, slots=True)
class Invited:
    """What the page shows. `company`: as an admin typed it; `workspace`: the workspace's name.

    `apply_url` is the job's, as typed in; `answer` the last one given on a page, or "";
    `never`: whether they chose *Don't contact me again*, on a page or by e-mail."""

    invitation_id: int
    workspace_id: int
    kind: str  # connect, apply
    language: str
    company: str
    workspace: str
    sender: str
    sender_title: str
    job: str
    place: str
    remote: bool
    apply_url: str
    answer: str = ""
    never: bool = False


async def invited(db: Read, token: MailToken) -> Invited | None:
    """What the token's page shows, in a constant number of statements; None when its invitation is gone."""
    found = await db.exec(
        select(Invitation, Workspace, Member, Job)
        .join(Workspace, col(Workspace.id) == col(Invitation.workspace_id))
        .join(Member, col(Member.id) == col(Invitation.member_id))
        .outerjoin(Job, col(Job.id) == col(Invitation.job_id))
        .where(Invitation.id == token.invitation_id, Invitation.workspace_id == token.workspace_id)
    )
    row = found.one_or_none()
    if row is None:
        return None
    invitation, workspace, member = row[:3]
    job = cast(Job | None, row[3])
    mailbox, sender = await db.get(Mailbox, workspace.id), await db.get(Sender, member.id)
    given = await _given(db, invitation)
    on_page = [each.kind for each in given if each.key.startswith(_KEY)]
    return Invited(
        invitation_id=invitation.id,
        workspace_id=invitation.workspace_id,
        kind=invitation.kind,
        language=invitation.language,
        company=mailbox.company if mailbox else "",
        workspace=workspace.name,
        sender=(sender.name if sender else "") or member.name,
        sender_title=sender.title if sender else "",
        job=job.title if job else "",
        place=job.place if job else "",
        remote=job.remote if job else False,
        apply_url=job.apply_url if job else "",
        answer=on_page[-1] if on_page else "",
        never=any(each.kind == "opt_out" for each in given),
    )


async def _given(db: Read, invitation: Invitation) -> list[CandidateAnswer]:
    """The invitation's answers of the kinds that can be given on a page, in order, including those that came by
    e-mail."""
    mine = select(CandidateAnswer).where(
        CandidateAnswer.workspace_id == invitation.workspace_id,
        CandidateAnswer.invitation_id == invitation.id,
        col(CandidateAnswer.kind).in_(get_args(PageAnswer)),
    )
    return list(await db.exec(mine.order_by(col(CandidateAnswer.id))))


def is_new(given: Sequence[tuple[str, str]], kind: str, text: str) -> bool:
    """Whether the answer adds anything to those given before (kind and text, in order). The same answer without new
    text does not, and nothing does after *never*."""
    if any(before == "opt_out" for before, _ in given):
        return False
    return not (given and given[-1][0] == kind and text in ("", given[-1][1]))


async def give(
    db: Write,
    token: MailToken,
    kind: PageAnswer,
    text: str,
    hash_key: HashKey,
    now: datetime,
    *,
    may_opt_out: bool = False,
    erasure: bool = False,
) -> bool:
    """Record an answer given on a page. False when it repeats the last one: a double press counts once.

    `may_opt_out`, `erasure`: what the text may ask for (see store/outreach/answers.py).

    A different answer is stored in addition and counts. After *never*, only *never* is accepted. Raises Gone when the
    invitation no longer exists, Refusal after too many answers, LookupError when *never* cannot be stored because the
    installation has no hash key."""
    invitation = await answers.lock(db, token.invitation_id)  # serializes simultaneous presses
    given = await _given(db, invitation)
    text = clean(text).strip()[:LONGEST]
    if not is_new([(each.kind, each.text) for each in given], kind, text):
        return False
    if len(given) >= MOST_ANSWERS and kind != "opt_out":
        raise Refusal("This invitation has been answered too many times.")
    if kind == "opt_out" and not hash_key:
        raise LookupError("no hash key: the opt-out cannot be stored")
    key = f"{_KEY}{kind}:{invitation.id}" + (f":{len(given)}" if given else "")
    received = answers.ReceivedAnswer(key, kind, now, text, may_opt_out=may_opt_out, erasure=erasure)
    recorded = await answers.record(db, invitation, received, hash_key, now)
    return recorded is not None
