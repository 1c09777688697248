"""What a workspace has to do with the people of a page, told in a fixed number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from store.db import Read
from store.tables import Candidate, CandidateProfile, Member, Rejected, Seen, Star


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one profile, for one member. `candidate_id` None: the workspace has nothing to do with them yet."""

    candidate_id: int | None = None
    starred: bool = False  # by this member
    starred_by: tuple[str, ...] = ()  # names, in the order they did
    unlocked: bool = False
    interest: str = ""
    owner_id: int | None = None
    contacted_by: int | None = None  # the member of the last invitation
    contacted_at: datetime | None = None
    rejected: bool = False  # for the job
    seen: bool = False  # by this member


async def standing(db: Read, by: Member, profile_ids: Iterable[int], job_id: int | None) -> dict[int, Standing]:
    """For each of the profiles. Four statements, however many there are."""
    wanted = list(dict.fromkeys(profile_ids))
    if not wanted:
        return {}
    candidates = await _candidates(db, by.workspace_id, wanted)
    stars = await _stars(db, by.workspace_id, {candidate.id for candidate in candidates.values()})
    seen = select(Seen.profile_id).where(
        Seen.workspace_id == by.workspace_id, Seen.member_id == by.id, col(Seen.profile_id).in_(wanted)
    )
    rejected = select(Rejected.profile_id).where(
        Rejected.workspace_id == by.workspace_id,
        Rejected.job_id == (job_id or 0),
        col(Rejected.profile_id).in_(wanted),
    )
    seen_ids, rejected_ids = set(await db.exec(seen)), set(await db.exec(rejected))
    return {
        profile_id: _one(by, candidates.get(profile_id), stars, profile_id in seen_ids, profile_id in rejected_ids)
        for profile_id in wanted
    }


def _one(
    by: Member, candidate: Candidate | None, stars: dict[int, list[tuple[int, str]]], seen: bool, rejected: bool
) -> Standing:
    if candidate is None:
        return Standing(seen=seen, rejected=rejected)
    who = stars.get(candidate.id, [])
    return Standing(
        candidate_id=candidate.id,
        starred=any(member_id == by.id for member_id, _ in who),
        starred_by=tuple(name for _, name in who),
        unlocked=candidate.unlocked_at is not None,
        interest=candidate.interest,
        owner_id=candidate.owner_id,
        seen=seen,
        rejected=rejected,
    )


async def _candidates(db: Read, workspace_id: int, profile_ids: list[int]) -> dict[int, Candidate]:
    """By profile."""
    found = await db.exec(
        select(CandidateProfile.profile_id, Candidate)
        .join(Candidate, col(Candidate.id) == col(CandidateProfile.candidate_id))
        .where(CandidateProfile.workspace_id == workspace_id, col(CandidateProfile.profile_id).in_(profile_ids))
    )
    return dict(found.all())


async def _stars(db: Read, workspace_id: int, candidate_ids: set[int]) -> dict[int, list[tuple[int, str]]]:
    """By candidate: who starred them, first first."""
    if not candidate_ids:
        return {}
    found = await db.exec(
        select(Star.candidate_id, Member.id, Member.name)
        .join(Member, col(Member.id) == col(Star.member_id))
        .where(Star.workspace_id == workspace_id, col(Star.candidate_id).in_(candidate_ids))
        .order_by(col(Star.created_at), col(Star.member_id))
    )
    stars: dict[int, list[tuple[int, str]]] = {}
    for candidate_id, member_id, name in found:
        stars.setdefault(candidate_id, []).append((member_id, name))
    return stars
