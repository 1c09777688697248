"""Every part of a search either changes what a source is asked, or is reported as not expressed."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, cast

import pytest
from hypothesis import given, settings

from connectors.resumes.base import NamedPlace, SourceQuery
from connectors.resumes.boolean_text import OUR_OWN, boolean_text, quoted
from connectors.resumes.dice import search_parameters
from connectors.resumes.indeed import search_body
from connectors.resumes.mapping import queries as mapped_queries
from connectors.resumes.mapping import templates
from connectors.resumes.mapping.file import read
from connectors.resumes.people_data_labs_query import search_clauses
from connectors.resumes.registry import SOURCES
from connectors.search.base import And, Area, Field, Filters, Not, Or, Phrase, Query, What, Word
from tests.connectors.resumes import queries
from tests.paths import ROOT

VALUES: dict[str, tuple[Any, ...]] = {  # of the filters that take more than yes and no or free text
    "seniority": (("intern",), ("mid",), ("lead",), ("executive",)),
    "education": ("high_school", "associate", "bachelor", "master", "mba", "doctorate"),
    "work_authorization": (("citizen",), ("permanent_resident",), ("work_visa",), ("needs_sponsorship",), ("unknown",)),
    "school": ("MIT",),
    "years_from": (3,),
    "years_to": (3,),
    "updated_within_days": (30,),
}
CASES = [
    (field.name, value)
    for field in fields(Filters)
    for value in VALUES.get(field.name, (True,) if field.type == "bool" or field.default is False else (("Acme",),))
]


CAREERBUILDER = read(ROOT / "connectors/resumes/mapping/careerbuilder.toml")


def asked_of_careerbuilder(query: SourceQuery) -> tuple[Any, tuple[str, ...]]:
    codes = mapped_queries.out_codes(CAREERBUILDER)
    values, missing = mapped_queries.values(*mapped_queries.page(query, 10), CAREERBUILDER, codes)
    return templates.params(CAREERBUILDER.search.params, values), missing


Translate = Callable[[SourceQuery], tuple[Any, tuple[str, ...]]]
TRANSLATIONS: dict[str, Translate] = {
    "careerbuilder": asked_of_careerbuilder,
    "dice": search_parameters,
    "indeed": lambda query: search_body(query, ""),
    "people_data_labs": search_clauses,
}


@pytest.mark.parametrize(("name", "translate"), TRANSLATIONS.items(), ids=TRANSLATIONS)
def test_a_filter_is_asked_for_or_reported(name: str, translate: Translate):
    plain = SourceQuery(what=Word("nurse"))
    asked, unexpressed = translate(plain)
    assert unexpressed == ()
    for field, value in CASES:
        given, missing = translate(replace(plain, filters=replace(Filters(), **{field: value})))
        if field in OUR_OWN:
            assert (given, missing) == (asked, ())
        else:
            assert (given != asked) != bool(missing), (field, value)
        if field not in SOURCES[name].traits.filters | OUR_OWN:
            assert missing, field


def means_something(value: Any) -> bool:
    """Whether a filter of this value leaves anybody out."""
    if isinstance(value, str | tuple):
        return bool(quoted("".join(cast("tuple[str, ...]", value))))
    return value not in (None, False)


@pytest.mark.parametrize("translate", TRANSLATIONS.values(), ids=TRANSLATIONS)
@settings(max_examples=40, deadline=None)
@given(query=queries.queries)
def test_each_filter_of_any_search_is_asked_for_or_reported(translate: Translate, query: SourceQuery):
    asked, missing = translate(query)
    json.dumps(asked, ensure_ascii=False).encode()  # it can be sent
    for field in fields(Filters):
        value = getattr(query.filters, field.name)
        fewer = replace(query, filters=replace(query.filters, **{field.name: field.default}))
        if field.name in OUR_OWN:
            assert translate(fewer) == (asked, missing)
        elif means_something(value) and (field.name, value) != ("education", "none"):  # everybody has that
            assert translate(fewer) != (asked, missing), (field.name, value)


WORDS = (Word("zebra"), Phrase("zebra crossing"), *(Word("zebra", field) for field in Field))


@pytest.mark.parametrize("translate", TRANSLATIONS.values(), ids=TRANSLATIONS)
@settings(max_examples=40, deadline=None)
@given(query=queries.queries)
def test_each_word_and_place_of_any_search_is_asked_for_or_reported(translate: Translate, query: SourceQuery):
    def mentions(name: str, **more: Any) -> bool:
        return name in json.dumps(translate(replace(query, **more)), ensure_ascii=False).lower()

    rest: tuple[What, ...] = () if query.what is None else (query.what,)
    for word in WORDS:
        for added in (And((*rest, word)), Or((*rest, word)), And((*rest, Not(word))), Not(And((*rest, word)))):
            assert mentions("zebra", what=added), added
    assert not mentions("zebra")
    town = NamedPlace("Zebra Falls, NY", "Zebra Falls", "NY", "US", radius_km=77)
    assert mentions("zebra falls", places=(*query.places, town))
    for place in (replace(town, radius_km=None), town):
        assert mentions("distance", places=(place,)) == (place.radius_km is not None) or mentions("48", places=(place,))
    areas: tuple[Area, ...] = (("SE", ""), ("SE", "AB"))
    for area in areas:
        found = (mentions(word, areas=(*query.areas, area)) for word in ("sweden", "stockholm", '"se"', "ab, se"))
        assert any(found), area


def test_what_is_left_out_of_an_exclusion_is_named_whole():
    nurse, night = Word("nurse", Field.TITLE), Phrase("night shift")
    for excluded, label in (
        (nurse, "without “nurse” in the job title"),
        (And((nurse, night)), "without “nurse” in the job title and “night shift”"),
        (Or((night, Not(nurse))), "without “night shift” or not “nurse” in the job title"),
    ):
        assert boolean_text(And((Word("icu"), Not(excluded)))) == ("icu", (label,))


def test_no_part_of_a_search_is_forgotten():
    """Each field of `Query` and `Filters` is translated here, or reported or applied by those who ask a source."""
    assert queries.FILTERS.keys() == {field.name for field in fields(Filters)}
    ours = {"workspace_id", "sources", "exclude", "page", "page_size", "facets", "now", "aliases"}
    applied = {"not_employers", "any_employers", "only"}  # to what a source has found: our own people, who is new
    reported = {"remote_areas"}  # handlers/views/source_views.py
    not_asked = {field.name for field in fields(Query)} - {field.name for field in fields(SourceQuery)}
    assert not_asked == ours | applied | reported


def test_a_source_is_listed_under_its_own_name():
    known = {field.name for field in fields(Filters)}
    for name, kind in SOURCES.items():
        assert kind.traits.name == name
        assert kind.traits.filters <= known
        assert kind.traits.credentials
