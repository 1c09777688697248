"""Converts our query to the values of a mapping's placeholders."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from connectors.profiles import Degree
from connectors.resumes.base import NamedPlace, SourceQuery
from connectors.resumes.boolean_text import all_of, any_of, boolean_text, both, quoted, unexpressed_filters
from connectors.resumes.mapping.file import FILTERS, LISTED, PLACES, MappingFile
from connectors.resumes.mapping.templates import Values
from connectors.search.base import Filters, Sort

SKILLS = frozenset({"skills_all", "skills_any", "skills_none"})
_MILE = 1.609344  # km
_CURSOR = re.compile(r"([0-9]{1,7})/([0-9]{1,3})/(.*)", re.DOTALL)  # offset, page size, the partner's own
OutCodes = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Filter → our value → the partner's codes."""


def out_codes(mapping: MappingFile) -> OutCodes:
    return {
        name: {ours: (theirs,) if isinstance(theirs, str) else tuple(theirs) for ours, theirs in table.items()}
        for name, table in mapping.codes.items()
    }


def meanings(codes: OutCodes) -> Mapping[str, Mapping[str, str]]:
    """Filter → the partner's code → the first of our values with that code."""
    return {
        name: {code: ours for ours, theirs in reversed([*table.items()]) for code in theirs}
        for name, table in codes.items()
    }


def can(mapping: MappingFile) -> frozenset[str]:
    """The filters that the mapping's search can express."""
    found = mapping.asked & FILTERS | {name for name in LISTED if f"{name}_or" in mapping.asked}
    if mapping.asked & {"education", "educations"}:
        found.add("education")
    return frozenset(found | SKILLS if "words" in mapping.asked else found)


def has_places(mapping: MappingFile) -> bool:
    return bool(mapping.asked & PLACES)


def sorts(mapping: MappingFile) -> frozenset[Sort]:
    known = mapping.codes.get("sort", {}) if "sort" in mapping.asked else {}
    return frozenset({Sort.RELEVANCE, *(sort for sort in Sort if sort.value in known)})


def page(query: SourceQuery, most: int) -> tuple[SourceQuery, tuple[int, str]]:
    """The query with its page size, and where the page begins. A cursor keeps the size of the first page."""
    matched = _CURSOR.fullmatch(query.cursor)
    size = int(matched[2]) if matched else query.size
    asked = replace(query, size=max(1, min(size, most)))
    return asked, (int(matched[1]), matched[3]) if matched else (0, "")


def values(
    query: SourceQuery, at: tuple[int, str], mapping: MappingFile, codes: OutCodes
) -> tuple[Values, tuple[str, ...]]:
    """The values of all placeholders, and what can't be searched for, in words. `query` and `at` come from `page`."""
    filled, left_out = _filters(query, mapping, codes)
    text, missing = boolean_text(query.what)
    if not mapping.asked & SKILLS:
        text = with_skills(text, query)
    text = _sendable(text)
    left_out += missing
    offset, cursor = at
    filled |= {
        "words": (text,) if text else (),
        "size": (query.size,),
        "offset": (offset,),
        "page": (offset // query.size + 1,),
        "cursor": (cursor,) if cursor else (),
        "sort": codes.get("sort", {}).get(query.sort.value, ()),
    }
    place, others = _place(query)
    if has_places(mapping):
        filled |= _place_values(place)
        if place is not None and place.radius_km is not None and not mapping.asked & {"radius_km", "radius_miles"}:
            left_out.append(f"the distance from {place.label}")
        if others:
            left_out += others
    elif place is not None:
        left_out += [place.label, *others]
    if text and "words" not in mapping.asked:
        left_out.append(text)
    return filled, tuple(dict.fromkeys(filter(None, left_out)))


def with_skills(text: str, query: SourceQuery) -> str:
    """The words and the skills as one boolean text, for a source without a filter for skills."""
    filters = query.filters
    return both(
        text,
        all_of(filters.skills_all),
        any_of(filters.skills_any),
        *(f"NOT {name}" for skill in filters.skills_none if (name := quoted(skill))),
    )


def _sendable(value: Any) -> Any:
    """A string without the characters that can't be sent; other values unchanged."""
    return value.encode("utf-8", "ignore").decode().replace("\x00", " ").strip() if isinstance(value, str) else value


def _filters(query: SourceQuery, mapping: MappingFile, codes: OutCodes) -> tuple[dict[str, tuple[Any, ...]], list[str]]:
    filled: dict[str, tuple[Any, ...]] = {}
    possible = set(can(mapping))
    for name in FILTERS:
        wanted = _wanted(query.filters, name)
        filled[name] = _coded(name, wanted, codes)
        if not all(_coded(name, (each,), codes) for each in wanted):
            possible.discard(name)
    for name in LISTED:
        filled[f"{name}_or"] = tuple(filter(None, [any_of(filled[name])]))
    degree = query.filters.education
    if degree is not None and degree in [*Degree]:
        degrees = [each.value for each in Degree]
        filled["education"] = _coded("education", (degree,), codes)
        filled["educations"] = _coded("education", tuple(degrees[degrees.index(degree) :]), codes)
        if not filled["educations" if "educations" in mapping.asked else "education"]:
            possible.discard("education")
    asked: dict[str, Any] = {name: None for name in ("years_from", "years_to") if name in possible}
    rest = replace(query.filters, **asked)  # one label covers both
    return filled, list(unexpressed_filters(rest, possible))


def _wanted(filters: Filters, name: str) -> tuple[Any, ...]:
    """The values of a filter; none if it isn't set."""
    given: Any = getattr(filters, name)
    values: tuple[Any, ...] = cast("tuple[Any, ...]", given) if isinstance(given, tuple) else (given,)
    return tuple(value for each in values if (value := _sendable(each)) not in (None, False, ""))


def _coded(name: str, ours: tuple[Any, ...], codes: OutCodes) -> tuple[Any, ...]:
    """The partner's codes; the values themselves if the mapping has no codes for them."""
    table = codes.get(name)
    if table is None:
        return ours
    return tuple(dict.fromkeys(code for value in ours for code in table.get(str(value).lower(), ())))


def _place(query: SourceQuery) -> tuple[NamedPlace | None, list[str]]:
    """The place to search, and the names of the others: a request accepts only one place."""
    areas = [
        NamedPlace(f"{region}, {country}" if region else country, region=region, country=country)
        for country, region in query.areas
    ]
    first, *rest = [*query.places, *areas] or [None]
    return first, [each.label for each in rest if each is not None]


def _place_values(place: NamedPlace | None) -> dict[str, tuple[Any, ...]]:
    if place is None:
        return {}
    km = place.radius_km
    found = {
        "place": place.label,
        "city": place.city,
        "region": place.region,
        "country": place.country,
        "postal_code": place.postal_code,
        "lat": place.lat,
        "lon": place.lon,
        "radius_km": None if km is None else round(km),
        "radius_miles": None if km is None else max(1, round(km / _MILE)),
    }
    return {name: (text,) for name, value in found.items() if (text := _sendable(value)) not in ("", None)}
