"""The nodes of the tree as Adaptive Card elements. A row's buttons stand in the row's own container."""

from collections.abc import Iterable, Iterator
from typing import Final, assert_never

from cards.actions import Action
from cards.safe import line, trim, web_address
from cards.teams_buttons import Pen, action_sets
from cards.teams_text import Json, heading, label, literal, paragraph, paragraphs
from cards.text import Link, Mention, Muted, Rich, Span, plain, spans
from cards.tree import (
    Badge,
    Button,
    Buttons,
    Divider,
    Facts,
    Heading,
    Kind,
    Node,
    Notice,
    Pager,
    Row,
    Tab,
    Tabs,
    Text,
)

# Mark, colour. Colours only repeat what mark and words say.
MARKS: Final[dict[Kind, tuple[str, str]]] = {
    Kind.SAVED: ("★", "Accent"),
    Kind.CONTACTED: ("✉", "Default"),
    Kind.INTERESTED: ("⚑", "Good"),
    Kind.REJECTED: ("✕", "Attention"),
    Kind.HIDDEN: ("⊘", "Default"),
    Kind.SEEN: ("👀", "Default"),
    Kind.FRESH: ("🔵", "Accent"),
    Kind.SOURCE: ("◇", "Default"),
    Kind.OPEN_TO_WORK: ("🟢", "Good"),
    Kind.INFO: ("ℹ️", "Accent"),
    Kind.SUCCESS: ("✅", "Good"),
    Kind.WARNING: ("⚠️", "Warning"),
    Kind.ERROR: ("⛔", "Attention"),
}
_BOXES: Final[dict[Kind, str]] = {
    Kind.SUCCESS: "good",
    Kind.WARNING: "warning",
    Kind.ERROR: "attention",
}
_TITLE: Final = 150
_BADGE: Final = 100
_SMALL: Final[Json] = {"isSubtle": True, "size": "Small"}


def elements(body: Iterable[Node], pen: Pen) -> list[Json]:
    """The nodes in order. A divider is a line above what follows it."""
    drawn: list[Json] = []
    divided = False
    for node in body:
        divided = divided or isinstance(node, Divider)
        for element in _elements(node, pen):
            drawn.append({**element, "separator": True, "spacing": "Medium"} if divided else element)
            divided = False
    return drawn


def _elements(node: Node, pen: Pen) -> Iterator[Json]:
    match node:
        case Heading(text, level):
            if line(text, _TITLE):
                part: Json = {"spacing": "Large"} if level > 1 else {}
                looks = {"size": "Large" if level == 1 else "Medium", "weight": "Bolder"}
                yield {**heading(text, _TITLE, looks), **part}
        case Text(text, muted):
            yield from paragraphs(text, pen.level, dict(_SMALL) if muted else None, entities=pen.entities)
        case Facts(facts):
            for name, value in facts:
                yield from _fact(name, value, pen)
        case Row():
            yield _row(node, pen)
        case Notice(kind, text):
            yield notice(kind, text, pen)
        case Tabs(tabs):
            yield from action_sets(map(_tab, tabs), pen)
        case Pager(text, previous, following):
            yield from _pager(text, previous, following, pen)
        case Buttons(buttons):
            yield from action_sets(buttons, pen)
        case Divider():
            pass
        case _:
            assert_never(node)


def notice(kind: Kind, text: Rich, pen: Pen) -> Json:
    """A sentence in a box of its own."""
    words = paragraphs((f"{MARKS[kind][0]} ", *spans(text)), pen.level, {}, entities=pen.entities)
    return {"type": "Container", "style": _BOXES.get(kind, "emphasis"), "items": words}


def _fact(name: str, value: Rich, pen: Pen) -> Iterator[Json]:
    """One line, label first: on a phone two columns would leave half of the width to the labels."""
    shown = trim(value, pen.level)
    drawn = paragraphs((Muted(f"{line(name, _TITLE)}  "), *shown), pen.level + _TITLE, {}, entities=pen.entities)
    yield from ({**block, "spacing": "None" if index else "Small"} for index, block in enumerate(drawn))


def _row(row: Row, pen: Pen) -> Json:
    title = trim(row.title, min(pen.level, _TITLE)) or ("–",)
    words = [paragraph(_one_line(title), {"weight": "Bolder", "size": "Medium"}, entities=pen.entities)]
    if row.badges:
        words.append({**_badges(row.badges, min(pen.level, _BADGE)), "spacing": "None"})
    for each in row.detail:
        words += [{**block, "spacing": "None"} for block in paragraphs(each, pen.level, {}, entities=pen.entities)]
    picture = web_address(row.image_url or "")
    if picture:
        words = [_beside(picture, plain(title), words)]
    words += ({**actions, "spacing": "Small"} for actions in action_sets(row.buttons, pen))
    return {"type": "Container", "separator": True, "spacing": "Medium", "items": words}


def _one_line(parts: tuple[Span, ...]) -> tuple[Span, ...]:
    """A title has no lines. Links and mentions stay what they are, the rest is words."""
    return tuple(part if isinstance(part, Link | Mention) else plain((part,)).replace("\n", " ") for part in parts)


def _badges(badges: tuple[Badge, ...], limit: int) -> Json:
    runs: list[Json] = []
    for each in badges:
        mark, colour = MARKS[each.kind]
        if runs:
            runs.append({"type": "TextRun", "text": " · ", **_SMALL})
        words = literal(f"{mark} {line(each.text, limit)}".rstrip())
        runs.append(
            {"type": "TextRun", "text": words, "size": "Small", **({} if colour == "Default" else {"color": colour})}
        )
    return {"type": "RichTextBlock", "inlines": runs}


def _beside(picture: str, name: str, words: list[Json]) -> Json:
    image = {"type": "Image", "url": picture, "altText": label(name, _TITLE), "size": "Small", "style": "Person"}
    return {
        "type": "ColumnSet",
        "columns": [
            {"type": "Column", "width": "auto", "items": [image]},
            {"type": "Column", "width": "stretch", "items": words},
        ],
    }


def _pager(text: str, previous: Action | None, following: Action | None, pen: Pen) -> Iterator[Json]:
    buttons = [Button("◀ Previous", previous)] if previous else []
    buttons += [Button("Next ▶", following)] if following else []
    if line(text, _TITLE):
        yield paragraph((line(text, _TITLE),), _SMALL, entities=pen.entities)
    yield from action_sets(buttons, pen)


def _tab(tab: Tab) -> Button:
    words = f"{tab.label} ({tab.count})" if tab.count else tab.label
    return Button(words, tab.does, main=tab.selected, hint=f"{words}, selected" if tab.selected else None)
