"""Killed at any moment, an invitation is sent at most once, paid at most once, and never lost.

The real program runs in its own process, is killed with SIGKILL while it passes e-mails to a real SMTP server, and is
started again. `SOAK_ROUNDS` kills (10 by default; `make soak` sets 100), a third as many on PostgreSQL."""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.db import Store
from tests.fakes.slack import slack_workspace
from tests.fakes.smtp import smtp_sink
from tests.servers.postgres import Postgres
from tests.soak.killed import Presser, Victim, kill_delay, open_books

ROUNDS = int(os.environ.get("SOAK_ROUNDS", "10"))
EACH = 30  # invitations per round

pytestmark = pytest.mark.timeout(60 + 20 * ROUNDS)


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """URL of a new database."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'sourcer.db'}"
    else:
        server: Postgres = request.getfixturevalue("server")
        name = await server.create()
        yield server.url(name)
        await server.drop(name)


async def test_killed_at_random_nothing_is_sent_twice_and_nothing_is_lost(tmp_path: Path, url: str):
    rounds = ROUNDS if url.startswith("sqlite") else max(3, ROUNDS // 3)
    seed = int(os.environ.get("SOAK_SEED", random.randrange(1_000_000)))
    print(f"SOAK_SEED={seed}")
    dice = random.Random(seed)
    async with slack_workspace() as fake, smtp_sink() as sink:
        sink.slow = 0.01
        store = await Store.open(url)
        books = await open_books(store, sink)
        victim = Victim(fake, tmp_path, sink, url)
        try:
            for number in range(rounds):
                await books.invite(EACH)
                before = len(sink.mails)
                await victim.spawn()
                async with asyncio.timeout(30):
                    while len(sink.mails) == before and victim.running:
                        await asyncio.sleep(0.005)
                await asyncio.sleep(kill_delay(dice, number))
                assert victim.running, victim.log.read_text()
                await victim.kill()
                await books.record_kill()
            await victim.spawn()
            await books.settle(60 + books.invited / 10)
            states = await books.check()
        finally:
            await victim.kill()
            await store.close()
    print(f"{store.dialect}: {rounds} kills, {books.invited} invitations: {dict(states)}")
    print(f"being sent at the kills: {books.sending_at_kills}")
    assert sum(books.sending_at_kills) > 0, "no kill happened while a mail was being sent: the test proved nothing"


async def test_killed_after_a_press_on_send_what_was_acknowledged_is_sent_once(tmp_path: Path):
    """End to end: search, write, preview and send in Slack, with the process killed around the last press."""
    dice = random.Random(int(os.environ.get("SOAK_SEED", random.randrange(1_000_000))))
    acknowledged = 0
    async with slack_workspace() as fake, smtp_sink() as sink:
        sink.slow = 0.02
        store = await Store.open(f"sqlite:///{tmp_path / 'sourcer.db'}")
        books = await open_books(store, sink)
        await books.add_readers(max(3, ROUNDS))
        victim = Victim(fake, tmp_path, sink)
        sam = Presser(fake)
        try:
            for number in range(max(3, ROUNDS // 3)):
                await victim.start()
                fake.bot_url = victim.url
                await sam.preview(f"Reader{number} Known")
                press = asyncio.create_task(sam.send())
                await asyncio.sleep(dice.uniform(0, 0.8))
                await victim.kill()
                acknowledged += await press
                await books.record_kill()
            await victim.start()
            await books.settle(60 + books.invited / 10)
            states = await books.check()
        finally:
            await victim.kill()
            await store.close()
    print(f"{acknowledged} presses acknowledged: {dict(states)}, being sent at the kills: {books.sending_at_kills}")
    assert sum(states.values()) >= acknowledged
