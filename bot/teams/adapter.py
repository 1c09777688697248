# pyright: basic
"""The Teams adapter: `POST /api/messages`, from the request to the answer.

botbuilder checks and runs each activity (`process_activity`); its own HTTP handler is not used, because it answers
every invoke with 500. Rejected here: requests that are not JSON or not an activity (400), too large (413), not from
Microsoft (401), or from another tenant, too old, or with a reply URL that is not Microsoft's (403).
"""

import asyncio
import json
import logging
import time
from typing import Any, cast

import aiohttp
from aiohttp import web
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity as BotActivity
from botbuilder.schema import ActivityTypes

from bot.pipeline.interaction import Intake, Interaction, Kind
from bot.teams.activity import Activity, Malformed, parse_activity
from bot.teams.auth import Authenticator, Unauthorized
from bot.teams.connector import Connector
from bot.teams.courier import TeamsCourier
from bot.teams.files import Files
from bot.teams.invoke_answers import CLOSED, INTERRUPTED, ONE_MOMENT, SLOW, InvokeAnswer
from bot.teams.payloads import read_interaction
from bot.teams.settings import CHANNEL, TeamsSettings
from connectors.errors import OutsideError
from handlers import incidents
from store.errors import StoreDown

log = logging.getLogger(__name__)

STALE = 900.0  # seconds: an older activity is rejected
PLAYGROUNDS = frozenset({CHANNEL, "emulator"})  # channels that a bot in development accepts
LARGEST = 256 * 1024  # bytes per activity
ANSWER_WITHIN = 2.5  # seconds; Teams allows message extensions five, and doesn't document cards and dialogs
_PARTS = ("type", "id", "name", "channelId", "serviceUrl")  # what botbuilder needs; checked to be strings


class Forbidden(Exception):
    """A request that may be genuine but is not for us: answered with 403."""


class TeamsAdapter:
    """Teams' half of the bot. `http` is closed by its creator."""

    def __init__(self, settings: TeamsSettings, intake: Intake, http: aiohttp.ClientSession) -> None:
        self._settings = settings
        self._intake = intake
        self._connector = Connector(settings, http)
        self._files = Files(self._connector, http)
        self.courier = TeamsCourier(self._connector, self._files)
        self._door = Authenticator(settings, self._connector, http)
        self._pipeline = _Pipeline(cast(Any, self._door))
        self._behind: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        """Fetch keys and token before the first activity."""
        await asyncio.gather(self._door.open(), self._connector.open())

    async def stop(self) -> None:
        """Wait a few seconds for work in progress to finish."""
        if behind := set(self._behind):
            _, left = await asyncio.wait(behind, timeout=5)
            for task in left:
                task.cancel()
        await self._door.close()
        await self._connector.close()

    async def handle(self, request: web.Request) -> web.Response:
        """POST /api/messages."""
        try:
            activity = parse_activity(await self._body(request))
            self._check(activity, request)
            answer = await self._process(activity, request.headers.get("Authorization", ""))
        except Malformed as fault:
            log.warning("malformed activity: %s", fault)
            return web.json_response({"error": "malformed"}, status=400)
        except Unauthorized as fault:
            log.warning("not from Microsoft Teams: %s", fault)
            return web.json_response({"error": "unauthorized"}, status=401)
        except Forbidden as fault:
            log.warning("refused: %s", fault)
            return web.json_response({"error": "forbidden"}, status=403)
        except (StoreDown, OutsideError) as fault:
            log.error("an activity was not taken: %s", fault)
            return web.json_response({"error": "try again"}, status=503)
        if answer is None:
            return web.Response(status=200)
        if answer.body in (None, {}, CLOSED):
            return web.Response(status=answer.status)
        return web.json_response(answer.body, status=answer.status)

    # ── inside ──

    async def _body(self, request: web.Request) -> Any:
        if request.content_type != "application/json":  # a web page can post any other type without a preflight
            raise Malformed("the content type is not JSON")
        if (request.content_length or 0) > LARGEST:
            raise web.HTTPRequestEntityTooLarge(LARGEST, request.content_length or 0)
        read = bytearray()
        async for part in request.content.iter_any():
            read += part
            if len(read) > LARGEST:
                raise web.HTTPRequestEntityTooLarge(LARGEST, len(read))
        try:
            text = read.decode()
            body = json.loads(text, parse_constant=_no_number)
            json.dumps(body, ensure_ascii=False).encode()  # a lone surrogate cannot be stored
        except (ValueError, RecursionError) as fault:
            raise Malformed(type(fault).__name__) from None
        return body

    def _check(self, activity: Activity, request: web.Request) -> None:
        """The cheap checks that need no keys, made before the token is checked."""
        if activity.channel not in (PLAYGROUNDS if self._settings.open else {CHANNEL}):
            raise Forbidden(f"channel {activity.channel[:40]!r}")
        if not self._settings.trusts(activity.service_url):
            raise Forbidden(f"service address {activity.service_url[:100]!r}")
        if self._settings.open and not _is_loopback(request):
            raise Forbidden("unauthenticated, and not from this machine")

    async def _process(self, activity: Activity, header: str) -> InvokeResponse | None:
        seen = BotActivity().deserialize({part: activity.raw[part] for part in _PARTS if part in activity.raw})

        async def turn(context: TurnContext) -> None:
            self._let_in(activity)
            body = await self._run(activity)
            if activity.type == "invoke":
                answer = InvokeResponse(status=501 if body is None else 200, body=body)
                await context.send_activity(BotActivity(type=ActivityTypes.invoke_response, value=answer))

        return cast("InvokeResponse | None", await self._pipeline.process_activity(header, seen, turn))

    def _let_in(self, activity: Activity) -> None:
        """Check tenant and time, now that the token is verified: both are in the body, not in the token."""
        if not activity.tenant or not self._settings.lets_in(activity.tenant):
            raise Forbidden(f"tenant {activity.tenant[:60]!r}")
        if activity.sent is not None and abs(time.time() - activity.sent.timestamp()) > STALE:
            raise Forbidden(f"an activity of {activity.sent.isoformat()}: a replay, or a wrong clock")

    async def _run(self, activity: Activity) -> dict[str, Any] | None:
        """Run the activity; returns the body of an invoke's answer, or None if there is nothing to answer."""
        if activity.name == "fileConsent/invoke":
            return self._file(activity)
        read = read_interaction(activity, time.time())
        if read is None:
            return None
        self.courier.hear(read.person, read.at)
        if read.kind is not Kind.DEFERRED:
            return await self._answer(read, InvokeAnswer(read, activity.frame, activity.name, self.courier.draw))
        try:
            await self._intake.take(read)
        except StoreDown as fault:
            await self.courier.tell(read, incidents.reported(incidents.NOTHING_DONE, read.verb, fault))
        return None

    async def _answer(self, read: Interaction, respond: InvokeAnswer) -> dict[str, Any]:
        answering = self._start(self._intake.answer(read, respond))
        finished, _ = await asyncio.wait({answering}, timeout=ANSWER_WITHIN)
        if not finished:
            respond.late = True
            answering.add_done_callback(_report)
            return respond.say(SLOW if read.kind is Kind.PASSING else ONE_MOMENT)
        try:
            body = await answering
        except StoreDown as fault:
            return respond.say(incidents.reported(incidents.NOTHING_DONE, read.verb, fault))
        return respond.say(INTERRUPTED) if body == {} else body

    def _file(self, activity: Activity) -> dict[str, Any]:
        """Handle a person's answer to the offer of a file; saving it takes longer than Teams waits, so that happens
        later."""
        value = activity.raw.get("value")
        self.courier.hear(activity.person, activity.at)
        self._start(self._save_file(activity, value if isinstance(value, dict) else {}))
        return {}

    async def _save_file(self, activity: Activity, value: dict[str, Any]) -> None:
        reply = await self._files.answer(activity.person, value)
        try:
            await self._connector.send(activity.service_url, activity.conversation, {**reply, "from": activity.bot})
            if activity.reply_to:
                await self._connector.delete(activity.service_url, activity.conversation, activity.reply_to)
        except OutsideError as fault:
            log.warning("could not reply about a file: %s", fault)

    def _start(self, work: Any) -> "asyncio.Task[Any]":
        task = asyncio.ensure_future(work)
        self._behind.add(task)
        task.add_done_callback(self._behind.discard)
        return task


class _Pipeline(CloudAdapterBase):
    """botbuilder's own pipeline, unchanged: it authenticates through the `Authenticator` and stores an invoke's
    answer."""


def _report(late: "asyncio.Task[Any]") -> None:
    if not late.cancelled() and (fault := late.exception()):
        log.error("an interaction failed after its answer", exc_info=fault)


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


def _is_loopback(request: web.Request) -> bool:
    """Whether the request comes from this machine, by address and by name: a web page from elsewhere may use a host
    name that points here."""
    host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    return request.remote in ("127.0.0.1", "::1") and host in ("127.0.0.1", "localhost", "[::1]")
