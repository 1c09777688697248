"""Text sanitizing, before each platform's own escaping: removes harmful characters and shortens long text.

Two rules hold on every card. Text over its limit ends in "…" and is never cut inside an emoji or an accented letter.
A word over `LONGEST_WORD` characters is shortened the same way, except in scripts written without spaces.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, cast

from cards.text import Mention, Rich, Span, spans, text_of

ELLIPSIS: Final = "…"
JOINER: Final = "\u2060"  # word joiner: no width, no line break; splits markup so that it shows as text
NO_BREAK: Final = "\u00a0"  # keeps a badge mark on the same line as its text
LONGEST_WORD: Final = 100
LONGEST_LINK: Final = 1000
_MARKS_ON_A_LETTER: Final = 6  # more are only ever stacked to spill over other lines

_BREAKS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# Control characters (except tab and new line), direction overrides and isolates, byte order marks, interlinear
# annotations, and noncharacters.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff]"
)
_WEB = re.compile(r"https?://[^\s\x00-\x20<>|\"\\^`{}\ud800-\udfff\u202a-\u202e\u2066-\u2069]+\Z", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[\w.+%-]+@[\w.-]+\Z", re.IGNORECASE | re.ASCII)
_SHAPELESS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and a symbol that are invisible
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
_LONG_WORD = re.compile(rf"[^\s{_UNSPACED}]{{{LONGEST_WORD + 1},}}")


def sendable(text: str) -> str:
    """The text as typed, without what cannot be sent: null bytes are removed, lone surrogates become U+FFFD."""
    return _SURROGATES.sub("\ufffd", text).replace("\x00", "")


def sendable_json(part: Any) -> Any:
    """A JSON value with `sendable` applied to every string and key. For button payloads, which may hold typed text."""
    if isinstance(part, str):
        return sendable(part)
    if isinstance(part, list | tuple):
        return [sendable_json(item) for item in cast("list[Any]", part)]
    if isinstance(part, dict):
        return {sendable(name): sendable_json(item) for name, item in cast("dict[str, Any]", part).items()}
    return part


def visible(text: str, otherwise: str = "") -> str:
    """The text if any part of it is visible, else the placeholder."""
    return text if text.isascii() and text.strip() else otherwise if _blank(text) else text


def _blank(text: str) -> bool:
    """Whether the text has only spaces, marks, and invisible characters."""
    return all(unicodedata.category(letter)[0] in "ZCM" or letter in _SHAPELESS for letter in text)


def clean(text: str) -> str:
    """The text as it may be shown: no control characters, no direction overrides, no overlong words. Text made up
    only of invisible characters becomes a space."""
    text = _HARMFUL.sub("", _BREAKS.sub("\n", _SURROGATES.sub("\ufffd", text)))
    if not text.isascii():
        text = _limit_marks(text)
        if _blank(text):
            return " " if text else ""
    return _LONG_WORD.sub(lambda word: word[0] if _is_link(word[0]) else shorten(word[0], LONGEST_WORD), text)


def _is_link(word: str) -> bool:
    """Whether the word, without the marks around it, is a web address that must still open."""
    return len(word) <= LONGEST_LINK and _WEB.match(word.strip("()[],.;:!?\"'")) is not None


def one_line(text: str) -> str:
    """Clean text with each run of white space collapsed to one space, for titles and labels."""
    return " ".join(clean(text).split())


def web_address(url: str) -> str:
    """The address if it is http or https and safe to open, else ""."""
    return url if _WEB.match(url) else ""


def link_address(url: str) -> str:
    """The address if it is one that links in a text may point to (http, https or mailto), else ""."""
    return url if len(url) <= LONGEST_LINK and (_WEB.match(url) or _MAIL.match(url)) else ""


def line(text: str, limit: int) -> str:
    """One clean line, cut to the limit."""
    return shorten(one_line(text), limit)


def units(text: str) -> int:
    """The length in UTF-16 code units, as Slack's and Teams' clients count; never less than the number of
    characters."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def shorten(text: str, limit: int, size: Callable[[str], int] = units) -> str:
    """The text, shortened to the limit with an ellipsis. `size` measures as the platform does; it must be monotonic."""
    if size(text) <= limit:
        return text
    low, high = 0, min(len(text), max(limit, 0))
    while low < high:
        middle = (low + high + 1) // 2
        if size(text[:middle] + ELLIPSIS) <= limit:
            low = middle
        else:
            high = middle - 1
    cut = text[: boundary(text, low)].rstrip()
    return cut + ELLIPSIS if size(cut + ELLIPSIS) <= limit else ""


def boundary(text: str, at: int) -> int:
    """The last boundary between two visible characters at or before `at`."""
    place = at
    while 0 < place < len(text) and at - place < 40:
        if not _inside_character(text, place):
            return place
        place -= 1
    return place if place <= 0 or place >= len(text) else at


def _inside_character(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after.isascii():
        return False
    if (
        before == "\u200d"
        or after == "\u200d"
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or "\U000e0020" <= after <= "\U000e007f"
    ):
        return True
    if unicodedata.category(after).startswith("M"):
        return True
    if _flag(before) and _flag(after):  # a flag is a pair of regional indicators: cut only after an even number of them
        run = at
        while run and _flag(text[run - 1]):
            run -= 1
        return (at - run) % 2 == 1
    return False


def _flag(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _limit_marks(text: str) -> str:
    out: list[str] = []
    stacked = 0
    for letter in text:
        stacked = stacked + 1 if unicodedata.combining(letter) else 0
        if stacked <= _MARKS_ON_A_LETTER:
            out.append(letter)
    return "".join(out)


def trim(rich: Rich, limit: int) -> tuple[Span, ...]:
    """The spans, cleaned and shortened to `limit` visible units in total. A mention is either left whole or dropped."""
    trimmed: list[Span] = []
    room = limit
    for span in spans(rich):
        text = clean(text_of(span))
        if not text:
            continue
        short = shorten(text, room)
        if short == text:
            trimmed.append(_with_text(span, text))
            room -= units(text)
            continue
        trimmed.append(_with_text(span, short) if short and not isinstance(span, Mention) else ELLIPSIS)
        break
    return tuple(trimmed)


def _with_text(span: Span, text: str) -> Span:
    if isinstance(span, str):
        return text
    return replace(span, name=text) if isinstance(span, Mention) else replace(span, text=text)
