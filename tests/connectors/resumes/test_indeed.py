"""Indeed: who answered, the search where it is switched on, and bad weather, over HTTP."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given

from bot.playground.sources.indeed import FakeIndeed, failed
from connectors.answer_sources import SourceAnswer
from connectors.errors import BadCredentials, OutsideError, Refused, Throttled, Unreachable, Unreadable
from connectors.resumes.base import NamedPlace, SourceQuery
from connectors.resumes.indeed import Indeed, search_body
from connectors.search.base import Filters, Sort, Word
from connectors.search.language.chips import shown
from tests.connectors.resumes import queries
from tests.fakes import indeed as fakes
from tests.fakes.indeed import CREDENTIALS, SEARCHING, interested, match


@pytest.fixture
async def there() -> AsyncIterator[FakeIndeed]:
    async with fakes.indeed() as fake:
        yield fake


@pytest.fixture
async def indeed(there: FakeIndeed) -> AsyncIterator[Indeed]:
    source = Indeed(SEARCHING, there.address)
    yield source
    await source.close()


async def test_answers_are_acknowledged_by_the_next_request_alone(there: FakeIndeed, indeed: Indeed):
    unknown = {"id": "x", "metadata": None}
    there.batches = [[interested("a-1", "Rosa@People.example "), unknown], [interested("a-2", None), "nonsense", None]]
    first = await indeed.answers("")
    at = datetime(2026, 11, 2, 8, tzinfo=UTC)
    assert first.answers == (SourceAnswer("a-1", "", "interested", at=at, email="rosa@people.example"),)
    assert await indeed.answers("") == first
    second = await indeed.answers(first.cursor)
    assert (second.answers, second.more) == ((), False)
    assert (await indeed.answers(second.cursor)).cursor == second.cursor
    assert there.tokens == ["", "", "1", "2"]


async def test_a_full_batch_is_followed_at_once(there: FakeIndeed, indeed: Indeed):
    there.batches = [[interested(f"a-{number}", f"p{number}@people.example") for number in range(50)]]
    assert (await indeed.answers("")).more is True


async def test_an_expired_token_is_renewed_once(there: FakeIndeed, indeed: Indeed):
    there.token_uses = 1
    for _ in range(2):
        await indeed.answers("")
    assert there.logins == 2
    there.token_uses = 0
    with pytest.raises(BadCredentials):
        await indeed.answers("")
    assert there.logins == 3


async def test_a_search_asks_for_words_and_one_place_and_says_what_it_left_out(there: FakeIndeed, indeed: Indeed):
    there.people = [match("s1", city="Austin"), match("s2", None, "Austin"), match(None, city="Austin"), "nonsense"]
    filters = Filters(skills_all=("ICU",), years_from=5, remote=True)
    places = NamedPlace("Austin, TX", "Austin", "TX", "US", radius_km=40.0), NamedPlace("Dallas, TX", country="US")
    found = await indeed.search(SourceQuery(Word("nurse"), places, filters=filters, sort=Sort.RECENCY))
    assert there.searches == [
        {
            "employerId": "emp-7",
            "searchArea": {"country": "US", "freeformLocation": "Austin, TX"},
            "keywords": 'nurse AND "ICU"',
        }
    ]
    assert found.unexpressed == ("5+ years", "remote", "Dallas, TX", "the distance from Austin, TX")
    assert (found.total, found.cursor, found.skipped) == (4, "", 2)
    assert found.people[0] == {
        "id": "s1",
        "source": "indeed",
        "name": "Indeed candidate (Registered Nurse)",
        "headline": "Registered Nurse",
        "place": {"city": "Austin", "country": "US"},
        "experience": [{"title": "Registered Nurse", "company": "Mercy Hospital"}, {"title": "Aide"}],
        "links": [{"kind": "indeed", "url": "https://resumes.indeed.com/resume/s1"}],
        "updated_at": "2026-11-02T08:00:00Z",
    }
    assert found.people[1]["name"] == "Indeed candidate (Aide)"


async def test_without_the_switch_it_is_never_searched_and_contact_is_at_indeed(there: FakeIndeed):
    source = Indeed(CREDENTIALS, there.address)
    assert (source.traits.searches, source.traits.answers, source.traits.contact) == (False, True, {"link"})
    for ask in (source.search(SourceQuery(Word("nurse"))), source.reveal("s1")):
        with pytest.raises(Refused):
            await ask
    assert (there.searches, there.logins) == ([], 0)
    await source.check()
    await source.close()
    wrong = Indeed(CREDENTIALS | {"client_secret": "x"}, there.address)
    with pytest.raises(BadCredentials):
        await wrong.check()
    await wrong.close()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (lambda: failed("UNAUTHENTICATED"), BadCredentials),
        (lambda: failed("FORBIDDEN", "NOT_FOUND"), Refused),
        (lambda: failed("DOWNSTREAM_SERVICE_ERROR"), Unreachable),
        (lambda: failed("GRAPHQL_PARSE_FAILED"), Refused),
        (lambda: web.json_response({"errors": [{}]}), Refused),
        (lambda: web.json_response({"data": {"atsSyncCandidateSync": None}}), Unreachable),
        (lambda: web.Response(text="<html>indeed-token</html>"), Unreadable),
        (lambda: web.Response(text='{"data": {"atsSyncCandidateSync": {"fetchAssets": {"tok'), Unreadable),
        (lambda: web.json_response(None), Unreadable),
        (lambda: web.Response(status=429, headers={"Retry-After": "7"}), Throttled),
        (lambda: web.Response(status=503, text="indeed-secret-1"), Unreachable),
    ],
)
async def test_bad_weather_is_one_of_our_errors_and_loses_no_batch(
    there: FakeIndeed, indeed: Indeed, caplog: pytest.LogCaptureFixture, answer: Any, error: type[OutsideError]
):
    caplog.set_level(logging.DEBUG)
    there.batches = [[interested("a-1", "rosa@people.example")]]
    there.misbehave = answer
    with pytest.raises(error) as raised:
        await indeed.answers("")
    shown = f"{raised.value!r} {vars(raised.value)} {indeed!r} {caplog.text}"
    assert "indeed-secret" not in shown
    assert "indeed-token" not in shown
    there.misbehave = None
    assert len((await indeed.answers("")).answers) == 1


async def test_one_that_hangs_is_unreachable_and_loses_no_batch(there: FakeIndeed):
    there.batches = [[interested("a-1", "rosa@people.example")]]
    there.gate = asyncio.Event()
    hurried = Indeed(SEARCHING, there.address, seconds=0.2)
    with pytest.raises(Unreachable):
        await hurried.answers("")
    there.gate.set()
    assert len((await hurried.answers("")).answers) == 1
    await hurried.close()


@given(query=queries.queries)
def test_any_search_can_be_asked_and_what_is_left_out_is_reported(query: SourceQuery):
    body, left_out = search_body(query, "emp-7")
    json.dumps(body, ensure_ascii=False).encode()  # it can be sent
    chips = {key: text for key, text in shown(query.filters) if not key.startswith(("skills", "exclude"))}
    assert set(chips.values()) <= set(left_out)
    assert {place.label for place in query.places[1:] if place.label} <= set(left_out)
