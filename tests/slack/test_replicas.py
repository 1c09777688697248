"""The company's installation: PostgreSQL, Typesense, and two processes' worth of bot behind one address."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bot.app import Bot, running, served
from bot.playground import seed
from bot.settings import Settings
from store import candidates
from store.roles import Role
from tests.chat.base import Clock, bring_in
from tests.chat.slack import SlackChat, SlackPerson
from tests.fakes.slack import BOT_TOKEN, SIGNING_SECRET, slack_workspace
from tests.people import NURSES
from tests.servers import postgres, typesense


@pytest.fixture(scope="module")
def database() -> Iterator[postgres.Postgres]:
    try:
        with postgres.postgres() as there:
            yield there
    except postgres.CannotRun as why:
        pytest.skip(f"PostgreSQL: {why}")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[typesense.TypesenseServer]:
    try:
        with typesense.typesense_server(tmp_path_factory.mktemp("typesense")) as there:
            yield there
    except typesense.CannotRun as why:
        pytest.skip(f"Typesense: {why}")


@dataclass
class Company:
    chat: SlackChat
    replicas: list[Bot]
    addresses: list[str]
    ana: SlackPerson

    def through(self, which: int) -> None:
        """What the balancer does: the next requests go to that replica."""
        self.chat.fake.bot_url = f"{self.addresses[which]}/slack/events"

    async def settle(self) -> None:
        for bot in self.replicas:
            await bot.intake.idle()
        await self.chat.settle()


@pytest.fixture
async def company(
    database: postgres.Postgres, engine: typesense.TypesenseServer, tmp_path: Path, clock: Clock
) -> AsyncIterator[Company]:
    name = await database.create()
    async with slack_workspace() as fake, AsyncExitStack() as stack:
        settings = Settings(
            data_dir=tmp_path,
            database_url=database.url(name),
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
        await bring_in(replicas[0], NURSES)
        yield company
    await database.drop(name)


async def test_one_replica_searches_and_the_other_takes_the_press(company: Company):
    seen = await company.ana.search("nurse in Boston")
    assert "Grace Hopper" in seen
    company.through(1)
    await company.ana.press("☆ Star", near="Grace Hopper")
    await company.settle()
    assert "★ Starred" in company.ana.card().buttons
    me = await company.ana.member()
    async with company.replicas[0].room.store.read() as db:
        assert (await candidates.listed(db, me)).counts["saved"] == 1


async def test_a_delivery_that_reaches_both_replicas_acts_once(company: Company):
    fake = company.chat.fake
    first = await fake.command(seed.ANA, fake.dm(seed.ANA), "/source", "nurse in Boston")
    company.through(1)
    again = await asyncio.gather(*(fake.redeliver(first) for _ in range(3)))
    await company.settle()
    assert {delivery.status for delivery in again} == {200}
    assert len(fake.called("chat.postMessage")) == 1


async def test_what_one_replica_left_behind_the_other_finishes_but_not_before_its_time(company: Company):
    one, other = company.replicas
    one.intake.held.clear()  # acknowledged, and then it hangs
    fake = company.chat.fake
    await fake.command(seed.ANA, fake.dm(seed.ANA), "/sourcer", "help")
    assert await other.intake.sweep() == 0  # somebody works on it
    await one.intake.stop(grace=0.1)  # told to end, it gives up its lease
    assert await other.intake.sweep() == 1
    await other.intake.idle()
    assert len(fake.called("chat.postMessage")) == 1


async def test_both_are_ready_and_say_what_is_not(company: Company):
    async with aiohttp.ClientSession() as http:
        for address in company.addresses:
            async with http.get(f"{address}/readyz") as answer:
                assert (answer.status, (await answer.json())["ready"]) == (200, True)
