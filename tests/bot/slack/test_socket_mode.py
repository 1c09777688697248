"""Slack without a public address: the running bot over Slack's own Socket Mode client."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import running
from bot.playground.server import FakeSlack
from bot.playground.slack import seed
from bot.settings import Settings
from connectors.errors import BadCredentials
from tests.chat.base import Clock
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, slack_workspace


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    async with slack_workspace() as fake:
        yield fake


def settings(data_dir: Path, fake: FakeSlack, **more: str) -> Settings:
    connection = {"slack_bot_token": BOT_TOKEN, "slack_app_token": APP_TOKEN, "slack_api_url": fake.api_url.rstrip("/")}
    return Settings(data_dir=data_dir, **{**connection, **more})


async def test_a_command_is_answered_without_a_public_address(tmp_path: Path, clock: Clock, fake: FakeSlack):
    async with running(settings(tmp_path, fake), now=clock) as bot:
        await fake.until(lambda: fake.sockets)
        delivery = await fake.command(seed.LEE, fake.dm(seed.LEE), "/sourcer", "")
        assert delivery.status == 200
        await bot.intake.idle()
        texts = [message.text for message in fake.messages(fake.dm(seed.LEE), seed.LEE) if message.by_app]
    assert texts == ["Sourcer has no admin here yet"]


async def test_a_refused_app_token_prevents_starting(tmp_path: Path, clock: Clock, fake: FakeSlack):
    with pytest.raises(BadCredentials, match="SLACK_APP_TOKEN"):
        async with running(settings(tmp_path, fake, slack_app_token="xapp-wrong"), now=clock):
            pass


async def test_while_slack_is_unreachable_the_rest_of_the_bot_starts(tmp_path: Path, clock: Clock, fake: FakeSlack):
    nobody = "http://127.0.0.1:9/api"
    async with running(settings(tmp_path, fake, slack_api_url=nobody), now=clock) as bot:
        await bot.context.store.check()
