"""One rule of plain words: a pattern, and the filter it means."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from connectors.search.language.terms import Terms

Lifted = tuple[Terms, str]  # the terms with the filter set, and the words that stay
Lift = Callable[[re.Match[str], Terms], Lifted | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """`lift` gives None where the words do not mean a filter after all."""

    pattern: re.Pattern[str]
    lift: Lift


# Words that may lead to a filter and mean nothing without it.
LEAD = r"(?<![\w#-])(?:(?:and|with|who|that|is|are|has|have|having|must be|must have),?\s+){0,3}"
STOP = r"(?![\w'’-])"  # not the beginning of a longer word
# The words are complete: the end, a mark, or a word that begins something else.
END = (
    STOP + r"(?=\s*$|\s*[,;.)\x00]|\s+(?:and|or|AND|OR|NOT|with|without|within|who|that|near|in|at|for|from|open|"
    r"willing|updated|remote|not|never|based|located|formerly|ex-\w+|\d)(?![\w-]))"
)


def rule(lift: Lift, *words: str) -> Rule:
    """The pieces of a pattern, joined; case does not count in it."""
    return Rule(re.compile("".join(words), re.IGNORECASE), lift)


def filters(terms: Terms, **values: Any) -> Lifted:
    """The terms with these filters set, and nothing of the words kept."""
    return replace(terms, filters=replace(terms.filters, **values)), ""


def setting(**values: Any) -> Lift:
    """A rule's `lift` that only sets filters."""
    return lambda match, terms: filters(terms, **values)
