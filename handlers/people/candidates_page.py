"""The candidates page: tabs, filters, and CSV export."""

from collections.abc import Sequence

from cards.actions.candidates import ExportCandidates, FilterCandidates, OpenCandidateFilter, OpenCandidates
from cards.screens.candidates import candidate_filter_form, candidates_page
from cards.screens.wording import counted
from cards.tree import Card, Value
from cards.typed_text import SEARCH_BOX
from cards.views.people import CandidateFilter, CandidateList
from connectors.geo.gazetteer import countries_named
from handlers import lookup
from handlers.context import Context
from handlers.replies import Ask, Attach, Close, Replies, Show, Tell
from handlers.views import candidates_csv, row_views
from handlers.views.reach_views import reaches
from store import audit, jobs
from store.db import Read
from store.errors import Gone
from store.members import members
from store.people import candidates
from store.people import candidates_page as saved_people
from store.people.candidates_page import CandidateRow, Tab
from store.roles import May, allows
from store.tables.core import Member, Profile

PAGE = 5
INTEREST = ("interested", "not_interested", "replied", "complained")

NOT_EXPORTED = "the terms of their source don't allow exporting them."


def _tab(word: str) -> Tab:
    return word if word in ("saved", "unlocked") else "all"


def _interest(word: str) -> str:
    return word if word in INTEREST else ""


def _query(action: OpenCandidates | ExportCandidates) -> saved_people.CandidateQuery:
    return saved_people.CandidateQuery(
        tab=_tab(action.tab),
        mine=action.mine,
        words=action.words,
        countries=countries_named(action.words),
        job_id=action.job_id or None,
        interest=_interest(action.interest),
        owner_id=action.owner_id or None,
    )


async def open_page(action: OpenCandidates, by: Member, context: Context) -> Replies:
    return Show(await page(action, by, context))


async def page(action: OpenCandidates, by: Member, context: Context, notice: str = "") -> Card:
    """The current page. Only reads."""
    async with context.read() as db:
        wanted = await _filter_view(db, by, action)
        found = await saved_people.listed(db, by, _query(action), page=max(0, action.page), page_size=PAGE)
        owners = await members.named(db, by.workspace_id, row_views.involved(found.items))
        shown = await _unlocked(db, by, found.items)
        reach = await reaches(
            db, by, context, {row.candidate.id: ([row.profile], row.candidate.id) for row in found.items}
        )
    titles = {action.job_id: wanted.job} if action.job_id else {}
    return candidates_page(
        CandidateList(
            tuple(
                row_views.candidate(row, owners, titles, shown, context.now(), reach[row.candidate.id])
                for row in found.items
            ),
            found.total,
            {str(tab): count for tab, count in found.counts.items()},
            found.page,
            PAGE,
            wanted,
        ),
        may_export=allows(by.role, May.EXPORT),
        notice=notice,
    )


async def _unlocked(db: Read, by: Member, found: Sequence[CandidateRow]) -> dict[int, list[Profile]]:
    """The profiles, by candidate id, of the candidates whose contact details this member may see."""
    if not allows(by.role, May.SEE_CONTACTS):
        return {}
    ids = [row.candidate.id for row in found if row.candidate.unlocked_at is not None]
    return await candidates.profiles_of_all(db, by.workspace_id, ids)


async def _filter_view(db: Read, by: Member, action: OpenCandidates | OpenCandidateFilter) -> CandidateFilter:
    """The filter with the names of its job and its owner."""
    job = owner = ""
    if action.job_id:
        try:
            job = (await jobs.get(db, by.workspace_id, action.job_id)).title
        except Gone:
            job = "a deleted job"
    if action.owner_id:
        named = await members.named(db, by.workspace_id, [action.owner_id])
        owner = named[action.owner_id].name if action.owner_id in named else "a former member"
    return CandidateFilter(
        _tab(action.tab),
        action.mine,
        action.words,
        action.job_id,
        action.owner_id,
        job=job,
        owner=owner,
        interest=_interest(action.interest),
    )


async def open_filter(action: OpenCandidateFilter, by: Member, context: Context) -> Replies:
    async with context.read() as db:
        wanted = await _filter_view(db, by, action)
    return Ask(candidate_filter_form(wanted))


async def filter_page(action: FilterCandidates, by: Member, context: Context) -> Replies:
    """`job` and `owner` are typeahead ids or typed names; unknown or ambiguous names are errors in the form."""
    async with context.read() as db:
        job = await lookup.job(db, by, action.job)
        owner = await lookup.member(db, by, action.owner)
    errors = {name: picked.trouble for name, picked in (("job", job), ("owner", owner)) if picked.trouble}
    words = action.words.strip()[:SEARCH_BOX]
    if errors:
        typed: dict[str, Value] = {
            "words": words,
            "job": action.job,
            "owner": action.owner,
            "interest": action.interest,
        }
        filters = CandidateFilter(_tab(action.tab), action.mine)
        return Ask(candidate_filter_form(filters, errors=errors, values={n: v for n, v in typed.items() if v}))
    wanted = OpenCandidates(action.tab, action.mine, words, job.id, owner.id, interest=_interest(action.interest))
    return Close(), Show(await page(wanted, by, context))


async def export_csv(action: ExportCandidates, by: Member, context: Context) -> Replies:
    """Sends the whole list as a CSV file in direct messages, without the people whose source does not permit exporting;
    the export is recorded in the audit log."""
    async with context.write() as db:
        found = await saved_people.every(db, by, _query(action))
        if not found:
            return Tell("There's no one to export here.")
        owners = await members.named(db, by.workspace_id, (row.candidate.owner_id or 0 for row in found))
        profiles = await candidates.profiles_of_all(db, by.workspace_id, [row.candidate.id for row in found])
        shown = {id: [one for one in theirs if _may_export(one, context)] for id, theirs in profiles.items()}
        rows = [row for row in found if shown.get(row.candidate.id) or not profiles.get(row.candidate.id)]
        if not rows:
            return Tell(f"No one here can be exported: {NOT_EXPORTED}")
        about = {"candidates": len(rows), "tab": _tab(action.tab), "mine": action.mine}
        await audit.add(db, by.workspace_id, by.id, "export", about, context.now())
    content = candidates_csv.csv(rows, shown, owners)
    name = f"candidates-{context.now():%Y-%m-%d}.csv"
    left_out = len(found) - len(rows)
    note = f" {counted(left_out, 'person is', 'people are')} left out: {NOT_EXPORTED}" if left_out else ""
    return Attach(name, content, f"{counted(len(rows), 'candidate')}, as of now.{note}")


def _may_export(profile: Profile, context: Context) -> bool:
    """Whether the source permits exporting; a connected source that is unknown to this version doesn't."""
    kind = context.sources.kinds.get(profile.source)
    return profile.in_index or (kind is not None and kind.traits.may_export)
