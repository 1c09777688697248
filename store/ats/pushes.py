"""Candidates pushed to an ATS, each once.

A request is stored before the system is asked, and its outcome afterward. A process that dies in between leaves a
request without an outcome: after a while it counts as unknown. Another push looks the person up in the ATS first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import col, select

from store import audit
from store.chat import stale_cards
from store.db import Read, Write
from store.people import candidates
from store.tables.ats import AtsPush
from store.tables.core import Candidate, Member
from store.text import clean
from store.upserts import insert_new

ANSWERS_WITHIN = timedelta(minutes=2)  # a request without an outcome is unknown after this time
SETTLES_WITHIN = timedelta(minutes=1)  # until then, the system may still be working on a request that timed out

State = Literal["asked", "pushed", "failed", "unknown"]


def state_of(push: AtsPush, now: datetime) -> State:
    match push.state:
        case "asked":
            return "unknown" if now - push.asked_at > ANSWERS_WITHIN else "asked"
        case "pushed" | "unknown":
            return push.state
        case _:
            return "failed"


async def of_candidate(db: Read, workspace_id: int, candidate_id: int) -> list[AtsPush]:
    """The candidate's pushes, by system. One statement."""
    theirs = select(AtsPush).where(AtsPush.workspace_id == workspace_id, AtsPush.candidate_id == candidate_id)
    return list(await db.exec(theirs.order_by(col(AtsPush.system))))


@dataclass(frozen=True, slots=True)
class Claim:
    """A request to push a candidate. `mine`: this caller must ask the system now; otherwise the candidate is in the ATS
    already (`pushed`), another caller is asking, or the system may still be working on an earlier request."""

    push_id: int
    attempt: int
    mine: bool
    pushed: bool = False


def attempts(pushes: Iterable[AtsPush]) -> int:
    """How many times ATSes were asked to take the candidate."""
    return sum(push.attempt for push in pushes)


async def claim(
    db: Write, by: Member, candidate_id: int, system: str, job_id: int, now: datetime, *, asked: int
) -> Claim:
    """Record that the system is about to be asked. Of concurrent callers, exactly one gets the claim, and a form that
    is submitted repeatedly gets it only once. `asked`: the value of `attempts` when the form was displayed. Raises
    Gone."""
    candidate = await candidates.get(db, by.workspace_id, candidate_id)
    new = AtsPush(workspace_id=by.workspace_id, system=system, candidate_id=candidate.id, member_id=by.id, asked_at=now)
    await insert_new(db, AtsPush, [new.model_dump(exclude={"id"})])
    one = (AtsPush.workspace_id == by.workspace_id, AtsPush.system == system, AtsPush.candidate_id == candidate.id)
    push = (
        await db.exec(select(AtsPush).where(*one).with_for_update().execution_options(populate_existing=True))
    ).one()
    state = state_of(push, now)
    if state == "asked" or (state == "unknown" and now - push.asked_at < SETTLES_WITHIN):
        return Claim(push.id, push.attempt, mine=False)
    if state == "pushed" and attempts(await of_candidate(db, by.workspace_id, candidate.id)) > asked:
        return Claim(push.id, push.attempt, mine=False, pushed=True)
    push.state, push.reason = "asked", ""
    push.attempt += 1
    push.member_id, push.asked_at, push.job_id = by.id, now, job_id
    await db.flush()
    await stale_cards.mark(db, by.workspace_id, [candidate.profile_id], now)
    return Claim(push.id, push.attempt, mine=True)


async def finish(
    db: Write,
    by: Member,
    claim: Claim,
    state: Literal["pushed", "failed", "unknown"],
    now: datetime,
    *,
    url: str = "",
    since: datetime | None = None,
    reason: str = "",
) -> None:
    """Store the outcome. `pushed`: the candidate is in the ATS, since `since`; this is audited. Does nothing once there
    is a later request, or the candidate is gone."""
    mine = (AtsPush.workspace_id == by.workspace_id, AtsPush.id == claim.push_id, AtsPush.attempt == claim.attempt)
    found = await db.exec(select(AtsPush).where(*mine).with_for_update().execution_options(populate_existing=True))
    push = found.one_or_none()
    if push is None or push.state not in ("asked", "unknown"):
        return
    push.state, push.reason = state, clean(reason)[:500]
    if state == "pushed":
        push.pushed_at, push.url = push.pushed_at or since or now, clean(url)[:2_000]
        about = {"push": push.id, "candidate": push.candidate_id, "system": push.system, "job": push.job_id}
        await audit.add(db, by.workspace_id, by.id, "push_to_ats", about, now)
    await db.flush()
    candidate = await db.get(Candidate, push.candidate_id)
    if candidate is not None:
        await stale_cards.mark(db, by.workspace_id, [candidate.profile_id], now)
