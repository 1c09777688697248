"""Slack only: the fake workspace, the running bot, and a recruiter."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.roles import Role
from tests.chat.base import Clock, add_people
from tests.chat.slack import SlackChat, SlackPerson, slack_chat
from tests.people import ADA, NURSES


@pytest.fixture
async def slack(tmp_path: Path, clock: Clock) -> AsyncIterator[SlackChat]:
    async with slack_chat(tmp_path, clock) as chat:
        await add_people(chat.bot, [*NURSES, ADA])
        yield chat


@pytest.fixture
async def ana(slack: SlackChat) -> SlackPerson:
    return await slack.person("Ana", Role.RECRUITER)
