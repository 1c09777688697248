"""Rules for plain text about seniority: "seniority: lead", "director level", and "senior" at the start of a title."""

import re

from connectors.search.language.plain.rule import LEAD, STOP, Lifted, Rule, filters, rule
from connectors.search.language.spans import all_words
from connectors.search.language.terms import Terms
from connectors.search.seniority import FIELD, NAME, Seniority, first_level, named

_LEVELS = tuple(Seniority)


def _with(terms: Terms, *levels: Seniority) -> Lifted:
    """Add levels to those already set."""
    wanted = {*terms.filters.seniority, *levels}
    return filters(terms, seniority=tuple(level.value for level in Seniority if level in wanted))


def _field(match: re.Match[str], terms: Terms) -> Lifted | None:
    level = named(match["level"])
    return _with(terms, level) if level else None


def _level(match: re.Match[str], terms: Terms) -> Lifted | None:
    """Set levels: "senior to director level" means the whole range, "senior or lead level" just these two."""
    last = named(match["level"] or match["top"])
    first = named(match["first"]) if match["first"] else last
    if first is None or last is None:
        return None
    if (match["between"] or "").strip().lower() in ("or", "and", "/"):
        return _with(terms, first, last)
    levels = _LEVELS[_LEVELS.index(first) : _LEVELS.index(last) + 1]
    return _with(terms, *levels) if levels else None


def _leading(match: re.Match[str], terms: Terms) -> Lifted | None:
    """Set the level from a leading word, but only if What consists of plain words that would be a title of that level,
    unlike "Senior Care Nurse"."""
    level = first_level(terms.what) if all_words(terms.what) else None
    return _with(terms, level) if level else None


def _either_level(match: re.Match[str], terms: Terms) -> Lifted | None:
    """Set both levels from "senior or lead java developer", but only before plain words."""
    title = terms.what[match.end() :]
    levels = [named(match[one].rstrip(".").lower()) for one in ("first", "second")]
    if not all_words(title) or not any(first_level(f"{match[one]} {title}") for one in ("first", "second")):
        return None
    return _with(terms, *(one for one in levels if one))


# Followed by one of these, the level isn't the person's: "C-level support", "mid-level provider", "lead level testing".
_OF_OTHERS = (
    r"(?!\s+(?:support\w*|assistants?|recruit\w+|search|stakeholders?|providers?|"
    r"practitioners?|clinicians?|care|testing|abatement|inspect\w+)\b)"
)

_FIRST = r"(?:senior|sr\.?|junior|jr\.?|mid(?:[\s-]level)?|lead)"
SENIORITY_RULES: tuple[Rule, ...] = (
    rule(_field, r"(?<![\w-])", FIELD.pattern),
    rule(
        _level,
        *(LEAD, r"(?<![\w.-])(?:an?\s+)?", rf"(?:(?P<first>{NAME})(?P<between>\s+(?:to|or|and)\s+|\s*[/–-]\s*))?"),
        rf"(?:(?P<level>{NAME})[\s-]level|(?P<top>c[\s-](?:level|suite))(?:\s+executives?)?+)",
        *(STOP, _OF_OTHERS),
    ),
    rule(
        _either_level,
        rf"\A\s*(?P<first>{_FIRST})(?:\s*/\s*|\s+or\s+|\s+to\s+|\s*[–-]\s*)(?P<second>{_FIRST})\s+(?=\w)",
    ),
    rule(_leading, r"\A\s*(?:senior|sr\.?|junior|jr\.?|lead)\s+(?=\w)"),
)
