"""Reads the store after a flow, and the values of a form."""

from typing import Any

from store import jobs, searches
from store.people import candidates_page, notes, profiles
from store.people.candidates_page import CandidatePage, CandidateQuery, Tab
from store.people.notes import NoteRow
from store.tables.core import Job
from tests.chat.base import Chat, Screen, Someone

NEXT, PREVIOUS = "Next ▶", "◀ Previous"


async def engaged(chat: Chat, who: Someone, tab: Tab = "all") -> CandidatePage:
    """The first 50 candidates of their workspace."""
    me = await who.member()
    async with chat.bot.context.store.read() as db:
        return await candidates_page.listed(db, me, CandidateQuery(tab=tab), page_size=50)


async def names(chat: Chat, who: Someone, tab: Tab = "all") -> set[str]:
    return {row.candidate.name for row in (await engaged(chat, who, tab)).items}


async def profile_id(chat: Chat, name: str) -> int:
    """Id of the only profile with that name."""
    async with chat.bot.context.store.read() as db:
        [found] = [row.id for row in await profiles.after(db, 0, 1000) if row.name == name]
    return found


async def notes_on(chat: Chat, who: Someone, name: str) -> list[NoteRow]:
    """The notes they may read about the candidate with that name."""
    me = await who.member()
    async with chat.bot.context.store.read() as db:
        found = await candidates_page.listed(db, me, CandidateQuery(words=name))
        return await notes.of_candidate(db, me, found.items[0].candidate.id) if found.items else []


async def hidden_from(chat: Chat, who: Someone, job_id: int | None = None) -> set[int]:
    me = await who.member()
    async with chat.bot.context.store.read() as db:
        return await profiles.excluded(db, me, job_id=job_id, contacted=False, seen=False, rejected=True)


async def search_id(chat: Chat, who: Someone) -> int:
    """Id of the search they used last."""
    me = await who.member()
    async with chat.bot.context.store.read() as db:
        found = await searches.latest(db, me)
    assert found is not None
    return found.id


async def jobs_called(chat: Chat, who: Someone, words: str) -> list[Job]:
    me = await who.member()
    async with chat.bot.context.store.read() as db:
        return (await jobs.listed(db, me.workspace_id, jobs.JobQuery(words, status=""))).items


def typed(form: Screen) -> str:
    """The values in the inputs of a form."""

    def walk(part: Any) -> list[str]:
        if isinstance(part, list):
            return [word for each in part for word in walk(each)]
        if not isinstance(part, dict):
            return []
        here = [str(part[name]) for name in ("initial_value", "value") if isinstance(part.get(name), str)]
        return here + [word for each in part.values() for word in walk(each)]

    return " ".join(walk(form.raw))


def first_of(seen: Screen, group: int) -> str:
    """The first name in that list of checkboxes in the form for several people."""
    return names_of(seen, group)[0]


def names_of(seen: Screen, group: int) -> list[str]:
    """The names in that list of checkboxes in the form for several people."""

    def walk(part: Any) -> Any:
        if isinstance(part, list):
            return next((found for each in part if (found := walk(each))), [])
        if not isinstance(part, dict):
            return []
        if str(part.get("block_id", part.get("id", ""))).split("~")[0] == f"people_{group}":
            choices = part.get("choices") or part["element"]["options"]
            titles = [choice.get("title") or choice["text"]["text"] for choice in choices]
            return [title.partition(" (")[0] for title in titles]
        return next((found for each in part.values() if (found := walk(each))), [])

    return walk(seen.raw)
