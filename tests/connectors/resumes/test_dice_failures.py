"""Dice when something is wrong: answers, the connection, tokens and credentials, over HTTP."""

import asyncio
import logging

import pytest
from aiohttp import web

from bot.playground.sources.dice import FakeDice
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
from connectors.resumes.base import Quota, SourceQuery, Spent
from connectors.resumes.dice import Dice
from connectors.resumes.registry import SOURCES
from tests.fakes.dice import CREDENTIALS

PAGE = "<html><body>Down for maintenance, password dice-password-1</body></html>"


@pytest.mark.parametrize(
    ("weather", "search", "reveal"),
    [
        (lambda: web.Response(text=PAGE, content_type="text/html"), Unreadable, Uncertain),
        (lambda: web.Response(text='{"data": [{"id": "1"'), Unreadable, Uncertain),
        (lambda: web.Response(status=502, text=PAGE), Unreachable, Uncertain),
        (lambda: web.Response(status=302, headers={"Location": "http://169.254.169.254/"}), Unreachable, Unreachable),
        (lambda: web.json_response({"error": "dice-password-1"}), Refused, Refused),
        (lambda: web.json_response({"errors": [{"code": "X"}]}), Refused, Refused),
        (lambda: web.json_response({"status": "fail"}), Refused, Refused),
        (lambda: web.json_response([]), Unreadable, Uncertain),
        (lambda: web.json_response({"data": None}), Unreadable, Uncertain),
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


async def test_disconnected_while_a_search_is_under_way(there: FakeDice, dice: Dice):
    there.gate = asyncio.Event()
    search = asyncio.create_task(dice.search(SourceQuery()))
    async with asyncio.timeout(30):
        while "POST /v2/profiles/search" not in there.asked:
            await asyncio.sleep(0.01)
    await dice.close()
    there.gate.set()
    with pytest.raises(Unreachable):
        await search


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
