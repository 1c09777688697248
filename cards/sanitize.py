"""What every string goes through before a platform's own escaping: made harmless, and cut where a reader would.

Two rules are stated here and hold on every card. A text over its limit ends in "…", never inside an emoji or an
accented letter. A word over `LONGEST_WORD` characters is cut the same way, except in scripts that write no spaces.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, cast

from cards.text import Mention, Rich, Span, spans

ELLIPSIS: Final = "…"
JOINER: Final = "\u2060"  # word joiner: no width, no line break; parts markup so that it is text
NO_BREAK: Final = "\u00a0"  # a space that keeps a mark on the line of its words
LONGEST_WORD: Final = 100
LONGEST_LINK: Final = 1000
_MARKS_ON_A_LETTER: Final = 6  # more are stacked only to spill over other lines

_BREAKS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# Controls but tab and new line, direction overrides and isolates, byte order marks, annotations, what is no character.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff]"
)
_WEB = re.compile(r"https?://[^\s\x00-\x20<>|\"\\^`{}\ud800-\udfff\u202a-\u202e\u2066-\u2069]+\Z", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[\w.+%-]+@[\w.-]+\Z", re.IGNORECASE | re.ASCII)
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
_LONG_WORD = re.compile(rf"[^\s{_UNSPACED}]{{{LONGEST_WORD + 1},}}")


def keep(text: str) -> str:
    """The text as typed, less what cannot be sent: null bytes and halves of characters."""
    return _SURROGATES.sub("\ufffd", text).replace("\x00", "")


def kept(part: Any) -> Any:
    """A JSON value with every text in it kept, for what a button carries: it may hold a person's words."""
    if isinstance(part, str):
        return keep(part)
    if isinstance(part, list | tuple):
        return [kept(each) for each in cast("list[Any]", part)]
    if isinstance(part, dict):
        return {keep(name): kept(each) for name, each in cast("dict[str, Any]", part).items()}
    return part


def clean(text: str) -> str:
    """The text as it may be shown: no controls, no direction overrides, no endless words."""
    text = _HARMFUL.sub("", _BREAKS.sub("\n", _SURROGATES.sub("\ufffd", text)))
    if not text.isascii():
        text = _limit_marks(text)
    return _LONG_WORD.sub(lambda word: shorten(word[0], LONGEST_WORD), text)


def one_line(text: str) -> str:
    """Clean, with every run of white space a single space: for titles and labels."""
    return " ".join(clean(text).split())


def web_address(url: str) -> str:
    """The address when it is http or https and safe to open, else ""."""
    return url if _WEB.match(url) else ""


def link_address(url: str) -> str:
    """The web or mail address that a link in a text may have, else ""."""
    return url if len(url) <= LONGEST_LINK and (_WEB.match(url) or _MAIL.match(url)) else ""


def line(text: str, limit: int) -> str:
    """One clean line, cut to the limit."""
    return shorten(one_line(text), limit)


def units(text: str) -> int:
    """Length in UTF-16 units, which is what Slack's and Teams' clients count; never less than the characters."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def shorten(text: str, limit: int, size: Callable[[str], int] = units) -> str:
    """The text, cut to the limit with an ellipsis. `size` is what the platform counts; it must grow with the text."""
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
    """The last place at or before `at` where a reader sees one character end and the next begin."""
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
    if _flag(before) and _flag(after):  # a country's flag is two letters: only an even number may stand before the cut
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
    """The spans, cleaned, cut to `limit` visible units in all. A mention is kept whole or not at all."""
    trimmed: list[Span] = []
    room = limit
    for span in spans(rich):
        text = clean(span if isinstance(span, str) else span.name if isinstance(span, Mention) else span.text)
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
