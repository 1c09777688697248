"""Word forms are equal: plural, singular and the endings of job titles, on both engines."""

import pytest

from connectors.geo.places import Places
from connectors.search.base import And, Field, Filters, Not, Phrase, Query, SearchIndex, Word
from connectors.search.language.terms import Terms
from connectors.search.language.understand import query, understand
from connectors.search.word_forms import other_forms
from connectors.titles import Titles
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
        ("director", "directora", "directores", "directoras"),
        ("direktor", "direktorin", "direktorinnen"),
        ("zahnarzt", "zahnarztin", "zahnarzte"),
        ("technicien", "technicienne", "techniciens"),
        ("infermiere", "infermieri", "infermiera"),
        ("sviluppatore", "sviluppatori", "sviluppatrice", "sviluppatrici"),
        ("impiegato", "impiegati", "impiegata"),
        ("consulente", "consulenti"),
        ("operaio", "operai"),
        ("medico", "medici"),
        ("enfermeiro", "enfermeiros", "enfermeira", "enfermeiras"),
        ("desenvolvedor", "desenvolvedores", "desenvolvedora"),
        ("profissional", "profissionais"),
        ("motorista", "motoristas"),
        ("verpleegkundige", "verpleegkundigen"),
        ("leraar", "leraren"),
        ("arts", "artsen"),
        ("pielegniarka", "pielegniarki", "pielegniarek"),
        ("programista", "programistow", "programisci"),
        ("kierowca", "kierowcy", "kierowcow"),
        ("kierownik", "kierownicy", "kierownikow"),
        ("inzynier", "inzynierow"),
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
        ("nurse", "nursery"),
        ("universe", "university"),
        ("general", "generic"),
        ("organ", "organic"),
        ("policy", "police"),
        ("operator", "operation"),
        ("medic", "medical"),
        ("porter", "portal"),
        ("market", "marketing"),
        ("ai", "aia"),
        ("actor", "action"),
        ("tenant", "tent"),
        ("data", "date"),
        ("gps", "gp"),
        ("logistica", "logic"),
        ("infermiere", "infermeria"),
        ("verpleegkundige", "verpleging"),
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


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("infermieri", "Infermiere"),
        ("infermiere", "Infermieri"),
        ("enfermeiros", "Enfermeiro"),
        ("enfermeira", "Enfermeiros"),
        ("verpleegkundigen", "Verpleegkundige"),
        ("pielęgniarki", "Pielęgniarka"),
        ("programistów", "Programista"),
        ("programista", "Programiści"),
        ("sviluppatori", "Sviluppatore"),
        ("sviluppatore", "Sviluppatrice"),
    ],
)
async def test_titles_of_other_languages_are_found_in_all_forms(index: SearchIndex, typed, title):
    await index.put([person(1, current_titles=(title,)), person(2, current_titles=("Welder",))])
    assert await found(index, Word(typed)) == [1]
    assert await found(index, titles=(typed,)) == [1]


@pytest.mark.parametrize("acronym", ["RN", "NP", "CPA", "VP", "SDET", "CNA", "XQ"])
async def test_several_of_an_acronym_find_one(index: SearchIndex, acronym):
    await index.put([person(1, current_titles=(f"Senior {acronym}",)), person(2, current_titles=("Welder",))])
    places, titles = Places.open(), Titles.open()
    for terms in (
        Terms(what=f"{acronym}s"),
        Terms(what=f"{acronym}s senior"),
        Terms(what=f"title:{acronym}s"),
        Terms(filters=Filters(titles=(f"{acronym}s",))),
    ):
        typed = query(understand(terms, places, titles), workspace_id=1, now=NOW)
        assert [hit.profile_id for hit in (await index.search(typed)).hits] == [1], terms


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
