"""Sign-in at a provider by authorization code with PKCE (RFC 6749, RFC 7636), and the tokens that it issues.

Responses are treated as hostile: they are limited in size and time, redirects are never followed, and only error codes
are logged."""

import asyncio
import base64
import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlencode

import httpx

from connectors.errors import BadCredentials, Refused, Throttled, Unreachable

SECONDS = 15.0  # for one answer
_MAX_BODY = 256 * 1024  # bytes
_LONGEST_TOKEN = 16 * 1024  # characters
_LASTS = 3600.0  # seconds, when a provider doesn't say
_RETRY_AFTER = 60.0
_TOKEN = re.compile(r"[!-~]+")
_WITHDRAWN = ("invalid_grant", "interaction_required", "consent_required", "login_required")
_WRONG_APP = ("invalid_client", "unauthorized_client")


@dataclass(frozen=True, slots=True)
class Provider:
    """Where people sign in, with the operator's app registration. `scopes`: what they are asked to allow."""

    name: str
    label: str
    authorize_url: str
    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()  # additional parameters of the sign-in page
    revoke_url: str = ""  # where tokens are revoked (RFC 7009); "": the provider has no such address


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the provider issued. `refresh_token`: "" if there is no new one. `lasts`: for how many seconds the access
    token is valid. `claims`: the claims from the id token, if the provider sent one."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    lasts: float
    scopes: frozenset[str]
    claims: Mapping[str, Any] = field(repr=False)


class ConsentWithdrawn(BadCredentials):
    """The person must sign in again: access was withdrawn, has expired, or a code was already used."""


class WrongRegistration(Refused):
    """The provider doesn't accept the operator's app registration; the person signing in can't do anything about it."""


def new_verifier() -> str:
    """A PKCE code verifier (RFC 7636, 4.1)."""
    return secrets.token_urlsafe(48)


def challenge(verifier: str) -> str:
    """The S256 code challenge for a verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def sign_in_address(provider: Provider, *, state: str, verifier: str, redirect_uri: str) -> str:
    """The address of the provider's sign-in page."""
    asked = {
        "client_id": provider.client_id,
        "response_type": "code",
        "redirect_uri": redirect_uri,
        "scope": " ".join(provider.scopes),
        "state": state,
        "code_challenge": challenge(verifier),
        "code_challenge_method": "S256",
        **dict(provider.parameters),
    }
    return f"{provider.authorize_url}?{urlencode(asked)}"


class OAuth:
    """Requests to the token endpoints of all providers. Raises ConsentWithdrawn, WrongRegistration, Refused, Throttled,
    Unreachable."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._client: httpx.AsyncClient | None = None

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()

    async def redeem(
        self, provider: Provider, code: str, verifier: str, redirect_uri: str, scopes: tuple[str, ...] = ()
    ) -> Tokens:
        """Exchange the code that a sign-in ended with; `scopes` limits what the access token is for."""
        grant = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        return await self._ask(provider, {**grant, "redirect_uri": redirect_uri}, scopes)

    async def refresh(self, provider: Provider, refresh_token: str, scopes: tuple[str, ...] = ()) -> Tokens:
        return await self._ask(provider, {"grant_type": "refresh_token", "refresh_token": refresh_token}, scopes)

    async def revoke(self, provider: Provider, refresh_token: str) -> None:
        """Withdraw what somebody allowed (RFC 7009), if the provider has an address for that."""
        if provider.revoke_url:
            form = {"token": refresh_token, "token_type_hint": "refresh_token"}
            await self._answer(provider, provider.revoke_url, form)

    async def _ask(self, provider: Provider, grant: Mapping[str, str], scopes: tuple[str, ...]) -> Tokens:
        asked = {"scope": " ".join(scopes)} if scopes else {}
        return _tokens(provider, await self._answer(provider, provider.token_url, {**grant, **asked}))

    async def _answer(self, provider: Provider, url: str, form: Mapping[str, str]) -> dict[str, Any]:
        app = {"client_id": provider.client_id, "client_secret": provider.client_secret}
        try:
            async with asyncio.timeout(self._seconds):  # for the whole answer, in case it arrives byte by byte
                status, headers, value = await self._exchange(provider, url, {**form, **app})
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as fault:
            raise Unreachable(provider.label, f"its token endpoint failed ({type(fault).__name__})") from None
        if status != 200:
            _raise_refusal(provider, status, headers, value)
        return value

    async def _exchange(
        self, provider: Provider, url: str, form: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str], dict[str, Any]]:
        client = self._client = self._client or httpx.AsyncClient(headers={"Accept": "application/json"})
        async with client.stream("POST", url, data=dict(form), timeout=self._seconds) as answer:
            body = b""
            async for part in answer.aiter_bytes():
                body += part
                if len(body) > _MAX_BODY:
                    raise Unreachable(provider.label, "the response from its token endpoint is too large")
        return answer.status_code, answer.headers, _object(body)


def _raise_refusal(provider: Provider, status: int, headers: Mapping[str, str], value: dict[str, Any]) -> None:
    code = _code(value.get("error"))
    if status == 429:
        wait = headers.get("retry-after", "")
        raise Throttled(provider.label, float(wait) if wait.isdigit() else _RETRY_AFTER, "its token endpoint is busy")
    if status >= 500 or code in ("server_error", "temporarily_unavailable"):
        raise Unreachable(provider.label, f"its token endpoint answered HTTP {status}")
    if code in _WITHDRAWN:
        raise ConsentWithdrawn(provider.label, f"its token endpoint answered {code}")
    if code in _WRONG_APP:
        raise WrongRegistration(
            provider.label,
            f"{provider.label} doesn't accept this app's registration. The person who runs Sourcer must check its "
            "client id and secret.",
        )
    raise Refused(provider.label, f"{provider.label} refused the sign-in ({code or f'HTTP {status}'}).")


def _tokens(provider: Provider, value: dict[str, Any]) -> Tokens:
    access, refresh = value.get("access_token"), value.get("refresh_token", "")
    if not _fits(access) or not (refresh == "" or _fits(refresh)):
        raise Refused(provider.label, f"{provider.label} answered the sign-in with something that is not a token.")
    lasts = value.get("expires_in")
    if isinstance(lasts, str) and re.fullmatch(r"[0-9]{1,9}", lasts):
        lasts = int(lasts)
    number = float(lasts) if isinstance(lasts, int | float) and not isinstance(lasts, bool) else _LASTS
    scope = value.get("scope")
    return Tokens(
        cast(str, access),
        cast(str, refresh),
        min(max(number, 0.0), 24 * _LASTS),
        frozenset(scope.split()) if isinstance(scope, str) else frozenset(),
        _claims(value.get("id_token")),
    )


def _fits(token: object) -> bool:
    return isinstance(token, str) and len(token) <= _LONGEST_TOKEN and bool(_TOKEN.fullmatch(token))


def _claims(id_token: object) -> Mapping[str, Any]:
    """The claims in the id token. It came from the token endpoint over TLS, which makes checking its signature
    unnecessary (OpenID Connect Core, 3.1.3.7, 6)."""
    parts = id_token.split(".") if isinstance(id_token, str) else []
    if len(parts) != 3:
        return {}
    try:
        return _object(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except ValueError:
        return {}


def _object(raw: bytes) -> dict[str, Any]:
    try:
        value: object = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}


def _code(error: object) -> str:
    """The error code in a response, safe to log and to show."""
    return error if isinstance(error, str) and re.fullmatch(r"[a-z_]{1,40}", error) else ""
