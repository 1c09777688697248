"""Slack for the tests: the playground's workspace on its own port, with a clock that can be set forward."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import FakeSlack, add_routes
from bot.playground.slack.seed import northwind

SIGNING_SECRET = "signing-secret-of-the-tests"
BOT_TOKEN, APP_TOKEN = "xoxb-of-the-tests", "xapp-of-the-tests"


class Clock:
    """The real time, set forward by `ahead` seconds."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@asynccontextmanager
async def slack_workspace(
    *,
    bot_url: str = "",
    clock: Clock | None = None,
    snapshot_file: Path | None = None,
    shutdown_seconds: float = 1,
    port: int = 0,
) -> AsyncIterator[FakeSlack]:
    """The Northwind workspace, on a free port unless one is given. Give the app `fake.api_url`, BOT_TOKEN and
    SIGNING_SECRET; set `fake.bot_url` to its `/slack/events`, before or after."""
    fake = FakeSlack(
        northwind(clock or time.time),
        signing_secret=SIGNING_SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        bot_url=bot_url,
        snapshot_file=snapshot_file,
    )
    app = web.Application()
    add_routes(app, fake)
    runner = web.AppRunner(app, shutdown_timeout=shutdown_seconds)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    host, port = runner.addresses[0][:2]
    fake.address = f"http://{host}:{port}/playground-slack/"
    try:
        yield fake
    finally:
        await runner.cleanup()


def client(fake: FakeSlack, token: str = BOT_TOKEN) -> AsyncWebClient:
    """Slack's own client, without retries, so that a test sees every answer."""
    return AsyncWebClient(token=token, base_url=fake.api_url, retry_handlers=[])
