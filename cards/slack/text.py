"""Our text in Slack's format: escaped so that nothing is bold, a link or a mention unless the tree says so.

Slack has three escapes (`&amp; &lt; &gt;`) but none for its marks, so a character that could be read as a mark is
separated from its neighbors by a word joiner, which has no width. Text without emphasis is sent as plain_text instead.
docs.slack.dev/messaging/formatting-message-text
"""

import re
from typing import Final

from cards.renderer import Json
from cards.sanitize import ELLIPSIS, JOINER, link_address, one_line, shorten, trim, units
from cards.text import Link, Mention, Muted, Rich, Span, Strong, spans, text_of

_HAIR: Final = "\u200b"  # zero-width space: after it, Slack lets bold begin inside a word
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MARKS = re.compile(r"(?<![^\W_])[*_~]+|[*_~]+(?![^\W_])|`+")  # inside a word, as in snake_case, they are inert
_ANY_MARK = re.compile(r"[*_~`]+")
_QUOTE = re.compile(r"^&gt;", re.MULTILINE)
_EMOJI = re.compile(r":(?=(?:[\w+'-]{0,50}[^\W\d_][\w+'-]{0,50}|[+-]1|100|1234):)")
_BROADCAST = re.compile(r"@(?=here|channel|everyone)", re.IGNORECASE)
_CONTROL = re.compile(r"<(?=[!@#])")
_LENIENT = re.compile(r"&lt;(?=[!@#])|\](?=\()")  # inert in Slack, but not in readers that decode twice
_MEMBER = re.compile(r"[UW][A-Z0-9]{1,30}\Z")


def escape(text: str, marks: re.Pattern[str] = _MARKS) -> str:
    """Clean text, escaped for mrkdwn."""
    text = marks.sub(_parted, text.translate(_ENTITIES))
    text = _LENIENT.sub(lambda found: found[0] + JOINER, _QUOTE.sub(JOINER + "&gt;", text))
    return _BROADCAST.sub("@" + JOINER, _EMOJI.sub(":" + JOINER, text))


def _parted(marks: re.Match[str]) -> str:
    return JOINER + JOINER.join(marks[0]) + JOINER


def literal(text: str) -> str:
    """Clean text, escaped for plain_text, where Slack interprets only `:emoji:`."""
    return _CONTROL.sub("<" + JOINER, _EMOJI.sub(":" + JOINER, text))


def plain_text(text: str, limit: int, *, otherwise: str = "–") -> Json:
    """One line of plain text; never empty, which Slack refuses."""
    return {"type": "plain_text", "text": label(text, limit) or otherwise}


def label(text: str, limit: int) -> str:
    """One line, cut to Slack's limit."""
    return literal(shorten(one_line(text), limit, lambda cut: units(literal(cut))))


def text_object(rich: Rich, level: int, limit: int) -> Json | None:
    """The text, cut to `level` visible units and to the platform's limit; None if there is no text."""
    parts = trim(rich, level)
    if not any(text_of(part).strip() for part in parts):
        return None
    if all(isinstance(part, str | Muted) for part in parts):
        text = "".join(map(text_of, parts))
        return {"type": "plain_text", "text": literal(shorten(text, limit, lambda cut: units(literal(cut))))}
    return {"type": "mrkdwn", "text": mrkdwn(parts, limit), "verbatim": True}


def mrkdwn(rich: Rich, limit: int) -> str:
    """The spans as mrkdwn within the limit. Text that doesn't fit is cut and ends in an ellipsis; no mark is left
    open."""
    out = ""
    for span in spans(rich):
        piece = _glued(out, _rendered(span), span)
        if units(out) + units(piece) <= limit:
            out += piece
            continue
        room = limit - units(out)
        if isinstance(span, Mention):
            return out + ELLIPSIS if room > 0 else out
        words = text_of(span)
        short = shorten(words, room, lambda cut: units(_glued(out, _rendered(_reworded(span, cut)), span)))  # noqa: B023
        return out + _glued(out, _rendered(_reworded(span, short)), span) if short else out
    return out


def _glued(before: str, piece: str, span: Span) -> str:
    """The piece, preceded by a zero-width space where needed: Slack begins and ends bold only at word boundaries."""
    if isinstance(span, Strong) and before and not before[-1].isspace():
        return _HAIR + piece
    if before.endswith("*") and piece and not piece[0].isspace():
        return _HAIR + piece
    return piece


def _rendered(span: Span) -> str:
    match span:
        case str(text) | Muted(text):
            return escape(text)
        case Strong(text):
            return "\n".join(_bold(line) for line in text.split("\n"))
        case Link(text, url):
            address = link_address(url)
            if not address:
                return escape(text)
            return f"<{address.translate(_ENTITIES)}|{escape(one_line(text)) or escape(address)}>"
        case Mention(user_id, name):
            return f"<@{user_id}>" if _MEMBER.match(user_id) else escape("@" + one_line(name))


def _bold(line: str) -> str:
    words = line.strip()
    if not words:
        return line
    start = line.index(words[0])
    return f"{line[:start]}*{escape(words, _ANY_MARK)}*{line[start + len(words) :]}"


def _reworded(span: Span, text: str) -> Span:
    match span:
        case str() | Mention():
            return text
        case Strong():
            return Strong(text)
        case Muted():
            return Muted(text)
        case Link(_, url):
            return Link(text, url)


def summary(text: str, limit: int) -> str:
    """The notification text. Slack reads notification text as mrkdwn and links anything that looks like a URL: this
    function prevents both."""

    def still(words: str) -> str:
        return escape(words).replace("://", f":{JOINER}//")

    return still(shorten(one_line(text), limit, lambda cut: units(still(cut))))
