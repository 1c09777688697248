"""Remote work next to a place: "in Berlin or remote Germany", "Berlin (remote possible)", "remote US"."""

import re
from dataclasses import replace

from connectors.geo.places import Places
from connectors.search.language.place_lists import ends
from connectors.search.language.spans import free_text
from connectors.search.language.terms import Terms, set_aside

_OR_REMOTE = re.compile(
    r"\s*,?\s*(?:(?<=\s)(?:or|OR|oder|ou)\s+|/\s*)(?:fully\s+|100%\s+)?remote(?:ly)?(?![\w-])"
    r"(?P<in>\s+(?:in|from|within)(?=\s))?"
)
_REMOTE_OR = re.compile(r"(?<![\w-])(?:fully\s+|100%\s+)?remote(?:ly)?(?:\s+(?:or|OR|oder|ou)\s+|\s*/\s*)(?:in\s+)?")
_REMOTE_TOO = re.compile(
    r"(?:\s*[,(–-]\s*|\s+)(?:partly\s+)?remote\s+(?:is\s+)?(?:also\s+)?(?:ok(?:ay)?|possible|optional|welcome|considered|fine)"
    r"(?![\w-])\s*\)?",
    re.IGNORECASE,
)
_REMOTE = re.compile(
    r"(?<![\w-])(?:fully\s+)?remote(?:ly)?(?![\w-])[\s,–/-]*(?:(?:in|from|within|across|anywhere in)\s+(?:the\s+)?)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s\x00()\"/|]+")
_STRIPPED = " ,;.:!?–-"
_LARGE = 100_000  # people


def or_remote(terms: Terms, places: Places) -> Terms:
    """A place and remote work can't be alternatives: "in Berlin or remote Germany" sets the second aside."""
    text = free_text(terms.what)
    for match in _OR_REMOTE.finditer(text):
        if not terms.where and not _ends_in_place(text[: match.start()], places):
            continue
        end = _place_end(text, match.end(), places) or match.end()
        return _not_remote(terms, match.start(), end, match.start())
    if (match := _REMOTE_OR.search(text)) and _place_end(text, match.end(), places):
        return _not_remote(terms, *match.span(), match.start())
    if (match := _REMOTE_TOO.search(terms.what)) and (terms.where or _has_place(text[: match.start()], places)):
        return _not_remote(terms, *match.span(), match.start())
    return terms


def _not_remote(terms: Terms, start: int, end: int, at: int) -> Terms:
    aside = terms.what[start:end].strip(" ,()–-/")
    what = f"{terms.what[:at].rstrip()} {terms.what[end:].lstrip()}".strip()
    return set_aside(replace(terms, what=what), f"“{aside}” (a place and remote work can't be alternatives)")


def _ends_in_place(text: str, places: Places) -> bool:
    words = re.split(r"[\s/]+", text)[-3:]
    return any(places.exact(" ".join(words[at:]).strip(_STRIPPED)) for at in range(len(words)))


def _place_end(text: str, start: int, places: Places) -> int:
    """Where a place that begins here ends; 0 if none does."""
    return next((end for end in ends(text, start) if places.exact(text[start:end].strip(_STRIPPED))), 0)


def _has_place(text: str, places: Places) -> bool:
    """Whether a large place is named anywhere, with a capital letter."""
    return any(
        (found := places.exact(text[match.start() : end].strip(_STRIPPED)))
        and (found[0].kind != "city" or found[0].population >= _LARGE)
        for match in _WORD.finditer(text)
        if match[0][:1].isupper()
        for end in ends(text, match.start())
    )


def beside_remote(text: str, start: int, end: int) -> bool:
    """Whether the words between these positions are next to "remote"."""
    before, after = (
        _REMOTE.search(text[:start]),
        re.match(r"[\s,–/-]*(?:fully\s+)?remote(?![\w-])", text[end:], re.IGNORECASE),
    )
    return (before is not None and before.end() == start) or after is not None
