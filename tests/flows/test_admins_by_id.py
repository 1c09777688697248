"""SOURCER_ADMINS with a platform id, as the operator copies it from a profile."""

from pathlib import Path

from bot.playground.slack import seed
from bot.settings import Settings
from store.roles import Role
from tests.chat.base import Clock
from tests.chat.slack import slack_chat


async def test_the_settings_name_the_first_admin_by_id(tmp_path: Path, clock: Clock):
    read = Settings.from_environment({"SOURCER_ADMINS": f"nobody@example.com, {seed.SAM}"})
    async with slack_chat(tmp_path, clock, admins=read.admins) as chat:
        sam = await chat.person("Sam", None)
        await sam.command("help")
        assert (await sam.member()).role is Role.ADMIN
