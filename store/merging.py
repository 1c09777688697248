"""Candidates that turn out to be one person. A member's word that two are not stands against equal keys."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_
from sqlmodel import SQLModel, col, select, update

from store import audit
from store.db import Read, Write
from store.errors import Gone
from store.tables import (
    Candidate,
    CandidateAlias,
    CandidateKey,
    CandidateProfile,
    Member,
    Note,
    SamePerson,
    Star,
    Workspace,
)
from store.upserts import insert_new

# Rows that simply follow their candidate. Stars and suggestions may meet an equal one there: see below.
FOLLOW: tuple[type[SQLModel], ...] = (CandidateProfile, CandidateKey, CandidateAlias, Note)
_PAIR = ("workspace_id", "candidate_id", "other_id")
_NOT_OPEN = "This question is not open any more."


async def lock(db: Write, workspace_id: int) -> None:
    """Who makes or merges candidates of a workspace waits for whoever does so now. SQLite has one writer anyway."""
    if db.get_bind().dialect.name == "postgresql":
        await db.exec(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update(key_share=True))


async def unite(db: Write, workspace_id: int, candidate_ids: Iterable[int], now: datetime) -> int:
    """Make one of the candidates, the oldest id, save for those that a member said are different. Gives the oldest."""
    first, *others = sorted(candidate_ids)
    for other in others:
        if not await _said_different(db, workspace_id, first, other):
            await _absorb(db, workspace_id, first, other, now)
    return first


async def _said_different(db: Read, workspace_id: int, one: int, other: int) -> bool:
    pair = await db.get(SamePerson, (workspace_id, *sorted((one, other))), populate_existing=True)
    return pair is not None and pair.answer == "different"


async def _absorb(db: Write, workspace_id: int, keep_id: int, other_id: int, now: datetime) -> None:
    """All that is the other's becomes the kept one's."""
    for table in FOLLOW:
        await db.exec(update(table).where(_of(table) == other_id).values(candidate_id=keep_id))
    twice = select(Star.member_id).where(Star.candidate_id == keep_id)
    await db.exec(delete(Star).where(col(Star.candidate_id) == other_id, col(Star.member_id).in_(twice)))
    await db.exec(update(Star).where(col(Star.candidate_id) == other_id).values(candidate_id=keep_id))
    await _move_pairs(db, workspace_id, keep_id, other_id)
    keep = await db.get_one(Candidate, keep_id, populate_existing=True)
    other = await db.get_one(Candidate, other_id, populate_existing=True)
    _take_over(keep, other, now)
    await db.delete(other)
    await db.flush()
    await insert_new(db, CandidateAlias, [{"id": other_id, "workspace_id": workspace_id, "candidate_id": keep_id}])


def _of(table: Any) -> Any:
    return table.candidate_id


def _take_over(keep: Candidate, other: Candidate, now: datetime) -> None:
    """The owner is who contacted, else who saved first; the newer answer counts."""
    contacted = other.unlocked_at is not None and keep.unlocked_at is None
    if other.owner_id is not None and (keep.owner_id is None or contacted):
        keep.owner_id = other.owner_id
    unlocked = [at for at in (keep.unlocked_at, other.unlocked_at) if at is not None]
    keep.unlocked_at = min(unlocked, default=None)
    if other.interest and (not keep.interest or other.updated_at > keep.updated_at):
        keep.interest = other.interest
    keep.job_id = keep.job_id or other.job_id
    keep.created_at = min(keep.created_at, other.created_at)
    keep.updated_at = now


async def _move_pairs(db: Write, workspace_id: int, keep_id: int, other_id: int) -> None:
    """Suggestions about the other are about the kept one now; an answer that was given stays."""
    about = or_(
        col(SamePerson.candidate_id).in_((keep_id, other_id)), col(SamePerson.other_id).in_((keep_id, other_id))
    )
    pairs = (await db.exec(select(SamePerson).where(SamePerson.workspace_id == workspace_id, about))).all()
    answers: dict[tuple[int, int], tuple[str, int | None]] = {}
    for pair in pairs:
        one, two = sorted(keep_id if id == other_id else id for id in (pair.candidate_id, pair.other_id))
        if one != two:
            answers[one, two] = max(answers.get((one, two), ("", None)), (pair.answer, pair.answered_by), key=str)
        db.expunge(pair)
    await db.exec(delete(SamePerson).where(col(SamePerson.workspace_id) == workspace_id, about))
    rows = [
        {**dict(zip(_PAIR, (workspace_id, *pair), strict=True)), "answer": answer, "answered_by": answered_by}
        for pair, (answer, answered_by) in answers.items()
    ]
    await insert_new(db, SamePerson, rows)


async def suggest_alike(db: Write, workspace_id: int, candidate_id: int, alike: str) -> None:
    """Ask whether those who have a profile of equal name, employer and place are this candidate."""
    found = await db.exec(
        select(CandidateProfile.candidate_id)
        .where(CandidateProfile.workspace_id == workspace_id, CandidateProfile.alike == alike)
        .where(CandidateProfile.candidate_id != candidate_id)
        .distinct()
    )
    pairs = [(workspace_id, *sorted((candidate_id, other))) for other in found]
    await insert_new(db, SamePerson, [{**dict(zip(_PAIR, pair, strict=True)), "answer": ""} for pair in pairs])


async def same_person_open(db: Read, workspace_id: int, candidate_id: int) -> list[tuple[SamePerson, Candidate]]:
    """The suggestions nobody has answered, each with the other candidate."""
    other = or_(
        (col(SamePerson.candidate_id) == candidate_id) & (col(SamePerson.other_id) == col(Candidate.id)),
        (col(SamePerson.other_id) == candidate_id) & (col(SamePerson.candidate_id) == col(Candidate.id)),
    )
    found = await db.exec(
        select(SamePerson, Candidate)
        .join(Candidate, other)
        .where(SamePerson.workspace_id == workspace_id, Candidate.workspace_id == workspace_id)
        .where(SamePerson.answer == "")
        .order_by(col(Candidate.id))
    )
    return list(found)


async def merge(db: Write, by: Member, a: int, b: int, now: datetime) -> Candidate:
    """*Same person*: the two are one from now on. Raises Gone when the question is not open."""
    await lock(db, by.workspace_id)
    await _open_pair(db, by, a, b)
    keep, other = sorted((a, b))
    await _absorb(db, by.workspace_id, keep, other, now)
    await audit.add(db, by.workspace_id, by.id, "same_person", {"candidate": keep, "was": other}, now)
    return await db.get_one(Candidate, keep)


async def keep_apart(db: Write, by: Member, a: int, b: int, now: datetime) -> None:
    """*Not the same*: never asked again, and never merged by equal keys. Raises Gone when the question is not open."""
    await lock(db, by.workspace_id)
    pair = await _open_pair(db, by, a, b)
    pair.answer, pair.answered_by = "different", by.id
    await db.flush()
    about = {"candidate": pair.candidate_id, "other": pair.other_id}
    await audit.add(db, by.workspace_id, by.id, "not_same_person", about, now)


async def _open_pair(db: Write, by: Member, a: int, b: int) -> SamePerson:
    pair = await db.get(SamePerson, (by.workspace_id, *sorted((a, b))))
    if pair is None or pair.answer:
        raise Gone(_NOT_OPEN)
    return pair
