"""Search: its forms, running it, and changing it from the card."""

import asyncio
from dataclasses import replace

from cards.actions.entry import OpenSearchForm, SearchFor
from cards.actions.search import AdvancedTools, AnswerQuestion, DropFilter, RunSearch, SearchPlaceAsWords, SortBy
from cards.screens import search_forms as forms
from cards.tree import Form
from cards.views.people import JobView
from connectors.search.base import Filters, Sort
from connectors.search.language.terms import Terms
from connectors.search.language.understand import Understood, as_words, loosened, narrowed, placed
from handlers.context import Context
from handlers.replies import Ask, Close, Replies, Show
from handlers.search import form_values, requests, results
from handlers.search.requests import StoredSearch
from handlers.start.start import current_job
from handlers.views import row_views
from store import searches
from store.tables.core import Member


async def _base(by: Member, context: Context, search_id: int) -> tuple[Terms, JobView | None]:
    """The search to fill the form with: the given search, or a new one for the current job. Raises Gone."""
    async with context.read() as db:
        if search_id:
            stored = await requests.get_search(db, by, context, search_id)
            return stored.terms, stored.job
        job = await current_job(db, by)
    if job is None:
        return form_values.new(), None
    return form_values.of_job(job), row_views.job(job)


async def open_form(action: OpenSearchForm, by: Member, context: Context) -> Replies:
    """The short form, with What and Where from the search or from the current job."""
    return Ask(await search_form(by, context, action.search_id))


async def search_form(by: Member, context: Context, search_id: int = 0) -> Form:
    terms, job = await _base(by, context, search_id)
    return forms.search_form(
        search_id, job=job, filters=await _filters(context, terms), values=form_values.values(terms)
    )


async def _filters(context: Context, terms: Terms) -> str:
    """The filters other than What and Where, as text, without the default filter."""
    if terms.filters in (Filters(), Filters(exclude_rejected=True)):
        return ""
    u = await requests.understood(context, replace(terms, what="", where="", place_id="", radius=None))
    return ", ".join(text for key, text in u.chips if key != "exclude_rejected")


async def advanced_tools(action: AdvancedTools, by: Member, context: Context) -> Replies:
    """Replaces the short form with the long form, keeping the input."""
    terms, job = await _base(by, context, action.search_id)
    terms = form_values.with_place(replace(terms, what=action.what), action.where, context.places)
    return Ask(forms.advanced_form(action.search_id, job=job, values=form_values.values(terms)))


async def run(action: RunSearch, by: Member, context: Context) -> Replies:
    """Runs the submitted form: shows the results, or the form with its errors. The search belongs to the job that
    filled the form, unless other words were typed over the job's."""
    base, job = await _base(by, context, action.search_id)
    try:
        terms = form_values.typed(action, base if action.search_id else form_values.new(), context.places)
    except form_values.InvalidForm as wrong:
        return await _form_with_errors(action, by, context, wrong.errors)
    u = await requests.understood(context, terms)
    if u.faults:
        errors = {fault.field: _with_suggestions(fault.message, fault.nearest) for fault in u.faults}
        return await _form_with_errors(action, by, context, errors)
    job_id = job.id if job and form_values.is_about(terms, base, job, context.titles) else None
    stored = await _save(by, context, u, action.search_id, job_id=job_id)
    return Close(), Show(await results.results_card(by, context, requests.SearchRequest(stored, u)))


def _with_suggestions(message: str, nearest: tuple[str, ...]) -> str:
    return f"{message} Did you mean {' or '.join(nearest)}?" if nearest else message


async def _form_with_errors(action: RunSearch, by: Member, context: Context, errors: dict[str, str]) -> Ask:
    """The same form with its errors and everything that was typed."""
    _, job = await _base(by, context, action.search_id)
    values = form_values.typed_values(action, context.places)
    form = forms.advanced_form if action.advanced else forms.search_form
    return Ask(form(action.search_id, job=job, errors=errors, values=values))


async def _save(by: Member, context: Context, u: Understood, search_id: int = 0, *, job_id: int | None) -> StoredSearch:
    """Stores the interpreted search: as a new search, or as the search with the given id."""
    async with context.write() as db:
        if search_id:
            row = await searches.change(db, by, search_id, terms=u.terms.as_json(), job_id=job_id, now=context.now())
        else:
            row = await searches.add(db, by, u.terms.as_json(), job_id, context.now())
        return await requests.complete(db, by, context, row.id, u.terms, row.job_id)


async def search_for(action: SearchFor, by: Member, context: Context) -> Replies:
    """Handles `/source WORDS`: searches at once, for no job; without words, opens the form."""
    if not action.words.strip():
        return Ask(await search_form(by, context))
    u = await requests.understood(context, form_values.new(action.words.strip()))
    stored = await _save(by, context, u, job_id=None)
    return Show(await results.results_card(by, context, requests.SearchRequest(stored, u)))


async def _changed(by: Member, context: Context, stored: StoredSearch, terms: Terms, source: str = "") -> Replies:
    """Changes the terms of the search and shows its first page."""
    u = await requests.understood(context, terms)
    saved = await _save(by, context, u, stored.id, job_id=stored.job_id)
    return Show(await results.results_card(by, context, requests.SearchRequest(saved, u, source)))


async def _stored(by: Member, context: Context, search_id: int) -> StoredSearch:
    async with context.read() as db:
        return await requests.get_search(db, by, context, search_id)


async def sort_by(action: SortBy, by: Member, context: Context) -> Replies:
    stored = await _stored(by, context, action.search_id)
    sort = Sort(action.sort) if action.sort in set(Sort) else Sort.RELEVANCE
    return await _changed(by, context, stored, replace(stored.terms, sort=sort), action.source)


async def answer_question(action: AnswerQuestion, by: Member, context: Context) -> Replies:
    """Applies the answer to a question about the search: which place, or which meaning of an ambiguous word."""
    stored = await _stored(by, context, action.search_id)
    if action.field == "where":
        return await _changed(by, context, stored, form_values.with_place(stored.terms, action.value, context.places))
    if action.field == "in":
        there = await asyncio.to_thread(placed, stored.terms, action.value, context.places)
        return await _changed(by, context, stored, there)
    u = await requests.understood(context, stored.terms)
    question = next((q for q in u.questions if q.field == "what" and action.value in dict(q.choices)), None)
    terms = narrowed(stored.terms, question, action.value) if question else stored.terms
    return await _changed(by, context, stored, terms)


async def place_as_words(action: SearchPlaceAsWords, by: Member, context: Context) -> Replies:
    """Searches for the words that had been read as a place; does nothing if the place has changed since."""
    stored = await _stored(by, context, action.search_id)
    return await _changed(by, context, stored, as_words(stored.terms))


async def drop_filter(action: DropFilter, by: Member, context: Context) -> Replies:
    """Removes one filter; does nothing if it is already gone."""
    stored = await _stored(by, context, action.search_id)
    u = await requests.understood(context, stored.terms)
    terms = next((terms for key, _, terms in loosened(u, context.places) if key == action.key), stored.terms)
    return await _changed(by, context, stored, terms)
