"""Whether a person seems to fit a job: a warning in words, and no false alarm."""

from typing import Any

import pytest

from connectors.geo.places import Places
from connectors.profiles import Profile
from connectors.titles import Titles
from handlers.outreach.fit import misfit
from store.tables.core import Job
from tests.people import ADA, BOSTON, DENVER, GRACE

AUSTIN = {"place": "Austin, TX", "lat": 30.27, "lon": -97.74}
BOSTON_JOB = {"place": "Boston, MA", "lat": 42.36, "lon": -71.06}


def warning(person: dict[str, Any], titles: Titles, places: Places, **job: Any) -> str:
    """What is said about the person and that job; "" if they fit."""
    fields: dict[str, Any] = {"id": 1, "workspace_id": 1, "external_id": "j", **job}
    row = Job(**fields)
    return " ".join(
        each.message for each in misfit(Profile.model_validate({**person, "source": "internet"}), row, titles, places)
    )


def test_another_profession_and_another_town_are_named(titles: Titles, places: Places):
    assert warning(GRACE, titles, places, title="Senior Java Developer", **AUSTIN) == (
        "Is this the right job? Grace Hopper is a Registered Nurse in Boston, MA; "
        "the job is Senior Java Developer in Austin, TX."
    )
    assert warning(GRACE, titles, places, title="Senior Java Developer", **BOSTON_JOB) == (
        "Is this the right job? Grace Hopper is a Registered Nurse; the job is Senior Java Developer."
    )
    assert warning(GRACE, titles, places, title="Staff Nurse, ICU", **AUSTIN) == (
        "Is this the right job? Grace Hopper is in Boston, MA; the job, Staff Nurse, ICU, is in Austin, TX, "
        "about 1,694 miles away."
    )
    retired = {"name": "Rosa", "headline": "Accountant", "place": BOSTON}
    assert "Rosa is an Accountant; the job" in warning(retired, titles, places, title="Welder", **BOSTON_JOB)


@pytest.mark.parametrize(
    ("person", "job"),
    [
        (GRACE, {"title": "RN"}),  # an alias
        (GRACE, {"title": "Nursing Supervisor"}),
        (GRACE, {"title": "Krankenpfleger", "description": "For a registered nurse."}),
        (GRACE, {"title": "Triage Lead"}),  # a skill
        (GRACE, {"title": "Senior, Remote (m/f/d)"}),  # says nothing of the work
        (ADA, {"title": "Java Developer"}),
        ({"name": "Jo"}, {"title": "Java Developer"}),
        ({"name": "Jo", "headline": "看護師"}, {"title": "Nurse"}),  # no dictionary here
        ({**ADA, "headline": "Founder", "experience": [{"title": "Cook", "end": "2011"}]}, {"title": "Line Cook"}),
        (GRACE, {"title": "Nurse", **AUSTIN, "remote": True}),
        ({**GRACE, "remote": "only"}, {"title": "Nurse", **AUSTIN}),
        ({**GRACE, "willing_to_relocate": True}, {"title": "Nurse", **AUSTIN}),
        (GRACE, {"title": "Nurse", "place": "Texas", "lat": 31.0, "lon": -99.0}),  # a whole state
        ({**GRACE, "place": {**DENVER, "city": None}}, {"title": "Nurse", **BOSTON_JOB}),
        (GRACE, {"title": "Nurse", "place": "Providence, RI", "lat": 41.82, "lon": -71.41}),  # 40 miles
        (GRACE, {"title": "Nurse", "place": "Austin, TX"}),  # nobody knows where it is
    ],
)  # fmt: skip
def test_no_false_alarm(person: dict[str, Any], job: dict[str, Any], titles: Titles, places: Places):
    assert warning(person, titles, places, **job) == ""
