"""Writes German, French and Spanish years of experience in English, as the rules expect: "weniger als 5 Jahre oder mehr
als 10", "moins de 5 ans", "entre 3 y 5 años"."""

import re
from dataclasses import replace

from connectors.search.language.plain.rule import rewritten
from connectors.search.language.spans import free_text, without
from connectors.search.language.terms import Terms, set_aside

_LESS = r"weniger\s+als|unter|moins\s+de|menos\s+de|por\s+debajo\s+de|meno\s+di"
_MORE = r"mehr\s+als|über|plus\s+de|au[\s-]delà\s+de|m[áa]s\s+de|por\s+encima\s+de|più\s+di"
_LEAST = r"mindestens|mind\.|ab|au\s+moins|minimum|al\s+menos|como\s+m[íi]nimo|m[íi]nimo(?:\s+de)?|desde"
_MOST = (
    r"h[öo]chstens|max(?:imal)?\.?|bis\s+zu|au\s+(?:plus|maximum)|jusqu[’']à|m[áa]ximo(?:\s+de)?|como\s+m[áa]ximo|hasta"
)
_NO = r"(?P<no>(?:nicht|pas|no|non)\s+)?"
_YEARS = r"(?:jahren?|ans?|ann[ée]es?|a[ñn]os?)(?!\w)"
_EXPERIENCE = (
    r"(?:\s+(?:an\s+)?(?:berufs)?erfahrung|\s+d[’']exp[ée]rience|\s+de\s+experiencia)?"
    r"(?!\s+(?:alt\b|jung\b|d[’']âge|de\s+edad))"
)
_ONE = rf"(?:{_LESS}|{_MORE}|{_LEAST}|{_MOST})\s+\d{{1,2}}(?:\s*{_YEARS})?(?:{_EXPERIENCE})"
_LEAD = r"(?<![\w-])(?:(?:mit|avec|con)\s+)?"
_OR = r"\s*,?\s+(?:oder|ou|o)\s+"
_EITHER = re.compile(rf"{_LEAD}{_ONE}{_OR}{_ONE}(?![\w-])", re.IGNORECASE)
_SIDE = re.compile(
    rf"{_LEAD}{_NO}(?:(?P<less>{_LESS})|(?P<more>{_MORE})|(?P<least>{_LEAST})|(?P<most>{_MOST}))\s+(?P<n>\d{{1,2}})\s*{_YEARS}"
    rf"{_EXPERIENCE}",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"{_LEAD}(?:(?:zwischen|entre|de|von)\s+)?(?P<n>\d{{1,2}})\s*(?:-|–|bis|à|et|und|a|y|ou|oder|o)\s*(?P<m>\d{{1,2}})\s*{_YEARS}"
    rf"{_EXPERIENCE}",
    re.IGNORECASE,
)
_AGE = re.compile(
    rf"{_LEAD}(?:(?P<less>{_LESS})|(?P<more>{_MORE})|(?:{_LEAST}|{_MOST}))?\s*(?P<n>\d{{2}})\s*{_YEARS}\s+"
    r"(?:alt|jung|d[’']âge|de\s+edad)(?!\w)",
    re.IGNORECASE,
)
_WORDS = {"less": "less than", "more": "more than", "least": "at least", "most": "up to"}
_OPPOSITE = {"less": "at least", "more": "up to", "least": "less than", "most": "more than"}


def years_in_english(terms: Terms) -> Terms:
    """Rewrite comparisons of years in English."""
    if re.search(_YEARS, terms.what, re.IGNORECASE) is None:
        return terms
    terms = rewritten(terms, _AGE, lambda match: f"{'under' if match['less'] else 'over'} {match['n']} years old")
    terms = _aside(terms, _EITHER)
    terms = rewritten(terms, _BETWEEN, lambda match: f"{match['n']}-{match['m']} years experience")
    return rewritten(terms, _SIDE, _side)


def _aside(terms: Terms, pattern: re.Pattern[str]) -> Terms:
    """Set aside "less than 5 years or more than 10", because the filter is a single range."""
    for match in reversed(list(pattern.finditer(free_text(terms.what)))):
        rest = without(terms.what, *match.span())
        terms = terms if rest is None else set_aside(replace(terms, what=rest), f"“{match[0].strip()}”")
    return terms


def _side(match: re.Match[str]) -> str:
    kind = next(kind for kind in _WORDS if match[kind])
    return f"{(_OPPOSITE if match['no'] else _WORDS)[kind]} {match['n']} years experience"
