"""Search: the forms, running it, and changing it from the card."""

import asyncio
from dataclasses import replace

from cards.actions.entry import OpenSearchForm, SearchFor
from cards.actions.search import AdvancedTools, Choose, Loosen, RunSearch, SortBy
from cards.screens import search_forms as forms
from cards.tree import Form
from cards.views.people import JobView
from connectors.search.base import Filters, Sort
from connectors.search.language.terms import Terms
from connectors.search.language.understand import Understood, loosened, narrowed, placed
from handlers.context import Desk
from handlers.replies import Ask, Close, Replies, Show
from handlers.search import form_values as words
from handlers.search import results
from handlers.search.results import Kept
from handlers.start.start import current_job
from handlers.views import row_views
from store import searches
from store.tables.core import Member


async def _base(by: Member, desk: Desk, search_id: int) -> tuple[Terms, JobView | None]:
    """The search that a form starts from: that search, or a new one for the current job. Raises Gone."""
    async with desk.read() as db:
        if search_id:
            kept = await results.kept(db, by, search_id)
            return kept.terms, kept.job
        job = await current_job(db, by)
    if job is None:
        return words.new(), None
    return words.of_job(job), row_views.job(job)


async def open_form(action: OpenSearchForm, by: Member, desk: Desk) -> Replies:
    """What and Where: of the search, or filled from the current job."""
    return Ask(await search_form(by, desk, action.search_id))


async def search_form(by: Member, desk: Desk, search_id: int = 0) -> Form:
    terms, job = await _base(by, desk, search_id)
    return forms.search_form(search_id, job=job, filters=await _filters(desk, terms), values=words.values(terms))


async def _filters(desk: Desk, terms: Terms) -> str:
    """The filters beside What and Where, in words; without the usual one."""
    if terms.filters in (Filters(), Filters(exclude_rejected=True)):
        return ""
    u = await results.understood(desk, replace(terms, what="", where="", place_id="", radius=None))
    return ", ".join(said for key, said in u.chips if key != "exclude_rejected")


async def advanced_tools(action: AdvancedTools, by: Member, desk: Desk) -> Replies:
    """The long form in the place of the short one; what was typed stands in it."""
    terms, job = await _base(by, desk, action.search_id)
    terms = words.with_place(replace(terms, what=action.what), action.where, desk.places)
    return Ask(forms.advanced_form(action.search_id, job=job, values=words.values(terms)))


async def run(action: RunSearch, by: Member, desk: Desk) -> Replies:
    """The form was sent: what is wrong is said in it, else its card becomes the results."""
    base = (await _base(by, desk, action.search_id))[0] if action.search_id else words.new()
    try:
        terms = words.typed(action, base, desk.places)
    except words.Wrong as wrong:
        return await _again(action, by, desk, wrong.errors)
    u = await results.understood(desk, terms)
    if u.faults:
        errors = {fault.field: _in_words(fault.words, fault.nearest) for fault in u.faults}
        return await _again(action, by, desk, errors)
    kept = await _keep(by, desk, u, action.search_id)
    return Close(), Show(await results.results_card(by, desk, results.Asked(kept, u)))


def _in_words(said: str, nearest: tuple[str, ...]) -> str:
    return f"{said} Did you mean {' or '.join(nearest)}?" if nearest else said


async def _again(action: RunSearch, by: Member, desk: Desk, errors: dict[str, str]) -> Ask:
    """The same form with what is wrong, and everything that was typed."""
    _, job = await _base(by, desk, action.search_id)
    values = words.typed_values(action, desk.places)
    form = forms.advanced_form if action.advanced else forms.search_form
    return Ask(form(action.search_id, job=job, errors=errors, values=values))


async def _keep(by: Member, desk: Desk, u: Understood, search_id: int = 0) -> Kept:
    """Write the search as it was understood: a new one for the current job, or the one with the id."""
    async with desk.write() as db:
        if search_id:
            row = await searches.change(db, by, search_id, terms=u.terms.as_json(), now=desk.now())
        else:
            row = await searches.add(db, by, u.terms.as_json(), by.job_id, desk.now())
        return await results.complete(db, by, row.id, u.terms, row.job_id)


async def search_for(action: SearchFor, by: Member, desk: Desk) -> Replies:
    """`/source WORDS`: at once; without words, the form."""
    if not action.words.strip():
        return Ask(await search_form(by, desk))
    u = await results.understood(desk, words.new(action.words.strip()))
    kept = await _keep(by, desk, u)
    return Show(await results.results_card(by, desk, results.Asked(kept, u)))


async def _changed(by: Member, desk: Desk, kept: Kept, terms: Terms, source: str = "") -> Replies:
    """The search goes on with other terms, on its first page."""
    u = await results.understood(desk, terms)
    now_kept = await _keep(by, desk, u, kept.id)
    return Show(await results.results_card(by, desk, results.Asked(now_kept, u, source)))


async def _kept(by: Member, desk: Desk, search_id: int) -> Kept:
    async with desk.read() as db:
        return await results.kept(db, by, search_id)


async def sort_by(action: SortBy, by: Member, desk: Desk) -> Replies:
    kept = await _kept(by, desk, action.search_id)
    sort = Sort(action.sort) if action.sort in set(Sort) else Sort.RELEVANCE
    return await _changed(by, desk, kept, replace(kept.terms, sort=sort), action.source)


async def choose(action: Choose, by: Member, desk: Desk) -> Replies:
    """The answer to what was asked back: a place, or the words that the ambiguous one stood for."""
    kept = await _kept(by, desk, action.search_id)
    if action.field == "where":
        return await _changed(by, desk, kept, words.with_place(kept.terms, action.value, desk.places))
    if action.field == "in":
        there = await asyncio.to_thread(placed, kept.terms, action.value, desk.places)
        return await _changed(by, desk, kept, there)
    u = await results.understood(desk, kept.terms)
    question = next((q for q in u.questions if q.field == "what" and action.value in dict(q.choices)), None)
    terms = narrowed(kept.terms, question, action.value) if question else kept.terms
    return await _changed(by, desk, kept, terms)


async def loosen(action: Loosen, by: Member, desk: Desk) -> Replies:
    """One filter is let go; one that is not there any more changes nothing."""
    kept = await _kept(by, desk, action.search_id)
    u = await results.understood(desk, kept.terms)
    terms = next((terms for key, _, terms in loosened(u, desk.places) if key == action.key), kept.terms)
    return await _changed(by, desk, kept, terms)
