"""Writes a search expression as the Boolean text that resume databases accept, and says in words what a source can't
search for."""

import re
from collections.abc import Iterable
from dataclasses import fields

from connectors.search.base import And, Field, Filters, Not, Or, Phrase, What, Word
from connectors.search.language.chips import shown

FIELD_NAMES = {
    Field.TITLE: "the job title",
    Field.SKILL: "the skills",
    Field.COMPANY: "the company",
    Field.SCHOOL: "the school",
    Field.NAME: "the name",
}
OUR_OWN = frozenset({"exclude_contacted", "exclude_seen", "exclude_rejected"})  # filters that we apply ourselves
_CHIP_FIELDS = {"years": ("years_from", "years_to"), "updated": ("updated_within_days",)}
_ALL = frozenset(each.name for each in fields(Filters))
_BARE = re.compile(r"[^\W_][\w+#.-]*")
_OPERATORS = frozenset({"and", "or", "not", "near"})


def unexpressed_filters(filters: Filters, expressed: Iterable[str]) -> tuple[str, ...]:
    """The labels of the filters that are set but not among those `expressed`."""
    known = frozenset(expressed) | OUR_OWN
    return tuple(label for key, label in shown(filters) if not known.issuperset(_CHIP_FIELDS.get(key, (key,))))


def boolean_text(what: What | None) -> tuple[str, tuple[str, ...]]:
    """(text, unexpressed): the expression as text to be found anywhere in the resume, such as `(nurse OR "ICU nurse")
    AND NOT manager`, and what that text leaves out.

    Words wanted in one part of the profile are searched for anywhere, which finds more people; words excluded from one
    part are dropped, because they would exclude people who are wanted."""
    missing: list[str] = []
    text = _text(what, missing) if what is not None else ""
    return text, tuple(dict.fromkeys(missing))


def quoted(text: str) -> str:
    """A name or phrase in quotation marks; "" if nothing is left of it."""
    clean = " ".join(re.sub(r'["“”\\\x00-\x1f\ud800-\udfff]', " ", text).split())
    return f'"{clean}"' if clean else ""


def any_of(values: Iterable[str]) -> str:
    """The values as alternatives: `"a" OR "b"`."""
    return " OR ".join(_names(values))


def all_of(values: Iterable[str]) -> str:
    """The values as requirements: `"a" AND "b"`."""
    return " AND ".join(_names(values))


def _names(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for value in values if (name := quoted(value))))


def both(*texts: str) -> str:
    """These expressions joined by AND, without the empty ones."""
    given = [text for text in texts if text]
    return given[0] if len(given) == 1 else " AND ".join(f"({text})" if " OR " in text else text for text in given)


def restricted(what: What) -> bool:
    """Whether the expression restricts a word to one part of the profile."""
    match what:
        case Word(field=field) | Phrase(field=field):
            return field is not None
        case And(items) | Or(items):
            return any(restricted(item) for item in items)
        case Not(item):
            return restricted(item)


def in_words(what: What) -> str:
    """The expression in words: “nurse” in the job title and “night shift”; "" if it is empty."""
    match what:
        case Word(text, field) | Phrase(text, field):
            return f"“{text}” in {FIELD_NAMES[field]}" if field is not None else f"“{text}”"
        case And(items):
            return " and ".join(filter(None, map(in_words, items)))
        case Or(items):
            return " or ".join(filter(None, map(in_words, items)))
        case Not(item):
            return f"not {text}" if (text := in_words(item)) else ""


def _text(what: What, missing: list[str]) -> str:
    match what:
        case Word(text, field, prefix):
            if field is not None:
                missing.append(f"“{text}” only in {FIELD_NAMES[field]}")
            return _word(text, prefix)
        case Phrase(text, field):
            if field is not None:
                missing.append(f"“{text}” only in {FIELD_NAMES[field]}")
            return quoted(text)
        case And(items):
            return _joined(items, " AND ", missing)
        case Or(items):
            return _joined(items, " OR ", missing)
        case Not(item):
            if restricted(item):
                missing.append(f"without {in_words(item)}")
                return ""
            text = _text(item, missing)
            return f"NOT ({text})" if " " in text and not text.startswith('"') else f"NOT {text}" if text else ""


def _joined(items: Iterable[What], operator: str, missing: list[str]) -> str:
    texts = list(dict.fromkeys(filter(None, (_text(item, missing) for item in items))))
    if len(texts) == 1:
        return texts[0]
    return operator.join(f"({text})" if " AND " in text or " OR " in text else text for text in texts)


def _word(text: str, prefix: bool) -> str:
    if _BARE.fullmatch(text) and text.casefold() not in _OPERATORS:
        return f"{text}*" if prefix else text
    return quoted(text)
