"""Every part of a search either changes what a source is asked, or is reported as not expressed."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest

from connectors.resumes.base import SourceQuery
from connectors.resumes.boolean_text import OUR_OWN
from connectors.resumes.dice import search_parameters
from connectors.resumes.indeed import search_body
from connectors.resumes.mapping import queries as mapped_queries
from connectors.resumes.mapping import templates
from connectors.resumes.mapping.file import read
from connectors.resumes.people_data_labs_query import search_clauses
from connectors.resumes.registry import SOURCES
from connectors.search.base import Filters, Word
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


def asked_of_careerbuilder(query: SourceQuery) -> tuple[Any, tuple[str, ...]]:
    mapping = read(ROOT / "connectors/resumes/mapping/careerbuilder.toml")
    values, missing = mapped_queries.values(query, (0, ""), mapping, mapped_queries.out_codes(mapping))
    return templates.params(mapping.search.params, values), missing


TRANSLATIONS = {
    "careerbuilder": asked_of_careerbuilder,
    "dice": search_parameters,
    "indeed": lambda query: search_body(query, ""),
    "people_data_labs": search_clauses,
}


@pytest.mark.parametrize(("name", "translate"), TRANSLATIONS.items(), ids=TRANSLATIONS)
def test_a_filter_is_asked_for_or_reported(name: str, translate: Callable[[SourceQuery], tuple[Any, tuple[str, ...]]]):
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


def test_a_source_is_listed_under_its_own_name():
    known = {field.name for field in fields(Filters)}
    for name, kind in SOURCES.items():
        assert kind.traits.name == name
        assert kind.traits.filters <= known
        assert kind.traits.credentials
