"""Alternatives in parentheses that are all places: (Boston OR "New York")."""

import re
from dataclasses import replace

from connectors.geo.places import Place, Places
from connectors.geo.plain import plain_place
from connectors.search.language.place_lists import joined
from connectors.search.language.plain.bare_places import BARE_NOT, LARGE, qualified
from connectors.search.language.plain.negation import negation_before
from connectors.search.language.plain.places import TOWN_WORDS
from connectors.search.language.spans import without
from connectors.search.language.terms import Terms
from connectors.titles import Titles

_BETWEEN = re.compile(r"\s*(?:\||/|,(?!\s*[A-Z]{2}\b)|\b(?:or|OR)\b)\s*")
_QUOTED_WORD = re.compile(r'"\S+"')  # what `as_words` writes
_BRACKETED = re.compile(r"(?:(?<![\w-])(?P<in>in|near|around)\s+)?\((?P<items>[^()]{3,200})\)")


def lift_bracketed_places(terms: Terms, places: Places, titles: Titles) -> Terms:
    """Move parenthesized alternatives into Where if all of them are places: (Boston OR "New York")."""
    if terms.where:
        return terms
    for match in _BRACKETED.finditer(terms.what):
        typed = _BETWEEN.split(match["items"])
        if all(_QUOTED_WORD.fullmatch(one.strip()) for one in typed):
            continue
        items = [one.strip(' "“”') for one in typed]
        found = [places.exact(one)[:1] for one in items if one]
        if not found or any('"' in one for one in items) or not all(map(_surely, items, found)):
            continue
        named = [one[0] for one in found]
        before = terms.what[: match.start()].rstrip()
        rest = without(terms.what, *match.span())
        negative = before.endswith(("NOT", "-", "!")) or negation_before(terms.what[: match.start()]) is not None
        if rest is None or negative or len({bool(one.radius_km) for one in named}) > 1:
            continue
        if any(titles.is_job_word(word) for word in re.findall(r"[^\s()\"“”,]+", rest)):
            where, place_id = joined(named)
            bare = "" if match["in"] else " or ".join(items)
            return replace(terms, what=rest, where=where, place_id=place_id, bare_place=bare)
    return terms


def _surely(typed: str, found: tuple[Place, ...]) -> bool:
    if not found or (len(typed) < 4 and not typed.isupper()):
        return False
    folded = plain_place(typed)
    if found[0].kind != "city" or qualified(typed, found[0]):
        return len(typed) > 2 and folded not in TOWN_WORDS
    return typed[:1].isupper() and found[0].population >= LARGE and folded not in TOWN_WORDS | BARE_NOT
