"""Turns Slack's payloads into interactions. One listener per kind of payload; the work is done elsewhere.

Slack allows three seconds for the acknowledgement and for using a trigger, once each (docs.slack.dev/interactivity).
`process_before_response=True`: the listener stores the interaction, then acknowledges; without it, Bolt polls for the
acknowledgement every 10 ms, and acknowledges an event before any listener has seen it.
"""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, cast

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.pipeline.interaction import Answer, Intake, Interaction, Kind, Location, Person
from bot.slack import payloads as read
from bot.slack.courier import SlackCourier
from bot.slack.message_text import message_text
from bot.slack.submissions import FormAnswer
from cards import slack as cards
from cards.slack import forms
from cards.tree import Surface
from connectors.errors import OutsideError
from handlers import incidents
from handlers.replies import Options, Reply
from store.errors import StoreDown

log = logging.getLogger(__name__)

EVERYTHING = re.compile(".*", re.DOTALL)
NAMED, NAMES_WITHIN = 5, 1.0  # mentions per message that are replaced by names; seconds allowed for it, out of three
FORM_BUDGET = 2.0  # seconds that a submission may take before a waiting form is shown
SHORTCUTS = {"search_candidates": "open_search_form", "save_note": "note_from_message"}

Body = dict[str, Any]
Ack = Callable[..., Awaitable[Any]]


class SlackAdapter:
    """Slack's half of the bot: `handle` for HTTP, `app` for Socket Mode."""

    def __init__(
        self, intake: Intake, courier: SlackCourier, *, signing_secret: str, bot_token: str, bot_user: str = ""
    ) -> None:
        self._intake = intake
        self._courier = courier

        async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
            return AuthorizeResult(
                enterprise_id=enterprise_id, team_id=team_id, bot_token=bot_token, bot_user_id=bot_user or None
            )

        self.app = AsyncApp(
            logger=_bolts_log(),
            client=courier.without_token(),  # `authorize` provides it; Bolt warns about two
            signing_secret=signing_secret or None,
            authorize=authorize,
            process_before_response=True,
            request_verification_enabled=bool(signing_secret),
        )
        listen = cast(Any, self.app)  # Bolt's decorators are only partly typed
        listen.command(EVERYTHING)(self._command)
        listen.action(EVERYTHING)(self._press)
        listen.view(EVERYTHING)(self._submit)
        listen.options(EVERYTHING)(self._suggest)
        listen.shortcut(EVERYTHING)(self._shortcut)
        listen.event(EVERYTHING)(self._event)
        self.app.error(_fault)

    async def handle(self, request: web.Request) -> web.Response:
        """POST /slack/events. A payload that Slack would not send gets a 400, never a 500."""
        try:
            answer = await self.app.async_dispatch(await to_bolt_request(request))
        except read.SHAPES as fault:  # Bolt itself fails on some payloads, before our listeners and `_fault`
            log.warning("malformed request: %s", type(fault).__name__)
            return web.Response(status=400, text="malformed")
        if answer.status in (401, 404):
            log.warning("not taken: %s", "Invalid request signature" if answer.status == 401 else "an unknown kind")
        return await to_aiohttp_response(answer)

    # ── one listener per kind ──

    async def _command(self, ack: Ack, body: Body) -> None:
        name = read.word(body, "command").lstrip("/")
        verb = "search_for" if name == "source" else "command"
        channel = read.word(body, "channel_id")
        interaction = Interaction(
            key=f"slack:{read.word(body, 'trigger_id')}",
            kind=Kind.DEFERRED,
            person=read.who(body),
            at=Location(conversation=channel, surface=read.surface_of(channel)),
            verb=verb,
            args={"words": read.unescaped(str(body.get("text") or ""))},
            trigger=read.word(body, "trigger_id"),
            answer_url=str(body.get("response_url", "")),
            received=time.time(),
        )
        try:
            await self._intake.take(interaction)
        except StoreDown as fault:
            await ack(incidents.reported(incidents.NOTHING_DONE, interaction.verb, fault))
            return
        await ack()

    async def _press(self, ack: Ack, body: Body) -> None:
        pressed = cast("list[Body]", body.get("actions") or [{}])[0]
        if pressed.get("type") != "button":  # a link button, a select: nothing to do
            if pressed.get("type") is None:
                raise read.Malformed("a press without an action")
            await ack()
            return
        verb, args, values = cards.read_press(body)
        if not verb:  # a link button only opens its address
            await ack()
            return
        interaction = Interaction(
            key=f"slack:{read.word(body, 'trigger_id')}",
            kind=Kind.DEFERRED,
            person=read.who(body),
            at=read.where(body),
            verb=verb,
            args=args,
            values=values,
            trigger=read.word(body, "trigger_id"),
            answer_url=str(body.get("response_url", "")),
            received=time.time(),
        )
        await self._take(interaction)
        await ack()

    async def _take(self, interaction: Interaction) -> None:
        """Store the interaction; if it cannot be stored, say so to the person, because Slack would not resend it."""
        try:
            await self._intake.take(interaction)
        except StoreDown as fault:
            await self._tell(interaction, incidents.reported(incidents.NOTHING_DONE, interaction.verb, fault))

    async def _tell(self, interaction: Interaction, words: str) -> None:
        try:
            await self._courier.tell(interaction, words)
        except OutsideError as silent:
            log.warning("could not notify the person: %s", silent)

    async def _submit(self, ack: Ack, body: Body) -> None:
        view = cast(Body, body["view"])
        verb, args, values = cards.read_press({"view": view})
        interaction = Interaction(
            key=f"slack:{read.word(body, 'trigger_id')}",
            kind=Kind.ANSWERED,
            person=read.who(body),
            at=read.where(body),
            verb=verb,
            args=args,
            values=values,
            received=time.time(),
        )
        respond = FormAnswer(self._courier, interaction, view)
        answering = asyncio.ensure_future(self._intake.answer(interaction, respond))
        answering.add_done_callback(lambda task: task.cancelled() or task.exception())  # retrieved even if late
        finished, _ = await asyncio.wait({answering}, timeout=FORM_BUDGET)
        if not finished:
            respond.too_late()  # the intake holds on to the task; the form is redrawn when the task is done
            await ack(response_action="update", view=forms.notice("One moment, this is taking a little longer…"))
            return
        try:
            answer = answering.result()
        except StoreDown as fault:
            answer = forms.first_field_error(view, incidents.reported(incidents.NOTHING_DONE, verb, fault))
        await ack(**answer)

    async def _suggest(self, ack: Ack, body: Body) -> None:
        source, text = cards.read_suggest(body)
        interaction = Interaction(
            key="",
            kind=Kind.PASSING,
            person=read.who(body),
            at=read.where(body),
            verb="suggest",
            args={"source": source, "words": text},
            received=time.time(),
        )
        await ack(**await self._intake.answer(interaction, _options))

    async def _shortcut(self, ack: Ack, body: Body) -> None:
        verb = SHORTCUTS.get(read.word(body, "callback_id"))
        if verb is None:
            raise read.Malformed("an unknown shortcut")
        message = cast(Body, body.get("message") or {})
        args: Body = {}
        if message:
            text = await self._with_names(message_text(message), read.who(body))
            args = {"text": read.unescaped(text), "link": read.permalink(body)}
        await self._take(
            Interaction(
                key=f"slack:{read.word(body, 'trigger_id')}",
                kind=Kind.DEFERRED,
                person=read.who(body),
                at=Location(conversation=read.channel_of(body), surface=read.surface_of(read.channel_of(body))),
                verb=verb,
                args=args,
                trigger=read.word(body, "trigger_id"),
                answer_url=str(body.get("response_url", "")),
                received=time.time(),
            )
        )
        await ack()

    async def _with_names(self, text: str, asked_by: Person) -> str:
        """Replace mentions with names, if Slack returns them in time: readers of the note don't know the ids."""
        ids = list(dict.fromkeys(read.MENTION.findall(text)))[:NAMED]
        asking = (asyncio.wait_for(self._courier.look_up(replace(asked_by, user=each)), NAMES_WITHIN) for each in ids)
        found = await asyncio.gather(*asking, return_exceptions=True)
        names = {each: known.name for each, known in zip(ids, found, strict=True) if isinstance(known, Person)}
        return read.MENTION.sub(lambda mark: f"@{names.get(mark[1]) or mark[1]}", text)

    async def _event(self, ack: Ack, body: Body, request: AsyncBoltRequest) -> None:
        event = cast(Body, body["event"])
        interaction = read.happened(body, event)
        if interaction is not None:
            try:
                await self._intake.take(interaction)
            except StoreDown as fault:
                if interaction.at.surface is not Surface.HOME and "x-slack-retry-num" not in request.headers:
                    await self._tell(interaction, incidents.reported(incidents.DATABASE, interaction.verb, fault))
                raise  # not acknowledged, so Slack sends it again
        await ack()


def _bolts_log() -> logging.Logger:
    """Bolt's logger, set to errors only: Bolt would log every request that it rejects in full, including people's names
    and what they wrote."""
    bolts = logging.getLogger("slack_bolt")
    bolts.setLevel(logging.ERROR)
    return bolts


async def _fault(error: Exception) -> BoltResponse:
    """Respond to what a listener raised: the database is down, or the payload is malformed."""
    if isinstance(error, StoreDown):
        log.error("not stored, so not acknowledged: %s", error)
        return BoltResponse(status=503, body="try again")
    if isinstance(error, read.SHAPES):
        log.warning("malformed request: %s: %s", type(error).__name__, error)
        return BoltResponse(status=400, body="malformed")
    log.error("a fault in the Slack adapter", exc_info=error)
    return BoltResponse(status=500, body="fault")


async def _options(replies: tuple[Reply, ...]) -> Answer:
    offered = next((reply.options for reply in replies if isinstance(reply, Options)), ())
    return Answer({"options": cards.suggestions(offered)})
