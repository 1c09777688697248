"""Builds views from store rows."""

from collections.abc import Iterable
from datetime import datetime

from cards.sanitize import visible
from cards.views.outreach import NO_REACH, Reach
from cards.views.people import CandidateItem, JobView, MemberView
from handlers.views import profile_views
from store.people.candidates_page import CandidateRow
from store.tables.core import Job, Member, Profile


def member(row: Member) -> MemberView:
    return MemberView(row.id, row.name or "Somebody", row.role.value, row.email, row.outsider)


def job(row: Job) -> JobView:
    return JobView(
        row.id,
        visible(row.title, "No title"),
        row.place,
        row.department,
        row.recruiter_email,
        row.remote,
        open=row.status == "open",
    )


def involved(found: Iterable[CandidateRow]) -> set[int]:
    """The ids of the members named on a page of candidates: owners and last contacts."""
    return {id_ for row in found for id_ in (row.candidate.owner_id, row.candidate.contacted_by) if id_}


def candidate(
    row: CandidateRow,
    owners: dict[int, Member],
    jobs: dict[int, str],
    unlocked: dict[int, list[Profile]],
    now: datetime,
    reach: Reach = NO_REACH,
) -> CandidateItem:
    """`owners` (members) and `jobs` (titles) are by id, `unlocked` (profiles whose contact details may be shown) by
    candidate id, for the whole page at once."""
    one = row.candidate
    owner = owners.get(one.owner_id) if one.owner_id else None
    writer = owners.get(one.contacted_by) if one.contacted_by else None
    profiles = unlocked.get(one.id)
    return CandidateItem(
        profile_id=one.profile_id,
        name=profile_views.shown_name(one.name),
        headline=visible(one.headline),
        place=profile_views.format_place(profile_views.parse_profile(row.profile).place),
        owner=owner.name if owner else "",
        saved_by=row.starred_by,
        notes=row.notes,
        interest=one.interest,
        job=jobs.get(one.job_id, "") if one.job_id else "",
        contacted=profile_views.contacted(writer.name if writer else "", one.contacted_at, now),
        contact=profile_views.contact(profiles) if profiles and one.unlocked_at else None,
        reach=reach,
    )
