"""Requests to Microsoft Graph, and the errors that its response statuses mean.

https://learn.microsoft.com/graph/errors"""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import httpx

from connectors.errors import BadCredentials, OutsideError, Refused, Throttled, Uncertain, Unreachable
from connectors.mail.base import NoSuchAddress

SYSTEM = "Microsoft 365"
SECONDS = 30.0  # for one answer
SEND_SECONDS = 120.0  # accepting a message: an early timeout leaves its outcome unknown
MOST_BYTES = 4 * 1024 * 1024  # of one answer
_RETRY_AFTER = 60.0
_LONGEST_WAIT = 3600.0
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.InvalidURL, httpx.UnsupportedProtocol)
_NO_MAILBOX = ("MailboxNotEnabledForRESTAPI", "MailboxNotHostedInExchangeOnline")
_REASONS = {
    "ErrorMessageSizeExceeded": "Microsoft 365 says the e-mail is too large.",
    "ErrorSendAsDenied": "Microsoft 365 doesn't let this mailbox send from its address.",
    "ErrorMessageSubmissionBlocked": "Microsoft 365 has blocked this mailbox from sending.",
}


@dataclass(frozen=True, slots=True)
class GraphAnswer:
    status: int
    body: bytes = field(repr=False)
    whole: bool = True  # False: the body was cut off at the limit

    @property
    def value(self) -> dict[str, Any]:
        """The JSON object; raises Refused if the body isn't one."""
        try:
            found: object = json.loads(self.body)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise Refused(SYSTEM, "Microsoft 365 gave an answer that could not be read.")
        return cast(dict[str, Any], found)


class GraphWire:
    """Sends requests. Raises BadCredentials, Throttled, Refused and Unreachable; once a message has been sent,
    Uncertain instead of Unreachable."""

    def __init__(self, seconds: float = SECONDS, send_seconds: float = SEND_SECONDS) -> None:
        self._seconds = seconds
        self._send_seconds = send_seconds
        self._client: httpx.AsyncClient | None = None

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()

    async def get(
        self,
        url: str,
        token: str,
        params: Mapping[str, str] | None = None,
        *,
        prefer: str = "",
        most: int = MOST_BYTES,
        answers: frozenset[int] = frozenset(),
    ) -> GraphAnswer:
        """Get a response. `answers`: statuses besides 2xx that the caller handles itself. `most`: the limit in bytes;
        the rest is cut off."""
        headers = {"Authorization": f"Bearer {token}", **({"Prefer": prefer} if prefer else {})}
        try:
            async with asyncio.timeout(self._seconds):
                answer, sent = await self._exchange("GET", url, headers, most, params=params)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as fault:
            raise Unreachable(SYSTEM, type(fault).__name__) from None
        if not 200 <= answer.status < 300 and answer.status not in answers:
            raise _refusal(answer, sent)
        return answer

    async def post(self, url: str, token: str, content: bytes, content_type: str) -> None:
        """Submit something once, without retries: if no response arrives, it may have been accepted anyway."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": content_type}
        try:
            async with asyncio.timeout(self._send_seconds):
                answer, got = await self._exchange("POST", url, headers, MOST_BYTES, content=content)
        except _NOT_SENT as fault:
            raise Unreachable(SYSTEM, type(fault).__name__) from None
        except (httpx.HTTPError, TimeoutError) as fault:
            raise Uncertain(SYSTEM, type(fault).__name__) from None
        if not 200 <= answer.status < 300:
            fault = _refusal(answer, got)
            raise Uncertain(SYSTEM, fault.detail) if isinstance(fault, Unreachable) else fault

    async def _exchange(
        self, method: str, url: str, headers: Mapping[str, str], most: int, **more: Any
    ) -> tuple[GraphAnswer, Mapping[str, str]]:
        client = self._client = self._client or httpx.AsyncClient(timeout=self._send_seconds)
        async with client.stream(method, url, headers=dict(headers), **more) as answer:
            body = b""
            async for part in answer.aiter_bytes():
                body += part
                if len(body) > most:
                    return GraphAnswer(answer.status_code, body[:most], whole=False), answer.headers
        return GraphAnswer(answer.status_code, body), answer.headers


def _refusal(answer: GraphAnswer, headers: Mapping[str, str]) -> OutsideError:
    """The error that a response means. Microsoft's own text is not shown, because it quotes addresses. It also
    throttles with 503 and Retry-After (https://learn.microsoft.com/graph/throttling)."""
    status, code = answer.status, _code(answer)
    wait = headers.get("retry-after", "")
    if status == 429 or (status == 503 and wait.isdigit()):
        seconds = float(wait) if wait.isdigit() and len(wait) < 10 else _RETRY_AFTER
        return Throttled(SYSTEM, min(max(seconds, 1.0), _LONGEST_WAIT), f"HTTP {status} {code}")
    if status >= 500 or status < 400:
        return Unreachable(SYSTEM, f"HTTP {status} {code}")
    if status == 401 or code in ("ErrorAccessDenied", "Authorization_RequestDenied"):
        return BadCredentials(SYSTEM, f"HTTP {status} {code}")
    if code == "ErrorInvalidRecipients":
        return NoSuchAddress(SYSTEM, "Microsoft 365 says there is no such address.")
    if code in _NO_MAILBOX:
        return Refused(SYSTEM, "This account has no mailbox at Microsoft 365.")
    if status == 413:
        return Refused(SYSTEM, _REASONS["ErrorMessageSizeExceeded"])
    return Refused(SYSTEM, _REASONS.get(code, f"Microsoft 365 refused the request ({code or f'HTTP {status}'})."))


def _code(answer: GraphAnswer) -> str:
    """The error code in a response, safe to log and to show."""
    try:
        error: object = answer.value.get("error")
    except Refused:
        return ""
    code = cast(dict[str, object], error).get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) and re.fullmatch(r"[A-Za-z_]{1,60}", code) else ""
