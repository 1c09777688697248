"""People Data Labs: searches and contact details with their price, and bad weather, over HTTP."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from hypothesis import given, settings
from pydantic import TypeAdapter

from bot.playground.sources.people_data_labs import CONTACT, FakePeopleDataLabs
from bot.playground.sources.people_data_labs_search import matches
from connectors.errors import BadCredentials, OutsideError, QuotaSpent, Refused, Throttled, Uncertain, Unreachable
from connectors.profiles import Profile
from connectors.resumes.base import NamedPlace, Quota, SourceQuery, Spent
from connectors.resumes.people_data_labs import PeopleDataLabs
from connectors.resumes.people_data_labs_query import search_body, search_clauses
from connectors.resumes.registry import SOURCES
from connectors.search.base import And, Field, Filters, Not, Or, Phrase, What, Word
from tests.connectors.resumes import queries
from tests.fakes import people_data_labs as fakes
from tests.fakes.people_data_labs import CREDENTIALS, person

NURSES = SourceQuery(what=Word("nurse"))


@pytest.fixture
async def there() -> AsyncIterator[FakePeopleDataLabs]:
    async with fakes.people_data_labs() as fake:
        fake.people = [person("a_1", "Rosa Rich"), person("b_2", "Omar Okoye", "night nurse")]
        yield fake


@pytest.fixture
async def labs(there: FakePeopleDataLabs) -> AsyncIterator[PeopleDataLabs]:
    source = PeopleDataLabs(CREDENTIALS, there.address, seconds=5)
    yield source
    await source.close()


async def test_a_search_finds_people_without_contact_details_and_says_what_it_cost(
    there: FakePeopleDataLabs, labs: PeopleDataLabs
):
    found = await labs.search(SourceQuery(what=Phrase("icu nurse"), size=3))
    assert (found.total, found.cursor, found.spent, found.skipped) == (1, "", Spent(1, Quota(99)), 0)
    assert found.people == (
        {
            "id": "a_1",
            "source": "people_data_labs",
            "name": "Rosa Rich",
            "headline": "Icu Nurse at Mercy Hospital",
            "place": {
                "city": "Boston",
                "region": "Massachusetts",
                "country": "United States",
                "lat": 42.36,
                "lon": -71.06,
            },
            "experience": [
                {"title": "Icu Nurse", "company": "Mercy Hospital", "start": "2018-06"},
                {"title": "Nurse", "company": "City Clinic", "start": "2014", "end": "2018-05"},
            ],
            "education": [{"school": "Simmons University", "degree": "bachelor", "field": "Nursing", "end": "2013"}],
            "skills": ["Triage", "Critical Care"],
            "years_experience": 8,
            "links": [{"kind": "linkedin", "url": "https://linkedin.com/in/rosa-a_1"}],
            "updated_at": "2026-10-20T00:00:00+00:00",
            "has_email": True,
            "has_phone": True,
        },
    )
    assert there.search_credits == 99


async def test_paging_pays_for_the_people_shown_and_no_more(there: FakePeopleDataLabs, labs: PeopleDataLabs):
    there.people = [person(f"p{number}", f"Ana {number}") for number in range(5)]
    query, seen = SourceQuery(what=Word("nurse"), size=2), 0
    for _ in range(3):
        found = await labs.search(query)
        seen += len(found.people)
        assert found.total == 5
        query = SourceQuery(what=Word("nurse"), size=2, cursor=found.cursor)
    assert (seen, there.search_credits, found.cursor) == (5, 95, "")
    await labs.search(SourceQuery(what=Word("nurse"), size=5_000))
    assert there.searches[-1]["size"] == 25


async def test_nobody_found_costs_nothing(there: FakePeopleDataLabs, labs: PeopleDataLabs):
    found = await labs.search(SourceQuery(what=Word("plumber"), filters=Filters(remote=True)))
    assert (found.people, found.total, found.spent, found.unexpressed) == ((), 0, Spent(0), ("remote",))
    with pytest.raises(Refused) as raised:  # everyone would match, and be billed
        await labs.search(SourceQuery(filters=Filters(remote=True)))
    assert raised.value.reason == "It cannot search for any of this. Nothing was charged."
    assert len(there.searches) == 1
    assert there.search_credits == 100


@pytest.mark.parametrize(
    ("what", "filters", "found"),
    [
        (And((Word("nurse"), Not(Word("night")))), Filters(), "a"),
        (Or((Word("plumber"), Word("ni", prefix=True))), Filters(), "b"),
        (Word("Triage", Field.SKILL), Filters(), "a"),
        (Word("triage", Field.TITLE), Filters(), ""),
        (Word("Okoye", Field.NAME), Filters(), "b"),
        (Phrase("City Clinic", Field.COMPANY), Filters(), "ab"),
        (None, Filters(titles=("Night Nurse", "Doctor")), "b"),
        (None, Filters(skills_all=("Triage",), skills_any=("x", "Critical Care")), "a"),
        (None, Filters(skills_none=("Triage",), years_from=1), "b"),
        (None, Filters(company_now=("Mercy Hospital",)), "a"),
        (None, Filters(company_ever=("Mercy Hospital",)), "ab"),
        (None, Filters(company_not=("St Luke's",), years_from=1), "a"),
        (None, Filters(seniority=("executive",)), "b"),
        (None, Filters(years_from=9, years_to=30), "b"),
        (None, Filters(education="master"), "b"),
        (None, Filters(education="bachelor"), "ab"),
        (None, Filters(school="Simmons University"), "a"),
        (None, Filters(has_email=True), "a"),
        (None, Filters(has_phone=True), "a"),
    ],
)
async def test_what_and_filters_find_the_people_they_mean(
    there: FakePeopleDataLabs, labs: PeopleDataLabs, what: What | None, filters: Filters, found: str
):
    posts = [{"title": {"name": "nurse"}, "company": {"name": name}} for name in ("mercy hospital", "st luke's")]
    there.people = [
        person("a", "Rosa Rich"),
        person(
            "b",
            "Omar Okoye",
            "night nurse",
            skills=["java"],
            job_company_name="st luke's",
            job_title_levels=["owner"],
            inferred_years_experience=20,
            education=[{"school": {"name": "mit"}, "degrees": ["masters"]}],
            experience=[*posts, {"title": None, "company": {"name": "city clinic"}}],
            **dict.fromkeys(CONTACT),
        ),
    ]
    results = await labs.search(SourceQuery(what=what, filters=filters))
    assert "".join(sorted(body["id"] for body in results.people)) == found
    assert results.unexpressed == ()


async def test_places_are_searched_by_name_and_the_distance_is_reported(
    there: FakePeopleDataLabs, labs: PeopleDataLabs
):
    there.people = [
        person("a", "Rosa Rich"),
        person("b", "Omar Okoye", location_locality="boston", location_region="england"),
        person("c", "Ana Ito", location_locality="berlin", location_region="berlin", location_country="germany"),
    ]
    boston = NamedPlace("Boston, MA", "Boston", "MA", "US", radius_km=40)
    zip_code = NamedPlace("02110", postal_code="02110")
    found = await labs.search(SourceQuery(places=(boston, zip_code)))
    assert [body["id"] for body in found.people] == ["a"]
    assert found.unexpressed == ("the distance from Boston, MA", "in 02110")
    found = await labs.search(SourceQuery(places=(NamedPlace("Boston", "Boston"),), areas=(("DE", ""),)))
    assert [body["id"] for body in found.people] == ["a", "b", "c"]
    found = await labs.search(SourceQuery(areas=(("US", "MA"),)))
    assert [body["id"] for body in found.people] == ["a"]


@settings(max_examples=100, deadline=None)
@given(queries.queries)
def test_any_search_can_be_sent_and_what_is_missing_is_reported(query: SourceQuery):
    clauses, unexpressed = search_clauses(query)
    body = search_body(query, clauses, 25)
    assert TypeAdapter(dict).dump_json(body)
    assert 1 <= body["size"] <= 25
    assert matches(json.loads(body["query"])["query"], person("a", "Rosa Rich")) in (True, False)
    filters = query.filters
    assert ("remote" in unexpressed) == filters.remote
    assert ("open to work" in unexpressed) == filters.open_to_work
    assert any("mid-level" in label or "lead" in label for label in unexpressed) == bool(
        {"mid", "lead"} & set(filters.seniority)
    )
    assert any(label.startswith("updated within") for label in unexpressed) == bool(filters.updated_within_days)


async def test_records_full_of_holes_are_read_and_unreadable_ones_counted_and_paid(
    there: FakePeopleDataLabs, labs: PeopleDataLabs
):
    keep = ("id", "job_title")
    fields = [name for name in person("1", "x") if name not in keep]
    for hole in (None, True, [{"x": [None, 7]}], "\x00"):
        there.people = [person(f"n-{name}", "Ana Null", **{name: hole}) for name in fields]
        there.people += [{"job_title": "nurse"}, {"job_title": "nurse", "id": "x"}, None, "nonsense"]
        there.search_credits = 200
        people: list[dict[str, object]] = []
        skipped, cursor = 0, ""
        for _ in range(3):
            found = await labs.search(SourceQuery(what=Word("nurse"), size=25, cursor=cursor))
            people += found.people
            skipped, cursor = skipped + found.skipped, found.cursor
            if not cursor:
                break
        assert (len(people), skipped) == (len(fields), 4)
        assert there.search_credits == 200 - len(fields) - 4
        for body in people:
            Profile.model_validate_json(TypeAdapter(dict).dump_json(body), strict=True)


async def test_contact_details_are_revealed_for_a_credit(there: FakePeopleDataLabs, labs: PeopleDataLabs):
    assert await labs.check() == Quota(50)
    revealed = await labs.reveal("a_1")
    assert revealed.body["emails"] == ["rosa@mercy.example", "rosa@people.example"]
    assert revealed.body["phones"] == ["+16175550100", "+16175550101"]
    assert revealed.spent == Spent(1, Quota(49))
    with pytest.raises(Refused) as raised:
        await labs.reveal("gone")
    assert raised.value.reason == "This person is no longer on People Data Labs."
    assert await labs.quota() == Quota(49)


async def test_the_free_plan_says_only_whether_there_are_contact_details(
    there: FakePeopleDataLabs, labs: PeopleDataLabs
):
    there.free_plan = True
    there.people = [person("a", "Rosa Rich"), person("b", "Omar Okoye", **dict.fromkeys(CONTACT))]
    found = await labs.search(NURSES)
    assert [(body["has_email"], body["has_phone"]) for body in found.people] == [(True, True), (False, False)]
    revealed = await labs.reveal("a")
    assert revealed.spent == Spent(1, Quota(49))
    assert not {"emails", "phones"} & set(revealed.body)


async def test_each_allowance_stops_only_what_it_pays_for(there: FakePeopleDataLabs, labs: PeopleDataLabs):
    there.contact_credits = 0
    with pytest.raises(QuotaSpent):
        await labs.reveal("a_1")
    assert (await labs.search(NURSES)).spent == Spent(2, Quota(98))
    there.contact_credits, there.search_credits = 1, 0
    with pytest.raises(QuotaSpent):
        await labs.search(NURSES)
    assert (await labs.reveal("a_1")).spent == Spent(1, Quota(0))
    there.misbehave = lambda: web.Response(status=402)
    assert await labs.check() == Quota(0)


@pytest.mark.parametrize(
    ("weather", "error"),
    [
        (lambda: web.Response(text="<html>pdl-api-key-1</html>", content_type="text/html"), Uncertain),
        (lambda: web.Response(text='{"status": 200, "data": [{"id"'), Uncertain),
        (lambda: web.Response(status=502), Uncertain),
        (lambda: web.json_response({"status": 200, "data": "x"}), Uncertain),
        (lambda: web.json_response({"error": {"message": "pdl-api-key-1"}}), Refused),
        (lambda: web.json_response({}, status=400), Refused),
        (lambda: web.json_response({}, status=401), BadCredentials),
        (lambda: web.json_response({}, status=402), QuotaSpent),
        (lambda: web.json_response({}, status=429), Throttled),
    ],
)
async def test_bad_weather_is_one_of_our_errors_and_nothing_billed_is_asked_twice(
    there: FakePeopleDataLabs, labs: PeopleDataLabs, weather: object, error: type[OutsideError]
):
    there.misbehave = weather  # type: ignore[assignment]
    for ask in (labs.search(NURSES), labs.reveal("a_1")):
        with pytest.raises(OutsideError) as raised:
            await ask
        assert type(raised.value) is error
        assert "pdl-api-key-1" not in f"{raised.value} {raised.value!r}"
    assert there.asked == ["POST /v5/person/search", "GET /v5/person/retrieve/a_1"]


async def test_too_many_requests_wait_until_the_moment_in_the_header(there: FakePeopleDataLabs, labs: PeopleDataLabs):
    reset = (datetime.now(UTC) + timedelta(seconds=40)).strftime("%Y-%m-%dT%H:%M:%SZ")
    there.misbehave = lambda: web.json_response({}, status=429, headers={"x-ratelimit-reset": reset})
    with pytest.raises(Throttled) as raised:
        await labs.search(NURSES)
    assert 1 <= raised.value.retry_after <= 40


async def test_a_hanging_search_has_an_unknown_outcome_and_the_quota_is_merely_unreachable(there: FakePeopleDataLabs):
    there.gate = asyncio.Event()
    hurried = PeopleDataLabs(CREDENTIALS, there.address, seconds=0.2)
    with pytest.raises(Uncertain):
        await hurried.search(NURSES)
    with pytest.raises(Unreachable):
        await hurried.quota()
    assert there.asked.count("POST /v5/person/search") == 1
    there.gate.set()
    await hurried.close()


@pytest.mark.parametrize("key", ["other-secret-9", "other-secret-9\n", "other-secret-9é", ""])
async def test_a_wrong_key_is_refused_and_shown_nowhere(
    there: FakePeopleDataLabs, caplog: pytest.LogCaptureFixture, key: str
):
    caplog.set_level(logging.DEBUG)
    source = SOURCES["people_data_labs"].open({"api_key": key}, there.address)
    for ask in (source.check(), source.search(NURSES), source.reveal("a_1")):
        with pytest.raises(BadCredentials) as raised:
            await ask
        shown = f"{raised.value} {raised.value!r} {raised.value.__context__!r} {source!r} {vars(source)} {caplog.text}"
        assert "other-secret-9" not in shown
    await source.close()
