"""The nodes of the tree as Block Kit blocks.

A row is one section, its small print, and its buttons right below, so that on a phone it is clear what a button acts
on. A single button with a short label goes in the section itself.
"""

from collections.abc import Iterable, Iterator
from typing import assert_never

from cards import chart as charts
from cards.renderer import MARKS, TITLE, Json, badge, page_buttons, row_title, tab_button
from cards.sanitize import line, trim, web_address
from cards.slack import schema as limits
from cards.slack.buttons import RenderContext, actions_block, button_elements, button_lines
from cards.slack.text import label, plain_text, text_object
from cards.text import Rich, Span, Strong, plain, spans
from cards.tree import (
    SHORT_LABEL,
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


def draw_nodes(body: Iterable[Node], context: RenderContext) -> list[Json]:
    """The nodes in order, as blocks."""
    return [block for node in _joined(body) for block in _blocks(node, context)]


def _joined(body: Iterable[Node]) -> list[Node]:
    """The nodes, after merging each section's heading with the paragraph below it: Slack leaves a gap between
    blocks."""
    nodes: list[Node] = []
    for node in body:
        last = nodes[-1] if nodes else None
        if isinstance(last, Heading) and last.level > 1 and isinstance(node, Text) and not node.muted:
            nodes[-1] = Text((Strong(line(last.text, limits.HEADER)), "\n", *spans(node.text)))
        else:
            nodes.append(node)
    return nodes


def _blocks(node: Node, context: RenderContext) -> Iterator[Json]:
    match node:
        case Heading(text, level):
            yield from _heading(text, level)
        case Text(text, muted):
            if drawn := text_object(text, context.level, limits.TEXT):
                yield {"type": "context", "elements": [drawn]} if muted else {"type": "section", "text": drawn}
        case Facts(facts):
            yield from _facts(facts, context)
        case Row():
            yield from _row(node, context)
        case Notice(kind, text, button):
            yield draw_notice(kind, text, context, button)
        case Tabs(tabs):
            yield from button_lines(map(tab_button, tabs), context)
        case Pager():
            yield from _pager(node, context)
        case Buttons(buttons):
            yield from button_lines(buttons, context)
        case Divider():
            yield {"type": "divider"}
        case Chart():
            yield from _chart(node, context)
        case _:
            assert_never(node)


def draw_notice(kind: Kind | None, text: Rich, context: RenderContext, button: Button | None = None) -> Json:
    """An important sentence, with its mark in front."""
    mark: tuple[Span, ...] = (f"{MARKS[kind]} ",) if kind else ()
    drawn = text_object((*mark, *spans(text)), context.level, limits.TEXT)
    beside = {"accessory": button_elements((button,), context)[0]} if button else {}
    return {"type": "section", "text": drawn or plain_text("", 1), **beside}


def _chart(chart: Chart, context: RenderContext) -> Iterator[Json]:
    """The uploaded picture, or text if there is no picture: Slack's own charts aren't drawn by every client yet, nor on
    Home."""
    file = context.pictures.get(chart)
    if file is None:
        if drawn := text_object(
            (Strong(chart.title), "\n", "\n".join(charts.lines(chart))), context.level, limits.TEXT
        ):
            yield {"type": "section", "text": drawn}
        return
    alt_text = plain_text(charts.description(chart), limits.ALT_TEXT)["text"]
    title = {"title": plain_text(chart.title, limits.ALT_TEXT)} if label(chart.title, limits.ALT_TEXT) else {}
    yield {"type": "image", "slack_file": {"id": file}, "alt_text": alt_text, **title}


def _heading(text: str, level: int) -> Iterator[Json]:
    if not label(text, limits.HEADER):
        return
    if level == 1:
        yield {"type": "header", "text": plain_text(text, limits.HEADER)}
    else:
        yield {"type": "section", "text": text_object((Strong(text),), limits.HEADER, limits.TEXT)}


def _facts(facts: tuple[tuple[str, Rich], ...], context: RenderContext) -> Iterator[Json]:
    """One line per fact, with as many facts in each section as fit: two columns of fields would be cut off on a
    phone."""
    lines = [_fact(name, value, context) for name, value in facts]
    while lines:
        some: list[Span] = []
        length = 0
        while lines and (not some or length + len(plain(lines[0])) < limits.TEXT // 3):
            fact = lines.pop(0)
            length += len(plain(fact))
            some.extend(("\n", *fact) if some else fact)
        if drawn := text_object(tuple(some), limits.TEXT, limits.TEXT):
            yield {"type": "section", "text": drawn}


def _fact(name: str, value: Rich, context: RenderContext) -> tuple[Span, ...]:
    return (Strong(f"{line(name, TITLE)}:"), " ", *trim(value, min(context.level, limits.TEXT // 3)))


def _row(row: Row, context: RenderContext) -> Iterator[Json]:
    title = row_title(row, context.level)
    marks = " · ".join(badge(each, context.level) for each in row.badges)
    lines = [(*title, f"  {marks}" if row.is_short else f"\n{marks}") if marks else title]
    lines += [shown for each in row.detail if (shown := trim(each, context.level))]
    text = text_object(_lines(lines), limits.TEXT, limits.TEXT) or plain_text("", 1)
    drawn: Json = {"type": "section", "text": text}
    small = list(_small(row, context))
    picture = web_address(row.image_url or "")
    if picture and len(picture) <= limits.URL:
        drawn["accessory"] = {"type": "image", "image_url": picture, "alt_text": label(plain(title), TITLE) or "–"}
        yield from (drawn, *small, *button_lines(row.buttons, context))
        return
    buttons = button_elements(row.buttons, context)
    if len(row.buttons) == len(buttons) == 1 and len(row.buttons[0].label) <= SHORT_LABEL:
        drawn["accessory"] = buttons.pop()
    yield from (drawn, *small, *((actions_block(buttons),) if buttons else ()))


def _small(row: Row, context: RenderContext) -> Iterator[Json]:
    lines = [shown for each in row.small if (shown := trim(each, context.level))]
    if drawn := text_object(_lines(lines), limits.TEXT, limits.TEXT):
        yield {"type": "context", "elements": [drawn]}


def _lines(lines: Iterable[tuple[Span, ...]]) -> tuple[Span, ...]:
    parts: list[Span] = []
    for each in lines:
        parts.extend(("\n", *each) if parts else each)
    return tuple(parts)


def _pager(pager: Pager, context: RenderContext) -> Iterator[Json]:
    if label(pager.label, limits.HEADER):
        yield {"type": "context", "elements": [plain_text(pager.label, limits.HEADER)]}
    yield from button_lines((*page_buttons(pager), *pager.beside), context)
