"""The nodes of the tree as Block Kit blocks.

A row is one section, its small print, and its buttons right below (one alone with a short label stands in the section
itself), so that on a phone nobody has to guess what a button acts on.
"""

from collections.abc import Iterable, Iterator
from typing import Final, assert_never

from cards import chart as charts
from cards.sanitize import NO_BREAK, line, trim, web_address
from cards.slack import schema as limits
from cards.slack.buttons import RenderContext, actions, elements, line_of
from cards.slack.text import Json, label, plain_text, text_object
from cards.text import Link, Mention, Muted, Rich, Span, Strong, plain, spans
from cards.tree import (
    BESIDE,
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

MARKS: Final[dict[Kind, str]] = {
    Kind.SAVED: "★",
    Kind.CONTACTED: "✉",
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
_TITLE: Final = 150
_BADGE: Final = 100


def blocks(body: Iterable[Node], pen: RenderContext) -> list[Json]:
    return [block for node in _joined(body) for block in _blocks(node, pen)]


def _joined(body: Iterable[Node]) -> list[Node]:
    """The heading of a part and the paragraph below it as one text: Slack leaves a gap between two blocks."""
    nodes: list[Node] = []
    for node in body:
        last = nodes[-1] if nodes else None
        if isinstance(last, Heading) and last.level > 1 and isinstance(node, Text) and not node.muted:
            nodes[-1] = Text((Strong(line(last.text, limits.HEADER)), "\n", *spans(node.text)))
        else:
            nodes.append(node)
    return nodes


def _blocks(node: Node, pen: RenderContext) -> Iterator[Json]:
    match node:
        case Heading(text, level):
            yield from _heading(text, level)
        case Text(text, muted):
            words = text_object(text, pen.level, limits.TEXT)
            if words:
                yield {"type": "context", "elements": [words]} if muted else {"type": "section", "text": words}
        case Facts(facts):
            yield from _facts(facts, pen)
        case Row():
            yield from _row(node, pen)
        case Notice(kind, text, button):
            yield notice_block(kind, text, pen, button)
        case Tabs(tabs):
            yield from actions((_tab_button(tab) for tab in tabs), pen)
        case Pager():
            yield from _pager(node, pen)
        case Buttons(buttons):
            yield from actions(buttons, pen)
        case Divider():
            yield {"type": "divider"}
        case Chart():
            yield from _chart(node, pen)
        case _:
            assert_never(node)


def notice_block(kind: Kind | None, text: Rich, pen: RenderContext, button: Button | None = None) -> Json:
    """A sentence that must be read, with its mark in front."""
    mark: tuple[Span, ...] = (f"{MARKS[kind]} ",) if kind else ()
    words = text_object((*mark, *spans(text)), pen.level, limits.TEXT)
    beside = {"accessory": elements((button,), pen)[0]} if button else {}
    return {"type": "section", "text": words or plain_text("", 1), **beside}


def _chart(chart: Chart, pen: RenderContext) -> Iterator[Json]:
    """The picture where one was uploaded, else words. Slack's own charts are not drawn everywhere yet, nor on Home."""
    file = pen.pictures.get(chart)
    if file is None:
        words = text_object((Strong(chart.title), "\n", "\n".join(charts.lines(chart))), pen.level, limits.TEXT)
        if words:
            yield {"type": "section", "text": words}
        return
    said = plain_text(charts.words(chart), limits.ALT_TEXT)["text"]
    title = {"title": plain_text(chart.title, limits.ALT_TEXT)} if label(chart.title, limits.ALT_TEXT) else {}
    yield {"type": "image", "slack_file": {"id": file}, "alt_text": said, **title}


def _heading(text: str, level: int) -> Iterator[Json]:
    if not label(text, limits.HEADER):
        return
    if level == 1:
        yield {"type": "header", "text": plain_text(text, limits.HEADER)}
    else:
        yield {"type": "section", "text": text_object((Strong(text),), limits.HEADER, limits.TEXT)}


def _facts(facts: tuple[tuple[str, Rich], ...], pen: RenderContext) -> Iterator[Json]:
    """A line each, as many to a section as fit: two columns of fields would be cut on a phone."""
    lines = [_fact(name, value, pen) for name, value in facts]
    while lines:
        some: list[Span] = []
        length = 0
        while lines and (not some or length + len(plain(lines[0])) < limits.TEXT // 3):
            fact = lines.pop(0)
            length += len(plain(fact))
            some.extend(("\n", *fact) if some else fact)
        words = text_object(tuple(some), limits.TEXT, limits.TEXT)
        if words:
            yield {"type": "section", "text": words}


def _fact(name: str, value: Rich, pen: RenderContext) -> tuple[Span, ...]:
    return (Strong(f"{line(name, _TITLE)}:"), " ", *trim(value, min(pen.level, limits.TEXT // 3)))


def _row(row: Row, pen: RenderContext) -> Iterator[Json]:
    title = _bold(trim(row.title, min(pen.level, _TITLE))) or ("–",)
    marks = " · ".join(badge(each, min(pen.level, _BADGE)) for each in row.badges)
    lines = [(*title, f"  {marks}" if row.is_short else f"\n{marks}") if marks else title]
    lines += [shown for each in row.detail if (shown := trim(each, pen.level))]
    drawn: Json = {"type": "section", "text": text_object(_lines(lines), limits.TEXT, limits.TEXT)}
    small = list(_small(row, pen))
    picture = web_address(row.image_url or "")
    if picture and len(picture) <= limits.URL:
        drawn["accessory"] = {"type": "image", "image_url": picture, "alt_text": label(plain(title), _TITLE) or "–"}
        yield from (drawn, *small, *actions(row.buttons, pen))
        return
    buttons = elements(row.buttons, pen)
    if len(row.buttons) == len(buttons) == 1 and len(row.buttons[0].label) <= BESIDE:
        drawn["accessory"] = buttons.pop()
    yield from (drawn, *small, *((line_of(buttons),) if buttons else ()))


def _small(row: Row, pen: RenderContext) -> Iterator[Json]:
    lines = [shown for each in row.small if (shown := trim(each, pen.level))]
    words = text_object(_lines(lines), limits.TEXT, limits.TEXT)
    if words:
        yield {"type": "context", "elements": [words]}


def _lines(lines: Iterable[tuple[Span, ...]]) -> tuple[Span, ...]:
    parts: list[Span] = []
    for each in lines:
        parts.extend(("\n", *each) if parts else each)
    return tuple(parts)


def badge(each: Badge, limit: int) -> str:
    return f"{MARKS[each.kind]}{NO_BREAK}{line(each.text, limit)}".rstrip()


def _pager(pager: Pager, pen: RenderContext) -> Iterator[Json]:
    if label(pager.label, limits.HEADER):
        yield {"type": "context", "elements": [plain_text(pager.label, limits.HEADER)]}
    buttons = [Button("◀ Previous", pager.previous)] if pager.previous else []
    buttons += [Button("Next ▶", pager.next)] if pager.next else []
    yield from actions((*buttons, *pager.beside), pen)


def _tab_button(tab: Tab) -> Button:
    words = f"{tab.label} ({tab.count})" if tab.count else tab.label
    return Button(words, tab.does, main=tab.selected, hint=f"{words}, selected" if tab.selected else None)


def _bold(title: tuple[Span, ...]) -> tuple[Span, ...]:
    """The title bold, its words as one run: links, mentions and small print keep their looks."""
    runs: list[Span] = []
    for span in title:
        if isinstance(span, Link | Mention | Muted):
            runs.append(span)
        elif runs and isinstance(runs[-1], Strong):
            runs[-1] = Strong(runs[-1].text + plain((span,)))
        else:
            runs.append(Strong(plain((span,))))
    return tuple(runs)
