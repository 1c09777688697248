"""Killed at any moment, an invitation is sent at most once, paid at most once, and never lost.

The real program in a process of its own, killed with SIGKILL while it hands mails to a real SMTP server, and started
again. `SOAK_ROUNDS` kills (10 unless it says otherwise; `make soak` takes 100); a third of them on PostgreSQL."""

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
from tests.soak.killed import Presser, Victim, books, moment

ROUNDS = int(os.environ.get("SOAK_ROUNDS", "10"))
EACH = 30  # invitations a round

pytestmark = pytest.mark.timeout(60 + 20 * ROUNDS)


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a new database."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'sourcer.db'}"
    else:
        server: Postgres = request.getfixturevalue("database")
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
        kept = await books(store, sink)
        victim = Victim(fake, tmp_path, sink, url)
        try:
            for number in range(rounds):
                await kept.invite(EACH)
                before = len(sink.mails)
                await victim.spawn()
                async with asyncio.timeout(30):
                    while len(sink.mails) == before and victim.running:
                        await asyncio.sleep(0.005)
                await asyncio.sleep(moment(dice, number))
                assert victim.running, victim.log.read_text()
                await victim.kill()
                await kept.note_a_kill()
            await victim.spawn()
            await kept.settled()
            states = await kept.check()
        finally:
            await victim.kill()
            await store.close()
    print(f"{store.dialect}: {rounds} kills, {kept.invited} invitations: {dict(states)}")
    print(f"on their way at the kills: {kept.on_their_way}")
    assert sum(kept.on_their_way) > 0, "no kill met a mail on its way: the test tested nothing"


async def test_killed_after_a_press_on_send_what_was_acknowledged_is_sent_once(tmp_path: Path):
    """The whole way: searched, written, previewed and sent in Slack, and the process killed around the last press."""
    dice = random.Random(int(os.environ.get("SOAK_SEED", random.randrange(1_000_000))))
    acknowledged = 0
    async with slack_workspace() as fake, smtp_sink() as sink:
        sink.slow = 0.02
        store = await Store.open(f"sqlite:///{tmp_path / 'sourcer.db'}")
        kept = await books(store, sink)
        await kept.meet(max(3, ROUNDS))
        victim = Victim(fake, tmp_path, sink)
        sam = Presser(fake)
        try:
            for number in range(max(3, ROUNDS // 3)):
                await victim.start()
                fake.bot_url = victim.url
                await sam.previews(f"Reader{number} Known")
                press = asyncio.create_task(sam.sends())
                await asyncio.sleep(dice.uniform(0, 0.8))
                await victim.kill()
                acknowledged += await press
                await kept.note_a_kill()
            await victim.start()
            await kept.settled()
            states = await kept.check()
        finally:
            await victim.kill()
            await store.close()
    print(f"{acknowledged} presses acknowledged: {dict(states)}, on their way at the kills {kept.on_their_way}")
    assert sum(states.values()) >= acknowledged
