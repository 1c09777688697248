"""What a workspace has to do with the people of a page, told in a fixed number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlmodel import col, literal, select, union_all

from store.db import Read
from store.tables import Candidate, CandidateProfile, Member, Rejected, Seen, Star

Stars = dict[int, list[tuple[int, str]]]  # by candidate: member and name, who starred first first


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
    """For each of the profiles. Two statements, however many there are."""
    wanted = list(dict.fromkeys(profile_ids))
    if not wanted:
        return {}
    candidates, stars = await _candidates(db, by.workspace_id, wanted)
    marks = await _marks(db, by, wanted, job_id)
    return {
        profile_id: _one(
            by, candidates.get(profile_id), stars, (profile_id, "seen") in marks, (profile_id, "no") in marks
        )
        for profile_id in wanted
    }


def _one(by: Member, candidate: Candidate | None, stars: Stars, seen: bool, rejected: bool) -> Standing:
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


async def _candidates(db: Read, workspace_id: int, profile_ids: list[int]) -> tuple[dict[int, Candidate], Stars]:
    """The candidates by profile, and who starred them."""
    found = await db.exec(
        select(CandidateProfile.profile_id, Candidate, Member.id, Member.name)
        .join(Candidate, col(Candidate.id) == col(CandidateProfile.candidate_id))
        .join(Star, col(Star.candidate_id) == col(Candidate.id), isouter=True)
        .join(Member, col(Member.id) == col(Star.member_id), isouter=True)
        .where(CandidateProfile.workspace_id == workspace_id, col(CandidateProfile.profile_id).in_(profile_ids))
        .order_by(col(Star.created_at), col(Star.member_id))
    )
    candidates: dict[int, Candidate] = {}
    stars: dict[int, dict[int, str]] = {}
    for profile_id, candidate, member_id, name in found:
        candidates[profile_id] = candidate
        if name is not None:  # pyright: ignore[reportUnnecessaryComparison] - nobody starred them
            stars.setdefault(candidate.id, {})[member_id] = name
    return candidates, {candidate_id: list(who.items()) for candidate_id, who in stars.items()}


async def _marks(db: Read, by: Member, profile_ids: list[int], job_id: int | None) -> set[tuple[int, str]]:
    """Which of the profiles this member has "seen", and to which there was a "no" for the job."""
    seen = select(Seen.profile_id, literal("seen")).where(
        Seen.workspace_id == by.workspace_id, Seen.member_id == by.id, col(Seen.profile_id).in_(profile_ids)
    )
    rejected = select(Rejected.profile_id, literal("no")).where(
        Rejected.workspace_id == by.workspace_id,
        Rejected.job_id == (job_id or 0),
        col(Rejected.profile_id).in_(profile_ids),
    )
    both = cast(Any, union_all(seen, rejected))  # SQLModel has no types for it
    return {(row[0], row[1]) for row in cast(Iterable[tuple[int, str]], await db.exec(both))}
