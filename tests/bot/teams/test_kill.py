"""Acknowledged work is finished even if the process is killed between the acknowledgement and the work.

The fake connector holds the process at a call, so that the moment of the kill is known. It runs in development mode on
loopback, which needs no Microsoft sign-in and otherwise works the same."""

import asyncio
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.bot.slack.process import Process, started
from tests.bot.teams.presses import execute, text_of
from tests.fakes.teams import FakeTeams

pytestmark = pytest.mark.timeout(120)
CHAT = "a:chat-ana"
ADMIN = {"name": "Ana", "email": "ana@example.com", "tenantId": "tenant-1"}


@asynccontextmanager
async def serving(teams: FakeTeams, data_dir: Path) -> AsyncIterator[Process]:
    teams.members["29:ana"] = ADMIN
    environment = {"SOURCER_DEVELOPMENT": "1", "SOURCER_ADMINS": "ana@example.com"}
    async with started(Process(data_dir, environment)) as process:
        yield process


async def post(process: Process, activity: Any) -> int:
    address = f"http://127.0.0.1:{process.port}/api/messages"
    async with aiohttp.ClientSession() as http, http.post(address, json=activity) as answer:
        return answer.status


async def until(there: Any, seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not there():
            await asyncio.sleep(0.02)


def cards(teams: FakeTeams) -> list[str]:
    return [text_of(activity.card) for activity in teams.in_chat(CHAT) if activity.card]


def count(data_dir: Path, what: str) -> int:
    with closing(sqlite3.connect(data_dir / "sourcer.db")) as db:
        return db.execute(f"SELECT count(*) FROM {what}").fetchone()[0]


async def test_work_killed_before_it_starts_is_done_once_by_the_next_process(tmp_path: Path, teams: FakeTeams) -> None:
    async with serving(teams, tmp_path) as process:
        teams.hang()  # at the lookup of the person, before any work is done
        message = teams.activity("message", text="job")
        assert await post(process, message) < 300
        await until(lambda: teams.calls)
        await process.stop(signal.SIGKILL)
        teams.resume()
        assert cards(teams) == []

        await process.start()
        await until(lambda: cards(teams))
        assert await post(process, message) < 300  # Teams resends it
        await asyncio.sleep(0.5)
        assert len(cards(teams)) == 1


async def test_work_killed_after_its_effect_is_shown_but_not_repeated(tmp_path: Path, teams: FakeTeams) -> None:
    async with serving(teams, tmp_path) as process:
        await post(process, teams.activity("message", text="help"))  # from now on the person is known
        await until(lambda: cards(teams))
        teams.calls.clear()
        teams.hang()  # at posting the card, with the search already in the store
        await post(process, teams.activity("message", text="nurse in Boston"))
        await until(
            lambda: any(path.endswith("/activities") for _, path in teams.calls) and count(tmp_path, "searches")
        )
        await process.stop(signal.SIGKILL)
        teams.resume()
        before = len(cards(teams))
        await process.start()
        await until(lambda: len(cards(teams)) > before)
        assert "nurse" in cards(teams)[-1]
    assert count(tmp_path, "searches") == 1


async def test_a_form_submitted_during_the_kill_takes_effect_at_most_once(tmp_path: Path, teams: FakeTeams) -> None:
    """The person sees an error and presses again."""
    async with serving(teams, tmp_path) as process:
        await post(process, teams.activity("message", text="job"))
        await until(lambda: cards(teams))
        message = teams.last(CHAT)

        def press(label: str, **typed: str) -> Any:
            assert message.card is not None
            value = execute(message.card, label, **typed)
            return teams.activity("invoke", name="adaptiveCard/action", value=value, replyToId=message.id)

        await post(process, press("Add a job"))
        await until(lambda: "Apply link" in text_of(message.card))
        form = press("Add", title="Nurse", place="Boston", description="", apply_url="")
        again = press("Add", title="Midwife", place="Boston", description="", apply_url="")
        teams.hang()
        waiting = asyncio.create_task(post(process, form))
        await until(lambda: count(tmp_path, "jobs") == 1)
        await process.stop(signal.SIGKILL)
        await asyncio.gather(waiting, return_exceptions=True)
        teams.resume()
        await process.start()
        assert await post(process, form) == 200  # Teams resends the same invoke: it has no further effect
        assert count(tmp_path, "jobs") == 1
        assert await post(process, again) == 200
        assert count(tmp_path, "jobs") == 2
