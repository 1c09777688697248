"""`/api/METHOD` over HTTP: tokens, both kinds of bodies, injected faults, and a record of every call."""

import asyncio
import json
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Any, cast

from aiohttp import web

from bot.playground.slack import api_chat, api_directory, api_files, api_views
from bot.playground.slack.api_call import Api, Method, decoded
from bot.playground.slack.objects import Json, SlackError, append_bounded

METHODS: dict[str, Method] = {**api_chat.METHODS, **api_views.METHODS, **api_directory.METHODS, **api_files.METHODS}
_TOKENLESS = frozenset({"api.test"})
_APP_TOKEN = frozenset({"apps.connections.open"})
LARGEST_BODY = 30_000_000  # bytes


@dataclass(slots=True)
class Call:
    """One call by the app, with the response. `status` is the HTTP status, 0 until there is a response."""

    method: str
    args: Json
    at: float
    status: int = 0
    answer: Json | None = None

    @property
    def ok(self) -> bool:
        return bool(self.answer and self.answer.get("ok"))


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault injected instead of, or before, the answer to a call."""

    error: str = ""
    retry_after: int = 0
    status: int = 0
    seconds: float = 0.0


class WebApi:
    """The Web API methods, with token checks."""

    def __init__(self, api: Api, bot_token: str, app_token: str) -> None:
        self.api, self.bot_token, self.app_token = api, bot_token, app_token
        self.calls: list[Call] = []
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)

    # ── injected faults: for the next calls of a method, "*" for any ──

    def throttle(self, method: str, times: int = 1, retry_after: int = 1) -> None:
        """Answer the next calls with 429 and Retry-After, in seconds."""
        self._faults[method].extend([Fault("ratelimited", retry_after=retry_after, status=429)] * times)

    def fail(self, method: str, error: str, times: int = 1) -> None:
        """Answer the next calls with {"ok": false, "error": …}."""
        self._faults[method].extend([Fault(error)] * times)

    def outage(self, method: str, status: int = 503, times: int = 1) -> None:
        """Answer the next calls with an HTTP error without JSON, like a proxy in front of Slack."""
        self._faults[method].extend([Fault(status=status)] * times)

    def hang(self, method: str, seconds: float, times: int = 1) -> None:
        """Answer the next calls correctly, but after a delay."""
        self._faults[method].extend([Fault(seconds=seconds)] * times)

    def _fault(self, method: str) -> Fault | None:
        for name in (method, "*"):
            if self._faults[name]:
                return self._faults[name].popleft()
        return None

    # ── serving ──

    async def serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        call = Call(method, {}, self.api.world.clock())
        append_bounded(self.calls, call)
        fault = self._fault(method)
        if fault and fault.seconds:
            await asyncio.sleep(fault.seconds)
        if fault and fault.status and not fault.error:
            call.status = fault.status
            return web.Response(status=fault.status, text="upstream connect error")
        call.status, headers = 200, {"X-OAuth-Scopes": ",".join(self.api.world.app.scopes)}
        try:
            if fault and fault.error:
                raise SlackError(fault.error, retry_after=fault.retry_after)
            call.args, token = await _arguments(request)
            call.answer = self._answer(method, call.args, token)
        except SlackError as refusal:
            call.answer = refusal.answer()
            if refusal.retry_after:
                call.status = 429
                headers["Retry-After"] = str(refusal.retry_after)
        return web.json_response(call.answer, status=call.status, headers=headers)

    def _answer(self, method: str, args: Json, token: str) -> Json:
        if method not in METHODS:
            raise SlackError("unknown_method")
        if method not in _TOKENLESS:
            self._admit(method, token)
        return METHODS[method](self.api, args)

    def _admit(self, method: str, token: str) -> None:
        """Check that the token may call the method. Raises not_authed, invalid_auth, account_inactive or
        not_allowed_token_type."""
        if not token:
            raise SlackError("not_authed")
        if token not in (self.bot_token, self.app_token):
            raise SlackError("invalid_auth")
        if self.api.revoked:
            raise SlackError("account_inactive")
        if (method in _APP_TOKEN) != (token == self.app_token):
            raise SlackError("not_allowed_token_type")


async def _arguments(request: web.Request) -> tuple[Json, str]:
    """The arguments of a call from its URL and body, and its token. Raises invalid_json, invalid_blocks_format."""
    args: Json = dict(request.query)
    if request.method == "POST":
        if request.content_type == "application/json":
            try:
                body: Any = json.loads(await request.text() or "{}")
            except ValueError:
                body = None
            if not isinstance(body, dict):
                raise SlackError("invalid_json")
            args |= cast(Json, body)
        else:
            args |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    given = str(args.pop("token", "") or "")
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    return decoded(args), bearer.strip() if scheme.lower() == "bearer" else given
