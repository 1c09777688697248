"""Word forms are equal: plural, singular and the endings of job titles, on both engines."""

import pytest

from connectors.search.base import And, Field, Filters, Not, Phrase, Query, SearchIndex, Word
from connectors.search.word_forms import other_forms
from tests.connectors.search.people import NOW, person


@pytest.mark.parametrize(
    "family",
    [
        ("nurse", "nurses"),
        ("company", "companies"),
        ("coach", "coaches"),
        ("technician", "technicians"),
        ("analyst", "analysts"),
        ("boss", "bosses"),
        ("skill", "skills"),
        ("foreman", "foremen"),
        ("krankenschwester", "krankenschwestern"),
        ("pfleger", "pflegerin", "pflegerinnen"),
        ("entwickler", "entwicklerin", "entwicklern"),
        ("infirmier", "infirmiers", "infirmiere", "infirmieres"),
        ("directeur", "directrice", "directeurs"),
        ("enfermera", "enfermero", "enfermeras", "enfermeros"),
        ("profesor", "profesora", "profesores"),
    ],
)
def test_every_form_has_the_others(family):
    for form in family:
        assert set(family) <= {form, *other_forms(form)}


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("nurse", "nursing"),
        ("engineer", "engine"),
        ("account", "accounting"),
        ("manager", "management"),
        ("car", "care"),
        ("porter", "port"),
        ("driver", "drive"),
        ("rails", "rail"),
        ("glass", "glas"),
        ("bus", "bu"),
        ("aws", "aw"),
        ("news", "new"),
        ("bulletin", "bullet"),
    ],
)
def test_other_words_are_no_forms(word, other):
    assert other not in other_forms(word)
    assert word not in other_forms(other)


async def found(index: SearchIndex, what=None, **filters) -> list[int]:
    results = await index.search(Query(1, what=what, filters=Filters(**filters), page_size=50, now=NOW))
    assert (
        results.total == len(results.hits) == (await index.counts([Query(1, what=what, filters=Filters(**filters))]))[0]
    )
    return [hit.profile_id for hit in results.hits]


async def test_forms_are_equal(index: SearchIndex):
    await index.put(
        [
            person(1, current_titles=("ICU Nurse",)),
            person(2, current_titles=("Nurses' Aide",)),
            person(3, summary="She leads the nurses of two wards."),
            person(4, current_titles=("Nursing Assistant",)),
            person(5, skills=("Wound Dressings",), current_companies=("Nurse Partners",)),
            person(6, current_titles=("Krankenschwester",)),
            person(7, name="Ann Walker"),
        ]
    )
    one, many = await found(index, Word("nurse")), await found(index, Word("nurses"))
    assert set(one) == set(many) == {1, 2, 3, 5}
    assert await found(index, And((Word("icu"), Word("nurses")))) == [1]
    assert await found(index, Word("Krankenschwestern")) == [6]
    assert set(await found(index, Word("nurses", Field.TITLE))) == {1, 2}
    assert await found(index, Word("walkers", Field.NAME)) == [7]  # a typo, not a form
    assert await found(index, Phrase("icu nurses")) == []  # quoted: exactly so
    assert await found(index, And((Word("wound"), Not(Word("nurse"))))) == []
    assert await found(index, And((Word("icu"), Not(Word("nurses"))))) == []


async def test_filters_know_the_forms_of_their_last_word(index: SearchIndex):
    await index.put(
        [
            person(1, current_titles=("ICU Nurse",), skills=("Wound Dressing",)),
            person(2, current_titles=("ICU Nurses",)),
        ]
    )
    assert set(await found(index, titles=("icu nurses",))) == {1, 2}
    assert set(await found(index, titles=("ICU Nurse",))) == {1, 2}
    assert await found(index, skills_all=("wound dressings",)) == [1]
    assert await found(index, titles=("icu nurse",), skills_none=("wound dressings",)) == [2]


async def test_a_star_finds_every_word_that_begins_so(index: SearchIndex):
    await index.put(
        [
            person(1, current_titles=("Java Developer",)),
            person(2, skills=("Development",)),
            person(3, current_titles=("DevOps",)),
            person(4, name="Devel Opera"),
        ]
    )
    assert set(await found(index, Word("develop", prefix=True))) == {1, 2}
    assert await found(index, And((Word("develop", prefix=True), Word("java")))) == [1]
    assert await found(index, Word("develop", Field.SKILL, prefix=True)) == [2]
    assert set(await found(index, And((Word("dev", prefix=True), Not(Word("develop", prefix=True)))))) == {3, 4}
    assert await found(index, Word("xyz", prefix=True)) == []


async def test_the_typed_form_goes_first(index: SearchIndex):
    await index.put([person(1, current_titles=("Welders",)), person(2, current_titles=("Welder",))])
    assert (await found(index, Word("welder")))[0] == 2
    assert (await found(index, Word("welders")))[0] == 1


async def test_the_matched_words_are_those_of_the_profile(index: SearchIndex):
    await index.put([person(1, current_titles=("ICU Nurse",), skills=("Development",))])
    (hit,) = (await index.search(Query(1, what=Word("nurses"), now=NOW))).hits
    assert hit.matched == ("nurse",)
    (hit,) = (await index.search(Query(1, what=Word("dev", prefix=True), now=NOW))).hits
    assert hit.matched == ("development",)
