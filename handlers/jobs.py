"""Jobs: listing, selecting and adding jobs, and searching without a job."""

from dataclasses import replace

from cards.actions.jobs import (
    AddJob,
    ChangeJob,
    ClearJob,
    FilterJobs,
    OpenJobFilter,
    OpenJobForm,
    OpenJobs,
    SearchWithoutJob,
    SelectJob,
    ShowSelectedJobClosed,
    UseForJob,
)
from cards.screens import jobs as screens
from cards.tree import Card, Value
from cards.typed_text import SEARCH_BOX
from cards.views.people import JobChoices, JobFilter, JobList
from handlers import job_input
from handlers.context import Context
from handlers.replies import Ask, Close, Replies, Show
from handlers.search import form_values, requests, results
from handlers.search.search import search_form
from handlers.views import row_views
from store import jobs, searches
from store.chat import form_drafts
from store.errors import Gone
from store.members import members
from store.tables.core import Job, Member

PAGE = 5
FORM = "job"  # the form's key in form_drafts


async def open_list(action: OpenJobs, by: Member, context: Context) -> Replies:
    wanted = JobFilter(action.words, action.department, action.place, action.status, action.recruiter)
    return Show(await _list(by, context, wanted, action.page))


async def _list(
    by: Member, context: Context, wanted: JobFilter, page: int = 0, *, notice: str = "", clear_for: int | None = None
) -> Card:
    async with context.read() as db:
        query = jobs.JobQuery(wanted.words, wanted.department, wanted.place, wanted.status, wanted.recruiter)
        found = await jobs.listed(db, by.workspace_id, query, page=page, page_size=PAGE)
    shown = JobList(tuple(map(row_views.job, found.items)), found.total, found.page, PAGE, wanted, by.job_id)
    return screens.job_picker(shown, notice=notice, clear_for=clear_for)


async def all_jobs(by: Member, context: Context, notice: str = "") -> Card:
    """The list of open jobs."""
    return await _list(by, context, JobFilter(), notice=notice)


async def open_filter(action: OpenJobFilter, by: Member, context: Context) -> Replies:
    async with context.read() as db:
        known = await jobs.choices(db, by.workspace_id)
    choices = JobChoices(_short(known.departments), _short(known.places), _short(known.recruiters))
    wanted = JobFilter(action.words, action.department, action.place, action.status, action.recruiter)
    return Ask(screens.job_filter_form(choices, wanted))


def _short(choices: list[str]) -> tuple[str, ...]:
    """The choices that are short enough for a button's payload (75 characters), up to as many as a list can hold
    (100)."""
    return tuple(choice for choice in choices if len(choice) <= 75)[:100]


async def filter_list(action: FilterJobs, by: Member, context: Context) -> Replies:
    status = action.status if action.status in ("open", "closed") else "" if action.status == "any" else "open"
    words = action.words.strip()[:SEARCH_BOX]
    wanted = JobFilter(words, action.department[:75], action.place[:75], status, action.recruiter[:75])
    return Close(), Show(await _list(by, context, wanted))


async def change(action: ChangeJob, by: Member, context: Context) -> Replies:
    """Shows the job list with *Clear job*."""
    return Show(await _list(by, context, JobFilter(), clear_for=action.search_id))


async def select(action: SelectJob, by: Member, context: Context) -> Replies:
    """Makes the job current and prepares a search with its title and place; if the job is closed, goes back to the
    list."""
    try:
        async with context.write() as db:
            await members.set_current_job(db, by, action.job_id)
            job = await jobs.get(db, by.workspace_id, action.job_id)
            terms = form_values.of_job(job)
            search = await searches.add(db, by, terms.as_json(), job.id, context.now())
    except Gone as gone:
        return Show(await _list(by, context, JobFilter(), notice=gone.message))
    return Show(screens.job_selected(row_views.job(job), search.id, what=terms.what, where=terms.where))


async def use_for(action: UseForJob, by: Member, context: Context) -> Replies:
    """Attaches the job to a search that was typed; if the job is closed, shows the list."""
    try:
        async with context.write() as db:
            await members.set_current_job(db, by, action.job_id)
            await searches.change(db, by, action.search_id, job_id=action.job_id, now=context.now())
            search = await requests.get_search(db, by, context, action.search_id)
    except Gone as gone:
        return Show(await _list(by, context, JobFilter(), notice=gone.message))
    title = search.job.title if search.job else "this job"
    request = await requests.request_for(context, search, action.source)
    return Show(await results.results_card(by, context, request, notice=f"This search is now for {title}."))


async def without_job(action: SearchWithoutJob, by: Member, context: Context) -> Replies:
    async with context.write() as db:
        await members.set_current_job(db, by, None)
    return Ask(await search_form(by, context))


async def clear(action: ClearJob, by: Member, context: Context) -> Replies:
    """Clears the current job; the given search, if any, continues without it."""
    async with context.write() as db:
        await members.set_current_job(db, by, None)
        search = None
        if action.search_id:
            await searches.change(db, by, action.search_id, job_id=None, now=context.now())
            search = await requests.get_search(db, by, context, action.search_id)
    if search is None:
        return Show(screens.job_cleared())
    return Show(await results.results_card(by, context, await requests.request_for(context, search)))


async def open_form(action: OpenJobForm, by: Member, context: Context) -> Replies:
    """The form for a new job, with any unsent input filled in again."""
    async with context.read() as db:
        draft = await form_drafts.get(db, by, FORM)
    values: dict[str, Value] = {name: value for name, value in draft.items() if isinstance(value, str | bool)}
    return Ask(screens.job_form(values=values))


async def add(action: AddJob, by: Member, context: Context) -> Replies:
    """Adds a job and makes it the current job."""
    typed = job_input.read(action, context.places)
    if typed.errors:
        async with context.write() as db:
            await form_drafts.save(db, by, FORM, typed.draft(), context.now())
        return Ask(screens.job_form(errors=typed.errors, values=typed.values()))
    details = replace(typed.details, recruiter_email=by.email)
    async with context.write() as db:
        job: Job = await jobs.add(db, by, details, context.now())
        await members.set_current_job(db, by, job.id)
        await form_drafts.drop(db, by, FORM)
        terms = form_values.of_job(job)
        search = await searches.add(db, by, terms.as_json(), job.id, context.now())
    card = screens.job_selected(row_views.job(job), search.id, what=terms.what, where=terms.where, added=True)
    return Close(), Show(card)


async def selected_closed(action: ShowSelectedJobClosed, by: Member, context: Context) -> Replies:
    """The notification that the current job was closed. Raises Gone when there is nothing left to report."""
    if by.job_id is None:
        raise Gone("No job is selected.")
    async with context.read() as db:
        job = await jobs.get(db, by.workspace_id, by.job_id)
    return Show(screens.selected_job_closed(row_views.job(job)))
