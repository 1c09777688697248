"""Dice: searches, views and their price, and bad weather, over HTTP."""

import asyncio
import base64
import logging
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from hypothesis import given, settings
from pydantic import TypeAdapter

from connectors.errors import BadCredentials, OutsideError, QuotaSpent, Refused, Throttled, Uncertain, Unreachable
from connectors.profiles import Profile
from connectors.resumes.base import NamedPlace, Quota, SourceQuery, Spent
from connectors.resumes.dice import Dice, search_parameters
from connectors.resumes.registry import SOURCES
from connectors.search.base import And, Field, Filters, Not, Or, Phrase, Sort, Word
from tests.connectors.resumes import queries
from tests.fakes import dice as fakes
from tests.fakes.dice import CREDENTIALS, FakeDice, person

PAGE = "<html><body>Down for maintenance, password dice-password-1</body></html>"


@pytest.fixture
async def there() -> AsyncIterator[FakeDice]:
    async with fakes.dice() as fake:
        fake.people = [person("1", "Rosa Rich"), person("2", "Omar Okoye", "Go Developer")]
        yield fake


@pytest.fixture
async def dice(there: FakeDice) -> AsyncIterator[Dice]:
    source = Dice(CREDENTIALS, there.address, seconds=5)
    yield source
    await source.close()


async def test_a_search_finds_people_without_contact_details(there: FakeDice, dice: Dice):
    found = await dice.search(SourceQuery(what=Word("go")))
    assert (found.total, found.cursor, found.spent, found.skipped) == (1, "", None, 0)
    assert found.people == (
        {
            "id": "2",
            "source": "dice",
            "name": "Omar Okoye",
            "headline": "Go Developer at Acme Systems",
            "place": {"city": "Boston", "region": "MA", "country": "US", "lat": 42.36, "lon": -71.06},
            "experience": [
                {"title": "Go Developer", "company": "Acme Systems", "start": "2021-03"},
                {"title": "Developer", "company": "Bolt Labs", "start": "2016", "end": "2021-02"},
            ],
            "education": [{"school": "Simmons University", "degree": "master", "study_type": "Masters"}],
            "skills": ["Java", "Kubernetes"],
            "years_experience": 9,
            "links": [{"kind": "github", "url": "https://github.com/2"}],
            "willing_to_relocate": True,
            "work_authorization": "citizen",
            "updated_at": "2026-11-02T08:00:00Z",
            "has_email": True,
            "has_phone": True,
        },
    )
    assert there.viewed == set()


async def test_everything_dice_can_be_asked_for(there: FakeDice, dice: Dice):
    what = And((Word("nurse"), Or((Word("icu"), Phrase("intensive care"))), Not(Word("c++")), Word("kub", None, True)))
    filters = Filters(
        titles=("SRE", "DevOps"),
        skills_all=("Go",),
        skills_any=("AWS", "GCP"),
        skills_none=("PHP",),
        company_now=("Acme",),
        years_from=3,
        years_to=9,
        education="master",
        relocate=True,
        work_authorization=("citizen", "work_visa"),
        updated_within_days=30,
        has_email=True,
        has_phone=True,
        exclude_seen=True,
    )
    place = NamedPlace("Boston, MA", "Boston", "MA", "US", radius_km=80.5)
    found = await dice.search(SourceQuery(what, (place,), (("US", "NH"),), filters, Sort.RECENCY, size=10))
    assert found.unexpressed == ()
    assert there.searches == [
        {
            "q": '(nurse AND (icu OR "intensive care") AND NOT c++ AND kub*)'
            ' AND "Go" AND ("AWS" OR "GCP") AND NOT "PHP"',
            "jobTitleKeyword": '"SRE" OR "DevOps"',
            "company": '"Acme"',
            "companyCurrent": True,
            "yearsExperience": {"min": 3, "max": 9},
            "educationDegree": ["masters", "mba", "doctorate"],
            "workPermit": ["us citizenship", "have h1"],
            "dateResumeLastUpdated": 30,
            "willingToRelocate": True,
            "hasEmail": True,
            "hasPhoneNumber": True,
            "locations": [{"value": "Boston, MA", "distance": 50, "distanceUnit": "miles"}, {"value": "NH, US"}],
            "sortBy": "dateResumeLastUpdated",
            "sortByDirection": "desc",
            "page": 1,
            "pageSize": 10,
        }
    ]


def test_what_dice_cannot_be_asked_for_is_reported():
    what = And((Word("lead", Field.TITLE), Not(Word("intern", Field.TITLE)), Word("java")))
    filters = Filters(
        seniority=("senior",), company_now=("A",), company_ever=("B",), remote=True, work_authorization=("unknown",)
    )
    parameters, unexpressed = search_parameters(SourceQuery(what, areas=(("US", ""),), filters=filters))
    assert parameters == {
        "q": "lead AND java", "company": '"A"', "companyCurrent": True, "countryCode": ["US"], "page": 1, "pageSize": 5
    }  # fmt: skip
    assert unexpressed == (
        "“lead” only in the job title",
        "without “intern” in the job title",
        "seniority: senior",
        "remote",
        "work authorisation unknown",
        "ever at B",
    )


@settings(max_examples=100, deadline=None)
@given(queries.queries)
def test_any_search_can_be_sent_and_what_is_missing_is_reported(query: SourceQuery):
    parameters, unexpressed = search_parameters(query)
    assert TypeAdapter(dict).dump_json(parameters)
    assert parameters["page"] >= 1
    assert 1 <= parameters["pageSize"] <= 50
    assert parameters.get("q", "").count('"') % 2 == 0
    assert ("remote" in unexpressed) == query.filters.remote
    assert any(label.startswith("seniority") for label in unexpressed) == bool(query.filters.seniority)


async def test_pages_follow_each_other_to_the_end(there: FakeDice, dice: Dice):
    there.people = [person(str(number), f"Ana {number}") for number in range(5)]
    there.token_uses = 2  # it expires on the way
    seen: list[str] = []
    query = SourceQuery(size=2)
    for _ in range(4):
        found = await dice.search(query)
        seen += [body["id"] for body in found.people]
        query = SourceQuery(size=50, cursor=found.cursor)  # the size of a paging does not change
        if not found.cursor:
            break
    assert seen == ["0", "1", "2", "3", "4"]
    assert there.asked.count("token") == 2


async def test_records_full_of_holes_are_read_and_unreadable_ones_counted(there: FakeDice, dice: Dice):
    fields = list(person("1", "x"))
    nulls = [person(f"n-{name}", "Ana Null", **({name: None} if name != "id" else {})) for name in fields]
    wrong = [
        person(f"w-{name}", "Ana Wrong", **({name: [{"x": [None, 7]}]} if name != "id" else {})) for name in fields
    ]
    odd = person(
        "odd",
        "Ana \x00Odd",
        experience={"current": [None], "history": [{"org": 5, "periodStart": {"year": "2019", "month": 99}}, "x"]},
        skills=[None, {"skill": None}, "Go", 3],
        locations=[None, {"latitude": "north"}],
        education={"degree": {}, "org": "MIT"},
        socialProfiles=[{"url": "javascript:alert(1)"}, {"url": None}],
        yearsOfExperience=900,
        dateResumeLastUpdated="yesterday",
    )
    there.people = [*nulls, *wrong, odd, {"id": "empty"}, {"fullName": "No Id"}, None, "nonsense", 7, []]
    people: list[dict[str, object]] = []
    skipped, cursor = 0, ""
    for _ in range(3):
        found = await dice.search(SourceQuery(size=50, cursor=cursor))
        people += found.people
        skipped, cursor = skipped + found.skipped, found.cursor
        if not cursor:
            break
    assert (len(people), skipped) == (2 * len(fields) + 1, 6)
    for body in people:
        Profile.model_validate_json(TypeAdapter(dict).dump_json(body), strict=True)
    read = next(body for body in people if body["id"] == "odd")
    assert read["name"] == "Ana Odd"
    assert read["skills"] == ["Go", "3"]
    assert read["experience"] == [
        {"title": "Java Developer", "company": "Acme Systems"},
        {"company": "5", "start": "2019"},
    ]
    assert not {"links", "years_experience", "updated_at"} & set(read)


async def test_a_view_reveals_the_contact_details_and_says_what_it_cost(there: FakeDice, dice: Dice):
    assert await dice.check() is None
    revealed = await dice.reveal("1")
    assert revealed.body["emails"] == ["rosa@people.example"]
    assert revealed.body["phones"] == ["+1 617 555 0100"]
    assert revealed.spent == Spent(1, Quota(36, 40))
    assert revealed.document is not None
    assert revealed.document.content == b"%PDF-1.4 resume of Rosa Rich"
    assert (revealed.document.name, revealed.document.content_type) == ("Rich.pdf", "application/pdf")
    assert (await dice.reveal("1")).spent == Spent(0, Quota(36, 40))  # Dice did not count it again
    assert await dice.quota() == Quota(36, 40)


@pytest.mark.parametrize(
    ("resume", "name"),
    [
        (None, None),
        ({"resumeData": None, "filename": None}, None),
        ({"resumeData": "%%%", "filename": "a.pdf"}, None),
        ({"resumeData": base64.b64encode(b"<script>alert(1)</script>").decode(), "filename": "a.pdf"}, None),
        ({"resumeData": base64.b64encode(b"MZ\x90\x00 program").decode(), "filename": "a.exe"}, None),
        ({"resumeData": base64.b64encode(b"%PDF-" + b"0" * 11_000_000).decode(), "filename": "a.pdf"}, None),
        ({"resumeData": "data:x;base64," + base64.b64encode(b"PK\x03\x04x").decode(), "filename": 7}, "7.docx"),
        (
            {"resumeData": base64.b64encode(b"Rosa, nurse").decode().strip("="), "filename": "../../é t\n.doc"},
            "é t_.txt",
        ),
        ({"resumeData": base64.b64encode(b"{\\rtf1 x").decode(), "contentType": "application/pdf"}, "Resume.rtf"),
    ],
)
async def test_resumes_are_taken_for_what_they_are(
    there: FakeDice, dice: Dice, resume: dict[str, object] | None, name: str | None
):
    there.people = [person("1", "Rosa Rich", resume=resume)]
    revealed = await dice.reveal("1")
    assert (revealed.document.name if revealed.document else None) == name
    assert revealed.body["emails"] == ["rosa@people.example"]


async def test_without_views_left_only_the_reveal_stops(there: FakeDice, dice: Dice):
    there.views_left = 1
    assert (await dice.reveal("1")).spent == Spent(1, Quota(0, 40))
    for _ in range(2):
        with pytest.raises(QuotaSpent):
            await dice.reveal("2")
    assert [path for path in there.asked if path.startswith("GET")] == ["GET /v2/profiles/1"]  # it isn't even asked
    fresh = Dice(CREDENTIALS, there.address)
    with pytest.raises(QuotaSpent):
        await fresh.reveal("2")  # as Dice answers
    await fresh.close()
    assert (await dice.search(SourceQuery())).total == 2


async def test_someone_who_is_gone_is_refused_and_costs_nothing(there: FakeDice, dice: Dice):
    with pytest.raises(Refused) as raised:
        await dice.reveal("../../oauth/token?x=1")
    assert raised.value.reason == "This person is no longer at Dice."
    assert there.views_left == 37


@pytest.mark.parametrize(
    ("weather", "search", "reveal"),
    [
        (lambda: web.Response(text=PAGE, content_type="text/html"), Refused, Uncertain),
        (lambda: web.Response(text='{"data": [{"id": "1"'), Refused, Uncertain),
        (lambda: web.Response(status=502, text=PAGE), Unreachable, Uncertain),
        (lambda: web.Response(status=302, headers={"Location": "http://169.254.169.254/"}), Unreachable, Unreachable),
        (lambda: web.json_response({"error": "dice-password-1"}), Refused, Refused),
        (lambda: web.json_response({"errors": [{"code": "X"}]}), Refused, Refused),
        (lambda: web.json_response({"status": "fail"}), Refused, Refused),
        (lambda: web.json_response([]), Refused, Uncertain),
        (lambda: web.json_response({"data": None}), Refused, Uncertain),
        (lambda: web.json_response({"message": "no"}, status=403), Refused, Refused),
        (lambda: web.json_response({"message": "no"}, status=401), BadCredentials, BadCredentials),
        (lambda: web.json_response({}, status=402), QuotaSpent, QuotaSpent),
        (lambda: web.json_response({}, status=429), Throttled, Throttled),
    ],
)
async def test_bad_weather_is_one_of_our_errors_and_no_view_is_asked_for_twice(
    there: FakeDice, dice: Dice, weather: object, search: type[OutsideError], reveal: type[OutsideError]
):
    there.misbehave = weather  # type: ignore[assignment]
    with pytest.raises(OutsideError) as searched:
        await dice.search(SourceQuery())
    assert type(searched.value) is search
    before = there.asked.count("GET /v2/profiles/1")
    with pytest.raises(OutsideError) as revealed:
        await dice.reveal("1")
    assert type(revealed.value) is reveal
    # A refused token bought nothing, so that it may be renewed; anything else is asked once
    assert there.asked.count("GET /v2/profiles/1") - before == (2 if reveal is BadCredentials else 1)


@pytest.mark.parametrize(
    ("headers", "body", "low", "high"),
    [
        ({"Retry-After": "7"}, {}, 7, 7),
        ({"Retry-After": "Mon, 01 Jan 2001 00:00:00 GMT"}, {}, 1, 1),
        ({"x-ratelimit-reset": "12"}, {}, 12, 12),
        ({"x-ratelimit-reset": "9999999999"}, {}, 3600, 3600),
        ({"x-ratelimit-reset": '{"minute": 30, "day": null}'}, {}, 30, 30),
        ({}, {"backoff": 20}, 20, 20),
        ({"Retry-After": "soon"}, {}, 60, 60),
        ({"Retry-After": "nan"}, [], 60, 60),
    ],
)
async def test_four_dialects_of_too_many_requests(
    there: FakeDice, dice: Dice, headers: dict[str, str], body: object, low: float, high: float
):
    there.misbehave = lambda: web.json_response(body, status=429, headers=headers)
    with pytest.raises(Throttled) as raised:
        await dice.search(SourceQuery())
    assert low <= raised.value.retry_after <= high


async def test_a_search_is_repeated_once_after_a_failure(there: FakeDice, dice: Dice):
    answers = iter([web.Response(status=503)])
    there.misbehave = lambda: next(answers, web.json_response({"data": [], "meta": {"totalCount": 0}}))
    assert (await dice.search(SourceQuery())).total == 0
    assert there.asked.count("POST /v2/profiles/search") == 2


async def test_a_view_that_breaks_off_or_hangs_has_an_unknown_outcome(there: FakeDice, dice: Dice):
    there.cut = True
    with pytest.raises(Uncertain):
        await dice.reveal("1")
    assert there.views_left == 36  # it was billed
    there.gate = asyncio.Event()
    hurried = Dice(CREDENTIALS, there.address, seconds=0.2)
    with pytest.raises(Uncertain):
        await hurried.reveal("2")
    with pytest.raises(Unreachable):
        await hurried.search(SourceQuery())
    there.gate.set()
    await hurried.close()
    assert there.asked.count("GET /v2/profiles/2") == 1
    nowhere = Dice(CREDENTIALS, "http://127.0.0.1:1")
    with pytest.raises(Unreachable):  # nothing was sent
        await nowhere.reveal("1")
    await nowhere.close()


async def test_searches_at_once_share_one_token_and_an_expired_one_is_renewed_once(there: FakeDice, dice: Dice):
    there.token_uses = 8
    found = await asyncio.gather(*(dice.search(SourceQuery()) for _ in range(8)))
    assert [each.total for each in found] == [2] * 8
    assert there.asked.count("token") == 1
    assert (await dice.reveal("1")).spent == Spent(1, Quota(36, 40))
    assert there.asked.count("token") == 2


@pytest.mark.parametrize("name", sorted(CREDENTIALS))
async def test_wrong_credentials_are_refused_once_and_no_secret_is_shown(
    there: FakeDice, name: str, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    wrong = {**CREDENTIALS, name: "other-secret-9"}
    source = SOURCES["dice"].open(wrong, there.address)
    for ask in (source.check(), source.search(SourceQuery())):
        there.asked.clear()
        with pytest.raises(BadCredentials) as raised:
            await ask
        assert there.asked == ["token"]
        shown = f"{raised.value} {raised.value!r} {raised.value.__context__!r} {source!r} {vars(source)} {caplog.text}"
        assert not [
            secret for secret in ("dice-password-1", "dice-client-secret-1", "other-secret-9") if secret in shown
        ]
    await source.close()
