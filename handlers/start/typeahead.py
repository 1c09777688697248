"""Typeahead suggestions."""

import asyncio

from cards.actions.entry import Suggest
from cards.sanitize import visible
from cards.tree import Option
from handlers import lookup
from handlers.context import Context
from handlers.replies import Options, Replies
from handlers.views.profile_views import shown_name
from store import job_boards, jobs
from store.members import members
from store.people import candidates_page
from store.people.candidates_page import CandidateQuery
from store.roles import May, allows
from store.tables.core import Member

MOST = 20
LABEL, VALUE = 75, 150  # characters: the platforms' limits for an option


async def suggest(action: Suggest, by: Member, context: Context) -> Replies:
    """Suggests matching places, jobs, time zones, members or candidates, but only those that the member may see."""
    words = action.words.strip()[:100]
    match action.source:
        case "places":
            return Options(await _places(context, words))
        case "jobs" if allows(by.role, May.SEARCH):
            async with context.read() as db:
                found = await jobs.suggest(db, by.workspace_id, words, MOST)
            return Options(tuple(_option(job.id, visible(job.title, "No title"), job.place) for job in found))
        case "ats_jobs" if allows(by.role, May.CONTACT):
            async with context.read() as db:
                connected = await context.atses.connected(db, by.workspace_id)
                sources = [job_boards.source_of(each.board) for each in connected]
                found = await jobs.suggest(db, by.workspace_id, words, MOST, sources=sources) if sources else []
            return Options(tuple(_option(job.id, visible(job.title, "No title"), job.place) for job in found))
        case "zones" if allows(by.role, May.ADMINISTER):
            return Options(lookup.time_zones_like(words))
        case "members" if allows(by.role, May.NOTE):
            async with context.read() as db:
                named = await members.mentionable(db, by.workspace_id, words, MOST)
            return Options(tuple(_option(each.id, each.name or each.email, "") for each in named))
        case "candidates" if allows(by.role, May.NOTE):
            async with context.read() as db:
                page = await candidates_page.listed(db, by, CandidateQuery(words=words), page_size=MOST)
            rows = (row.candidate for row in page.items)
            return Options(tuple(_option(each.id, shown_name(each.name), each.headline) for each in rows))
        case _:
            return Options(())


async def _places(context: Context, words: str) -> tuple[Option, ...]:
    """Known places, then the text as typed, because the list accepts no free text."""
    if not words:
        return ()
    places = await asyncio.to_thread(context.places.suggest, words, MOST - 1)
    known = tuple(Option(place.id, _truncate(place.label, LABEL)) for place in places)
    if any(place.label.casefold() == words.casefold() for place in places):
        return known
    return (*known, Option(words[:VALUE], _truncate(f"“{words}”", LABEL)))


def _option(id_: int, label: str, detail: str) -> Option:
    whole = f"{label} · {detail}" if detail else label
    return Option(str(id_), _truncate(whole, LABEL))


def _truncate(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
