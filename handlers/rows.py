"""Rows of the store as the views that screens are drawn from."""

from cards.views import CandidateItem, JobView, MemberView
from store.candidate_lists import CandidateRow
from store.tables import Job, Member


def member(row: Member) -> MemberView:
    return MemberView(row.id, row.name or "Somebody", row.role.value, row.email, row.outsider)


def job(row: Job) -> JobView:
    return JobView(
        row.id, row.title, row.place, row.department, row.recruiter_email, row.remote, open=row.status == "open"
    )


def candidate(row: CandidateRow, owners: dict[int, Member], jobs: dict[int, str]) -> CandidateItem:
    """`owners` and `jobs` (titles) by id, for the whole page at once."""
    one = row.candidate
    owner = owners.get(one.owner_id) if one.owner_id else None
    return CandidateItem(
        profile_id=one.profile_id,
        name=one.name,
        headline=one.headline,
        place=one.place,
        owner=owner.name if owner else "",
        saved_by=row.starred_by,
        notes=row.notes,
        interest=one.interest,
        job=jobs.get(one.job_id, "") if one.job_id else "",
    )
