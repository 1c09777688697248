"""What a handler gives back: values, which the adapter of the platform carries out."""

from dataclasses import dataclass

from cards.text import Rich
from cards.tree import Card, Form, Option


@dataclass(frozen=True, slots=True)
class Show:
    """The card where the press was changes. Without such a card (a command), a new one, always in private."""

    card: Card


@dataclass(frozen=True, slots=True)
class Post:
    """A new card for one member, in their direct messages with the bot."""

    card: Card
    to: int  # member id


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the person. With errors, the same form again, what was typed kept."""

    form: Form


@dataclass(frozen=True, slots=True)
class Tell:
    """A short line that only the person sees."""

    text: Rich


@dataclass(frozen=True, slots=True)
class Attach:
    """A file for the person alone, in their direct messages: a CSV export."""

    name: str
    content: bytes
    text: str


@dataclass(frozen=True, slots=True)
class Redraw:
    """Every private card that shows one of these people is drawn anew, whosever it is."""

    profile_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Close:
    """The form is done."""


@dataclass(frozen=True, slots=True)
class Options:
    """Answer to `Suggest`."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Inserts:
    """Answer to `FindToInsert`: masked cards with the line to list each by; `more` when there are others."""

    cards: tuple[tuple[str, str, Card], ...]  # title, subtitle, card
    more: bool = False


Reply = Show | Post | Ask | Tell | Attach | Redraw | Close | Options | Inserts
Replies = Reply | tuple[Reply, ...]
