"""A workspace with people to find, jobs, and somebody to look for them."""

import pytest
from store import workspaces
from store.roles import Role
from tests.chat.base import Chat, Someone, bring_in, bring_in_jobs
from tests.people import ADA, JOBS, NURSES


@pytest.fixture
async def ana(chat: Chat) -> Someone:
    """A recruiter; seven nurses and an engineer in the index, two open jobs and a closed one."""
    ana = await chat.person("Ana", Role.RECRUITER)
    await bring_in(chat.bot, [*NURSES, ADA])
    async with chat.bot.room.store.write() as db:
        workspace = await workspaces.meet(db, chat.platform, chat.workspace)
    await bring_in_jobs(chat.bot, workspace.id, JOBS)
    return ana
