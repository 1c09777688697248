"""Filter chips: the label of each filter on the card, and the search without it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from connectors.search.base import Filters
from connectors.search.language.terms import Terms

_NONE = Filters()
_DEGREES = {
    "high_school": "high school or higher",
    "associate": "associate degree or higher",
    "bachelor": "bachelor's or higher",
    "master": "master's or higher",
    "mba": "MBA or higher",
    "doctorate": "doctorate",
}
_SENIORITY = {
    "intern": "intern",
    "junior": "junior",
    "mid": "mid-level",
    "senior": "senior",
    "lead": "lead",
    "manager": "manager",
    "director": "director",
    "vice_president": "vice president",
    "executive": "executive",
}
_AUTHORIZATIONS = {
    "citizen": "citizen",
    "permanent_resident": "permanent resident",
    "work_visa": "work visa",
    "needs_sponsorship": "needs sponsorship",
    "unknown": "work authorization unknown",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A removable filter: its key, the fields it covers, and a function for its label ("" if it is not set)."""

    key: str
    fields: tuple[str, ...]
    text: Callable[[Filters], str]


def _listed(field: str, before: str, join: str = " or ") -> Callable[[Filters], str]:
    def text(filters: Filters) -> str:
        values: tuple[str, ...] = getattr(filters, field)
        return before + join.join(values) if values else ""

    return text


def _set(field: str, text: str) -> Callable[[Filters], str]:
    return lambda filters: text if getattr(filters, field) else ""


def _years(filters: Filters) -> str:
    low, high = filters.years_from, filters.years_to
    if low is None and high is None:
        return ""
    if high is None:
        return f"{low}+ years"
    return f"{low}–{high} years" if low is not None else f"up to {high} year{'' if high == 1 else 's'}"


def _seniority(filters: Filters) -> str:
    levels = " or ".join(_SENIORITY.get(level, level) for level in filters.seniority)
    return f"seniority: {levels}" if levels else ""


def _updated(filters: Filters) -> str:
    days = filters.updated_within_days
    if not days:
        return ""
    return "updated within a day" if days == 1 else f"updated within {days} days"


def _authorized(filters: Filters) -> str:
    return " or ".join(_AUTHORIZATIONS.get(one, one) for one in filters.work_authorization)


CHIPS = (
    Chip("titles", ("titles",), _listed("titles", "title ")),
    Chip("skills_all", ("skills_all",), _listed("skills_all", "skills ", " and ")),
    Chip("skills_any", ("skills_any",), _listed("skills_any", "skills ")),
    Chip("skills_none", ("skills_none",), _listed("skills_none", "without skills ")),
    Chip("company_now", ("company_now",), _listed("company_now", "now at ")),
    Chip("company_ever", ("company_ever",), _listed("company_ever", "has worked at ")),
    Chip("company_not", ("company_not",), _listed("company_not", "never at ")),
    Chip("seniority", ("seniority",), _seniority),
    Chip("years", ("years_from", "years_to"), _years),
    Chip("education", ("education",), lambda filters: _DEGREES.get(filters.education or "", "")),
    Chip("school", ("school",), lambda filters: f"school {filters.school}" if filters.school else ""),
    Chip("remote", ("remote",), _set("remote", "remote")),
    Chip("relocate", ("relocate",), _set("relocate", "willing to relocate")),
    Chip("work_authorization", ("work_authorization",), _authorized),
    Chip("updated", ("updated_within_days",), _updated),
    Chip("open_to_work", ("open_to_work",), _set("open_to_work", "open to work")),
    Chip("has_email", ("has_email",), _set("has_email", "has e-mail")),
    Chip("has_phone", ("has_phone",), _set("has_phone", "has phone")),
    Chip("exclude_contacted", ("exclude_contacted",), _set("exclude_contacted", "not contacted")),
    Chip("exclude_seen", ("exclude_seen",), _set("exclude_seen", "not seen")),
    Chip("exclude_rejected", ("exclude_rejected",), _set("exclude_rejected", "not rejected")),
)


def shown(filters: Filters) -> tuple[tuple[str, str], ...]:
    """(key, label) of every filter that is set."""
    return tuple((chip.key, text) for chip in CHIPS if (text := chip.text(filters)))


def removals(terms: Terms) -> tuple[tuple[str, str, Terms], ...]:
    """(key, label, terms without that filter) for every filter that is set."""
    found: list[tuple[str, str, Terms]] = []
    for chip in CHIPS:
        if text := chip.text(terms.filters):
            defaults: dict[str, Any] = {name: getattr(_NONE, name) for name in chip.fields}
            found.append((chip.key, f"Without “{text}”", replace(terms, filters=replace(terms.filters, **defaults))))
    return tuple(found)
