"""Jobs of an ATS's public board: connected, synced, closed, failing, disconnected; on both platforms."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.workers.job_board_sync import JobBoardSync
from store.roles import Role
from tests.chat.base import Chat, Clock, Someone
from tests.chat.slack import slack_chat
from tests.chat.teams import teams_chat
from tests.fakes.job_boards import FakeJobBoards, greenhouse, job_boards, lever
from tests.flows.conftest import recruiting
from tests.flows.test_contact_letter import left
from tests.flows.test_invitations_page import schedule

LINK = "https://boards.greenhouse.io/acme"
HOUR = timedelta(hours=1)


@pytest.fixture
async def boards() -> AsyncIterator[FakeJobBoards]:
    async with job_boards() as fake:
        fake.jobs["greenhouse", "acme"] = [greenhouse(1, "ICU Nurse"), greenhouse(2, "Midwife", "Denver, CO")]
        yield fake


@pytest.fixture(params=["slack", "teams"])
async def chat(
    request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, boards: FakeJobBoards
) -> AsyncIterator[Chat]:
    opened = slack_chat if request.param == "slack" else teams_chat
    async with opened(tmp_path, clock, **boards.settings()) as there:
        yield there


@pytest.fixture
async def sam(chat: Chat) -> Someone:
    return await chat.person("Sam", Role.ADMIN)


async def connect(sam: Someone, link: str = LINK, system: str = "") -> None:
    await sam.command("integrations")
    await sam.press("Connect a job board")
    await sam.submit(link=link, **({"system": system} if system else {}))


async def sync(chat: Chat, clock: Clock) -> int:
    """The hourly job, an hour later."""
    clock.at += HOUR
    return await JobBoardSync(chat.bot.context, chat.bot.notifier.wake).run_once()


async def test_a_board_is_connected_and_its_jobs_can_be_selected(chat: Chat, sam: Someone):
    ana = await chat.person("Ana", Role.RECRUITER)
    seen = await sam.command("integrations")
    assert "your public job board at Greenhouse, Lever, Ashby or Workable" in seen
    await connect(sam)
    assert "Greenhouse: acme is connected: 2 open jobs" in sam.card()
    assert "2 open jobs. Last synced just now." in sam.card()
    seen = await ana.command("job")
    assert "ICU Nurse" in seen
    seen = await ana.press("Select", near="Midwife")
    assert "Midwife" in seen
    assert "Denver, CO" in seen
    seen = await ana.command("integrations")
    assert "Greenhouse: acme" in seen
    assert not {"Connect a job board", "Sync now"} & set(seen.buttons)


async def test_the_hourly_sync_adds_changes_and_closes(chat: Chat, sam: Someone, boards: FakeJobBoards, clock: Clock):
    ana = await chat.person("Ana", Role.RECRUITER)
    await connect(sam)
    await ana.command("job")
    await ana.press("Select", near="Midwife")
    boards.jobs["greenhouse", "acme"] = [
        greenhouse(1, "ICU Nurse, nights", updated_at="2026-11-23T12:30:00Z"),
        greenhouse(3, "Pharmacist"),
    ]
    assert await sync(chat, clock) == 1
    await chat.bot.notifier.run_once()
    assert "Midwife, the job you selected, was closed." in ana.card()
    seen = await ana.press("Select another job")
    assert "ICU Nurse, nights" in seen
    assert "Pharmacist" in seen
    assert "Midwife" not in seen
    boards.jobs["greenhouse", "acme"].append(greenhouse(2, "Midwife", "Denver, CO", updated_at="2026-11-24T00:00:00Z"))
    assert await sync(chat, clock) == 1
    assert "Midwife" in await ana.command("job")
    assert await JobBoardSync(chat.bot.context, chat.bot.notifier.wake).run_once() == 0  # not due


async def test_a_board_is_connected_once_in_whatever_case_its_name_is_typed(
    chat: Chat, sam: Someone, boards: FakeJobBoards
):
    boards.jobs["greenhouse", "Acme"] = boards.jobs["greenhouse", "acme"]
    await connect(sam, "https://boards.greenhouse.io/Acme")
    assert "Greenhouse: Acme is connected: 2 open jobs" in sam.card()
    await connect(sam)
    assert "Greenhouse: Acme is connected: 2 open jobs" in sam.card()
    assert "Greenhouse: acme" not in sam.card()
    assert sam.card().buttons.count("Sync now") == 1
    seen = await sam.command("job")
    assert seen.text.count("Denver, CO") == 1


async def test_sync_now_says_what_changed(chat: Chat, sam: Someone, boards: FakeJobBoards):
    await connect(sam)
    assert "Greenhouse: acme: nothing has changed." in await sam.press("Sync now")
    boards.jobs["greenhouse", "acme"] = [greenhouse(1, "ICU Nurse"), greenhouse(3, "Pharmacist")]
    assert "Greenhouse: acme: 1 new, 1 closed." in await sam.press("Sync now")


@pytest.mark.parametrize(
    ("link", "system", "error"),
    [
        ("https://acme.com/careers", "", "Paste the link to your job board"),
        ("acme", "", "or choose the system"),
        ("nobody", "ashby", "Ashby has no public job board called “nobody”."),
    ],
)
async def test_a_wrong_link_stays_in_the_form(chat: Chat, sam: Someone, link: str, system: str, error: str):
    await connect(sam, link, system)
    seen = sam.screen()
    assert seen.form
    assert error in seen
    await sam.submit(link=LINK)
    assert "is connected: 2 open jobs" in sam.card()


async def test_a_second_connection_of_the_same_board_is_the_same(chat: Chat, sam: Someone):
    await connect(sam)
    await connect(sam, "acme", "greenhouse")
    seen = sam.card()
    assert seen.text.count("2 open jobs. Last synced") == 1
    seen = await sam.command("job")
    assert seen.text.count("Boston, MA · Nursing") == 1


async def test_a_failing_board_says_so_and_recovers(chat: Chat, sam: Someone, boards: FakeJobBoards, clock: Clock):
    await connect(sam)
    boards.misbehave = lambda: web.Response(status=503)
    for _ in range(4):
        assert await sync(chat, clock) == 0
    await chat.bot.notifier.run_once()
    assert "Jobs from Greenhouse: acme can't be updated. Greenhouse isn't responding right now." in sam.card()
    assert sam.everything().count("I'll try again every hour.") == 1
    seen = await sam.command("integrations")
    assert "Failing for 3 hours" in seen
    assert "2 open jobs" in seen
    boards.misbehave = None
    assert "nothing has changed" in await sam.press("Sync now")
    assert "Failing" not in await sam.command("integrations")


async def test_a_board_that_hangs_holds_up_no_other(chat: Chat, sam: Someone, boards: FakeJobBoards, clock: Clock):
    boards.jobs["lever", "acme"] = [lever("l-1", "Pharmacist")]
    await connect(sam)
    await connect(sam, "https://jobs.lever.co/acme")
    boards.jobs["lever", "acme"].append(lever("l-2", "Radiologist"))
    boards.gate, boards.gated = asyncio.Event(), "/boards/acme"
    running = asyncio.create_task(sync(chat, clock))
    async with asyncio.timeout(20):
        while "Radiologist" not in await sam.command("job"):
            await asyncio.sleep(0.02)
    assert not running.done()
    boards.gate.set()
    assert await running == 2


async def test_closing_on_the_board_pauses_its_invitations_and_asks(
    chat: Chat, sam: Someone, boards: FakeJobBoards, clock: Clock
):
    ana = await recruiting(chat)
    await connect(sam)
    await schedule(ana, job="Midwife")
    boards.jobs["greenhouse", "acme"] = [greenhouse(1, "ICU Nurse")]
    assert await sync(chat, clock) == 1
    await chat.bot.notifier.run_once()
    seen = ana.card()
    assert "Grace Hopper" in seen
    assert "its job was closed" in seen
    clock.at += timedelta(days=3)  # it was due meanwhile
    await chat.bot.mail_sender.run_once()
    assert chat.mailbox.mails == []
    await ana.press("Resume")
    assert [mail["To"] for mail in await left(chat)] == ["grace1@example.com"]


async def test_an_empty_board_closes_its_jobs_only_when_it_is_empty_twice(
    chat: Chat, sam: Someone, boards: FakeJobBoards, clock: Clock
):
    await connect(sam)
    boards.jobs["greenhouse", "acme"] = []
    await sync(chat, clock)
    seen = await sam.command("integrations")
    assert "It lists no jobs at all." in seen
    assert "2 open jobs" in seen
    await sync(chat, clock)
    assert "0 open jobs" in await sam.command("integrations")


async def test_a_job_is_not_closed_while_part_of_the_list_cannot_be_read(
    chat: Chat, sam: Someone, boards: FakeJobBoards, clock: Clock
):
    await connect(sam)
    boards.jobs["greenhouse", "acme"] = [greenhouse(1, "ICU Nurse"), {"id": 2, "absolute_url": "x", "title": None}]
    await sync(chat, clock)
    assert "2 open jobs" in await sam.command("integrations")


async def test_disconnecting_keeps_the_jobs(chat: Chat, sam: Someone, boards: FakeJobBoards, clock: Clock):
    await connect(sam)
    seen = await sam.press("Disconnect", near="Greenhouse: acme")
    assert "Its jobs stay here but won't be updated." in seen
    assert "ICU Nurse" in await sam.command("job")
    boards.jobs["greenhouse", "acme"] = [greenhouse(9, "New")]
    assert await sync(chat, clock) == 0
    await sam.forge("sync_job_board", {"board_id": 1})
    assert "no longer connected" in sam.everything()


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.REVIEWER, Role.GUEST])
async def test_only_admins_manage_boards(chat: Chat, sam: Someone, role: Role):
    lee = await chat.person("Lee", role)
    await connect(sam)
    await lee.command("help")
    for verb, arguments in (
        ("job_board_form", {}),
        ("connect_job_board", {"link": "https://jobs.lever.co/acme"}),
        ("sync_job_board", {"board_id": 1}),
        ("disconnect_job_board", {"board_id": 1}),
        ("job_board_fault", {"board_id": 1}),
    ):
        await lee.forge(verb, arguments)
    assert "Greenhouse: acme" in await sam.command("integrations")
    assert "Lever" not in sam.card().text.replace("Greenhouse, Lever, Ashby", "")


async def test_two_presses_on_an_empty_board_close_nothing(chat: Chat, sam: Someone, boards: FakeJobBoards):
    await connect(sam)
    boards.jobs["greenhouse", "acme"] = []
    assert "If that's still the case in an hour, its jobs will be closed here." in await sam.press("Sync now")
    seen = await sam.press("Sync now")
    assert "2 open jobs" in seen
    assert "closed." not in seen
    assert "nothing has changed" not in seen


async def test_a_board_that_is_disconnected_during_its_sync_changes_nothing(
    chat: Chat, sam: Someone, boards: FakeJobBoards, clock: Clock
):
    await connect(sam)
    boards.jobs["greenhouse", "acme"], boards.gate = [greenhouse(9, "New")], asyncio.Event()
    running = asyncio.create_task(sync(chat, clock))
    while len(boards.asked) < 2:
        await asyncio.sleep(0.01)
    await sam.press("Disconnect", near="Greenhouse: acme")
    boards.gate.set()
    await running
    seen = await sam.command("job")
    assert "ICU Nurse" in seen
    assert "Midwife" in seen
    assert "New" not in seen.text.replace("New job", "")


async def test_postings_that_cannot_be_read_are_mentioned(chat: Chat, sam: Someone, boards: FakeJobBoards):
    await connect(sam)
    boards.jobs["greenhouse", "acme"] = [greenhouse(1, "ICU Nurse " * 60), {"id": 2, "absolute_url": "x"}]
    seen = await sam.press("Sync now")
    assert "1 changed. 1 posting could not be read, so no job was closed." in seen
    assert "2 open jobs" in seen


async def test_jobs_of_a_disconnected_board_are_changed_here(chat: Chat, sam: Someone):
    await connect(sam)
    await sam.command("job")
    assert "Copied from Greenhouse: acme. Change it there." in await sam.press("Details", near="Midwife")
    await sam.command("integrations")
    await sam.press("Disconnect", near="Greenhouse: acme")
    await sam.command("job")
    assert "Copied from" not in await sam.press("Details", near="Midwife")
    assert "The job is closed." in await sam.press("Close")
    seen = await sam.press("Delete")
    assert "Midwife was deleted." in seen
