"""A workspace's engagement with the people on a page, read in a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import aliased
from sqlmodel import col, exists, select

from store.db import Read
from store.tables.core import Candidate, CandidateProfile, Member, Profile, Rejected, SeenProfile, Star

_Row = tuple[int, Candidate | None, str | None, int | None, str | None, bool, bool]
_Contact = aliased(Member)


@dataclass(frozen=True, slots=True)
class Engagement:
    """The engagement with one profile, as one member sees it. `candidate_id` None: the workspace has not engaged with
    the person yet."""

    candidate_id: int | None = None
    starred: bool = False  # by this member
    starred_by: tuple[str, ...] = ()  # names, in the order in which they saved
    unlocked: bool = False
    interest: str = ""
    owner_id: int | None = None
    contacted_by: int | None = None  # sender of the last invitation
    contacted_name: str = ""
    contacted_at: datetime | None = None
    rejected: bool = False  # for the job
    seen: bool = False  # by this member


async def engagements(db: Read, by: Member, profile_ids: Iterable[int], job_id: int | None) -> dict[int, Engagement]:
    """The engagement with each of the profiles. One statement, regardless of the number of profiles."""
    wanted = list(dict.fromkeys(profile_ids))
    if not wanted:
        return {}
    found: dict[int, tuple[Candidate | None, str | None, bool, bool]] = {}
    stars: dict[int, dict[int, str]] = {}
    rows: Iterable[_Row] = await cast(Any, db).exec(_query(by, wanted, job_id or 0))
    for profile_id, candidate, contact, member_id, name, seen, rejected in rows:
        found[profile_id] = (candidate, contact, seen, rejected)
        if candidate is not None and member_id is not None and name is not None:
            stars.setdefault(candidate.id, {})[member_id] = name
    nothing = (None, None, False, False)
    return {profile_id: _one(by, *found.get(profile_id, nothing), stars) for profile_id in wanted}


def of_person(theirs: Sequence[Engagement]) -> Engagement:
    """The engagement with a person, combined from the engagements with their profiles."""
    engaged = next((each for each in theirs if each.candidate_id is not None), theirs[0])
    seen, rejected = any(each.seen for each in theirs), any(each.rejected for each in theirs)
    return replace(engaged, seen=seen, rejected=rejected)


def _query(by: Member, profile_ids: list[int], job_id: int) -> Any:
    """A row for each profile and each member who starred its candidate, in the order they starred."""
    seen = exists().where(col(SeenProfile.member_id) == by.id, col(SeenProfile.profile_id) == col(Profile.id))
    rejected = exists().where(
        col(Rejected.workspace_id) == by.workspace_id,
        col(Rejected.job_id) == job_id,
        col(Rejected.profile_id) == col(Profile.id),
    )
    here = col(CandidateProfile.workspace_id) == by.workspace_id
    columns = cast(Any, select)(
        Profile.id, Candidate, _Contact.name, Member.id, Member.name, seen, rejected
    )  # its type allows only four columns
    return (
        columns.join(CandidateProfile, (col(CandidateProfile.profile_id) == col(Profile.id)) & here, isouter=True)
        .join(Candidate, col(Candidate.id) == col(CandidateProfile.candidate_id), isouter=True)
        .join(_Contact, col(_Contact.id) == col(Candidate.contacted_by), isouter=True)
        .join(Star, col(Star.candidate_id) == col(Candidate.id), isouter=True)
        .join(Member, col(Member.id) == col(Star.member_id), isouter=True)
        .where(col(Profile.id).in_(profile_ids))
        .order_by(col(Star.created_at), col(Star.member_id))
    )


def _one(
    by: Member,
    candidate: Candidate | None,
    contact: str | None,
    seen: bool,
    rejected: bool,
    stars: dict[int, dict[int, str]],
) -> Engagement:
    if candidate is None:
        return Engagement(seen=seen, rejected=rejected)
    who = stars.get(candidate.id, {})
    return Engagement(
        candidate_id=candidate.id,
        starred=by.id in who,
        starred_by=tuple(who.values()),
        unlocked=candidate.unlocked_at is not None,
        interest=candidate.interest,
        owner_id=candidate.owner_id,
        contacted_by=candidate.contacted_by,
        contacted_name=contact or "",
        contacted_at=candidate.contacted_at,
        seen=seen,
        rejected=rejected,
    )
