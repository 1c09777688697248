"""Decisions about answers that ask, or may ask, for no more mail: confirm, dismiss, or reverse an opt-out that took
effect."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlmodel import col, or_, select, update

from store import audit
from store.db import Read, Write
from store.errors import Refusal
from store.keys import HashKey
from store.outreach import answer_details, answers, contact_checks, suppressions
from store.roles import May, allows
from store.tables.core import Member
from store.tables.outreach import CandidateAnswer, Invitation, PrivacyRequest

Reason = Literal["misread", "asked_again", "test"]
DECIDED = "This has already been decided."
PRESSED = "They chose this themselves, on the page linked in the invitation. It can't be taken back."
ERASED = "Their data was erased. That can't be taken back."
COMPLAINED = "They reported an e-mail as spam. That can't be taken back."


async def confirm(db: Write, by: Member, answer_id: int, hash_key: HashKey, now: datetime) -> list[int]:
    """Treat a doubtful answer as an opt-out. Returns the person's profiles. Raises Gone, and Refusal."""
    answer, about = await _open(db, by, answer_id)
    if not hash_key:
        raise Refusal(contact_checks.NO_HASH_KEY)
    answer.kind, answer.opt_out_review = "opt_out", "confirmed"
    await answers.opt_out(db, about, answer, hash_key, now)
    await audit.add(db, by.workspace_id, by.id, "opt_out_confirmed", {"answer": answer.id}, now)
    return await answers.profiles_of(db, about)


async def dismiss(db: Write, by: Member, answer_id: int, now: datetime) -> list[int]:
    """Treat a doubtful answer as one that asks for nothing. Returns the person's profiles. Raises Gone, and Refusal."""
    answer, about = await _open(db, by, answer_id)
    answer.opt_out_review = "kept"
    await db.flush()
    await audit.add(db, by.workspace_id, by.id, "opt_out_dismissed", {"answer": answer.id}, now)
    return await answers.profiles_of(db, about)


async def _open(db: Write, by: Member, answer_id: int) -> tuple[CandidateAnswer, Invitation]:
    """The answer, locked so that nobody else can decide it at the same time."""
    about = await answers.lock(db, (await answer_details.details(db, by, answer_id)).invitation.id)
    answer = (await answer_details.details(db, by, answer_id)).answer
    await db.refresh(answer)
    if answer.opt_out_review != "open":
        raise Refusal(DECIDED)
    return answer, about


def may_take_back(by: Member, answer: CandidateAnswer) -> bool:
    """Whether the member may try to take back the opt-out or erasure request: admins may, if it was read from a
    message."""
    return answer.kind in ("opt_out", "erasure_request") and not _on_page(answer) and allows(by.role, May.ADMINISTER)


def _on_page(answer: CandidateAnswer) -> bool:
    """Whether the candidate opted out on their page. A text from that page that a member confirmed as an opt-out
    doesn't count."""
    return answer.key.startswith("page:") and answer.opt_out_review != "confirmed"


async def take_back(
    db: Write, by: Member, answer_id: int, reason: Reason, hash_key: HashKey, now: datetime
) -> list[int]:
    """Undo every opt-out and erasure request of the person that was read from mail: their addresses can be written to
    again. Returns the person's profiles. Raises Gone; and Refusal when they pressed a link, complained or were
    erased."""
    about = await answers.lock(db, (await answer_details.details(db, by, answer_id)).invitation.id)
    answer = (await answer_details.details(db, by, answer_id)).answer
    await db.refresh(answer)
    if not may_take_back(by, answer):
        raise Refusal(PRESSED if _on_page(answer) else DECIDED)
    given = await _refusals(db, about)
    if any(_on_page(each) for each in given):
        raise Refusal(PRESSED)
    if any(each.kind == "complaint" for each in given):
        raise Refusal(COMPLAINED)
    addresses = {email for each in given for email in await answers.addresses(db, about, each)}
    if hash_key:
        reasons = await suppressions.suppressed(db, by.workspace_id, addresses, hash_key)
        if "erased" in reasons.values():
            raise Refusal(ERASED)
        await suppressions.lift(db, by.workspace_id, addresses, hash_key)
    for each in given:
        each.kind, each.opt_out_review = "replied", "taken_back"
    await _close_requests(db, by, given, now)
    await answers.reopen(db, about, now)
    details = {"answer": answer.id, "reason": reason}
    await audit.add(db, by.workspace_id, by.id, "opt_out_taken_back", details, now)
    return await answers.profiles_of(db, about)


async def _refusals(db: Read, about: Invitation) -> list[CandidateAnswer]:
    """All opt-outs, erasure requests and complaints of the person."""
    of_person = col(CandidateAnswer.candidate_id) == about.candidate_id
    found = select(CandidateAnswer).where(
        CandidateAnswer.workspace_id == about.workspace_id,
        col(CandidateAnswer.kind).in_(answers.REFUSING),
        or_(CandidateAnswer.invitation_id == about.id, of_person & col(CandidateAnswer.candidate_id).is_not(None)),
    )
    return list(await db.exec(found))


async def _close_requests(db: Write, by: Member, given: Sequence[CandidateAnswer], now: datetime) -> None:
    theirs = update(PrivacyRequest).where(
        col(PrivacyRequest.workspace_id) == by.workspace_id,
        col(PrivacyRequest.key).in_([each.key for each in given]),
        col(PrivacyRequest.answered_at).is_(None),
    )
    await db.exec(theirs.values(answered_at=now, answered_by=by.id))
