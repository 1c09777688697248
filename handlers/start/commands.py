"""Text typed to the bot: a command, a misspelled command, or a search."""

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from cards.actions.access import OpenHelp, OpenStart
from cards.actions.base import Action
from cards.actions.entry import Command, SearchFor
from cards.commands import BY_WORD, COMMANDS, LATER
from cards.screens.start import nearest_card
from cards.typed_text import SEARCH_BOX
from handlers.context import Context
from handlers.handler import Table
from handlers.replies import Replies, Show, Tell
from handlers.start import start
from store.roles import May, Role, allows
from store.tables.core import Member

SUGGESTED = tuple(command.word for command in COMMANDS if command.suggested)


def parse_command(words: str) -> Action | None:
    """The action for a command; None if the text is not one (perhaps it is a search)."""
    words = " ".join(words.split())
    first, _, rest = words.partition(" ")
    if not first:
        return OpenStart()
    if not any(sign.isalnum() for sign in words):  # "?", a smiley: nothing to search for
        return OpenHelp()
    command = BY_WORD.get(first.lower().lstrip("/"))
    return command.action(rest) if command else None


def opens_form(action: Action) -> bool:
    """Whether the reply may be a form. Typed text opens a form only if it is a command that opens one; any other text
    starts a search."""
    match action:
        case Command(words):
            parsed = parse_command(words)
            return parsed is not None and opens_form(parsed)
        case SearchFor(words):
            return not words.strip()
        case _:
            return action.opens_form


def nearest(word: str, most: int = 3) -> tuple[str, ...]:
    """The commands that a single word may be a misspelling of, nearest first."""
    word = word.lower().lstrip("/")
    tolerance = 1 if len(word) < 5 else 2
    near = [(OSA.distance(word, name), name) for name in SUGGESTED if len(word) > 1]
    return tuple(name for distance, name in sorted(near) if distance <= tolerance)[:most]


@dataclass(frozen=True, slots=True)
class Commands:
    """Runs typed commands through the handler table, with the same permission check as a button press."""

    table: Table

    async def __call__(self, action: Command, by: Member, context: Context) -> Replies:
        words = " ".join(action.words.split())
        parsed = parse_command(words)
        if parsed is not None:
            return await self._do(parsed, by, context)
        if by.role is Role.GUEST:
            return Show(await start.first_card(by, context))
        if " " not in words:
            if words.lower() in LATER:
                return Tell(LATER[words.lower()])
            if near := self._allowed(nearest(words), by):
                return Show(nearest_card(words[:SEARCH_BOX], near, may_search=allows(by.role, May.SEARCH)))
        return await self._do(SearchFor(words), by, context)

    def _allowed(self, names: tuple[str, ...], by: Member) -> tuple[tuple[str, Action], ...]:
        actions = ((name, BY_WORD[name].action("")) for name in names)
        return tuple((name, do) for name, do in actions if do and allows(by.role, self.table[type(do)].needs))

    async def _do(self, action: Action, by: Member, context: Context) -> Replies:
        handler = self.table[type(action)]
        if not allows(by.role, handler.needs):
            return await start.not_allowed(by, handler.needs, context)
        return await handler.run(action, by, context)
