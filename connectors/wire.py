"""HTTP requests to a resume database or an ATS: timeouts, retries, tokens, and the errors that response statuses mean.

A search may be repeated after a failure. A metered request never is: nobody can tell whether it was paid for."""

import asyncio
import json
import math
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Protocol, cast

import httpx
from pydantic_core import from_json

from connectors.errors import BadCredentials, QuotaSpent, Refused, Throttled, Uncertain, Unreachable, Unreadable

SECONDS = 8.0  # for one answer
_CONNECT = 3.0
_MAX_BODY = 30 * 1024 * 1024  # bytes; a resume in base64 fits
_LARGE = 256 * 1024  # bytes; parsing more would hold up everyone else
_RETRY_AFTER = 60.0  # seconds, when a 429 doesn't say
_LONGEST_WAIT = 3600.0
_EARLY = 60.0  # how many seconds before its expiry a token is renewed
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.InvalidURL, httpx.UnsupportedProtocol)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a form, for the input with that name."""

    input: str
    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Request:
    """A request. `url`: the whole URL. `answers`: statuses besides 200 that the caller handles itself. `metered`:
    whether the request costs or changes something and so must never be sent twice."""

    method: str
    url: str
    params: Mapping[str, str] | None = None
    body: Any = None  # sent as JSON
    form: Mapping[str, str] | None = field(default=None, repr=False)
    upload: Upload | None = None  # sent with the form
    login: tuple[str, str] | None = field(default=None, repr=False)  # HTTP Basic
    metered: bool = False
    answers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """A response. `value`: the parsed JSON; None if the body was not readable JSON and the caller handles the status
    itself."""

    status: int
    headers: Mapping[str, str] = field(repr=False)  # names in lower case
    value: Any = field(repr=False)


class Authorization(Protocol):
    async def headers(self, send: "Send") -> Mapping[str, str]: ...

    def expire(self, refused: Mapping[str, str]) -> bool:
        """Forget the token in these headers, which the source refused. Returns False if no token can be renewed."""
        ...


Send = Callable[[Request, Mapping[str, str]], Awaitable[Answer]]


class Key:
    """A fixed header, such as an API key."""

    def __init__(self, header: str, value: str) -> None:
        self._headers = {header: value}

    async def headers(self, send: Send) -> Mapping[str, str]:
        return self._headers

    def expire(self, refused: Mapping[str, str]) -> bool:
        return False


class Token:
    """A bearer token: requested when it is needed and reused until shortly before it expires, with only one request for
    a token at a time.

    `request`: builds the request for a new token. `within`: the key in the response that contains the token data; "" if
    it is at the top level."""

    def __init__(self, label: str, request: Callable[[], Request], within: str = "") -> None:
        self._label = label
        self._request = request
        self._within = within
        self._token = ""
        self._until = 0.0
        self._lock = asyncio.Lock()

    async def headers(self, send: Send) -> Mapping[str, str]:
        async with self._lock:
            if not self._token or time.monotonic() >= self._until:
                await self._renew(send)
            return {"Authorization": f"Bearer {self._token}"}

    def expire(self, refused: Mapping[str, str]) -> bool:
        """Forget the token, unless another request has renewed it in the meantime, because the source counts each
        login."""
        if refused.get("Authorization") == f"Bearer {self._token}":
            self._token = ""
        return True

    async def _renew(self, send: Send) -> None:
        request = self._request()
        asked = Request(
            request.method, request.url, form=request.form, login=request.login, answers=frozenset({400, 401, 403})
        )
        answer = await send(asked, {})
        if answer.status != 200:
            raise BadCredentials(self._label, f"the token was refused (HTTP {answer.status})")
        value: object = answer.value
        given = cast(dict[str, object], value) if isinstance(value, dict) else {}
        if self._within:
            inner = given.get(self._within)
            given = cast(dict[str, object], inner) if isinstance(inner, dict) else {}
        token, lasts = given.get("access_token"), given.get("expires_in")
        if not isinstance(token, str) or not token:
            raise Refused(self._label, "It answered the login with something that is not a token.")
        self._token = token
        seconds = float(lasts) if isinstance(lasts, int | float) and not isinstance(lasts, bool) else 600.0
        self._until = time.monotonic() + max(seconds - _EARLY, seconds / 2)


Access = Callable[[str], Awaitable[str]]
"""Gives a valid access token of somebody who signed in at the source; given one that was just refused, another one.
Raises connectors.errors."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What somebody allowed by signing in at the source. `client_id`: the id of the operator's app there."""

    client_id: str
    access: Access = field(repr=False)


class Granted:
    """The access tokens of somebody who signed in. They are stored and renewed elsewhere."""

    def __init__(self, grant: Grant) -> None:
        self._access = grant.access
        self._refused = ""

    async def headers(self, send: Send) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {await self._access(self._refused)}"}

    def expire(self, refused: Mapping[str, str]) -> bool:
        self._refused = refused.get("Authorization", "").removeprefix("Bearer ")
        return True


class Wire:
    """The connection to one source. `label`: its name on screen. `listener`: is called with each request that got a
    response, and the response, except requests for a token."""

    def __init__(self, label: str, authorization: Authorization, seconds: float = SECONDS) -> None:
        self.listener: Callable[[Request, Answer], None] | None = None
        self._label = label
        self._authorization = authorization
        self._seconds = seconds
        self._http = httpx.AsyncClient(
            timeout=httpx.Timeout(seconds, connect=min(seconds, _CONNECT)), headers={"Accept": "application/json"}
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def log_in(self) -> None:
        """Get a token, if the source uses tokens. Raises BadCredentials."""
        await self._authorization.headers(self._send)

    async def ask(self, request: Request) -> Answer:
        """Send the request with authorization; a token that has expired is renewed once. Raises connectors.errors."""
        headers = await self._authorization.headers(self._send)
        try:
            answer = await self._send(request, headers)
        except BadCredentials:
            if not self._authorization.expire(headers):
                raise
            answer = await self._send(request, await self._authorization.headers(self._send))
        if self.listener is not None:
            self.listener(request, answer)
        return answer

    async def _send(self, request: Request, headers: Mapping[str, str]) -> Answer:
        try:
            return await self._once(request, headers)
        except Unreachable as fault:
            if request.metered or fault.detail == _TIMED_OUT:
                raise
        await asyncio.sleep(secrets.SystemRandom().uniform(0.05, 0.25))
        return await self._once(request, headers)

    async def _once(self, request: Request, headers: Mapping[str, str]) -> Answer:
        if not all(value.isascii() and value.isprintable() for value in headers.values()):
            raise BadCredentials(self._label, "with a character that cannot be sent")
        if self._http.is_closed:  # disconnected while a request was in progress
            raise Unreachable(self._label, "closed")
        try:
            async with asyncio.timeout(self._seconds * 1.5):  # for the whole answer, in case it arrives byte by byte
                status, answered, raw = await self._exchange(request, headers)
        except _NOT_SENT as fault:
            raise Unreachable(self._label, type(fault).__name__) from None
        except (httpx.TimeoutException, TimeoutError):
            raise self._lost(request, _TIMED_OUT) from None
        except httpx.HTTPError as fault:
            raise self._lost(request, type(fault).__name__) from None
        value = await asyncio.to_thread(_parsed, raw) if len(raw) > _LARGE else _parsed(raw)
        if status in request.answers:
            return Answer(status, answered, value)
        self._check_status(request, status, answered, value)
        if value is None:
            raise self._unreadable(request)
        if _failed(value):
            raise Refused(self._label, "It answered with an error.")
        return Answer(status, answered, value)

    async def _exchange(self, request: Request, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], bytes]:
        outgoing = self._http.build_request(
            request.method,
            request.url,
            params=request.params,
            json=request.body,
            data=request.form,
            files={file.input: (file.name, file.content, file.content_type)} if (file := request.upload) else None,
            headers=headers,
        )
        answer = await self._http.send(outgoing, stream=True, auth=request.login)
        try:
            body = bytearray()
            async for part in answer.aiter_bytes():
                body += part
                if len(body) > _MAX_BODY:
                    raise self._lost(request, "the answer is too large")
            return answer.status_code, dict(answer.headers.items()), bytes(body)
        finally:
            await answer.aclose()

    def _check_status(self, request: Request, status: int, headers: Mapping[str, str], value: object) -> None:
        """Raises the error that the status means."""
        if 200 <= status < 300:
            return
        if status == 401:
            raise BadCredentials(self._label, "HTTP 401")
        if status == 402:
            raise QuotaSpent(self._label, "HTTP 402")
        if status == 429:
            raise Throttled(self._label, wait(headers, value), "HTTP 429")
        if status >= 500:
            raise self._lost(request, f"HTTP {status}")
        if 300 <= status < 400:
            raise Unreachable(self._label, f"HTTP {status}")
        raise Refused(self._label, f"It refused the request (HTTP {status}).")

    def _lost(self, request: Request, detail: str) -> Unreachable | Uncertain:
        """The error for a request that was sent but got no response: if it is metered, it may have been charged."""
        return Uncertain(self._label, detail) if request.metered else Unreachable(self._label, detail)

    def _unreadable(self, request: Request) -> Unreadable | Uncertain:
        if request.metered:
            return Uncertain(self._label, "the response could not be read")
        return Unreadable(self._label, "not JSON")


_TIMED_OUT = "timed out"


def wait(headers: Mapping[str, str], value: object = None) -> float:
    """Seconds to wait after a 429: from Retry-After, x-ratelimit-reset or a `backoff` in the body."""
    given = headers.get("retry-after") or headers.get("x-ratelimit-reset") or ""
    if not given and isinstance(value, dict):
        given = str(cast(dict[str, object], value).get("backoff", ""))
    seconds = _seconds(given.strip())
    return min(max(seconds, 1.0), _LONGEST_WAIT) if seconds is not None else _RETRY_AFTER


def _seconds(text: str) -> float | None:
    """How many seconds from now the text means: a number of seconds, a time in Unix seconds or milliseconds, or a
    date."""
    now = time.time()
    try:
        number = float(text)
    except ValueError:
        return _until_date(text, now)
    if not math.isfinite(number):
        return None
    if number > 1e12:
        number /= 1000
    return number - now if number > 1e9 else number


def _until_date(text: str, now: float) -> float | None:
    if text.startswith("{"):  # one limit for each window; the longest counts
        try:
            windows = json.loads(text)
        except ValueError:
            return None
        found = [_seconds(str(each)) for each in windows.values() if not isinstance(each, dict)]
        return max((each for each in found if each is not None), default=None)
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            at = parse(text)
        except ValueError:
            continue
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() - now
    return None


def _parsed(raw: bytes) -> Any:
    try:
        return from_json(raw, allow_inf_nan=False)
    except ValueError:
        return None


def _failed(value: object) -> bool:
    """Whether a response whose status reports success contains an error."""
    if not isinstance(value, dict):
        return False
    given = cast(dict[str, object], value)
    return bool(given.get("error") or given.get("errors")) or given.get("status") in ("fail", "error", "failed")
