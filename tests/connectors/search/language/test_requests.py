"""Pasted requests give the search that they mean; what profiles don't say is named."""

import pytest

from connectors.geo.places import Places
from connectors.search.base import Filters
from connectors.search.language.terms import Terms
from connectors.search.language.understand import understand
from connectors.titles import Titles

PLACES, TITLES = Places.open(), Titles.open()
SENIOR = ("senior",)


def read(what):
    return understand(Terms(what=what), PLACES, TITLES)


@pytest.mark.parametrize(
    ("text", "what", "where", "filters", "unsearched"),
    [
        (
            "Need: Sr. Java Developer (5+ yrs) – Boston, MA (hybrid)",
            *("Java Developer", "Boston, MA", Filters(seniority=SENIOR, years_from=5), "hybrid"),
        ),
        (
            "Sr. Java Developer | Boston, MA | Hybrid",
            "Java Developer",
            "Boston, MA",
            Filters(seniority=SENIOR),
            "Hybrid",
        ),
        ("find me 10 nurses in Boston", "nurses", "Boston, MA", Filters(), ""),
        ("Need 10 nurses in Boston", "nurses", "Boston, MA", Filters(), ""),
        (
            "We are looking for a senior accountant in Chicago, $90k",
            *("accountant", "Chicago, IL", Filters(seniority=SENIOR), "$90k"),
        ),
        (
            "Looking for: Data Engineer, Location: Austin, TX, Experience: 5+ years, Salary: $150k",
            *("Data Engineer", "Austin, TX", Filters(years_from=5), "Salary: $150k"),
        ),
        (
            "URGENT requirement: .NET Developer - Remote - $60/hr on C2C",
            ".NET Developer",
            "",
            Filters(remote=True),
            "$60/hr on C2C",
        ),
        ("Job Title: Java Developer", "Java Developer", "", Filters(), ""),
        ("Java developer $120k-150k Austin", "Java developer", "Austin, TX", Filters(), "$120k-150k"),
        ("java developer 100-120k", "java developer", "", Filters(), "100-120k"),
        ("java developer £60k London", "java developer", "London, United Kingdom", Filters(), "£60k"),
        ("java developer 80k EUR Berlin", "java developer", "Berlin, Germany", Filters(), "80k EUR"),
        ("accountant 25 LPA Mumbai", "accountant", "Mumbai, India", Filters(), "25 LPA"),
        ("forklift operator Columbus Ohio nights", "forklift operator", "Columbus, OH", Filters(), "nights"),
        ("registered nurse - Dallas, TX - nights", "registered nurse", "Dallas, TX", Filters(), "nights"),
        ("MBA from Harvard", "", "", Filters(education="mba", school="Harvard"), ""),
        ("MBA Stanford consultant", "consultant", "", Filters(education="mba", school="Stanford"), ""),
        ("engineer who graduated from MIT", "engineer", "", Filters(school="MIT"), ""),
        ("Stanford grads data scientist", "data scientist", "", Filters(school="Stanford"), ""),
        (
            "engineer with degree from Ohio State University",
            "engineer",
            "",
            Filters(school="Ohio State University"),
            "",
        ),
    ],
)
def test_a_pasted_request(text, what, where, filters, unsearched):
    u = read(text)
    assert (u.terms.what, u.terms.where, u.terms.filters, u.faults) == (what, where, filters, ())
    assert u.terms.unsearched == ((f"“{unsearched}”",) if unsearched else ())


@pytest.mark.parametrize(
    "text",
    ["hybrid cloud engineer", "night auditor", "contract manager", "weekend editor", "24/7 support", "401k specialist"],
)
def test_words_that_only_look_like_conditions_stay(text):
    assert read(text).terms == Terms(what=text)


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ("• 5+ years Java\n• Spring Boot\n• Boston, MA", "Java, Spring Boot", "Boston, MA"),
        ("1. Java 2. Spring 3. Boston", "Java, Spring", "Boston, MA"),
        ("✅ Senior Java Developer\n📍 Boston, MA\n💰 $150k", "Java Developer", "Boston, MA"),
        (":fire: Java Developer :fire: Boston, MA", "Java Developer", "Boston, MA"),
        ("Hi Anna,\nwe need a nurse in Boston.\nBest regards,\nTom", "nurse", "Boston, MA"),
        ("Dear team, can you please find me 5 candidates for the nurse role in Boston? Thanks!", "nurse", "Boston, MA"),
        ("Skills: Java, Spring | Location: Boston, MA | Exp: 5-8 yrs", "Java, Spring", "Boston, MA"),
        ("Java Dev | 5-8 yrs | Boston | Immediate joiners", "Java Dev", "Boston, MA"),
        ("Role: Data Analyst / Location: Boston, MA / Duration: 6 months", "Data Analyst", "Boston, MA"),
        ("Nurse / Boston / Nights / $45", "Nurse", "Boston, MA"),
        ("URGENT!!! Nurse needed!!! Boston!!!", "Nurse", "Boston, MA"),
        ("ISO: nurse, Boston", "nurse", "Boston, MA"),
        ("ISO a nurse in Boston", "nurse", "Boston, MA"),
        ("Re: Fwd: Java Developer - Boston", "Java Developer", "Boston, MA"),
        ("Wir suchen einen Krankenpfleger (m/w/d) in Berlin", "Krankenpfleger", "Berlin, Germany"),
        ("Buscamos enfermera en Madrid, turno de noche", "enfermera", "Madrid, Spain"),
        ("We are seeking a highly motivated nurse to join our ICU team in Boston", "nurse", "Boston, MA"),
        ("#hiring #java developer in Boston", "java developer", "Boston, MA"),
        ("+java +spring Boston, MA", "java spring", "Boston, MA"),
    ],
)
def test_the_wrapping_of_a_request_is_left_out(text, what, where):
    u = read(text)
    assert (u.terms.what, u.terms.where, u.faults) == (what, where, ())
    assert understand(u.terms, PLACES, TITLES).terms == u.terms


@pytest.mark.parametrize(
    "text", ["ISO 9001 auditor", "ISO auditor", "hello fresh, driver", "C# developer", "nurse or midwife\nOR doula"]
)
def test_what_only_looks_like_a_wrapping_stays(text):
    assert read(text).terms.what == " ".join(text.split())
