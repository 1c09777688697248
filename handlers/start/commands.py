"""Words typed to the bot: a command, nearly a command, or a search."""

from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from cards.actions import (
    Action,
    Claim,
    Command,
    OpenCandidates,
    OpenCredits,
    OpenHelp,
    OpenHome,
    OpenIntegrations,
    OpenInvitations,
    OpenJobs,
    OpenMembers,
    OpenSearchForm,
    OpenSettings,
    OpenStart,
    OpenTemplates,
    SearchFor,
)
from cards.screens.jobs import WORDS
from cards.screens.start import nearest_card
from handlers.context import Desk
from handlers.handler import Table
from handlers.replies import Replies, Show, Tell
from handlers.start import start
from store.roles import May, Role, allows
from store.tables.core import Member

LATER = {
    "privacy": "Privacy requests cannot be answered here yet. Ask whoever runs Sourcer.",
}


def _alone(action: Action) -> Callable[[str], Action | None]:
    return lambda rest: None if rest else action


def _jobs(rest: str) -> Action | None:
    return OpenJobs(words=rest[:WORDS])


def _candidates(rest: str) -> Action | None:
    match rest.lower():
        case "" | "all":
            return OpenCandidates()
        case "saved" | "unlocked":
            return OpenCandidates(rest.lower())
        case "mine":
            return OpenCandidates(mine=True)
        case _:
            return OpenCandidates(words=rest[:WORDS])


def _templates(rest: str) -> Action | None:
    return OpenTemplates(rest.lower() or "all") if rest.lower() in ("", "all", "mine", "shared") else None


def _search(rest: str) -> Action | None:
    return SearchFor(rest) if rest else OpenSearchForm()


def _claim(rest: str) -> Action | None:
    """A code has no spaces and is not all small letters: "claim adjuster" is a search."""
    return None if " " in rest or (rest.isalpha() and rest.islower()) else Claim(rest)


COMMANDS: dict[str, Callable[[str], Action | None]] = {
    "job": _jobs,
    "jobs": _jobs,
    "search": _search,
    "source": _search,
    "candidates": _candidates,
    "credits": _alone(OpenCredits()),
    "invitations": _alone(OpenInvitations()),
    "templates": _templates,
    "settings": _alone(OpenSettings()),
    "integrations": _alone(OpenIntegrations()),
    "members": _alone(OpenMembers()),
    "claim": _claim,
    "help": _alone(OpenHelp()),
    "home": _alone(OpenHome()),
    "start": _alone(OpenStart()),
    "hello": _alone(OpenStart()),
    "hi": _alone(OpenStart()),
    "hey": _alone(OpenStart()),
}
# to who misspelt one
OFFERED = (
    *("job", "search", "candidates", "credits", "invitations", "templates", "integrations", "settings", "members"),
    *("help", "home", "start"),
)


def meant(words: str) -> Action | None:
    """The action that the words command; None when they are none: a search, perhaps."""
    words = " ".join(words.split())
    first, _, rest = words.partition(" ")
    if not first:
        return OpenStart()
    if not any(sign.isalnum() for sign in words):  # "?", a smiley: nothing to search for
        return OpenHelp()
    command = COMMANDS.get(first.lower().lstrip("/"))
    return command(rest) if command else None


def opens_form(action: Action) -> bool:
    """Whether the answer may be a form. Of words that were typed, only those that command one; others search."""
    match action:
        case Command(words):
            commanded = meant(words)
            return commanded is not None and opens_form(commanded)
        case SearchFor(words):
            return not words.strip()
        case _:
            return action.opens_form


def nearest(word: str, most: int = 3) -> tuple[str, ...]:
    """Commands that a single word is a misspelling of, the nearest first."""
    word = word.lower().lstrip("/")
    slack = 1 if len(word) < 5 else 2
    near = [(OSA.distance(word, name), name) for name in OFFERED if len(word) > 1]
    return tuple(name for far, name in sorted(near) if far <= slack)[:most]


@dataclass(frozen=True, slots=True)
class Commands:
    """Runs what was typed through the table of handlers, with the same check of who may do it as a press."""

    table: Table

    async def __call__(self, action: Command, by: Member, desk: Desk) -> Replies:
        words = " ".join(action.words.split())
        commanded = meant(words)
        if commanded is not None:
            return await self._do(commanded, by, desk)
        if by.role is Role.GUEST:
            return Show(await start.first_card(by, desk))
        if " " not in words:
            if words.lower() in LATER:
                return Tell(LATER[words.lower()])
            if near := self._allowed(nearest(words), by):
                return Show(nearest_card(words[:WORDS], near, may_search=allows(by.role, May.SEARCH)))
        return await self._do(SearchFor(words), by, desk)

    def _allowed(self, names: tuple[str, ...], by: Member) -> tuple[tuple[str, Action], ...]:
        actions = ((name, COMMANDS[name]("")) for name in names)
        return tuple((name, do) for name, do in actions if do and allows(by.role, self.table[type(do)].needs))

    async def _do(self, action: Action, by: Member, desk: Desk) -> Replies:
        handler = self.table[type(action)]
        if not allows(by.role, handler.needs):
            return await start.not_allowed(by, handler.needs, desk)
        return await handler.run(action, by, desk)
