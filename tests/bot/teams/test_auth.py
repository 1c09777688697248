"""Authentication of Teams requests: only genuine ones for our app and tenants are accepted."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from botbuilder.schema import Activity
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.teams.auth import Authenticator, SigningKeys, Unauthorized
from bot.teams.connector import Connector
from bot.teams.settings import TeamsSettings
from tests.bot.teams.conftest import APP_ID, Bot, Serve
from tests.fakes.teams import FakeTeams


async def test_a_genuine_message_runs_once(bot: Bot) -> None:
    message = bot.teams.activity("message", text="nurse in Boston")
    assert await bot.post(message) == (200, None)
    assert await bot.post(message) == (200, None)
    assert [(interaction.verb, interaction.args) for interaction in bot.intake.ran] == [
        ("command", {"words": "nurse in Boston"})
    ]


def _forgeries(teams: FakeTeams) -> dict[str, str]:
    now = int(time.time())
    genuine = teams.token(APP_ID)
    head, body, signature = genuine.split(".")
    return {
        "nothing": "",
        "garbage": "Bearer x.y.z",
        "another scheme": genuine.replace("Bearer", "Basic"),
        "no scheme": genuine.removeprefix("Bearer "),
        "too many parts": genuine + " more",
        "expired": teams.token(APP_ID, exp=now - 3600),
        "without an end": teams.token(APP_ID, exp=None),
        "not yet valid": teams.token(APP_ID, nbf=now + 3600),
        "another bot": teams.token("99999999-2222-3333-4444-555555555555"),
        "another service": teams.token(APP_ID, serviceurl="https://evil.example/"),
        "no service": teams.token(APP_ID, serviceurl=None),
        "another issuer": teams.token(APP_ID, iss="https://evil.example"),
        "an emulator": teams.token(APP_ID, iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"),
        "a skill": teams.token(APP_ID, ver="1.0", appid="99999999-0000-0000-0000-000000000000"),
        "unknown key": teams.token(APP_ID, key="stranger"),
        "wrong key": teams.token(APP_ID, key="stranger", kid="first"),
        "unsigned": f"{head}.{body}.",
        "signature of another": f"{head}.{body}.{signature[::-1]}",
    }


async def test_a_forged_token_is_401_and_nothing_runs(bot: Bot) -> None:
    for what, token in _forgeries(bot.teams).items():
        status, _ = await bot.post(bot.teams.activity("message", text="hello"), token=token)
        assert (what, status) == (what, 401)
    assert bot.intake.ran == []


@given(st.text(st.characters(codec="latin-1", exclude_categories=("Cc",))))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_header_causes_a_server_error(header: str) -> None:
    """Whatever the header contains, the result is Unauthorized, never another exception."""

    async def knock() -> None:
        teams_settings = TeamsSettings(app_id=APP_ID, app_password="x", tenant_ids=frozenset({"t"}))
        async with aiohttp.ClientSession() as http:
            door = Authenticator(teams_settings, Connector(teams_settings, http), http)
            with pytest.raises(Unauthorized):
                await door.authenticate_request(Activity(channel_id="msteams", service_url="https://x"), header)

    asyncio.run(knock())


@pytest_asyncio.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_a_new_signing_key_is_found_without_a_restart(teams: FakeTeams, http: aiohttp.ClientSession) -> None:
    now = [0.0]
    keys = SigningKeys(teams.openid_url, http, clock=lambda: now[0])
    await keys.get("first")
    teams.keys["second"] = ["msteams"]
    with pytest.raises(Unauthorized):
        await keys.get("second")  # fetched a moment ago
    now[0] = 301
    assert (await keys.get("second")).endorsements == ["msteams"]
    assert teams.keys_given == 2


async def test_old_keys_are_renewed_in_the_background_and_kept_on_failure(
    teams: FakeTeams, http: aiohttp.ClientSession
) -> None:
    now = [0.0]
    keys = SigningKeys(teams.openid_url, http, clock=lambda: now[0])
    await keys.get("first")
    now[0] = 13 * 3600
    teams.keys = {"second": ["msteams"]}
    assert await keys.get("first")  # requests do not wait for the new keys
    await asyncio.sleep(0.05)
    assert await keys.get("second")
    teams.keys = {}
    now[0] += 13 * 3600
    assert await keys.get("second")
    await keys.close()


async def test_concurrent_requests_fetch_the_keys_once(teams: FakeTeams, http: aiohttp.ClientSession) -> None:
    keys = SigningKeys(teams.openid_url, http)
    await asyncio.gather(*(keys.get("first") for _ in range(10)))
    assert teams.keys_given == 1


async def test_a_key_of_another_channel_is_rejected(teams: FakeTeams, serve: Serve) -> None:
    teams.keys["skype"] = ["skype"]
    bot = await serve()
    status, _ = await bot.post(teams.activity("message", text="hello"), token=teams.token(APP_ID, key="skype"))
    assert (status, bot.intake.ran) == (401, [])


async def test_unusable_keys_are_skipped(teams: FakeTeams, http: aiohttp.ClientSession) -> None:
    teams.more_keys = [{"kid": "odd", "kty": "EC"}, {"kid": "empty"}, {}]
    assert await SigningKeys(teams.openid_url, http).get("first")


async def test_unknown_keys_do_not_trigger_repeated_fetches(bot: Bot) -> None:
    for _ in range(5):
        await bot.post(bot.teams.activity("message", text="x"), token=bot.teams.token(APP_ID, key="stranger"))
    assert bot.teams.keys_given == 1


async def test_without_keys_it_asks_for_a_retry(serve: Serve, teams: FakeTeams) -> None:
    bot = await serve(openid_url=f"{teams.url}/nowhere")
    status, _ = await bot.post(teams.activity("message", text="hello"))
    assert (status, bot.intake.ran) == (503, [])


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"channelId": "webchat"}, 403),
        ({"channelId": "emulator"}, 403),
        ({"channelId": None}, 400),
        ({"serviceUrl": None}, 400),
        ({"serviceUrl": "https://evil.example/"}, 403),
        ({"channelData": {"tenant": {"id": "tenant-2"}}}, 403),
        ({"channelData": None, "conversation": {"id": "a:1", "conversationType": "personal"}}, 403),
        ({"timestamp": (datetime.now(UTC) - timedelta(hours=1)).isoformat()}, 403),
        ({"timestamp": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}, 403),
        ({"timestamp": "yesterday"}, 400),
        ({"id": None}, 400),
        ({"type": None}, 400),
        ({"type": 7}, 400),
        ({"from": "ana"}, 400),
        ({"from": None}, 200),
        ({"conversation": {}}, 400),
        ({"conversation": {"id": "x" * 4000}}, 400),
        ({"conversation": {"id": "a\nb"}}, 400),
        ({"recipient": []}, 400),
        ({"channelData": "x"}, 400),
    ],
)
async def test_requests_not_for_us_are_refused(bot: Bot, changed: dict[str, Any], status: int) -> None:
    assert (await bot.post({**bot.teams.activity("message", text="hello"), **changed}))[0] == status
    assert bot.intake.ran == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"type": NaN}',
        b'{"text": "\\ud800"}',
        b"1" * 5000,
    ],
)
async def test_a_body_that_is_no_activity_is_400(bot: Bot, body: bytes) -> None:
    assert await bot.post_bytes(body) == 400


async def test_an_activity_over_the_limit_is_413(bot: Bot) -> None:
    assert (await bot.say("x" * 300_000))[0] == 413


async def test_a_body_without_a_length_is_cut_off_too(bot: Bot) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 10_000

    headers = {"Authorization": bot.teams.token(APP_ID), "Content-Type": "application/json"}
    async with bot.http.post(bot.url, data=endless(), headers=headers) as answer:
        assert answer.status == 413


async def test_a_form_post_of_a_web_page_is_400(bot: Bot) -> None:
    assert await bot.post_bytes(b"{}", "text/plain") == 400


async def test_the_tenant_is_checked_only_after_the_token(bot: Bot) -> None:
    message = {**bot.teams.activity("message", text="x"), "channelData": {"tenant": {"id": "tenant-2"}}}
    assert (await bot.post(message, token="Bearer x.y.z"))[0] == 401


# ── without an app id ──


@pytest.mark.parametrize(("development", "loopback"), [(False, False), (True, False), (False, True)])
def test_without_an_app_id_it_serves_only_in_development_on_loopback(development: bool, loopback: bool) -> None:
    with pytest.raises(ValueError, match="TEAMS_APP_ID"):
        TeamsSettings(development=development, loopback=loopback)


@pytest.mark.parametrize(
    ("given", "named"),
    [({"app_id": APP_ID}, "TEAMS_APP_PASSWORD"), ({"app_id": APP_ID, "app_password": "x"}, "TEAMS_TENANT_IDS")],
)
def test_a_missing_setting_is_named(given: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        TeamsSettings(**given)


async def test_development_serves_this_machine_only(serve: Serve, teams: FakeTeams) -> None:
    bot = await serve(app_id="", app_password="", tenant_ids=frozenset(), development=True, loopback=True)
    assert (await bot.say("hello"))[0] == 200
    assert (await bot.post(teams.activity("message", text="x"), Host="evil.example"))[0] == 403
    away = {**teams.activity("message", text="x"), "serviceUrl": "https://evil.example/"}
    assert (await bot.post(away))[0] == 403
    assert [interaction.args["words"] for interaction in bot.intake.ran] == ["hello"]
    assert teams.last("a:chat-ana").text == "Understood."
    assert teams.tokens_given == 0


@pytest.mark.parametrize(
    ("address", "trusted"),
    [
        ("https://smba.trafficmanager.net/amer/", True),
        ("https://smba.trafficmanager.net/emea/0f3c-11/", True),
        ("https://smba.trafficmanager.net", True),
        ("http://smba.trafficmanager.net/amer/", False),
        ("https://smba.trafficmanager.net.evil.example/", False),
        ("https://smba.trafficmanager.net@evil.example/", False),
        ("https://smba.trafficmanager.net:444/", False),
        ("https://smba.trafficmanager.net\\@evil.example/", False),
        ("https://smba.trafficmanager.net/?x=https://evil.example", False),
        ("https://evil.example/https://smba.trafficmanager.net/", False),
        ("http://127.0.0.1:3978/", False),
        ("", False),
    ],
)
def test_replies_go_only_to_microsoft(address: str, trusted: bool) -> None:
    settings = TeamsSettings(
        app_id=APP_ID, app_password="x", tenant_ids=frozenset({"t"}), development=True, loopback=True
    )
    assert settings.trusts(address) is trusted


def test_in_development_replies_stay_on_this_machine() -> None:
    settings = TeamsSettings(development=True, loopback=True)
    assert settings.trusts("http://127.0.0.1:3978/x")
    assert not settings.trusts("https://smba.trafficmanager.net/amer/")


def test_the_secret_is_not_in_the_settings_text() -> None:
    assert "hush" not in repr(TeamsSettings(app_id=APP_ID, app_password="hush", tenant_ids=frozenset({"t"})))
