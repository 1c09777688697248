"""The database is away for a moment after a source was asked: what was bought is stored once it is back."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground.sources.dice import FakeDice
from tests.chat.base import Chat, Clock, Someone
from tests.chat.slack import slack_chat
from tests.chat.teams import teams_chat
from tests.fakes.line import Line, line_to
from tests.flows.test_unlock import BOUGHT, ana, fake, view
from tests.servers.postgres import Postgres

__all__ = ["ana", "fake"]


@pytest.fixture
async def line(server: Postgres) -> AsyncIterator[Line]:
    async with line_to("127.0.0.1", server.port) as there:
        yield there


@pytest.fixture(params=["slack", "teams"])
async def chat(
    request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, fake: FakeDice, server: Postgres, line: Line
) -> AsyncIterator[Chat]:
    name = await server.create()
    url = f"postgresql+asyncpg://postgres@127.0.0.1:{line.port}/{name}"
    more = {"source_urls": {"dice": fake.address}, "database_url": url}
    opened = slack_chat(tmp_path, clock, **more) if request.param == "slack" else teams_chat(tmp_path, clock, **more)
    async with opened as there:
        yield there
        await line.restore()


async def test_what_was_bought_is_stored_when_the_database_is_back(
    chat: Chat, ana: Someone, fake: FakeDice, line: Line
):
    await view(ana)
    await ana.press("Unlock on Dice (1 of 37 views)")
    fake.gate = asyncio.Event()
    pressed = asyncio.create_task(ana.submit())
    while "GET /v2/profiles/d1" not in fake.asked:
        await asyncio.sleep(0.01)
    await line.cut()
    fake.gate.set()
    await asyncio.sleep(0.2)
    await line.restore()
    await pressed
    assert BOUGHT in await view(ana)
    assert (fake.asked.count("GET /v2/profiles/d1"), fake.views_left) == (1, 36)
