"""Places without "in": "nurse Boston", "java developer Germany", "forklift operator Columbus Ohio nights", "remote US".

A word is treated as a place only if the rest still names a job or a skill and nothing around it looks like a longer
name ("Boston Scientific", "Austin Powers"). The card shows the place as a filter, and one click turns it back into
text."""

import re
from dataclasses import replace

from connectors.geo.places import Place, Places
from connectors.geo.plain import plain, plain_place
from connectors.search.language.place_lists import joined, listed_before, more_places, state_of
from connectors.search.language.plain.negation import negation_before
from connectors.search.language.plain.places import (
    AREA,
    FAMOUS_CODES,
    NOT_THERE,
    QUARTER,
    TOWN_WORDS,
    bare_radius,
    coded,
    famous_metro,
    known_by_other_name,
    not_together,
)
from connectors.search.language.plain.remote_places import beside_remote
from connectors.search.language.spans import HIDDEN, free_text, without
from connectors.search.language.terms import Terms, set_aside
from connectors.titles import Titles

_WORD = re.compile(r"[^\s\x00()\"/|]+")
_MOST_WORDS = 24  # words of a text that are examined
_SIZES = (4, 3, 2, 1)  # words of a place
_STRIPPED = " ,;.:!?–—-[]{}&"
LARGE, _HUGE = 100_000, 250_000  # least population of a city: if written with a capital letter, if not
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
_LATE_CODES = {  # at the end of the text only
    "AK", "CO", "DC", "GA", "IA", "KS", "MI", "MN", "MO", "ND", "NE", "NH", "NM", "RI", "SC", "SD", "UT", "VT", "WV",
    "WY",
}  # fmt: skip
_CODED_METROS = {"la", "sf", "dc"}
BARE_NOT = {"bath", "nancy", "victoria", "sale", "ham", "deal", "angers", "aurora", "police", "peer", "cypress"}
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
    "aws",
    "amazon",
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
    "transit", "framework", "ballet", "symphony", "red", "stock", "exchange", "plan",
}  # fmt: skip
_FOLLOWS = {
    "and", "or", "with", "without", "within", "who", "that", "in", "at", "for", "from", "near", "not", "no",
    "open", "willing", "remote", "hybrid", "onsite", "updated", "never", "formerly", "area", "senior",
    "junior", "only", "nights", "days", "weekends", "based", "looking", "available", "asap", "full", "part",
}  # fmt: skip
_SKILLS = {  # jobs are listed in job_words.tsv
    "java", "python", "javascript", "typescript", "react", "angular", "sql", "kotlin", "scala", "golang", "php",
    "kubernetes", "docker", "terraform", "aws", "azure", "salesforce", "sap", "c++", "c#",
}  # fmt: skip
_SHORT_STATES = {"in", "or", "me", "ok", "hi", "oh", "al", "la", "de", "id", "co", "pa", "ma", "mo", "md", "ms", "ct"}
_BEFORE_A_PLACE = re.compile(
    r"(?<![\w-])(?:anywhere\s+)?(?:in|near|around|from|within|across|à|en)\s+(?:the\s+)?\Z", re.IGNORECASE
)
_QUARTER = re.compile(rf"(?<![\w-]){QUARTER.pattern}\Z", re.IGNORECASE)
_STATE = re.compile(r",?\s+([A-Z]{2})(?![\w-])")


def lift_remote_places(terms: Terms, places: Places, titles: Titles) -> Terms:
    """Move the place next to "remote" into Where, before "remote" becomes a filter: "remote US"."""
    text = free_text(terms.what)
    if terms.where or not re.search(r"(?<![\w-])remote", text, re.IGNORECASE):
        return terms
    text = free_text(terms.what)
    words = list(_WORD.finditer(text))
    for size in _SIZES:
        for at in range(min(len(words), _MOST_WORDS) - size + 1):
            span = (words[at].start(), words[at + size - 1].end())
            if beside_remote(text, *span) and (lifted := _lifted(terms, text, span, places, titles)):
                return lifted
    return terms


def lift_bare_places(terms: Terms, places: Places, titles: Titles) -> Terms:
    """Move an unambiguous place from What to Where. The terms stay unchanged if Where is set or there is no such
    place."""
    text = free_text(terms.what)
    found = list(_WORD.finditer(text))
    if terms.where or not found or len(found) > _MOST_WORDS:
        return terms
    for in_list in (False, True):  # the first of a list before the others
        for size in _SIZES:
            for at in range(len(found) - size + 1):
                span = (found[at].start(), found[at + size - 1].end())
                if listed_before(text, span[0], places) is in_list and (
                    lifted := _lifted(terms, text, span, places, titles)
                ):
                    return lifted
    return terms


def _lifted(terms: Terms, text: str, span: tuple[int, int], places: Places, titles: Titles) -> Terms | None:
    start, end = span
    named = text[start:end].strip(_STRIPPED)
    if HIDDEN in text[start:end] or not named or not _possible(named, titles) or _minus(text, start):
        return None
    found = places.exact(named)
    if not found:
        return None
    start += len(text[start:end]) - len(text[start:end].lstrip(_STRIPPED))
    end = start + len(text[start:end].rstrip(_STRIPPED))
    if (negation := NOT_THERE.search(text[:start])) and negation["whole"]:
        rest = without(terms.what, negation.start(), end)
        aside = terms.what[negation.start() : end].strip(_STRIPPED)
        return None if rest is None else set_aside(replace(terms, what=rest), f"“{aside}”")
    if negation or negation_before(text[:start]) is not None:
        return None
    remote = beside_remote(text, *span)
    if found[0].radius_km and (quarter := _QUARTER.search(text[:start])):  # "Central London": London
        start = quarter.start()
    listed = more_places(text, end, found[0], places)
    if (state := state_of(found[0], named, listed, places)) is not found[0]:
        found, listed = (state,), more_places(text, end, state, places)
    if not _trusted(named, found, text, listed.end if listed.places else end, remote=remote):
        return None
    first, several = found[0], len(found) > 1
    where, place_id = (named, "") if several and not listed.places else joined((first, *listed.places))
    if state := _STATE.match(text, listed.end):  # "Raleigh-Durham NC"
        end = state.end() if state[1] == first.region and not listed.places else listed.end
        listed = replace(listed, end=end)
    if not _surrounded(text, start, listed.end, titles, remote=remote, sure=qualified(named, first)):
        return None
    only = AREA.match(text, listed.end)
    before = _BEFORE_A_PLACE.search(text[:start])
    rest = without(terms.what, before.start() if before else start, only.end() if only else listed.end)
    if rest is None:
        return None
    left = _WORD.findall(rest.replace("(", " ").replace(")", " "))
    alone = qualified(named, first) and not bare_radius(Terms(where=where, what=rest)).what
    if len(left) == 1 and titles.ambiguous(left[0]) and _in_state(named, left[0], first, places):
        return None
    if not remote and not alone and not any(_wanted(word, first, titles) for word in left):
        return None
    typed = " or ".join((named, *listed.typed))
    lifted = replace(terms, what=rest, where=where, place_id=place_id, bare_place=typed)
    return set_aside(lifted, *map(not_together, listed.aside))


def _wanted(word: str, place: Place, titles: Titles) -> bool:
    """Whether a word names a job or a skill: "Java" doesn't when the place is in Indonesia."""
    skill = plain(word) in _SKILLS and place.country != "ID"
    return skill or titles.is_job_word(word) or bool(titles.ambiguous(word))


def _in_state(named: str, code: str, found: Place, places: Places) -> bool:
    """Whether the only other word may be a state that has a smaller town of that name: "ME Portland"."""
    other = places.exact(f"{named}, {code}")
    return bool(other) and other[0].kind == "city" and other[0].region == code.upper() != found.region


def _minus(text: str, start: int) -> bool:
    """Whether the word at `start` is excluded: "-Boston"."""
    return text[start] in "-–−!" and text[start + 1 : start + 2].isalnum()


def _possible(named: str, titles: Titles) -> bool:
    """Whether the words may be a place: a quick check before the lookup."""
    first = plain(named.split()[0])
    single = " " not in named
    if plain_place(named).startswith("the bay"):
        return True
    return not (first in _FOLLOWS or first in _BEFORE_NAMES or (titles.is_job_word(named.split()[0]) and single))


def qualified(named: str, place: Place) -> bool:
    """Whether a city was named with its state, country or postal code."""
    folded = plain_place(named)
    if place.kind == "zip":
        return True
    return place.kind == "city" and (folded.startswith(plain_place(place.name) + " ") or coded(folded))


def _trusted(named: str, found: tuple[Place, ...], text: str, end: int, *, remote: bool) -> bool:
    """Whether the name alone can only be a place."""
    first, folded, capital = found[0], plain_place(named), named[:1].isupper()
    if first.kind == "zip":
        return True
    code = named.replace(".", "") if len(folded) <= 3 else ""
    if code and not (famous_metro(folded) and first.kind == "metro"):
        late = text[end:].strip(_STRIPPED) == ""
        if first.kind == "metro":
            return folded in _CODED_METROS and code.isupper() and (late or folded == "la")
        if code in _LATE_CODES:
            return late and first.kind == "region"
        nation = code.upper() in _NATIONS and (remote or text[end:].strip(_STRIPPED) == "")
        return (
            code.isupper() and (nation if code in _NATIONS else code in _CODES) and first.kind in ("region", "country")
        )
    match first.kind:
        case "metro":
            around = folded.startswith("greater ") or folded.endswith((" area", " metro", " region"))
            known = famous_metro(folded) or folded == "new york" or around
            return known and (capital or "area" in folded or " " in folded or folded in FAMOUS_CODES)
        case "group":
            return capital
        case "country":
            return folded not in _COUNTRIES_NOT and len(folded) >= 4 and (capital or len(folded) >= 5)
        case "region":
            return folded not in TOWN_WORDS and folded not in BARE_NOT and len(folded) >= 4
        case _:
            pass
    if qualified(named, first):
        state = named.split()[-1].strip(_STRIPPED)
        if state.lower() in _SHORT_STATES and not state.isupper() and state != "Or" and text[end:].strip(_STRIPPED):
            return False
        return "," in named or len(state) > 3 or state.isupper() or first.population >= _QUALIFIED
    if folded in TOWN_WORDS or folded in BARE_NOT or len(folded) < 4:
        return False
    if folded != plain_place(first.name).removeprefix("the "):  # "Bangalore"
        return known_by_other_name(folded, first) and (capital or len(folded) >= 6)
    return max(one.population for one in found) >= (LARGE if capital else _HUGE)


def _surrounded(text: str, start: int, end: int, titles: Titles, *, remote: bool, sure: bool) -> bool:
    """Whether the surrounding words don't make the place part of a longer name."""
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
    if not after or text[end : end + 1] in ",;" or following[:1] in "–-|,;.(+0123456789" or HIDDEN in following:
        return True
    if text[end] in "/&":
        return False
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
