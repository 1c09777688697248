"""Translates an interpreted search into the query of a connected source."""

import re
from collections.abc import Iterator
from dataclasses import replace

from connectors.geo.places import Place
from connectors.resumes.base import NamedPlace, SourceQuery, Traits
from connectors.search.base import And, Circle, Not, Or, Phrase, Sort, What, Word
from connectors.search.language.understand import Understood


def source_query(u: Understood, traits: Traits, size: int) -> SourceQuery:
    """The query, without a cursor. It doesn't say whom to leave out: only we know that."""
    ours = {"exclude_contacted": False, "exclude_seen": False, "exclude_rejected": False}
    return SourceQuery(
        what=u.written,
        places=tuple(_named(town, circle) for town, circle in zip(u.towns, u.places, strict=True)),
        areas=u.areas,
        filters=replace(u.terms.filters, **ours),
        sort=u.terms.sort if u.terms.sort in traits.sorts else Sort.RELEVANCE,
        size=min(size, traits.page_size),
    )


def matched(what: What | None) -> tuple[str, ...]:
    """The words of the search, to be marked in the profiles of a source's people."""
    return tuple(dict.fromkeys(word for text in _texts(what) for word in re.findall(r"[\w+#]+", text.lower())))


def _named(town: Place, circle: Circle) -> NamedPlace:
    postal_code = town.id[1:] if town.kind == "zip" else ""
    city = town.name.removeprefix("Greater ") if town.kind in ("city", "zip") or town.id.startswith("a") else ""
    return NamedPlace(
        town.label, city, town.region, town.country, postal_code, circle.lat, circle.lon, circle.radius_km
    )  # fmt: skip


def _texts(what: What | None) -> Iterator[str]:
    match what:
        case Word(text=text) | Phrase(text=text):
            yield text
        case And(items=items) | Or(items=items):
            for item in items:
                yield from _texts(item)
        case Not() | None:
            pass
