"""What people type, interpreted and searched: both engines find the same people."""

import pytest

from connectors.geo.places import Places
from connectors.search.base import SearchIndex
from connectors.search.language.terms import Terms
from connectors.search.language.understand import query, understand
from connectors.titles import Titles
from tests.connectors.search.people import BOSTON, NOW, person

PLACES, TITLES = Places.open(), Titles.open()
PEOPLE = (
    person(1, current_titles=("Go Developer",), skills=("Go",), current_companies=("Google",), years=3),
    person(2, current_titles=("Rust Developer",), skills=("Rust", "Java"), current_companies=("Meta",), years=12),
    person(3, current_titles=("Java Developer",), skills=("Java", "Rust"), past_companies=("Foo",), years=4),
    person(4, current_titles=("Rust Developer",), skills=("Rust",), current_companies=("Barco",), years=5),
    person(5, current_titles=("Nurse",), summary="Moved here from San Francisco.", lat=BOSTON[0], lon=BOSTON[1]),
    person(6, current_titles=("Nurse",), lat=BOSTON[0], lon=BOSTON[1]),
    person(7, current_titles=("Driver",), lat=51.5074, lon=-0.1278),
    person(8, current_titles=("Driver",), remote=True),
    person(9, current_titles=("Nurse Manager",), lat=BOSTON[0], lon=BOSTON[1]),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("developer (Go or Rust, not Java)", {1, 4}),
        ("go or rust, not java", {1, 4}),
        ("developer not at Google nor Meta", {3, 4}),
        ("developer neither at Google nor Meta", {3, 4}),
        ("developer weder bei Google noch bei Meta", {3, 4}),
        ("not at Google Rust developer", {2, 3, 4}),
        ("developer excluding Google and Meta employees", {3, 4}),
        ("developer worked at Foo and Barco", {3, 4}),
        ("developer chez Foo ou Barco", {4}),
        ("developer less than 5 years or more than 10", {1, 2, 3, 4}),
        ("developer moins de 5 ans", {1, 3}),
        ("developer weniger als 5 Jahre Erfahrung", {1, 3}),
        ("developer 3 or 4 years", {1, 3}),
        ('nurse near Boston -"San Francisco"', {6, 9}),
        ("nurse in Boston -(manager OR lead)", {5, 6}),
        ("+nurse +manager", {9}),
        ("SW1A 1AA driver", {7}),
        ("driver London or remote", {7, 8}),
        ("Must have: rust\nNice to have: java", {2, 3, 4}),
        ("• nurse\n• Boston, MA\n• not a manager", {5, 6}),
    ],
)
async def test_typed_forms_find_the_same_people(index: SearchIndex, text: str, found: set[int]) -> None:
    await index.put(PEOPLE)
    u = understand(Terms(what=text), PLACES, TITLES)
    assert not u.faults
    results = await index.search(query(u, workspace_id=1, page_size=20, now=NOW))
    assert {hit.profile_id for hit in results.hits} == found
