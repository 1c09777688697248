"""The index is down, slow or gone: only searching fails, with a message."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from connectors.errors import Unreachable
from store.roles import Role
from tests.chat.base import Chat, Clock, Someone, add_people
from tests.fakes.line import Line, line_to
from tests.flows.conftest import recruiting
from tests.flows.looking import NEXT, names
from tests.flows.test_contact import TYPED, sent
from tests.flows.test_contact_several import preview as preview_several
from tests.flows.weather import OPENED, REFERENCE, code_in, ready
from tests.people import nurse
from tests.servers import typesense as ts

pytestmark = pytest.mark.timeout(120)


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
    """A chat whose Typesense server is behind a connection that can be cut."""
    async with line_to("127.0.0.1", urlsplit(typesense.url).port or 0) as line:
        settings = {"typesense_url": f"http://127.0.0.1:{line.port}", "typesense_api_key": typesense.api_key}
        async with OPENED[request.param](tmp_path, clock, **settings) as chat:
            await chat.bot.context.index.clear()  # the server is shared by the module
            yield chat, line
            await line.restore()


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
    assert "did not respond" in seen
    assert "Your search is saved. Try again." in seen
    assert "within 25 miles of Boston, MA" in seen
    code_in(seen.text, caplog)
    assert {"Try again", "Refine"} <= set(seen.buttons)
    status, checks = await ready(chat.bot)
    assert (status, checks["ready"], checks["database"]) == (503, False, "ok")
    assert checks["index"] != "ok"

    assert "Grace Hopper" in await ana.command("candidates")
    assert "Runs the night shift." in await ana.press("View")
    await ana.press("Add note")
    await ana.submit(text="Written while the index was down")
    assert "Written while the index was down" in ana.card()
    assert "Registered Nurse" in await ana.command("job")
    assert "No job selected" in await ana.command("home")

    await line.restore()
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
    assert "The search index did not respond, so matches are not marked" in seen
    code_in(seen.text, caplog)
    assert NEXT not in seen.buttons
    assert "★ Starred" in (await ana.press("☆ Star")).buttons
    assert await names(chat, ana, "saved") == {"Grace Hopper"}
    seen = await ana.press("Back")
    assert "did not respond" in seen
    await line.restore()
    assert "Grace Hopper" in await ana.press("Try again")


async def test_presses_on_results_work_though_the_results_cannot_be_redrawn(on_line: tuple[Chat, Line]):
    chat, line = on_line
    ana = await recruiting(chat)
    await ana.search("nurse in Boston")
    await line.cut()
    seen = await ana.press("☆ Star", near="Grace Hopper")
    assert "did not respond" in seen
    assert await names(chat, ana, "saved") == {"Grace Hopper"}
    await line.restore()
    assert "★ Starred" in (await ana.press("Try again")).buttons


async def test_contact_works_while_the_index_is_down(on_line: tuple[Chat, Line]):
    chat, line = on_line
    ana = await recruiting(chat)
    await ana.search("nurse")
    await line.cut()
    assert (await ana.press("Contact", near="Grace Hopper")).form
    assert "Hi Grace, a word?" in await ana.submit(**TYPED)
    await ana.submit()
    assert "grace1@example.com" in ana.card()
    assert "grace1@example.com is on the way" in ana.card()
    assert len(await sent(chat)) == 1


async def test_several_can_be_contacted_while_the_index_is_down_with_a_notice(on_line: tuple[Chat, Line]):
    chat, line = on_line
    ana = await recruiting(chat)
    await preview_several(ana)
    await line.cut()
    await ana.submit()
    assert "3 messages are on the way." in ana.card()
    assert "did not respond" in ana.card()
    assert len(await sent(chat)) == 3


async def test_forms_that_need_the_index_say_so(on_line: tuple[Chat, Line]):
    chat, line = on_line
    ana = await recruiting(chat)
    await ana.search("nurse in Boston")
    await ana.press("Refine")
    await line.cut()
    await ana.submit(what="triage", where="Boston")
    assert "did not respond" in ana.card()
    assert "triage" in ana.card()
    before = ana.reply_count()
    await ana.forge("several", {"search_id": 1})
    assert ana.reply_count() > before
    assert any("isn't responding right now" in line and REFERENCE.search(line) for line in ana.plain_messages())


async def test_a_slow_index_is_reported(on_line: tuple[Chat, Line]):
    chat, line = on_line
    ana = await recruiting(chat)
    await ana.command()
    line.hang()
    (status, checks), _ = await asyncio.gather(ready(chat.bot), ana.search("nurse in Boston"))
    assert (status, checks["database"]) == (503, "ok")
    await chat.bot.intake.idle()
    assert "did not respond" in ana.card()
    assert "Your search is saved. Try again." in ana.card()
    await line.restore()
    assert "Grace Hopper" in await ana.press("Try again")


async def test_an_index_directory_of_another_version_says_what_to_do(tmp_path: Path, clock: Clock):
    """The embedded index was built by another version of the bot."""
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
            status, checks = await ready(chat.bot)
            assert (status, checks["database"]) == (503, "ok")
            assert "sourcer index rebuild" in checks["index"]


async def test_missing_index_files_are_reported_to_the_operator(chat: Chat, ana: Someone):
    await ana.search("nurse in Boston")
    shutil.rmtree(chat.bot.settings.data_dir / "index")
    assert "Grace Hopper" in await ana.search("nurse in Boston")  # open files remain readable
    with pytest.raises(Unreachable):
        await add_people(chat.bot, [nurse(90, "New Nora")])
    status, checks = await ready(chat.bot)
    assert (status, checks["database"]) == (503, "ok")
    assert "sourcer index rebuild" in checks["index"]
    assert "sourcer index rebuild" in await ana.search("New Nora")
    assert "Grace Hopper" not in await ana.command("candidates")
    assert "No job selected" in await ana.command("home")
