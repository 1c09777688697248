"""A fake of a provider's sign-in, such as Microsoft's, Google's or Indeed's: authorize and token endpoints, one that
revokes tokens, and an introspection endpoint for mail servers that check tokens.

Tokens contain "s3cret", so that a test can look for them anywhere."""

import asyncio
import base64
import hashlib
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.app import served

CLIENT_ID, CLIENT_SECRET = "app-1", "s3cret-of-the-app"
IDENTITY_SCOPES = {"openid", "profile", "email", "offline_access"}


@dataclass
class Grant:
    """What one sign-in allowed."""

    provider: str
    scopes: frozenset[str]
    challenge: str
    redirect_uri: str
    person: dict[str, Any]
    refresh_tokens: list[str] = field(default_factory=list[str], repr=False)
    withdrawn: bool = False


@dataclass
class FakeIdentity:
    """`person`: the claims of whoever signs in next. `error`: what the sign-in page ends with instead of a code.
    `rotates`: each refresh gives a new refresh token; `one_time`: the one before ends then, which is not so at
    Microsoft. `without`: scopes that the person leaves out."""

    address: str = ""
    person: dict[str, Any] = field(
        default_factory=lambda: {
            "email": "jobs@acme.example",
            "email_verified": True,
            "preferred_username": "jobs@acme.example",
        }
    )
    error: str = ""
    rotates: bool = True
    one_time: bool = False
    gives_refresh_token: bool = True
    without: frozenset[str] = frozenset()
    lasts: int = 3600
    secret: str = CLIENT_SECRET
    asked: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    refreshes: int = 0
    revoked: list[str] = field(default_factory=list[str])
    status: int = 200  # of the token endpoint: another one fails every request
    gate: asyncio.Event | None = None  # a refresh waits for it, after it took effect
    codes: dict[str, Grant] = field(default_factory=dict[str, Grant])
    grants: list[Grant] = field(default_factory=list[Grant])
    tokens: dict[str, tuple[Grant, str]] = field(default_factory=dict[str, tuple[Grant, str]])  # with their resource
    count: int = 0

    def withdraw(self) -> None:
        """Everybody withdraws what they allowed; access tokens end too."""
        for grant in self.grants:
            grant.withdrawn = True
        self.tokens.clear()

    def expire(self) -> None:
        """Every access token ends before its time."""
        self.tokens.clear()

    def accepts(self, login: str, token: str, resource: str = "") -> bool:
        """As a mail server asks: is it a token of this login, for this resource ("" for any)?"""
        grant, its = self.tokens.get(token, (None, ""))
        names = (grant.person.get("preferred_username"), grant.person.get("email")) if grant else ()
        return grant is not None and login in names and resource in ("", its)

    def allowed(self, scopes: Iterable[str], person: dict[str, Any] | None = None) -> tuple[str, str]:
        """Access and refresh token of somebody who has just signed in."""
        grant = Grant("microsoft", frozenset(scopes), "", "", person or {**self.person})
        grant.refresh_tokens = [f"s3cret-refresh-{self._next()}"]
        self.grants.append(grant)
        token, resources = f"s3cret-access-{self._next()}", {_resource(each) for each in grant.scopes - IDENTITY_SCOPES}
        self.tokens[token] = (grant, resources.pop())
        return token, grant.refresh_tokens[0]

    async def authorize(self, request: web.Request) -> web.StreamResponse:
        query = dict(request.query)
        self.asked.append(query)
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        assert query["client_id"] == CLIENT_ID
        back = {"state": query["state"]}
        if self.error:
            back |= {"error": self.error, "error_description": "s3cret details"}
        else:
            code = f"s3cret-code-{self._next()}"
            scopes = frozenset(query["scope"].split()) - self.without
            provider = request.match_info.get("provider", "")
            self.codes[code] = Grant(provider, scopes, query["code_challenge"], query["redirect_uri"], {**self.person})
            back["code"] = code
        raise web.HTTPFound(f"{query['redirect_uri']}?{urlencode(back)}")

    async def token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        if self.status != 200:
            return web.Response(status=self.status, text="<html>s3cret</html>")
        if form.get("client_id") != CLIENT_ID or form.get("client_secret") != self.secret:
            return _refused("invalid_client", 401)
        if form["grant_type"] == "authorization_code":
            return self._redeemed(form)
        self.refreshes += 1
        answer = self._refreshed(form)
        if self.gate is not None:
            await self.gate.wait()
        return answer

    def _redeemed(self, form: dict[str, str]) -> web.Response:
        grant = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if grant is None or challenge != grant.challenge or form["redirect_uri"] != grant.redirect_uri:
            return _refused("invalid_grant")
        self.grants.append(grant)
        return self._answer(grant, form.get("scope", ""), new_refresh_token=True)

    def _refreshed(self, form: dict[str, str]) -> web.Response:
        known = [each for each in self.grants if form["refresh_token"] in each.refresh_tokens]
        if not known or known[0].withdrawn:
            return _refused("invalid_grant")
        return self._answer(known[0], form.get("scope", ""), new_refresh_token=self.rotates)

    def _answer(self, grant: Grant, scope: str, *, new_refresh_token: bool) -> web.Response:
        scopes = frozenset(scope.split()) or grant.scopes
        resources = {_resource(each) for each in scopes - IDENTITY_SCOPES}
        of_mail = bool(grant.provider)  # whose tokens are for exactly one server
        if not scopes <= grant.scopes or len(resources) > 1 or (of_mail and not resources):
            return _refused("invalid_scope")
        token = f"s3cret-access-{self._next()}"
        self.tokens[token] = (grant, next(iter(resources), ""))
        answer: dict[str, Any] = {"token_type": "Bearer", "access_token": token, "expires_in": self.lasts}
        answer["scope"] = " ".join(sorted(scopes))
        if new_refresh_token and self.gives_refresh_token:
            answer["refresh_token"] = f"s3cret-refresh-{self._next()}"
            grant.refresh_tokens = [*([] if self.one_time else grant.refresh_tokens), answer["refresh_token"]]
        answer["id_token"] = f"{_part({'alg': 'RS256'})}.{_part(grant.person)}.s3cret-signature"
        return web.json_response(answer)

    async def revoke(self, request: web.Request) -> web.Response:
        form = await request.post()
        if form.get("client_id") != CLIENT_ID or form.get("client_secret") != self.secret:
            return _refused("invalid_client", 401)
        self.revoked.append(str(form["token"]))
        self.withdraw()
        return web.Response()

    async def introspect(self, request: web.Request) -> web.Response:
        grant, _ = self.tokens.get(request.query.get("token", ""), (None, ""))
        if grant is None:
            return web.json_response({"active": False})
        return web.json_response({"active": True, "username": grant.person["preferred_username"]})

    def _next(self) -> int:
        self.count += 1
        return self.count


def _resource(scope: str) -> str:
    """The server that a scope is for: "outlook.office.com"."""
    return scope.split("/")[2] if "://" in scope else scope


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _refused(error: str, status: int = 400) -> web.Response:
    return web.json_response({"error": error, "error_description": "s3cret details"}, status=status)


@asynccontextmanager
async def fake_identity(port: int = 0) -> AsyncIterator[FakeIdentity]:
    """On loopback, on a free port unless one is given."""
    fake = FakeIdentity()
    app = web.Application()
    app.router.add_get("/{provider}/authorize", fake.authorize)
    app.router.add_get("/{provider}/{tenant}/oauth2/v2.0/authorize", fake.authorize)
    app.router.add_post("/{provider}/token", fake.token)
    app.router.add_post("/{provider}/{tenant}/oauth2/v2.0/token", fake.token)
    app.router.add_get("/introspect", fake.introspect)
    async with served(app, "127.0.0.1", port) as address:
        fake.address = address
        yield fake
