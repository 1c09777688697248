"""Employers and years in lists, before a job and in other languages: understood, or named on the card."""

import pytest

from connectors.geo.places import Places
from connectors.search.base import Filters
from connectors.search.language.terms import Terms
from connectors.search.language.understand import understand
from connectors.titles import Titles

PLACES, TITLES = Places.open(), Titles.open()
NEVER = Filters(company_not=("Google", "Meta"))


def read(what):
    return understand(Terms(what=what), PLACES, TITLES).terms


@pytest.mark.parametrize(
    "text",
    [
        "nurse neither at Google nor Meta",
        "nurse neither at Google nor at Meta",
        "neither at Google nor Meta nurse",
        "nurse not at Google nor Meta",
        "nurse who worked neither at Google nor Meta",
        "nurse, weder bei Google noch bei Meta",
        "nurse weder bei Google noch Meta",
        "nurse ni chez Google ni chez Meta",
        "nurse ni en Google ni Meta",
        "nurse nicht bei Google oder Meta",
        "nurse qui n’a jamais travaillé chez Google ou Meta",
        "nurse que nunca trabajó en Google o Meta",
    ],
)
def test_neither_excludes_both(text):
    assert read(text) == Terms(what="nurse", filters=NEVER)


@pytest.mark.parametrize(
    ("text", "what", "filters"),
    [
        ("not at Google Java developer", "Java developer", Filters(company_not=("Google",))),
        ("not at Google nor Meta Java developer", "Java developer", NEVER),
        ("at Google Java developer", "Java developer", Filters(company_now=("Google",))),
        ("worked at Google Java Developer", "Java Developer", Filters(company_ever=("Google",))),
        ("at Google or Meta Java developer", "Java developer", Filters(company_now=("Google", "Meta"))),
        ("not at Mayo Clinic Registered Nurse", "Registered Nurse", Filters(company_not=("Mayo Clinic",))),
        ("nicht bei Google Java Entwickler", "Java Entwickler", Filters(company_not=("Google",))),
        ("pas chez Google développeur Java", "développeur Java", Filters(company_not=("Google",))),
        ("no en Google desarrollador Java", "desarrollador Java", Filters(company_not=("Google",))),
        ("engineer at Amazon Web Services", "engineer", Filters(company_now=("Amazon Web Services",))),
    ],
)
def test_a_job_after_an_employer_is_no_part_of_its_name(text, what, filters):
    assert read(text) == Terms(what=what, filters=filters)


@pytest.mark.parametrize(
    ("text", "filters", "unsearched"),
    [
        ("nurse at Foo or Barco", Filters(company_now=("Foo", "Barco")), ()),
        ("nurse worked at Foo or Barco", Filters(company_ever=("Foo", "Barco")), ()),
        ("nurse worked at Foo and Barco", Filters(company_ever=("Foo", "Barco")), ("“and Barco”",)),
        ("nurse both at Foo and Barco", Filters(company_now=("Foo", "Barco")), ("“and Barco”",)),
        ("nurse not at Foo and Barco", Filters(company_not=("Foo", "Barco")), ()),
        ("nurse at Foo but not Barco", Filters(company_now=("Foo",), company_not=("Barco",)), ()),
        ("nurse bei Foo und Barco", Filters(company_now=("Foo", "Barco")), ("“Foo und Barco”",)),
        ("nurse chez Foo ou Barco", Filters(company_now=("Foo", "Barco")), ()),
        ("nurse que trabajó en Foo y Barco", Filters(company_ever=("Foo", "Barco")), ("“Foo y Barco”",)),
        ("nurse at Tiffany and Co", Filters(company_now=("Tiffany & Co",)), ()),
    ],
)
def test_two_employers(text, filters, unsearched):
    terms = read(text)
    assert (terms.what, terms.filters) == ("nurse", filters)
    note = " (people from any of them are found)"
    assert terms.unsearched == tuple(f"{one}{note}" for one in unsearched)


@pytest.mark.parametrize("text", ["developer at Foo and Java", "developer at Google and Kubernetes"])
def test_a_skill_after_an_employer_is_searched(text):
    terms = read(text)
    assert terms.what in ("developer and Java", "developer and Kubernetes")
    assert len(terms.filters.company_now) == 1


@pytest.mark.parametrize(
    "text",
    [
        "java experience less than 5 years or more than 10",
        "java less than 5 years or more than 10 years",
        "java under 2 or over 10 years",
        "java 0-2 or 10+ years",
        "java neither under 2 nor over 10 years",
        "java weniger als 5 Jahre oder mehr als 10",
        "java moins de 5 ans ou plus de 10",
        "java menos de 5 años o más de 10",
    ],
)
def test_two_ranges_of_years_are_named(text):
    terms = read(text)
    assert (terms.what, terms.filters) == ("java", Filters())
    assert [one.strip("“”") for one in terms.unsearched] == [text.removeprefix("java ")]


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("java 2 or 3 years", Filters(years_from=2, years_to=3)),
        ("java weniger als 5 Jahre Erfahrung", Filters(years_to=4)),
        ("java nicht mehr als 5 Jahre", Filters(years_to=5)),
        ("java 3 bis 5 Jahre", Filters(years_from=3, years_to=5)),
        ("java moins de 5 ans d’expérience", Filters(years_to=4)),
        ("java pas plus de 5 ans", Filters(years_to=5)),
        ("java entre 3 et 5 ans", Filters(years_from=3, years_to=5)),
        ("java plus de 5 ans", Filters(years_from=5)),
        ("java menos de 5 años de experiencia", Filters(years_to=4)),
        ("java no más de 5 años", Filters(years_to=5)),
        ("java más de 5 años", Filters(years_from=5)),
    ],
)
def test_years_in_other_languages(text, filters):
    assert read(text) == Terms(what="java", filters=filters)
