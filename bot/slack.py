"""What Slack sends, read into interactions. One listener per kind of payload; the work is done elsewhere.

Slack gives three seconds for the acknowledgement and for a trigger, once each (docs.slack.dev/interactivity).
`process_before_response=True`: the listener keeps the interaction and acknowledges; without it bolt polls for the
acknowledgement every 10 ms, and acknowledges an event before anything has seen it.
"""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any, cast

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from bot.interaction import Answer, At, Intake, Interaction, Kind, Person
from bot.slack_courier import SlackCourier
from bot.slack_forms import FormAnswer
from cards import slack as cards
from cards.actions import Typed
from cards.tree import Surface
from handlers.replies import Options, Reply
from store.errors import StoreDown

log = logging.getLogger(__name__)

EVERYTHING = re.compile(".*", re.DOTALL)
FORM_BUDGET = 2.0  # seconds a submission may take before a waiting form is shown
SHORTCUTS = {"search_candidates": "open_search_form", "save_note": "note_from_message"}
NOT_KEPT = "Sourcer cannot reach its database right now, so this was not done. Try again in a minute."

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
            client=courier.without_token(),  # `authorize` gives it; bolt warns of two
            signing_secret=signing_secret or None,
            authorize=authorize,
            process_before_response=True,
            request_verification_enabled=bool(signing_secret),
        )
        listen = cast(Any, self.app)  # bolt's decorators are typed in part only
        listen.command(EVERYTHING)(self._command)
        listen.action(EVERYTHING)(self._press)
        listen.view(EVERYTHING)(self._submit)
        listen.options(EVERYTHING)(self._suggest)
        listen.shortcut(EVERYTHING)(self._shortcut)
        listen.event(EVERYTHING)(self._event)
        self.app.error(_fault)

    async def handle(self, request: web.Request) -> web.Response:
        """POST /slack/events. What is not Slack's shape is answered 400, never 500."""
        try:
            answer = await self.app.async_dispatch(await to_bolt_request(request))
        except SHAPES as fault:  # bolt itself stumbles over other shapes, before our listeners and `_fault`
            log.warning("malformed request: %s", type(fault).__name__)
            return web.Response(status=400, text="malformed")
        if answer.status in (401, 404):
            log.warning("not taken: %s", "Invalid request signature" if answer.status == 401 else "an unknown kind")
        return await to_aiohttp_response(answer)

    # ── one listener per kind ──

    async def _command(self, ack: Ack, body: Body) -> None:
        name = _word(body, "command").lstrip("/")
        verb = "search_for" if name == "source" else "command"
        channel = _word(body, "channel_id")
        did = Interaction(
            key=f"slack:{_word(body, 'trigger_id')}",
            kind=Kind.DEFERRED,
            person=_person(body),
            at=At(conversation=channel, surface=_surface(channel)),
            verb=verb,
            args={"words": str(body.get("text", ""))},
            trigger=_word(body, "trigger_id"),
            answer_url=str(body.get("response_url", "")),
            received=time.time(),
        )
        try:
            await self._intake.take(did)
        except StoreDown as fault:
            log.error("a command was not kept: %s", fault)
            await ack(NOT_KEPT)
            return
        await ack()

    async def _press(self, ack: Ack, body: Body) -> None:
        pressed = cast("list[Body]", body.get("actions") or [{}])[0]
        if pressed.get("type") != "button":  # a link button, a select: nothing to do
            if pressed.get("type") is None:
                raise Malformed("a press without an action")
            await ack()
            return
        verb, args = cards.read_press(pressed)
        if not verb:  # a link button only opens its address
            await ack()
            return
        view = cast(Body, body.get("view") or {})
        await self._intake.take(
            Interaction(
                key=f"slack:{_word(body, 'trigger_id')}",
                kind=Kind.DEFERRED,
                person=_person(body),
                at=_at(body),
                verb=verb,
                args=args,
                values=_values(view),
                trigger=_word(body, "trigger_id"),
                answer_url=str(body.get("response_url", "")),
                received=time.time(),
            )
        )
        await ack()

    async def _submit(self, ack: Ack, body: Body) -> None:
        view = cast(Body, body["view"])
        verb, args = cards.read_submit(view)
        did = Interaction(
            key=f"slack:{_word(body, 'trigger_id')}",
            kind=Kind.ANSWERED,
            person=_person(body),
            at=_at(body),
            verb=verb,
            args=args,
            values=_values(view),
            received=time.time(),
        )
        respond = FormAnswer(self._courier, did, view)
        answering = asyncio.ensure_future(self._intake.answer(did, respond))
        answering.add_done_callback(lambda task: task.cancelled() or task.exception())  # read, also when late
        finished, _ = await asyncio.wait({answering}, timeout=FORM_BUDGET)
        if not finished:
            respond.late = True  # the intake keeps the task; the form is redrawn when it is done
            await ack(response_action="update", view=cards.notice("One moment, this takes a little longer…"))
            return
        try:
            answer = answering.result()
        except StoreDown as fault:
            log.error("a submission was not kept: %s", fault)
            answer = cards.first_field_error(view, NOT_KEPT)
        await ack(**answer)

    async def _suggest(self, ack: Ack, body: Body) -> None:
        did = Interaction(
            key="",
            kind=Kind.PASSING,
            person=_person(body),
            at=_at(body),
            verb="suggest",
            args={"source": cards.read_suggest(_word(body, "action_id")), "words": str(body.get("value", ""))},
            received=time.time(),
        )
        await ack(**await self._intake.answer(did, _options))

    async def _shortcut(self, ack: Ack, body: Body) -> None:
        verb = SHORTCUTS.get(_word(body, "callback_id"))
        if verb is None:
            raise Malformed("an unknown shortcut")
        message = cast(Body, body.get("message") or {})
        args: Body = {"text": unescaped(str(message.get("text", ""))), "link": _permalink(body)} if message else {}
        await self._intake.take(
            Interaction(
                key=f"slack:{_word(body, 'trigger_id')}",
                kind=Kind.DEFERRED,
                person=_person(body),
                at=At(conversation=_channel(body), surface=_surface(_channel(body))),
                verb=verb,
                args=args,
                trigger=_word(body, "trigger_id"),
                answer_url=str(body.get("response_url", "")),
                received=time.time(),
            )
        )
        await ack()

    async def _event(self, ack: Ack, body: Body) -> None:
        event = cast(Body, body["event"])
        did = _read_event(body, event)
        if did is not None:
            await self._intake.take(did)
        await ack()


def _bolts_log() -> logging.Logger:
    """Bolt writes the requests that it does not take to its log, whole: people's names and words."""
    bolts = logging.getLogger("slack_bolt")
    bolts.setLevel(logging.ERROR)
    return bolts


class Malformed(ValueError):
    """Signed, but not what Slack sends."""


SHAPES = (ValueError, KeyError, TypeError, AttributeError, IndexError)  # what reading a wrong shape raises


async def _fault(error: Exception) -> BoltResponse:
    """What a listener raised: the database, or a payload that is not Slack's shape."""
    if isinstance(error, StoreDown):
        log.error("not kept, so not acknowledged: %s", error)
        return BoltResponse(status=503, body="try again")
    if isinstance(error, SHAPES):
        log.warning("malformed request: %s: %s", type(error).__name__, error)
        return BoltResponse(status=400, body="malformed")
    log.error("a fault in the Slack adapter", exc_info=error)
    return BoltResponse(status=500, body="fault")


async def _options(replies: tuple[Reply, ...]) -> Answer:
    for reply in replies:
        if isinstance(reply, Options):
            return Answer(cards.suggestions(reply.options))
    return Answer(cards.suggestions(()))


# ── reading ────────────────────────────────────────────────────────────────────


def _word(body: Body, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise Malformed(f"no {name}")
    return value


def _id_of(body: Body, name: str) -> str:
    value = body.get(name)
    return str(cast(Body, value).get("id") or "") if isinstance(value, dict) else str(value or "")


def _person(body: Body) -> Person:
    user = _id_of(body, "user") or str(body.get("user_id") or "")
    # the team the app is installed in: for a person from elsewhere in a shared channel, `user.team_id` differs
    team = _id_of(body, "team") or str(body.get("team_id") or "") or _id_of(body, "enterprise")
    if not user or not team:
        raise Malformed("no user or no team")
    return Person(platform="slack", workspace=team, user=user)


def _channel(body: Body) -> str:
    return _id_of(body, "channel") or str(body.get("channel_id") or "")


def _surface(channel: str) -> Surface:
    return Surface.PERSONAL if channel.startswith("D") else Surface.CHANNEL


def _at(body: Body) -> At:
    """Where it was pressed; for a form, where it was opened from, which its metadata tells."""
    view = cast(Body, body.get("view") or {})
    if view.get("type") == "home":
        return At(conversation="", surface=Surface.HOME)
    if view:
        kept = cards.read_metadata(view)
        surface = kept.get("s", "")
        return At(
            conversation=str(kept.get("c", "")),
            surface=Surface(surface) if surface in {s.value for s in Surface} else Surface.PERSONAL,
            message=str(kept.get("t", "")),
            view=str(view.get("id", "")),
            view_hash=str(view.get("hash", "")),
        )
    container = cast(Body, body.get("container") or {})
    channel = _channel(body) or str(container.get("channel_id") or "")
    ephemeral = bool(container.get("is_ephemeral"))
    return At(channel, _surface(channel), message="" if ephemeral else str(container.get("message_ts") or ""))


def _values(view: Body) -> dict[str, Typed]:
    state = cast(Body, view.get("state") or {})
    return cards.read_values(cast(Body, state.get("values") or {}))


def _permalink(body: Body) -> str:
    domain, channel = cast(Body, body.get("team") or {}).get("domain", ""), _channel(body)
    stamp = str(body.get("message_ts") or "").replace(".", "")
    return f"https://{domain}.slack.com/archives/{channel}/p{stamp}" if domain and stamp.isdigit() else ""


_AT_MENTION = re.compile(r"^\s*<@[A-Z0-9]+>\s*")


def _read_event(body: Body, event: Body) -> Interaction | None:
    """An event that is ours to answer; None for the others, which are only acknowledged."""
    kind = event.get("type")
    user = event.get("user")
    if not isinstance(user, str) or event.get("bot_id") or event.get("subtype"):
        return None
    channel = str(event.get("channel") or "")
    args: Body = {}
    if kind == "app_home_opened" and event.get("tab") == "home":
        verb, at = "open_home", At("", Surface.HOME)
    elif kind == "app_mention":
        verb, at = "command", At(channel, _surface(channel))
        args = {"words": unescaped(_AT_MENTION.sub("", str(event.get("text", ""))))}
    elif kind == "message" and event.get("channel_type") == "im":
        verb, at = "command", At(channel, Surface.PERSONAL)
        args = {"words": unescaped(str(event.get("text", "")))}
    else:
        return None
    return Interaction(
        key=f"slack:{_word(body, 'event_id')}",
        kind=Kind.DEFERRED,
        person=Person("slack", _word(body, "team_id"), user),
        at=at,
        verb=verb,
        args=args,
        received=time.time(),
    )


_MARK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


def unescaped(text: str) -> str:
    """Words as a person typed them: Slack wraps links and escapes three characters in message text
    (docs.slack.dev/messaging/formatting-message-text)."""
    text = _MARK.sub(lambda mark: mark[2] or mark[1].removeprefix("mailto:"), text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
