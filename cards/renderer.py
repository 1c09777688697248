"""The interface of a platform's renderer, and what both renderers share: marks, limits, and how text is cut to fit.

`cards/slack` and `cards/teams` are the two renderers; `cards/platforms.py` holds them to the protocol.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from cards.actions.base import Typed
from cards.sanitize import NO_BREAK, line, trim
from cards.text import Link, Mention, Muted, Rich, Span, Strong
from cards.tree import Badge, Button, Form, Kind, Option, Pager, Row, Screen, Surface, Tab

Json = dict[str, Any]


class Press(NamedTuple):
    """What a person pressed: the action's verb, the arguments it carries, and what was typed, by input name."""

    verb: str
    args: Json
    values: dict[str, Typed]


class Suggestion(NamedTuple):
    """What a Typeahead asks for: its source, and the text typed so far."""

    source: str
    text: str


class Renderer(Protocol):
    """Draws screens as one platform's JSON and reads that platform's payloads back."""

    def draw(self, screen: Screen, surface: Surface, /) -> Json:
        """The screen in the format that the platform's API accepts. Raises TooMuch if the screen doesn't fit even with
        its text cut."""
        ...

    def line(self, text: Rich, /) -> Json:
        """A message of one line, without buttons."""
        ...

    def read_press(self, payload: Any, /) -> Press:
        """The button press or submitted form that a payload contains. The verb is "" for a link. Raises
        BadArguments."""
        ...

    def read_suggest(self, payload: Any, /) -> Suggestion:
        """What a Typeahead asks for. Raises BadArguments."""
        ...

    def suggestions(self, options: Iterable[Option], /) -> list[Json]:
        """The options for a Typeahead, at most as many as the platform shows."""
        ...


# ── limits: UTF-16 units, which is what both clients count ──

LEVELS: Final = (3000, 1500, 800, 400, 250, 150, 100, 60, 40)  # limits per piece of text, from roomy to tight
TITLE: Final = 150
BADGE: Final = 100
ERROR: Final = 300  # for an error below its input

T = TypeVar("T")


def fit(draw: Callable[[int], T], size: Callable[[T], int], budget: int) -> tuple[T, int]:
    """The drawing with the longest text length in `LEVELS` that stays within the budget, and its size; if no drawing
    does, the shortest."""
    drawn = draw(LEVELS[0])
    for level in LEVELS[1:]:
        if size(drawn) <= budget:
            break
        drawn = draw(level)
    return drawn, size(drawn)


# ── marks ──

MARKS: Final[dict[Kind, str]] = {
    Kind.EMAIL: "✉",
    Kind.PHONE: "☎",
    Kind.SAVED: "★",
    Kind.CONTACTED: "📤",
    Kind.INTERESTED: "⚑",
    Kind.REJECTED: "✕",
    Kind.HIDDEN: "⊘",
    Kind.SEEN: "👀",
    Kind.FRESH: "🔵",
    Kind.SOURCE: "◇",
    Kind.OPEN_TO_WORK: "🟢",
    Kind.INFO: "ℹ️",
    Kind.SUCCESS: "✅",
    Kind.WARNING: "⚠️",
    Kind.ERROR: "⛔",
}


def badge(each: Badge, level: int) -> str:
    """The badge's mark and text, on one line."""
    return f"{MARKS[each.kind]}{NO_BREAK}{line(each.text, min(level, BADGE))}".rstrip()


# ── parts of a screen ──


def row_title(row: Row, level: int) -> tuple[Span, ...]:
    """The title of a row on one line, cut to fit. Its plain parts are bold; links, mentions and small print are not."""
    parts: list[Span] = []
    for span in trim(row.title, min(level, TITLE)) or ("–",):
        match span:
            case Link(text, url):
                parts.append(Link(_one_line(text), url))
            case Mention():
                parts.append(span)
            case Muted(text):
                parts.append(Muted(_one_line(text)))
            case str(text) | Strong(text):
                if parts and isinstance(parts[-1], Strong):
                    parts[-1] = Strong(parts[-1].text + _one_line(text))
                else:
                    parts.append(Strong(_one_line(text)))
    return tuple(parts)


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


def page_buttons(pager: Pager) -> Iterable[Button]:
    """The buttons that turn pages."""
    if pager.previous:
        yield Button("◀ Previous", pager.previous)
    if pager.next:
        yield Button("Next ▶", pager.next)


def tab_button(tab: Tab) -> Button:
    """A tab with its count; the selected one stands out and is announced as selected."""
    label = f"{tab.label} ({tab.count})" if tab.count else tab.label
    return Button(label, tab.does, main=tab.selected, hint=f"{label}, selected" if tab.selected else None)


def form_errors(form: Form) -> list[str]:
    """Errors of the form as a whole, and errors whose input is not on the form."""
    names = {each.name for each in form.inputs}
    return [text for name, text in form.errors.items() if name not in names and text]


def no_options(label: str) -> str:
    """The text shown in place of a choice without options, because both platforms reject an empty choice."""
    return f"{label}: there is nothing to choose from"


def filled(name: str, value: Any) -> Json:
    """A property, or nothing if its value is empty: both platforms reject empty values."""
    return {name: value} if value else {}
