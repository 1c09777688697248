"""State codes that look like operators, and places without "in"."""

import pytest

from connectors.geo.places import Places
from connectors.search.base import ANYWHERE, Filters
from connectors.search.language.terms import Terms
from connectors.search.language.understand import as_words, narrowed, understand
from connectors.titles import Titles

PLACES, TITLES = Places.open(), Titles.open()


def read(what="", where=""):
    return understand(Terms(what=what, where=where), PLACES, TITLES)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("nurse in Portland, OR", "Portland, OR"),
        ("nurse Portland, OR", "Portland, OR"),
        ("nurse Portland OR", "Portland, OR"),
        ("nurse portland or", "Portland, OR"),
        ("Portland OR nurse", "Portland, OR"),
        ("nurse in Portland OR or ME", "Portland, OR or Portland, ME"),
        ("nurse in Portland, OR or Portland, ME", "Portland, OR or Portland, ME"),
        ("nurse in Portland OR Seattle", "Portland, OR or Seattle, WA"),
        ("nurse in Eugene OR 97401", "97401 (Eugene, OR)"),
        ("nurse in Indianapolis, IN", "Indianapolis, IN"),
        ("nurse Indianapolis IN", "Indianapolis, IN"),
        ("nurse in Portland, ME", "Portland, ME"),
        ("nurse in Tulsa, OK", "Tulsa, OK"),
        ("nurse Honolulu, HI", "Honolulu, HI"),
    ],
)
def test_state_codes_are_no_operators(text, where):
    u = read(text)
    assert (u.terms.what, u.terms.where, u.faults) == ("nurse", where, ())


def test_or_between_words_is_an_operator():
    assert read("nurse, OR midwife").what == read("nurse OR midwife").what
    assert read("nurse Boston OR midwife").terms == Terms(what="nurse Boston OR midwife")


@pytest.mark.parametrize("where", ["Portland, OR", "Portland OR", "Portland, OR, USA"])
def test_where_knows_the_state_too(where):
    assert read("nurse", where).terms.where == "Portland, OR"


def test_where_with_two_states_of_one_town():
    assert len(read("nurse", "Portland OR or ME").places) == 2


@pytest.mark.parametrize(
    ("text", "what", "where"),
    [
        ("nurse Boston", "nurse", "Boston, MA"),
        ("boston nurse", "nurse", "Boston, MA"),
        ("Boston ICU nurse", "ICU nurse", "Boston, MA"),
        ("java developer Germany", "java developer", "Germany"),
        ("java developer germany", "java developer", "Germany"),
        ("warehouse lead atlanta ga", "warehouse lead", "Atlanta, GA"),
        ("nurse in 10115 Berlin", "nurse", "Berlin, Germany"),
        ("10115 Berlin", "", "Berlin, Germany"),
        ("80331 München Entwickler", "Entwickler", "Munich, Germany"),
        ("welder Texas", "welder", "Texas"),
        ("truck driver TX", "truck driver", "Texas"),
        ("hotel manager Paris", "hotel manager", "Paris, France"),
        ("software engineer bangalore", "software engineer", "Bengaluru, India"),
        ("python developer Bay Area", "python developer", "San Francisco Bay Area"),
        ("nurse Boston or Worcester", "nurse", "Boston, MA or Worcester, MA"),
        ("data engineer London or Manchester", "data engineer", "London, United Kingdom or Manchester, United Kingdom"),
        ("recruiter US", "recruiter", "United States"),
        ("cook New York", "cook", "New York City, NY"),
        ("VP Eng SF", "VP Eng", "San Francisco, CA"),
        ("SW1A 1AA driver", "driver", "SW1A 1AA (London)"),
        ("driver m1 1ae", "driver", "M1 1AE (Manchester)"),
        ("SW1A driver", "driver", "SW1A (London)"),
        ("driver in SE1", "driver", "SE1 (London)"),
        ("nyc nurse", "nurse", "New York City, NY"),
        ("nurse LA", "nurse", "Los Angeles, CA"),
        ("LA", "", "Los Angeles, CA"),
        ("DC", "", "Washington, DC"),
        ("nurse DC", "nurse", "Washington, DC"),
        ("nurse DFW", "nurse", "Dallas-Fort Worth"),
        ("the Bay Area nurse", "nurse", "San Francisco Bay Area"),
        ("nurse in the Bay", "nurse", "San Francisco Bay Area"),
        ("nurse the Bay", "nurse", "San Francisco Bay Area"),
        ("nurse Greater London", "nurse", "Greater London"),
        ("Central London nurse", "nurse", "London, United Kingdom"),
        ("nurse in downtown Chicago", "nurse", "Chicago, IL"),
        ("CDMX", "", "Mexico City, Mexico"),
        ("desarrollador CDMX", "desarrollador", "Mexico City, Mexico"),
        ("DMV area nurse", "nurse", "DC Metro"),
        ("java developer Delhi NCR", "java developer", "Delhi NCR"),
        ("java London or remote", "java", "London, United Kingdom or remote"),
        ("java remote or London", "java", "London, United Kingdom or remote"),
    ],
)
def test_a_place_without_in_is_lifted(text, what, where):
    u = read(text)
    assert (u.terms.what, u.terms.where, u.faults) == (what, where, ())
    assert not u.terms.unsearched


@pytest.mark.parametrize(
    "text",
    [
        "Boston Scientific engineer",
        "boston dynamics engineer",
        "Texas Instruments engineer",
        "Denver Health nurse",
        "charge nurse Cleveland Clinic",
        "nurse Boston Children's Hospital",
        "Bank of America teller",
        "sarah boston",
        "Paris Hilton",
        "reading teacher",
        "van driver",
        "nurse MD",
        "Chef de Cuisine Paris",
        '"nurse Boston"',
        "title:Boston nurse",
        "infirmière à la maison",
        "la nurse",
        "LA Fitness trainer",
        "DC motor engineer",
        "DMV clerk",
        "aws engineer with S3 and EC2",
        "developer in EC2",
        "B12 nurse",
        "CO2 engineer",
        "E2E tester",
        "Metro Bank teller",
        "java Indonesia",
    ],
)
def test_a_name_that_may_be_longer_stays_words(text):
    assert read(text).terms == Terms(what=text)


@pytest.mark.parametrize(
    ("text", "radius", "where"),
    [
        ("nurse in Boston MA 02110 25 miles", 25, "02110 (Boston, MA)"),
        ("nurse Boston MA 02110 25 miles", 25, "02110 (Boston, MA)"),
        ("nurse Boston 30 mi", 30, "Boston, MA"),
        ("nurse in Boston 40 miles", 40, "Boston, MA"),
    ],
)
def test_a_distance_beside_a_place_is_the_radius(text, radius, where):
    u = read(text)
    assert (u.terms.what, u.terms.radius, u.terms.where) == ("nurse", radius, where)


@pytest.mark.parametrize(
    "text", ["remote US recruiter", "recruiter remote US", "recruiter remote (US)", "US remote recruiter"]
)
def test_a_place_beside_remote(text):
    u = read(text)
    assert (u.terms.what, u.areas, u.terms.filters) == ("recruiter", (("US", ""),), Filters(remote=True))


@pytest.mark.parametrize(
    ("text", "where", "remote_areas"),
    [
        ("nurse in Berlin or remote Germany", "Berlin, Germany or remote in Germany", (("DE", ""),)),
        ("nurse in Boston or remote in the US", "Boston, MA or remote in United States", (("US", ""),)),
        ("nurse in Boston or Austin or remote", "Boston, MA or Austin, TX or remote", (ANYWHERE,)),
        ("nurse remote or in Boston", "Boston, MA or remote", (ANYWHERE,)),
        ("nurse in Boston (remote possible)", "Boston, MA or remote", (ANYWHERE,)),
        ("nurse Boston/remote", "Boston, MA or remote", (ANYWHERE,)),
        ("nurse in Boston or remote (US only)", "Boston, MA or remote in United States", (("US", ""),)),
        ("nurse remote (US time zones) or onsite in Boston", "Boston, MA or remote in United States", (("US", ""),)),
        ("nurse em São Paulo ou remoto", "São Paulo, Brazil or remote", (ANYWHERE,)),
        ("nurse in Maine or remote in Texas", "Maine or remote in Texas", (("US", "TX"),)),
    ],
)
def test_a_place_or_remote_work(text, where, remote_areas):
    u = read(text)
    assert (u.terms.what, u.terms.where, u.remote_areas) == ("nurse", where, remote_areas)
    assert (u.terms.filters, u.terms.unsearched) == (Filters(), ())
    again = read("nurse", u.terms.where)
    assert (again.terms.where, again.places, again.areas) == (where, u.places, u.areas)
    assert again.remote_areas == remote_areas


@pytest.mark.parametrize(
    "where", ["Boston or remote", "remote or Boston", "Boston/Remote", "Boston, MA or fully remote"]
)
def test_where_knows_remote_work_too(where):
    assert read("nurse", where).terms.where == "Boston, MA or remote"


def test_remote_work_in_a_town_is_named_as_impossible():
    u = read("nurse in Boston or remote Austin")
    assert (u.terms.what, u.terms.where, u.remote_areas) == ("nurse", "Boston, MA", ())
    assert u.terms.unsearched == ("“or remote Austin” (remote work can be searched in states and countries)",)


def test_choosing_one_of_several_towns_keeps_the_remote_work():
    u = read("nurse in Springfield or remote US")
    (question,) = u.questions
    chosen = understand(narrowed(u.terms, question, question.choices[1][0]), PLACES, TITLES)
    assert chosen.terms.where == f"{question.choices[1][1]} or remote in United States"
    assert (len(chosen.places), chosen.remote_areas, chosen.questions) == (1, (("US", ""),), ())


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("nurse Boston", 'nurse "Boston"'),
        ("forklift operator Columbus Ohio", 'forklift operator "Columbus" "Ohio"'),
        ("nurse Boston or Worcester", 'nurse ("Boston" OR "Worcester")'),
    ],
)
def test_a_lifted_place_goes_back_among_the_words_and_stays_there(text, what):
    words = as_words(read(text).terms)
    assert words == Terms(what=what)
    assert understand(words, PLACES, TITLES).terms == words
    assert as_words(read("nurse in Boston").terms) == read("nurse in Boston").terms


def test_new_york_state_is_told_apart_from_the_city():
    u = read("nurse in New York or New Jersey")
    assert u.terms.where == "New York State or New Jersey"
    again = understand(u.terms, PLACES, TITLES)
    assert (again.terms, again.areas, again.faults) == (u.terms, (("US", "NY"), ("US", "NJ")), ())


def test_new_york_stored_as_the_state_before_stays_the_state():
    stored = Terms(what="nurse", where="New York", place_id="rUS-NY")
    assert understand(stored, PLACES, TITLES).areas == (("US", "NY"),)
