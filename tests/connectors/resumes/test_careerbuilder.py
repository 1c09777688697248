"""CareerBuilder: searches, what a resume costs, signed logins and bad weather, over HTTP."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.playground.sources.careerbuilder import FakeCareerBuilder, failed
from connectors.errors import (
    BadCredentials,
    OutsideError,
    QuotaSpent,
    Refused,
    Throttled,
    Uncertain,
    Unreachable,
    Unreadable,
)
from connectors.resumes.base import Document, NamedPlace, Quota, ResumeSource, SourceQuery, Spent
from connectors.resumes.mapping import file
from connectors.resumes.mapping.source import MappedSource
from connectors.resumes.registry import SOURCES
from connectors.search.base import And, Filters, Not, Or, Phrase, Word
from tests.fakes import careerbuilder as fakes
from tests.fakes.careerbuilder import CREDENTIALS, person
from tests.paths import ROOT

SECRET = CREDENTIALS["client_secret"]


@pytest.fixture
async def there() -> AsyncIterator[FakeCareerBuilder]:
    async with fakes.careerbuilder() as fake:
        fake.people = [person("e1", "Rosa", "Rich"), person("e2", "Omar", "Okoye", "Welder")]
        yield fake


def connect(there: FakeCareerBuilder, **credentials: str) -> ResumeSource:
    return SOURCES["careerbuilder"].open(CREDENTIALS | credentials, there.address)


@pytest.fixture
async def source(there: FakeCareerBuilder) -> AsyncIterator[ResumeSource]:
    opened = connect(there)
    yield opened
    await opened.close()


async def test_a_search_finds_people_without_contact_details(source: ResumeSource):
    found = await source.search(SourceQuery(what=Word("welder")))
    assert (found.total, found.cursor, found.spent, found.skipped) == (1, "", None, 0)
    assert found.people == (
        {
            "id": "e2",
            "source": "careerbuilder",
            "name": "Omar Okoye",
            "headline": "Welder",
            "place": {"city": "Boston", "region": "MA", "country": "US"},
            "experience": [{"company": "Mercy Hospital", "title": "Welder"}, {"company": "Bolt Clinic"}],
            "skills": ["ICU", "Triage"],
            "updated_at": "2026-11-02T08:00:00Z",
        },
    )


async def test_what_it_can_be_asked_for_is_sent_in_its_codes(there: FakeCareerBuilder, source: ResumeSource):
    what = And((Word("nurse"), Or((Word("icu"), Phrase("intensive care"))), Not(Word("travel"))))
    filters = Filters(
        titles=("RN", "ICU nurse"),
        skills_all=("Triage",),
        years_from=5,
        years_to=9,
        education="bachelor",
        relocate=True,
        work_authorization=("citizen", "work_visa"),
        updated_within_days=30,
        remote=True,
        exclude_seen=True,
    )
    places = NamedPlace("Boston, MA", "Boston", "MA", "US", radius_km=80.5), NamedPlace("Austin, TX")
    found = await source.search(SourceQuery(what, places, filters=filters))
    assert there.searches == [
        {
            "Query": '(nurse AND (icu OR "intensive care") AND NOT travel) AND "Triage"',
            "JobTitle": '"RN" OR "ICU nurse"',
            "Locations": "Boston, MA",
            "LocationRadius": "50",
            "Page": "1",
            "ResultsPerPage": "5",
            "Filter": "ResumeModified:[NOW-30DAYS/DAY TO *]",
            "FacetFilter": "YearsOfExperience:5 WorkStatus:CTCT WorkStatus:CTEM WorkStatus:EATN WorkStatus:EAEA"
            " HighestEducationDegreeCode:CE321 HighestEducationDegreeCode:CE3210 HighestEducationDegreeCode:CE3211"
            " WillingToRelocate:True",
        }
    ]
    assert found.unexpressed == ("up to 9 years", "remote", "Austin, TX")


async def test_pages_follow_each_other_and_keep_their_size(there: FakeCareerBuilder, source: ResumeSource):
    there.people = [person(f"e{number}", "Rosa", f"Rich{number}") for number in range(23)]
    names, cursor = [], ""
    for _ in range(5):
        found = await source.search(SourceQuery(size=10 if not cursor else 3, cursor=cursor))
        names += [each["id"] for each in found.people]
        if not (cursor := found.cursor):
            break
    assert names == [f"e{number}" for number in range(23)]
    assert [each["Page"] for each in there.searches] == ["1", "2", "3"]
    await source.search(SourceQuery(size=200))  # more than it returns at once
    assert there.searches[-1]["ResultsPerPage"] == "10"


async def test_a_reveal_brings_details_and_resume_for_what_the_counters_say(
    there: FakeCareerBuilder, source: ResumeSource
):
    bought = await source.reveal("e1")
    assert {name: bought.body[name] for name in ("id", "name", "emails", "years_experience", "education")} == {
        "id": "e1",
        "name": "Rosa Rich",
        "emails": ["rosa@people.example"],
        "years_experience": 9,
        "education": [{"degree": "master", "school": "Simmons University"}],
    }
    assert bought.document == Document("Rich.pdf", "application/pdf", b"%PDF-1.4 resume of Rich")
    assert bought.spent == Spent(1, Quota(36, None, "tomorrow"))
    assert (await source.reveal("e1")).spent == Spent(0, Quota(36, None, "tomorrow"))


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ({"WorkStatus": "CTCT", "WillingToRelocate": True}, ("citizen", True)),
        ({"WorkStatus": "EATN", "WillingToRelocate": "False"}, ("work_visa", False)),
        ({"WorkStatus": "CTAY"}, ("unknown", None)),
        ({"WorkStatus": "ZZZZ", "WillingToRelocate": "Maybe"}, (None, None)),
        ({"WorkStatus": ["CTCT"], "WillingToRelocate": None}, (None, None)),
    ],
)
async def test_its_codes_are_read_as_our_values(
    there: FakeCareerBuilder, source: ResumeSource, sent: dict[str, Any], read: tuple[str | None, bool | None]
):
    there.people[0]["profile"].pop("WorkStatus")
    there.people[0]["profile"] |= sent
    body = (await source.reveal("e1")).body
    assert (body.get("work_authorization"), body.get("willing_to_relocate")) == read
    assert body["name"] == "Rosa Rich"


@pytest.mark.parametrize(("daily", "monthly", "resets"), [(0, 400, "tomorrow"), (37, 0, "next month")])
async def test_with_either_counter_at_zero_nothing_is_revealed_and_searching_goes_on(
    there: FakeCareerBuilder, source: ResumeSource, daily: int, monthly: int, resets: str
):
    there.daily, there.monthly = daily, monthly
    assert await source.quota() == Quota(0, None, resets)
    with pytest.raises(QuotaSpent):
        await source.reveal("e1")
    assert not [path for path in there.asked if "profiles" in path]
    assert (await source.search(SourceQuery())).total == 2


async def test_one_login_serves_all_and_an_expired_one_is_renewed_once(there: FakeCareerBuilder, source: ResumeSource):
    there.token_uses = 6
    await asyncio.gather(*(source.search(SourceQuery()) for _ in range(6)))
    assert there.asked.count("token") == 1
    assert (await source.search(SourceQuery())).total == 2
    assert there.asked.count("token") == 2
    there.token_uses = 0  # each token is refused at once
    with pytest.raises(BadCredentials):
        await asyncio.gather(*(source.search(SourceQuery()) for _ in range(6)))
    assert there.asked.count("token") == 3


@pytest.mark.parametrize("wrong", [{"client_secret": "another" * 10}, {"client_id": "C9"}, {"client_secret": ""}])
async def test_wrong_credentials(there: FakeCareerBuilder, wrong: dict[str, str]):
    source = connect(there, **wrong)
    with pytest.raises(BadCredentials):
        await source.check()
    await source.close()


async def test_what_is_missing_or_null_costs_one_row_at_most(there: FakeCareerBuilder, source: ResumeSource):
    nulls: dict[str, Any] = dict.fromkeys(("JobTitle", "Location", "Employments", "Keywords", "ResumeLastModified"))
    odd: dict[str, Any] = {"Location": "Boston", "Employments": {"Employer": 7}, "Keywords": ["a", None, {"b": 1}]}
    there.people = [
        {"result": {"EdgeID": "e1", "Name": "Rosa", **nulls}},
        {"result": {"EdgeID": 2, "Name": "Omar", **odd}},
        {"result": {"EdgeID": None, "Name": "Nobody"}},
        {"result": {"EdgeID": "e3", "Name": None}},
        {"result": None},
        "nonsense",
    ]
    found = await source.search(SourceQuery(size=10))
    assert [(each["id"], each["name"]) for each in found.people] == [("e1", "Rosa"), ("2", "Omar")]
    assert found.skipped == 4
    there.misbehave["search"] = lambda: web.json_response({"data": {"TotalResults": 0, "Results": None}})
    assert (await source.search(SourceQuery())).people == ()


async def test_what_was_bought_is_not_lost_with_the_resume_or_a_name(there: FakeCareerBuilder, source: ResumeSource):
    there.people[0]["profile"] |= {"EdgeID": None, "Names": None, "Locations": [], "Educations": [None, {}]}
    for answer in (lambda: web.Response(status=500), lambda: web.json_response({"data": {"Content": "~~~"}})):
        there.misbehave["Document"] = answer
        bought = await source.reveal("e1")
        assert (bought.body["id"], bought.body["emails"], bought.document) == ("e1", ["rosa@people.example"], None)
    assert len([path for path in there.asked if "Document" in path]) == 2  # it may be billed: never repeated


HTML = "<html>Down for maintenance</html>"


@pytest.mark.parametrize(
    ("answer", "searching", "revealing"),
    [
        (lambda: web.Response(text=HTML, content_type="text/html"), Unreadable, Uncertain),
        (lambda: failed(200, SECRET), Refused, Refused),
        (lambda: web.json_response({"data": None}), Unreadable, Uncertain),
        (lambda: web.json_response([1, 2]), Unreadable, Uncertain),
        (lambda: web.Response(text='{"data": {"Resu'), Unreadable, Uncertain),
        (lambda: web.json_response(None), Unreadable, Uncertain),
        (lambda: web.Response(status=503, text=SECRET), Unreachable, Uncertain),
        (lambda: web.Response(status=302, headers={"Location": "http://169.254.169.254/"}), Unreachable, Unreachable),
        (lambda: failed(400, SECRET), Refused, Refused),
        (lambda: failed(401, SECRET), BadCredentials, BadCredentials),
        (lambda: web.Response(status=429, headers={"Retry-After": "7"}), Throttled, Throttled),
    ],
)
async def test_bad_weather_is_one_of_our_errors_and_a_reveal_is_never_repeated(
    there: FakeCareerBuilder,
    source: ResumeSource,
    caplog: pytest.LogCaptureFixture,
    answer: Any,
    searching: type[OutsideError],
    revealing: type[OutsideError],
):
    caplog.set_level(logging.DEBUG)
    there.misbehave = {"edge/search": answer, "edge/profiles": answer}
    raised: list[OutsideError] = []
    for ask in (source.search(SourceQuery()), source.reveal("e1")):
        with pytest.raises(OutsideError) as fault:
            await ask
        raised.append(fault.value)
    assert [type(each) for each in raised] == [searching, revealing]
    if revealing is not BadCredentials:  # refused as a login, it was not carried out
        assert there.asked.count("/consumer/edge/profiles") == 1
    assert there.viewed == set()
    shown = f"{raised} {[vars(each) for each in raised]} {source!r} {caplog.text}"
    assert SECRET not in shown
    assert "cb-token" not in shown


async def test_one_that_hangs_is_unreachable_and_a_broken_reveal_uncertain(there: FakeCareerBuilder):
    mapping = file.read(ROOT / "connectors/resumes/mapping/careerbuilder.toml")
    traits = SOURCES["careerbuilder"].traits
    hurried = MappedSource(traits, mapping, CREDENTIALS, there.address, seconds=0.3)
    await hurried.check()
    there.gate = asyncio.Event()
    with pytest.raises(Unreachable):
        await hurried.search(SourceQuery())
    there.gate.set()
    there.gate = None
    there.misbehave = {"edge/profiles": lambda: web.Response(headers={"Content-Length": "900"}, body=b"")}
    with pytest.raises(Uncertain):
        await hurried.reveal("e1")
    assert there.asked.count("/consumer/edge/profiles") == 1
    await hurried.close()


async def test_nobody_with_that_id(source: ResumeSource):
    for id in ("gone", "../../Auth/Quota", ".."):
        with pytest.raises(Refused) as fault:
            await source.reveal(id)
        assert fault.value.reason == "This person is no longer on CareerBuilder."
