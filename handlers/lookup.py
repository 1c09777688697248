"""Resolves typeahead input: an id where the platform sent one, or typed text that must match exactly one row."""

from collections.abc import Sequence
from dataclasses import dataclass

from cards.screens.wording import zone_label
from cards.tree import Option
from cards.typed_text import whole
from store import jobs, time_zones
from store.db import Read
from store.errors import Gone
from store.members import members
from store.people import candidates, candidates_page
from store.people.candidates_page import CandidateQuery
from store.tables.core import Member

MOST = 10  # the most matches to look up


@dataclass(frozen=True, slots=True)
class Picked:
    """What was picked. `id` 0: nothing was picked. `trouble`: an error message when the text matches nothing, or
    several rows."""

    id: int = 0
    label: str = ""
    trouble: str = ""


def id_of(value: str) -> int:
    """The id in an option's value; 0 for typed text."""
    return max(whole(value) or 0, 0)


def one(words: str, found: Sequence[tuple[int, str]], what: str) -> Picked:
    """The only match, or the only match with exactly that name; otherwise, the error is in `trouble`."""
    exact = [each for each in found if each[1].casefold() == words.casefold()]
    match exact or list(found):
        case [(id_, label)]:
            return Picked(id_, label)
        case []:
            return Picked(trouble=f"I can't find a {what} called “{words}”.")
        case several:
            names = ", ".join(label for _, label in several[:3])
            return Picked(trouble=f"Which {what}? Choose one: {names}.")


async def job(db: Read, by: Member, value: str) -> Picked:
    """A job of the workspace, by id or by title."""
    value = value.strip()
    if not value:
        return Picked()
    if id_of(value):
        return Picked(id_of(value), value)
    return one(value, [(row.id, row.title) for row in await jobs.suggest(db, by.workspace_id, value, MOST)], "job")


async def member(db: Read, by: Member, value: str) -> Picked:
    """A member of the workspace, by id or by name."""
    value = value.strip()
    if not value:
        return Picked()
    if id_of(value):
        return Picked(id_of(value), value)
    found = await members.suggest(db, by.workspace_id, value.removeprefix("@"), MOST)
    return one(value.removeprefix("@"), [(row.id, row.name) for row in found], "member")


async def candidate(db: Read, by: Member, value: str) -> Picked:
    """A candidate of the workspace, by id or by name."""
    value = value.strip()
    if not value:
        return Picked(trouble="Choose a candidate.")
    if id_of(value):
        try:
            return Picked((await candidates.get(db, by.workspace_id, id_of(value))).id, value)
        except Gone as gone:
            return Picked(trouble=gone.message)
    found = await candidates_page.listed(db, by, CandidateQuery(words=value), page_size=MOST)
    if not found.items:
        return Picked(trouble=f"I can't find a candidate called “{value}”. Star the person first.")
    return one(value, [(row.candidate.id, row.candidate.name) for row in found.items], "candidate")


def time_zones_like(words: str) -> tuple[Option, ...]:
    """Time zones whose names contain the words. A zone with several names is listed once, under its first name."""
    labelled: dict[str, str] = {}
    for name in time_zones.suggest(words, MOST):
        labelled.setdefault(zone_label(name), name)
    return tuple(Option(name, label) for label, name in labelled.items())


def time_zone(typed: str) -> tuple[str, str]:
    """The time zone with this name, or the one that the text identifies, such as by its city; "" for "". Also returns
    an error message, for text that identifies no zone."""
    text = " ".join(typed.split())
    if not text or text in time_zones.names():
        return text, ""
    found = time_zones_like(text)
    named = one(text, [(number, each.label) for number, each in enumerate(found, 1)], "time zone")
    return (found[named.id - 1].value, "") if named.id else ("", named.trouble)
