"""Tokens: what one refused request does to the others."""

from collections.abc import Mapping

from connectors.wire import Answer, Request, Token


async def test_a_request_that_was_refused_late_does_not_discard_the_renewed_token():
    logins: list[str] = []

    async def send(request: Request, headers: Mapping[str, str]) -> Answer:
        logins.append(request.url)
        return Answer(200, {}, {"access_token": f"t{len(logins)}", "expires_in": 600})

    token = Token("Acme", lambda: Request("POST", "https://acme.example/token"))
    old = await token.headers(send)
    assert token.expire(old)
    new = await token.headers(send)
    assert token.expire(old)  # sent before the renewal, answered after it
    assert await token.headers(send) == new
    assert len(logins) == 2
