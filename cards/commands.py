"""Typed commands: each with its action, its help text and where it is listed.

The help card, spelling suggestions and both app manifests are generated from `COMMANDS`; docs/using.md is tested
against it. A command needs the permission that its action needs.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cards.actions.access import Claim, OpenHelp, OpenMembers, OpenStart
from cards.actions.base import Action
from cards.actions.candidates import OpenCandidates
from cards.actions.credits import OpenCredits
from cards.actions.entry import OpenHome, OpenSearchForm, SearchFor
from cards.actions.invitations import OpenInvitations
from cards.actions.jobs import OpenJobs
from cards.actions.saved_searches import OpenSavedSearches
from cards.actions.settings import OpenIntegrations, OpenSettings
from cards.actions.templates import OpenTemplates
from cards.typed_text import SEARCH_BOX


@dataclass(frozen=True, slots=True)
class ChatCommand:
    """`action` takes the text after the command word; None means that the whole text is a search.

    `help`: one line, shown in Teams' command menu. `also`: synonyms. `menu`: listed in Teams' command menu, in
    Slack's usage hint and on the help card. `suggested`: offered when someone misspells the command."""

    word: str
    action: Callable[[str], Action | None]
    help: str
    also: tuple[str, ...] = ()
    menu: bool = True
    suggested: bool = True


def _without_arguments(action: Action) -> Callable[[str], Action | None]:
    return lambda rest: None if rest else action


def _jobs(rest: str) -> Action | None:
    return OpenJobs(words=rest[:SEARCH_BOX])


def _candidates(rest: str) -> Action | None:
    match rest.lower():
        case "" | "all":
            return OpenCandidates()
        case "saved" | "unlocked":
            return OpenCandidates(rest.lower())
        case "mine":
            return OpenCandidates(mine=True)
        case _:
            return OpenCandidates(words=rest[:SEARCH_BOX])


def _templates(rest: str) -> Action | None:
    return OpenTemplates(rest.lower() or "all") if rest.lower() in ("", "all", "mine", "shared") else None


def _search(rest: str) -> Action | None:
    return SearchFor(rest) if rest else OpenSearchForm()


def _claim(rest: str) -> Action | None:
    """The action to claim access; None for text that can't be a code: a code has no spaces and is not all lowercase
    letters, so "claim adjuster" is a search."""
    return None if " " in rest or (rest.isalpha() and rest.islower()) else Claim(rest)


COMMANDS = (
    ChatCommand("source", _search, "Search right away: source nurse in Boston 5+ years", suggested=False),
    ChatCommand("search", _search, "Open the search form"),
    ChatCommand("job", _jobs, "Select the job you're sourcing for", also=("jobs",)),
    ChatCommand("searches", _without_arguments(OpenSavedSearches()), "Your saved and recent searches"),
    ChatCommand("candidates", _candidates, "The candidates your team has saved or contacted"),
    ChatCommand("invitations", _without_arguments(OpenInvitations()), "Invitations you sent, and who answered"),
    ChatCommand("credits", _without_arguments(OpenCredits()), "Credits left, and who used the rest"),
    ChatCommand("templates", _templates, "Your reusable invitation messages"),
    ChatCommand("integrations", _without_arguments(OpenIntegrations()), "Connected services, such as your mailbox"),
    ChatCommand("settings", _without_arguments(OpenSettings()), "Your signature; workspace settings for admins"),
    ChatCommand("help", _without_arguments(OpenHelp()), "A short guided tour"),
    ChatCommand("home", _without_arguments(OpenHome()), "Your dashboard", menu=False),
    ChatCommand("members", _without_arguments(OpenMembers()), "Members and roles, for admins", menu=False),
    ChatCommand("claim", _claim, "Become the first admin with a code", menu=False, suggested=False),
    ChatCommand("start", _without_arguments(OpenStart()), "The start card", also=("hello", "hi", "hey"), menu=False),
)
BY_WORD = {word: command for command in COMMANDS for word in (command.word, *command.also)}
MENU = tuple(command for command in COMMANDS if command.menu)

# Future commands: typed alone, each gets this answer instead of a search.
LATER = {
    "privacy": "Privacy requests can't be handled here yet. Ask the person who runs Sourcer for your team.",
}
