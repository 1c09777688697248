"""What recruiters type, and how it is understood: one row for each search in typed_searches.tsv.

The rows come from recruiters' cheat sheets, public lists of search strings and requests, job titles in several
languages, and words that are places as well; ⏎ is a new line. `RENEW_GOLDEN=1` writes the second column anew: read
the difference."""

import os
from functools import cache
from pathlib import Path

from connectors.geo.places import Places
from connectors.search.language.terms import Terms
from connectors.search.language.understand import Understood, as_words, understand
from connectors.titles import Titles

PLACES, TITLES = Places.open(), Titles.open()
TABLE = Path(__file__).with_name("typed_searches.tsv")


@cache
def read(what: str) -> Understood:
    return understand(Terms(what=what.replace("⏎", "\n")), PLACES, TITLES)


def reading(u: Understood) -> str:
    """What the card shows, in one line."""
    if u.faults:
        return "error: " + " ".join(one.message for one in u.faults)
    parts = [" · ".join(label for key, label in u.chips if key != "alias") or "everyone"]
    parts += [label for key, label in u.chips if key == "alias"]
    if u.terms.unsearched:
        parts.append(f"not searched for: {', '.join(u.terms.unsearched)}")
    if u.terms.bare_place:
        parts.append(f"place without “in”: {u.terms.bare_place}")
    return " | ".join((*parts, *(one.text for one in u.questions)))


def rows() -> list[tuple[str, str]]:
    lines = TABLE.read_text("utf-8").splitlines()
    return [(typed, understood) for typed, _, understood in (line.partition("\t") for line in lines)]


def test_each_search_is_understood_as_listed():
    listed = rows()
    now = [(one, reading(read(one))) for one, _ in listed]
    if os.environ.get("RENEW_GOLDEN"):
        TABLE.write_text("".join(f"{one}\t{understood}\n" for one, understood in now), "utf-8")
        return
    assert [one for one, row in zip(now, listed, strict=True) if one != row] == []


def test_what_was_understood_is_understood_the_same_again_and_a_place_goes_back_among_the_words():
    for typed, _ in rows():
        u = read(typed)
        if not u.faults:
            again = understand(Terms.from_json(u.terms.as_json()), PLACES, TITLES)
            assert (again.terms, again.what, again.places, again.areas) == (u.terms, u.what, u.places, u.areas), typed
        if u.terms.bare_place:
            words = as_words(u.terms)
            assert (words.where, words.bare_place) == ("", ""), typed
            again = understand(words, PLACES, TITLES).terms
            assert u.terms.where not in (again.where, ""), typed


def test_what_the_card_shows_gives_the_same_search_when_it_is_typed_into_the_form():
    for typed, _ in rows():
        u, shown = read(typed), read(typed).terms
        if not u.faults:
            form = Terms(shown.what, shown.where, radius=shown.radius, unit=shown.unit, filters=shown.filters)
            again = understand(form, PLACES, TITLES)
            assert (again.what, again.terms.where, again.areas) == (u.what, shown.where, u.areas), typed
            assert again.terms.filters == shown.filters, typed
