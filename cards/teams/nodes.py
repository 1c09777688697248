"""The nodes of the tree as Adaptive Card elements.

A row's buttons are in the row's own container: one with a short label beside the text, others below it.
"""

from collections.abc import Iterable, Iterator
from typing import Final, assert_never

from cards import chart as charts
from cards.renderer import BADGE, MARKS, TITLE, Json, badge, filled, page_buttons, row_title, tab_button
from cards.sanitize import line, trim, web_address
from cards.teams.buttons import RenderContext, button_lines
from cards.teams.text import heading, label, literal, paragraph, paragraphs, run
from cards.text import Mention, Muted, Rich, Strong, plain, spans
from cards.tree import (
    SHORT_LABEL,
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
    Tabs,
    Text,
)

# Badge colors; they only repeat what mark and text say.
_COLOURS: Final[dict[Kind, str]] = {
    Kind.SAVED: "Accent",
    Kind.INTERESTED: "Good",
    Kind.REJECTED: "Attention",
    Kind.FRESH: "Accent",
    Kind.OPEN_TO_WORK: "Good",
    Kind.INFO: "Accent",
    Kind.SUCCESS: "Good",
    Kind.WARNING: "Warning",
    Kind.ERROR: "Attention",
}
_BOXES: Final[dict[Kind, str]] = {
    Kind.SUCCESS: "good",
    Kind.WARNING: "warning",
    Kind.ERROR: "attention",
}
_NARROW: Final = 130  # characters of a line that is still easy to read beside a button
_NAME: Final[Json] = {"weight": "Bolder", "size": "Medium"}
_SMALL: Final[Json] = {"isSubtle": True, "size": "Small"}


def draw_nodes(body: Iterable[Node], context: RenderContext) -> list[Json]:
    """The nodes in order, as elements. A line is drawn at each divider, above rows with buttons and between rows; a
    section's heading is close to its text."""
    drawn: list[Json] = []
    before: Node | None = None
    for node in body:
        divided = isinstance(before, Divider) or (isinstance(node, Row) and (node.buttons or isinstance(before, Row)))
        close = isinstance(before, Heading) and before.level > 1
        found = list(_elements(node, context))
        if found and divided:
            found[0] |= {"separator": True, "spacing": "Medium"}
        elif found and close:
            found[0] |= {"spacing": "None"}
        drawn += found
        before = node if found or isinstance(node, Divider) else before
    return drawn


def _elements(node: Node, context: RenderContext) -> Iterator[Json]:
    match node:
        case Heading(text, level):
            if line(text, TITLE):
                part: Json = {"spacing": "Medium"} if level > 1 else {}
                looks = {"size": "Large" if level == 1 else "Medium", "weight": "Bolder"}
                yield {**heading(text, TITLE, looks), **part}
        case Text(text, muted):
            yield from paragraphs(text, context.level, dict(_SMALL) if muted else None, entities=context.entities)
        case Facts(facts):
            for n, (name, value) in enumerate(facts):
                yield from ({**block, "spacing": "None"} if n else block for block in _fact(name, value, context))
        case Row():
            yield _row(node, context)
        case Notice(kind, text, button):
            yield draw_notice(kind, text, context, (button,) if button else ())
        case Tabs(tabs):
            yield from button_lines(map(tab_button, tabs), context)
        case Pager():
            yield from _pager(node, context)
        case Buttons(buttons):
            yield from button_lines(buttons, context)
        case Divider():
            pass
        case Chart():
            yield _chart(node, context)
        case _:
            assert_never(node)


def draw_notice(kind: Kind, text: Rich, context: RenderContext, buttons: tuple[AnyButton, ...] = ()) -> Json:
    """An important sentence in a box, with its mark in front."""
    blocks = paragraphs((f"{MARKS[kind]} ", *spans(text)), context.level, {}, entities=context.entities)
    short = len(plain(text)) <= _NARROW
    items = _with_buttons(blocks, buttons, context, beside=short)
    return {"type": "Container", "style": _BOXES.get(kind, "emphasis"), "items": items}


def _chart(chart: Chart, context: RenderContext) -> Json:
    """Teams' own chart, with text for clients that can't draw one.
    learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/charts-in-adaptive-cards"""
    lines = ((Strong(chart.title),), *charts.lines(chart))
    blocks = [block for each in lines for block in paragraphs(each, context.level, {}, entities=context.entities)]
    return {
        "type": "Chart.VerticalBar",
        "title": label(chart.title, TITLE),
        "showBarValues": True,
        "data": [{"x": label(name, BADGE), "y": value} for name, value in chart.bars],
        "fallback": {"type": "Container", "items": blocks},
    }


def _fact(name: str, value: Rich, context: RenderContext) -> list[Json]:
    """One line, label first: on a phone, two columns would give half of the width to the labels."""
    parts = (Strong(f"{line(name, TITLE)}:"), " ", *trim(value, context.level))
    return paragraphs(parts, context.level + TITLE, {}, entities=context.entities)


def _row(row: Row, context: RenderContext) -> Json:
    blocks = _title(row, context)
    for lines, looks in ((row.detail, {}), (row.small, _SMALL)):
        for each in lines:
            drawn = paragraphs(each, context.level, looks, entities=context.entities)
            blocks += [{**block, "spacing": "None"} for block in drawn]
    picture = web_address(row.image_url or "")
    if picture:
        blocks = [_beside(picture, plain(row_title(row, context.level)), blocks)]
    short = all(len(plain(each)) <= _NARROW for each in (row.title, *row.detail, *row.small))
    return {"type": "Container", "spacing": "Small", "items": _with_buttons(blocks, row.buttons, context, beside=short)}


def _title(row: Row, context: RenderContext) -> list[Json]:
    """The title and its badges on one line when they fit; a mention needs another kind of element than badges do."""
    marks = _badges(row.badges, context.level)
    title = row_title(row, context.level)
    if any(isinstance(part, Mention) for part in title):  # the element for mentions is bold as a whole
        parts = tuple(part.text if isinstance(part, Strong) else part for part in title)
        first = paragraph(parts, _NAME, entities=context.entities)
    else:
        runs = [run(part, _SMALL if isinstance(part, Muted) else _NAME) for part in title]
        first: Json = {"type": "RichTextBlock", "inlines": runs}
    if not marks:
        return [first]
    if row.is_short and "inlines" in first:
        first["inlines"] += [{"type": "TextRun", "text": "   ", **_SMALL}, *marks]
        return [first]
    return [first, {"type": "RichTextBlock", "inlines": marks, "spacing": "None"}]


def _badges(badges: tuple[Badge, ...], level: int) -> list[Json]:
    runs: list[Json] = []
    for each in badges:
        if runs:
            runs.append({"type": "TextRun", "text": " · ", **_SMALL})
        colour = filled("color", _COLOURS.get(each.kind))
        runs.append({"type": "TextRun", "text": literal(badge(each, level)), "size": "Small", **colour})
    return runs


def _with_buttons(
    blocks: list[Json], buttons: tuple[AnyButton, ...], context: RenderContext, *, beside: bool
) -> list[Json]:
    """The text with its buttons: a single button with a short label can be beside the text, all others are below."""
    sets = button_lines(buttons, context)
    if beside and len(buttons) == 1 and sets and len(buttons[0].label) <= SHORT_LABEL and not _confirms(buttons[0]):
        return [_columns({"width": "stretch", "items": blocks}, {"width": "auto", "items": sets})]
    return [*blocks, *({**actions, "spacing": "Small"} for actions in sets)]


def _confirms(button: AnyButton) -> bool:
    """Whether a press opens a question below the button: the question needs the whole width."""
    return isinstance(button, Button) and button.confirm is not None


def _columns(*columns: Json) -> Json:
    return {"type": "ColumnSet", "columns": [{"type": "Column", **column} for column in columns]}


def _beside(picture: str, name: str, blocks: list[Json]) -> Json:
    image = {"type": "Image", "url": picture, "altText": label(name, TITLE), "size": "Small", "style": "Person"}
    return _columns({"width": "auto", "items": [image]}, {"width": "stretch", "items": blocks})


def _pager(pager: Pager, context: RenderContext) -> Iterator[Json]:
    if line(pager.label, TITLE):
        yield paragraph((line(pager.label, TITLE),), _SMALL, entities=context.entities)
    for actions in button_lines((*page_buttons(pager), *pager.beside), context):
        yield {**actions, "spacing": "Small"}
