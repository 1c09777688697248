"""Adds aliases to What, so that RN also finds registered nurses, and drops filler words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from connectors.search.base import And, Field, Not, Or, Phrase, What, Word
from connectors.search.language.faults import Question
from connectors.search.language.what import both, either, term
from connectors.search.word_forms import other_forms
from connectors.titles import Titles

_ACRONYMS = re.compile(r"(?<!\S)[A-Z]{2,6}s\Z")
_MOST_NAMES = 8  # aliases per word
_FILLERS = {
    "a", "an", "and", "at", "by", "for", "from", "in", "near", "of", "on", "or", "the", "to", "who", "with",
}  # fmt: skip
# These have aliases only in capitals: "IT", "US", "ME", but not "it is" or "me".
_SMALL_WORDS = {
    "ad", "am", "as", "be", "de", "do", "ea", "em", "er", "go", "hi", "id", "in", "is", "it", "ma", "me", "no",
    "of", "ok", "on", "or", "pa", "so", "to", "up", "us", "va", "we",
}  # fmt: skip


@dataclass(slots=True)
class Expanded:
    """What `expand` added. `names`: the aliases that were added, for display ("RN = registered nurse")."""

    names: list[str] = field(default_factory=list[str])
    questions: list[Question] = field(default_factory=list[Question])


def expand(tree: What, titles: Titles, notes: Expanded) -> What:
    """The tree with aliases added to its words. Quoted phrases, companies, schools and people's names are left
    unchanged."""
    return _expand(tree, titles, notes, negated=False)


def _expand(tree: What, titles: Titles, notes: Expanded, *, negated: bool) -> What:
    match tree:
        case Word() | Phrase():
            return _named((tree,), titles, notes, negated) or _one_of_several(tree)
        case Not(item):
            return Not(_expand(item, titles, notes, negated=True))
        case Or(items):
            return either([_expand(one, titles, notes, negated=negated) for one in items])
        case And(items):
            return both(list(_side_by_side(items, titles, notes, negated)) or list(items))


def _side_by_side(items: Sequence[What], titles: Titles, notes: Expanded, negated: bool) -> Iterator[What]:
    """Expand adjacent words, trying multi-word names first, the longest ones before others."""
    at = 0
    while at < len(items):
        for size in range(min(titles.longest, len(items) - at), 1, -1):
            found = _named(items[at : at + size], titles, notes, negated)
            if found is not None:
                yield found
                at += size
                break
        else:
            if not _is_filler(items, at):
                yield _expand(items[at], titles, notes, negated=negated)
            at += 1


def _is_filler(items: Sequence[What], at: int) -> bool:
    """Whether a word adds nothing to the search: "of", "with", or "experience" in "experience with Java"."""
    item = items[at]
    if not isinstance(item, Word) or item.field is not None:
        return False
    if item.text == "experience" and at + 1 < len(items):
        following = items[at + 1]
        return isinstance(following, Word) and following.text in ("in", "with", "of")
    return item.text in _FILLERS


def _named(items: Sequence[What], titles: Titles, notes: Expanded, negated: bool) -> What | None:
    """A tree that matches the words or any of their aliases; None if the words are not plain or have no aliases."""
    where, typed = _plain_text(items)
    known = _known(typed, titles) if typed else ""
    if not known or (len(items) == 1 and known.lower() in _SMALL_WORDS and not known.isupper()):
        return None
    if known != typed:
        items = [term(one, where) for one in known.split()]
    meanings = titles.ambiguous(known)
    if meanings:
        if negated:
            return None
        _add_question(notes, typed, meanings, where)
    names = titles.expand(known)
    if names:
        _note(notes, f"{known} = {names[0]}")
    others = [term(one, where) for one in (*meanings, *names) if not one.startswith("in ")][:_MOST_NAMES]
    found = [one for at, one in enumerate(items) if not _is_filler(items, at)]
    return either([both(found or list(items)), *others])


def _one_of_several(tree: Word | Phrase) -> What:
    """Match "NPs" or "NP": word forms are generated only for lower-case words, which "NPs" isn't."""
    if isinstance(tree, Phrase) or tree.field in (Field.NAME, Field.COMPANY, Field.SCHOOL):
        return tree
    return Or((tree, Word(tree.text[:-1], tree.field))) if _ACRONYMS.fullmatch(tree.text) else tree


def other_names(value: str, titles: Titles) -> tuple[str, ...]:
    """The other names of a title or skill in a filter: for "RNs", RN itself and its aliases."""
    known = _known(value, titles) or (value[:-1] if _ACRONYMS.search(value) else value)
    return (*((known,) if known != value else ()), *titles.ambiguous(known), *titles.expand(known))


def _known(typed: str, titles: Titles) -> str:
    """The curated spelling of the name: "registered nurse" for "registered nurses", "RN" for "RNs"; "" if unknown."""
    if titles.known(typed) or titles.ambiguous(typed):
        return typed
    *before, last = typed.split()
    singular = last[:-1].rstrip("'’") if last.endswith("s") else ""
    if len(singular) <= 3 and not singular.isupper() and set(singular.lower()) & set("aeiou"):
        singular = ""  # "gas" is not the plural of GA
    candidates = (singular, *(() if last.isupper() else other_forms(last.lower())))
    names = (" ".join((*before, one)) for one in candidates if one)
    return next((name for name in names if titles.known(name) or titles.ambiguous(name)), "")


def _plain_text(items: Sequence[What]) -> tuple[Field | None, str]:
    """The field and text of adjacent plain words; the text is "" if they are not all plain words of one field."""
    first = items[0]
    if not isinstance(first, Word | Phrase) or _is_prefix(first) or first.field not in (None, Field.TITLE, Field.SKILL):
        return None, ""
    texts: list[str] = []
    for item in items:
        if not isinstance(item, Word | Phrase) or item.field is not first.field or _quoted(item) or _is_prefix(item):
            return None, ""
        texts.append(item.text)
    return first.field, " ".join(texts)


def _is_prefix(item: Word | Phrase) -> bool:
    return isinstance(item, Word) and item.prefix


def _quoted(item: Word | Phrase) -> bool:
    """Whether the user put this item in quotes, to find it exactly. node.js is a phrase only because of its
    punctuation."""
    return isinstance(item, Phrase) and (" " in item.text or isinstance(term(item.text), Word))


def _note(notes: Expanded, text: str) -> None:
    if text not in notes.names:
        notes.names.append(text)


def _add_question(notes: Expanded, typed: str, meanings: tuple[str, ...], where: Field | None) -> None:
    if any(one.about == typed for one in notes.questions):
        return
    choices = tuple((f"({one})" if where else one, one[:1].upper() + one[1:]) for one in meanings)
    notes.questions.append(Question("what", f"What does {typed} mean here?", choices, about=typed))
