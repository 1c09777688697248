"""Sends what happens in the workspace to the app, as Slack does: signed over HTTP, or through a socket.

The app has three seconds to answer. Events not answered with 200 are retried immediately, and once more each time a
test asks for it."""

import asyncio
import hashlib
import hmac
import json
import time
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import aiohttp

from bot.playground.slack.objects import Json, append_bounded

ACK_SECONDS = 3.0
TIMEOUT, UNREACHABLE, HTTP_ERROR = "http_timeout", "connection_failed", "http_error"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One request to the app, byte for byte. `kind` is "events_api", "interactive" or "slash_commands", as in Slack."""

    kind: str
    body: bytes
    headers: Mapping[str, str]
    payload: Json


@dataclass(slots=True)
class Delivery:
    """The outcome of one request to the app. `status` 0: no response; `failure` is then Slack's reason.

    `body` is the parsed response: a dict, text, or None. `trouble` is the error shown to the person.
    """

    parcel: Parcel
    status: int = 0
    body: Json | str | None = None
    seconds: float = 0.0
    failure: str = ""
    trouble: str = ""
    errors: dict[str, str] = field(default_factory=dict[str, str])
    options: list[Json] = field(default_factory=list[Json])
    option_groups: list[Json] = field(default_factory=list[Json])
    retries: "list[Delivery]" = field(default_factory=list["Delivery"])
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        return self.status == 200 and not self.trouble and not self.errors


class OpenSocket(Protocol):
    """The app's open socket: `send` sends one envelope and returns the acknowledgement, or None on timeout."""

    async def send(self, parcel: Parcel, seconds: float) -> Json | None: ...


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's signature of a request: https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class Sender:
    """Sends requests to the app. `bot_url` is its `/slack/events`; an open socket from `line()` is preferred."""

    def __init__(
        self, secret: str, bot_url: str, clock: Callable[[], float], line: Callable[[], OpenSocket | None]
    ) -> None:
        self.secret, self.bot_url, self.ack_seconds = secret, bot_url, ACK_SECONDS
        self.response_delay = 0.0  # extra seconds before the app's answer arrives
        self.sent: list[Delivery] = []
        self._clock, self._line = clock, line
        self._http: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self._http:
            await self._http.close()
            self._http = None

    # ── parcels ──

    def command(self, fields: dict[str, str]) -> Parcel:
        body = urllib.parse.urlencode(fields).encode()
        return self._parcel("slash_commands", body, "application/x-www-form-urlencoded", dict(fields))

    def interaction(self, payload: Json) -> Parcel:
        body = urllib.parse.urlencode({"payload": json.dumps(payload, ensure_ascii=False)}).encode()
        return self._parcel("interactive", body, "application/x-www-form-urlencoded", payload)

    def event(self, payload: Json) -> Parcel:
        body = json.dumps(payload, ensure_ascii=False).encode()
        return self._parcel("events_api", body, "application/json", payload)

    def _parcel(self, kind: str, body: bytes, content_type: str, payload: Json) -> Parcel:
        return Parcel(kind, body, self._headers(body, content_type), payload)

    def _headers(self, body: bytes, content_type: str, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        timestamp = str(int(self._clock()))
        return {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "Accept": "application/json,*/*",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self.secret, timestamp, body),
            **(extra or {}),
        }

    # ── delivering ──

    async def deliver(self, parcel: Parcel) -> Delivery:
        """Make one attempt to send the request, and record it in `sent`."""
        began = time.perf_counter()
        line = self._line()
        delivery = Delivery(parcel)
        append_bounded(self.sent, delivery)
        if line:
            await self._by_socket(line, delivery)
        else:
            await self._by_http(delivery)
        delivery.seconds = time.perf_counter() - began
        await asyncio.sleep(self.response_delay)
        return delivery

    async def deliver_event(self, parcel: Parcel) -> Delivery:
        """Send an event, and retry once immediately if it was not answered with 200."""
        delivery = await self.deliver(parcel)
        if delivery.status != 200 and not delivery.no_retry:
            await self.retry(delivery)
        return delivery

    async def retry(self, delivery: Delivery) -> Delivery:
        """Send the next retry of an event: the same body with a new signature and Slack's retry headers."""
        last = delivery.retries[-1] if delivery.retries else delivery
        extra = {
            "X-Slack-Retry-Num": str(len(delivery.retries) + 1),
            "X-Slack-Retry-Reason": last.failure or HTTP_ERROR,
        }
        parcel = delivery.parcel
        headers = self._headers(parcel.body, parcel.headers["Content-Type"], extra)
        again = await self.deliver(Parcel(parcel.kind, parcel.body, headers, parcel.payload))
        delivery.retries.append(again)
        return again

    async def _by_http(self, delivery: Delivery) -> None:
        if self._http is None:
            self._http = aiohttp.ClientSession(auto_decompress=True)
        parcel, limit = delivery.parcel, aiohttp.ClientTimeout(total=self.ack_seconds)
        try:
            async with self._http.post(
                self.bot_url, data=parcel.body, headers=parcel.headers, timeout=limit, allow_redirects=False
            ) as answer:
                text = await answer.text()
                delivery.status, delivery.body = answer.status, _read(text, answer.content_type)
                delivery.no_retry = answer.headers.get("X-Slack-No-Retry") == "1"
                if answer.status != 200:
                    delivery.failure = HTTP_ERROR
        except TimeoutError:
            delivery.failure = TIMEOUT
        except (aiohttp.ClientError, OSError):
            delivery.failure = UNREACHABLE

    async def _by_socket(self, line: OpenSocket, delivery: Delivery) -> None:
        try:
            acknowledged = await line.send(delivery.parcel, self.ack_seconds)
        except ConnectionError:
            delivery.failure = UNREACHABLE
            return
        if acknowledged is None:
            delivery.failure = TIMEOUT
        else:
            delivery.status, delivery.body = 200, acknowledged or None


def _read(text: str, content_type: str) -> Json | str | None:
    if not text.strip():
        return None
    if content_type == "application/json":
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text
