"""Candidates: the people this workspace has engaged with."""

from datetime import datetime

from sqlalchemy import delete as delete_from
from sqlmodel import col, or_, select

from store import identity, merging, profiles
from store.candidate_lists import CandidatePage as CandidatePage
from store.candidate_lists import CandidateRow as CandidateRow
from store.candidate_lists import Tab as Tab
from store.candidate_lists import every as every
from store.candidate_lists import listed as listed
from store.db import Read, Write
from store.errors import Gone
from store.merging import keep_apart as keep_apart
from store.merging import merge as merge
from store.merging import same_person_open as same_person_open
from store.tables import Candidate, CandidateAlias, CandidateKey, CandidateProfile, Member, Profile, Star
from store.upserts import insert_new
from store.words import fold


async def engage(db: Write, by: Member, profile_id: int, job_id: int | None, now: datetime) -> Candidate:
    """The candidate that the profile belongs to, made when the workspace had nothing to do with them. Raises Gone.

    Candidates that share an e-mail or a profile link become one; who only looks alike is suggested. In which order
    profiles are engaged makes no difference to who is one person."""
    await merging.lock(db, by.workspace_id)
    profile = await profiles.get(db, by.workspace_id, profile_id)
    keys = identity.keys(profile)
    own, known = await _belonging(db, by.workspace_id, profile_id, keys)
    found = set(known.values()) | ({own} if own is not None else set[int]())
    if not found:
        candidate_id = (await _new(db, by, profile, job_id, now)).id
    elif len(found) == 1:
        candidate_id = found.pop()
    else:
        candidate_id = await merging.unite(db, by.workspace_id, found, now)
    if own is None:
        await _attach(db, by.workspace_id, profile, candidate_id)
    rows = [
        {"workspace_id": by.workspace_id, "value": key, "candidate_id": candidate_id}
        for key in sorted(keys - set(known))
    ]
    await insert_new(db, CandidateKey, rows)
    candidate = await of_profile(db, by.workspace_id, profile_id)
    if candidate is None:
        raise Gone("This candidate is not there any more.")
    return candidate


async def _belonging(db: Read, workspace_id: int, profile_id: int, keys: set[str]) -> tuple[int | None, dict[str, int]]:
    """The candidate the profile is part of, and those that have its keys, by key."""
    own = select(CandidateProfile.candidate_id).where(
        CandidateProfile.workspace_id == workspace_id, CandidateProfile.profile_id == profile_id
    )
    by_key = select(CandidateKey.value, CandidateKey.candidate_id).where(
        CandidateKey.workspace_id == workspace_id, col(CandidateKey.value).in_(keys)
    )
    return (await db.exec(own)).one_or_none(), dict((await db.exec(by_key)).all())


async def _new(db: Write, by: Member, profile: Profile, job_id: int | None, now: datetime) -> Candidate:
    headline, place = identity.headline(profile.body), identity.place(profile.body)
    candidate = Candidate(
        workspace_id=by.workspace_id,
        profile_id=profile.id,
        name=profile.name,
        headline=headline,
        place=place,
        folded=fold(profile.name, headline, place),
        job_id=job_id,
        created_at=now,
        updated_at=now,
    )
    db.add(candidate)
    await db.flush()
    return candidate


async def _attach(db: Write, workspace_id: int, profile: Profile, candidate_id: int) -> None:
    alike = identity.alike(profile)
    part = {"workspace_id": workspace_id, "profile_id": profile.id, "candidate_id": candidate_id, "alike": alike}
    await insert_new(db, CandidateProfile, [part])
    if alike:
        await merging.suggest_alike(db, workspace_id, candidate_id, alike)


async def of_profile(db: Read, workspace_id: int, profile_id: int) -> Candidate | None:
    """The candidate that the profile is part of, when the workspace has engaged with them."""
    found = await db.exec(
        select(Candidate)
        .join(CandidateProfile, col(CandidateProfile.candidate_id) == col(Candidate.id))
        .where(CandidateProfile.workspace_id == workspace_id, CandidateProfile.profile_id == profile_id)
    )
    return found.one_or_none()


async def get(db: Read, workspace_id: int, id: int) -> Candidate:
    """Also by the id they had before they became part of another. Raises Gone."""
    now_part_of = select(CandidateAlias.candidate_id).where(CandidateAlias.id == id)
    found = await db.exec(
        select(Candidate).where(
            Candidate.workspace_id == workspace_id, or_(col(Candidate.id) == id, col(Candidate.id).in_(now_part_of))
        )
    )
    candidate = found.one_or_none()
    if candidate is None:
        raise Gone("This candidate is not there any more.")
    return candidate


async def profiles_of(db: Read, workspace_id: int, candidate_id: int) -> list[Profile]:
    """All profiles of a candidate, the one that is shown first first."""
    found = await db.exec(
        select(Profile, Candidate.profile_id)
        .join(CandidateProfile, col(CandidateProfile.profile_id) == col(Profile.id))
        .join(Candidate, col(Candidate.id) == col(CandidateProfile.candidate_id))
        .where(CandidateProfile.workspace_id == workspace_id, CandidateProfile.candidate_id == candidate_id)
        .order_by(col(Profile.id))
    )
    return [profile for profile, _ in sorted(found, key=lambda row: row[0].id != row[1])]


async def star(db: Write, by: Member, candidate_id: int, job_id: int | None, now: datetime) -> Candidate:
    """Save the candidate; who saves first owns them, until somebody makes contact. Raises Gone."""
    candidate = await get(db, by.workspace_id, candidate_id)
    row = {"workspace_id": by.workspace_id, "member_id": by.id, "candidate_id": candidate.id}
    await insert_new(db, Star, [{**row, "job_id": job_id, "created_at": now}])
    if candidate.owner_id is None:
        candidate.owner_id = by.id
    candidate.updated_at = now
    await db.flush()
    return candidate


async def unstar(db: Write, by: Member, candidate_id: int) -> Candidate:
    """Save them no longer; who saved next owns them then, unless somebody made contact. Raises Gone."""
    candidate = await get(db, by.workspace_id, candidate_id)
    await db.exec(delete_from(Star).where(col(Star.member_id) == by.id, col(Star.candidate_id) == candidate.id))
    if candidate.owner_id == by.id and candidate.unlocked_at is None:
        others = select(Star.member_id).where(Star.candidate_id == candidate.id)
        candidate.owner_id = (
            await db.exec(others.order_by(col(Star.created_at), col(Star.member_id)).limit(1))
        ).first()
        await db.flush()
    return candidate
