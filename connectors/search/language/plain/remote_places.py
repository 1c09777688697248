"""Remote work beside a place: "in Berlin or remote Germany", "Berlin (remote possible)", "remote US"."""

import re
from dataclasses import dataclass, replace

from connectors.geo.places import Places
from connectors.search.language.place_lists import ends
from connectors.search.language.remote_work import remote_work
from connectors.search.language.spans import free_text
from connectors.search.language.terms import Terms, set_aside

_OR_REMOTE = re.compile(
    r"\s*,?\s*(?:(?<=\s)(?:or|OR|oder|ou)\s+|/\s*)(?:fully\s+|100%\s+)?remote(?:ly)?(?![\w-])"
    r"(?:\s+(?:in|from|within)(?=\s)(?:\s+the(?=\s))?)?"
)
_REMOTE_OR = re.compile(
    r"(?<![\w-])(?:fully\s+|100%\s+)?remote(?:ly)?(?:\s+(?:or|OR|oder|ou)\s+|\s*/\s*)(?=in\s|[\w\"])"
)
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


@dataclass(frozen=True, slots=True)
class Remote:
    """Remote work as an alternative to a place: as typed, and as Where names it."""

    typed: str
    work: str


def split_remote(terms: Terms, places: Places) -> tuple[Terms, Remote | None]:
    """The terms without "or remote Germany" beside a place, and that alternative; None if there is none."""
    text = free_text(terms.what)
    for match in _OR_REMOTE.finditer(text):
        if not terms.where and not _ends_in_place(text[: match.start()], places):
            continue
        end = _place_end(text, match.end(), places)
        there = places.exact(text[match.end() : end].strip(_STRIPPED))[:1] if end else ()
        if there and there[0].radius_km:
            return _cut(terms, match.start(), end, "")
        return _cut(terms, match.start(), end or match.end(), remote_work(there[0] if there else ""))
    if (match := _REMOTE_OR.search(text)) and _place_end(text, match.end(), places):
        return _cut(terms, *match.span(), remote_work(""))
    if (match := _REMOTE_TOO.search(terms.what)) and (terms.where or _has_place(text[: match.start()], places)):
        return _cut(terms, *match.span(), remote_work(""))
    return terms, None


def _cut(terms: Terms, start: int, end: int, work: str) -> tuple[Terms, Remote]:
    typed = terms.what[start:end].strip(" ,()–-/")
    what = f"{terms.what[:start].rstrip()} {terms.what[end:].lstrip()}".strip()
    return replace(terms, what=what), Remote(typed, work)


def or_remote(terms: Terms, remote: Remote | None) -> Terms:
    """The terms with the alternative added to Where, or set aside if Where has no place or it names a town."""
    if remote is None:
        return terms
    if not remote.work:
        return set_aside(terms, f"“{remote.typed}” (remote work can be searched in states and countries)")
    if not terms.where:
        return set_aside(terms, f"“{remote.typed}” (there is no place beside it)")
    bare = f"{terms.bare_place} or {remote.work}" if terms.bare_place else ""
    return replace(terms, where=f"{terms.where} or {remote.work}", bare_place=bare)


def _ends_in_place(text: str, places: Places) -> bool:
    words = re.split(r"[\s/]+", text)[-3:]
    return any(places.exact(" ".join(words[at:]).strip(_STRIPPED)) for at in range(len(words)))


def _place_end(text: str, start: int, places: Places) -> int:
    """Where a place that begins here ends; 0 if none does."""
    return next((end for end in ends(text, start) if places.exact(text[start:end].strip(_STRIPPED))), 0)


def _has_place(text: str, places: Places) -> bool:
    """Whether a large place is named anywhere, in a capital letter."""
    return any(
        (found := places.exact(text[match.start() : end].strip(_STRIPPED)))
        and (found[0].kind != "city" or found[0].population >= _LARGE)
        for match in _WORD.finditer(text)
        if match[0][:1].isupper()
        for end in ends(text, match.start())
    )


def beside_remote(text: str, start: int, end: int) -> bool:
    """Whether the words between these positions stand next to "remote"."""
    before, after = (
        _REMOTE.search(text[:start]),
        re.match(r"[\s,–/-]*(?:fully\s+)?remote(?![\w-])", text[end:], re.IGNORECASE),
    )
    return (before is not None and before.end() == start) or after is not None
