"""A workspace with people to find, jobs, and a recruiter."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.members import workspaces
from store.roles import Role
from store.tables.core import Workspace
from tests.chat.base import Chat, Clock, Someone, add_jobs, add_people
from tests.people import ADA, JOBS, NURSES


async def workspace_of(chat: Chat) -> Workspace:
    async with chat.bot.context.store.write() as db:
        return await workspaces.get_or_create(db, chat.platform, chat.workspace)


async def recruiting(chat: Chat) -> Someone:
    """Ana, a recruiter; seven nurses and an engineer in the index, two open jobs and a closed one."""
    ana = await chat.person("Ana", Role.RECRUITER)
    await add_people(chat.bot, [*NURSES, ADA])
    await add_jobs(chat.bot, (await workspace_of(chat)).id, JOBS)
    return ana


@pytest.fixture
async def ana(chat: Chat) -> Someone:
    return await recruiting(chat)


@pytest.fixture(params=["slack", "teams"])
async def chat_with_files(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> AsyncIterator[Chat]:
    """Like `chat`, but files can be sent: Teams runs in development mode, so that loopback can act as OneDrive."""
    from tests.chat.slack import slack_chat
    from tests.chat.teams import teams_chat

    opened = slack_chat(tmp_path, clock) if request.param == "slack" else teams_chat(tmp_path, clock, open=True)
    async with opened as there:
        yield there
