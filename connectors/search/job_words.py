"""Decides whether two texts (job titles, headlines, skills, the words of a search) are about the same kind of work.

Generous on purpose: "nursing" and "nurse" are alike, and so are a name and its alias. This is used where a wrong "no"
would annoy people."""

from collections.abc import Iterable, Iterator

from connectors.search.fold import words
from connectors.search.word_forms import other_forms
from connectors.titles import Titles

_NOT_WORK = {
    # of queries and sentences
    *("a", "an", "and", "any", "anyone", "are", "as", "at", "by", "for", "from", "i", "in", "is", "looking", "miles"),
    *("near", "need", "not", "of", "on", "or", "people", "person", "somebody", "someone", "the", "to", "who", "with"),
    *("title", "skill", "company", "school", "name", "experience", "years", "year", "within", "want", "km"),
    # levels, and the small print of job advertisements
    *("senior", "sr", "junior", "jr", "lead", "principal", "staff", "chief", "head", "entry", "level", "mid", "ii"),
    *("iii", "iv", "v", "remote", "hybrid", "onsite", "full", "part", "time", "permanent", "contract", "temporary"),
    *("m", "w", "f", "d", "x", "h", "job", "role", "position", "vacancy", "new", "urgent", "team", "member"),
}
_BEGINNING = 5  # letters: "engineer" and "engineering" begin alike
_SHORT_BEGINNING = 4  # letters, for a word that is hardly longer: "nurse" and "nursing"


def work_words(texts: Iterable[str], titles: Titles) -> set[str]:
    """The words that say what somebody works as, with their aliases: "Sr. SWE" → swe, software, engineer."""
    return {word for text in texts for name in (text, *_aliases(words(text), titles)) for word in _meaningful(name)}


def _aliases(text: list[str], titles: Titles) -> Iterator[str]:
    for size in range(1, titles.longest + 1):
        for at in range(len(text) - size + 1):
            name = " ".join(text[at : at + size])
            yield from titles.expand(name) or titles.expand(name.removesuffix("s"))
            yield from titles.ambiguous(name)


def _meaningful(text: str) -> Iterator[str]:
    return (word for word in words(text) if word not in _NOT_WORK and not word.isdigit())


def alike(some: set[str], others: set[str]) -> bool:
    """Whether a word of one set is in the other, in the same or another form."""
    if some & others:
        return True
    forms = {form for word in some for form in other_forms(word)}
    return bool(forms & others) or any(_begin_alike(one, other) for one in some for other in others)


def _begin_alike(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    needed = _SHORT_BEGINNING if shorter <= _BEGINNING else _BEGINNING
    return shorter >= needed and one[:needed] == other[:needed]
