"""Dice: searches, views and their price, over HTTP."""

import base64

import pytest
from hypothesis import given, settings
from pydantic import TypeAdapter

from bot.playground.sources.dice import FakeDice
from connectors.errors import QuotaSpent, Refused
from connectors.profiles import Profile
from connectors.resumes.base import NamedPlace, Quota, SourceQuery, Spent
from connectors.resumes.dice import Dice, search_parameters
from connectors.search.base import And, Field, Filters, Not, Or, Phrase, Sort, Word
from tests.connectors.resumes import queries
from tests.fakes.dice import CREDENTIALS, person


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
            "locations": [
                {"value": "Boston, MA", "distance": 50, "distanceUnit": "miles"},
                {"value": "New Hampshire, United States"},
            ],
            "sortBy": "dateResumeLastUpdated",
            "sortByDirection": "desc",
            "page": 1,
            "pageSize": 10,
        }
    ]


def test_places_as_dice_spells_them():
    places = (
        NamedPlace("Leeds, England", "Leeds", "ENG", "GB"),
        NamedPlace("02110", postal_code="02110", country="US", radius_km=16),
        NamedPlace("Greater Boston", country="US"),
    )
    parameters, _ = search_parameters(SourceQuery(places=places, areas=(("CA", ""),)))
    assert parameters["locations"] == [
        {"value": "Leeds, England, United Kingdom"},
        {"value": "02110", "distance": 10, "distanceUnit": "miles"},
        {"value": "Greater Boston"},
        {"value": "Canada"},
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
        "work authorization unknown",
        "has worked at B",
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
    assert raised.value.reason == "This person is no longer on Dice."
    assert there.views_left == 37
