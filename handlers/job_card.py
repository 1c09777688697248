"""The card of one job, and changing it."""

import re

from cards.actions.jobs import CloseJob, DeleteJob, EditJob, OpenJob, ReopenJob, SaveJob
from cards.screens.job_card import job_card
from cards.screens.jobs import job_form
from cards.tree import Card, Kind, Option, Value
from cards.views.people import JobDetails
from handlers import job_input, jobs
from handlers.context import Context
from handlers.replies import Ask, Close, Replies, Show
from handlers.views import job_board_views, row_views
from store import job_boards, job_changes
from store import jobs as stored
from store.errors import Gone, Refusal
from store.tables.core import Job, Member


async def show(action: OpenJob, by: Member, context: Context) -> Replies:
    return Show(await _card(by, context, action.job_id))


async def _card(by: Member, context: Context, job_id: int, notice: str = "", kind: Kind = Kind.SUCCESS) -> Card:
    """The job's card, or the list of jobs if the job is gone."""
    try:
        async with context.read() as db:
            job = await stored.get(db, by.workspace_id, job_id)
            ours = await job_boards.is_ours(db, job)
    except Gone as gone:
        return await jobs.all_jobs(by, context, gone.message)
    return job_card(_details(job, by, ours=ours), notice=notice, kind=kind)


def _details(job: Job, by: Member, *, ours: bool) -> JobDetails:
    return JobDetails(
        row_views.job(job),
        job.description,
        job.apply_url,
        _employment(job.employment_type),
        origin="" if ours else job_board_views.origin(job.source),
        current=by.job_id == job.id,
    )


def _employment(written: str) -> str:
    """The employment type as people write it: "full_time", "FULL_TIME" and "FullTime" become "Full time"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", written).replace("_", " ").capitalize()


async def open_form(action: EditJob, by: Member, context: Context) -> Replies:
    async with context.read() as db:
        job = await stored.get(db, by.workspace_id, action.job_id)
    found = context.places.exact(job.place) if job.place else ()
    values: dict[str, Value] = {
        "title": job.title,
        "place": Option(found[0].id, found[0].label) if len(found) == 1 else job.place,
        "department": job.department,
        "description": job.description,
        "apply_url": job.apply_url,
        "remote": job.remote,
    }
    return Ask(job_form(job.id, values=values))


async def save(action: SaveJob, by: Member, context: Context) -> Replies:
    typed = job_input.read(action, context.places)
    if typed.errors:
        return Ask(job_form(action.job_id, errors=typed.errors, values=typed.values()))
    try:
        async with context.write() as db:
            await job_changes.edit(db, by, action.job_id, typed.details, context.now())
    except Gone as gone:
        return Close(), Show(await jobs.all_jobs(by, context, gone.message))
    except Refusal as refusal:
        return Ask(job_form(action.job_id, errors={"title": refusal.message}, values=typed.values()))
    return Close(), Show(await _card(by, context, action.job_id, "Your changes were saved."))


async def close(action: CloseJob, by: Member, context: Context) -> Replies:
    try:
        async with context.write() as db:
            closed = await job_changes.close(db, by, action.job_id, context.now())
    except Refusal as refusal:
        return Show(await _card(by, context, action.job_id, refusal.message, Kind.WARNING))
    context.wake()
    if not closed:
        return Show(await _card(by, context, action.job_id, "It's already closed.", Kind.INFO))
    return Show(await _card(by, context, action.job_id, "The job is closed."))


async def reopen(action: ReopenJob, by: Member, context: Context) -> Replies:
    try:
        async with context.write() as db:
            await job_changes.reopen(db, by, action.job_id, context.now())
    except Refusal as refusal:
        return Show(await _card(by, context, action.job_id, refusal.message, Kind.WARNING))
    return Show(await _card(by, context, action.job_id, "The job is open again."))


async def delete(action: DeleteJob, by: Member, context: Context) -> Replies:
    try:
        async with context.write() as db:
            title = await job_changes.remove(db, by, action.job_id)
    except Refusal as refusal:
        return Show(await _card(by, context, action.job_id, refusal.message, Kind.WARNING))
    return Show(await jobs.all_jobs(by, context, f"{title} was deleted."))
