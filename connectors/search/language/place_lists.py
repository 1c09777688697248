"""Lists of places: "Boston, Worcester or Springfield", "Berlin/Hamburg", "Boston, MA; Austin, TX", "TX, OK"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from connectors.geo.places import Place, Places
from connectors.geo.plain import plain_place
from connectors.search.language.spans import HIDDEN

MOST_PLACES = 10  # in one search
NEW_YORK = "rUS-NY"
_LONGEST_NAME = 5  # words
_SIGN = r"[,;|/&+]"
_WORD = r"(?:and|or|AND|OR|und|oder|et|ou|y|e|o)"
_SEPARATOR = re.compile(rf"(?:\s*{_SIGN}\s*(?:{_WORD}\s+)?|\s+{_WORD}\s+)(?:(?:in|near)\s+)?(?=[^\W_])")
_FOLLOWS = re.compile(  # what may follow a place without being part of its name
    r"\s*$|\s*[,;.)|\x00]|\s+(?:and|or|und|oder|et|ou|AND|OR|NOT|with|without|within|who|that|for|from|at|open|willing"
    r"|remote|updated|not|never|formerly|near|in|[-–+]|\d)(?![^\W\d_])",
)
_JOINS = re.compile(r"\s*[/&+]\s*(?=[^\W_])")
_LARGE, _TOWN = 100_000, 15_000  # least population of a later place: anywhere, in the state of the one before
_NO_TOWN = {"spring", "ada", "rust", "java", "reading", "mobile", "oracle", "delta", "temple", "enterprise", "ruby"}


@dataclass(frozen=True, slots=True)
class Listed:
    """Places that follow the first place: the position after the last, and the text and place of each. `aside`: states
    after towns, or towns after states, which can't be searched together."""

    end: int
    typed: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    aside: tuple[str, ...] = ()


def more_places(text: str, end: int, first: Place, places: Places) -> Listed:
    """The places that are listed after the first, which ends at `end`."""
    found = Listed(end)
    while len(found.places) + len(found.aside) < MOST_PLACES - 1:
        separator = _SEPARATOR.match(text, found.end)
        item = _item(text, separator.end(), (first, *found.places)[-1], places) if separator else None
        if item is None:
            break
        at, typed, place = item
        if bool(place.radius_km) != bool(first.radius_km):
            found = Listed(at, found.typed, found.places, (*found.aside, text[found.end : at].strip(" ,;")))
        else:
            found = Listed(at, (*found.typed, typed), (*found.places, place), found.aside)
    return found


def split(text: str, places: Places) -> tuple[Place, ...]:
    """The places of a text that is nothing but a list of places; empty for any other text."""
    for at in ends(text, 0):
        first, end = places.exact(text[:at]), len(text[:at].rstrip(" ,;."))
        listed = more_places(text, end, first[0], places) if first else Listed(end)
        if listed.places and not listed.aside and not text[listed.end :].strip(" ,;."):
            return (first[0], *listed.places)
    return ()


def joined(named: Sequence[Place]) -> tuple[str, str]:
    """How Where shows these places, and the id if they are all the same place."""
    first = {one.label: one.id for one in named}
    return " or ".join(first), next(iter(first.values())) if len(first) == 1 else ""


def state_of(first: Place, typed: str, listed: Listed, places: Places) -> Place:
    """The first place or, if other states follow, the state of that name: "New York or New Jersey"."""
    state = places.get(NEW_YORK) if plain_place(typed) == "new york" and listed.aside and not listed.places else None
    return state or first


def ends(text: str, start: int) -> Iterator[int]:
    """The end positions of up to `_LONGEST_NAME` words from `start`, longest first."""
    found: list[int] = []
    for word in re.finditer(r"[^\s\x00()\"/|]+", text[start : start + 80]):
        if HIDDEN in text[start : start + word.start()] or len(found) == _LONGEST_NAME:
            break
        found.append(start + word.end())
    return reversed(found)


def complete(text: str, typed: str, end: int, places: Places) -> bool:
    """Whether the name is complete, not the start of a longer one ("in Boston Scientific")."""
    if _FOLLOWS.match(text, end) or text[end - 1] in ",;" or re.search(r",\s*[A-Z]{2}\Z", typed):
        return True
    if joined := _JOINS.match(text, end):
        return text[joined.end() :].lower().startswith("remote") or any(
            places.exact(text[joined.end() : at].strip(" ,;.")) for at in ends(text, joined.end())
        )
    following = text[end:].lstrip()
    return typed[:1].isupper() and following[:1].islower()


def listed_before(text: str, start: int, places: Places) -> bool:
    """Whether the place at `start` continues a list: "Boston, |Austin, TX"."""
    separator = re.search(rf"(?:\s*{_SIGN}\s*(?:{_WORD}\s+)?|\s+{_WORD}\s+)\Z", text[:start])
    words = re.split(r"[\s/|]+", text[: separator.start()])[-3:] if separator else []
    return any(
        one.kind in ("zip", "metro", "region", "country") or one.population >= _LARGE or "," in " ".join(words[at:])
        for at in range(len(words))
        for one in places.exact(" ".join(words[at:]).strip(" ,;.()"))[:1]
        if words[at][:1].isupper() or one.kind == "zip"
    )


def _item(text: str, start: int, before: Place, places: Places) -> tuple[int, str, Place] | None:
    for end in ends(text, start):
        typed = text[start:end].strip(" ,;.")
        if not complete(text, typed, end, places):
            continue
        if (place := _meant(typed, before, places)) is not None:
            return start + len(text[start:end].rstrip(" ,;.")), typed, place
    return None


def _meant(typed: str, before: Place, places: Places) -> Place | None:
    """The place that a later name in a list means, if it is certainly a place, preferably in the same state as the
    place before it."""
    if len(typed) == 2:
        return _state(typed.upper(), before, places) if typed.isupper() or typed == "Or" else None
    found = places.exact(typed)
    if not found:
        return None
    if not before.radius_km or not found[0].radius_km:
        certain = typed[:1].isupper() and (len(plain_place(typed)) > 3 or typed.isupper())
        large = found[0].kind != "city" or found[0].population >= _LARGE
        return found[0] if certain and large else None
    beside = [one for one in found if _same_state(one, before)]
    if not beside and before.region and found[0].kind == "city":
        named = places.exact(f"{typed}, {before.region}")
        beside = [one for one in named[:1] if one.kind == "city" and one.population * 10 >= found[0].population]
    place = (beside or found)[0]
    folded = plain_place(typed)
    if place.kind != "city" or folded != plain_place(place.name):
        return place if place.kind != "city" or "," in typed or len(folded) > 5 else None
    if folded in _NO_TOWN and before.country == "US":
        return None
    least = _TOWN if _same_state(place, before) and typed[:1].isupper() else _LARGE
    return place if place.population >= least else None


def _state(code: str, before: Place, places: Places) -> Place | None:
    """The place that a state code in a list means: a state after another state ("TX, OK"), or the town of the same name
    in that state ("Portland, OR or ME")."""
    if before.kind == "region":
        return places.get(f"r{before.country}-{code}")
    found = places.exact(f"{before.name}, {code}") if before.kind == "city" else places.exact(code)
    return found[0] if found and bool(found[0].radius_km) == bool(before.radius_km) else None


def _same_state(one: Place, other: Place) -> bool:
    return (one.country, one.region) == (other.country, other.region)
