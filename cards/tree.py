"""The card tree: a small set of frozen values that name meaning, not looks.

A card has buttons, a form has inputs; never both kinds in one. A renderer (`cards/slack/render.py`,
`cards/teams/render.py`) is one switch over these nodes and holds the platform's limits: text over a
limit is shortened with an ellipsis, structure over a limit raises `TooMuch`.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from cards.actions.base import Action
from cards.text import Rich, plain

BESIDE = 20  # characters of a button's label that leave room for words beside it, also on a phone
_TITLE_LINE = 72  # characters
_MARK = 5  # characters that a badge has beside its words: its mark, and what parts it from the one before


class Surface(StrEnum):
    """Where a screen is drawn."""

    PERSONAL = "personal"  # direct message, or personal chat
    CHANNEL = "channel"  # many see it: nothing private, ever
    HOME = "home"  # Slack's App Home
    FORM = "form"  # Slack's modal; Teams' card in place or dialog
    EXTENSION = "extension"  # inserted by Teams' message extension: no buttons


class TooMuch(ValueError):
    """A screen has more parts than the platform takes. A fault of the screen, never cut silently."""


@dataclass(frozen=True, slots=True)
class Button:
    """One press, one action. At most one `main` on a card."""

    label: str
    does: Action
    main: bool = False
    danger: bool = False
    confirm: str | None = None  # asked before the press counts
    hint: str | None = None  # for screen readers, where the label alone says too little: "View Grace Hopper"


@dataclass(frozen=True, slots=True)
class LinkButton:
    """Opens an address. Only http and https."""

    label: str
    url: str


AnyButton = Button | LinkButton


class Kind(StrEnum):
    """What a badge or a notice says at a glance; each renderer has a mark for it."""

    SAVED = "saved"
    CONTACTED = "contacted"
    INTERESTED = "interested"
    REJECTED = "rejected"
    HIDDEN = "hidden"
    SEEN = "seen"
    FRESH = "fresh"  # the blue flag: updated recently
    SOURCE = "source"
    OPEN_TO_WORK = "open_to_work"
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Badge:
    """A small mark with words: never a mark alone, for those who cannot see it."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 1  # 1: title of the card; 2: a part of it


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `muted` is for the small print."""

    text: Rich
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value pairs, in order."""

    facts: tuple[tuple[str, Rich], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing in a list, its badges behind its title, its buttons beside or right below it.

    The title stands out, but for its `Muted` parts."""

    title: Rich
    detail: tuple[Rich, ...] = ()  # a line each
    badges: tuple[Badge, ...] = ()
    buttons: tuple[AnyButton, ...] = ()
    image_url: str | None = None
    small: tuple[Rich, ...] = ()  # a line each, in small print below the detail

    @property
    def is_short(self) -> bool:
        """Title and badges are read as one line; longer ones get a line each."""
        return len(plain(self.title)) + sum(len(each.text) + _MARK for each in self.badges) <= _TITLE_LINE


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence that must be read: INFO, SUCCESS, WARNING or ERROR. `button` takes back or mends what it says."""

    kind: Kind
    text: Rich
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    does: Action
    selected: bool = False
    count: str | None = None  # "12", "1,000+", or why there is none: "slow", "failed"


@dataclass(frozen=True, slots=True)
class Tabs:
    tabs: tuple[Tab, ...]


@dataclass(frozen=True, slots=True)
class Pager:
    """`label` says where one is: "6–10 of 214". `beside` are buttons in the same line, behind those that turn pages."""

    label: str
    previous: Action | None = None
    next: Action | None = None
    beside: tuple[AnyButton, ...] = ()


@dataclass(frozen=True, slots=True)
class Buttons:
    """A line of buttons inside the body, beside what they act on."""

    buttons: tuple[AnyButton, ...]


@dataclass(frozen=True, slots=True)
class Divider:
    pass


@dataclass(frozen=True, slots=True)
class Chart:
    """A few bars: a label and a number, not under nothing, for each. What matters in it also stands in words."""

    title: str
    bars: tuple[tuple[str, int], ...]


Node = Heading | Text | Facts | Row | Notice | Tabs | Pager | Buttons | Divider | Chart


@dataclass(frozen=True, slots=True)
class Card:
    """A screen that is read and pressed.

    `summary` is the notification's line and what a screen reader says first. `about` lists the
    profiles shown, so that a card can be found and rewritten when one changes or is erased;
    `redraw` is the action that draws it anew (it must only read).
    """

    summary: str
    body: tuple[Node, ...]
    buttons: tuple[AnyButton, ...] = ()
    about: tuple[int, ...] = ()
    redraw: Action | None = None


# ── forms ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Option:
    """`value` is what is stored (at most 150 characters), `label` what is read."""

    value: str
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TextInput:
    name: str
    label: str
    hint: str = ""
    placeholder: str = ""
    multiline: bool = False
    required: bool = False
    max_length: int = 3000


@dataclass(frozen=True, slots=True)
class NumberInput:
    name: str
    label: str
    hint: str = ""
    least: int | None = None
    most: int | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class DateInput:
    name: str
    label: str
    hint: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few. `expanded` shows all at once (radio buttons)."""

    name: str
    label: str
    options: tuple[Option, ...]
    hint: str = ""
    required: bool = False
    expanded: bool = False


@dataclass(frozen=True, slots=True)
class MultiChoice:
    name: str
    label: str
    options: tuple[Option, ...]
    hint: str = ""
    required: bool = False
    expanded: bool = True  # check boxes; else a list to pick from


@dataclass(frozen=True, slots=True)
class Typeahead:
    """Pick from what the server suggests while typing: `source` names it ("places", "jobs", "members", "skills").

    Slack sends a `Suggest` action for it. Teams draws a dynamic choice set where it can, else a plain
    field whose words the handler resolves; so a handler must accept either an option's value or free words.
    """

    name: str
    label: str
    source: str
    hint: str = ""
    placeholder: str = ""
    required: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class Toggle:
    name: str
    label: str
    hint: str = ""


Input = TextInput | NumberInput | DateInput | Choice | MultiChoice | Typeahead | Toggle

# What was typed, by input name: words, several words (MultiChoice, Typeahead many), or yes/no.
# For a Typeahead whose label is not its value, `Option` carries both.
Value = str | bool | int | tuple[str, ...] | Option | tuple[Option, ...] | None


def _no_errors() -> dict[str, str]:
    return {}


def _no_values() -> dict[str, Value]:
    return {}


@dataclass(frozen=True, slots=True)
class Form:
    """A screen that asks. `submit.does` gets what was typed in its `typed()` fields, as does each of `buttons`.

    `errors` are shown at their input, by its name; the name "" is for the form as a whole. `values` are
    put back into the inputs: what a person typed is never lost to an error.
    """

    title: str  # Slack shows 24 characters
    body: tuple[Node, ...]
    inputs: tuple[Input, ...]
    submit: Button
    buttons: tuple[Button, ...] = ()
    errors: dict[str, str] = field(default_factory=_no_errors)
    values: dict[str, Value] = field(default_factory=_no_values)


Screen = Card | Form
