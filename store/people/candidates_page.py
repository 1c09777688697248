"""The candidates page: the people the team has engaged with, by tab and filter."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import ColumnElement, case
from sqlmodel import col, exists, func, or_, select

from store.db import Read
from store.paging import within
from store.people.notes import readable
from store.tables.core import Candidate, Member, Note, Profile, Star
from store.text import contains_all, fold

Tab = Literal["all", "saved", "unlocked"]
_LONGEST = 300  # the most characters in a search
MOST_EXPORTED = 20_000  # the most candidates in one file


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate in a list. `notes`: how many notes the member may read."""

    candidate: Candidate
    profile: Profile  # the profile displayed for the candidate
    starred_by: tuple[str, ...]  # names, in the order in which they saved
    notes: int


@dataclass(frozen=True, slots=True)
class CandidatePage:
    """`counts` has the three tabs, under the same filters; `page` counts from 0 and is never beyond the end."""

    items: list[CandidateRow]
    counts: dict[Tab, int]
    total: int
    page: int
    page_size: int


@dataclass(frozen=True, slots=True)
class CandidateQuery:
    """`mine`: only candidates that this member saved or owns. All `words` must occur in name, headline or place.

    `countries`: by word, the codes of the countries with that name. `job_id`: only candidates engaged or saved for that
    job."""

    tab: Tab = "all"
    mine: bool = False
    words: str = ""
    countries: Mapping[str, Collection[str]] = field(default_factory=dict[str, Collection[str]])
    job_id: int | None = None
    interest: str = ""
    owner_id: int | None = None


EVERYONE = CandidateQuery()


async def listed(
    db: Read, by: Member, query: CandidateQuery = EVERYONE, *, page: int = 0, page_size: int = 5
) -> CandidatePage:
    """A page of the team's candidates, latest activity first. Four statements."""
    wanted = _wanted(by, query)
    tabs = _tabs(by, query.mine)
    counting = select(_count(tabs["all"]), _count(tabs["saved"]), _count(tabs["unlocked"])).where(*wanted)
    everybody, saved, unlocked = (await db.exec(counting)).one()
    counts: dict[Tab, int] = {"all": everybody, "saved": saved, "unlocked": unlocked}
    page = within(page, page_size, counts[query.tab])
    items = await _rows(db, by, [*wanted, tabs[query.tab]], offset=page * page_size, limit=page_size)
    return CandidatePage(items, counts, counts[query.tab], page, page_size)


async def every(db: Read, by: Member, query: CandidateQuery = EVERYONE) -> list[CandidateRow]:
    """The whole list, to be exported to a file, up to MOST_EXPORTED candidates. The caller must `audit.add(…, "export",
    …)`."""
    wanted = [*_wanted(by, query), _tabs(by, query.mine)[query.tab]]
    return await _rows(db, by, wanted, offset=0, limit=MOST_EXPORTED)


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)


def _starred(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(col(Star.candidate_id) == col(Candidate.id), *which)


def _wanted(by: Member, query: CandidateQuery) -> list[ColumnElement[bool]]:
    wanted = [col(Candidate.workspace_id) == by.workspace_id, *_matches(query.words, query.countries)]
    if query.mine:
        wanted.append(or_(col(Candidate.owner_id) == by.id, _starred(col(Star.member_id) == by.id)))
    if query.job_id is not None:
        wanted.append(or_(col(Candidate.job_id) == query.job_id, _starred(col(Star.job_id) == query.job_id)))
    if query.interest:
        wanted.append(col(Candidate.interest) == query.interest)
    if query.owner_id is not None:
        wanted.append(col(Candidate.owner_id) == query.owner_id)
    return wanted


def _matches(words: str, countries: Mapping[str, Collection[str]]) -> Iterator[ColumnElement[bool]]:
    """Conditions for candidates that match the words. Places are stored with their country's code but shown with its
    name, so country names are matched by code."""
    place = col(Candidate.place)
    for word in fold(words[:_LONGEST]).split():
        there = (or_(place == code, place.endswith(f", {code}", autoescape=True)) for code in countries.get(word, ()))
        yield or_(contains_all(Candidate.search_text, word), *there)


def _tabs(by: Member, mine: bool) -> dict[Tab, ColumnElement[bool]]:
    return {
        "all": col(Candidate.id).is_not(None),
        "saved": _starred(col(Star.member_id) == by.id) if mine else _starred(),
        "unlocked": col(Candidate.unlocked_at).is_not(None),
    }


async def _rows(
    db: Read, by: Member, wanted: Sequence[ColumnElement[bool]], *, offset: int, limit: int
) -> list[CandidateRow]:
    shown_by = select(Candidate, Profile).join(Profile, col(Profile.id) == col(Candidate.profile_id))
    newest = shown_by.where(*wanted).order_by(col(Candidate.updated_at).desc(), col(Candidate.id).desc())
    found = (await db.exec(newest.offset(offset).limit(limit))).all()
    ids = [candidate.id for candidate, _ in found]
    stars: dict[int, list[str]] = {}
    names = select(Star.candidate_id, Member.name).join(Member, col(Member.id) == col(Star.member_id))
    shown = names.where(Star.workspace_id == by.workspace_id, col(Star.candidate_id).in_(ids))
    for candidate_id, name in await db.exec(shown.order_by(col(Star.created_at), col(Star.member_id))):
        stars.setdefault(candidate_id, []).append(name)
    counting = select(Note.candidate_id, func.count()).where(readable(by), col(Note.candidate_id).in_(ids))
    notes = dict((await db.exec(counting.group_by(col(Note.candidate_id)))).all())
    return [
        CandidateRow(candidate, profile, tuple(stars.get(candidate.id, ())), notes.get(candidate.id, 0))
        for candidate, profile in found
    ]
