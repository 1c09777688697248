"""Recognizes our own e-mail by its content, wherever an answer repeats it and whatever the mail program put around
it."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import cache
from itertools import pairwise

from connectors.mail.receiving.known_footers import FOOTERS

_RUN = 5  # words in a row that can't be a coincidence
_COVERED = 0.9  # the share of a line's words that must be ours
_LONGEST = 20_000  # characters of one of our texts
_URL = re.compile(r"<?\b(?:https?://|mailto:)[^\s<>]{1,2000}>?", re.I)
_WORD = re.compile(r"\w+")
_SAYS = re.compile("[?!\u2600-\u27bf\U0001f000-\U0001faff]")  # an answer without words: "👍", "?"
_PLACEHOLDER = re.compile(r"\{\w+\}")


class OurText:
    """What we sent. `texts`: subject, text, signature and footer of each of our e-mails in the thread; the footers of
    every version and language are always recognized. `longest`: the number of words in the longest of these texts."""

    def __init__(self, texts: Collection[str] = ()) -> None:
        self.subjects = {subject_key(text) for text in texts if text and "\n" not in text}
        sent = [text[:_LONGEST] for text in texts]
        self._runs = _footer_runs().union(*map(_runs, sent))
        self._lines = _footer_lines().union(*map(_lines, sent))
        self._signs = {line.strip() for text in sent for line in text.split("\n") if _SAYS.search(line)}
        self.longest = max((count_words(text) for text in sent), default=0)

    def lines_of(self, lines: Sequence[str]) -> list[bool]:
        """Whether each line is ours. A short line counts as ours only within a longer run of our words."""
        owned: list[tuple[str, int]] = [(word, at) for at, line in enumerate(lines) for word in _words(line)]
        covered = [False] * len(owned)
        words = [word for word, _ in owned]
        for at in range(len(words) - _RUN + 1):
            if tuple(words[at : at + _RUN]) in self._runs:
                covered[at : at + _RUN] = [True] * _RUN
        total, ours = [0] * len(lines), [0] * len(lines)
        for (_, at), is_ours in zip(owned, covered, strict=True):
            total[at] += 1
            ours[at] += is_ours
        found = [count > 0 and ours[at] >= _COVERED * count for at, count in enumerate(total)]
        return self._with_neighbours(lines, found)

    def _with_neighbours(self, lines: Sequence[str], found: list[bool]) -> list[bool]:
        """Mark the lines next to ours that repeat one of our short lines or contain nothing but a link."""
        filled = [at for at, line in enumerate(lines) if line]
        for order in (filled, filled[::-1]):
            for before, at in pairwise(order):
                line = lines[at]
                if found[before] and not found[at]:
                    words = tuple(_words(line))
                    wordless = not words and (line.strip() in self._signs or not _SAYS.search(line))
                    found[at] = wordless or words in self._lines
        return found


@cache
def _footer_runs() -> frozenset[tuple[str, ...]]:
    return frozenset[tuple[str, ...]]().union(*(_runs(piece) for text in FOOTERS for piece in _PLACEHOLDER.split(text)))


@cache
def _footer_lines() -> frozenset[tuple[str, ...]]:
    return frozenset[tuple[str, ...]]().union(*map(_lines, FOOTERS))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def _lines(text: str) -> set[tuple[str, ...]]:
    return {key for line in text.split("\n") if len(key := tuple(_words(line))) > 1}


def subject_key(subject: str) -> str:
    """A subject in a form for comparison: without "Re:" and the like, in any language."""
    text = _plain(subject)
    return " ".join(_WORD.findall(re.sub(r"^(?:\s*[^\W\d]{1,6}(?:\[\d+\])?\s?[:：]\s*)+", "", text)))


def count_words(text: str) -> int:
    """How many words the text has, without links."""
    return len(_words(text))


def _words(line: str) -> list[str]:
    return _WORD.findall(_plain(_URL.sub(" ", line)))


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in folded if not unicodedata.combining(sign))
