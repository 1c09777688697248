"""The issue, What bad input gets, and DESIGN.md §7, promise 5: the index, the database or the platform is down or slow.
Each costs only its own part, the person is told in words, and `/readyz` says which."""

import asyncio
import logging
import re
import shutil
import sqlite3
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.app import Bot, served
from connectors.errors import Unreachable
from store.roles import Role
from tests.chat.base import Chat, Clock, Someone, bring_in
from tests.chat.slack import SlackChat, slack_chat
from tests.chat.teams import teams_chat
from tests.fakes.line import Line, line_to
from tests.flows.conftest import recruiting
from tests.flows.looking import NEXT, names
from tests.people import nurse
from tests.servers import postgres as pg
from tests.servers import typesense as ts

OPENED = {"slack": slack_chat, "teams": teams_chat}
REFERENCE = re.compile(r"[Rr]eference: ([0-9a-f]{8})")
pytestmark = pytest.mark.timeout(120)


async def ready(bot: Bot) -> tuple[int, dict[str, Any]]:
    """What `/readyz` answers."""
    async with (
        served(bot.app, "127.0.0.1", 0) as address,
        aiohttp.ClientSession() as http,
        http.get(f"{address}/readyz") as answer,
    ):
        return answer.status, await answer.json()


def code_in(text: str, log: pytest.LogCaptureFixture) -> str:
    """The reference code that the person reads, which the log must have with the traceback."""
    found = REFERENCE.findall(text)
    assert found, text
    noted = [record for record in log.records if found[-1] in record.getMessage()]
    assert len(noted) == 1
    assert noted[0].exc_info
    return found[-1]


# ── the index ──


@pytest.fixture(scope="module")
def typesense(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ts.TypesenseServer]:
    try:
        with ts.typesense_server(tmp_path_factory.mktemp("typesense")) as server:
            yield server
    except ts.CannotRun as why:
        pytest.skip(str(why))


@pytest.fixture(params=["slack", "teams"])
async def on_line(
    request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, typesense: ts.TypesenseServer
) -> AsyncIterator[tuple[Chat, Line]]:
    """A chat whose index is a Typesense server at the end of a line."""
    async with line_to("127.0.0.1", urlsplit(typesense.url).port or 0) as line:
        settings = {"typesense_url": f"http://127.0.0.1:{line.port}", "typesense_api_key": typesense.api_key}
        async with OPENED[request.param](tmp_path, clock, **settings) as chat:
            await chat.bot.room.index.clear()  # the server is the module's
            yield chat, line
            await line.mend()


async def test_an_index_that_is_down_costs_only_the_search(
    on_line: tuple[Chat, Line], caplog: pytest.LogCaptureFixture
):
    chat, line = on_line
    caplog.set_level(logging.ERROR)
    ana = await recruiting(chat)
    await ana.search("Grace Hopper")
    await ana.press("☆ Star")
    await ana.search("nurse in Boston")
    assert "Grace Hopper" in ana.card()
    await line.cut()

    seen = await ana.search("nurse in Boston")
    assert "did not answer" in seen
    assert "Your search is kept: try again." in seen
    assert "within 25 miles of Boston, MA" in seen
    code_in(seen.text, caplog)
    assert {"Try again", "Refine"} <= set(seen.buttons)
    status, said = await ready(chat.bot)
    assert (status, said["ready"], said["database"]) == (503, False, "ok")
    assert said["index"] != "ok"

    assert "Grace Hopper" in await ana.command("candidates")
    assert "Runs the night shift." in await ana.press("View")
    await ana.press("Add note")
    await ana.submit(text="Written while the index was down")
    assert "Written while the index was down" in ana.card()
    assert "Registered Nurse" in await ana.command("job")
    assert "No job selected" in await ana.command("home")

    await line.mend()
    await ana.search("nurse in Boston")
    assert "Grace Hopper" in ana.card()
    assert (await ready(chat.bot))[0] == 200


async def test_a_card_opened_from_a_search_works_while_the_index_is_down(
    on_line: tuple[Chat, Line], caplog: pytest.LogCaptureFixture
):
    chat, line = on_line
    caplog.set_level(logging.ERROR)
    ana = await recruiting(chat)
    await ana.search("nurse in Boston")
    await line.cut()
    seen = await ana.press("View", near="Grace Hopper")
    assert "Runs the night shift." in seen
    assert "The search index did not answer, so what matches is not marked" in seen
    code_in(seen.text, caplog)
    assert NEXT not in seen.buttons
    assert "★ Starred" in (await ana.press("☆ Star")).buttons
    assert await names(chat, ana, "saved") == {"Grace Hopper"}
    seen = await ana.press("Back")
    assert "did not answer" in seen
    await line.mend()
    assert "Grace Hopper" in await ana.press("Try again")


async def test_presses_on_the_list_are_done_though_the_list_cannot_be_drawn(on_line: tuple[Chat, Line]):
    chat, line = on_line
    ana = await recruiting(chat)
    await ana.search("nurse in Boston")
    await line.cut()
    seen = await ana.press("☆ Star", near="Grace Hopper")
    assert "did not answer" in seen
    assert await names(chat, ana, "saved") == {"Grace Hopper"}
    await line.mend()
    assert "★ Starred" in (await ana.press("Try again")).buttons


async def test_forms_that_need_the_index_say_so(on_line: tuple[Chat, Line]):
    chat, line = on_line
    ana = await recruiting(chat)
    await ana.search("nurse in Boston")
    await ana.press("Refine")
    await line.cut()
    await ana.submit(what="triage", where="Boston")
    assert "did not answer" in ana.card()
    assert "triage" in ana.card()
    before = ana.heard()
    await ana.forge("several", {"search_id": 1})
    assert ana.heard() > before
    assert any("does not answer right now" in line and REFERENCE.search(line) for line in ana.told())


async def test_an_index_that_is_slow_is_said_to_be(on_line: tuple[Chat, Line]):
    chat, line = on_line
    ana = await recruiting(chat)
    await ana.command()
    line.hang()
    (status, said), _ = await asyncio.gather(ready(chat.bot), ana.search("nurse in Boston"))
    assert (status, said["database"]) == (503, "ok")
    await chat.bot.intake.idle()
    assert "did not answer" in ana.card()
    assert "Your search is kept: try again." in ana.card()
    await line.mend()
    assert "Grace Hopper" in await ana.press("Try again")


async def test_an_index_directory_of_another_version_says_what_to_do(tmp_path: Path, clock: Clock):
    """The embedded index, left by another version of the bot."""
    for platform, opened in OPENED.items():
        folder = tmp_path / platform
        async with opened(folder, clock) as chat:
            await recruiting(chat)
        (folder / "index" / "version").write_text("0")
        async with opened(folder, clock) as chat:
            ana = await chat.person("Ana", Role.RECRUITER)
            seen = await ana.search("nurse in Boston")
            assert "sourcer index rebuild" in seen
            assert "Try again" in seen.buttons
            status, said = await ready(chat.bot)
            assert (status, said["database"]) == (503, "ok")
            assert "sourcer index rebuild" in said["index"]


async def test_an_index_whose_files_are_gone_is_said_where_the_operator_looks(chat: Chat, ana: Someone):
    await ana.search("nurse in Boston")
    shutil.rmtree(chat.bot.settings.data_dir / "index")
    assert "Grace Hopper" in await ana.search("nurse in Boston")  # what is open can be read
    with pytest.raises(Unreachable):
        await bring_in(chat.bot, [nurse(90, "New Nora")])
    status, said = await ready(chat.bot)
    assert (status, said["database"]) == (503, "ok")
    assert "sourcer index rebuild" in said["index"]
    assert "sourcer index rebuild" in await ana.search("New Nora")
    assert "Grace Hopper" not in await ana.command("candidates")
    assert "No job selected" in await ana.command("home")


# ── the database ──


@pytest.fixture(scope="module")
def postgres() -> Iterator[pg.Postgres]:
    try:
        with pg.postgres() as server:
            yield server
    except pg.CannotRun as why:
        pytest.skip(str(why))


@pytest.fixture(params=["slack", "teams"])
async def on_database(
    request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, postgres: pg.Postgres
) -> AsyncIterator[tuple[Chat, Line]]:
    """A chat whose database is a PostgreSQL server at the end of a line."""
    name = await postgres.create()
    async with line_to("127.0.0.1", postgres.port) as line:
        url = f"postgresql+asyncpg://postgres@127.0.0.1:{line.port}/{name}"
        async with OPENED[request.param](tmp_path, clock, database_url=url) as chat:
            yield chat, line
            await line.mend()


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


async def test_a_database_that_is_down_is_said_with_a_code(
    on_database: tuple[Chat, Line], caplog: pytest.LogCaptureFixture
):
    chat, line = on_database
    caplog.set_level(logging.ERROR)
    ana = await recruiting(chat)
    await ana.search("nurse in Boston")
    await line.cut()

    await ana.search("nurse in Boston")
    assert "cannot reach its database right now" in ana.told()[-1]
    first = code_in(ana.told()[-1], caplog)
    await ana.press("View", near="Grace Hopper")
    assert "cannot reach its database right now" in ana.told()[-1]
    assert code_in(ana.told()[-1], caplog) != first
    status, said = await ready(chat.bot)
    assert (status, said["index"]) == (503, "ok")
    assert said["database"] == "does not answer"

    await line.mend()
    assert "Runs the night shift." in await ana.press("View", near="Grace Hopper")
    assert (await ready(chat.bot))[0] == 200


async def test_a_form_that_could_not_be_kept_stays_with_what_was_typed(
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
    code_in(" ".join([*ana.told(), seen.text]), caplog)
    await line.mend()
    await ana.submit(title="Night Nurse")
    assert "Night Nurse was added" in ana.card()


async def test_a_sqlite_file_that_another_process_holds(chat: Chat, ana: Someone, caplog: pytest.LogCaptureFixture):
    """A backup, or a hand in the database, that holds the write lock."""
    caplog.set_level(logging.ERROR)
    await ana.search("nurse in Boston")
    other = sqlite3.connect(chat.bot.settings.data_dir / "sourcer.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    await ana.search("nurse in Denver")
    code_in(ana.told()[-1], caplog)
    await ana.press("☆ Star", near="Grace Hopper")
    code_in(ana.told()[-1], caplog)
    other.execute("ROLLBACK")
    other.close()
    assert "★ Starred" in (await ana.press("☆ Star", near="Grace Hopper")).buttons


async def test_a_sqlite_file_that_is_damaged(chat: Chat, ana: Someone, caplog: pytest.LogCaptureFixture):
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
    code_in(ana.told()[-1], caplog)
    status, said = await ready(chat.bot)
    assert (status, said["database"], said["index"]) == (503, "does not answer", "ok")
    with file.open("r+b") as mended:
        mended.write(whole)


# ── the platform is slow ──


async def test_a_search_that_takes_long_opens_no_form(tmp_path: Path, clock: Clock):
    async with slack_chat(tmp_path, clock) as chat:
        ana = await recruiting(chat)
        chat.fake.hang("users.info", seconds=1.6)  # nobody is known yet: Slack is asked first
        await ana.search("nurse in Boston")
        assert "Grace Hopper" in ana.card()
        assert chat.fake.called("views.open") == []


async def test_a_form_that_was_announced_and_is_none_does_not_wait_for_ever(tmp_path: Path, clock: Clock):
    async with slack_chat(tmp_path, clock) as chat:
        lee = await chat.person("Lee", None)
        chat.fake.hang("users.info", seconds=1.6)
        seen = await lee.command("search")  # a guest has no form to fill in
        assert len(chat.fake.called("views.open")) == 1
        assert "Done. You can close this window." in seen
        assert "Ask for access" in lee.card().buttons


async def test_words_sent_as_a_message_while_the_database_is_away_are_answered_and_not_lost(
    tmp_path: Path, clock: Clock, postgres: pg.Postgres, caplog: pytest.LogCaptureFixture
):
    name = await postgres.create()
    async with line_to("127.0.0.1", postgres.port) as line:
        url = f"postgresql+asyncpg://postgres@127.0.0.1:{line.port}/{name}"
        async with slack_chat(tmp_path, clock, database_url=url) as chat:
            assert isinstance(chat, SlackChat)
            ana = await recruiting(chat)
            await ana.command()
            await line.cut()
            said = await chat.fake.say(ana.user, chat.fake.dm(ana.user), "nurse in Boston")
            assert said is not None
            assert said.status == 503
            code_in(ana.told()[-1], caplog)
            told = len(ana.told())
            await line.mend()
            await chat.fake.retry(said)  # as Slack does a minute later
            await chat.settle()
            assert "Grace Hopper" in ana.card()
            assert len(ana.told()) == told


async def test_a_card_that_slack_refuses_is_said(tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.ERROR)
    async with slack_chat(tmp_path, clock) as chat:
        ana = await recruiting(chat)
        await ana.command()
        chat.fake.fail("chat.postMessage", "invalid_blocks")
        await ana.search("nurse in Boston")
        code_in(ana.told()[-1], caplog)


async def test_a_file_that_cannot_be_sent_is_said(tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.ERROR)
    async with slack_chat(tmp_path, clock) as chat:
        ana = await recruiting(chat)
        await ana.search("Grace Hopper")
        await ana.press("☆ Star")
        await ana.command("candidates")
        chat.fake.fail("files.getUploadURLExternal", "missing_scope")
        await ana.press("Export CSV")
        code_in(ana.told()[-1], caplog)
        assert await ana.files() == []


async def test_who_wrote_a_note_hears_that_a_mention_did_not_arrive(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
):
    async with slack_chat(tmp_path, clock) as chat:
        ana, diego = await recruiting(chat), await chat.person("Diego", Role.RECRUITER)
        await diego.command()
        await ana.search("Grace Hopper")
        await ana.press("View")
        await ana.press("Add note")
        chat.fake.fail("chat.postMessage", "is_archived")
        await ana.submit(text="Call her", mentions=["Diego"])
        assert "Call her" in ana.card()
        assert any("Diego" in line and "not told" in line for line in ana.told())
