"""Searching profiles: one query, one protocol, two engines that must answer alike."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

# ── What: a tree of words ──────────────────────────────────────────────────────


class Field(StrEnum):
    """Where a word is looked for; without one, everywhere, titles and skills first."""

    TITLE = "title"
    SKILL = "skill"
    COMPANY = "company"
    SCHOOL = "school"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Word:
    """One word, found also when misspelt by a letter or two (none under 4 letters)."""

    text: str
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand together in this order, exactly."""

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
    """Where: within `radius_km` of a point. Profiles without coordinates are not in it."""

    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Filters:
    """All must hold; an empty one does not filter. Words are compared folded (case, accents); skills and titles
    expanded by the aliases of `connectors/titles.py`. An unknown value of a profile (None) passes no filter on it."""

    titles: tuple[str, ...] = ()  # any of these, in the current title
    skills_all: tuple[str, ...] = ()
    skills_any: tuple[str, ...] = ()
    skills_none: tuple[str, ...] = ()
    company_now: tuple[str, ...] = ()  # any of
    company_ever: tuple[str, ...] = ()  # any of
    company_not: tuple[str, ...] = ()  # never worked at any of
    seniority: tuple[str, ...] = ()  # any of these Seniority, by the current title
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
    exclude_contacted: bool = False  # these three are resolved by the handler into Query.exclude
    exclude_seen: bool = False
    exclude_rejected: bool = False


class Sort(StrEnum):
    RELEVANCE = "relevance"
    RECENCY = "recency"  # newest update first; unknown dates last
    DISTANCE = "distance"  # needs a Circle


@dataclass(frozen=True, slots=True)
class Query:
    """One search. Aliases are already expanded in `what` (by `connectors/search/language/understand.py`)."""

    workspace_id: int
    what: What | None = None
    places: tuple[Circle, ...] = ()  # any of; none: anywhere
    country: str | None = None  # ISO 3166-1 alpha-2, for a Where that is a country
    region: str | None = None  # with `country`, a state or province, as the profile's `place.region` code
    filters: Filters = field(default_factory=Filters)
    sources: tuple[str, ...] = ()  # none: all
    exclude: tuple[int, ...] = ()  # profile ids not to show, up to tens of thousands
    sort: Sort = Sort.RELEVANCE
    page: int = 0  # from 0
    page_size: int = 5
    facets: tuple[str, ...] = ()  # of "source", "skills", "company", "title", "region"
    now: int = 0  # Unix seconds, for `updated_within_days` and for preferring fresh profiles
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Of the skills and titles in `filters`: the folded words (`fold.fold`) → their other names, which pass as well."""


@dataclass(frozen=True, slots=True)
class Hit:
    """`matched`: the words, as they stand in the profile (lower case), that the query found."""

    profile_id: int
    source: str
    distance_km: float | None = None
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """`total` is exact unless `approximate`. `facets`: name → the ten most frequent (value, count), most first; values
    that differ in case or accents only are one."""

    hits: tuple[Hit, ...]
    total: int
    approximate: bool = False
    facets: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict[str, tuple[tuple[str, int], ...]])


@dataclass(frozen=True, slots=True)
class Document:
    """A profile as the index holds it. `workspace_id` 0 is everybody's."""

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
    seniority: tuple[str, ...] = ()  # every Seniority that a title of the present post says
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


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """`ready` is False while the engine still loads, or cannot be reached; `detail` says why, in words."""

    ready: bool
    documents: int
    detail: str = ""


class SearchIndex(Protocol):
    """An index of profiles. Raises only `connectors.errors`; nothing blocks the event loop."""

    async def search(self, query: Query) -> Results: ...

    async def counts(self, queries: Sequence[Query]) -> list[int]:
        """The totals alone, of several queries at once: which filter to loosen."""
        ...

    async def put(self, documents: Iterable[Document]) -> None:
        """Add or replace, by id. Visible to searches when it returns."""
        ...

    def bulk(self) -> AbstractAsyncContextManager[Callable[[Iterable[Document]], Awaitable[None]]]:
        """Load many: `async with index.bulk() as put: await put(batch)`. Visible, and kept, when the block ends."""
        ...

    async def remove(self, ids: Sequence[int]) -> None: ...

    async def clear(self) -> None:
        """Empty it, for a rebuild."""
        ...

    async def status(self) -> IndexStatus: ...

    async def close(self) -> None: ...
