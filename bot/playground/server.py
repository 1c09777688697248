"""The complete fake Slack: state, Web API, event sender, and routes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from aiohttp import web

from bot.playground import origin_guard
from bot.playground.page import routes
from bot.playground.page.mailbox import Mailbox
from bot.playground.page.stand_ins import StandInsPanel
from bot.playground.slack import api_chat, api_files, snapshot, socket_mode
from bot.playground.slack.events_out import Delivery, Sender
from bot.playground.slack.objects import Json, SlackError
from bot.playground.slack.socket_mode import Socket
from bot.playground.slack.user_forms import Forms
from bot.playground.slack.web_api import LARGEST_BODY, Call, WebApi
from bot.playground.slack.workspace import Workspace


class FakeSlack(Forms):
    """A stateful Slack workspace, and methods to act as its people.

    `bot_url` is the app's `/slack/events`. `address` is where the app reaches this fake: `SLACK_API_URL` is
    `address + "api/"`. Both may be set once the ports are known. `signature_clock` is used for signatures instead of
    the workspace's clock, so that an app running on real time doesn't consider them stale.
    `calls` records the app's Web API calls, `sent` the requests sent to it.
    """

    def __init__(
        self,
        world: Workspace,
        *,
        signing_secret: str,
        bot_token: str,
        app_token: str = "",
        bot_url: str = "",
        address: str = "",
        snapshot_file: Path | None = None,
        signature_clock: Callable[[], float] | None = None,
    ) -> None:
        self.address = address
        self.sockets: list[Socket] = []
        self.snapshot_file = snapshot_file
        super().__init__(
            world, Sender(signing_secret, bot_url, signature_clock or world.clock, self._line), lambda: self.address
        )
        self.web_api = WebApi(self.api, bot_token, app_token)
        if snapshot_file:
            snapshot.load(snapshot_file, world)

    @property
    def api_url(self) -> str:
        """The value for SLACK_API_URL."""
        return self.address + "api/"

    @property
    def bot_url(self) -> str:
        return self.sender.bot_url

    @bot_url.setter
    def bot_url(self, url: str) -> None:
        self.sender.bot_url = url

    @property
    def calls(self) -> list[Call]:
        return self.web_api.calls

    @property
    def sent(self) -> list[Delivery]:
        return self.sender.sent

    def called(self, method: str) -> list[Call]:
        """The calls to one method, including failed calls."""
        return [call for call in self.calls if call.method == method]

    def throttle(self, method: str, times: int = 1, retry_after: int = 1) -> None:
        """Answer the next calls to a method ("*": any) with 429 and Retry-After in seconds."""
        self.web_api.throttle(method, times, retry_after)

    def fail(self, method: str, error: str, times: int = 1) -> None:
        """Answer the next calls to a method with this Slack error."""
        self.web_api.fail(method, error, times)

    def hang(self, method: str, seconds: float, times: int = 1) -> None:
        """Answer the next calls to a method after a delay."""
        self.web_api.hang(method, seconds, times)

    def outage(self, method: str, status: int = 503, times: int = 1) -> None:
        """Answer the next calls to a method with a bare HTTP error."""
        self.web_api.outage(method, status, times)

    async def disconnect_sockets(self, reason: str = "refresh_requested") -> None:
        for socket in tuple(self.sockets):
            await socket.disconnect(reason)

    def _line(self) -> Socket | None:
        return self.sockets[-1] if self.sockets else None

    async def stop(self) -> None:
        """Cancel what is still being sent, and save the conversations if there is a snapshot file."""
        for task in tuple(self._tasks):
            task.cancel()
        await self.sender.close()
        if self.snapshot_file:
            await snapshot.save(self.snapshot_file, self.world)


# ── routes for the app: Web API, response URLs, uploads, sockets ──


async def _response(fake: FakeSlack, request: web.Request) -> web.StreamResponse:
    """Handle a POST to a response URL; errors are plain text, as in Slack."""
    try:
        body: Any = await request.json()
        if not isinstance(body, dict):
            raise SlackError("invalid_payload")
        api_chat.answer(fake.api, request.match_info["key"], cast(Json, body))
    except ValueError:
        return web.Response(status=400, text="invalid_payload")
    except SlackError as refusal:
        gone = refusal.name in ("used_url", "expired_url")
        return web.Response(status=404 if gone else 400, text=refusal.name)
    return web.Response(text="ok")


async def _upload(fake: FakeSlack, request: web.Request) -> web.StreamResponse:
    content = await request.read()
    try:
        api_files.receive(fake.api, request.match_info["file"], content)
    except SlackError as refusal:
        return web.Response(status=404, text=refusal.name)
    return web.Response(text=f"OK - {len(content)}")


async def _socket(fake: FakeSlack, request: web.Request) -> web.StreamResponse:
    if fake.api.sockets.pop(request.query.get("ticket", ""), None) is None:
        raise web.HTTPForbidden(text="link_disabled")
    return await socket_mode.serve(request, fake.sockets, fake.world.app.id)


def _with(fake: FakeSlack, handler: Callable[[FakeSlack, web.Request], Any]) -> Callable[[web.Request], Any]:
    async def handle(request: web.Request) -> web.StreamResponse:
        return await handler(fake, request)

    return handle


def slack_app(fake: FakeSlack) -> web.Application:
    """The routes that stand in for Slack's own; mount them at `fake.address`."""
    app = web.Application(middlewares=[origin_guard.loopback_only], client_max_size=LARGEST_BODY)
    app.router.add_route("*", "/api/{method}", fake.web_api.serve)
    app.router.add_post("/response/{key:.+}", _with(fake, _response))
    app.router.add_post("/upload/{file}", _with(fake, _upload))
    app.router.add_get("/socket", _with(fake, _socket))

    async def hang_up(_: web.Application) -> None:
        await fake.disconnect_sockets("server_shutdown")

    async def close(_: web.Application) -> None:
        await fake.stop()

    app.on_shutdown.append(hang_up)
    app.on_cleanup.append(close)
    return app


def add_routes(
    app: web.Application, fake: FakeSlack, mailbox: Mailbox | None = None, stand_ins: StandInsPanel | None = None
) -> None:
    """Mount the page under /playground and the fake Slack under /playground-slack."""
    app.add_subapp("/playground-slack", slack_app(fake))
    routes.mount(app, fake, mailbox, stand_ins)
