"""The card of a job: editing, closing, reopening and deleting what was typed in; on both platforms."""

from datetime import timedelta

from store import jobs
from store.roles import Role
from tests.chat.base import Chat, Someone, add_jobs
from tests.flows.conftest import workspace_of
from tests.flows.test_invitations_page import schedule


async def add(ana: Someone, title: str = "Ward Clerk") -> None:
    await ana.command("job")
    await ana.press("Add a job")
    await ana.submit(title=title, description="Answers the telephone.", department="Office")


async def details(someone: Someone, title: str = "Ward Clerk"):
    await someone.command("job")
    return await someone.press("Details", near=title)


async def test_a_typed_job_is_edited_by_a_colleague(chat: Chat, ana: Someone):
    await add(ana)
    sam = await chat.person("Sam", Role.RECRUITER)
    seen = await details(sam)
    assert "Answers the telephone." in seen
    assert {"Select", "Edit", "Close", "Delete"} <= set(seen.buttons)
    seen = await sam.press("Edit")
    assert seen.form
    seen = await sam.submit(title=" ", apply_url="nonsense")
    assert seen.form
    assert "A job needs a title." in seen
    assert "Use a link like https://example.com." in seen
    await sam.submit(title="Ward Secretary", apply_url="https://acme.example/1", department="Office")
    assert "Your changes were saved." in sam.card()
    assert "Ward Secretary" in sam.card()
    seen = await ana.command("job")
    assert "Ward Secretary" in seen
    assert "Ward Clerk" not in seen
    assert "ana" in (await details(ana, "Ward Secretary")).text.lower()  # whoever added it stays its recruiter


async def test_closing_notifies_who_selected_it_and_reopening_brings_it_back(chat: Chat, ana: Someone):
    sam = await chat.person("Sam", Role.RECRUITER)
    await add(ana)  # which selects it
    await details(sam)
    assert "The job is closed." in await sam.press("Close")
    await chat.bot.notifier.run_once()
    assert "Ward Clerk, the job you selected, was closed." in ana.card()
    assert "Ward Clerk" not in await sam.command("job")
    seen = await ana.command("job")
    await ana.press("Search and filter jobs")
    seen = await ana.submit(status="closed", words="Clerk")
    seen = await ana.press("Details", near="Ward Clerk")
    assert "Closed" in seen
    assert not {"Select", "Close"} & set(seen.buttons)
    assert "The job is open again." in await ana.press("Reopen")
    assert "Ward Clerk" in await sam.command("job")


async def test_a_job_with_invitations_is_closed_and_reopened_but_not_deleted(chat: Chat, ana: Someone):
    """Closing pauses them and asks their sender, who also decides once the job is open again."""
    await add(ana)
    await schedule(ana, job="Ward Clerk")
    sam = await chat.person("Sam", Role.RECRUITER)
    await details(sam)
    refused = "Ward Clerk can't be deleted: there are invitations for it."
    assert f"{refused} Close it instead." in await sam.press("Delete")
    assert "The job is closed." in await sam.press("Close")
    seen = await sam.press("Delete")
    assert refused in seen
    assert "Close it instead" not in seen
    await sam.press("Reopen")
    await chat.bot.notifier.run_once()
    assert "Paused: its job was closed" in ana.everything()
    await ana.command("invitations")
    assert "Paused: its job was closed" in await ana.press("Scheduled (1)")
    seen = await ana.press("Resume")
    assert "Paused" not in seen
    assert "goes out Wed 25 Nov" in seen


async def test_a_deleted_job_is_gone(chat: Chat, ana: Someone):
    await add(ana)
    seen = await details(ana)
    seen = await ana.press("Delete")
    assert "Ward Clerk was deleted." in seen
    assert "Ward Clerk" not in seen.text.replace("Ward Clerk was deleted.", "")
    assert (await ana.member()).job_id is None
    await ana.forge("job", {"job_id": 999})
    assert "This job no longer exists." in ana.card()
    assert "Registered Nurse" in ana.card()


async def test_a_copied_job_is_changed_where_it_comes_from(chat: Chat, ana: Someone):
    await add_jobs(
        chat.bot,
        (await workspace_of(chat)).id,
        [{"id": "77", "title": "Imported Nurse", "employment_type": "FULL_TIME"}],
    )
    seen = await details(ana, "Imported Nurse")
    assert "Copied from a file. Change it there." in seen
    assert "Full time" in seen
    assert not {"Edit", "Close", "Reopen", "Delete"} & set(seen.buttons)
    for verb in ("close_job", "reopen_job", "delete_job"):
        await ana.forge(verb, {"job_id": await _id_of(chat, "Imported Nurse")})
        assert "Change it in the system it comes from." in ana.card()
    assert "Imported Nurse" in await ana.command("job")


async def _id_of(chat: Chat, title: str) -> int:
    workspace = await workspace_of(chat)
    async with chat.bot.context.store.read() as db:
        found = await jobs.listed(db, workspace.id, jobs.JobQuery(title))
    return found.items[0].id


async def test_a_double_press_closes_once(chat: Chat, ana: Someone):
    await add(ana)
    await details(ana)
    await ana.press("Close")
    await ana.repeat(3)
    chat.clock.at += timedelta(minutes=1)
    await chat.bot.notifier.run_once()
    assert ana.everything().count("the job you selected, was closed") <= 3  # its text and its fallback, once


async def test_reviewers_see_no_jobs(chat: Chat, ana: Someone):
    await add(ana)
    lee = await chat.person("Lee", Role.REVIEWER)
    await lee.command("help")
    job_id = await _id_of(chat, "Ward Clerk")
    for verb in ("job", "edit_job", "close_job", "delete_job"):
        await lee.forge(verb, {"job_id": job_id})
    assert "Answers the telephone." not in lee.everything()
    assert "Ward Clerk" in await ana.command("job")
