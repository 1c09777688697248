"""Server-sent events: each open tab receives the changes that its person may see."""

import asyncio
import json
import secrets
from collections.abc import Mapping

from aiohttp import web

from bot.playground.page import views
from bot.playground.page.mailbox import Mailbox
from bot.playground.page.stand_ins import StandInsPanel
from bot.playground.slack.objects import Json
from bot.playground.slack.workspace import Change, Workspace

HEARTBEAT = 15.0  # seconds
_WAITING = 1_000  # changes a tab may lag behind before it has to reload everything


class Streams:
    """All open tabs. `revision` counts changes; `run` identifies this run of the server."""

    def __init__(
        self, world: Workspace, mailbox: Mailbox | None = None, stand_ins: StandInsPanel | None = None
    ) -> None:
        self.revision, self.run = 0, secrets.token_hex(4)
        self._world, self._mailbox, self._stand_ins = world, mailbox, stand_ins
        self._tabs: set[asyncio.Queue[Change | None]] = set()
        world.listeners.append(self._on_change)

    def _on_change(self, change: Change) -> None:
        self.revision += 1
        for tab in tuple(self._tabs):
            self._put(tab, change)

    def _put(self, tab: asyncio.Queue[Change | None], change: Change | None) -> None:
        if tab.full():  # a tab that doesn't read: disconnect it, and its browser reconnects and reloads
            while not tab.empty():
                tab.get_nowait()
            change = None
        tab.put_nowait(change)

    async def stop(self, _: web.Application) -> None:
        for tab in tuple(self._tabs):
            self._put(tab, None)

    async def serve(self, request: web.Request, user: str, headers: Mapping[str, str]) -> web.StreamResponse:
        response = web.StreamResponse(headers={**headers, "Content-Type": "text/event-stream"})
        tab: asyncio.Queue[Change | None] = asyncio.Queue(_WAITING)
        self._tabs.add(tab)
        try:
            await response.prepare(request)
            await response.write(_event("hello", {"revision": self.revision, "run": self.run}))
            await self._follow(response, tab, user)
        except ConnectionResetError:
            pass  # the tab was closed
        finally:
            self._tabs.discard(tab)
        return response

    async def _follow(self, response: web.StreamResponse, tab: asyncio.Queue[Change | None], user: str) -> None:
        while True:
            try:
                change = await asyncio.wait_for(tab.get(), HEARTBEAT)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if change is None:
                return
            if event := self._event_for(change, user):
                await response.write(_event(*event))

    def _event_for(self, change: Change, user: str) -> tuple[str, Json] | None:
        """The event for this person; None if the person may not see the change or the change is outdated."""
        world = self._world
        if change.user and change.user != user:
            return None
        match change.what:
            case "mailbox":
                return (change.what, self._mailbox.state()) if self._mailbox else None
            case "stand_ins":
                return (change.what, {"stand_ins": self._stand_ins.state()}) if self._stand_ins else None
            case "views":
                return change.what, views.stack(world, user)
            case "home":
                view = world.homes.get(user)
                return ("home", {"view": views.view(world, view)}) if view else None
            case _:
                channel = world.channels.get(change.channel)
        if channel is None or user not in channel.members:
            return None
        if change.what == "channel":
            return "channel", views.channel(world, channel, user)
        if change.what == "gone":
            return "gone", {"channel": channel.id, "ts": change.ts}
        line = world.messages[channel.id].get(change.ts)
        return ("message", {"channel": channel.id, "message": views.message(world, line)}) if line else None


def _event(name: str, data: Json) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
