"""An ATS connected with a key: on the page, its jobs, refusing its key, disconnected; on both platforms."""

import re
from datetime import timedelta

import pytest
from aiohttp import web

from store import job_boards
from store.roles import Role
from store.tables.core import JobBoard
from tests.chat.base import Chat, Clock, Someone
from tests.fakes import greenhouse as fakes
from tests.fakes.greenhouse import CREDENTIALS, FakeGreenhouse, job
from tests.flows.ats.connecting import connect, link, page, sync


@pytest.fixture
async def sam(chat: Chat) -> Someone:
    return await chat.person("Sam", Role.ADMIN)


async def keys(chat: Chat) -> list[JobBoard]:
    async with chat.bot.context.store.read() as db:
        return await job_boards.every_key(db)


async def test_connected_synced_refusing_and_disconnected(
    chat: Chat, sam: Someone, fake: FakeGreenhouse, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    ana = await chat.person("Ana", Role.RECRUITER)
    await connect(chat, sam)
    assert CREDENTIALS["client_secret"] not in sam.everything()
    [row] = await keys(chat)
    assert row.credentials is not None
    assert b"harvest-secret" not in row.credentials
    seen = await sam.command("integrations")
    assert "0 open jobs. Not synced yet." in seen
    assert await sync(chat) == 1
    seen = await sam.command("integrations")
    assert "2 open jobs. Last synced just now." in seen
    assert "Recruiters can push candidates to it." in seen
    seen = await ana.command("job")
    assert "Midwife" in seen
    assert "Boston, MA" in seen
    assert "Nursing" in seen
    await ana.press("Select", near="Midwife")

    fake.jobs = [job(11, "ICU Nurse, nights", updated_at="2026-11-23T12:30:00Z"), job(13, "Pharmacist")]
    await sam.command("integrations")
    assert "Greenhouse: 1 new, 1 changed, 1 closed." in await sam.press("Sync now")
    await chat.bot.notifier.run_once()
    assert "Midwife, the job you selected, was closed." in ana.card()

    monkeypatch.setitem(fakes.CREDENTIALS, "client_secret", "changed at Greenhouse")
    fake.expire()
    for _ in range(3):
        clock.at += timedelta(hours=1)
        assert await sync(chat) == 0
    await chat.bot.notifier.run_once()
    assert "Greenhouse no longer accepts the key. Connect it again." in sam.card()
    assert sam.everything().count("I'll try again every hour.") == 1
    assert "can't be updated" not in ana.everything()
    monkeypatch.undo()
    await sam.press("Connect again")
    await connect(chat, sam, opened=True)
    assert await sync(chat) == 1
    assert len(await keys(chat)) == 1
    seen = await sam.command("integrations")
    assert "Failing" not in seen
    seen = await sam.press("Disconnect", near="Greenhouse")
    assert "Greenhouse was disconnected, and its key was erased. Its jobs stay here" in seen
    assert await keys(chat) == []
    assert "Pharmacist" in await ana.command("job")
    await sam.forge("sync_job_board", {"board_id": row.id})
    assert "no longer connected" in sam.everything()


async def test_wrong_keys_store_nothing(
    chat: Chat, sam: Someone, fake: FakeGreenhouse, caplog: pytest.LogCaptureFixture
):
    path = await link(sam)
    _, text = await page(chat, path)
    assert "Connect Greenhouse" in text
    assert "Harvest v3" in text
    for typed, field, message in (
        ({"client_secret": "hunter2"}, "client_secret", "Greenhouse doesn&#39;t accept these credentials."),
        ({"client_id": " "}, "client_id", "This field is required."),
    ):
        status, text = await page(chat, path, **{**CREDENTIALS, **typed})
        assert status == 422
        found = re.search(rf'id="{field}-fault">([^<]+)<', text)
        assert found
        assert message in found[1]
        assert ("Keys for Harvest v1 or v2, Ingestion or the Job Board don&#39;t work here." in found[1]) is (
            field == "client_secret"
        )
        assert not [secret for secret in ("hunter2", CREDENTIALS["client_secret"]) if secret in text]
    status, text = await page(chat, path, **{**CREDENTIALS, "user_id": "ana"})
    assert (status, "The Greenhouse user ID must be a number. Nothing was saved." in text) == (422, True)
    fake.misbehave = lambda request, name: web.json_response({}, status=403) if name == "applications" else None
    status, text = await page(chat, path, **CREDENTIALS)
    assert (status, "Greenhouse doesn&#39;t allow this with your key." in text) == (422, True)
    assert await keys(chat) == []
    assert "hunter2" not in caplog.text


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.REVIEWER, Role.GUEST])
async def test_only_admins_connect(chat: Chat, sam: Someone, role: Role):
    lee = await chat.person("Lee", role)
    await lee.command("help")
    for verb, arguments, typed in (("ats_form", {}, None), ("connect_ats", {"system": "greenhouse"}, {"chosen": ""})):
        await lee.forge(verb, arguments, typed)
    assert "/connect/" not in lee.everything()


async def test_someone_who_lost_their_role_meanwhile_connects_nothing(chat: Chat, sam: Someone, fake: FakeGreenhouse):
    from tests.chat.base import grant_role

    path = await link(sam)
    me = await sam.member()
    await grant_role(chat.bot, chat.platform, chat.workspace, me.external_id, Role.RECRUITER, "Sam")
    status, text = await page(chat, path, **CREDENTIALS)
    assert (status, "Only admins can connect job boards." in text) == (422, True)
    assert (await keys(chat), fake.asked) == ([], [])
