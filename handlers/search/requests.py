"""A search, ready to run: loaded from the store, interpreted, in one source or in all."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cards.views.people import JobView, SearchView
from connectors.errors import OutsideError
from connectors.search.base import Filters, Query, Sort
from connectors.search.language import understand as search
from connectors.search.language.terms import Terms
from connectors.search.language.understand import Understood
from handlers.connected_sources import Connected
from handlers.context import Context
from handlers.views import row_views
from store import searches
from store.db import Read
from store.mailbox import own_companies
from store.mailbox.own_companies import OwnCompanies
from store.people import profiles
from store.tables.core import Job, Member

PAGE = 5
MOST_PAGED = 100_000  # the most people that can be paged through
EXCLUSIONS = ("contacted", "seen", "rejected")


@dataclass(frozen=True, slots=True)
class StoredSearch:
    """A search loaded from the store. `left_out`: the profile ids that each active exclusion filter removes, by filter
    name. `current_job`: the member's current job, if the search has no job. `connected`: the resume databases that the
    member can use. `own`: the companies whose people are left out."""

    id: int
    terms: Terms
    job: JobView | None = None
    job_id: int | None = None
    current_job: JobView | None = None
    left_out: dict[str, set[int]] = field(default_factory=dict[str, set[int]])
    connected: tuple[Connected, ...] = ()
    own: OwnCompanies = field(default_factory=OwnCompanies)

    def exclude(self, filters: Filters) -> tuple[int, ...]:
        """The ids of the profiles that these filters exclude."""
        sets = (ids for name, ids in self.left_out.items() if getattr(filters, name))
        return tuple(set[int]().union(*sets))


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """An interpreted search in one source, or in all (""). `late`: the sources that joined the ranking late (see
    handlers/search/ranking.py)."""

    search: StoredSearch
    parsed: Understood
    source: str = ""
    late: str = ""

    @property
    def connection(self) -> Connected | None:
        """The connection to ask; None for our own index."""
        return next((each for each in self.search.connected if each.traits.name == self.source), None)

    def query(
        self, by: Member, context: Context, *, page: int, page_size: int = PAGE, all_sources: bool = False
    ) -> Query:
        sources = () if all_sources or not self.source else (self.source,)
        facets = ("source",) if not sources else ()
        now = int(context.now().timestamp())
        return search.query(
            self.parsed,
            workspace_id=by.workspace_id,
            sources=sources,
            exclude=self.search.exclude(self.parsed.terms.filters),
            not_employers=sorted(self.search.own.keys),
            page=max(0, min(page, MOST_PAGED // page_size)),
            page_size=page_size,
            facets=facets,
            now=now,
        )

    async def leaves_out_own(self, by: Member, context: Context) -> bool:
        """Whether people whom the index finds are left out of this search because they work for the workspace's own
        companies; False if the index fails."""
        if not self.search.own.keys:
            return False
        query = self.query(by, context, page=0, page_size=1)
        own = replace(query, facets=(), not_employers=(), any_employers=query.not_employers)
        try:
            return await context.index.counts([own]) != [0]
        except OutsideError:
            return False

    def view(self, *, without_own: bool = False) -> SearchView:
        """The view of this search. `without_own`: people who work for the workspace's own companies were left out."""
        chips = tuple(chip for chip in self.parsed.chips if chip[0] != "exclude_rejected")  # the default
        return SearchView(
            self.search.id,
            chips,
            self.search.job,
            self.source,
            self.parsed.terms.sort.value,
            near=bool(self.parsed.places),
            unsearched=self.parsed.terms.unsearched,
            bare_place=self.parsed.terms.bare_place if self.parsed.terms.where else "",
            current_job=self.search.current_job,
            late=self.late,
            without=self.search.own.names if without_own else (),
        )


async def get_search(db: Read, by: Member, context: Context, search_id: int) -> StoredSearch:
    """The member's search with its job and exclusions. Raises Gone."""
    row = await searches.mine(db, by, search_id)
    return await complete(db, by, context, row.id, Terms.from_json(row.terms), row.job_id)


async def complete(
    db: Read, by: Member, context: Context, search_id: int, terms: Terms, job_id: int | None
) -> StoredSearch:
    """Loads the job, the profiles that the search excludes, and the connected sources."""
    company = context.outreach.mail.company
    own, jobs = await own_companies.hidden_and_jobs(db, by.workspace_id, company, (job_id, by.job_id))
    job, current_job = _job(jobs, job_id), _job(jobs, by.job_id)
    job_id = job.id if job else None
    left_out: dict[str, set[int]] = {}
    for name in EXCLUSIONS:
        if getattr(terms.filters, f"exclude_{name}"):
            only: dict[str, bool] = {each: each == name for each in EXCLUSIONS}
            left_out[f"exclude_{name}"] = await profiles.excluded(db, by, job_id=job_id, **only)
    connected = tuple(await context.sources.connected(db, by))
    if current_job is not None and (job is not None or not current_job.open):
        current_job = None
    return StoredSearch(search_id, terms, job, job_id, current_job, left_out, connected, own)


def _job(jobs: Mapping[int, Job], job_id: int | None) -> JobView | None:
    """The search's job; None if there is none or it no longer exists."""
    return row_views.job(jobs[job_id]) if job_id is not None and job_id in jobs else None


async def understood(context: Context, terms: Terms) -> Understood:
    """Interprets the search text, in a thread because places are read from a file."""
    u = await asyncio.to_thread(search.understand, terms, context.places, context.titles)
    if u.terms.sort is Sort.DISTANCE and not u.places:
        return replace(u, terms=replace(u.terms, sort=Sort.RELEVANCE))
    return u


async def request_for(context: Context, stored: StoredSearch, source: str = "", late: str = "") -> SearchRequest:
    return SearchRequest(stored, await understood(context, stored.terms), source, late)
