"""Merging candidates that are the same person. A member's decision that two are different overrides equal keys."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, or_, update
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import SQLModel, col, select

from store import audit
from store.chat import notifications
from store.db import Read, Write
from store.errors import Gone
from store.tables.ats import AtsPush
from store.tables.core import (
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
from store.tables.outreach import CandidateAnswer, Invitation, PrivacyRequest
from store.upserts import insert_new

# Tables whose rows simply follow their candidate. Stars and suggestions may collide with existing ones: see below.
FOLLOW: tuple[type[SQLModel], ...] = (
    CandidateProfile, CandidateKey, CandidateAlias, Note, Invitation, CandidateAnswer, PrivacyRequest,
)  # fmt: skip
_TAKEN_OVER = (  # fields that _take_over sets
    "owner_id", "unlocked_at", "contacted_by", "contacted_at", "interest", "job_id", "created_at", "updated_at",
)  # fmt: skip
_PAIR = ("workspace_id", "candidate_id", "other_id")
_NOT_OPEN = "This question is no longer open."


async def lock(db: Write, workspace_id: int) -> None:
    """Serialize the creation and merging of a workspace's candidates. SQLite has one writer anyway."""
    if db.get_bind().dialect.name == "postgresql":
        await db.exec(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update(key_share=True))


def part_of(id: int, into: Mapping[int, int]) -> int:
    """The candidate that `id` is part of after all these merges."""
    while id in into:
        id = into[id]
    return id


async def absorb(
    db: Write, workspace_id: int, into: Mapping[int, int], now: datetime, *, unsaved: Mapping[int, Candidate]
) -> None:
    """Merge candidates into others, in this order, with everything that belongs to them. `unsaved`: candidates that are
    not stored yet, by placeholder id. A fixed number of statements."""
    there, answered = await _locked(db, {*into, *into.values()} - set(unsaved))
    people = {**unsaved, **there}
    for other, keep in into.items():
        newer = _later(answered.get(other), answered.get(keep))
        _take_over(people[keep], people[other], newer, now)
        if newer:
            answered[keep] = answered[other]
    for keep in {part_of(id, into) for id in into} - set(unsaved):
        for name in _TAKEN_OVER:  # all fields of each candidate, so that one UPDATE covers them all
            flag_modified(people[keep], name)
    await db.flush()
    moved = {other: part_of(other, into) for other in into if other not in unsaved}
    if moved:
        await _move(db, workspace_id, moved, into)


async def _locked(db: Write, ids: set[int]) -> tuple[dict[int, Candidate], dict[int, datetime]]:
    """The candidates, and when each last answered (if at all), locked until the end of the transaction. Invitations are
    locked first (the order of store/outreach/invitation_changes.py), because changing one changes its candidate."""
    if not ids:
        return {}, {}
    theirs = select(Invitation.candidate_id, Invitation.answered_at).where(col(Invitation.candidate_id).in_(ids))
    answered: dict[int, datetime] = {}
    for id, at in await db.exec(theirs.order_by(col(Invitation.id)).with_for_update()):
        if id is not None and at is not None and _later(at, answered.get(id)):
            answered[id] = at
    found = select(Candidate).where(col(Candidate.id).in_(ids)).order_by(col(Candidate.id)).with_for_update()
    locked = await db.exec(found.execution_options(populate_existing=True))
    return {candidate.id: candidate for candidate in locked}, answered


async def _move(db: Write, workspace_id: int, moved: Mapping[int, int], into: Mapping[int, int]) -> None:
    """Move everything that belongs to merged candidates. `moved`: the final candidate of each. `into`: the individual
    steps, where their order matters."""
    connection = await db.connection()
    rows = [{"was": other, "now": keep} for other, keep in moved.items()]
    for table in FOLLOW:
        await connection.execute(
            update(table).where(_of(table) == bindparam("was")).values(candidate_id=bindparam("now")), rows
        )
    await _move_stars(db, moved, into)
    await _move_pushes(db, moved)
    await _move_pairs(db, workspace_id, moved)
    reminders = {notifications.reminder_key(other): notifications.reminder_key(keep) for other, keep in moved.items()}
    await notifications.move(db, workspace_id, reminders)
    await db.exec(delete(Candidate).where(col(Candidate.id).in_(moved)))
    aliases = [{"id": other, "workspace_id": workspace_id, "candidate_id": keep} for other, keep in moved.items()]
    await insert_new(db, CandidateAlias, aliases)


def _of(table: Any) -> Any:
    return table.candidate_id


def _take_over(keep: Candidate, other: Candidate, answered_later: bool, now: datetime) -> None:
    """Set the owner to whoever contacted the person last, else to whoever saved them first, and take over the newer
    answer."""
    contacted = _later(other.contacted_at, keep.contacted_at)
    revealed = keep.contacted_at is None and keep.unlocked_at is None and other.unlocked_at is not None
    if other.owner_id is not None and (keep.owner_id is None or contacted or revealed):
        keep.owner_id = other.owner_id
    if contacted:
        keep.contacted_by, keep.contacted_at = other.contacted_by, other.contacted_at
    unlocked = [at for at in (keep.unlocked_at, other.unlocked_at) if at is not None]
    keep.unlocked_at = min(unlocked, default=None)
    if other.interest and (answered_later or not keep.interest):
        keep.interest = other.interest
    keep.job_id = keep.job_id or other.job_id
    keep.created_at = min(keep.created_at, other.created_at)
    keep.updated_at = now


def _later(one: datetime | None, than: datetime | None) -> bool:
    return one is not None and (than is None or one > than)


async def _move_stars(db: Write, moved: Mapping[int, int], into: Mapping[int, int]) -> None:
    """Move the stars of merged candidates. A member who saved both keeps the star on the remaining candidate, with its
    time."""
    stars: dict[int, dict[int, dict[str, Any]]] = {}
    for star in await db.exec(select(Star).where(col(Star.candidate_id).in_(moved))):
        stars.setdefault(star.candidate_id, {})[star.member_id] = star.model_dump()
        db.expunge(star)
    for other, keep in into.items():
        stars[keep] = stars.pop(other, {}) | stars.get(keep, {})
    await db.exec(delete(Star).where(col(Star.candidate_id).in_(moved)))
    rows = [row | {"candidate_id": keep} for keep, by in sorted(stars.items()) for row in by.values()]
    await insert_new(db, Star, rows)


async def _move_pushes(db: Write, moved: Mapping[int, int]) -> None:
    """Move the pushes of merged candidates. Of two to the same ATS, the one known to have arrived remains; of two that
    arrived, the earlier."""
    involved = {*moved, *moved.values()}
    found = select(AtsPush).where(col(AtsPush.candidate_id).in_(involved)).order_by(col(AtsPush.id)).with_for_update()
    best: dict[tuple[str, int], AtsPush] = {}
    for push in await db.exec(found):
        place = (push.system, moved.get(push.candidate_id, push.candidate_id))
        best[place] = min(best.get(place, push), push, key=_arrival)
    kept = [push.id for push in best.values()]
    await db.exec(delete(AtsPush).where(col(AtsPush.candidate_id).in_(involved), col(AtsPush.id).not_in(kept)))
    for (_, candidate_id), push in best.items():
        push.candidate_id = candidate_id
    await db.flush()


def _arrival(push: AtsPush) -> tuple[bool, datetime, bool, int]:
    """Sorts pushes: arrived ones first, then those that may have arrived."""
    return push.pushed_at is None, push.pushed_at or push.asked_at, push.state not in ("asked", "unknown"), push.id


async def _move_pairs(db: Write, workspace_id: int, moved: Mapping[int, int]) -> None:
    """Move suggestions to the remaining candidates, and preserve the answers to them."""
    involved = {*moved, *moved.values()}
    about = or_(col(SamePerson.candidate_id).in_(involved), col(SamePerson.other_id).in_(involved))
    pairs = (await db.exec(select(SamePerson).where(SamePerson.workspace_id == workspace_id, about))).all()
    answers: dict[tuple[int, int], tuple[str, int | None]] = {}
    for pair in pairs:
        one, two = sorted(moved.get(id, id) for id in (pair.candidate_id, pair.other_id))
        if one != two:
            answers[one, two] = max(answers.get((one, two), ("", None)), (pair.answer, pair.answered_by), key=str)
        db.expunge(pair)
    await db.exec(delete(SamePerson).where(col(SamePerson.workspace_id) == workspace_id, about))
    rows = [
        {**dict(zip(_PAIR, (workspace_id, *pair), strict=True)), "answer": answer, "answered_by": answered_by}
        for pair, (answer, answered_by) in answers.items()
    ]
    await insert_new(db, SamePerson, rows)


async def suggest_alike(db: Write, workspace_id: int, found: Sequence[tuple[int, str]]) -> None:
    """Suggest that candidates with the same name, employer and place are the same person. `found`: candidates with the
    similarity key of a profile just added to them."""
    keys = {alike for _, alike in found}
    having = select(CandidateProfile.similarity_key, CandidateProfile.candidate_id).where(
        CandidateProfile.workspace_id == workspace_id, col(CandidateProfile.similarity_key).in_(keys)
    )
    others: dict[str, set[int]] = {}
    for alike, candidate_id in await db.exec(having.distinct()):
        others.setdefault(alike, set()).add(candidate_id)
    pairs = {(min(id, other), max(id, other)) for id, alike in found for other in others[alike] if other != id}
    rows = [dict(zip(_PAIR, (workspace_id, *pair), strict=True)) for pair in sorted(pairs)]
    await insert_new(db, SamePerson, [row | {"answer": ""} for row in rows])


async def same_person_open(db: Read, workspace_id: int, candidate_id: int) -> list[tuple[SamePerson, Candidate]]:
    """The unanswered suggestions, each with the other candidate."""
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
    """*Same person*: merge the two candidates. Raises Gone when the suggestion is not open."""
    await lock(db, by.workspace_id)
    await _open_pair(db, by, a, b)
    keep, other = sorted((a, b))
    await absorb(db, by.workspace_id, {other: keep}, now, unsaved={})
    await audit.add(db, by.workspace_id, by.id, "same_person", {"candidate": keep, "was": other}, now)
    return await db.get_one(Candidate, keep)


async def keep_apart(db: Write, by: Member, a: int, b: int, now: datetime) -> None:
    """*Not the same*: the two candidates are never suggested again, and never merged because of equal keys. Raises Gone
    when the suggestion is not open."""
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
