"""The database is down, locked or damaged: people get a message with a reference code that is also in the log."""

import asyncio
import logging
import sqlite3
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chat.base import Chat, Clock, Someone
from tests.chat.slack import SlackChat, slack_chat
from tests.fakes.line import Line, line_to
from tests.flows.conftest import recruiting
from tests.flows.test_contact import TYPED, holds, open_form, sent
from tests.flows.weather import OPENED, code_in, ready
from tests.servers.postgres import Postgres

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(params=["slack", "teams"])
async def on_database(
    request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, server: Postgres
) -> AsyncIterator[tuple[Chat, Line]]:
    """A chat whose PostgreSQL server is behind a connection that can be cut."""
    name = await server.create()
    async with line_to("127.0.0.1", server.port) as line:
        url = f"postgresql+asyncpg://postgres@127.0.0.1:{line.port}/{name}"
        async with OPENED[request.param](tmp_path, clock, database_url=url) as chat:
            yield chat, line
            await line.restore()


async def test_the_whole_job_on_postgres(on_database: tuple[Chat, Line]):
    chat, _ = on_database
    ana = await recruiting(chat)
    await ana.command("job")
    await ana.press("Select", near="Registered Nurse")
    await ana.press("Search")
    await ana.press("View", near="Grace Hopper")
    await ana.press("☆ Star")
    await ana.press("Add note")
    await asyncio.gather(ana.submit(text="Once"), ana.submit(text="Once"), return_exceptions=True)
    assert ana.card().text.count("Once") == 1
    assert "Grace Hopper" in await ana.command("candidates")


async def test_a_database_outage_is_reported_with_a_reference(
    on_database: tuple[Chat, Line], caplog: pytest.LogCaptureFixture
):
    chat, line = on_database
    caplog.set_level(logging.ERROR)
    ana = await recruiting(chat)
    await ana.search("nurse in Boston")
    await line.cut()

    await ana.search("nurse in Boston")
    assert "cannot reach its database right now" in ana.plain_messages()[-1]
    first = code_in(ana.plain_messages()[-1], caplog)
    await ana.press("View", near="Grace Hopper")
    assert "cannot reach its database right now" in ana.plain_messages()[-1]
    assert code_in(ana.plain_messages()[-1], caplog) != first
    status, checks = await ready(chat.bot)
    assert (status, checks["index"]) == (503, "ok")
    assert checks["database"] == "does not answer"

    await line.restore()
    assert "Runs the night shift." in await ana.press("View", near="Grace Hopper")
    assert (await ready(chat.bot))[0] == 200


async def test_a_form_that_cannot_be_stored_stays_open_with_what_was_typed(
    on_database: tuple[Chat, Line], caplog: pytest.LogCaptureFixture
):
    chat, line = on_database
    caplog.set_level(logging.ERROR)
    ana = await recruiting(chat)
    await ana.command("job")
    await ana.press("Add a job")
    await line.cut()
    seen = await ana.submit(title="Night Nurse")
    assert seen.form
    code_in(" ".join([*ana.plain_messages(), seen.text]), caplog)
    await line.restore()
    await ana.submit(title="Night Nurse")
    assert "Night Nurse was added" in ana.card()


async def test_a_written_invitation_survives_a_database_outage(
    on_database: tuple[Chat, Line], caplog: pytest.LogCaptureFixture
):
    chat, line = on_database
    caplog.set_level(logging.ERROR)
    ana = await recruiting(chat)
    await open_form(ana)
    await line.cut()
    seen = await ana.submit(**TYPED)
    assert seen.form
    code_in(" ".join([*ana.plain_messages(), seen.text]), caplog)
    await line.restore()
    assert "Hi Grace, a word?" in await ana.submit(**TYPED)
    await line.cut()
    seen = await ana.submit()
    code_in(" ".join([*ana.plain_messages(), seen.text]), caplog)
    await line.restore()
    assert not await sent(chat)
    if not ana.screen().buttons:  # a modal without inputs cannot show field errors, so it is replaced
        await ana.cancel()
        assert "This is your unsent draft" in await open_form(ana)
        assert "Hi Grace, a word?" in await ana.submit()
    await ana.submit()
    assert "grace1@example.com" in ana.card()
    assert len(await sent(chat)) == len(await holds(chat)) == 1


async def test_a_sqlite_file_locked_by_another_process(chat: Chat, ana: Someone, caplog: pytest.LogCaptureFixture):
    """A backup or a manual session holds the write lock."""
    caplog.set_level(logging.ERROR)
    await ana.search("nurse in Boston")
    other = sqlite3.connect(chat.bot.settings.data_dir / "sourcer.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    await ana.search("nurse in Denver")
    code_in(ana.plain_messages()[-1], caplog)
    await ana.press("☆ Star", near="Grace Hopper")
    code_in(ana.plain_messages()[-1], caplog)
    other.execute("ROLLBACK")
    other.close()
    assert "★ Starred" in (await ana.press("☆ Star", near="Grace Hopper")).buttons


async def test_a_damaged_sqlite_file(chat: Chat, ana: Someone, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.ERROR)
    await ana.search("nurse in Boston")
    file = chat.bot.settings.data_dir / "sourcer.db"
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = file.read_bytes()
    with file.open("r+b") as damaged:
        damaged.write(uuid.uuid4().bytes * (len(whole) // 16))
    for wal in file.parent.glob("sourcer.db-wal"):
        wal.write_bytes(b"")
    await ana.search("nurse in Denver")
    code_in(ana.plain_messages()[-1], caplog)
    status, checks = await ready(chat.bot)
    assert (status, checks["database"], checks["index"]) == (503, "does not answer", "ok")
    with file.open("r+b") as mended:
        mended.write(whole)


async def test_a_message_during_a_database_outage_is_answered_and_not_lost(
    tmp_path: Path, clock: Clock, server: Postgres, caplog: pytest.LogCaptureFixture
):
    name = await server.create()
    async with line_to("127.0.0.1", server.port) as line:
        url = f"postgresql+asyncpg://postgres@127.0.0.1:{line.port}/{name}"
        async with slack_chat(tmp_path, clock, database_url=url) as chat:
            assert isinstance(chat, SlackChat)
            ana = await recruiting(chat)
            await ana.command()
            await line.cut()
            delivery = await chat.fake.say(ana.user, chat.fake.dm(ana.user), "nurse in Boston")
            assert delivery is not None
            assert delivery.status == 503
            code_in(ana.plain_messages()[-1], caplog)
            before = len(ana.plain_messages())
            await line.restore()
            await chat.fake.retry(delivery)  # as Slack does a minute later
            await chat.settle()
            assert "Grace Hopper" in ana.card()
            assert len(ana.plain_messages()) == before
