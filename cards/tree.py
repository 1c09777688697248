"""The card tree: a small set of frozen values that describe meaning, not appearance.

A card has buttons and a form has inputs; a screen never has both. A renderer (`cards/slack/render.py`,
`cards/teams/render.py`) is one `match` over these nodes and enforces the platform's limits: text over
a limit is shortened with an ellipsis, structure over a limit raises `TooMuch`.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from cards.actions.base import Action
from cards.text import Rich, plain

SHORT_LABEL = 20  # characters: a shorter button label leaves room for text beside it, even on a phone
_TITLE_LINE = 72  # characters
_MARK = 5  # characters that a badge takes besides its text: its icon and the separator before it


class Surface(StrEnum):
    """Where a screen is shown."""

    PERSONAL = "personal"  # direct message, or personal chat
    CHANNEL = "channel"  # many people see it: never anything private
    HOME = "home"  # Slack's App Home
    FORM = "form"  # Slack: a modal; Teams: a card in place, or a dialog
    EXTENSION = "extension"  # inserted by Teams' message extension: no buttons


class TooMuch(ValueError):
    """A screen has more elements than the platform allows. This is a bug in the screen: nothing is cut silently."""


@dataclass(frozen=True, slots=True)
class Button:
    """One press triggers one action. At most one `main` button per card."""

    label: str
    does: Action
    main: bool = False
    danger: bool = False
    confirm: str | None = None  # question to confirm before the action runs
    hint: str | None = None  # for screen readers, where the label alone is ambiguous: "View Grace Hopper"


@dataclass(frozen=True, slots=True)
class LinkButton:
    """Opens a URL, http or https only."""

    label: str
    url: str


AnyButton = Button | LinkButton


class Kind(StrEnum):
    """The meaning of a badge or notice; each renderer has an icon for it."""

    EMAIL = "email"
    PHONE = "phone"
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
    """An icon with text: never an icon alone, for accessibility."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 1  # 1: title of the card; 2: section


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `muted` is small print."""

    text: Rich
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value pairs, in order."""

    facts: tuple[tuple[str, Rich], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One list item: its badges follow the title, its buttons are beside or right below it.

    The title is emphasized, except for its `Muted` parts."""

    title: Rich
    detail: tuple[Rich, ...] = ()  # one line each
    badges: tuple[Badge, ...] = ()
    buttons: tuple[AnyButton, ...] = ()
    image_url: str | None = None
    small: tuple[Rich, ...] = ()  # one line each, in small print below the detail

    @property
    def is_short(self) -> bool:
        """Title and badges fit on one line; longer ones get a line each."""
        return len(plain(self.title)) + sum(len(each.text) + _MARK for each in self.badges) <= _TITLE_LINE


@dataclass(frozen=True, slots=True)
class Notice:
    """An important sentence: INFO, SUCCESS, WARNING or ERROR. `button` undoes or fixes what it reports. `mails`: ids of
    the e-mails that the notice says are on the way; on a card, the notice changes when one of these is not delivered,
    except for its `rest`."""

    kind: Kind
    text: Rich
    button: Button | None = None
    mails: tuple[int, ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    does: Action
    selected: bool = False
    count: str | None = None  # "12", "1,000+", or why there is no count: "slow", "failed"


@dataclass(frozen=True, slots=True)
class Tabs:
    tabs: tuple[Tab, ...]


@dataclass(frozen=True, slots=True)
class Pager:
    """Turns pages. `label` is the current position: "6–10 of 214". `beside`: buttons on the same line, after previous
    and next."""

    label: str
    previous: Action | None = None
    next: Action | None = None
    beside: tuple[AnyButton, ...] = ()


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of buttons in the body, next to what they act on."""

    buttons: tuple[AnyButton, ...]


@dataclass(frozen=True, slots=True)
class Divider:
    pass


@dataclass(frozen=True, slots=True)
class Chart:
    """A small bar chart: a label and a number ≥ 0 per bar. Anything important in it is also stated in text."""

    title: str
    bars: tuple[tuple[str, int], ...]


Node = Heading | Text | Facts | Row | Notice | Tabs | Pager | Buttons | Divider | Chart


@dataclass(frozen=True, slots=True)
class Card:
    """A screen with text and buttons.

    `summary` is the notification text and what a screen reader announces first. `about` lists the
    profiles shown, so that the card can be found and rewritten when a profile changes or is erased;
    `redraw` is the action that draws it again (it must be read-only). `result` is what the last press did: it is shown
    directly above the main buttons, and stays when the card is redrawn, until the next press. Its button stays as long
    as there is something to undo.
    """

    summary: str
    body: tuple[Node, ...]
    buttons: tuple[AnyButton, ...] = ()
    about: tuple[int, ...] = ()
    redraw: Action | None = None
    result: Notice | None = None

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The body, then the result; if the card has no buttons of its own, the result goes above the body's last row
        of buttons."""
        if self.result is None:
            return self.body
        rows = [at for at, node in enumerate(self.body) if isinstance(node, Buttons)]
        at = rows[-1] if rows and not self.buttons else len(self.body)
        return (*self.body[:at], self.result, *self.body[at:])


# ── forms ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice. `value` is stored (at most 150 characters), `label` is shown."""

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
    """An input for picking one of a few options. `expanded` shows all options at once, as radio buttons."""

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
    expanded: bool = True  # check boxes; else a drop-down list


@dataclass(frozen=True, slots=True)
class Typeahead:
    """An input for picking from suggestions while typing. `source` names the list ("places", "jobs", "members",
    "skills").

    For each Typeahead, Slack sends a `Suggest` action. Teams draws a dynamic choice set where it can, else a plain text
    field whose text the handler resolves; so a handler must accept either an option's value or free text."""

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

# An input's value: text, a number, yes/no, or several strings (MultiChoice, Typeahead with `many`).
# For a Typeahead whose label differs from its value, `Option` carries both.
Value = str | bool | int | tuple[str, ...] | Option | tuple[Option, ...] | None


def _no_errors() -> dict[str, str]:
    return {}


def _no_values() -> dict[str, Value]:
    return {}


@dataclass(frozen=True, slots=True)
class Form:
    """A screen with inputs. `submit.does` and each of `buttons` get the input in their `typed()` fields.

    `errors` are shown below the input of that name; the name "" stands for the whole form. `values` are
    put back into the inputs, so that an error never discards what a person typed. `reopens`: the action that opens
    this form later, if the action that opened it carries too much for a button.
    """

    title: str  # Slack allows 24 characters
    body: tuple[Node, ...]
    inputs: tuple[Input, ...]
    submit: Button
    buttons: tuple[Button, ...] = ()
    errors: dict[str, str] = field(default_factory=_no_errors)
    values: dict[str, Value] = field(default_factory=_no_values)
    reopens: Action | None = None


Screen = Card | Form
