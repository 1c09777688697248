"""Jobs: select, filter, add, and go on without one."""

import asyncio
from typing import Any

import pytest

from store import jobs, searches
from store.members import workspaces
from store.roles import Role
from tests.chat.base import Chat, Someone, add_jobs
from tests.flows.conftest import workspace_of
from tests.flows.looking import NEXT, PREVIOUS, engaged, jobs_called, search_id
from tests.people import BOSTON, DENVER, JOBS

MANY: list[dict[str, Any]] = [
    {"id": f"m-{n}", "title": f"Ward Nurse {n}", "department": "Nursing" if n % 2 else "Care", "place": BOSTON}
    for n in range(1, 13)
]


async def bring(chat: Chat, *more: dict[str, Any]) -> None:
    await add_jobs(chat.bot, (await workspace_of(chat)).id, more)


async def test_on_first_use_jobs_are_offered_with_select_beside_each(ana: Someone):
    await ana.command()
    seen = await ana.press("Select a job")
    assert seen.buttons.count("Select") == 2
    assert {"Search without a job", "Search and filter jobs", "Add a job"} <= set(seen.buttons)
    assert "Closed Role" not in seen


async def test_once_selected_title_and_place_fill_what_and_where_and_one_press_searches(ana: Someone):
    await ana.command("job")
    seen = await ana.press("Select", near="Registered Nurse")
    assert "Registered Nurse" in seen
    assert "Boston, MA" in seen
    seen = await ana.press("Search")
    assert "Grace Hopper" in seen
    assert "Dorothea Dix" not in seen  # Denver


async def test_every_result_card_has_the_job_bar(ana: Someone):
    await ana.command("job")
    await ana.press("Select", near="Registered Nurse")
    assert "Job: Registered Nurse" in await ana.press("Search")
    assert "Change or clear job" in ana.card().buttons
    for words in ("nurse", "Ada Byron", "nobody at all like this", '"unfinished'):
        seen = await ana.search(words)
        assert "No job attached" in seen, words
        assert {"Use for: Registered Nurse", "Change or clear job"} <= set(seen.buttons)


async def test_a_typed_search_belongs_to_the_job_once_the_member_says_so(chat: Chat, ana: Someone):
    await ana.command("job")
    await ana.press("Select", near="Software Engineer")
    seen = await ana.search("nurse in Boston")
    assert "Hide for this job" not in (await ana.press("View", near="Grace Hopper")).buttons
    await ana.press("☆ Star")
    form = await ana.press("Contact")
    assert "Software Engineer" not in str(form.raw)
    await ana.cancel()
    await ana.search("nurse in Boston")
    assert "hidden from searches without a job" in await ana.press("Hide", near="Edith Cavell")
    seen = await ana.press("Use for: Software Engineer")
    assert "This search is now for Software Engineer." in seen
    assert "Job: Software Engineer" in seen
    assert "Use for: Software Engineer" not in seen.buttons
    assert "hidden for Software Engineer" in await ana.press("Hide", near="Grace Hopper")
    assert "Software Engineer" in str((await ana.press("Contact", near="Mary Seacole")).raw)
    assert [row.candidate.job_id for row in (await engaged(chat, ana)).items] == [None]


async def test_use_for_an_old_or_another_workspaces_job_changes_nothing(chat: Chat, ana: Someone):
    await ana.command("job")
    await ana.press("Select", near="Registered Nurse")
    await ana.search("nurse in Boston")
    await bring(chat, {**JOBS[0], "status": "closed"})
    assert "Registered Nurse is closed. Select another job." in await ana.press("Use for: Registered Nurse")
    assert "Use for: Registered Nurse" not in (await ana.search("nurse in Boston")).buttons
    async with chat.bot.context.store.write() as db:
        there = await workspaces.get_or_create(db, chat.platform, "elsewhere")
    await add_jobs(chat.bot, there.id, [{"id": "x-1", "title": "Secret Nurse", "place": BOSTON}])
    async with chat.bot.context.store.read() as db:
        [secret] = (await jobs.listed(db, there.id)).items
    mine = await search_id(chat, ana)
    assert "Secret Nurse" not in await ana.forge("use_for_job", {"search_id": mine, "job_id": secret.id})
    me = await ana.member()
    async with chat.bot.context.store.read() as db:
        assert (await searches.mine(db, me, mine)).job_id is None


async def test_editing_the_jobs_search_keeps_the_job_other_words_do_not(ana: Someone):
    await ana.command("job")
    await ana.press("Select", near="Registered Nurse")
    await ana.press("Search")
    for typed, kept in (
        ({"what": "RN triage", "where": "Denver"}, True),
        ({"what": "nursing"}, True),
        ({"what": ""}, True),
        ({"what": "software engineer"}, False),
        ({"what": "Registered Nurse"}, False),  # once without a job, the member decides
    ):
        await ana.press("Refine")
        await ana.submit(**typed)
        assert ("Job: Registered Nurse" in ana.card()) is kept, typed
    await ana.press("Use for: Registered Nurse")
    await ana.press("New search")
    await ana.submit()
    assert "Job: Registered Nurse" in ana.card()
    await ana.press("New search")
    await ana.submit(what="teacher")
    assert "No job attached" in ana.card()


async def test_the_current_job_is_remembered_per_member(chat: Chat, ana: Someone):
    await ana.command("job")
    await ana.press("Select", near="Registered Nurse")
    diego = await chat.person("Diego", Role.RECRUITER)
    assert "No job selected" in await diego.command()
    assert "Job: Registered Nurse" in await ana.command()


async def test_the_job_is_changed_from_the_card(ana: Someone):
    await ana.command("job")
    await ana.press("Select", near="Registered Nurse")
    await ana.press("Search")
    seen = await ana.press("Change or clear job")
    assert "current job" in seen
    await ana.press("Select", near="Software Engineer")
    assert "Job: Software Engineer" in await ana.command()


async def test_the_job_is_cleared_and_the_search_goes_on(ana: Someone):
    await ana.command("job")
    await ana.press("Select", near="Registered Nurse")
    await ana.press("Search")
    await ana.press("Change or clear job")
    seen = await ana.press("Clear job")
    assert "Grace Hopper" in seen
    assert "No job attached" in seen
    assert "No job selected" in await ana.command()


async def test_without_a_job_the_search_form_opens(ana: Someone):
    await ana.command()
    seen = await ana.press("Search without a job")
    assert seen.form
    await ana.submit(what="nurse", where="Boston")
    assert "Grace Hopper" in ana.card()
    assert "No job attached" in ana.card()


async def test_the_list_has_pages(chat: Chat, ana: Someone):
    await bring(chat, *MANY)
    seen = await ana.command("job")
    assert "1–5 of 14" in seen
    await ana.press(NEXT)
    seen = await ana.press(NEXT)
    assert "11–14 of 14" in seen
    assert NEXT not in seen.buttons
    assert "6–10 of 14" in await ana.press(PREVIOUS)


@pytest.mark.parametrize(
    ("typed", "there", "not_there"),
    [
        ({"words": "engineer"}, "Software Engineer", "Registered Nurse"),
        ({"department": "Nursing"}, "Registered Nurse", "Software Engineer"),
        ({"place": "Denver, CO"}, "Software Engineer", "Registered Nurse"),
        ({"status": "Closed"}, "Closed Role", "Registered Nurse"),
        ({"recruiter": "rita@northwind.example"}, "Night Nurse", "Registered Nurse"),
    ],
)
async def test_the_list_is_filtered(chat: Chat, ana: Someone, typed: dict[str, str], there: str, not_there: str):
    await bring(
        chat, {"id": "r-1", "title": "Night Nurse", "place": DENVER, "recruiter_email": "rita@northwind.example"}
    )
    await ana.command("job")
    assert (await ana.press("Search and filter jobs")).form
    await ana.submit(**typed)
    assert there in ana.card()
    assert not_there not in ana.card()
    assert "Registered Nurse" in await ana.press("Show all")


async def test_a_job_is_added_and_becomes_current(chat: Chat, ana: Someone):
    await ana.command("job")
    assert (await ana.press("Add a job")).form
    await ana.submit(
        title="Night Nurse", place="Boston", description="Nights.", apply_url="https://jobs.example/7", remote=True
    )
    assert "Night Nurse was added and is your current job" in ana.card()
    seen = await ana.press("Search")
    assert "Job: Night Nurse · Boston, MA" in seen
    [kept] = await jobs_called(chat, ana, "night")
    assert (await ana.member()).job_id == kept.id
    assert (kept.title, kept.place, kept.apply_url, kept.remote) == (
        "Night Nurse",
        "Boston, MA",
        "https://jobs.example/7",
        True,
    )


async def test_a_job_submitted_twice_concurrently_is_added_once(chat: Chat, ana: Someone):
    await ana.command("job")
    await ana.press("Add a job")
    await asyncio.gather(ana.submit(title="Night Nurse"), ana.submit(title="Night Nurse"), return_exceptions=True)
    assert [job.title for job in await jobs_called(chat, ana, "night")] == ["Night Nurse"]


async def test_errors_are_shown_at_their_fields_and_nothing_typed_is_lost(ana: Someone):
    await ana.command("job")
    await ana.press("Add a job")
    seen = await ana.submit(title="Night Nurse", description="Long hours", apply_url="not a link")
    assert seen.form
    assert "Use a link like https://" in seen
    await ana.cancel()
    await ana.command("job")
    seen = await ana.press("Add a job")
    assert "Long hours" in str(seen.raw)
    assert "not a link" in str(seen.raw)
    await ana.submit(apply_url="https://jobs.example/8")
    assert "Night Nurse was added" in ana.card()


async def test_a_job_closed_meanwhile_cannot_be_selected(chat: Chat, ana: Someone):
    await ana.command("job")
    await bring(chat, {**JOBS[0], "status": "closed"})
    seen = await ana.press("Select", near="Registered Nurse")
    assert "Registered Nurse is closed. Select another job." in seen
    assert "Software Engineer" in seen
    assert (await ana.member()).job_id is None


async def test_a_current_job_that_was_closed_is_marked(chat: Chat, ana: Someone):
    await ana.command("job")
    await ana.press("Select", near="Registered Nurse")
    await bring(chat, {**JOBS[0], "status": "closed"})
    assert "This job was closed" in await ana.command()
    seen = await ana.press("Back to my last search")
    assert "(closed)" in seen
    assert "Grace Hopper" in seen


async def test_without_any_job_the_list_says_what_to_do(chat: Chat):
    sam = await chat.person("Sam", Role.RECRUITER)
    seen = await sam.command("job")
    assert "No jobs yet. Add one, or search without a job." in seen
    assert {"Add a job", "Search without a job"} <= set(seen.buttons)
