"""Requests to a partner's JSON API: time limits, retries, its errors as ours, and the access token.

Nothing that the partner sends, and no credential, is repeated in an error."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from pydantic_core import from_json

from connectors.errors import BadCredentials, OutsideError, QuotaSpent, Refused, Throttled, Uncertain, Unreachable

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
MAX_BODY = 20 * 1024 * 1024  # bytes of one response
RETRIES = 2  # of a request that can be repeated
_PAUSE = (0.1, 0.4)  # seconds between them
_RETRY_AFTER = 60.0  # seconds, when a 429 doesn't say
_REFUSED_FOR = 60.0  # seconds in which a rejected login is not tried again
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.InvalidURL, httpx.UnsupportedProtocol)


@dataclass(frozen=True, slots=True)
class Ask:
    """A request. `metered`: it may cost something, so that it is never repeated, and an unknown outcome is Uncertain.
    `missing`: the message for a 404."""

    method: str
    path: str  # or a whole address
    params: Mapping[str, str] = field(default_factory=dict[str, str])
    json: Any = None
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    auth: tuple[str, str] | None = field(default=None, repr=False)
    metered: bool = False
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    value: Any  # the JSON
    headers: Mapping[str, str]


class Wire:
    """`system`: the partner's name for messages."""

    def __init__(self, system: str, address: str) -> None:
        self._system = system
        self._address = address.rstrip("/")
        self._http = httpx.AsyncClient(timeout=TIMEOUT, headers={"Accept": "application/json"})

    def __repr__(self) -> str:
        return f"Wire({self._system!r}, {self._address!r})"

    async def close(self) -> None:
        await self._http.aclose()

    async def ask(self, ask: Ask) -> Answer:
        """Raises only `connectors.errors`."""
        for left in reversed(range(1 if ask.metered else 1 + RETRIES)):
            try:
                return await self._once(ask)
            except Unreachable as fault:
                if not left or fault.detail.endswith("Timeout"):
                    raise
            await asyncio.sleep(random.uniform(*_PAUSE))  # noqa: S311
        raise AssertionError("the last try returns or raises")

    async def _once(self, ask: Ask) -> Answer:
        url = ask.path if "://" in ask.path else self._address + ask.path
        try:
            async with self._http.stream(
                ask.method,
                url,
                params=dict(ask.params) or None,
                json=ask.json,
                data=ask.form,
                headers=dict(ask.headers),
                auth=ask.auth or httpx.USE_CLIENT_DEFAULT,
            ) as response:
                body = bytearray()
                async for part in response.aiter_bytes():
                    body += part
                    if len(body) > MAX_BODY:
                        raise self._odd(ask, "too large")
                return await self._read(ask, response, bytes(body))
        except (*_NOT_SENT, httpx.HTTPError) as fault:
            raise self._broken(ask, fault) from None

    def _broken(self, ask: Ask, fault: Exception) -> OutsideError:
        if ask.metered and not isinstance(fault, _NOT_SENT):
            return Uncertain(self._system, type(fault).__name__)
        return Unreachable(self._system, type(fault).__name__)

    def _odd(self, ask: Ask, detail: str) -> OutsideError:
        """A response that can't be read."""
        if ask.metered:
            return Uncertain(self._system, detail)
        return Refused(self._system, f"{self._system} sent an answer that can't be read.")

    async def _read(self, ask: Ask, response: httpx.Response, body: bytes) -> Answer:
        status = response.status_code
        value = await asyncio.to_thread(_json, body)
        if status == 200 and value is not None:
            return Answer(value, response.headers)
        if status in (200, 204):
            raise self._odd(ask, "not JSON")
        raise self._status(ask, status, response.headers, value)

    def _status(self, ask: Ask, status: int, headers: Mapping[str, str], value: Any) -> OutsideError:
        system = self._system
        if status == 401:
            return BadCredentials(system, "HTTP 401")
        if status == 402:
            return QuotaSpent(system, "HTTP 402")
        if status == 404 and ask.missing:
            return Refused(system, ask.missing)
        if status == 429:
            return Throttled(system, _pause(headers, value), "HTTP 429")
        if status >= 500 and ask.metered:
            return Uncertain(system, f"HTTP {status}")
        if status >= 500 or 300 <= status < 400:
            return Unreachable(system, f"HTTP {status}")
        return Refused(system, f"{system} refused the request (HTTP {status}).")


def _json(body: bytes) -> Any:
    try:
        return from_json(body, allow_inf_nan=False)
    except ValueError:
        return None


def _pause(headers: Mapping[str, str], value: Any) -> float:
    """Seconds to wait: a header or the body says, in one of several dialects."""
    backoff = value.get("backoff") if isinstance(value, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    for given in (headers.get("retry-after"), backoff):  # pyright: ignore[reportUnknownVariableType]
        if str(given).isdecimal():  # pyright: ignore[reportUnknownArgumentType]
            return float(str(given))  # pyright: ignore[reportUnknownArgumentType]
    reset = headers.get("x-ratelimit-reset", "")
    if reset.isdecimal():
        seconds = float(reset)
        return max(1.0, seconds - time.time()) if seconds > 1e9 else seconds  # a moment, or a number of seconds
    return _RETRY_AFTER


Fetch = Callable[[], Awaitable[tuple[str, float]]]
"""Logs in: the token and how many seconds it lives."""


class Tokens:
    """The access token, fetched once and shared: partners lock out a client that logs in for every request."""

    def __init__(self, fetch: Fetch, now: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._now = now
        self._token = ""
        self._until = 0.0
        self._refused: BadCredentials | None = None
        self._lock = asyncio.Lock()

    def __repr__(self) -> str:
        return "Tokens()"

    async def token(self, *, not_this: str = "") -> str:
        """`not_this`: one that the partner no longer accepts. Raises BadCredentials."""
        async with self._lock:
            now = self._now()
            if self._token and self._token != not_this and now < self._until:
                return self._token
            if self._refused is not None and now < self._until:
                raise self._refused
            self._token, self._refused = "", None
            try:
                self._token, lives = await self._fetch()
            except BadCredentials as fault:
                self._refused, self._until = fault, now + _REFUSED_FOR
                raise
            self._until = now + max(lives - 60, lives / 2)
            return self._token


async def with_token(wire: Wire, tokens: Tokens, ask: Callable[[str], Ask]) -> Answer:
    """Ask with a token; if it has expired meanwhile, log in again, once."""
    token = await tokens.token()
    try:
        return await wire.ask(ask(token))
    except BadCredentials:
        token = await tokens.token(not_this=token)
        return await wire.ask(ask(token))
