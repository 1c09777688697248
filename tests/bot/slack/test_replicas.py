"""A company installation: PostgreSQL, Typesense, and two bot replicas behind one address."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import asyncpg
import pytest
from sqlmodel import col, select

from bot.app import Bot, running, served
from bot.pipeline.intake import LEASE
from bot.playground.server import FakeSlack
from bot.playground.slack import seed
from bot.settings import Settings
from store.people import candidates_page
from store.roles import Role
from store.tables.core import Search
from tests.bot.slack.process import serving
from tests.chat.base import Clock, add_people
from tests.chat.slack import SlackChat, SlackPerson
from tests.fakes.slack import BOT_TOKEN, SIGNING_SECRET, slack_workspace
from tests.people import NURSES
from tests.servers import postgres, typesense


@dataclass
class Company:
    chat: SlackChat
    replicas: list[Bot]
    addresses: list[str]
    ana: SlackPerson

    def through(self, which: int) -> None:
        """Acts as the load balancer: the next requests go to that replica."""
        self.chat.fake.bot_url = f"{self.addresses[which]}/slack/events"

    async def settle(self) -> None:
        for bot in self.replicas:
            await bot.intake.idle()
        await self.chat.settle()


@pytest.fixture
async def company(
    server: postgres.Postgres, engine: typesense.TypesenseServer, tmp_path: Path, clock: Clock
) -> AsyncIterator[Company]:
    name = await server.create()
    async with slack_workspace() as fake, AsyncExitStack() as stack:
        settings = Settings(
            data_dir=tmp_path,
            database_url=server.url(name),
            typesense_url=engine.url,
            typesense_api_key=engine.api_key,
            slack_signing_secret=SIGNING_SECRET,
            slack_bot_token=BOT_TOKEN,
            slack_api_url=fake.api_url.rstrip("/"),
        )
        both = (stack.enter_async_context(running(settings, now=clock)) for _ in range(2))
        replicas = list(await asyncio.gather(*both))
        addresses = [await stack.enter_async_context(served(bot.app, "127.0.0.1", 0)) for bot in replicas]
        chat = SlackChat(fake, replicas[0], clock)
        company = Company(chat, replicas, addresses, await chat.person("Ana", Role.RECRUITER))
        company.through(0)
        await add_people(replicas[0], NURSES)
        yield company
    await server.drop(name)


async def test_one_replica_searches_and_the_other_takes_the_press(company: Company):
    shown = await company.ana.search("nurse in Boston")
    assert "Grace Hopper" in shown
    company.through(1)
    await company.ana.press("☆ Star", near="Grace Hopper")
    await company.settle()
    assert "★ Starred" in company.ana.card().buttons
    me = await company.ana.member()
    async with company.replicas[0].context.store.read() as db:
        assert (await candidates_page.listed(db, me)).counts["saved"] == 1


async def test_a_delivery_that_reaches_both_replicas_acts_once(company: Company):
    fake = company.chat.fake
    first = await fake.command(seed.ANA, fake.dm(seed.ANA), "/source", "nurse in Boston")
    company.through(1)
    again = await asyncio.gather(*(fake.redeliver(first) for _ in range(3)))
    await company.settle()
    assert {delivery.status for delivery in again} == {200}
    assert len(fake.called("chat.postMessage")) == 1


async def test_abandoned_work_is_finished_by_the_other_replica_after_its_lease(company: Company):
    one, other = company.replicas
    one.intake.released.clear()  # it acknowledges, then hangs
    fake = company.chat.fake
    await fake.command(seed.ANA, fake.dm(seed.ANA), "/sourcer", "help")
    assert await other.intake.sweep() == 0  # its lease is still held
    await one.intake.stop(grace=0.1)  # on shutdown it releases its lease
    assert await other.intake.sweep() == 1
    await other.intake.idle()
    assert len(fake.called("chat.postMessage")) == 1


@asynccontextmanager
async def most_at_once(fake: FakeSlack) -> AsyncIterator[list[int]]:
    """The largest number of simultaneous calls to Slack but the one for its name, sampled until the block ends."""
    peak = [0]

    async def look() -> None:
        while True:
            peak.append(sum(call.status == 0 for call in fake.calls if call.method != "auth.test"))
            await asyncio.sleep(0.005)

    looking = asyncio.create_task(look())
    yield peak
    looking.cancel()


async def test_one_members_actions_through_both_replicas_run_in_order(company: Company):
    fake, dm = company.chat.fake, company.chat.fake.dm(seed.ANA)
    fake.hang("chat.postMessage", 0.1, times=8)  # long enough for the other replica to receive the next one
    async with most_at_once(fake) as at_once:
        for n in range(8):
            company.through(n % 2)
            sent = await fake.command(seed.ANA, dm, "/source", f"nurse number{n}")
            assert sent.status == 200
        await company.settle()
    assert max(at_once) == 1
    async with company.replicas[0].context.store.read() as db:
        searches = (await db.exec(select(Search).order_by(col(Search.id)))).all()
    assert [search.terms["what"] for search in searches] == [f"nurse number{n}" for n in range(8)]
    answers = [str(message.blocks) for message in fake.messages(dm, seed.ANA) if message.by_app and message.blocks]
    assert [f"number{n}" in answer for n, answer in enumerate(answers)] == [True] * 8


async def test_two_members_do_not_wait_for_each_other(company: Company):
    fake = company.chat.fake
    await company.chat.person("Sam", Role.RECRUITER)
    fake.hang("chat.postMessage", 30)
    await fake.command(seed.ANA, fake.dm(seed.ANA), "/sourcer", "help")
    await fake.until(lambda: fake.called("chat.postMessage"), seconds=10)
    company.through(1)
    await fake.command(seed.SAM, fake.dm(seed.SAM), "/sourcer", "help")
    await fake.until(lambda: len(fake.called("chat.postMessage")) == 2, seconds=10)
    await company.replicas[1].intake.idle()
    assert [call.status for call in fake.called("chat.postMessage")] == [0, 200]
    await company.replicas[0].intake.stop(grace=0)


async def test_a_killed_replica_blocks_its_member_only_for_its_lease(
    server: postgres.Postgres, engine: typesense.TypesenseServer, tmp_path: Path
):
    name = await server.create()
    outside = {
        "SOURCER_DATABASE_URL": server.url(name),
        "SOURCER_TYPESENSE_URL": engine.url,
        "SOURCER_TYPESENSE_API_KEY": engine.api_key,
    }
    homes = [tmp_path / which for which in ("one", "other")]
    for home in homes:
        home.mkdir()
    async with (
        slack_workspace() as fake,
        serving(fake, homes[1], **outside) as other,
        serving(fake, homes[0], **outside) as one,
    ):
        fake.hang("users.info", seconds=30)
        await fake.command(seed.SAM, fake.dm(seed.SAM), "/sourcer", "help")
        await fake.until(lambda: fake.called("users.info"), seconds=20)
        await one.stop(signal.SIGKILL)
        fake.bot_url = other.url
        await fake.command(seed.SAM, fake.dm(seed.SAM), "/sourcer", "job")

        db = await asyncpg.connect(server.url(name).replace("+asyncpg", ""))
        await asyncio.sleep(1)
        rows = await db.fetch("SELECT state, holder, lease_until FROM inbox ORDER BY received")
        assert [row["state"] for row in rows] == ["running", "received"]
        assert rows[0]["lease_until"] <= time.time() + LEASE
        assert not [message for message in fake.messages(fake.dm(seed.SAM), seed.SAM) if message.by_app]
        # a minute later:
        await db.execute("UPDATE inbox SET lease_until = $1 WHERE holder = $2", time.time() - 1, rows[0]["holder"])
        await db.close()

        def answers() -> list[str]:
            return [str(message.blocks) for message in fake.messages(fake.dm(seed.SAM), seed.SAM) if message.by_app]

        await fake.until(lambda: len(answers()) == 2, seconds=20)
        assert ["Add a job" in answer for answer in answers()] == [False, True]
    await server.drop(name)


async def test_both_replicas_are_ready_and_report_what_is_not(company: Company):
    async with aiohttp.ClientSession() as http:
        for address in company.addresses:
            async with http.get(f"{address}/readyz") as answer:
                assert (answer.status, (await answer.json())["ready"]) == (200, True)
