"""Finds places in plain text: "in Boston", "near 02110", "within 25 miles of Austin", and "Boston, MA" at the end."""

import re
from dataclasses import replace

from connectors.geo.gazetteer import metros
from connectors.geo.places import Place, Places
from connectors.geo.plain import plain_place
from connectors.search.language.place_lists import complete, ends, joined, listed_before, more_places, state_of
from connectors.search.language.plain.negation import negation_before
from connectors.search.language.spans import HIDDEN, free_text, without
from connectors.search.language.terms import WIDEST, Terms, set_aside

_UNIT = r"(?P<unit>miles?|mi|kilomet(?:er|re)s?|kms?)\b\.?"
_AROUND = r"(?P<around>\s+(?:of|from|around|near|to)\b(?=\s+\S))?"
_RADIUS = re.compile(
    rf"(?<![\w-])(?:(?:within|in|up to)\s+)?(?:an?\s+)?(?P<n>\d{{1,3}})[\s-]?{_UNIT}[\s-]radius{_AROUND}"
    rf"|(?<![\w-])within\s+(?P<n2>\d{{1,3}})\s?{_UNIT.replace('unit', 'unit2')}{_AROUND.replace('around', 'around2')}"
    rf"|(?<![\w-])(?P<n3>\d{{1,3}})\s?{_UNIT.replace('unit', 'unit3')}\s+(?P<around3>of|from|around)\b(?=\s+\S)",
    re.IGNORECASE,
)
_LIVES = (
    r"(?:(?:who|that)\s+)?(?:(?:is|are)\s+)?(?:currently\s+)?(?:based|located|living|lives?|residing|resides?)\s+"
    r"(?:in|near|around|out\s+of)"
)
_ABROAD = r"(?-i:à|en|em|bei|aus|a|te|près\s+de|cerca\s+de|vicino\s+a|perto\s+de|nahe)"
_BEFORE = re.compile(
    rf"(?<![\w-])(?:(?P<sure>{_LIVES}|close\s+to|local\s+to|near|commut(?:able|ing)(?:\s+distance)?\s+(?:of|to|from))"
    r"|in\s+(?:and|or)\s+(?:near|around)|(?:anywhere\s+)?(?:with)?in|around|across|throughout|out\s+of|from"
    rf"|{_ABROAD})\s+",
    re.IGNORECASE,
)
AREA = re.compile(r"\s+(?:only|based|county|area|region)(?![\w-])", re.IGNORECASE)
QUARTER = re.compile(r"(?:central|downtown|midtown|inner|metro)\s+", re.IGNORECASE)  # "Central London": London
_ANYWHERE_BUT = (
    r"(?:(?:any|every)where|überall|partout|en\s+todas\s+partes|en\s+cualquier\s+(?:sitio|lugar)|ovunque|overal|wszędzie)\s+"
    r"(?:but|except(?:\s+for)?|other\s+than|besides|outside(?:\s+of)?|außer|ausser|sauf|menos|excepto|salvo|tranne|behalve"
    r"|oprócz|poza)"
)
NOT_THERE = re.compile(
    rf"(?<![\w-])(?:(?:who|that)\s+(?:is|are)\s+)?(?:(?P<whole>{_ANYWHERE_BUT}|outside(?:\s+of)?)|not|never|no|except|excluding|but\s+not"
    r"|(?-i:nicht|nie(?:mals)?|pas|jamais|nunca|sauf|excepto|außer|hors|fuera))\s+"
    r"(?:(?:those|people|anyone|ones|candidates)\s+)?(?:(?:who|that)\s+)?(?:(?:is|are|live)\s+)?(?:based\s+|located\s+|living\s+|admitted\s+|licensed\s+|registered\s+)?\Z",
    re.IGNORECASE,
)
_TRIED = 6  # prepositions per text
_TOWN, _FAMOUS, _ABROAD_FAMOUS = (
    15_000,
    900_000,
    300_000,
)  # least populations; the last two for a city named by an alternate name
# Towns whose names are more often ordinary or job-related words.
TOWN_WORDS = {
    "bar", "can", "central", "commerce", "crystal", "deal", "delta", "energy", "enterprise", "gold", "golden",
    "hope", "independence", "industry", "lens", "liberal", "liberty", "man", "march", "mission", "mobile",
    "most", "nice", "normal", "of", "orange", "oracle", "pearl", "reading", "rest", "rugby", "sale", "spring",
    "star", "summit", "sur", "surprise", "temple", "split", "tours", "union", "van", "ware", "waterloo",
    "cypress", "mason", "mongo", "officer", "oral", "peer", "police", "time",
}  # fmt: skip
# Codes that mean a state or country after "in"; others are more likely jobs: "in PR", "in AR", "in IT".
_STATES = {
    "AK", "AL", "AZ", "CA", "CO", "CT", "DC", "FL", "GA", "IA", "ID", "IL", "KS", "KY", "LA", "MA", "MD", "MI",
    "MN", "MO", "MS", "MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV", "NY", "OH", "OK", "PA", "RI", "SC", "SD",
    "TN", "TX", "UT", "VA", "VT", "WA", "WI", "WV", "WY", "ON", "BC", "AB", "QC", "UK", "US", "USA", "UAE",
}  # fmt: skip
_DISTRICT = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?")
_NO_DISTRICT = {"S3", "EC2", "W2", "CO2", "SO2", "CH4", "SS7", "L1", "L2", "L3", "E2E", "B2B", "B2C"}  # technical terms
FAMOUS_CODES = {"nyc", "dfw", "cdmx"}
_SHORT_METROS = {"nyc", "dfw", "la", "sf", "dc", "atl", "slc", "nola", "gta"}
_BARE_METROS_NOT = {
    "randstad",
    "nova",
    "tidewater",
    "home counties",
    "peninsula",
    "the peninsula",
    "new york",
    "philly",
}


_RELOCATING = re.compile(
    r"(?<![\w-])(?:(?:who\s+)?(?:(?:is|are)\s+)?(?:(?:willing|able|ready|happy|open|wants?|wanting|planning|looking)\s+)?(?:to\s+)?)?"
    r"(?:relocat(?:e|ing|ion)|mov(?:e|ing))\s+to\s+",
    re.IGNORECASE,
)


def lift_relocation(terms: Terms, places: Places) -> Terms:
    """Set the filter from "willing to relocate to Austin", and set the place aside, because profiles never say where
    people would move to."""
    text = free_text(terms.what)
    for match in _RELOCATING.finditer(text):
        if (found := _place_at(text, match.end(), places, sure=True)) and negation_before(
            text[: match.start()]
        ) is None:
            rest = without(terms.what, match.start(), found[0])
            if rest is not None:
                lifted = replace(terms, what=rest, filters=replace(terms.filters, relocate=True))
                return set_aside(lifted, f"“to {terms.what[match.end() : found[0]]}”")
    return terms


def lift_places(terms: Terms, places: Places) -> Terms:
    """Move the radius and place from What to Where. Never changes a Where that is already set."""
    before = None
    while before != terms:
        before = terms
        terms = lift_radius(terms)
        terms = _after_preposition(terms, places)
        terms = bare_radius(_at_the_end(terms, places))
    return terms


_BARE_RADIUS = re.compile(
    r"(?<![\w-])\+?(?P<n>\d{1,3})[\s-]?(?P<unit>miles?|mi|kilomet(?:er|re)s?|kms?)(?![\w-])\.?", re.IGNORECASE
)


def bare_radius(terms: Terms) -> Terms:
    """Set the radius from "25 miles" alone, if Where has a place."""
    match = _BARE_RADIUS.search(free_text(terms.what))
    if not terms.where or terms.radius or match is None or not 1 <= int(match["n"]) <= WIDEST:
        return terms
    rest = without(terms.what, *match.span())
    unit = "km" if match["unit"].lower().startswith("k") else "mi"
    return terms if rest is None else replace(terms, what=rest, radius=int(match["n"]), unit=unit)


def lift_radius(terms: Terms) -> Terms:
    """Set the radius from "within 25 miles" in What. An "of" after it becomes "near", so that the place is found."""
    for match in _RADIUS.finditer(free_text(terms.what)):
        number, unit, around = (next(filter(None, match.group(*names)), "") for names in _GROUPS)
        if not 1 <= int(number) <= WIDEST:
            continue
        rest = without(terms.what, *match.span(), "near" if around else "")
        if rest is not None:
            return replace(terms, what=rest, radius=int(number), unit="km" if unit.lower().startswith("k") else "mi")
    return terms


_GROUPS = (("n", "n2", "n3"), ("unit", "unit2", "unit3"), ("around", "around2", "around3"))


def _after_preposition(terms: Terms, places: Places) -> Terms:
    text = free_text(terms.what)
    for tried, match in enumerate(_BEFORE.finditer(text)):
        if tried == _TRIED:
            break
        after_the = match.end() + 4 * (text[match.end() : match.end() + 4].lower() == "the ")
        quarter = QUARTER.match(text, after_the)
        found = None
        for start in sorted({match.end(), after_the, quarter.end() if quarter else after_the}):
            found = found or _place_at(text, start, places, sure=bool(match["sure"]))
        if found is None:
            continue
        end, named = found
        listed = more_places(text, end, named[0], places)
        if (state := state_of(named[0], text[match.end() : end], listed, places)) is not named[0]:
            named, listed = (state,), more_places(text, end, state, places)
        if negation := NOT_THERE.search(text[: match.start()]):
            rest = without(terms.what, negation.start(), listed.end)
            if rest is None:
                continue
            aside = terms.what[negation.start() : listed.end].strip(" ,;.")
            return set_aside(replace(terms, what=rest), f"“{aside}”")
        where, place_id = joined((named[0], *listed.places))
        if len(named) > 1 and not listed.places:
            where, place_id = text[match.end() : end].strip(" ,;."), ""
        area = AREA.match(text, listed.end)
        last = area.end() if area else listed.end
        if (lifted := _moved(terms, (match.start(), last), where, place_id)) is not None:
            return set_aside(lifted, *map(not_together, listed.aside))
    return terms


def misspelt(terms: Terms, places: Places, *, named: bool = False) -> tuple[tuple[str, Terms], ...]:
    """Similar names for a misspelled place such as "in Bostn", which is searched as text. Each comes with the terms
    that have this name as Where.

    `named`: only words with a capital letter, since "in charge" is not a place."""
    if terms.where:
        return ()
    text = free_text(terms.what)
    for match in list(_BEFORE.finditer(text))[:_TRIED]:
        end = next((end for end in ends(text, match.end()) if complete(text, "", end, places)), 0)
        if named and not text[match.end() : match.end() + 1].isupper():
            continue
        names = places.nearest_names(text[match.end() : end]) if end else ()
        moved = ((name, _moved(terms, (match.start(), end), name, "")) for name in names)
        if found := tuple((name, there) for name, there in moved if there is not None):
            return found
    return ()


def not_together(text: str) -> str:
    """The note on a state that is listed after a town."""
    return f"“{text}” (towns can't be searched together with states or countries)"


def _moved(terms: Terms, span: tuple[int, int], where: str, place_id: str) -> Terms | None:
    rest = without(terms.what, *span)
    if rest is None or (terms.where and terms.where != where):
        return None
    return replace(terms, what=rest, where=where, place_id=place_id)


def _place_at(text: str, start: int, places: Places, *, sure: bool) -> tuple[int, tuple[Place, ...]] | None:
    """The longest name at `start` that is certainly a place, as (end, places)."""
    for end in ends(text, start):
        typed = text[start:end].strip(" ,;.")
        found = places.exact(typed) or _district(typed, places)
        whole = bool(found) and (found[0].kind == "zip" or complete(text, typed, end, places))
        if whole and _trusted(typed, found, sure=sure):
            return start + len(text[start:end].rstrip(" ,;.")), found
    return None


def _district(typed: str, places: Places) -> tuple[Place, ...]:
    """The place of a British postcode district: "in SE1", but not "in S3" or "in EC2"."""
    return places.find(typed) if _DISTRICT.fullmatch(typed) and typed not in _NO_DISTRICT else ()


def _trusted(typed: str, found: tuple[Place, ...], *, sure: bool) -> bool:
    """Whether "in X" can only mean this place."""
    folded, first = plain_place(typed), found[0]
    if first.kind == "zip" or "," in typed or coded(folded):
        return True
    if len(folded) <= 3 and first.kind != "city":
        return (
            typed.replace(".", "") in _STATES or folded in _SHORT_METROS or (typed.isupper() and first.kind == "metro")
        )
    if first.kind != "city":
        return folded not in TOWN_WORDS
    if folded != plain_place(first.name).removeprefix("the ") and _bare(folded, first):
        return known_by_other_name(folded, first)
    if folded in TOWN_WORDS or len(folded) < 3:
        return False
    return first.population >= _TOWN or not _bare(folded, first) or (sure and typed[:1].isupper())


def known_by_other_name(folded: str, place: Place) -> bool:
    """Whether an alternate name can only be this city: "Bangalore", "Wien"."""
    english = place.country in ("US", "CA", "GB", "IE", "AU", "NZ")
    return (place.population >= _FAMOUS and len(folded) >= 6) or (
        not english and place.population >= _ABROAD_FAMOUS and len(folded) >= 4
    )


def _bare(folded: str, place: Place) -> bool:
    """Whether the place was named without its state or country."""
    return not (folded.startswith(plain_place(place.name) + " ") or len(folded.split()) > len(place.name.split()) + 1)


def _at_the_end(terms: Terms, places: Places) -> Terms:
    """Move a place at the end without "in": only "Boston, MA", "Boston MA", a postal code, or an unambiguous metro."""
    if terms.where:
        return terms
    text = free_text(terms.what).rstrip(" ,;.")
    starts = [match.start() for match in re.finditer(r"(?<!\S)(?=\w)[^\s\x00()\"]+", text)][-5:]
    for start in starts:
        if listed_before(text, start, places):
            break
        typed = text[start:].strip(" ,;.–-")
        found = places.exact(typed) if HIDDEN not in typed else ()
        alone = typed == text and typed.replace(".", "") in ("LA", "SF", "DC")
        if len(found) == 1 and (alone or _obvious(typed, found[0])):
            lifted = _moved(terms, (start, len(text)), found[0].label, found[0].id)
            if lifted is not None and negation_before(text[:start]) is None:
                return replace(lifted, bare_place=typed)
    return terms


def coded(folded: str) -> bool:
    """Whether a town follows its postal code: "10115 berlin"."""
    return re.match(r"\d{4,6} [a-z]", folded) is not None


def famous_metro(folded: str) -> bool:
    """Whether the name of a metro area can't also be a city or anything else."""
    return folded in metros() and folded not in _BARE_METROS_NOT and (folded in FAMOUS_CODES or len(folded) > 4)


def _obvious(typed: str, place: Place) -> bool:
    folded = plain_place(typed)
    match place.kind:
        case "zip":
            return True
        case "city":
            state = typed.split()[-1].strip(".,")
            if coded(folded) or folded in FAMOUS_CODES:
                return True
            named = folded.startswith(plain_place(place.name) + " ")
            return named and ("," in typed or len(state) > 3 or state.isupper() or place.population >= 50_000)
        case "metro":
            known = typed[:1].isupper() or " area" in folded or folded == "the bay"
            return famous_metro(folded) and (folded in FAMOUS_CODES or known)
        case _:
            return False
