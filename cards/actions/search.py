"""Searching, and actions on the results."""

from dataclasses import dataclass

from cards.actions.base import Action, typed


@dataclass(frozen=True)
class AdvancedTools(Action, verb="advanced_tools", needs="search", opens_form=True):
    """The advanced search form, with the input from the short form."""

    search_id: int = 0
    what: str = typed()
    where: str = typed()


@dataclass(frozen=True)
class RunSearch(Action, verb="run_search", needs="search"):
    """Submit the search form. Without `advanced`, the form had only What and Where, so the other filters stay as they
    are."""

    search_id: int = 0
    advanced: bool = False
    what: str = typed()
    where: str = typed()
    radius: int | str | None = typed(None)
    unit: str = typed()
    titles: str = typed()
    skills_all: str = typed()
    skills_any: str = typed()
    skills_none: str = typed()
    company_now: str = typed()
    company_ever: str = typed()
    company_not: str = typed()
    seniority: tuple[str, ...] = typed(())
    years_from: int | str | None = typed(None)
    years_to: int | str | None = typed(None)
    education: str = typed()
    school: str = typed()
    only: tuple[str, ...] = typed(())
    work_authorization: tuple[str, ...] = typed(())
    updated_within_days: int | str | None = typed(None)
    leave_out: tuple[str, ...] = typed(())
    sort: str = typed()


@dataclass(frozen=True)
class Results(Action, verb="results", needs="search", reads=True):
    """The page of results that contains position `at` (from 0), of one source or of all (""). `late`: which sources
    joined the page of all sources late, and at which position, so that nobody before that position moves."""

    search_id: int
    source: str = ""
    at: int = 0
    late: str = ""


@dataclass(frozen=True)
class RetrySource(Action, verb="retry_source", needs="search"):
    """Retry a connected source that failed; `here` is the open tab."""

    search_id: int
    source: str
    here: str = ""


@dataclass(frozen=True)
class BuyPeople(Action, verb="buy_people", needs="contact"):
    """Show more people from a source that bills each person. `known`: how many people had been found when the card was
    drawn, so that a repeated press buys nothing."""

    search_id: int
    source: str
    at: int = 0
    known: int = 0


@dataclass(frozen=True)
class SortBy(Action, verb="sort_by", needs="search"):
    search_id: int
    sort: str
    source: str = ""


@dataclass(frozen=True)
class AnswerQuestion(Action, verb="choose", needs="search"):
    """Answer a clarifying question: a place for Where, or other text for What."""

    search_id: int
    field: str
    value: str


@dataclass(frozen=True)
class DropFilter(Action, verb="loosen", needs="search"):
    """Remove one filter, by its key."""

    search_id: int
    key: str


@dataclass(frozen=True)
class SearchPlaceAsWords(Action, verb="place_as_words", needs="search"):
    """Turn the place that was read from words without "in" back into words."""

    search_id: int


@dataclass(frozen=True)
class OpenBulk(Action, verb="several", needs="search", opens_form=True):
    """*Select several*: up to 25 people from position `at`."""

    search_id: int
    source: str = ""
    at: int = 0
    late: str = ""


@dataclass(frozen=True)
class DoInBulk(Action, verb="do_with_several", needs="search"):
    """Act on the selected people. The `people_N` fields hold profile ids; `do` is "star", "hide" or "contact"."""

    search_id: int
    source: str = ""
    at: int = 0
    late: str = ""
    do: str = typed()
    people_1: tuple[str, ...] = typed(())
    people_2: tuple[str, ...] = typed(())
    people_3: tuple[str, ...] = typed(())
