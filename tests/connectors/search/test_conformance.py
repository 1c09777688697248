"""Search semantics shared by both engines: highlighting, ranking, visibility."""

from dataclasses import replace

from connectors.search.base import And, Circle, Filters, Not, Or, Phrase, Query, SearchIndex, Sort, Word
from tests.connectors.search.people import BOSTON, DAY, NOW, person


async def ids(index: SearchIndex, query: Query) -> list[int]:
    return [hit.profile_id for hit in (await index.search(query)).hits]


async def test_an_empty_index_finds_nobody_and_reports_it(index: SearchIndex) -> None:
    results = await index.search(Query(1, what=Word("nurse"), places=(Circle(*BOSTON, 40),), facets=("skills",)))
    assert (results.hits, results.total, results.facets["skills"]) == ((), 0, ())
    assert (await index.status()).ready
    assert (await index.status()).documents == 0


async def test_a_word_counts_most_in_titles_then_skills_then_employers_then_names(index: SearchIndex) -> None:
    await index.put(
        [
            person(1, summary="once met a mason"),
            person(2, name="Perry Mason"),
            person(3, current_companies=("Mason",)),
            person(4, skills=("Mason",)),
            person(5, current_titles=("Mason",)),
        ]
    )
    assert await ids(index, Query(1, what=Word("mason"))) == [5, 4, 3, 2, 1]


async def test_current_titles_rank_before_past_ones_and_fresh_profiles_before_old(index: SearchIndex) -> None:
    await index.put(
        [
            person(1, past_titles=("Welder",), updated=NOW - DAY),
            person(2, current_titles=("Welder",), updated=NOW - 900 * DAY),
            person(3, current_titles=("Welder",), updated=NOW - 3 * DAY),
            person(4, current_titles=("Welder",)),
        ]
    )
    found = await ids(index, Query(1, what=Word("welder"), now=NOW))
    assert found[0] == 3
    assert found[-1] == 1
    assert set(found) == {1, 2, 3, 4}


async def test_without_words_the_freshest_come_first_and_unknown_dates_last(index: SearchIndex) -> None:
    await index.put(
        [person(9), person(4, updated=NOW), person(5, updated=NOW - DAY), person(3), person(2, updated=NOW)]
    )
    assert await ids(index, Query(1)) == [2, 4, 5, 3, 9]
    assert await ids(index, Query(1, sort=Sort.RECENCY)) == [2, 4, 5, 3, 9]


async def test_an_exact_match_ranks_before_a_misspelt_one(index: SearchIndex) -> None:
    await index.put(
        [
            person(1, current_titles=("Kubernets Expert",)),
            person(2, summary="runs kubernetes"),
            person(3, skills=("Go",)),
        ]
    )
    results = await index.search(Query(1, what=Word("kubernetes"), now=NOW))
    assert [hit.profile_id for hit in results.hits] == [2, 1]
    assert [hit.matched for hit in results.hits] == [("kubernetes",), ("kubernets",)]


async def test_one_typo_is_allowed_from_four_letters_and_two_from_eight(index: SearchIndex) -> None:
    await index.put([person(1, skills=("Java", "Kubernetes", "SQL", "Sketch"))])
    for typed in ("jaca", "ajva", "jva1"[:3] + "a", "kubrnets", "ubernetes", "kubernetesxy", "sketc", "setch", "ketch"):
        assert await ids(index, Query(1, what=Word(typed))) == [1], typed
    for typed in ("jcaa x"[:4] + "z", "sqk", "sq", "jav", "ktech", "kubrnts", "xubernetzzz"):
        assert await ids(index, Query(1, what=Word(typed))) == [], typed


async def test_a_frequent_word_matches_exactly(index: SearchIndex) -> None:
    await index.put(
        [person(number, skills=("React",)) for number in range(1, 11)] + [person(99, summary="out of reach")]
    )
    assert 99 not in await ids(index, Query(1, what=Word("react"), page_size=50))
    await index.remove([1])
    assert 99 in await ids(index, Query(1, what=Word("react"), page_size=50))


async def test_excluded_words_match_exactly(index: SearchIndex) -> None:
    await index.put([person(1, skills=("Java",)), person(2, skills=("Jaba",))])
    assert await ids(index, Query(1, what=Not(Word("java")))) == [2]
    assert set(await ids(index, Query(1, what=Not(Not(Word("java")))))) == {1, 2}


async def test_phrases_match_within_one_value_in_order(index: SearchIndex) -> None:
    await index.put(
        [
            person(1, current_titles=("Senior Nurse",)),
            person(2, current_titles=("Nurse", "Senior")),
            person(3, past_titles=("Lead",), summary="a senior\nnurse"),
            person(4, skills=("Node.js", "C++")),
        ]
    )
    assert await ids(index, Query(1, what=Phrase("senior nurse"))) == [1]
    assert await ids(index, Query(1, what=Word("node.js"))) == [4]
    assert await ids(index, Query(1, what=Word("c++"))) == [4]
    assert await ids(index, Query(1, what=Word("c"))) == []


async def test_highlights_are_the_matched_words_in_lower_case(index: SearchIndex) -> None:
    await index.put(
        [
            person(
                1,
                name="Zoë Müller",
                current_titles=("Head of Café",),
                skills=("C++", "Machine Learning", "Python 3"),
                summary="Loves learning",
            )
        ]
    )

    async def marked(query: Query) -> tuple[str, ...]:
        return (await index.search(query)).hits[0].matched

    assert await marked(Query(1, what=And((Word("cafe"), Word("MULLER"), Not(Word("java")))))) == ("café", "müller")
    assert await marked(Query(1, what=Phrase("machine learning"))) == ("machine", "learning")
    assert await marked(Query(1, what=Or((Word("pythn"), Word("c++"))))) == ("python", "c++")
    assert await marked(Query(1, filters=Filters(skills_any=("snake",)), aliases={"snake": ("Python",)})) == ("python",)
    assert await marked(Query(1)) == ()


async def test_aliases_of_skills_and_titles_pass_filters(index: SearchIndex) -> None:
    await index.put(
        [person(1, current_titles=("Registered Nurse",), skills=("Kubernetes",)), person(2, skills=("Go",))]
    )
    aliases = {"rn": ("registered nurse",), "k8s": ("kubernetes",)}
    query = Query(1, filters=Filters(titles=("RN",), skills_all=("K8s",)), aliases=aliases)
    assert await ids(index, query) == [1]
    assert await ids(index, replace(query, aliases={})) == []
    assert await ids(index, Query(1, filters=Filters(skills_none=("k8s",)), aliases=aliases)) == [2]


async def test_a_workspace_sees_everybodys_profiles_and_its_own(index: SearchIndex) -> None:
    shared = {"current_titles": ("Nurse",), "skills": ("Nurse",), "lat": BOSTON[0], "lon": BOSTON[1]}
    await index.put([person(1, **shared), *(person(10 + w, **{**shared, "workspace_id": w}) for w in (1, 2, 12))])
    for what in (None, Word("nurse"), Or((Word("nurse"), Word("nurze"))), Not(Word("driver"))):
        for places in ((), (Circle(*BOSTON, 5),)):
            for sort in Sort:
                query = Query(1, what=what, places=places, sort=sort, facets=("skills",), now=NOW)
                results = await index.search(query)
                assert {hit.profile_id for hit in results.hits} == {1, 11}, query
                assert dict(results.facets["skills"]) == {"Nurse": 2}
    assert await index.counts([Query(w) for w in (1, 2, 3, 12, 112)]) == [2, 2, 1, 2, 1]


async def test_put_replaces_and_remove_deletes(index: SearchIndex) -> None:
    await index.put([person(1, skills=("Go",)), person(2, skills=("Go",)), person(1, skills=("Rust",))])
    assert await ids(index, Query(1, what=Word("go"))) == [2]
    await index.put([person(2, skills=("Zig",))])
    assert await ids(index, Query(1, what=Word("go"))) == []
    assert (await index.search(Query(1))).total == 2
    await index.remove([1, 77])
    assert await ids(index, Query(1)) == [2]
    assert (await index.status()).documents == 1
    await index.clear()
    assert await ids(index, Query(1)) == []
    await index.put([person(5)])
    assert await ids(index, Query(1)) == [5]


async def test_bulk_loads_are_visible_when_the_block_ends(index: SearchIndex) -> None:
    async with index.bulk() as put:
        for start in range(0, 3000, 500):
            await put(person(number, skills=("Go",), updated=number) for number in range(start + 1, start + 501))
    results = await index.search(Query(1, what=Word("go"), sort=Sort.RECENCY, page=199, page_size=5))
    assert [hit.profile_id for hit in results.hits] == [2005, 2004, 2003, 2002, 2001]
    assert results.total == 3000
    deep = await index.search(Query(1, what=Word("go"), now=NOW, page=2, page_size=300))
    before = await index.search(Query(1, what=Word("go"), now=NOW, page=0, page_size=600))
    assert len({hit.profile_id for hit in (*deep.hits, *before.hits)}) == 900
    assert (await index.search(Query(1, page=4000))).hits == ()


async def test_distances_are_to_the_nearest_requested_place(index: SearchIndex) -> None:
    await index.put([person(1, lat=42.45, lon=-71.0589), person(2, lat=BOSTON[0], lon=BOSTON[1]), person(3)])
    results = await index.search(Query(1, places=(Circle(*BOSTON, 50), Circle(43.0, -71.0589, 90)), sort=Sort.DISTANCE))
    assert [(hit.profile_id, round(hit.distance_km or 0, 2)) for hit in results.hits] == [(2, 0.0), (1, 10.0)]
    assert (await index.search(Query(1, places=(Circle(*BOSTON, 9.9),)))).total == 1
    assert (await index.search(Query(1, places=(Circle(*BOSTON, 10.1),)))).total == 2


async def test_equal_distances_are_ordered_by_id_on_every_page(index: SearchIndex) -> None:
    await index.put([person(number, lat=BOSTON[0], lon=BOSTON[1], updated=NOW + number) for number in (8, 3, 5, 1, 9)])
    for places in ((Circle(*BOSTON, 5),), (Circle(*BOSTON, 5), Circle(42.0, -71.0, 90))):
        pages = [Query(1, places=places, sort=Sort.DISTANCE, page=page, page_size=2) for page in range(3)]
        assert [number for page in pages for number in await ids(index, page)] == [1, 3, 5, 8, 9]


async def test_hostile_text_widens_no_search(index: SearchIndex) -> None:
    await index.put(
        [person(1, workspace_id=2, skills=("Secret",)), person(2, skills=("Go",), name="<b>`x`] || tags:*")]
    )
    hostile = (
        "`x`] || tags:=workspace_2",
        "secret`]||years:>0",
        "*",
        "\x00",
        "-go",
        '"go',
        "go) OR (secret",
        "\u202ego",
    )
    for text in hostile:
        for query in (
            Query(1, what=Word(text)),
            Query(1, what=Not(Phrase(text))),
            Query(1, filters=Filters(skills_any=(text,), company_ever=(text,), school=text)),
            Query(1, sources=(text,)),
            Query(1, areas=((text, text), (text, ""))),
            Query(1, filters=Filters(work_authorization=(text,), education=text)),
            Query(1, facets=(text,)),
        ):
            assert 1 not in await ids(index, query), query


async def test_thousands_of_words_are_truncated_and_answered(index: SearchIndex) -> None:
    await index.put([person(1, skills=("Go",))])
    words = tuple(Word(f"word{number}x") for number in range(2000))
    assert await ids(index, Query(1, what=Or((Word("go"), *words)))) == [1]
    assert await ids(index, Query(1, what=And((Word("go"), *words)))) == []
    assert await ids(index, Query(1, what=Phrase("go " * 2000))) == [1]


async def test_employers_are_compared_whole(index: SearchIndex) -> None:
    await index.put(
        [
            person(1, employers=("northwind",)),
            person(2, employers=("northwind traders recruiting", "@northwind.example")),
            person(3, employers=("acme", "northwind")),
            person(4),
        ]
    )
    assert await ids(index, Query(1, not_employers=("northwind",), sort=Sort.RECENCY)) == [2, 4]
    assert await ids(index, Query(1, not_employers=("traders", "northwind traders", "north"))) == [1, 2, 3, 4]
    assert await ids(index, Query(1, not_employers=("@northwind.example", "acme"))) == [1, 4]
    assert await ids(index, Query(1, any_employers=("northwind", "@northwind.example"))) == [1, 2, 3]
    assert await index.counts([Query(1, any_employers=("northwind",)), Query(1, not_employers=("nobody",))]) == [2, 4]
