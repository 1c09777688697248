"""A fake workspace, Slack's own client for it, and a small app controlled by the test."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import FakeSlack
from tests.fakes.slack import SIGNING_SECRET, Clock, client, slack_workspace

Answer = Callable[[dict[str, Any]], Awaitable[web.Response] | web.Response]


class TinyApp:
    """An app behind `/slack/events`: verifies signatures with Slack's code, records requests, replies with `answer`."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.payloads: list[dict[str, Any]] = []
        self.answer: Answer = lambda payload: web.Response()
        self._verifier = SignatureVerifier(SIGNING_SECRET)

    async def serve(self, request: web.Request) -> web.Response:
        raw = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        if not self._verifier.is_valid_request(raw, headers):
            return web.Response(status=401)
        if request.content_type == "application/json":
            payload = json.loads(raw)
        else:
            fields = {name: values[0] for name, values in parse_qs(raw.decode(), keep_blank_values=True).items()}
            payload = json.loads(fields["payload"]) if "payload" in fields else fields
        self.requests.append((headers, raw))
        self.payloads.append(payload)
        answer = self.answer(payload)
        return answer if isinstance(answer, web.Response) else await answer


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def fake(clock: Clock) -> AsyncIterator[FakeSlack]:
    async with slack_workspace(clock=clock) as fake:
        fake.echoes = False
        yield fake


@pytest.fixture
async def web_client(fake: FakeSlack) -> AsyncWebClient:
    return client(fake)


@pytest.fixture
async def tiny(fake: FakeSlack) -> AsyncIterator[TinyApp]:
    async with tiny_app(fake) as made:
        yield made


@asynccontextmanager
async def tiny_app(fake: FakeSlack) -> AsyncIterator[TinyApp]:
    """A running app on its own port, known to the workspace."""
    made = TinyApp()
    app = web.Application()
    app.router.add_post("/slack/events", made.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.01)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    fake.bot_url = f"http://{host}:{port}/slack/events"
    yield made
    await runner.cleanup()
