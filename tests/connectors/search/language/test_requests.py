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
