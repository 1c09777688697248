"""Calls to the Bot Connector in bad weather."""

import asyncio
import logging
import time
from email.utils import formatdate
from typing import Any

import aiohttp
import pytest

from bot.teams.connector import AppToken, Connector, NotAllowed, NotThere
from bot.teams.settings import TeamsSettings
from connectors.errors import BadCredentials, Refused, Throttled, Unreachable
from tests.bot.teams.conftest import APP_ID, settings_of
from tests.fakes.teams import FakeTeams

HELLO = {"type": "message", "text": "hello"}


class Clock:
    """Sleeps at once and remembers how long it would have been."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def connector(teams: FakeTeams, clock: Clock) -> Any:
    async with aiohttp.ClientSession() as http:
        made = Connector(settings_of(teams), http, sleep=clock.sleep)
        yield made
        await made.close()


@pytest.mark.parametrize("status", [429, 412, 502, 503, 504])
async def test_what_passes_is_tried_again(connector: Connector, teams: FakeTeams, clock: Clock, status: int) -> None:
    teams.fail(status, times=2)
    message = await connector.send(teams.service_url, "a:1", HELLO)
    assert teams.activities["a:1", message].text == "hello"
    assert len(clock.slept) == 2
    assert all(0.2 < seconds <= 1.0 for seconds in clock.slept)


async def test_it_waits_as_long_as_it_is_told(connector: Connector, teams: FakeTeams, clock: Clock) -> None:
    teams.fail(429, Retry_After="3")
    teams.fail(429, Retry_After=formatdate(time.time() + 5, usegmt=True))
    await connector.send(teams.service_url, "a:1", HELLO)
    assert clock.slept[0] == 3
    assert 3 < clock.slept[1] <= 5


async def test_it_gives_up_and_says_how_long(connector: Connector, teams: FakeTeams, clock: Clock) -> None:
    teams.fail(429, times=10)
    with pytest.raises(Throttled):
        await connector.send(teams.service_url, "a:1", HELLO)
    assert len(teams.calls) == 4


async def test_a_long_wait_is_left_to_the_caller(connector: Connector, teams: FakeTeams, clock: Clock) -> None:
    teams.fail(429, Retry_After="600")
    with pytest.raises(Throttled) as fault:
        await connector.send(teams.service_url, "a:1", HELLO)
    assert (fault.value.retry_after, len(teams.calls), clock.slept) == (600, 1, [])


@pytest.mark.parametrize(
    ("status", "becomes"),
    [(400, Refused), (403, NotAllowed), (404, NotThere), (413, Refused), (500, Unreachable)],
)
async def test_a_no_is_not_tried_again(
    connector: Connector, teams: FakeTeams, status: int, becomes: type[Exception]
) -> None:
    teams.fail(status)
    with pytest.raises(becomes):
        await connector.send(teams.service_url, "a:1", HELLO)
    assert len(teams.calls) == 1


async def test_an_unresponsive_service_is_given_up(teams: FakeTeams) -> None:
    teams.hang()
    async with aiohttp.ClientSession() as http:
        connector = Connector(settings_of(teams), http, timeout=aiohttp.ClientTimeout(total=0.2))
        with pytest.raises(Unreachable):
            await connector.send(teams.service_url, "a:1", HELLO)
    assert len(teams.calls) == 1  # it may have been written: not written twice


async def test_nobody_listening(clock: Clock) -> None:
    told = TeamsSettings(development=True, loopback=True)
    async with aiohttp.ClientSession() as http:
        with pytest.raises(Unreachable):
            await Connector(told, http, sleep=clock.sleep).send("http://127.0.0.1:9/", "a:1", HELLO)
    assert len(clock.slept) == 3


async def test_nothing_is_sent_elsewhere(connector: Connector, teams: FakeTeams) -> None:
    with pytest.raises(Refused):
        await connector.send("https://evil.example/", "a:1", HELLO)
    assert teams.tokens_given == 0


@pytest.mark.parametrize("conversation", ["19:x@thread.tacv2;messageid=1", "a/../b", "a?b#c", "..", "ä 🙂", "a%2Fb"])
async def test_any_id_is_one_part_of_the_address(connector: Connector, teams: FakeTeams, conversation: str) -> None:
    message = await connector.send(teams.service_url, conversation, HELLO)
    await connector.update(teams.service_url, conversation, message, {**HELLO, "text": "again"})
    assert teams.activities[conversation, message].text == "again"
    await connector.delete(teams.service_url, conversation, message)
    assert teams.activities == {}


# ── the app's token ──


async def test_one_token_serves_many_calls(connector: Connector, teams: FakeTeams) -> None:
    await asyncio.gather(*(connector.send(teams.service_url, "a:1", HELLO) for _ in range(20)))
    assert teams.tokens_given == 1
    assert teams.accepted == {"token-1-tenant-1"}


async def test_a_token_that_is_not_accepted_any_more_is_replaced(connector: Connector, teams: FakeTeams) -> None:
    await connector.send(teams.service_url, "a:1", HELLO)
    teams.accepted = {"token-2-tenant-1"}
    await connector.send(teams.service_url, "a:1", HELLO)
    assert teams.tokens_given == 2


async def test_a_token_is_renewed_before_it_ends(connector: Connector, teams: FakeTeams) -> None:
    teams.token_ends_in = 300
    await connector.send(teams.service_url, "a:1", HELLO)
    await connector.send(teams.service_url, "a:1", HELLO)
    await asyncio.sleep(0.05)
    assert teams.tokens_given >= 2


async def test_a_wrong_secret_is_named_and_not_logged(teams: FakeTeams, caplog: pytest.LogCaptureFixture) -> None:
    async with aiohttp.ClientSession() as http:
        connector = Connector(settings_of(teams, app_password="hush"), http)
        with caplog.at_level(logging.DEBUG), pytest.raises(BadCredentials, match="TEAMS_APP_PASSWORD"):
            await connector.send(teams.service_url, "a:1", HELLO)
        await connector.open()  # a fault at the start is only logged
    assert "hush" not in caplog.text
    assert "no app token yet" in caplog.text


@pytest.mark.parametrize(
    ("tenants", "registered", "asked"),
    [
        ({"one"}, "", "one"),
        ({"one", "two"}, "", "botframework.com"),
        ({"one", "two"}, "two", "two"),
        ({"*"}, "", "botframework.com"),
    ],
)
async def test_the_token_is_asked_of_the_tenant_the_bot_is_registered_in(
    teams: FakeTeams, tenants: set[str], registered: str, asked: str
) -> None:
    told = settings_of(teams, tenant_ids=frozenset(tenants), app_tenant=registered)
    async with aiohttp.ClientSession() as http:
        assert await AppToken(told, http).get() == f"token-1-{asked}"
    assert told.app_id == APP_ID
