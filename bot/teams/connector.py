"""The Bot Connector's REST interface: send, update and delete messages, open a chat, look up a member.

botbuilder's own client is not used for this: it drops fields it does not know, blocks a worker thread for as long as
a service is unresponsive, and never retries. The contract:
https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

import asyncio
import json
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, cast
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.teams.settings import TeamsSettings
from connectors.errors import BadCredentials, OutsideError, Refused, Throttled, Unreachable

log = logging.getLogger(__name__)

SYSTEM = "Microsoft Teams"
SIGN_IN = "Microsoft's sign-in"
SCOPE = "https://api.botframework.com/.default"
TRY_AGAIN = frozenset({412, 429, 502, 503, 504})  # the statuses for which Microsoft says to retry, and 503
ATTEMPTS = 4
IN_ALL = 20.0  # seconds for one call including its retries
LONGEST_WAIT = 8.0
TIMEOUT = aiohttp.ClientTimeout(total=10.0, sock_connect=3.0)
RENEW_BEFORE = 600.0  # a new token is fetched this many seconds before the old one expires

Sleep = Callable[[float], Awaitable[None]]


class NotThere(Refused):
    """The conversation or the message is gone."""


class NotAllowed(Refused):
    """The bot may not write: it is not installed there, or the person blocked it."""


class AppToken:
    """The bot's own token, fetched once and renewed before it expires."""

    def __init__(self, settings: TeamsSettings, http: aiohttp.ClientSession) -> None:
        self._settings = settings
        self._http = http
        self._token = ""
        self._until = 0.0  # monotonic seconds
        self._one = asyncio.Lock()
        self._renewing: asyncio.Task[None] | None = None

    async def get(self) -> str:
        """The token, fetched if necessary. Raises Unreachable or BadCredentials."""
        left = self._until - time.monotonic()
        if not self._token or left <= 30:
            async with self._one:
                if not self._token or self._until - time.monotonic() <= 30:
                    await self._fetch()
        elif left < RENEW_BEFORE and (self._renewing is None or self._renewing.done()):
            self._renewing = asyncio.create_task(self._renew())
        return self._token

    def forget(self, token: str) -> None:
        """Drop a token that the service no longer accepts."""
        if token == self._token:
            self._token = ""

    async def close(self) -> None:
        if self._renewing is not None:
            self._renewing.cancel()
            await asyncio.gather(self._renewing, return_exceptions=True)

    async def _renew(self) -> None:
        async with self._one:
            try:
                await self._fetch()
            except OutsideError as fault:
                log.warning("the app token is not renewed yet: %s", fault)

    async def _fetch(self) -> None:
        address = f"{self._settings.login_url}/{self._settings.token_tenant}/oauth2/v2.0/token"
        form = {
            "grant_type": "client_credentials",
            "client_id": self._settings.app_id,
            "client_secret": self._settings.app_password,
            "scope": SCOPE,
        }
        try:
            async with self._http.post(address, data=form, timeout=TIMEOUT, allow_redirects=False) as answer:
                status, body = answer.status, _object(await answer.read())
        except (aiohttp.ClientError, TimeoutError) as fault:
            raise Unreachable(SIGN_IN, type(fault).__name__) from None
        if status in (400, 401, 403):
            raise BadCredentials(SIGN_IN, f"{body.get('error')}: check TEAMS_APP_ID and TEAMS_APP_PASSWORD")
        if status != 200 or not body.get("access_token"):
            raise Unreachable(SIGN_IN, f"status {status}")
        self._token = str(body["access_token"])
        self._until = time.monotonic() + float(body.get("expires_in") or 3600)


class Connector:
    """One API call per method, retried if that is safe. Raises only `connectors.errors`."""

    def __init__(
        self,
        settings: TeamsSettings,
        http: aiohttp.ClientSession,
        *,
        sleep: Sleep = asyncio.sleep,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
    ) -> None:
        self.settings = settings
        self._timeout = timeout
        self._http = http
        self._token = AppToken(settings, http)
        self._sleep = sleep

    async def open(self) -> None:
        """Fetch the token before the first answer. A failure is only logged: the problem may be over by then."""
        if self.settings.open:
            return
        try:
            await self._token.get()
        except OutsideError as fault:
            log.warning("no app token yet: %s", fault)

    async def close(self) -> None:
        await self._token.close()

    async def send(self, service_url: str, conversation: str, activity: dict[str, Any]) -> str:
        """Send an activity and return its id."""
        sent = await self._call("POST", service_url, f"{_conversation(conversation)}/activities", activity)
        return str(sent.get("id") or "")

    async def update(self, service_url: str, conversation: str, message: str, activity: dict[str, Any]) -> None:
        path = f"{_conversation(conversation)}/activities/{_id(message)}"
        await self._call("PUT", service_url, path, {**activity, "id": message})

    async def delete(self, service_url: str, conversation: str, message: str) -> None:
        await self._call("DELETE", service_url, f"{_conversation(conversation)}/activities/{_id(message)}")

    async def open_chat(self, service_url: str, bot_id: str, user_id: str, tenant: str) -> str:
        """Open the bot's personal chat with a person and return its id, which is always the same."""
        opened = await self._call(
            "POST",
            service_url,
            "/v3/conversations",
            {
                "bot": {"id": bot_id},
                "members": [{"id": user_id}],
                "isGroup": False,
                "tenantId": tenant,
                "channelData": {"tenant": {"id": tenant}},
            },
        )
        if not opened.get("id"):
            raise Unreachable(SYSTEM, "a chat without an id")
        return str(opened["id"])

    async def member(self, service_url: str, conversation: str, user_id: str) -> dict[str, Any]:
        return await self._call("GET", service_url, f"{_conversation(conversation)}/members/{_id(user_id)}")

    # ── inside ──

    async def _call(self, method: str, service_url: str, path: str, body: Any = None) -> dict[str, Any]:
        if not self.settings.trusts(service_url):
            raise Refused(SYSTEM, "The reply URL is not a Microsoft address.")
        try:
            async with asyncio.timeout(IN_ALL):
                return await self._repeated(method, service_url.rstrip("/") + path, body)
        except TimeoutError:
            raise Unreachable(SYSTEM, f"no answer to {method} in {IN_ALL:.0f} s") from None

    async def _repeated(self, method: str, address: str, body: Any) -> dict[str, Any]:
        attempt = 0
        while True:
            attempt += 1
            try:
                answer = await self._once(method, address, body)
            except aiohttp.ClientConnectorError as fault:
                if attempt >= ATTEMPTS:
                    raise Unreachable(SYSTEM, type(fault).__name__) from None
                await self._sleep(_pause(attempt))
                continue
            except (aiohttp.ClientError, TimeoutError) as fault:  # it may have arrived: don't send it twice
                raise Unreachable(SYSTEM, f"{method}: {type(fault).__name__}") from None
            if answer.status == 401 and attempt == 1 and answer.token:
                self._token.forget(answer.token)
            elif answer.status not in TRY_AGAIN:
                return _read(answer, method)
            elif attempt >= ATTEMPTS or (answer.retry_after or 0) > LONGEST_WAIT:
                if answer.status == 429:
                    raise Throttled(SYSTEM, answer.retry_after or _pause(attempt), method)
                raise Unreachable(SYSTEM, f"{method}: status {answer.status}")
            else:
                await self._sleep(max(answer.retry_after or 0.0, _pause(attempt)))

    async def _once(self, method: str, address: str, body: Any) -> "_Answer":
        token = "" if self.settings.open else await self._token.get()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with self._http.request(
            method, URL(address, encoded=True), json=body, headers=headers, timeout=self._timeout, allow_redirects=False
        ) as answer:
            wait = _retry_after(answer.headers.get("Retry-After", ""))
            return _Answer(answer.status, await answer.read(), wait, token)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    retry_after: float | None  # seconds
    token: str  # the token that was sent


def _read(answer: _Answer, method: str) -> dict[str, Any]:
    status = answer.status
    if 200 <= status < 300:
        return _object(answer.body)
    log.warning("%s answered %s to %s: %s", SYSTEM, status, method, answer.body[:500].decode(errors="replace"))
    if status == 401:
        raise BadCredentials(SYSTEM, "the app's token is not accepted")
    if status == 403:
        raise NotAllowed(SYSTEM, "Sourcer is not installed there, or was blocked.")
    if status in (404, 410):
        raise NotThere(SYSTEM, "The conversation or the message no longer exists.")
    if status == 413:
        raise Refused(SYSTEM, "The card is too big for Teams.")
    if status >= 500:
        raise Unreachable(SYSTEM, f"{method}: status {status}")
    raise Refused(SYSTEM, "Teams rejected the card.")


def _object(body: bytes) -> dict[str, Any]:
    """The body as a JSON object; an empty object if the body is anything else."""
    try:
        read = json.loads(body or b"{}")
    except ValueError:
        return {}
    return cast("dict[str, Any]", read) if isinstance(read, dict) else {}


def _conversation(conversation: str) -> str:
    return f"/v3/conversations/{_id(conversation)}"


def _id(value: str) -> str:
    """An id escaped as one path segment; dots alone would climb up the path."""
    return quote(value, safe="") if value.strip(".") else quote(value, safe="").replace(".", "%2E")


def _pause(attempt: int) -> float:
    """The seconds to wait, doubled with each attempt, with jitter so that many callers don't retry at the same time."""
    return min(LONGEST_WAIT, 0.5 * 2 ** (attempt - 1)) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret


def _retry_after(written: str) -> float | None:
    """The seconds that the service asks us to wait, whether it sends a number or a date; None if that is absent or
    unreadable."""
    if written.isdecimal():
        return float(written)
    try:
        return max(0.0, parsedate_to_datetime(written).timestamp() - time.time())
    except (ValueError, TypeError):
        return None
