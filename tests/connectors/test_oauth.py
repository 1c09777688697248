"""The token endpoint of a provider: what it may answer, and what is made of it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web

from bot.app import served
from connectors import oauth
from connectors.errors import OutsideError, Refused, Throttled, Unreachable
from connectors.oauth import ConsentWithdrawn, OAuth, Provider, WrongRegistration


def provider(address: str) -> Provider:
    return Provider("x", "Example", f"{address}/authorize", f"{address}/token", "app", "s3cret-app", ("openid", "mail"))


@asynccontextmanager
async def answering(answer: Any) -> AsyncIterator[str]:
    """An endpoint that answers as given; gives its address."""

    async def token(request: web.Request) -> web.StreamResponse:
        return await answer(request)

    app = web.Application()
    app.router.add_post("/token", token)
    async with served(app, "127.0.0.1", 0) as address:
        yield address


def given(status: int = 200, body: Any = None, **headers: str) -> Any:
    async def answer(_request: web.Request) -> web.Response:
        text = body if isinstance(body, str) else json.dumps(body)
        return web.Response(status=status, text=text, headers={"Content-Type": "application/json", **headers})

    return answer


def test_the_challenge_is_that_of_the_standard():
    """The example of RFC 7636, appendix B."""
    assert oauth.challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == (
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )
    assert 43 <= len(oauth.new_verifier()) <= 128
    assert oauth.new_verifier() != oauth.new_verifier()


def test_the_sign_in_page_gets_no_secret():
    address = oauth.sign_in_address(
        provider("https://id.example"),
        state="s & t",
        verifier="v" * 43,
        redirect_uri="https://a.example/oauth/callback",
    )
    asked = parse_qs(urlsplit(address).query)
    assert (asked["state"], asked["scope"]) == (["s & t"], ["openid mail"])
    assert "s3cret" not in address
    assert "v" * 43 not in address


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (given(400, {"error": "invalid_grant", "error_description": "s3cret"}), ConsentWithdrawn),
        (given(400, {"error": "interaction_required"}), ConsentWithdrawn),
        (given(401, {"error": "invalid_client"}), WrongRegistration),
        (given(400, {"error": "<script>"}), Refused),
        (given(400, [1]), Refused),
        (given(429, {}, **{"Retry-After": "9"}), Throttled),
        (given(503, "<html>"), Unreachable),
        (given(200, {"error": "server_error"}), Refused),
        (given(200, "<html>s3cret</html>"), Refused),
        (given(200, None), Refused),
        (given(200, {"access_token": None}), Refused),
        (given(200, {"access_token": ["s3cret"]}), Refused),
        (given(200, {"access_token": "s3cret\x01auth=Bearer x"}), Refused),
        (given(200, {"access_token": "s3cret\r\nX: y"}), Refused),
        (given(200, {"access_token": "s" * 20_000}), Refused),
        (given(200, {"access_token": "s3cret", "refresh_token": 7}), Refused),
        (given(200, "[" * 100_000), Refused),
        (given(200, " " * 300_000 + "{}"), Unreachable),
        (given(302, "", Location="http://127.0.0.1:1/"), Refused),
    ],
)
async def test_what_is_no_token_is_refused_without_repeating_it(answer: Any, error: type[OutsideError]):
    client = OAuth()
    async with answering(answer) as address:
        with pytest.raises(error) as raised:
            await client.refresh(provider(address), "s3cret-refresh")
    await client.close()
    assert type(raised.value) is error
    assert "s3cret" not in str(raised.value) + raised.value.detail
    if isinstance(raised.value, Refused):
        assert "<script" not in raised.value.reason


async def test_a_token_without_details_is_good_for_an_hour():
    client = OAuth()
    async with answering(
        given(200, {"access_token": "s3cret-a", "expires_in": "soon", "id_token": "a.b.c"})
    ) as address:
        tokens = await client.refresh(provider(address), "s3cret-refresh")
    await client.close()
    assert (tokens.access_token, tokens.refresh_token, tokens.lasts) == ("s3cret-a", "", 3600.0)
    assert (tokens.claims, tokens.scopes) == ({}, frozenset())
    assert "s3cret" not in repr(tokens) + repr(provider("https://id.example"))


async def test_an_endpoint_that_never_ends_its_answer_is_left():
    async def byte_by_byte(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b" ")
            await asyncio.sleep(0.05)

    client = OAuth(seconds=0.3)
    async with answering(byte_by_byte) as address:
        with pytest.raises(Unreachable):
            await client.refresh(provider(address), "s3cret-refresh")
    await client.close()


async def test_a_duration_may_come_as_text():
    """As at CareerBuilder."""
    body = {"access_token": "a", "refresh_token": "r", "expires_in": "2100"}
    async with answering(given(body=body)) as address:
        assert (await OAuth().refresh(provider(address), "r")).lasts == 2100
