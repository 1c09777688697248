"""The interface of a partner's resume database: search for free where the partner allows it, and pay to reveal a
person.

Every source declares what it can do (`Traits`), and cards and handlers follow the declaration: nothing outside this
folder refers to a source by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from connectors.answer_sources import SourceAnswers
from connectors.search.base import Area, Filters, Sort, What

Body = dict[str, Any]  # a profile in the import format (connectors/profiles.py), validated
Credentials = Mapping[str, str]  # by the names of `Traits.credentials`
ContactWay = Literal["email", "phone", "link"]  # "link": only on the source's own page


@dataclass(frozen=True, slots=True)
class CredentialField:
    """An input of the connect page."""

    name: str
    label: str
    secret: bool = True
    required: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Traits:
    """What a source is and can do.

    `filters`: the fields of `Filters` that it can express, in addition to words; `places`: whether it can search within
    a radius of a place. `search_costs`: whether each person returned is billed; if so, the source is searched only when
    somebody opens its tab. `unit`: what a reveal uses up ("view", "credit"); "" if it uses up nothing.
    `free_again_days`: for how many days revealing the same person again costs nothing. `keep_days`: for how many days a
    profile may be stored; None means as long as the contract runs."""

    name: str  # as in Profile.source: "dice"
    label: str  # "Dice"
    offers: str  # one sentence for someone who has not connected it: what it contains, and where to buy it
    credentials: tuple[CredentialField, ...]
    filters: frozenset[str] = frozenset()
    places: bool = True
    sorts: frozenset[Sort] = frozenset({Sort.RELEVANCE})
    page_size: int = 20  # the most people it returns at once
    search_costs: bool = False
    search_unit: str = ""  # what such a search uses up, if it has an allowance of its own instead of that of `unit`
    unit: str = ""
    free_again_days: int = 0
    contact: frozenset[ContactWay] = frozenset()
    may_export: bool = False
    may_share: bool = False  # profiles may be shown in channels, without contact details
    keep_days: int | None = None
    answers: bool = False  # it reports candidates' answers
    searches: bool = True  # it can be searched; otherwise it has no tab


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place as the person sees it ("Boston, MA"), with the details that a source may need."""

    label: str
    city: str = ""
    region: str = ""  # as in the place's label: "MA"
    country: str = ""  # ISO 3166-1 alpha-2
    postal_code: str = ""
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None


@dataclass(frozen=True, slots=True)
class SourceQuery:
    """One page of a search. `what` has no aliases expanded. `cursor`: from the previous page; "" for the first page."""

    what: What | None = None
    places: tuple[NamedPlace, ...] = ()  # any of these
    areas: tuple[Area, ...] = ()  # any of these countries or states
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.RELEVANCE
    size: int = 5
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """What is left of the contract. `resets`: when the allowance is reset, in the source's words."""

    left: int
    total: int | None = None
    resets: str = ""


@dataclass(frozen=True, slots=True)
class Spent:
    """What a call cost, according to the source. `quota`: what is left, if the source said so."""

    amount: int
    quota: Quota | None = None


@dataclass(frozen=True, slots=True)
class SourceResults:
    """A page of people, masked: no contact details that the contract bills for.

    `unexpressed`: parts of the query that the source can't search for, in words for the user ("remote work"). `cursor`:
    for the next page; "" after the last. `skipped`: the number of people whose record could not be read. `sample`: the
    first record as the source sent it, to help find out how its interface has changed."""

    people: tuple[Body, ...]
    total: int
    cursor: str = ""
    unexpressed: tuple[str, ...] = ()
    spent: Spent | None = None
    skipped: int = 0
    sample: object = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Document:
    """A resume as a file."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Revealed:
    """The complete profile with the contact details, and the resume if the source has one."""

    body: Body
    spent: Spent | None = None
    document: Document | None = None


class ResumeSource(Protocol):
    """One connection to a source. Raises only `connectors.errors`; nothing blocks the event loop.

    Only `quota` and a `search` that costs nothing may be repeated after a failure; a `reveal`, or a search that costs,
    whose outcome is unknown raises Uncertain."""

    @property
    def traits(self) -> Traits: ...

    async def check(self) -> Quota | None:
        """Log in, which costs nothing. Raises BadCredentials."""
        ...

    async def search(self, query: SourceQuery) -> SourceResults: ...

    async def reveal(self, source_id: str) -> Revealed:
        """Buy the person's contact details. Raises QuotaSpent, Uncertain, and Refused if the source no longer has the
        person."""
        ...

    async def quota(self) -> Quota | None:
        """What is left of the contract; None if the source doesn't say."""
        ...

    async def answers(self, cursor: str) -> SourceAnswers:
        """Fetch answers, as in `connectors.answer_sources.AnswerSource`. Call this only if `traits.answers`."""
        ...

    async def close(self) -> None: ...
