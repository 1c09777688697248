"""Calls to the Bot Connector when it fails."""

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
    """Returns from sleep at once and records the requested durations."""

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
async def test_transient_errors_are_retried(connector: Connector, teams: FakeTeams, clock: Clock, status: int) -> None:
    teams.fail(status, times=2)
    message = await connector.send(teams.service_url, "a:1", HELLO)
    assert teams.activities["a:1", message].text == "hello"
    assert len(clock.slept) == 2
    assert all(0.2 < seconds <= 1.0 for seconds in clock.slept)


async def test_it_honours_retry_after(connector: Connector, teams: FakeTeams, clock: Clock) -> None:
    teams.fail(429, Retry_After="3")
    teams.fail(429, Retry_After=formatdate(time.time() + 5, usegmt=True))
    await connector.send(teams.service_url, "a:1", HELLO)
    assert clock.slept[0] == 3
    assert 3 < clock.slept[1] <= 5


async def test_it_gives_up_and_says_when_to_retry(connector: Connector, teams: FakeTeams, clock: Clock) -> None:
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
async def test_a_permanent_refusal_is_not_retried(
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
    assert len(teams.calls) == 1  # it may have been delivered, so it is not retried


async def test_nobody_listening(clock: Clock) -> None:
    settings = TeamsSettings(development=True, loopback=True)
    async with aiohttp.ClientSession() as http:
        with pytest.raises(Unreachable):
            await Connector(settings, http, sleep=clock.sleep).send("http://127.0.0.1:9/", "a:1", HELLO)
    assert len(clock.slept) == 3


async def test_nothing_is_sent_to_other_hosts(connector: Connector, teams: FakeTeams) -> None:
    with pytest.raises(Refused):
        await connector.send("https://evil.example/", "a:1", HELLO)
    assert teams.tokens_given == 0


@pytest.mark.parametrize("conversation", ["19:x@thread.tacv2;messageid=1", "a/../b", "a?b#c", "..", "ä 🙂", "a%2Fb"])
async def test_any_id_is_one_segment_of_the_url(connector: Connector, teams: FakeTeams, conversation: str) -> None:
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


async def test_a_rejected_token_is_replaced(connector: Connector, teams: FakeTeams) -> None:
    await connector.send(teams.service_url, "a:1", HELLO)
    teams.accepted = {"token-2-tenant-1"}
    await connector.send(teams.service_url, "a:1", HELLO)
    assert teams.tokens_given == 2


async def test_a_token_is_renewed_before_it_expires(connector: Connector, teams: FakeTeams) -> None:
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
        await connector.open()  # an error at startup is only logged
    assert "hush" not in caplog.text
    assert "no app token yet" in caplog.text


@pytest.mark.parametrize(
    ("tenants", "registered", "expected"),
    [
        ({"one"}, "", "one"),
        ({"one", "two"}, "", "botframework.com"),
        ({"one", "two"}, "two", "two"),
        ({"*"}, "", "botframework.com"),
    ],
)
async def test_the_token_is_requested_from_the_tenant_the_bot_is_registered_in(
    teams: FakeTeams, tenants: set[str], registered: str, expected: str
) -> None:
    settings = settings_of(teams, tenant_ids=frozenset(tenants), app_tenant=registered)
    async with aiohttp.ClientSession() as http:
        assert await AppToken(settings, http).get() == f"token-1-{expected}"
    assert settings.app_id == APP_ID
