"""Exactly once, with the real interaction log: a repeated invoke gets the same answer, even from the next process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import text

from bot.app import Bot, running, served
from bot.settings import Settings
from handlers.incidents import NOTHING_DONE
from store.errors import StoreDown
from tests.bot.teams.conftest import APP_ID, Serve, settings_of
from tests.bot.teams.conftest import Bot as Adapter
from tests.bot.teams.presses import execute, text_of
from tests.databases import sqlite_file
from tests.fakes.teams import FakeTeams

CHAT = "a:chat-ana"


class Running:
    def __init__(self, bot: Bot, teams: FakeTeams, address: str, http: aiohttp.ClientSession) -> None:
        self.bot, self.teams, self.address, self.http = bot, teams, address, http

    async def post(self, activity: Any) -> tuple[int, str]:
        headers = {"Authorization": self.teams.token(APP_ID)}
        async with self.http.post(f"{self.address}/api/messages", json=activity, headers=headers) as answer:
            response = answer.status, await answer.text()
        await self.bot.intake.idle()
        return response

    async def count(self, what: str) -> int:
        async with self.bot.context.store.engine.connect() as db:
            return int((await db.execute(text(f"SELECT count(*) FROM {what}"))).scalar_one())


@asynccontextmanager
async def bot_in(folder: Path, teams: FakeTeams) -> AsyncIterator[Running]:
    settings = Settings(
        data_dir=folder,
        admins=frozenset({"ana@example.com"}),
        teams_app_id=APP_ID,
        teams_app_password="secret",
        teams_tenant_ids=("tenant-1",),
    )
    teams.members["29:ana"] = {"name": "Ana", "email": "ana@example.com", "tenantId": "tenant-1"}
    sqlite_file(folder / "sourcer.db")
    async with (
        running(settings, teams=settings_of(teams)) as bot,
        served(bot.app, "127.0.0.1", 0) as address,
        aiohttp.ClientSession() as http,
    ):
        yield Running(bot, teams, address, http)


async def test_an_invoke_repeated_after_a_restart_gets_the_same_answer(tmp_path: Path, teams: FakeTeams) -> None:
    async with bot_in(tmp_path, teams) as first:
        await first.post(teams.activity("message", text="job"))
        message = teams.last(CHAT)
        assert message.card is not None
        value = execute(message.card, "Add a job")
        opened = teams.activity("invoke", name="adaptiveCard/action", value=value, replyToId=message.id)
        await first.post(opened)
        value = execute(message.card, "Add", title="Nurse", place="Boston", description="", apply_url="")
        added = teams.activity("invoke", name="adaptiveCard/action", value=value, replyToId=message.id)
        answers = await asyncio.gather(*(first.post(added) for _ in range(3)))
        assert await first.count("jobs") == 1
    edits = message.edits
    async with bot_in(tmp_path, teams) as second:
        answers.append(await second.post(added))
        assert await second.count("jobs") == 1
    assert len(set(answers)) == 1
    assert answers[0][0] == 200
    assert "Nurse" in answers[0][1]
    assert message.edits == edits


async def test_cancelling_a_form_restores_the_card(tmp_path: Path, teams: FakeTeams) -> None:
    async with bot_in(tmp_path, teams) as bot:

        async def press(label: str, **typed: str) -> None:
            assert message.card is not None
            value = execute(message.card, label, **typed)
            await bot.post(teams.activity("invoke", name="adaptiveCard/action", value=value, replyToId=message.id))

        await bot.post(teams.activity("message", text="job"))
        message = teams.last(CHAT)
        before = text_of(message.card)
        await press("Add a job")
        assert text_of(message.card) != before
        await press("Cancel", title="Nurse")
        assert text_of(message.card) == before
        assert await bot.count("jobs") == 0


async def test_cancel_applies_to_the_pressed_card_whatever_the_press_contains(bot: Adapter) -> None:
    forged = {"verb": "cancel", "args": {"conversation": "a:chat-ben", "message": "1:of-ben"}}
    await bot.invoke("adaptiveCard/action", {"action": {"verb": "cancel", "data": forged}}, replyToId="1:mine")
    assert bot.intake.ran[-1].args == {"conversation": CHAT, "message": "1:mine"}


async def test_an_admin_is_recognised_through_the_members_list(tmp_path: Path, teams: FakeTeams) -> None:
    async with bot_in(tmp_path, teams) as bot:
        await bot.post(teams.activity("message", text="help"))
        await bot.post(teams.activity("message", text="help", user="ben"))
        assert await bot.count("members WHERE lower(role) = 'admin'") == 1
    assert "An admin has to let y" not in text_of(teams.last(CHAT).card)
    assert "An admin has to let y" in text_of(teams.last("a:chat-ben").card)


async def test_a_database_outage_is_reported(serve: Serve, teams: FakeTeams) -> None:
    bot = await serve()

    async def down(*_: Any) -> Any:
        raise StoreDown("the database does not answer")

    bot.intake.take = down  # type: ignore[method-assign]
    bot.intake.answer = down  # type: ignore[method-assign]
    assert await bot.say("nurse in Boston") == (200, None)
    assert teams.last(CHAT).text.startswith(NOTHING_DONE)
    pressed = await bot.invoke("adaptiveCard/action", {"action": {"verb": "star", "data": {}}})
    assert pressed["value"].startswith(NOTHING_DONE)
    fetched = await bot.invoke("task/fetch", {"data": {"verb": "star"}})
    assert fetched["task"]["type"] == "message"
    assert fetched["task"]["value"].startswith(NOTHING_DONE)
