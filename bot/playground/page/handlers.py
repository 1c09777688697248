"""Handlers for the page's routes. `routes` documents the API."""

import mimetypes
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from aiohttp import web

from bot.playground import origin_guard
from bot.playground.page import views as page_views
from bot.playground.page.mailbox import Mailbox
from bot.playground.page.stand_ins import StandInsPanel
from bot.playground.page.stream import Streams
from bot.playground.slack.blocks import elements
from bot.playground.slack.events_out import Delivery
from bot.playground.slack.objects import Json, Message, SlackError, View
from bot.playground.slack.user_forms import Forms
from bot.playground.slack.user_inputs import NotPossible

STATIC = Path(__file__).parents[1] / "static"
_KINDS = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_MAX_MESSAGES = 200


class Page:
    """The page's handlers for one fake Slack."""

    def __init__(self, slack: Forms, mailbox: Mailbox | None = None, stand_ins: StandInsPanel | None = None) -> None:
        self.slack, self.world, self.mailbox, self.stand_ins = slack, slack.world, mailbox, stand_ins
        self.streams = Streams(slack.world, mailbox, stand_ins)

    # ── reading ──

    async def state(self, request: web.Request) -> web.StreamResponse:
        me = request.query.get("as", "")
        if me:
            self._person(me)
        outside: Json = {
            "mailbox": self.mailbox.state() if self.mailbox else None,
            "stand_ins": self.stand_ins.state() if self.stand_ins else [],
        }
        return web.json_response(page_views.state(self.world, me) | outside | {"revision": self.streams.revision})

    async def messages(self, request: web.Request) -> web.StreamResponse:
        user, channel = self._reader(request), request.query.get("channel", "")
        before, size = request.query.get("before", ""), request.query.get("limit", "50")
        limit = min(int(size), _MAX_MESSAGES) if size.isdigit() and int(size) else 50
        lines = [each for each in self.slack.messages(channel, user) if not before or each.ts < before]
        shown = [page_views.message(self.world, each) for each in lines[-limit:]]
        return web.json_response({"messages": shown, "more": len(lines) > limit})

    async def home(self, request: web.Request) -> web.StreamResponse:
        view = self.slack.home(self._reader(request))
        return web.json_response({"view": page_views.view(self.world, view) if view else None})

    async def views(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(page_views.stack(self.world, self._reader(request)))

    async def events(self, request: web.Request) -> web.StreamResponse:
        return await self.streams.serve(request, self._reader(request), origin_guard.HEADERS)

    async def file(self, request: web.Request) -> web.StreamResponse:
        user, stored = self._reader(request), self.world.files.get(request.match_info["file"])
        places = [self.world.channels[each] for each in (stored.channels if stored else [])]
        if stored is None or not any(user in place.members for place in places):
            raise SlackError("file_not_found")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(stored.name, safe='')}"}
        return web.Response(body=stored.content or b"", content_type=stored.mimetype, headers=headers)

    async def static(self, request: web.Request) -> web.StreamResponse:
        path = (STATIC / request.match_info.get("name", "index.html")).resolve()
        if not path.is_relative_to(STATIC.resolve()) or not path.is_file():
            raise web.HTTPNotFound
        kind = _KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return web.FileResponse(path, headers={"Content-Type": kind})

    # ── actions ──

    async def say(self, body: Json) -> Delivery | None:
        return await self.slack.say(self._me(body), *_strings(body, "channel", "text"), _string(body, "thread_ts", ""))

    async def command(self, body: Json) -> Delivery | None:
        return await self.slack.command(
            self._me(body), *_strings(body, "channel", "command"), _string(body, "text", "")
        )

    async def press(self, body: Json) -> Delivery | None:
        user, on, chosen = self._me(body), self._container(body), _object(body, "action")
        block, pressed = _element(on, _string(body, "block_id"), _string(chosen, "action_id"))
        return await self.slack.act(user, on, block, pressed, chosen, _current_values(on, body))

    async def submit(self, body: Json) -> Delivery | None:
        view = self._view(body)
        return await self.slack.submit(self._me(body), view, _current_values(view, body))

    async def close(self, body: Json) -> Delivery | None:
        return await self.slack.close(self._me(body), self._view(body), clear=body.get("clear") is True)

    async def suggest(self, body: Json) -> Delivery | None:
        user, on = self._me(body), self._container(body)
        block, select = _element(on, *_strings(body, "block_id", "action_id"))
        return await self.slack.suggest(user, on, block, select, _string(body, "words", ""))

    async def shortcut(self, body: Json) -> Delivery | None:
        return await self.slack.shortcut(self._me(body), _string(body, "callback_id"))

    async def message_shortcut(self, body: Json) -> Delivery | None:
        on = self.world.message(*_strings(body, "channel", "ts"))
        return await self.slack.message_shortcut(self._me(body), _string(body, "callback_id"), on)

    async def open_home(self, body: Json) -> Delivery | None:
        tab = "messages" if body.get("tab") == "messages" else "home"
        return await self.slack.open_home(self._me(body), tab)

    async def read(self, body: Json) -> None:
        user = self._me(body)
        self.world.mark_read(user, self.slack.place(_string(body, "channel"), user).id, _string(body, "ts", ""))

    async def invite(self, body: Json) -> None:
        self.slack.invite(self._me(body), *_strings(body, "channel", "user"))

    async def dismiss(self, body: Json) -> None:
        self.slack.dismiss(self._me(body), *_strings(body, "channel", "ts"))

    # ── parsing requests ──

    def _person(self, user: str) -> str:
        if self.world.person(user).is_bot:
            raise NotPossible("you can't act as a bot")
        return user

    def _reader(self, request: web.Request) -> str:
        return self._person(request.query.get("as", ""))

    def _me(self, body: Json) -> str:
        return self._person(_string(body, "as"))

    def _view(self, body: Json) -> View:
        return self.world.view(_string(body, "view_id"))

    def _container(self, body: Json) -> Message | View:
        return self._view(body) if body.get("view_id") else self.world.message(*_strings(body, "channel", "ts"))


def _string(body: Json, name: str, default: str | None = None) -> str:
    value = body.get(name, default)
    if not isinstance(value, str) or (default is None and not value):
        raise ValueError(f"{name} must be a string")
    return value


def _strings(body: Json, *names: str) -> tuple[str, str]:
    first, second = names
    return _string(body, first), _string(body, second)


def _object(body: Json, name: str) -> Json:
    value: Any = body.get(name, {})
    if not isinstance(value, dict):
        raise ValueError(f"{name} must be an object")
    return cast(Json, value)


def _element(on: Message | View, block_id: str, action_id: str) -> tuple[Json, Json]:
    for block, element in elements(on.blocks):
        if (block["block_id"], element["action_id"]) == (block_id, action_id):
            return block, element
    raise NotPossible("this no longer exists")


def _current_values(on: Message | View, body: Json) -> Json:
    """The values of inputs that still exist: the page may lag slightly behind a change to the view."""
    block_ids = {block["block_id"] for block, _ in elements(on.blocks)}
    return {block: value for block, value in _object(body, "values").items() if block in block_ids}
