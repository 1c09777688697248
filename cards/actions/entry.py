"""How a person gets in: made by the adapters, from what the platform sends."""

from dataclasses import dataclass

from cards.actions.base import Action


@dataclass(frozen=True)
class Command(Action, verb="command", needs="enter", opens_form=True):
    """Words typed to the bot: `/sourcer WORDS`, a message, an @mention."""

    words: str = ""


@dataclass(frozen=True)
class SearchFor(Action, verb="search_for", needs="search", opens_form=True):
    """`/source WORDS`: search at once."""

    words: str = ""


@dataclass(frozen=True)
class OpenHome(Action, verb="open_home", needs="enter", reads=True):
    """The App Home tab was opened."""


@dataclass(frozen=True)
class Welcome(Action, verb="welcome", needs="enter"):
    """The bot was installed for a person, or added to a conversation."""


@dataclass(frozen=True)
class OpenSearchForm(Action, verb="open_search_form", needs="search", opens_form=True):
    """The search form; with an id, filled with that search. Also Slack's global shortcut."""

    search_id: int = 0


@dataclass(frozen=True)
class Cancel(Action, verb="cancel", needs="enter"):
    """A form that took a card's place is left, and the card comes back. The adapter says where it stands."""

    conversation: str = ""
    message: str = ""


@dataclass(frozen=True)
class NoteFromMessage(Action, verb="note_from_message", needs="note", opens_form=True):
    """The message shortcut: a chat message becomes a note on a candidate that is chosen in a form."""

    text: str = ""
    link: str = ""


@dataclass(frozen=True)
class Suggest(Action, verb="suggest", needs="enter"):
    """Somebody types in a Typeahead: `source` is the input's, `words` what stands there."""

    source: str = ""
    words: str = ""


@dataclass(frozen=True)
class FindToInsert(Action, verb="find_to_insert", needs="enter"):
    """Teams' message extension: people to insert as masked cards."""

    words: str = ""
    offset: int = 0
