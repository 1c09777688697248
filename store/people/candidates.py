"""Candidates: the people this workspace has engaged with."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete as delete_from
from sqlalchemy.orm import aliased
from sqlmodel import col, or_, select, update

from store.db import Read, Write
from store.errors import Gone
from store.people import matching, profile_scope
from store.tables.core import Candidate, CandidateAlias, CandidateProfile, Member, Profile, Star
from store.upserts import insert_new

_GONE = "This candidate is no longer in Sourcer."


async def of_profile(db: Read, workspace_id: int, profile_id: int) -> Candidate | None:
    """The candidate that the profile belongs to or would become part of, as shown on its card. None if the workspace
    has not engaged with any profile of the person. One statement if it has engaged with this one."""
    own = (await matching.of_profiles(db, workspace_id, [profile_id])).get(profile_id)
    if own is not None:
        return own
    try:
        person = await matching.person_of(db, workspace_id, profile_id)
    except Gone:
        return None
    return await get(db, workspace_id, person.candidate_id) if person.candidate_id else None


async def get(db: Read, workspace_id: int, id: int) -> Candidate:
    """The candidate; the id may be one they had before being merged into another. Raises Gone."""
    now_part_of = select(CandidateAlias.candidate_id).where(CandidateAlias.id == id)
    found = await db.exec(
        select(Candidate).where(
            Candidate.workspace_id == workspace_id, or_(col(Candidate.id) == id, col(Candidate.id).in_(now_part_of))
        )
    )
    candidate = found.one_or_none()
    if candidate is None:
        raise Gone(_GONE)
    return candidate


async def profiles_of(db: Read, workspace_id: int, candidate_id: int) -> list[Profile]:
    """A candidate's profiles, the displayed one first."""
    return (await profiles_of_all(db, workspace_id, [candidate_id])).get(candidate_id, [])


async def profiles_of_all(db: Read, workspace_id: int, candidate_ids: Iterable[int]) -> dict[int, list[Profile]]:
    """Like `profiles_of`, for several, by candidate. One statement."""
    found = await db.exec(
        select(Profile, Candidate.id)
        .join(CandidateProfile, col(CandidateProfile.profile_id) == col(Profile.id))
        .join(Candidate, col(Candidate.id) == col(CandidateProfile.candidate_id))
        .where(CandidateProfile.workspace_id == workspace_id, col(CandidateProfile.candidate_id).in_(candidate_ids))
        .order_by(col(Profile.id) != col(Candidate.profile_id), col(Profile.id))
    )
    theirs: dict[int, list[Profile]] = {}
    for profile, candidate_id in found:
        theirs.setdefault(candidate_id, []).append(profile)
    return theirs


async def all_profiles(db: Read, workspace_id: int, profile_ids: Iterable[int]) -> list[Profile]:
    """These profiles, and the others of the candidates they belong to. Two statements."""
    found = await profile_scope.by_ids(db, workspace_id, list(profile_ids))
    here, others = aliased(CandidateProfile), aliased(CandidateProfile)
    theirs = (
        select(Profile)
        .join(others, col(others.profile_id) == col(Profile.id))
        .join(here, col(here.candidate_id) == col(others.candidate_id))
        .where(here.workspace_id == workspace_id, others.workspace_id == workspace_id)
        .where(col(here.profile_id).in_(set(found)))
    )
    more = {each.id: each for each in await db.exec(theirs)}
    return list((found | more).values())


async def star(db: Write, by: Member, candidate_id: int, job_id: int | None, now: datetime) -> Candidate:
    """Save the candidate: `star_many` for a single one. Raises Gone."""
    starred = await star_many(db, by, [candidate_id], job_id, now)
    if candidate_id not in starred:
        raise Gone(_GONE)
    return starred[candidate_id]


async def star_many(
    db: Write, by: Member, candidate_ids: Iterable[int], job_id: int | None, now: datetime
) -> dict[int, Candidate]:
    """Save the candidates with these ids; other workspaces' are left out. Whoever saves a candidate first owns them,
    until somebody contacts them. A fixed number of statements."""
    starred = await _locked(db, by.workspace_id, candidate_ids)
    ids = sorted({candidate.id for candidate in starred.values()})
    rows = [{"workspace_id": by.workspace_id, "member_id": by.id, "candidate_id": id} for id in ids]
    await insert_new(db, Star, [{**row, "job_id": job_id, "created_at": now} for row in rows])
    nobodys = {candidate.id for candidate in starred.values() if candidate.owner_id is None}
    await db.exec(update(Candidate).where(col(Candidate.id).in_(nobodys)).values(owner_id=by.id))
    await db.exec(update(Candidate).where(col(Candidate.id).in_(ids)).values(updated_at=now))
    return starred


async def _locked(db: Write, workspace_id: int, ids: Iterable[int]) -> dict[int, Candidate]:
    """Candidates by id, or by the id they had before being merged, locked until the end of the transaction. Always in
    the same order, to prevent deadlocks."""
    wanted = list(dict.fromkeys(ids))
    aliases = select(CandidateAlias.id, CandidateAlias.candidate_id).where(
        CandidateAlias.workspace_id == workspace_id, col(CandidateAlias.id).in_(wanted)
    )
    now_part_of = dict((await db.exec(aliases)).all())
    found = await db.exec(
        select(Candidate)
        .where(Candidate.workspace_id == workspace_id, col(Candidate.id).in_({*wanted, *now_part_of.values()}))
        .order_by(col(Candidate.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    there = {candidate.id: candidate for candidate in found}
    return {id: there[now] for id in wanted if (now := now_part_of.get(id, id)) in there}


async def unstar(db: Write, by: Member, candidate_id: int) -> Candidate:
    """Undo saving; whoever saved next becomes the owner, unless somebody contacted them. Raises Gone."""
    candidate = (await _locked(db, by.workspace_id, [candidate_id])).get(candidate_id)
    if candidate is None:
        raise Gone(_GONE)
    await db.exec(delete_from(Star).where(col(Star.member_id) == by.id, col(Star.candidate_id) == candidate.id))
    if candidate.owner_id == by.id and candidate.contacted_at is None and candidate.unlocked_at is None:
        others = select(Star.member_id).where(Star.candidate_id == candidate.id)
        candidate.owner_id = (
            await db.exec(others.order_by(col(Star.created_at), col(Star.member_id)).limit(1))
        ).first()
        await db.flush()
    return candidate
