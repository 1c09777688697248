"""The nodes of the tree as Adaptive Card elements.

A row's buttons stand in the row's own container: one with a short label beside the words, others below them.
"""

from collections.abc import Iterable, Iterator
from typing import Final, assert_never

from cards import chart as charts
from cards.sanitize import NO_BREAK, line, trim, web_address
from cards.teams.buttons import RenderContext, action_sets
from cards.teams.text import Json, heading, label, literal, paragraph, paragraphs, run
from cards.text import Mention, Muted, Rich, Span, Strong, plain, spans
from cards.tree import (
    BESIDE,
    AnyButton,
    Badge,
    Button,
    Buttons,
    Chart,
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
_NARROW: Final = 130  # characters of a line that is still read easily there
_NAME: Final[Json] = {"weight": "Bolder", "size": "Medium"}
_SMALL: Final[Json] = {"isSubtle": True, "size": "Small"}


def elements(body: Iterable[Node], pen: RenderContext) -> list[Json]:
    """The nodes in order. A line stands where a divider is, above rows with buttons and between rows; the heading of a
    part stands close to its text."""
    drawn: list[Json] = []
    before: Node | None = None
    for node in body:
        divided = isinstance(before, Divider) or (isinstance(node, Row) and (node.buttons or isinstance(before, Row)))
        close = isinstance(before, Heading) and before.level > 1
        found = list(_elements(node, pen))
        if found and divided:
            found[0] |= {"separator": True, "spacing": "Medium"}
        elif found and close:
            found[0] |= {"spacing": "None"}
        drawn += found
        before = node if found or isinstance(node, Divider) else before
    return drawn


def _elements(node: Node, pen: RenderContext) -> Iterator[Json]:
    match node:
        case Heading(text, level):
            if line(text, _TITLE):
                part: Json = {"spacing": "Medium"} if level > 1 else {}
                looks = {"size": "Large" if level == 1 else "Medium", "weight": "Bolder"}
                yield {**heading(text, _TITLE, looks), **part}
        case Text(text, muted):
            yield from paragraphs(text, pen.level, dict(_SMALL) if muted else None, entities=pen.entities)
        case Facts(facts):
            for n, (name, value) in enumerate(facts):
                yield from ({**block, "spacing": "None"} if n else block for block in _fact(name, value, pen))
        case Row():
            yield _row(node, pen)
        case Notice(kind, text, button):
            yield notice(kind, text, pen, (button,) if button else ())
        case Tabs(tabs):
            yield from action_sets(map(_tab, tabs), pen)
        case Pager():
            yield from _pager(node, pen)
        case Buttons(buttons):
            yield from action_sets(buttons, pen)
        case Divider():
            pass
        case Chart():
            yield _chart(node, pen)
        case _:
            assert_never(node)


def notice(kind: Kind, text: Rich, pen: RenderContext, buttons: tuple[AnyButton, ...] = ()) -> Json:
    """A sentence in a box of its own."""
    words = paragraphs((f"{MARKS[kind][0]} ", *spans(text)), pen.level, {}, entities=pen.entities)
    short = len(plain(text)) <= _NARROW
    items = _with_buttons(words, buttons, pen, beside=short)
    return {"type": "Container", "style": _BOXES.get(kind, "emphasis"), "items": items}


def _chart(chart: Chart, pen: RenderContext) -> Json:
    """Teams' own, in words where a client has none.
    learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards"""
    said = ((Strong(chart.title),), *charts.lines(chart))
    words = [block for each in said for block in paragraphs(each, pen.level, {}, entities=pen.entities)]
    return {
        "type": "Chart.VerticalBar",
        "title": label(chart.title, _TITLE),
        "showBarValues": True,
        "data": [{"x": label(name, _BADGE), "y": value} for name, value in chart.bars],
        "fallback": {"type": "Container", "items": words},
    }


def _fact(name: str, value: Rich, pen: RenderContext) -> list[Json]:
    """One line, label first: on a phone two columns would leave half of the width to the labels."""
    parts = (Strong(f"{line(name, _TITLE)}:"), " ", *trim(value, pen.level))
    return paragraphs(parts, pen.level + _TITLE, {}, entities=pen.entities)


def _row(row: Row, pen: RenderContext) -> Json:
    title = trim(row.title, min(pen.level, _TITLE)) or ("–",)
    words = _title(row, title, pen)
    for lines, looks in ((row.detail, {}), (row.small, _SMALL)):
        for each in lines:
            drawn = paragraphs(each, pen.level, looks, entities=pen.entities)
            words += [{**block, "spacing": "None"} for block in drawn]
    picture = web_address(row.image_url or "")
    if picture:
        words = [_beside(picture, plain(title), words)]
    short = all(len(plain(each)) <= _NARROW for each in (row.title, *row.detail, *row.small))
    return {"type": "Container", "spacing": "Small", "items": _with_buttons(words, row.buttons, pen, beside=short)}


def _title(row: Row, title: tuple[Span, ...], pen: RenderContext) -> list[Json]:
    """The title and its badges in one line when they fit; a mention wants another kind of element than badges do."""
    marks = _badges(row.badges, min(pen.level, _BADGE))
    words = tuple(_one_line(part) for part in title)
    if any(isinstance(part, Mention) for part in words):
        first = paragraph(words, _NAME, entities=pen.entities)
    else:
        runs = [run(part, _SMALL if isinstance(part, Muted) else _NAME) for part in words if plain((part,))]
        first: Json = {"type": "RichTextBlock", "inlines": runs}
    if not marks:
        return [first]
    if row.is_short and "inlines" in first:
        first["inlines"] += [{"type": "TextRun", "text": "   ", **_SMALL}, *marks]
        return [first]
    return [first, {"type": "RichTextBlock", "inlines": marks, "spacing": "None"}]


def _one_line(part: Span) -> Span:
    """A title has no lines, and all of it is bold but what is small print."""
    match part:
        case str(text) | Strong(text):
            return text.replace("\n", " ")
        case Muted(text):
            return Muted(text.replace("\n", " "))
        case _:
            return part


def _badges(badges: tuple[Badge, ...], limit: int) -> list[Json]:
    runs: list[Json] = []
    for each in badges:
        mark, colour = MARKS[each.kind]
        if runs:
            runs.append({"type": "TextRun", "text": " · ", **_SMALL})
        words = literal(f"{mark}{NO_BREAK}{line(each.text, limit)}".rstrip())
        runs.append(
            {"type": "TextRun", "text": words, "size": "Small", **({} if colour == "Default" else {"color": colour})}
        )
    return runs


def _with_buttons(words: list[Json], buttons: tuple[AnyButton, ...], pen: RenderContext, *, beside: bool) -> list[Json]:
    """What is said and what can be done about it: one button stands beside few words, any others below them."""
    sets = action_sets(buttons, pen)
    if beside and len(buttons) == 1 and sets and len(buttons[0].label) <= BESIDE and not _asks(buttons[0]):
        return [_columns({"width": "stretch", "items": words}, {"width": "auto", "items": sets})]
    return [*words, *({**actions, "spacing": "Small"} for actions in sets)]


def _asks(button: AnyButton) -> bool:
    """Its question opens below it, and wants the whole width."""
    return isinstance(button, Button) and button.confirm is not None


def _columns(*columns: Json) -> Json:
    return {"type": "ColumnSet", "columns": [{"type": "Column", **column} for column in columns]}


def _beside(picture: str, name: str, words: list[Json]) -> Json:
    image = {"type": "Image", "url": picture, "altText": label(name, _TITLE), "size": "Small", "style": "Person"}
    return _columns({"width": "auto", "items": [image]}, {"width": "stretch", "items": words})


def _pager(pager: Pager, pen: RenderContext) -> Iterator[Json]:
    buttons = [Button("◀ Previous", pager.previous)] if pager.previous else []
    buttons += [Button("Next ▶", pager.next)] if pager.next else []
    if line(pager.label, _TITLE):
        yield paragraph((line(pager.label, _TITLE),), _SMALL, entities=pen.entities)
    for actions in action_sets((*buttons, *pager.beside), pen):
        yield {**actions, "spacing": "Small"}


def _tab(tab: Tab) -> Button:
    words = f"{tab.label} ({tab.count})" if tab.count else tab.label
    return Button(words, tab.does, main=tab.selected, hint=f"{words}, selected" if tab.selected else None)
