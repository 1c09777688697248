"""Acknowledged work is finished even if the process is killed between the acknowledgement and the work.

The fake Slack holds the process at a chosen call, so that the moment of the kill is known."""

import asyncio
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.playground.server import FakeSlack
from bot.playground.slack import seed
from tests.bot.slack.process import serving
from tests.fakes.slack import slack_workspace

pytestmark = pytest.mark.timeout(120)


def cards(fake: FakeSlack, user: str) -> list[str]:
    return [str(message.blocks) for message in fake.messages(fake.dm(user), user) if message.by_app and message.blocks]


async def called(fake: FakeSlack, method: str, times: int = 1) -> None:
    await fake.until(lambda: len(fake.called(method)) >= times, seconds=20)


async def test_a_command_killed_after_its_acknowledgement_is_answered_by_the_next_process(tmp_path: Path):
    async with slack_workspace() as fake, serving(fake, tmp_path) as process:
        fake.hang("users.info", seconds=30)  # before any work is done
        delivery = await fake.command(seed.SAM, fake.dm(seed.SAM), "/sourcer", "help")
        assert delivery.status == 200
        await called(fake, "users.info")
        await process.stop(signal.SIGKILL)
        assert cards(fake, seed.SAM) == []

        await process.start()
        await called(fake, "chat.postMessage")
        await asyncio.sleep(0.5)
        assert len(cards(fake, seed.SAM)) == 1
        again = await fake.redeliver(delivery)  # as if Slack had missed the acknowledgement
        assert again.status == 200
        await asyncio.sleep(0.5)
        assert len(cards(fake, seed.SAM)) == 1


async def test_work_killed_after_its_effect_is_shown_but_not_repeated(tmp_path: Path):
    async with slack_workspace() as fake, serving(fake, tmp_path) as process:
        fake.hang("chat.postMessage", seconds=30)  # the search is in the store, its card not yet posted
        await fake.command(seed.SAM, fake.dm(seed.SAM), "/source", "nurse in Boston")
        await called(fake, "chat.postMessage")
        await process.stop(signal.SIGKILL)
        await process.start()
        await called(fake, "chat.postMessage", 2)
        await fake.until(lambda: cards(fake, seed.SAM), seconds=10)
        assert "nurse" in cards(fake, seed.SAM)[-1]
    with closing(sqlite3.connect(tmp_path / "sourcer.db")) as db:
        [(rows,)] = db.execute("SELECT count(*) FROM searches")
    assert rows == 1


async def test_on_shutdown_it_finishes_running_work(tmp_path: Path):
    async with slack_workspace() as fake, serving(fake, tmp_path) as process:
        fake.hang("chat.postMessage", seconds=1.5)
        await fake.command(seed.SAM, fake.dm(seed.SAM), "/sourcer", "help")
        await called(fake, "chat.postMessage")
        assert await process.stop(signal.SIGTERM) == 0
        assert len(cards(fake, seed.SAM)) == 1


async def test_on_shutdown_slow_work_is_left_to_the_next_process(tmp_path: Path):
    async with slack_workspace() as fake, serving(fake, tmp_path) as process:
        fake.hang("users.info", seconds=60)
        await fake.command(seed.SAM, fake.dm(seed.SAM), "/sourcer", "help")
        await called(fake, "users.info")
        assert await process.stop(signal.SIGTERM) == 0
        assert cards(fake, seed.SAM) == []
        await process.start()
        await called(fake, "chat.postMessage")
        assert len(cards(fake, seed.SAM)) == 1
