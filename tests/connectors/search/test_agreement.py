"""Both engines find exactly the people that a brute-force search finds, for any query."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.search.base import (
    And,
    Circle,
    Field,
    Filters,
    Not,
    Or,
    Phrase,
    Query,
    SearchIndex,
    Sort,
    What,
    Word,
)
from tests.connectors.search.oracle import Oracle, split_words
from tests.connectors.search.people import BOSTON, COMPANIES, NOW, SCHOOLS, SKILLS, TITLES, TOWNS, WORDS

EVERYBODY = 500

MISSPELT = ("pyhton", "kubernetees", "nurze", "enginer", "hosptal", "rnurse", "setch", "manger", "registred", "acmee")
SPOKEN = (*WORDS, *MISSPELT, "c++", "C#", "c", "node.js", "Müller", "muller", "zurich", "registered", "engineer", "x1")
TOGETHER = (*TITLES, *SKILLS, *COMPANIES, *SCHOOLS, "critical care", "senior nurse", "learning machine", "o neil")
FIELDS = st.sampled_from((None, None, *Field))

leaves = st.one_of(
    st.builds(Word, st.sampled_from(SPOKEN), FIELDS),
    st.builds(Phrase, st.sampled_from([words for words in TOGETHER if len(words.split()) < 3]), FIELDS),
)
trees: st.SearchStrategy[What] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=6,
)


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.one_of(st.just(()), st.lists(st.sampled_from(values), max_size=2).map(tuple))


filters = st.builds(
    Filters,
    titles=some(("nurse", "Engineer", "registered nurse", "Manager")),
    skills_all=some(("python", "C++", "cafe management", "react")),
    skills_any=some(SKILLS),
    skills_none=some(SKILLS),
    company_now=some(COMPANIES),
    company_ever=some(COMPANIES),
    company_not=some(COMPANIES),
    seniority=some(("mid", "senior", "manager", "executive", "wizard")),
    years_from=st.sampled_from((None, None, 0, 5)),
    years_to=st.sampled_from((None, None, 0, 20)),
    education=st.sampled_from((None, None, "none", "bachelor", "doctorate")),
    school=st.sampled_from((None, None, None, "ohio state university", "universitat zurich")),
    remote=st.sampled_from((False, False, True)),
    relocate=st.sampled_from((False, False, True)),
    work_authorization=some(("citizen", "permanent_resident")),
    updated_within_days=st.sampled_from((None, None, 30, 400)),
    open_to_work=st.sampled_from((False, False, True)),
    has_email=st.sampled_from((False, False, True)),
    has_phone=st.sampled_from((False, False, True)),
)
circles = st.builds(
    lambda town, radius, east: Circle(town[3], town[4] + east, radius),
    st.sampled_from(TOWNS),
    st.sampled_from((1.0, 25.0, 40.2, 160.9, 1000.0)),
    st.sampled_from((0.0, 0.5)),
)


@given(what=trees)
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
async def test_any_expression_matches_the_brute_force_search(
    town_index: SearchIndex, oracle: Oracle, what: What
) -> None:
    await agree(town_index, oracle, Query(1, what=what, page_size=EVERYBODY, now=NOW))


@given(what=st.one_of(st.none(), leaves), filters=filters, places=st.lists(circles, max_size=2).map(tuple))
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
async def test_any_filters_match_the_brute_force_search(
    town_index: SearchIndex, oracle: Oracle, what: What | None, filters: Filters, places: tuple[Circle, ...]
) -> None:
    await agree(town_index, oracle, Query(2, what=what, filters=filters, places=places, page_size=EVERYBODY, now=NOW))


@pytest.mark.parametrize(
    "filters",
    [
        {"filters": Filters(remote=True)},
        {"filters": Filters(years_from=0)},
        {"filters": Filters(education="none")},
        {"filters": Filters(seniority=("senior",))},
        {"filters": Filters(seniority=("senior", "manager", "executive"))},
        {"filters": Filters(updated_within_days=365)},
        {"filters": Filters(skills_none=("C", "Machine Learning"))},
        {"filters": Filters(company_not=("Acme",))},
        {"sources": ("dice", "peopledatalabs")},
        {"not_employers": ("acme", "acme labs")},
        {"not_employers": ("o neil and sons",)},
        {"any_employers": ("acme", "globex")},
        {"areas": (("US", ""),)},
        {"areas": (("US", "MA"),)},
        {"places": (Circle(*BOSTON, 40),)},
        {"places": (Circle(*BOSTON, 40), Circle(*BOSTON, 10), Circle(40.7, -74.0, 30))},
        {"places": (Circle(-18.14, 179.9, 150),)},
        {"places": (Circle(*BOSTON, 40),), "remote_areas": (("CH", ""),)},
        {"places": (Circle(*BOSTON, 40),), "remote_areas": (("", ""),)},
        {"areas": (("US", "MA"),), "remote_areas": (("CH", ""), ("US", "NY"))},
        {"areas": (("US", "MA"),), "remote_areas": (("", ""),), "filters": Filters(years_from=5)},
    ],
    ids=str,
)
async def test_one_filter_at_a_time(town_index: SearchIndex, oracle: Oracle, filters: dict[str, Any]) -> None:
    query = Query(1, page_size=EVERYBODY, now=NOW, **filters)
    assert 0 < len(oracle.found(query)) < len(oracle.people)
    await agree(town_index, oracle, query)


async def test_sorted_by_date_and_by_distance_in_the_same_order_page_by_page(
    town_index: SearchIndex, oracle: Oracle
) -> None:
    places = (Circle(*BOSTON, 300), Circle(40.7, -74.0, 100))
    for sort, ordered in ((Sort.RECENCY, oracle.newest), (Sort.DISTANCE, oracle.nearest)):
        query = Query(1, places=places, sort=sort, now=NOW, page_size=7)
        pages = [await town_index.search(replace(query, page=at)) for at in range(30)]
        assert [hit.profile_id for page in pages for hit in page.hits] == ordered(query)[: 7 * 30]
        assert {page.total for page in pages} == {len(oracle.found(query))}


@pytest.mark.parametrize("places", [(Circle(*BOSTON, 10),), (Circle(*BOSTON, 10), Circle(40.7, -74.0, 10))])
async def test_remote_workers_elsewhere_follow_the_nearest(town_index: SearchIndex, oracle: Oracle, places) -> None:
    query = Query(1, places=places, remote_areas=(("", ""),), sort=Sort.DISTANCE, now=NOW, page_size=60)
    pages = [await town_index.search(replace(query, page=at)) for at in range(3)]
    assert [hit.profile_id for page in pages for hit in page.hits] == oracle.nearest(query)[: 60 * 3]
    assert max(hit.distance_km or 0 for page in pages for hit in page.hits) > 300


async def test_counts_are_the_totals(town_index: SearchIndex, oracle: Oracle) -> None:
    rnd = random.Random(3)
    queries = [
        Query(1, what=Word(rnd.choice(SPOKEN)), filters=Filters(open_to_work=rnd.random() < 0.5), now=NOW)
        for _ in range(70)
    ]
    assert await town_index.counts(queries) == [len(oracle.found(query)) for query in queries]


async def test_thousands_excluded(town_index: SearchIndex, oracle: Oracle) -> None:
    hidden = tuple(person.id for person in oracle.people[::2]) + tuple(range(60_000, 79_800))
    await agree(town_index, oracle, Query(1, exclude=hidden, page_size=EVERYBODY, now=NOW))
    await agree(town_index, oracle, Query(1, what=Word("nurse"), exclude=hidden, page_size=EVERYBODY, now=NOW))


async def test_only_some_thousands(town_index: SearchIndex, oracle: Oracle) -> None:
    some = tuple(person.id for person in oracle.people[::3]) + tuple(range(60_000, 79_800))
    await agree(town_index, oracle, Query(1, only=some, page_size=EVERYBODY, now=NOW))
    await agree(town_index, oracle, Query(1, what=Word("nurse"), only=some, page_size=EVERYBODY, now=NOW))


@pytest.mark.parametrize(
    "areas", [(("US", ""),), (("US", "MA"), ("CH", "")), (("US", "MA"), ("US", "NY"), ("XX", "YY"))]
)
async def test_any_of_several_states_and_countries(town_index: SearchIndex, oracle: Oracle, areas):
    query = Query(1, areas=areas, page_size=EVERYBODY, now=NOW)
    await agree(town_index, oracle, query)
    assert 0 < (await town_index.search(query)).total < (await town_index.search(replace(query, areas=()))).total


async def test_facets_count_everybody_found(town_index: SearchIndex, oracle: Oracle) -> None:
    query = Query(1, what=Word("nurse"), facets=("source", "region", "skills", "company", "title"), now=NOW)
    found = [oracle.person(number) for number in oracle.found(query)]
    facets = (await town_index.search(query)).facets
    assert dict(facets["source"]) == {
        source: count
        for source in ("internet", "dice", "peopledatalabs")
        if (count := sum(person.source == source for person in found))
    }
    assert dict(facets["region"])["MA"] == sum(person.region == "MA" for person in found)
    assert_most(facets["title"], (value for person in found for value in person.current_titles))
    assert_most(facets["company"], (value for person in found for value in person.current_companies))
    skills = (
        {" ".join(split_words(skill)) for skill in person.skills} for person in found
    )  # python and Python count as one
    assert_most(
        [(" ".join(split_words(skill)), count) for skill, count in facets["skills"]],
        (value for one in skills for value in one),
    )


def assert_most(shown: Sequence[tuple[str, int]], values: Iterable[str]) -> None:
    counts = Counter(values)
    assert [count for _, count in shown] == [count for _, count in counts.most_common(10)]
    assert all(counts[value] == count for value, count in shown)


async def agree(index: SearchIndex, oracle: Oracle, query: Query) -> None:
    expected = oracle.found(query)
    results = await index.search(query)
    assert {hit.profile_id for hit in results.hits} == expected
    assert results.total == len(expected) == len(results.hits)
    assert results.total == (await index.counts([query]))[0]
    for hit in results.hits:
        assert hit.source == oracle.person(hit.profile_id).source
