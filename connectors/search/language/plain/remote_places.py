"""Remote work next to a place: "in Berlin or remote Germany", "Berlin (remote possible)", "remote US"."""

import re
from dataclasses import dataclass, replace

from connectors.geo.places import Place, Places
from connectors.search.language.place_lists import ends
from connectors.search.language.remote_work import remote_work
from connectors.search.language.spans import HIDDEN, free_text
from connectors.search.language.terms import Terms, set_aside

_WORK = r"(?:fully\s+|100%\s+)?(?:remote(?:ly)?|remoto|en\s+remoto|télétravail|home\s*office|zdalnie)(?![\w-])"
_OR = r"(?:or|OR|oder|ou|o|lub|of)"
_OR_REMOTE = re.compile(rf"\s*,?\s*(?:(?<=\s){_OR}\s+|/\s*){_WORK}(?:\s+(?:in|from|within)(?=\s)(?:\s+the(?=\s))?)?")
_REMOTE_OR = re.compile(
    rf"(?<![\w-]){_WORK}(?:\s*\x00+)?(?:\s+{_OR}\s+|\s*/\s*)(?:(?:on-?site|hybrid)\s+)?(?=in\s|[\w\"])"
)
_BRACKETED = re.compile(
    r"\s*\((?:with)?(?:in\s+)?(?:the\s+)?(?P<area>[^()]{2,30}?)(?:\s+(?:only|based|time\s?zones?))?\)", re.IGNORECASE
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
    """Remote work as an alternative to a place: the words typed, and how Where writes them."""

    typed: str
    work: str


def split_remote(terms: Terms, places: Places) -> tuple[Terms, Remote | None]:
    """The terms without "or remote Germany" next to a place, and that alternative, which is None if there is none."""
    text = free_text(terms.what)
    for match in _OR_REMOTE.finditer(text):
        if not terms.where and not _ends_in_place(text[: match.start()], places):
            continue
        if bracket := _area(terms.what, match.end(), places):
            return _cut(terms, match.start(), bracket[0], remote_work(bracket[1]))
        end = _place_end(text, match.end(), places)
        there = places.exact(text[match.end() : end].strip(_STRIPPED))[:1] if end else ()
        if there and there[0].radius_km:
            return _cut(terms, match.start(), end, "")
        return _cut(terms, match.start(), end or match.end(), remote_work(there[0] if there else ""))
    if (match := _REMOTE_OR.search(text)) and _place_end(text, match.end(), places):
        bracket = _area(terms.what, terms.what.find("(", *match.span()), places) if HIDDEN in match[0] else None
        if HIDDEN not in match[0] or bracket:
            return _cut(terms, *match.span(), remote_work(bracket[1] if bracket else ""))
    if (match := _REMOTE_TOO.search(terms.what)) and (terms.where or _has_place(text[: match.start()], places)):
        return _cut(terms, *match.span(), remote_work(""))
    return terms, None


def _area(text: str, start: int, places: Places) -> tuple[int, Place] | None:
    """The country or state in the parentheses that begin here, and where they end: "(US only)", "(EU time zones)"."""
    match = _BRACKETED.match(text, max(start, 0))
    found = places.exact(match["area"])[:1] if match else ()
    return (match.end(), found[0]) if match and found and not found[0].radius_km else None


def _cut(terms: Terms, start: int, end: int, work: str) -> tuple[Terms, Remote]:
    typed = terms.what[start:end].strip(" ,()–-/")
    what = f"{terms.what[:start].rstrip()} {terms.what[end:].lstrip()}".strip()
    return replace(terms, what=what), Remote(typed, work)


def or_remote(terms: Terms, remote: Remote | None) -> Terms:
    """Add the alternative to Where, or set it aside if Where has no place or the alternative names a town."""
    if remote is None:
        return terms
    if not remote.work:
        return set_aside(terms, f"“{remote.typed}” (remote work can be searched in states and countries)")
    if not terms.where:
        return set_aside(terms, f"“{remote.typed}” (it only works together with a place)")
    bare = f"{terms.bare_place} or {remote.work}" if terms.bare_place else ""
    return replace(terms, where=f"{terms.where} or {remote.work}", bare_place=bare)


def _ends_in_place(text: str, places: Places) -> bool:
    words = re.split(r"[\s/]+", text)[-3:]
    return any(places.exact(" ".join(words[at:]).strip(_STRIPPED)) for at in range(len(words)))


def _place_end(text: str, start: int, places: Places) -> int:
    """The position where a place that begins here ends; 0 if none begins here."""
    return next((end for end in ends(text, start) if places.exact(text[start:end].strip(_STRIPPED))), 0)


def _has_place(text: str, places: Places) -> bool:
    """Whether the text names a large place, with a capital letter."""
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
