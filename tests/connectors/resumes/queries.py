"""Searches for property tests: any expression, filters and places that a person can ask for, and some they can't."""

from typing import Any

from hypothesis import strategies as st

from connectors.profiles import Degree, WorkAuthorization
from connectors.resumes.base import NamedPlace, SourceQuery
from connectors.search.base import And, Field, Filters, Not, Or, Phrase, Sort, What, Word
from connectors.search.seniority import Seniority

texts = st.one_of(
    st.sampled_from(
        ["nurse", "C++", "R&D", "or", "AND", '"', "", "  ", "node.js", "São", "a\x00b", "\ud800", "(x", "*"]
    ),
    st.text(max_size=12),
)
_leaves = st.one_of(
    st.builds(Word, texts, st.none() | st.sampled_from(Field), st.booleans()),
    st.builds(Phrase, texts, st.none() | st.sampled_from(Field)),
)
whats: st.SearchStrategy[What] = st.recursive(
    _leaves,
    lambda each: st.one_of(
        st.builds(Not, each),
        st.builds(And, st.lists(each, max_size=3).map(tuple)),
        st.builds(Or, st.lists(each, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
_names = st.lists(texts, max_size=2).map(tuple)
_years = st.none() | st.integers(0, 60)
FILTERS: dict[str, st.SearchStrategy[Any]] = {
    "titles": _names,
    "skills_all": _names,
    "skills_any": _names,
    "skills_none": _names,
    "company_now": _names,
    "company_ever": _names,
    "company_not": _names,
    "seniority": st.lists(st.sampled_from([str(each) for each in Seniority]), max_size=2).map(tuple),
    "years_from": _years,
    "years_to": _years,
    "education": st.none() | st.sampled_from([str(each) for each in Degree]),
    "school": st.none() | texts,
    "remote": st.booleans(),
    "relocate": st.booleans(),
    "work_authorization": st.lists(st.sampled_from([str(each) for each in WorkAuthorization]), max_size=2).map(tuple),
    "updated_within_days": st.none() | st.integers(1, 4000),
    "open_to_work": st.booleans(),
    "has_email": st.booleans(),
    "has_phone": st.booleans(),
    "exclude_contacted": st.booleans(),
    "exclude_seen": st.booleans(),
    "exclude_rejected": st.booleans(),
}
"""Each filter's values."""
filters = st.builds(Filters, **FILTERS)
_places = st.builds(
    NamedPlace,
    label=st.sampled_from(["Boston, MA", "Here"]),
    city=st.sampled_from(["", "Boston", "São Paulo", "O'Fallon"]),
    region=st.sampled_from(["", "MA", "BE", "?"]),
    country=st.sampled_from(["", "US", "DE", "XX"]),
    radius_km=st.none() | st.floats(0, 500),
)
_areas = st.sampled_from([("US", ""), ("US", "MA"), ("DE", ""), ("GB", "ENG"), ("XX", "?")])
queries = st.builds(
    SourceQuery,
    what=st.none() | whats,
    places=st.lists(_places, max_size=2).map(tuple),
    areas=st.lists(_areas, max_size=2).map(tuple),
    filters=filters,
    sort=st.sampled_from(Sort),
    size=st.integers(-1, 200),
    cursor=st.sampled_from(["", "2/5", "x", "0/0", "9999999999999999999999/5"]),
)
