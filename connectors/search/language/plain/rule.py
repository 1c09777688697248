"""A rule for plain text: a pattern, and the filter it sets."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from connectors.search.language.spans import free_text
from connectors.search.language.terms import Terms

Lifted = tuple[Terms, str]  # the terms with the filter set, and the text that replaces the match
Lift = Callable[[re.Match[str], Terms], Lifted | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and a function `lift` for its matches, which returns None if a match does not mean a filter after
    all."""

    pattern: re.Pattern[str]
    lift: Lift


# Words that may introduce a filter and mean nothing without it.
LEAD = r"(?<![\w#-])(?:(?:and|but|with|who|that|is|are|has|have|having|must be|must have),?\s+){0,3}"
STOP = r"(?![\w'’-])"  # not the beginning of a longer word
# The phrase must end here: end of text, punctuation, or a word that starts something else.
END = (
    STOP + r"(?=\s*$|\s*[,;.)\x00]|\s+(?:and|or|AND|OR|NOT|with|without|within|who|that|but|near|in|at|for|from|open|"
    r"willing|updated|remote|not|never|based|located|formerly|ex-\w+|\d)(?![\w-]))"
)


def rule(lift: Lift, *pieces: str) -> Rule:
    """A rule for a pattern that is joined from pieces and ignores case."""
    return Rule(re.compile("".join(pieces), re.IGNORECASE), lift)


def filters(terms: Terms, **values: Any) -> Lifted:
    """The terms with these filters set, and the matched text removed."""
    return replace(terms, filters=replace(terms.filters, **values)), ""


def setting(**values: Any) -> Lift:
    """A rule's `lift` that only sets filters."""
    return lambda match, terms: filters(terms, **values)


def rewritten(terms: Terms, pattern: re.Pattern[str], text: Callable[[re.Match[str]], str | None]) -> Terms:
    """Replace each match outside quotes, parentheses and fields; if `text` returns None, the match stays."""
    for match in reversed(list(pattern.finditer(free_text(terms.what)))):
        written = text(match)
        terms = terms if written is None else replaced(terms, match.span(), written)
    return terms


def replaced(terms: Terms, span: tuple[int, int], text: str) -> Terms:
    """Replace a part of What."""
    return replace(terms, what=f"{terms.what[: span[0]]}{text}{terms.what[span[1] :]}")
