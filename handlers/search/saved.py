"""Saved searches and last searches: saving, running, renaming, scheduling, muting and deleting them."""

from cards.actions.saved_searches import (
    DeleteSavedSearch,
    EditSavedSearch,
    MuteSavedSearch,
    OpenLastSearches,
    OpenSavedSearch,
    OpenSavedSearches,
    OpenSaveSearch,
    RunSavedSearch,
    SaveSearch,
    ShowDigest,
)
from cards.screens.searches import saved as screens
from cards.screens.wording import short, zone_label
from cards.tree import Card, Value
from cards.typed_text import whole
from cards.views.searches import LastSearchView, SavedSearchList
from connectors.search.language.terms import Terms
from handlers.context import Context
from handlers.replies import Ask, Close, Replies, Show
from handlers.search import digests, requests, results
from handlers.views.search_views import saved_search, search_text
from handlers.views.time_ago import ago
from store import jobs, searches
from store.db import Read
from store.errors import Gone, Refusal
from store.members import saved_searches
from store.members.digest_times import DAILY, WEEKLY
from store.members.saved_searches import Schedule
from store.tables.core import Member
from store.tables.saved_searches import SavedSearch

PAGE, LAST_PAGE = 5, 10
_NEW: dict[str, Value] = {"when": DAILY, "hour": "9"}


# ── lists ──


async def open_list(action: OpenSavedSearches, by: Member, context: Context) -> Replies:
    return Show(await saved_card(by, context, action.at))


async def saved_card(by: Member, context: Context, at: int = 0, notice: str = "") -> Card:
    """The page of saved searches from position `at`, or the last page. Only reads."""
    async with context.read() as db:
        found = await saved_searches.listed(db, by, max(0, at), PAGE)
    items = tuple(saved_search(saved, job) for saved, job in found.items)
    page = SavedSearchList(items, found.total, found.first, PAGE)
    return screens.saved_searches_card(page, notice=notice)


async def open_last(action: OpenLastSearches, by: Member, context: Context) -> Replies:
    """The last 20 different searches."""
    async with context.read() as db:
        found = await searches.recent(db, by)
    at = max(0, action.at) if action.at < len(found) else 0
    shown = tuple(
        LastSearchView(search.id, search_text(search.terms), title, ago(search.updated_at, context.now()))
        for search, title in found[at : at + LAST_PAGE]
    )
    return Show(screens.last_searches_card(shown, len(found), at, LAST_PAGE))


# ── saving ──


async def open_save(action: OpenSaveSearch, by: Member, context: Context) -> Replies:
    """The form for a new saved search, named after its words."""
    submit = SaveSearch(action.search_id, action.source, action.at, action.late)
    async with context.read() as db:
        search = await searches.mine(db, by, action.search_id)
    name = short(search_text(search.terms), screens.LONGEST_NAME)
    return await _form(submit, by, context, values={**_NEW, **({"name": name} if name else {})})


async def save(action: SaveSearch, by: Member, context: Context) -> Replies:
    """Saves a copy of the search: refining the search later doesn't change it."""
    schedule, errors = _typed(action)
    if not errors:
        try:
            async with context.write() as db:
                row = await searches.mine(db, by, action.search_id)
                saved = await saved_searches.add(db, by, action.name, row.terms, row.job_id, schedule, context.now())
            return Close(), Show(await _results(action, by, context, _saved_notice(saved)))
        except Gone:
            raise
        except Refusal as refusal:
            errors["name"] = refusal.message
    return await _form(action, by, context, values=_values(action), errors=errors)


def _saved_notice(saved: SavedSearch) -> str:
    when = screens.when_label(saved.digest, saved.weekday, saved.hour)
    after = f" {when} I'll message you if there's someone new." if when else ""
    return f"Saved as “{saved.name}”.{after}"


async def _results(action: SaveSearch, by: Member, context: Context, notice: str) -> Card:
    async with context.read() as db:
        stored = await requests.get_search(db, by, context, action.search_id)
    request = await requests.request_for(context, stored, action.source, action.late)
    return await results.results_card(by, context, request, max(0, action.at), notice=notice)


def _typed(action: SaveSearch | EditSavedSearch) -> tuple[Schedule, dict[str, str]]:
    """The schedule, and the errors by input."""
    errors: dict[str, str] = {}
    if not action.name.strip():
        errors["name"] = "Enter a name for this search."
    hour, weekday = whole(action.hour), whole(action.when)
    if action.when in ("", screens.NEVER):
        return Schedule(hour=hour if hour is not None and 0 <= hour < 24 else 9), errors
    if hour is None or not 0 <= hour < 24:
        errors["hour"] = "Choose a time."
    if action.when == DAILY:
        return Schedule(DAILY, 0, hour or 0), errors
    if weekday is None or not 0 <= weekday < 7:
        errors["when"] = "Choose when I should message you."
    return Schedule(WEEKLY, weekday or 0, hour or 0), errors


def _values(action: SaveSearch | EditSavedSearch) -> dict[str, Value]:
    typed: dict[str, Value] = {"name": action.name, "when": action.when, "hour": action.hour}
    return {name: value for name, value in typed.items() if value}


async def _form(
    submit: SaveSearch | EditSavedSearch,
    by: Member,
    context: Context,
    *,
    values: dict[str, Value],
    errors: dict[str, str] | None = None,
) -> Ask:
    """Raises Gone."""
    async with context.read() as db:
        if isinstance(submit, SaveSearch):
            row = await searches.mine(db, by, submit.search_id)
        else:
            row = await saved_searches.get(db, by, submit.saved_id)
        title = await _job_title(db, by, row.job_id)
        zone = await saved_searches.time_zone_of(db, by)
    words = screens.search_line(search_text(row.terms), title)
    return Ask(screens.saved_search_form(submit, words, time_zone=zone_label(zone), values=values, errors=errors))


async def _job_title(db: Read, by: Member, job_id: int | None) -> str:
    return (await jobs.titles(db, by.workspace_id, [job_id])).get(job_id, "") if job_id else ""


# ── one saved search ──


async def run(action: RunSavedSearch, by: Member, context: Context) -> Replies:
    """Runs a copy, so that refining it leaves the saved search as it is. Raises Gone."""
    async with context.write() as db:
        saved = await saved_searches.get(db, by, action.saved_id)
        row = await searches.add(db, by, saved.terms, saved.job_id, context.now())
        stored = await requests.complete(db, by, context, row.id, Terms.from_json(row.terms), row.job_id)
    return Show(await results.results_card(by, context, await requests.request_for(context, stored)))


async def open_form(action: OpenSavedSearch, by: Member, context: Context) -> Replies:
    async with context.read() as db:
        saved = await saved_searches.get(db, by, action.saved_id)
    when = {DAILY: DAILY, WEEKLY: str(saved.weekday)}.get(saved.digest, screens.NEVER)
    values: dict[str, Value] = {"name": saved.name, "when": when, "hour": str(saved.hour)}
    return await _form(EditSavedSearch(action.saved_id, action.at, action.digest_id), by, context, values=values)


async def edit(action: EditSavedSearch, by: Member, context: Context) -> Replies:
    schedule, errors = _typed(action)
    if not errors:
        try:
            async with context.write() as db:
                saved = await saved_searches.edit(db, by, action.saved_id, action.name, schedule, context.now())
            return Close(), Show(await _back(action, by, context, _saved_notice(saved)))
        except Gone:
            raise
        except Refusal as refusal:
            errors["name"] = refusal.message
    return await _form(action, by, context, values=_values(action), errors=errors)


async def mute(action: MuteSavedSearch, by: Member, context: Context) -> Replies:
    async with context.write() as db:
        saved = await saved_searches.mute(db, by, action.saved_id, action.muted, context.now())
    when = screens.when_label(saved.digest, saved.weekday, saved.hour)
    if action.muted:
        notice = f"“{saved.name}” is muted. I won't message you about it."
    else:
        notice = f"“{saved.name}” is no longer muted. {when} I'll message you if there's someone new."
    return Show(await _back(action, by, context, notice))


async def _back(action: EditSavedSearch | MuteSavedSearch, by: Member, context: Context, notice: str) -> Card:
    """The card whose button was pressed."""
    if action.digest_id:
        return await digests.card(ShowDigest(action.digest_id), by, context, notice)
    return await saved_card(by, context, action.at, notice)


async def delete(action: DeleteSavedSearch, by: Member, context: Context) -> Replies:
    """If the button is pressed twice, the list says that the search no longer exists."""
    try:
        async with context.write() as db:
            saved = await saved_searches.remove(db, by, action.saved_id)
        notice = f"“{saved.name}” was deleted."
    except Gone as gone:
        notice = gone.message
    return Show(await saved_card(by, context, action.at, notice))
