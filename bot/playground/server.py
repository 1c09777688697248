"""The fake Slack as a whole: state, Web API, sender, and where each is mounted."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from aiohttp import web

from bot.playground.page import origin_guard, routes
from bot.playground.page.mailbox import Mailbox
from bot.playground.slack import api_chat, api_files, snapshot, socket_mode
from bot.playground.slack.events_out import Delivery, Sender
from bot.playground.slack.objects import Json, SlackError
from bot.playground.slack.socket_mode import Socket
from bot.playground.slack.user_forms import Forms
from bot.playground.slack.web_api import LARGEST_BODY, Call, WebApi
from bot.playground.slack.workspace import Workspace


class FakeSlack(Forms):
    """A Slack workspace with memory, and the hands of its people.

    `bot_url` is the app's `/slack/events`. `address` is where the app finds this fake: `SLACK_API_URL` is
    `address + "api/"`. Both may be set once the ports are known. The clock is the workspace's;
    `signs_at` is that of the signatures, where an app that keeps the real time is not to find them stale.
    `calls` is what the app asked of the Web API, `sent` what it was sent.
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
        """The calls of one method, refused ones too."""
        return [call for call in self.calls if call.method == method]

    def throttle(self, method: str, times: int = 1, retry_after: int = 1) -> None:
        """The next calls of a method ("*": any) get 429 with Retry-After in seconds."""
        self.web_api.throttle(method, times, retry_after)

    def fail(self, method: str, error: str, times: int = 1) -> None:
        """The next calls of a method get Slack's error of that name."""
        self.web_api.fail(method, error, times)

    def hang(self, method: str, seconds: float, times: int = 1) -> None:
        """The next calls of a method are answered late."""
        self.web_api.hang(method, seconds, times)

    def outage(self, method: str, status: int = 503, times: int = 1) -> None:
        """The next calls of a method get a bare HTTP error."""
        self.web_api.outage(method, status, times)

    async def disconnect_sockets(self, reason: str = "refresh_requested") -> None:
        for socket in tuple(self.sockets):
            await socket.disconnect(reason)

    def _line(self) -> Socket | None:
        return self.sockets[-1] if self.sockets else None

    async def stop(self) -> None:
        """Ends what is still being sent, and keeps the conversations when there is a file for them."""
        for task in tuple(self._tasks):
            task.cancel()
        await self.sender.close()
        if self.snapshot_file:
            await snapshot.save(self.snapshot_file, self.world)


# ── what the app finds: Web API, response addresses, uploads, sockets ──


async def _response(fake: FakeSlack, request: web.Request) -> web.StreamResponse:
    """A response address is called; a fault is plain text, as Slack answers it."""
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
    """What the app is told is Slack; mount it where `fake.address` says."""
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


def add_routes(app: web.Application, fake: FakeSlack, mailbox: Mailbox | None = None) -> None:
    """Mounts the page under /playground and Slack's side under /playground-slack."""
    app.add_subapp("/playground-slack", slack_app(fake))
    routes.mount(app, fake, mailbox)
