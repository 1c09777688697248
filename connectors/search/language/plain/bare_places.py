"""Places without "in": "nurse Boston", "java developer Germany", "forklift operator Columbus Ohio nights", "remote US".

A word is taken for a place only if the rest still names a job or a skill and nothing around it looks like a longer name
("Boston Scientific", "Austin Powers"). The card shows the place as a filter, and one press puts it back."""

import re
from dataclasses import replace

from connectors.geo.places import Place, Places
from connectors.geo.plain import plain, plain_place
from connectors.search.language.plain.negation import negation_before
from connectors.search.language.plain.places import FAMOUS, NOT_THERE, TOWN_WORDS, bare_radius, coded, famous_metro
from connectors.search.language.spans import HIDDEN, free_text, without
from connectors.search.language.terms import Terms, set_aside
from connectors.titles import Titles

_WORD = re.compile(r"[^\s\x00()\"]+")
_MOST_WORDS = 24  # of a text that is looked at
_SIZES = (4, 3, 2, 1)  # words of a place
_STRIPPED = " ,;.:!?–-"
_LARGE, _HUGE = 100_000, 250_000  # people of a city named with a capital letter, without one
_QUALIFIED = 50_000
# Codes that can hardly mean anything else; MD, CT, PA or MS are more often a profession or a degree.
_CODES = {
    "TX",
    "NY",
    "NJ",
    "FL",
    "OH",
    "WA",
    "IL",
    "NC",
    "AZ",
    "NV",
    "WI",
    "TN",
    "KY",
    "UK",
    "USA",
    "UAE",
    "US",
    "U.S",
    "U.S.A",
}
_NATIONS = {"UK", "USA", "UAE", "US", "U.S", "U.S.A", "EU"}
_COUNTRIES_NOT = {"turkey", "jordan", "chad", "guinea", "mali", "niger", "togo", "israel", "cuba"}
_BEFORE_NAMES = {
    "of",
    "for",
    "the",
    "at",
    "ex",
    "to",
    "by",
    "de",
    "du",
    "air",
    "bank",
    "university",
    "college",
    "named",
}
_ORGANISATIONS = {
    "hospital", "hospitals", "clinic", "center", "centre", "university", "college", "school", "schools",
    "institute", "scientific", "instruments", "dynamics", "life", "mutual", "bank", "health", "healthcare",
    "medical", "group", "inc", "llc", "ltd", "corp", "corporation", "company", "gmbh", "children",
    "childrens", "methodist", "presbyterian", "general", "times", "post", "airlines", "airways", "energy",
    "electric", "consulting", "partners", "capital", "city", "state", "public", "county", "fire", "police",
    "transit", "ballet", "symphony", "red", "stock", "exchange", "plan",
}  # fmt: skip
_FOLLOWS = {
    "and", "or", "with", "without", "within", "who", "that", "in", "at", "for", "from", "near", "not", "no",
    "open", "willing", "remote", "hybrid", "onsite", "updated", "never", "formerly", "area", "senior",
    "junior", "only", "nights", "days", "weekends", "based", "looking", "available", "asap", "full", "part",
}  # fmt: skip
_SHORT_STATES = {"in", "or", "me", "ok", "hi", "oh", "al", "la", "de", "id", "co", "pa", "ma", "mo", "md", "ms", "ct"}
_OR = re.compile(r"\s*,?\s+(?:or|OR)\s+")
_OR_REMOTE = re.compile(
    r"\s*,?\s*(?:(?<=\s)(?:or|OR)|/)\s+(?:fully\s+|100%\s+)?remote(?:ly)?(?![\w-])(?P<in>\s+(?:in|from|within)(?=\s))?"
)
_REMOTE = re.compile(
    r"(?<![\w-])(?:fully\s+)?remote(?:ly)?(?![\w-])[\s,–/-]*(?:(?:in|from|within|across|anywhere in)\s+(?:the\s+)?)?",
    re.IGNORECASE,
)


def lift_remote_places(terms: Terms, places: Places, titles: Titles) -> Terms:
    """The terms with the place beside "remote" moved into Where, before "remote" becomes a filter: "remote US"."""
    text = free_text(terms.what)
    if terms.where or not re.search(r"(?<![\w-])remote", text, re.IGNORECASE):
        return terms
    terms = _or_remote(terms, text, places)
    text = free_text(terms.what)
    words = list(_WORD.finditer(text))
    for size in _SIZES:
        for at in range(min(len(words), _MOST_WORDS) - size + 1):
            span = (words[at].start(), words[at + size - 1].end())
            if _beside_remote(text, *span) and (lifted := _lifted(terms, text, span, places, titles)):
                return lifted
    return terms


def _beside_remote(text: str, start: int, end: int) -> bool:
    before, after = (
        _REMOTE.search(text[:start]),
        re.match(r"[\s,–/-]*(?:fully\s+)?remote(?![\w-])", text[end:], re.IGNORECASE),
    )
    return (before is not None and before.end() == start) or after is not None


def lift_bare_places(terms: Terms, places: Places, titles: Titles) -> Terms:
    """The terms with a place in What moved into Where; unchanged if Where is set or the text has no certain place."""
    terms = _or_remote(terms, free_text(terms.what), places)
    text = free_text(terms.what)
    found = list(_WORD.finditer(text))
    if terms.where or not found or len(found) > _MOST_WORDS:
        return terms
    for size in _SIZES:
        for at in range(len(found) - size + 1):
            span = (found[at].start(), found[at + size - 1].end())
            if lifted := _lifted(terms, text, span, places, titles):
                return lifted
    return terms


def _or_remote(terms: Terms, text: str, places: Places) -> Terms:
    """A place or remote work can't be alternatives: "in Berlin or remote Germany" sets the second aside."""
    for match in _OR_REMOTE.finditer(text):
        before = text[: match.start()].split()[-3:]
        if not any(places.exact(" ".join(before[at:])) for at in range(len(before))) and not terms.where:
            continue
        named = text[match.end() :].split()[:3]
        size = next((size for size in (3, 2, 1) if len(named) >= size and places.exact(" ".join(named[:size]))), 0)
        words = list(_WORD.finditer(text, match.end()))[:size]
        end = words[-1].end() if words else match.end()
        what = f"{terms.what[: match.start()].rstrip()} {terms.what[end:].lstrip()}".strip()
        aside = terms.what[match.start() : end].strip(" ,")
        return set_aside(replace(terms, what=what), f"“{aside}” (a place and remote work can't be alternatives)")
    return terms


def _lifted(terms: Terms, text: str, span: tuple[int, int], places: Places, titles: Titles) -> Terms | None:
    start, end = span
    named = text[start:end].strip(_STRIPPED)
    if HIDDEN in text[start:end] or not named or not _possible(named, titles):
        return None
    found = places.exact(named)
    if not found:
        return None
    if (negation := NOT_THERE.search(text[:start])) and negation[0].split()[0].lower() in ("outside", "anywhere"):
        rest = without(terms.what, negation.start(), end)
        aside = terms.what[negation.start() : end].strip(_STRIPPED)
        return None if rest is None else set_aside(replace(terms, what=rest), f"“{aside}”")
    if negation or negation_before(text[:start]) is not None:
        return None
    remote = _beside_remote(text, start, end)
    if not _trusted(named, found, text, end, remote=remote):
        return None
    where, place_id = (found[0].label, found[0].id) if len(found) == 1 else (named, "")
    end = start + len(text[start:end].rstrip(_STRIPPED))
    if (more := _OR.match(text, end)) and (second := _second(text, more.end(), found[0], places, titles)):
        end, label = second
        where, place_id = f"{found[0].label} or {label}", ""
    rest = without(terms.what, start, end)
    if rest is None or not _surrounded(text, start, end, titles, remote=remote, sure=_qualified(named, found[0])):
        return None
    left = _WORD.findall(rest.replace("(", " ").replace(")", " "))
    alone = _qualified(named, found[0]) and not bare_radius(Terms(where=where, what=rest)).what
    if not remote and not alone and not any(titles.is_job_word(word) for word in left):
        return None
    return replace(terms, what=rest, where=where, place_id=place_id, bare_place=text[start:end].strip(_STRIPPED))


def _second(text: str, start: int, first: Place, places: Places, titles: Titles) -> tuple[int, str] | None:
    """The place after "or": (end, label)."""
    words = list(_WORD.finditer(text, start))
    for size in _SIZES:
        if len(words) < size:
            continue
        end = words[size - 1].end()
        named = text[start:end].strip(_STRIPPED)
        found = places.exact(named) if named and _possible(named, titles) else ()
        if found and _trusted(named, found, text, end, remote=False):
            return start + len(text[start:end].rstrip(_STRIPPED)), found[0].label
        if size == 1 and named.isupper() and len(named) == 2:
            again = places.exact(f"{first.name}, {named}")
            if again:
                return start + len(text[start:end].rstrip(_STRIPPED)), again[0].label
    return None


def _possible(named: str, titles: Titles) -> bool:
    """A quick check before the lookup."""
    first = plain(named.split()[0])
    single = " " not in named
    return not (first in _FOLLOWS or first in _BEFORE_NAMES or (titles.is_job_word(named.split()[0]) and single))


def _qualified(named: str, place: Place) -> bool:
    """Whether a city was named with its state, country or postal code."""
    folded = plain_place(named)
    if place.kind == "zip":
        return True
    return place.kind == "city" and (folded.startswith(plain_place(place.name) + " ") or coded(folded))


def _trusted(named: str, found: tuple[Place, ...], text: str, end: int, *, remote: bool) -> bool:
    """Whether the name alone can only be a place."""
    first, folded, capital = found[0], plain_place(named), named[:1].isupper()
    code = named.replace(".", "") if len(folded) <= 3 else ""
    if code:
        nation = code.upper() in _NATIONS and (remote or text[end:].strip(_STRIPPED) == "")
        return (
            code.isupper() and (nation if code in _NATIONS else code in _CODES) and first.kind in ("region", "country")
        )
    match first.kind:
        case "zip":
            return True
        case "metro":
            return (famous_metro(folded) or folded == "new york") and (capital or "area" in folded or " " in folded)
        case "country":
            return folded not in _COUNTRIES_NOT and len(folded) >= 4 and (capital or len(folded) >= 5)
        case "region":
            return folded not in TOWN_WORDS and len(folded) >= 4
        case _:
            pass
    if _qualified(named, first):
        state = named.split()[-1].strip(_STRIPPED)
        if state.lower() in _SHORT_STATES and not state.isupper() and state != "Or" and text[end:].strip(_STRIPPED):
            return False
        return "," in named or len(state) > 3 or state.isupper() or first.population >= _QUALIFIED
    if folded in TOWN_WORDS or len(folded) < 4:
        return False
    if folded != plain_place(first.name):  # "Bangalore"
        return first.population >= FAMOUS and len(folded) >= 6
    return max(one.population for one in found) >= (_LARGE if capital else _HUGE)


def _surrounded(text: str, start: int, end: int, titles: Titles, *, remote: bool, sure: bool) -> bool:
    """Whether the words around don't make it part of a longer name."""
    before, after = text[:start].split(), text[end:].split()
    if remote:
        return True
    capital = text[start].isupper()
    previous, following = (before[-1] if before else ""), (after[0] if after else "")
    if plain(previous) in _BEFORE_NAMES or re.search(r"(?<![\w-])ex-?$", previous, re.IGNORECASE):
        return False
    named_before = previous[:1].isupper() and not previous.isupper() and previous[-1:].isalnum()
    if named_before and not sure and not titles.is_job_word(previous):
        return False
    if not after or text[end : end + 1] in ",;" or following[:1] in "–-|,;.(0123456789" or HIDDEN in following:
        return True
    if any(plain(word.replace("’", "").replace("'", "")) in _ORGANISATIONS for word in after[:3]) and not _is_title(
        after, titles
    ):
        return False
    if plain(following) in _FOLLOWS or titles.is_job_word(following) or following.isupper():
        return True
    return sure or (following[:1].islower() and (capital or not before))


def _is_title(words: list[str], titles: Titles) -> bool:
    """Whether the words begin with a known title: "medical assistant", but not "Medical Center nurse"."""
    return any(titles.known(" ".join(words[:size])) for size in (3, 2))
