"""Our text in an Adaptive Card: drawn in RichTextBlocks, whose runs Teams shows exactly as written.

Only two things need a TextBlock, which reads Markdown: a heading (for screen readers) and a mention (Teams finds `<at>`
nowhere else). A heading that contains anything Markdown could interpret becomes a RichTextBlock too.
learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
"""

import re

from cards.renderer import Json
from cards.sanitize import JOINER, line, link_address, trim
from cards.text import Link, Mention, Muted, Rich, Span, Strong, plain, text_of

_MARKDOWN = re.compile(r"[\\*_~`\[\]<>&#|]|\{\{|^\s*(?:[-+]|\d+[.)])\s|://")
_MARKS = re.compile(r"([\\*_~`\[\]()#|])")
_TEMPLATE = re.compile(r"\{(?=\{)")
_AT = re.compile(r"<(?=/?at\b)", re.IGNORECASE)


def literal(text: str) -> str:
    """Clean text for a place without Markdown. Only `{{DATE(…)}}` and `<at>` are broken up, by a word joiner."""
    return _AT.sub("<" + JOINER, _TEMPLATE.sub("{" + JOINER, text))


def unlinked(text: str) -> str:
    """Text for a choice, with invisible breaks inside links: some clients render Markdown there, and others show it as
    typed."""
    return literal(text).replace("](", f"]{JOINER}(")


def label(text: str, limit: int) -> str:
    """One line for a button or an input, never empty."""
    return literal(line(text, limit)) or "–"


def paragraphs(rich: Rich, limit: int, looks: Json | None = None, *, entities: list[Json]) -> list[Json]:
    """The text as blocks, one per line, with a gap for each empty line. `looks`: the properties of every run."""
    lines: list[list[Span]] = [[]]
    for span in trim(rich, limit):
        first, *rest = _split(span)
        lines[-1].append(first)
        lines.extend([each] for each in rest)
    drawn: list[Json] = []
    gap = False
    for each in lines:
        if not plain(tuple(each)).strip():
            gap = True
            continue
        block = paragraph(tuple(each), looks or {}, entities=entities)
        drawn.append({**block, "spacing": "Small" if gap else "None"} if drawn else block)
        gap = False
    return drawn


def paragraph(parts: tuple[Span, ...], looks: Json, *, entities: list[Json]) -> Json:
    """One line of text. A mention in it is added to the card's entities."""
    if any(isinstance(part, Mention) for part in parts):
        text = "".join(_marked(part, entities) for part in parts)
        return {"type": "TextBlock", "wrap": True, "text": text, **looks}
    return {"type": "RichTextBlock", "inlines": [run(part, looks) for part in parts if text_of(part)]}


def heading(text: str, limit: int, looks: Json) -> Json:
    """A title, marked as a heading for screen readers unless Markdown would alter it."""
    words = line(text, limit) or "–"
    if _MARKDOWN.search(words):
        return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": literal(words), **looks}]}
    return {"type": "TextBlock", "style": "heading", "wrap": True, "text": words, **looks}


def run(part: Span, looks: Json) -> Json:
    """One part of a line. Strong text stays strong in small print."""
    drawn: Json = {"type": "TextRun", "text": literal(text_of(part)), **looks}
    match part:
        case Strong():
            drawn["weight"] = "Bolder"
            drawn.pop("isSubtle", None)
        case Muted():
            drawn["isSubtle"] = True
        case Link(_, url) if link_address(url):
            drawn |= {"color": "Accent", "underline": True, "selectAction": {"type": "Action.OpenUrl", "url": url}}
        case _:
            pass
    return drawn


def _marked(part: Span, entities: list[Json]) -> str:
    match part:
        case Mention(user_id, name):
            shown = f"<at>{_MARKS.sub('', name).replace('<', '').replace('>', '').replace('&', '')}</at>"
            entity = {"type": "mention", "text": shown, "mentioned": {"id": user_id, "name": name}}
            if entity not in entities:
                entities.append(entity)
            return shown
        case Strong(text) if text.strip():
            return f"**{_escaped(text.strip())}**"
        case Link(text, url) if link_address(url):
            return f"[{_escaped(text)}]({url.replace('(', '%28').replace(')', '%29')})"
        case _:
            return _escaped(text_of(part))


def _escaped(text: str) -> str:
    """The text, escaped for Markdown. Teams on phones ignores a backslash before `<`, so `<at>` is broken up as
    well."""
    return _MARKS.sub(r"\\\1", literal(text)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _split(span: Span) -> list[Span]:
    match span:
        case str(text):
            return list(text.split("\n"))
        case Strong(text):
            return [Strong(each) for each in text.split("\n")]
        case Muted(text):
            return [Muted(each) for each in text.split("\n")]
        case Link(text, url):
            return [Link(text.replace("\n", " "), url)]
        case Mention():
            return [span]
