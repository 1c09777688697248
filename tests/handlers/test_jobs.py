"""Jobs: select, search without, add, filter, close."""

from cards.actions.jobs import AddJob, ClearJob, OpenJobs, SelectJob
from handlers.replies import Close
from store import jobs
from store.jobs import JobDetails
from store.members import members
from store.tables.core import Job, Member
from tests.handlers.conftest import NOW, Workplace, nurse
from tests.handlers.reading import button, card, form, labels, several, text_of


async def job(work: Workplace, by: Member, title: str, place: str = "", *, current: bool = True, **more: str) -> Job:
    async with work.store.write() as db:
        row = await jobs.add(db, by, JobDetails(title, place=place, **more), NOW)  # pyright: ignore
        if current:
            await members.set_current_job(db, await members.get(db, by.workspace_id, by.id), row.id)
    return row


async def test_selecting_a_job_fills_what_and_where_and_one_press_searches(work: Workplace):
    await work.people(nurse("p1", "Grace"))
    ana = await work.member("Ana")
    row = await job(work, ana, "Registered Nurse (ICU)", "Boston, MA", current=False)
    picker = card(await work.say("job", ana))
    ready = card(await work.press(button(picker, "Select"), ana))
    assert "Registered Nurse ICU" in text_of(ready)
    assert "Boston, MA" in text_of(ready)
    assert (await work.reload(ana)).job_id == row.id
    search_form = form(await work.press(button(ready, "Change the search"), ana))
    assert search_form.values["what"] == "Registered Nurse ICU"
    found = card(await work.press(button(ready, "Search"), ana))
    assert "Job: Registered Nurse (ICU)" in text_of(found)


async def test_a_closed_job_gives_a_message_and_the_list(work: Workplace):
    ana = await work.member("Ana")
    row = await job(work, ana, "Driver", current=False)
    await job(work, ana, "Teacher", current=False)
    async with work.store.write() as db:
        (await jobs.get(db, ana.workspace_id, row.id)).status = "closed"
    shown = card(await work.press(SelectJob(row.id), ana))
    assert "Driver is closed" in text_of(shown)
    assert "Teacher" in text_of(shown)
    assert (await work.reload(ana)).job_id is None


async def test_another_workspaces_job_cannot_be_selected(work: Workplace, other_workspace: Workplace):
    ana, eve = await work.member("Ana"), await other_workspace.member("Eve")
    row = await job(work, ana, "Secret Nurse")
    shown = card(await other_workspace.press(SelectJob(row.id), eve))
    assert "Secret Nurse" not in text_of(shown)
    assert (await work.reload(eve)).job_id is None


async def test_adding_a_job_makes_it_current(work: Workplace):
    ana = await work.member("Ana")
    job_form = form(await work.press(button(card(await work.say("job", ana)), "Add a job"), ana))
    boston = work.context.places.find("Boston")[0]
    closed, shown = several(
        await work.press(
            job_form.submit.does, ana, title="Staff Nurse", place=boston.id, apply_url="https://mercy.example/1"
        )
    )
    assert closed == Close()
    assert "Staff Nurse was added" in text_of(shown.card)
    async with work.store.read() as db:
        found = await jobs.listed(db, ana.workspace_id)
    assert [(row.title, row.place, row.lat) for row in found.items] == [("Staff Nurse", "Boston, MA", boston.lat)]
    assert (await work.reload(ana)).job_id == found.items[0].id


async def test_an_invalid_link_keeps_the_typed_values_even_after_closing_the_form(work: Workplace):
    ana = await work.member("Ana")
    again = form(await work.press(AddJob(), ana, title="Nurse", description="Nights", apply_url="javascript:alert(1)"))
    assert "apply_url" in again.errors
    assert again.values["description"] == "Nights"
    reopened = form(await work.press(button(card(await work.say("job", ana)), "Add a job"), ana))
    assert reopened.values["description"] == "Nights"


async def test_the_list_is_filtered_and_paged(work: Workplace):
    ana = await work.member("Ana")
    for n in range(7):
        await job(work, ana, f"Nurse {n}", "Boston, MA", current=False, department="Nursing")
    await job(work, ana, "Driver", "Springfield, IL", current=False, department="Logistics")
    shown = card(await work.press(OpenJobs(words="nurse"), ana))
    assert "1–5 of 7" in text_of(shown)
    filters = form(await work.press(button(shown, "Search and filter jobs"), ana))
    assert filters.values["words"] == "nurse"
    _, filtered = several(await work.press(filters.submit.does, ana, department="Logistics", status="any"))
    assert "Driver" in text_of(filtered.card)
    assert "Nurse 1" not in text_of(filtered.card)


async def test_text_matching_no_job_can_search_people(work: Workplace):
    await work.people(nurse("p1", "Grace", headline="Job Coach", skills=["coach"]))
    ana = await work.member("Ana")
    shown = card(await work.say("job coach", ana))
    found = card(await work.press(button(shown, "Search candidates for “coach”"), ana))
    assert "Grace" in text_of(found)


async def test_clearing_the_job_keeps_the_search(work: Workplace):
    await work.people(nurse("p1", "Grace"))
    ana = await work.member("Ana")
    await job(work, ana, "Registered Nurse", "Boston, MA")
    found = card(await work.say("nurse", ana))
    picker = card(await work.press(button(found, "Change or clear job"), ana))
    cleared = card(await work.press(button(picker, "Clear job"), ana))
    assert "No job attached" in text_of(cleared)
    assert "Grace" in text_of(cleared)
    assert (await work.reload(ana)).job_id is None
    assert "no longer have a current job" in text_of(card(await work.press(ClearJob(), ana)))


async def test_search_without_a_job_asks_what_and_where(work: Workplace):
    ana = await work.member("Ana")
    await job(work, ana, "Registered Nurse", "Boston, MA")
    picker = card(await work.say("jobs", ana))
    search_form = form(await work.press(button(picker, "Search without a job"), ana))
    assert search_form.values.get("what") in (None, "")
    assert (await work.reload(ana)).job_id is None
    assert "Select a job" in labels(card(await work.say("", ana)))
