"""One-click actions on a person: star, unstar, hide and unhide."""

from cards.actions.candidates import OpenCandidates
from cards.actions.person import Hide, Star, Unhide, Unstar
from cards.actions.saved_searches import ShowDigest
from cards.actions.search import Results
from cards.tree import Card
from handlers import navigation
from handlers.context import Context
from handlers.people import candidate_card
from handlers.people.candidates_page import page as candidates_page
from handlers.replies import Replies, Show
from handlers.search import digests, requests, results
from handlers.start.start import first_card
from store import jobs
from store.db import Read
from store.errors import Gone
from store.people import candidates, matching, profile_scope, profiles
from store.tables.core import Member

FOR_ALL = "This applies to your whole team."


async def star(action: Star, by: Member, context: Context) -> Replies:
    """Saves the person, which makes them a candidate of the workspace."""
    async with context.write() as db:
        job_id = await navigation.job_id(db, by, action.back_to, action.profile_id)
        candidate = await matching.engage(db, by, action.profile_id, job_id, context.now())
        await candidates.star(db, by, candidate.id, job_id, context.now())
    return Show(await _redrawn(action, by, context))


async def unstar(action: Unstar, by: Member, context: Context) -> Replies:
    async with context.write() as db:
        person = await matching.person_of(db, by.workspace_id, action.profile_id)
        if person.candidate_id:
            await candidates.unstar(db, by, person.candidate_id)
    return Show(await _redrawn(action, by, context))


async def hide(action: Hide, by: Member, context: Context) -> Replies:
    """Hides the person from this job's searches; the card offers *Undo*."""
    async with context.write() as db:
        job_id = await navigation.job_id(db, by, action.back_to, action.profile_id)
        profile = await profile_scope.get(db, by.workspace_id, action.profile_id)
        await profiles.reject(db, by, job_id, profile.id, context.now())
        title = await _title(db, by, job_id)
    where = f"for {title}" if title else "from searches without a job"
    notice = f"{profile.name} is hidden {where}. {FOR_ALL}"
    return Show(await _redrawn(action, by, context, notice=notice, hidden=True))


async def unhide(action: Unhide, by: Member, context: Context) -> Replies:
    async with context.write() as db:
        job_id = await navigation.job_id(db, by, action.back_to, action.profile_id)
        await profiles.unreject(db, by, job_id, action.profile_id)
    return Show(await _redrawn(action, by, context, notice="Shown again."))


async def _title(db: Read, by: Member, job_id: int | None) -> str:
    if job_id is None:
        return ""
    try:
        return (await jobs.get(db, by.workspace_id, job_id)).title
    except Gone:
        return ""


async def _redrawn(
    action: Star | Unstar | Hide | Unhide, by: Member, context: Context, *, notice: str = "", hidden: bool = False
) -> Card:
    """A redrawn version of the card or list whose button was pressed."""
    if action.on_card:
        return await candidate_card.card(by, context, action.profile_id, action.back_to, notice=notice, hidden=hidden)
    match navigation.parse_back(action.back_to):
        case Results(search_id, source, at, late):
            async with context.read() as db:
                stored = await requests.get_search(db, by, context, search_id)
            undo = Unhide(action.profile_id, action.back_to) if hidden else None
            request = await requests.request_for(context, stored, source, late)
            return await results.results_card(by, context, request, at, notice=notice, undo=undo)
        case ShowDigest() as back:
            undo = Unhide(action.profile_id, action.back_to) if hidden else None
            return await digests.card(back, by, context, notice, undo=undo)
        case OpenCandidates() as back:
            return await candidates_page(back, by, context, notice)
        case _:
            return await first_card(by, context, notice)
