"""Seniority levels read from job titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.geo.places import Places
from connectors.search.index.document import document
from connectors.search.language.terms import Terms
from connectors.search.language.understand import understand
from connectors.search.seniority import Seniority, levels
from connectors.titles import Titles

PLACES, TITLES = Places.open(), Titles.open()


@pytest.mark.parametrize(
    ("level", "titles"),
    [
        ("intern", "Marketing Intern; Apprentice Electrician; Management Trainee; Engineer in Training; PhD Student"),
        ("junior", "Junior Accountant; JR. DEVELOPER; Entry-Level Analyst; Graduate Nurse; Associate Engineer"),
        ("junior", "Software Engineer I; Jr Account Executive"),
        ("mid", "Software Engineer; Mid-Level Developer; Mechanical Engineer II; Registered Nurse"),
        ("senior", "Senior Nurse; Sr. Software Engineer; Sr Account Executive; Engineer, Senior; Registered Nurse III"),
        ("senior", "Senior Product Manager; Senior Executive Assistant; Senior Staff Nurse"),
        (
            "lead",
            "Lead Teacher; Tech Lead; Charge Nurse; Shift Supervisor; Head Chef; Principal Engineer; Chief Engineer",
        ),
        ("lead", "Staff Software Engineer; Team Leader; Head Nurse"),
        ("manager", "Nurse Manager; Assistant Store Manager; Assistant Principal; Principal, Lincoln High School"),
        ("manager", "Lead Generation Manager; Department Chair; General Manager"),
        (
            "director",
            "Director of Nursing; HR Director; Head of Data Science; Senior Director, Finance; Chief of Surgery",
        ),
        ("vice_president", "Vice President of Sales; VP, Marketing; SVP; Executive Vice President"),
        ("vice_president", "Senior Vice President"),
        ("executive", "CEO; Chief Financial Officer; Chief Human Resources Officer; Co-Founder & CTO; President"),
        ("executive", "Business Owner; Managing Director; Partner; Managing Partner"),
    ],
)
def test_a_title_gives_one_level(level: str, titles: str) -> None:
    for title in titles.split("; "):
        assert levels([title]) == (level,), title


@pytest.mark.parametrize(
    "title",
    [
        *("Lead Generation Specialist", "Lead Abatement Worker", "Lead Development Representative", "Misleading Lines"),
        *("Executive Assistant", "Executive Assistant to the CEO", "Account Executive", "Executive Chef"),
        *("Senior Care Nurse", "Senior Living Consultant", "Junior High School Teacher", "Assistant to the Director"),
        *("Staff Nurse", "Staff Accountant", "Chief of Staff", "Chief Petty Officer", "Head Start Teacher"),
        *("Internal Auditor", "International Sales", "Internship Coordinator", "Seniority Analyst", "Leadership Coach"),
        *(
            "Project Manager",
            "Account Manager",
            "Case Manager",
            "Art Director",
            "Funeral Director",
            "Funeral  director",
        ),
        *("Product Owner", "Owner/Operator", "Homeowner Advisor", "Clinical Research, Phase III", "Srinivasan Clerk"),
        *(
            "Associate",
            "Principality Guide",
            "Vice Squad Detective",
            "Residential Electrician",
            "Management Consultant",
        ),
    ],
)
def test_words_that_only_resemble_a_level_are_ignored(title: str) -> None:
    assert levels([title]) == ("mid",)  # the default for titles without a level


def test_titles_may_give_several_levels() -> None:
    assert levels(["Senior Nurse Manager"]) == ("senior", "manager")
    assert levels(["Nurse", "Director", "Junior Clerk"]) == ("junior", "director")
    assert levels([]) == levels(["", " — "]) == levels([], "Open to work") == ()


@pytest.mark.parametrize(
    ("headline", "level"),
    [
        *(("Senior Nurse at Mercy", "senior"), ("Head of Sales | Growth", "director"), ("Sr. Nurse, ICU", "senior")),
        *(("Nurse at Director Labs", "mid"), ("Nurse - seeking manager posts", "mid"), ("Nurse", "mid"), ("", "mid")),
        ("I lead people to better health every day", "mid"),
    ],
)
def test_the_title_in_a_headline_counts_too(headline: str, level: str) -> None:
    assert levels(["Nurse"], headline) == (level,)


@given(st.lists(st.text(max_size=60), max_size=3))
def test_any_titles_with_words_have_levels_in_order(titles: list[str]) -> None:
    found = levels(titles)
    assert list(found) == sorted(set(found), key=list(Seniority).index)
    assert bool(found) == any(any(map(str.isalnum, title)) for title in titles)


TRADES = st.sampled_from(
    (
        *("nurse", "Registered Nurse", "staff nurse", "care nurse", "nurse manager", "Director of Nursing", "partner"),
        *("vice president", "living aide", "software engineer", "High School Teacher", "housing officer"),
        *("account executive", "executive assistant", "generation specialist"),
    )
)


@given(st.sampled_from(["senior", "Sr.", "SENIOR", "junior", "Jr", "lead"]), TRADES)
def test_a_title_passes_the_filter_its_words_become(level: str, trade: str) -> None:
    title = f"{level} {trade}"
    terms = understand(Terms(what=title), PLACES, TITLES).terms
    held = document(1, 0, {"name": "Ann", "experience": [{"title": title}]})
    if terms.filters.seniority:
        assert set(terms.filters.seniority) <= set(held.seniority)
        assert terms.what == trade
    else:
        assert terms.what == title


@given(st.sampled_from(Seniority), TRADES)
def test_every_level_can_be_typed_by_name(level: Seniority, trade: str) -> None:
    name = level.replace("_", " ")
    for typed in (f"seniority:{name} {trade}", f"{trade} {name}-level"):
        terms = understand(Terms(what=typed), PLACES, TITLES).terms
        assert level in terms.filters.seniority
