"""How the stand-ins search: boolean text in a resume, and places."""

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeGuard, cast

from bot.sample.cities import CITIES
from connectors.resumes.place_names import country_name, region_name
from connectors.resumes.reading import at
from connectors.search.index.geo import distance_km

Record = dict[str, Any]
_TOKEN = re.compile(r'"([^"]*)"|([()])|([^\s()"]+)')
_WORD = re.compile(r"[\w+#.-]+")
_MILE = 1.609344  # km


def found_in(expression: str, text: str) -> bool:
    """Whether the text matches an expression such as `(nurse OR "ICU nurse") AND NOT manag*`; everything matches ""."""
    tokens = [phrase or bracket or word for phrase, bracket, word in _TOKEN.findall(expression)]
    return not tokens or _any_of(tokens, f" {_plain(text)} ")


def _any_of(tokens: list[str], text: str) -> bool:
    found = _all_of(tokens, text)
    while tokens and tokens[0] == "OR":
        tokens.pop(0)
        found = _all_of(tokens, text) or found
    return found


def _all_of(tokens: list[str], text: str) -> bool:
    found = True
    while tokens and tokens[0] not in ("OR", ")"):
        if tokens[0] == "AND":
            tokens.pop(0)
            continue
        found = _one(tokens, text) and found
    return found


def _one(tokens: list[str], text: str) -> bool:
    token = tokens.pop(0)
    if token == "NOT":  # noqa: S105 - an operator
        return not (tokens and _one(tokens, text))
    if token == "(":  # noqa: S105
        found = _any_of(tokens, text)
        del tokens[:1]  # its ")"
        return found
    words = _plain(token.rstrip("*"))
    return f" {words}" in text if token.endswith("*") else f" {words} " in text


def _plain(text: str) -> str:
    """The text in lower case, with its words in the singular."""
    words = (word.strip(".-") for word in _WORD.findall(text.lower()))
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] != "s" else word for word in words)


def words_of(value: Any, without: Iterable[str] = ()) -> str:
    """All text in a record, except in the fields `without`."""
    if is_record(value):
        return " ".join(words_of(each) for name, each in value.items() if name not in without)
    if isinstance(value, list):
        return " ".join(words_of(each) for each in cast(list[Any], value))
    return value if isinstance(value, str) else ""


class Place(NamedTuple):
    """Where somebody lives; regions and countries are codes or names."""

    city: str = ""
    region: str = ""
    country: str = ""
    postal_code: str = ""
    lat: float | None = None
    lon: float | None = None


def lives_in(wanted: str, place: Place, miles: float = 0) -> bool:
    """Whether a place is, or is within this many miles of, "Boston, MA", "Massachusetts, United States" or "02110"."""
    parts = [each.strip().lower() for each in wanted.split(",") if each.strip()]
    region, country = region_name(place.country or "US", place.region), country_name(place.country)
    names = {each.lower() for each in (*place[:4], region, country) if each}
    if all(each in names for each in parts):
        return True
    here = (
        (place.lat, place.lon) if place.lat is not None and place.lon is not None else _center(place.city, place.region)
    )
    there = _center(parts[0], *parts[1:2]) if miles else None
    home = _center(place.city, place.region)
    here = (place.lat, place.lon) if place.lat is not None and place.lon is not None else home
    return here is not None and there is not None and distance_km(*here, *there) <= miles * _MILE


def _center(city: str, region: str = "") -> tuple[float, float] | None:
    """The location of a town; if it isn't found in the region, the location of a town with the same name elsewhere."""
    named = [one for one in CITIES if one.name.lower() == city.lower()]
    best = next((one for one in named if one.region.lower() == region.lower()), named[0] if named else None)
    return (best.lat, best.lon) if best else None


def within(value: object, limits: object) -> bool:
    """Whether a number is between `min` and `max`, either of which may be missing."""
    least, most = at(limits, "min"), at(limits, "max")
    if least is None and most is None:
        return True
    return isinstance(value, int) and (least or 0) <= value <= (most if most is not None else value)


def is_record(value: object) -> TypeGuard[Record]:
    """Whether the value is a JSON object at all: tests also use people that aren't."""
    return isinstance(value, dict)


def chosen(people: Iterable[Any], wanted: Callable[[Record], bool]) -> list[Any]:
    """The records that are wanted, and everything that isn't a record."""
    return [each for each in people if not is_record(each) or wanted(each)]


def named(people: Iterable[Any], id: str, path: str = "id") -> Record | None:
    """The record with this id."""
    return next((each for each in people if is_record(each) and at(each, path) == id), None)
