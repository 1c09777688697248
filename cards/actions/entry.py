"""Entry points: actions that the adapters create from platform events."""

from dataclasses import dataclass

from cards.actions.base import Action


@dataclass(frozen=True)
class Command(Action, verb="command", needs="enter", opens_form=True):
    """Text typed to the bot: `/sourcer TEXT`, a message, an @mention. `files`: the number of attached files."""

    words: str = ""
    files: int = 0


@dataclass(frozen=True)
class SearchFor(Action, verb="search_for", needs="search", opens_form=True):
    """`/source TEXT`: search right away."""

    words: str = ""


@dataclass(frozen=True)
class OpenHome(Action, verb="open_home", needs="enter", reads=True):
    """The App Home tab was opened."""


@dataclass(frozen=True)
class Welcome(Action, verb="welcome", needs="enter"):
    """The bot was installed for a person, or added to a conversation."""


@dataclass(frozen=True)
class OpenSearchForm(Action, verb="open_search_form", needs="search", opens_form=True):
    """The search form; with an id, filled in from that search. Also Slack's global shortcut."""

    search_id: int = 0


@dataclass(frozen=True)
class Cancel(Action, verb="cancel", needs="enter"):
    """Close a form that replaced a card, and restore the card. The adapter fills in which message the card was in."""

    conversation: str = ""
    message: str = ""


@dataclass(frozen=True)
class NoteFromMessage(Action, verb="note_from_message", needs="note", opens_form=True):
    """The message shortcut: save a chat message as a note on a candidate chosen in a form. `draft`: identifies the
    stored text and link, for a button that leads back to the form."""

    text: str = ""
    link: str = ""
    draft: str = ""


@dataclass(frozen=True)
class Suggest(Action, verb="suggest", needs="enter"):
    """Someone is typing in a Typeahead: `source` is the input's source, `words` the text so far."""

    source: str = ""
    words: str = ""


@dataclass(frozen=True)
class FindToInsert(Action, verb="find_to_insert", needs="enter"):
    """Teams' message extension: find people to insert as masked cards."""

    words: str = ""
    offset: int = 0
