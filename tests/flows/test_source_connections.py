"""Resume databases: connected on a page, checked, failing, disconnected; with a stand-in for Dice."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from sqlmodel import select

from bot.playground.sources.dice import FakeDice
from bot.workers.source_checks import SourceChecks
from handlers.connected_sources import Connected
from store.db import statements
from store.members import workspaces
from store.roles import Role
from store.sources import connections
from store.tables.core import Audit
from store.tables.sources import SourceConnection
from tests.chat.base import Chat, Clock, Someone, grant_role
from tests.chat.slack import slack_chat
from tests.chat.teams import teams_chat
from tests.fakes import dice as fakes
from tests.fakes.dice import CREDENTIALS, dice
from tests.fakes.indeed import CREDENTIALS as INDEED
from tests.fakes.indeed import SEARCHING, indeed
from tests.fakes.people_data_labs import CREDENTIALS as LABS
from tests.fakes.people_data_labs import people_data_labs

LINK = re.compile(r"https://sourcer\.example\.com(/connect/[\w-]{32})")
SECRETS = (CREDENTIALS["client_secret"], CREDENTIALS["password"])


@pytest.fixture
async def fake() -> AsyncIterator[FakeDice]:
    async with dice() as one:
        yield one


@pytest.fixture(params=["slack", "teams"])
async def chat(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, fake: FakeDice) -> AsyncIterator[Chat]:
    opened = slack_chat if request.param == "slack" else teams_chat
    async with opened(tmp_path, clock, source_urls=(("dice", fake.address),)) as there:
        yield there


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def page(chat: Chat, http: aiohttp.ClientSession, path: str, **typed: str) -> tuple[int, str]:
    """Status and text of a page; with `typed`, of the submitted form."""
    url = chat.address + path
    async with http.post(url, data=typed) if typed else http.get(url) as answer:
        return answer.status, await answer.text()


async def link(someone: Someone) -> str:
    """Opens a link as the buttons of the chat do."""
    await someone.command("integrations")
    await someone.press("View databases")
    await someone.press("Connect", near="Dice")
    return LINK.findall(someone.everything())[-1]


async def connect(chat: Chat, http: aiohttp.ClientSession, someone: Someone, use: str = "everyone") -> None:
    status, text = await page(chat, http, await link(someone), **CREDENTIALS, use=use)
    assert (status, "Dice is connected" in text) == (200, True)
    await someone.press("Resume databases")


async def rows(chat: Chat) -> list[SourceConnection]:
    async with chat.bot.context.store.read() as db:
        return await connections.everywhere(db)


async def usable(chat: Chat, someone: Someone) -> list[Connected]:
    """What a search by them would ask."""
    member = await someone.member()
    async with chat.bot.context.store.read() as db:
        return await chat.bot.context.sources.connected(db, member)


async def an_hour_later(chat: Chat, clock: Clock) -> int:
    """The hourly job, then the notifications."""
    clock.at += timedelta(hours=1)
    working = await SourceChecks(chat.bot.context).run_once()
    await chat.bot.notifier.run_once()
    return working


async def test_connected_checked_failing_and_disconnected(
    chat: Chat, fake: FakeDice, http: aiohttp.ClientSession, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    sam = await chat.person("Sam", Role.ADMIN)
    ana = await chat.person("Ana", Role.RECRUITER)
    await ana.command("help")
    assert "Under your own contract you can connect" in await sam.command("integrations")
    seen = await sam.press("View databases")
    assert "Dice sells access" in seen
    await connect(chat, http, sam)
    seen = sam.card()
    assert "For everyone. Connected by Sam" in seen
    assert not [secret for secret in SECRETS if secret in sam.everything()]
    [row] = await rows(chat)
    assert b"dice-password" not in row.credentials
    [one] = await usable(chat, ana)
    assert (one.connection_id, one.traits.name, one.own) == (row.id, "dice", False)

    assert "Dice accepts the credentials." in await sam.press("Check")
    assert await an_hour_later(chat, clock) == 1

    monkeypatch.setitem(fakes.CREDENTIALS, "password", "changed at Dice")
    assert await an_hour_later(chat, clock) == 0
    assert await an_hour_later(chat, clock) == 0
    assert sam.everything().count("Dice can't be searched. Dice doesn't accept the login.") <= 2  # summary
    assert "Dice can't be searched" not in ana.everything()
    seen = sam.card()
    assert {"Connect again", "Check", "View databases"} <= set(seen.buttons)
    cards = len(sam.cards())
    assert await an_hour_later(chat, clock) == 0
    assert len(sam.cards()) == cards  # notified once
    assert "Failing for 2 " in await sam.press("View databases")
    assert "Dice failing" in await ana.command("integrations")
    monkeypatch.undo()
    assert "Dice accepts the credentials." in await sam.press("Check")
    assert "Failing" not in sam.card()

    seen = await sam.press("Disconnect")
    assert "Dice was disconnected, and its credentials were erased." in seen
    assert await rows(chat) == []
    assert await usable(chat, ana) == []
    async with chat.bot.context.store.read() as db:
        log = [each for each in await db.exec(select(Audit)) if "source" in each.action]
    assert [each.action for each in log] == ["connect_source", "disconnect_source"]
    await sam.forge("check_source", {"connection_id": row.id})
    assert "no longer connected" in sam.everything()


async def test_a_partner_that_is_down_is_shown_and_notifies_nobody(
    tmp_path: Path, clock: Clock, http: aiohttp.ClientSession
):
    async with slack_chat(tmp_path, clock, source_urls=(("dice", "http://127.0.0.1:9"),)) as chat:
        sam = await chat.person("Sam", Role.ADMIN)
        path = await link(sam)
        status, text = await page(chat, http, path, **CREDENTIALS, use="everyone")
        assert (status, "Dice isn&#39;t responding right now. Nothing was saved." in text) == (422, True)
        me, keys = await sam.member(), chat.bot.context.outreach.keys
        async with chat.bot.context.store.write() as db:
            await connections.connect(db, me, "dice", CREDENTIALS, keys, clock(), everyone=True)
        cards = len(sam.cards())
        assert await an_hour_later(chat, clock) == 0
        assert len(sam.cards()) == cards
        await sam.press("Resume databases")
        assert "Failing for a moment" in sam.card()
        assert "Dice isn't responding right now." in sam.card()


async def test_wrong_credentials_store_nothing(
    chat: Chat, fake: FakeDice, http: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)
    sam = await chat.person("Sam", Role.ADMIN)
    path = await link(sam)
    status, text = await page(chat, http, path)
    assert status == 200
    assert "Connect Dice" in text
    assert "requested this page" in text
    for typed, field, message in (
        ({"password": "hunter2"}, "password", "Dice doesn&#39;t accept these credentials"),
        ({"username": " "}, "username", "This field is required."),
        ({"client_secret": ""}, "client_secret", "This field is required. You need to enter it each time"),
    ):
        status, text = await page(chat, http, path, **{**CREDENTIALS, "use": "everyone", **typed})
        assert status == 422
        found = re.search(rf'id="{field}-fault">([^<]+)<', text)
        assert found
        assert message in found[1]
        assert f'value="{CREDENTIALS["client_id"]}"' in text
        assert not [secret for secret in (*SECRETS, "hunter2") if secret in text]
    status, text = await page(chat, http, path, **CREDENTIALS, use="nobody")
    assert (status, "Choose who can use it." in text) == (422, True)
    assert await rows(chat) == []
    status, text = await page(chat, http, path, **CREDENTIALS, use="everyone")
    assert status == 200
    assert not [secret for secret in (*SECRETS, "hunter2", path[-32:]) if secret in caplog.text]


async def test_a_recruiter_connects_only_for_themselves(chat: Chat, http: aiohttp.ClientSession):
    ana, lee = await chat.person("Ana", Role.RECRUITER), await chat.person("Lee", Role.RECRUITER)
    sam = await chat.person("Sam", Role.ADMIN)
    path = await link(ana)
    assert "Everyone in this workspace" not in (await page(chat, http, path))[1]
    status, text = await page(chat, http, path, **CREDENTIALS, use="everyone")
    assert (status, "Only an admin can connect" in text) == (422, True)
    assert await rows(chat) == []
    await page(chat, http, path, **CREDENTIALS, use="me")
    seen = await ana.press("Resume databases")
    assert "Only for you. Connected by you just now." in seen
    [row] = await rows(chat)
    await sam.command("help")
    for other in (lee, sam):
        await other.command("integrations")
        assert "Not connected" in await other.press("View databases")
        for verb in ("check_source", "disconnect_source", "source_fault"):
            await other.forge(verb, {"connection_id": row.id})
        assert await usable(chat, other) == []
    await connect(chat, http, sam)
    [mine], [lees] = await usable(chat, ana), await usable(chat, lee)
    assert (mine.own, lees.own) == (True, False)
    await ana.command("integrations")
    seen = await ana.press("View databases")
    assert "For everyone. Connected by Sam" in seen
    assert seen.buttons.count("Disconnect") == 1
    await ana.forge("disconnect_source", {"connection_id": lees.connection_id})
    assert len(await rows(chat)) == 2
    await ana.press("Disconnect")
    assert [each.member_id for each in await rows(chat)] == [None]


async def test_a_login_that_only_reads_answers_says_so_and_what_is_left_is_named(tmp_path: Path, clock: Clock):
    async with indeed() as there, people_data_labs() as labs:
        urls = (("indeed", there.address), ("people_data_labs", labs.address))
        async with slack_chat(tmp_path, clock, source_urls=urls) as chat:
            sam = await chat.person("Sam", Role.ADMIN)
            me, keys = await sam.member(), chat.bot.context.outreach.keys
            async with chat.bot.context.store.write() as db:
                for name, credentials in (("indeed", INDEED), ("people_data_labs", LABS)):
                    await connections.connect(db, me, name, credentials, keys, clock(), everyone=True)
            await an_hour_later(chat, clock)
            assert "Indeed and People Data Labs are connected." in await sam.command("integrations")
            seen = await sam.press("View databases")
            assert "Its resumes can't be searched with this login." in seen
            assert "50 People Data Labs credits left for contact details." in seen
            async with chat.bot.context.store.write() as db:
                await connections.connect(db, me, "indeed", SEARCHING, keys, clock(), everyone=True)
            await sam.press("Integrations")
            assert "can't be searched" not in await sam.press("View databases")


async def test_only_members_who_may_contact_get_links(chat: Chat):
    for name, role in (("Lee", Role.REVIEWER), ("Ana", Role.GUEST)):
        other = await chat.person(name, role)
        await other.command("help")
        for verb, arguments in (("sources", {}), ("connect_source", {"source": "dice"})):
            await other.forge(verb, arguments)
        assert "/connect/" not in other.everything()


async def test_a_double_submission_connects_once(chat: Chat, fake: FakeDice, http: aiohttp.ClientSession):
    sam = await chat.person("Sam", Role.ADMIN)
    path = await link(sam)
    many = await asyncio.gather(*(page(chat, http, path, **CREDENTIALS, use="everyone") for _ in range(4)))
    assert sorted(status for status, _ in many) == [200, 404, 404, 404]
    assert len(await rows(chat)) == 1
    assert (await page(chat, http, path))[0] == 404
    second = await link_again(sam)
    assert (await page(chat, http, second, **CREDENTIALS, use="everyone"))[0] == 200
    assert len(await rows(chat)) == 1  # replaced


async def link_again(someone: Someone) -> str:
    await someone.command("integrations")
    await someone.press("View databases")
    await someone.press("Connect another account")
    return LINK.findall(someone.everything())[-1]


async def test_someone_who_lost_their_role_meanwhile_connects_nothing(
    chat: Chat, fake: FakeDice, http: aiohttp.ClientSession
):
    sam = await chat.person("Sam", Role.ADMIN)
    path = await link(sam)
    me = await sam.member()
    await grant_role(chat.bot, chat.platform, chat.workspace, me.external_id, Role.REVIEWER, "Sam")
    status, text = await page(chat, http, path, **CREDENTIALS, use="me")
    assert (status, "Only admins and recruiters" in text) == (422, True)
    assert (await rows(chat), fake.asked) == ([], [])


async def test_another_workspace_sees_nothing(chat: Chat, http: aiohttp.ClientSession):
    sam = await chat.person("Sam", Role.ADMIN)
    await connect(chat, http, sam)
    [row] = await rows(chat)
    async with chat.bot.context.store.write() as db:
        rival = await workspaces.get_or_create(db, chat.platform, "T0RIVAL")
        theirs = SourceConnection(
            **{**row.model_dump(exclude={"id"}), "workspace_id": rival.id, "credentials": row.credentials + b"2"}
        )
        db.add(theirs)
        await db.flush()
        theirs_id = theirs.id
    for verb in ("check_source", "disconnect_source", "source_fault"):
        await sam.forge(verb, {"connection_id": theirs_id})
    assert len(await rows(chat)) == 2
    await sam.command("integrations")
    seen = await sam.press("View databases")
    assert seen.buttons.count("Disconnect") == 1


async def test_after_a_restart_it_is_still_connected(
    tmp_path: Path, clock: Clock, fake: FakeDice, http: aiohttp.ClientSession
):
    urls = (("dice", fake.address),)
    async with slack_chat(tmp_path, clock, source_urls=urls) as chat:
        sam = await chat.person("Sam", Role.ADMIN)
        with statements() as ran:
            assert await usable(chat, sam) == []
        assert not [each for each in ran if "source_connections.workspace_id =" in each]
        await connect(chat, http, sam)
    async with slack_chat(tmp_path, clock, source_urls=urls) as chat:
        sam = await chat.person("Sam", Role.ADMIN)
        [one], [again] = await usable(chat, sam), await usable(chat, sam)
        assert one.source is again.source
        await one.source.check()
        assert fake.asked.count("token") >= 2
    other = ("c29tZSBvdGhlciBrZXkgb2YgMzIgYnl0ZXMgISEhISE=",)
    async with slack_chat(tmp_path, clock, source_urls=urls, secret_keys=other) as chat:
        sam = await chat.person("Sam", Role.ADMIN)
        assert await usable(chat, sam) == []
        await sam.command("integrations")
        await sam.press("View databases")
        assert "The key that encrypted its credentials is missing." in await sam.press("Check")
        assert "Connect again" in sam.card().buttons
