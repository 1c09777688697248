"""Converts a search to form values and back."""

import re
from dataclasses import replace
from typing import Any

from cards.actions.search import RunSearch
from cards.screens.search_forms import EDUCATION, SENIORITY, WORK_AUTHORIZATION
from cards.tree import Option, Value
from cards.views.people import JobView
from connectors.geo.places import Places
from connectors.search.base import Filters, Sort
from connectors.search.job_words import alike, work_words
from connectors.search.language.terms import Terms
from connectors.titles import Titles
from store.tables.core import Job

ONLY = {
    "remote": "remote",
    "relocate": "relocate",
    "open_to_work": "open_to_work",
    "has_email": "has_email",
    "has_phone": "has_phone",
}
LEAVE_OUT = {"contacted": "exclude_contacted", "seen": "exclude_seen", "rejected": "exclude_rejected"}
LISTS = ("titles", "skills_all", "skills_any", "skills_none", "company_now", "company_ever", "company_not")
PICKED = ("seniority", "only", "work_authorization", "leave_out")
NUMBERS = {"radius": (1, 500), "years_from": (0, 80), "years_to": (0, 80), "updated_within_days": (1, 3650)}

_SYNTAX = re.compile(r"[()\[\]{}\"“”:,;/|]+")
_OPERATORS = re.compile(r"\b(AND|OR|NOT)\b")


class InvalidForm(Exception):
    """The input is invalid: `errors` has a message for each input, by its name."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(errors)
        self.errors = errors


def new(what: str = "", where: str = "") -> Terms:
    """A new search; it excludes people hidden for the job."""
    return Terms(what=what, where=where, filters=Filters(exclude_rejected=True))


def of_job(job: Job) -> Terms:
    """A search with What and Where filled from the job. Query syntax is removed from the title."""
    title = _OPERATORS.sub(lambda word: word[0].lower(), _SYNTAX.sub(" ", job.title))
    return new(" ".join(title.split()), job.place)


def is_about(terms: Terms, before: Terms, job: JobView, titles: Titles) -> bool:
    """Whether an edited search still belongs to its job: what was typed is unchanged, or fits the job. `before`: the
    search before the edit."""
    typed = _work(terms)
    if typed == _work(before) or not any(typed):
        return True
    return alike(work_words(typed, titles), work_words((*_work(before), job.title), titles))


def _work(terms: Terms) -> tuple[str, ...]:
    """The words and filters that say what people work as."""
    filters = terms.filters
    return (terms.what, *filters.titles, *filters.skills_all, *filters.skills_any)


def with_place(terms: Terms, where: str, places: Places) -> Terms:
    """The search with another place. `where` is typeahead input: a place id or free text."""
    where = where.strip()
    if where == terms.where:
        return terms
    place = places.get(where) if where else None
    if place is not None:
        return replace(terms, where=place.label, place_id=place.id, bare_place="")
    return replace(terms, where=where, place_id="", radius=terms.radius if where else None, bare_place="")


def typed(action: RunSearch, base: Terms, places: Places) -> Terms:
    """Parses the form into a search. Raises InvalidForm."""
    what = action.what.strip()
    new_words: dict[str, Any] = {} if what == base.what else {"unsearched": (), "bare_place": ""}
    terms = with_place(replace(base, what=what, **new_words), action.where, places)
    if not action.advanced:
        return terms
    numbers, errors = _numbers(action)
    low, high = numbers["years_from"], numbers["years_to"]
    if low is not None and high is not None and low > high:
        errors["years_to"] = "This can't be less than “from”."
    sort = Sort(action.sort) if action.sort in set(Sort) else Sort.RELEVANCE
    if sort is Sort.DISTANCE and not terms.where:
        errors["where"] = "Enter a place to sort by distance."
    if errors:
        raise InvalidForm(errors)
    return replace(
        terms,
        radius=numbers["radius"] if terms.where else None,
        unit=action.unit if action.unit in ("mi", "km") else "mi",
        filters=_filters(action, numbers),
        sort=sort,
    )


def _numbers(action: RunSearch) -> tuple[dict[str, int | None], dict[str, str]]:
    numbers: dict[str, int | None] = {}
    errors: dict[str, str] = {}
    for name, (least, most) in NUMBERS.items():
        value: int | str | None = getattr(action, name)
        numbers[name] = None
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        if isinstance(value, int) and least <= value <= most:
            numbers[name] = value
        else:
            errors[name] = f"Enter a whole number from {least} to {most}."
    return numbers, errors


def _filters(action: RunSearch, numbers: dict[str, int | None]) -> Filters:
    known: dict[str, Any] = {name: _listed(getattr(action, name)) for name in LISTS}
    known |= {field: name in action.only for name, field in ONLY.items()}
    known |= {field: name in action.leave_out for name, field in LEAVE_OUT.items()}
    authorizations = {option.value for option in WORK_AUTHORIZATION}
    return Filters(
        **known,
        seniority=tuple(option.value for option in SENIORITY if option.value in action.seniority),
        years_from=numbers["years_from"],
        years_to=numbers["years_to"],
        updated_within_days=numbers["updated_within_days"],
        education=action.education if action.education in {option.value for option in EDUCATION} else None,
        school=action.school.strip() or None,
        work_authorization=tuple(value for value in action.work_authorization if value in authorizations),
    )


def _listed(words: str) -> tuple[str, ...]:
    """Splits a list such as "triage, BLS" into at most 20 entries."""
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[,;\n]", words) if part.strip()))[:20]


def values(terms: Terms) -> dict[str, Value]:
    """The form values for a search; empty inputs are left out."""
    filters = terms.filters
    given: dict[str, Value] = {
        "what": terms.what,
        "where": Option(terms.place_id or terms.where[:150], terms.where) if terms.where else None,
        "radius": terms.radius,
        "unit": terms.unit,
        **{name: ", ".join(getattr(filters, name)) for name in LISTS},
        "seniority": filters.seniority,
        "years_from": filters.years_from,
        "years_to": filters.years_to,
        "education": filters.education,
        "school": filters.school,
        "only": tuple(name for name, field in ONLY.items() if getattr(filters, field)),
        "work_authorization": filters.work_authorization,
        "updated_within_days": filters.updated_within_days,
        "leave_out": tuple(name for name, field in LEAVE_OUT.items() if getattr(filters, field)),
        "sort": terms.sort.value,
    }
    return {name: value for name, value in given.items() if value not in (None, "", ())}


def typed_values(action: RunSearch, places: Places) -> dict[str, Value]:
    """The typed values, to refill the form when it has errors."""
    kept: dict[str, Value] = {
        name: getattr(action, name)
        for name in ("what", "school", "education", "sort", "unit", *LISTS, *NUMBERS, *PICKED)
    }
    place = places.get(action.where) if action.where else None
    if action.where:
        kept["where"] = Option(action.where[:150], place.label if place else action.where)
    return {name: value for name, value in kept.items() if value not in (None, "", ())}
