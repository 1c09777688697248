"""`sourcer serve` as a separate process that tests can kill."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from bot.playground.server import FakeSlack
from tests.databases import sqlite_file
from tests.fakes.slack import BOT_TOKEN, SIGNING_SECRET

START_WITHIN = 30.0  # seconds


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """Start, kill and start again on the same data directory and port."""

    def __init__(self, data_dir: Path, environment: Mapping[str, str]) -> None:
        self.port = free_port()
        self.log = data_dir / "log.txt"
        sqlite_file(data_dir / "sourcer.db")
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("SOURCER_", "SLACK_", "TEAMS_"))
            },
            "SOURCER_DATA_DIR": str(data_dir),
            **environment,
        }
        self._child: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        command = [str(Path(sys.executable).parent / "sourcer"), "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self._child = await asyncio.create_subprocess_exec(*command, env=self.environment, stdout=log, stderr=log)
        async with aiohttp.ClientSession() as http, asyncio.timeout(START_WITHIN):
            while True:
                try:
                    async with http.get(f"http://127.0.0.1:{self.port}/readyz") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    pass
                assert self._child.returncode is None, self.log.read_text()
                await asyncio.sleep(0.05)

    async def stop(self, how: signal.Signals) -> int:
        assert self._child is not None
        self._child.send_signal(how)
        return await asyncio.wait_for(self._child.wait(), 20)

    async def restart(self) -> None:
        await self.stop(signal.SIGTERM)
        await self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/slack/events"

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.returncode is None


@asynccontextmanager
async def serving(fake: FakeSlack, data_dir: Path, **more: str) -> AsyncIterator[Process]:
    """A process connected to the fake Slack. `more` is added to the environment."""
    environment = {
        "SOURCER_ADMINS": "sam@northwind.example",
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_API_URL": fake.api_url.rstrip("/"),
    }
    async with started(Process(data_dir, environment | more)) as process:
        fake.bot_url = process.url
        yield process


@asynccontextmanager
async def started(process: Process) -> AsyncIterator[Process]:
    """Runs the process until the block ends."""
    await process.start()
    try:
        yield process
    finally:
        if process.running:
            await process.stop(signal.SIGKILL)
