"""Advanced tools: each filter of the form, with a person who matches and one who does not."""

from typing import Any

import pytest

from store.roles import Role
from tests.chat.base import Chat, Someone, add_people
from tests.flows.conftest import workspace_of
from tests.flows.looking import typed
from tests.people import BOSTON, CAMBRIDGE, DENVER

WORCESTER = {"city": "Worcester", "region": "MA", "country": "US", "lat": 42.26, "lon": -71.80}
YES: dict[str, Any] = {
    "id": "yes",
    "name": "Yolanda Yes",
    "headline": "Charge Nurse at Mercy",
    "place": BOSTON,
    "emails": ["yolanda@example.com"],
    "phones": ["+1 202 555 0101"],
    "experience": [
        {"title": "Charge Nurse", "company": "Mercy", "start": "2020-01"},
        {"title": "Nurse", "company": "Harbor Clinic", "start": "2012-01", "end": "2019-12"},
    ],
    "education": [{"school": "Yale", "degree": "master", "field": "Nursing", "end": "2012"}],
    "skills": ["Triage", "ACLS", "Epic"],
    "years_experience": 14,
    "open_to_work": True,
    "remote": "yes",
    "willing_to_relocate": True,
    "work_authorization": "citizen",
    "updated_at": "2026-11-20T08:00:00Z",
}
NO: dict[str, Any] = {
    "id": "no",
    "name": "Nora No",
    "headline": "Nurse at Globex",
    "place": WORCESTER,
    "experience": [{"title": "Staff Nurse", "company": "Globex", "start": "2023-01"}],
    "education": [{"school": "Oberlin", "degree": "associate", "field": "Nursing", "end": "2022"}],
    "skills": ["Triage", "Telemetry"],
    "years_experience": 3,
    "open_to_work": False,
    "remote": "no",
    "willing_to_relocate": False,
    "work_authorization": "work_visa",
    "updated_at": "2025-01-01T08:00:00Z",
}
TOOLS: list[tuple[dict[str, Any], str]] = [
    ({"where": "Boston", "radius": 10}, "within 10 miles of Boston, MA"),
    ({"where": "Boston", "radius": 20, "unit": "Kilometers"}, "within 20 kilometers of Boston, MA"),
    ({"titles": "charge nurse, head nurse"}, "charge nurse"),
    ({"skills_all": "triage, ACLS"}, "triage and ACLS"),
    ({"skills_any": "Epic, Cerner"}, "Epic or Cerner"),
    ({"skills_none": "telemetry"}, "without skills telemetry"),
    ({"company_now": "Mercy"}, "now at Mercy"),
    ({"company_ever": "Harbor Clinic"}, "has worked at Harbor Clinic"),
    ({"company_not": "Globex"}, "never at Globex"),
    ({"seniority": ["Lead", "Vice president"]}, "seniority: lead or vice president"),
    ({"years_from": 10}, "10+ years"),
    ({"years_from": 4, "years_to": 20}, "4–20 years"),
    ({"education": "Bachelor's degree"}, "bachelor's or higher"),
    ({"school": "Yale"}, "school Yale"),
    ({"only": ["Work remotely"]}, "remote"),
    ({"only": ["Are willing to relocate"]}, "willing to relocate"),
    ({"only": ["Are open to work"]}, "open to work"),
    ({"only": ["Have an e-mail address"]}, "has e-mail"),
    ({"only": ["Have a phone number"]}, "has phone"),
    ({"work_authorization": ["Citizen", "Permanent resident"]}, "citizen or permanent resident"),
    ({"updated_within_days": 30}, "updated within 30 days"),
]


@pytest.fixture
async def sam(chat: Chat) -> Someone:
    """A recruiter, with two nurses in the index."""
    await workspace_of(chat)
    await add_people(chat.bot, [YES, NO])
    return await chat.person("Sam", Role.RECRUITER)


async def advanced(who: Someone, **given: Any) -> Any:
    await who.command("search")
    form = await who.press("Advanced tools")
    assert form.form
    return await who.submit(**given)


@pytest.mark.parametrize(("given", "shown"), TOOLS, ids=[" ".join(given) for given, _ in TOOLS])
async def test_each_tool_narrows_is_shown_and_can_be_edited(
    chat: Chat, sam: Someone, given: dict[str, Any], shown: str
):
    await advanced(sam, what="nurse", **given)
    seen = sam.card()
    assert "Yolanda Yes" in seen
    assert "Nora No" not in seen
    assert shown.lower() in seen.text.lower()
    await sam.press("Refine")
    seen = await sam.press("Advanced tools")
    for value in given.values():
        if isinstance(value, int):
            assert str(value) in str(seen.raw)
        elif not isinstance(value, list) and value not in ("Kilometers", "Bachelor's degree", "Boston"):
            assert value.partition(",")[0] in typed(seen)


async def test_years_may_only_have_an_end(sam: Someone):
    await advanced(sam, what="nurse", years_to=5)
    assert "up to 5 years" in sam.card()
    assert "Nora No" in sam.card()
    assert "Yolanda Yes" not in sam.card()


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"years_from": 9, "years_to": 3}, "This can't be less than"),
        ({"sort": "Nearest first"}, "Enter a place to sort by distance"),
    ],
)
async def test_an_invalid_value_is_an_error_at_its_field_and_nothing_typed_is_lost(
    sam: Someone, given: dict[str, Any], error: str
):
    seen = await advanced(sam, what="nurse", titles="charge nurse", **given)
    assert seen.form
    assert error in seen
    seen = await sam.submit(years_from=1, years_to=20, where="Boston")
    assert "Yolanda Yes" in sam.card()
    assert "charge nurse" in sam.card().text.lower()


async def test_invalid_numbers_are_errors_at_their_fields(chat: Chat, sam: Someone):
    """Only a forged press sends them; the platforms' own inputs accept nothing but numbers."""
    await sam.command()
    for name, value in (("radius", "wide"), ("years_from", 99), ("updated_within_days", -4), ("years_to", "½")):
        reply = await sam.forge("run_search", {"advanced": True}, {"what": "nurse", name: value})
        assert "Enter a whole number from" in reply, name
        assert "reference" not in reply


async def test_seen_people_can_be_left_out(sam: Someone):
    await sam.search("nurse")
    await sam.press("View", near="Yolanda Yes")
    await advanced(sam, what="nurse", leave_out=["Seen"])
    assert "Yolanda Yes" not in sam.card()
    assert "Nora No" in sam.card()


async def test_contacted_people_can_be_left_out(chat: Chat, sam: Someone):
    """Nobody has been contacted yet, so the filter excludes nobody."""
    await advanced(sam, what="nurse", leave_out=["Already contacted"])
    assert "Yolanda Yes" in sam.card()
    assert "not contacted" in sam.card()


async def test_hidden_people_come_back_when_they_are_not_left_out(sam: Someone):
    await sam.search("nurse")
    await sam.press("Hide", near="Yolanda Yes")
    assert "Yolanda Yes" not in (await sam.search("nurse")).text
    await advanced(sam, what="nurse", leave_out=[])
    assert "Yolanda Yes" in sam.card()
    assert "Hidden" in sam.card()
    assert "Show again" in sam.card().buttons


async def test_filters_of_the_long_form_survive_submitting_the_short_one(sam: Someone):
    await advanced(sam, what="nurse", years_from=10)
    seen = await sam.press("Refine")
    assert "10+ years" in seen
    await sam.submit(what="triage")
    assert "10+ years" in sam.card()
    assert "Nora No" not in sam.card()


async def test_what_was_typed_in_the_short_form_is_in_the_long_one(sam: Someone):
    await sam.command("search")
    seen = await sam.press(
        "Advanced tools", what="head nurse", where="Boston" if sam.chat.platform == "teams" else None
    )
    assert "head nurse" in typed(seen)


async def test_a_radius_without_a_place_does_not_narrow(sam: Someone):
    await advanced(sam, what="nurse", radius=10)
    assert "Yolanda Yes" in sam.card()
    assert "Nora No" in sam.card()


async def test_the_distance_is_shown(chat: Chat, sam: Someone):
    await add_people(chat.bot, [{**YES, "id": "near", "name": "Nell Near", "place": CAMBRIDGE, "emails": []}])
    await add_people(chat.bot, [{**YES, "id": "far", "name": "Fay Far", "place": DENVER, "emails": []}])
    await advanced(sam, what="nurse", where="Boston", radius=60)
    assert "Nell Near" in sam.card()
    assert "Fay Far" not in sam.card()
    assert "mi away" in sam.card()
