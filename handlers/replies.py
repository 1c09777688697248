"""What a handler returns: plain values that the platform adapter carries out."""

from dataclasses import dataclass

from cards.text import Rich
from cards.tree import Card, Form, Option


@dataclass(frozen=True, slots=True)
class Show:
    """Replaces the card whose button was pressed; after a command, posts a new card, always in private."""

    card: Card


@dataclass(frozen=True, slots=True)
class Post:
    """A new card for one member, in their direct messages with the bot."""

    card: Card
    to: int  # member id


@dataclass(frozen=True, slots=True)
class Ask:
    """Opens the form; with errors, shows it again with the input kept."""

    form: Form


@dataclass(frozen=True, slots=True)
class Tell:
    """A short message that only this person sees."""

    text: Rich


@dataclass(frozen=True, slots=True)
class Attach:
    """A file (a CSV export) in the person's direct messages."""

    name: str
    content: bytes
    text: str


@dataclass(frozen=True, slots=True)
class Redraw:
    """Redraws every private card that shows one of these people, for all members."""

    profile_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RedrawScreen:
    """Redraws the private cards from recent days that show this screen, for all members. `verb`: the verb of the
    screen's action."""

    verb: str


@dataclass(frozen=True, slots=True)
class Close:
    """Closes the form."""


@dataclass(frozen=True, slots=True)
class Options:
    """The answer to `Suggest`."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Inserts:
    """The answer to `FindToInsert`: masked cards with their list titles; `more` if there are further pages."""

    cards: tuple[tuple[str, str, Card], ...]  # title, subtitle, card
    more: bool = False


Reply = Show | Post | Ask | Tell | Attach | Redraw | RedrawScreen | Close | Options | Inserts
Replies = Reply | tuple[Reply, ...]
