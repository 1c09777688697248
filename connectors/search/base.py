"""Profile search: query, results and the interface of the two engines, which must return the same results."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

# ── What: an expression tree ───────────────────────────────────────────────────


class Field(StrEnum):
    """Which part of a profile to search. By default everything is searched, with titles and skills ranked first."""

    TITLE = "title"
    SKILL = "skill"
    COMPANY = "company"
    SCHOOL = "school"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Word:
    """One word; also matches in other forms (plural, singular) and with one or two typos (none under 4 letters).
    `prefix`: any word that begins with the text."""

    text: str
    field: Field | None = None
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Consecutive words in this order, without typos."""

    text: str
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class And:
    items: tuple["What", ...]


@dataclass(frozen=True, slots=True)
class Or:
    items: tuple["What", ...]


@dataclass(frozen=True, slots=True)
class Not:
    item: "What"


What = Word | Phrase | And | Or | Not


# ── filters ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Circle:
    """A place to search: within `radius_km` of a point. Profiles without coordinates never match."""

    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Filters:
    """A profile must match all filters that are set. Text is compared without regard to case and accents; skills and
    titles also match by the aliases in `connectors/titles.py`, and in other forms of their last word. A profile with an
    unknown value (None) fails a filter on it."""

    titles: tuple[str, ...] = ()  # any of these, in the current title
    skills_all: tuple[str, ...] = ()
    skills_any: tuple[str, ...] = ()
    skills_none: tuple[str, ...] = ()
    company_now: tuple[str, ...] = ()  # any of
    company_ever: tuple[str, ...] = ()  # any of
    company_not: tuple[str, ...] = ()  # never worked at any of these
    seniority: tuple[str, ...] = ()  # any of these Seniority values, by the current title
    years_from: int | None = None
    years_to: int | None = None
    education: str | None = None  # at least this Degree
    school: str | None = None
    remote: bool = False  # remote "yes" or "only"
    relocate: bool = False
    work_authorization: tuple[str, ...] = ()  # any of
    updated_within_days: int | None = None
    open_to_work: bool = False
    has_email: bool = False
    has_phone: bool = False
    exclude_contacted: bool = False  # the handler turns these three into Query.exclude
    exclude_seen: bool = False
    exclude_rejected: bool = False


class Sort(StrEnum):
    RELEVANCE = "relevance"
    RECENCY = "recency"  # newest update first; unknown dates last
    DISTANCE = "distance"  # needs a Circle


Area = tuple[str, str]
"""An ISO 3166-1 alpha-2 country and one of its states as in the profile's `place.region`; "" for the whole country.
`ANYWHERE`: the whole world."""

ANYWHERE: Area = ("", "")


@dataclass(frozen=True, slots=True)
class Query:
    """One search. In `what`, aliases are already expanded (by `connectors/search/language/understand.py`)."""

    workspace_id: int
    what: What | None = None
    places: tuple[Circle, ...] = ()  # any of these; empty: anywhere
    areas: tuple[Area, ...] = ()  # any of these countries or states; empty: anywhere
    remote_areas: tuple[Area, ...] = ()  # or works remotely in any of these, as an alternative to `places` or `areas`
    filters: Filters = field(default_factory=Filters)
    sources: tuple[str, ...] = ()  # empty: all
    exclude: tuple[int, ...] = ()  # profile ids to leave out, up to tens of thousands
    not_employers: tuple[str, ...] = ()  # none of these keys in `Document.employers`
    any_employers: tuple[str, ...] = ()  # at least one of these
    only: tuple[int, ...] = ()  # nobody but these profile ids, up to tens of thousands; empty: everybody
    sort: Sort = Sort.RELEVANCE
    page: int = 0  # from 0
    page_size: int = 5
    facets: tuple[str, ...] = ()  # any of "source", "skills", "company", "title", "region"
    now: int = 0  # Unix seconds, for `updated_within_days`
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """For skills and titles in `filters`: folded name (`fold.fold`) → aliases that match as well."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A profile found. `matched`: the words that the query found, as spelled in the profile (lower case)."""

    profile_id: int
    source: str
    distance_km: float | None = None
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits. `total` is exact unless `approximate`. `facets`: name → the ten most frequent (value, count)
    pairs, most frequent first; values that differ only in case or accents are merged."""

    hits: tuple[Hit, ...]
    total: int
    approximate: bool = False
    facets: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict[str, tuple[tuple[str, int], ...]])


@dataclass(frozen=True, slots=True)
class Document:
    """A profile as indexed. `workspace_id` 0 makes it visible to all workspaces."""

    id: int
    workspace_id: int
    source: str
    name: str
    headline: str = ""
    summary: str = ""
    current_titles: tuple[str, ...] = ()
    past_titles: tuple[str, ...] = ()
    current_companies: tuple[str, ...] = ()
    past_companies: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    seniority: tuple[str, ...] = ()  # every Seniority named in a current title
    degree: int | None = None  # position in Degree
    country: str = ""
    region: str = ""
    city: str = ""
    lat: float | None = None
    lon: float | None = None
    years: int | None = None
    remote: bool | None = None
    relocate: bool | None = None
    work_authorization: str = ""
    open_to_work: bool = False
    has_email: bool = False
    has_phone: bool = False
    updated: int | None = None  # Unix seconds
    employers: tuple[str, ...] = ()  # keys of where they work now, compared whole: see store/people/employers.py


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The state of an index. `ready` is False while the engine is loading or unreachable; `detail` is a message that
    says why."""

    ready: bool
    documents: int
    detail: str = ""


class SearchIndex(Protocol):
    """An index of profiles. Raises only `connectors.errors`; nothing blocks the event loop."""

    async def search(self, query: Query) -> Results: ...

    async def counts(self, queries: Sequence[Query]) -> list[int]:
        """The number of hits for each query, to suggest which filter to loosen."""
        ...

    async def put(self, documents: Iterable[Document]) -> None:
        """Add or replace documents by id. Searches see them once this returns."""
        ...

    def bulk(self) -> AbstractAsyncContextManager[Callable[[Iterable[Document]], Awaitable[None]]]:
        """Load many documents: `async with index.bulk() as put: await put(batch)`. They are visible and durable once
        the block ends."""
        ...

    async def remove(self, ids: Sequence[int]) -> None: ...

    async def clear(self) -> None:
        """Empty the index before a rebuild."""
        ...

    async def status(self) -> IndexStatus: ...

    async def close(self) -> None: ...
