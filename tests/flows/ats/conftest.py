"""A chat on each platform, whose bot reaches a fake Greenhouse."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chat.base import Chat, Clock
from tests.chat.slack import slack_chat
from tests.chat.teams import teams_chat
from tests.fakes.greenhouse import FakeGreenhouse, greenhouse


@pytest.fixture
async def fake() -> AsyncIterator[FakeGreenhouse]:
    async with greenhouse() as one:
        yield one


@pytest.fixture(params=["slack", "teams"])
async def chat(
    request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, fake: FakeGreenhouse
) -> AsyncIterator[Chat]:
    opened = slack_chat if request.param == "slack" else teams_chat
    async with opened(tmp_path, clock, source_urls=(("greenhouse", fake.address),)) as there:
        yield there
