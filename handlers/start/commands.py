"""Text typed to the bot: a command, a misspelled command, small talk, or a search."""

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from cards.actions.access import OpenHelp, OpenStart
from cards.actions.base import Action
from cards.actions.credits import OpenCredits
from cards.actions.entry import Command, SearchFor
from cards.commands import BY_WORD, COMMANDS, LATER
from cards.screens import small_talk as texts
from cards.screens.start import nearest_card
from cards.typed_text import SEARCH_BOX
from handlers.context import Context
from handlers.handler import Table
from handlers.replies import Replies, Show, Tell
from handlers.start import start
from handlers.start.small_talk import SmallTalk, small_talk
from store.outreach import invitations
from store.roles import May, Role, allows
from store.tables.core import Member

SUGGESTED = tuple(command.word for command in COMMANDS if command.suggested)


def parse_command(words: str) -> Action | None:
    """The action for a command; None if the text is not one (perhaps it is a search)."""
    first, *others = words.split(maxsplit=1) or [""]
    if not first:
        return OpenStart()
    rest = others[0].strip() if others else ""
    if not any(sign.isalnum() for sign in words) and not small_talk(words):  # "?": nothing to search for
        return OpenHelp()
    command = BY_WORD.get(first.lower().lstrip("/"))
    if command is None:
        return None
    return command.action(rest if command.word == "source" else " ".join(rest.split()))


def opens_form(action: Action) -> bool:
    """Whether the reply may be a form. Typed text opens a form only if it is a command that opens one; any other text
    starts a search."""
    match action:
        case Command(words):
            parsed = parse_command(action.words)
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
        if action.files and not words:
            return await self._answer(texts.FILE, by, context)
        parsed = parse_command(action.words)
        if parsed is not None:
            return await self._do(parsed, by, context)
        if by.role is Role.GUEST:
            return Show(await start.first_card(by, context))
        if talk := small_talk(words):
            return await self._small_talk(talk, by, context)
        if " " not in words:
            if words.lower() in LATER:
                return Tell(LATER[words.lower()])
            if near := self._allowed(nearest(words), by):
                return Show(nearest_card(words[:SEARCH_BOX], near, may_search=allows(by.role, May.SEARCH)))
        return await self._do(SearchFor(action.words.strip()), by, context)

    async def _small_talk(self, talk: SmallTalk, by: Member, context: Context) -> Replies:
        match talk:
            case SmallTalk.HELLO:
                return await self._do(OpenStart(), by, context)
            case SmallTalk.ABILITIES:
                return await self._do(OpenHelp(), by, context)
            case SmallTalk.CREDITS:
                return await self._do(OpenCredits(), by, context)
            case SmallTalk.COST:
                return await self._cost(by, context)
            case SmallTalk.THANKS:
                return await self._answer(texts.THANKS, by, context)
            case SmallTalk.OKAY:
                return await self._answer(texts.OKAY, by, context)
            case SmallTalk.BYE:
                return await self._answer(texts.BYE, by, context)
            case SmallTalk.UNDO:
                return await self._answer(texts.UNDO, by, context)
            case SmallTalk.EMOJI:
                return await self._answer(texts.EMOJI, by, context)

    async def _answer(self, text: str, by: Member, context: Context) -> Replies:
        """The text, with buttons for what to do next; members who can't search see the text on their start card."""
        if not allows(by.role, May.SEARCH):
            return Show(await start.first_card(by, context, text))
        return Show(texts.small_talk_card(text, await start.work_of(by, context)))

    async def _cost(self, by: Member, context: Context) -> Replies:
        if not allows(by.role, May.CONTACT):
            return await start.not_allowed(by, May.CONTACT, context)
        home = await start.work_of(by, context)
        return Show(texts.small_talk_card(texts.cost(invitations.PRICE), home, about_credits=True))

    def _allowed(self, names: tuple[str, ...], by: Member) -> tuple[tuple[str, Action], ...]:
        actions = ((name, BY_WORD[name].action("")) for name in names)
        return tuple((name, do) for name, do in actions if do and allows(by.role, self.table[type(do)].needs))

    async def _do(self, action: Action, by: Member, context: Context) -> Replies:
        handler = self.table[type(action)]
        if not allows(by.role, handler.needs):
            return await start.not_allowed(by, handler.needs, context)
        return await handler.run(action, by, context)
