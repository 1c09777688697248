"""Tokenizer for What. Tokens have positions, so that errors can point at them."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum, auto

from connectors.search.base import Field
from connectors.search.language.faults import Fault

LONGEST = 1000  # characters in What

# Typographic characters from phones and word processors. Each maps to one character, so positions don't change.
_PLAIN = str.maketrans("“”„‟«»＂（）：‘’‚‛ʼ", '"""""""():' + "'" * 5)
# "|" means OR; other symbols on their own are punctuation.
_TOKEN = re.compile(
    r"""(?P<quote>"(?P<phrase>[^"]*)(?P<closed>"?))
      | (?P<open>\() | (?P<close>\))
      | (?P<minus>(?<![^\s,;])(?:[-–−]|!=?\s*)(?=[\w("])|(?<=[(])[-–−!](?=[\w("]))
      | (?P<field>[^\W\d_]+):(?!//)
      | (?P<word>(?:(?![,;][-–−!]=?\w)[^\s"()])+[,;]?)""",
    re.VERBOSE,
)
_FIELDS = {one.value: one for one in Field} | {
    "titles": Field.TITLE,
    "job": Field.TITLE,
    "role": Field.TITLE,
    "skills": Field.SKILL,
    "companies": Field.COMPANY,
    "employer": Field.COMPANY,
    "university": Field.SCHOOL,
    "college": Field.SCHOOL,
}
_PLACE_FIELDS = {"location", "place", "where", "city", "state", "country", "near", "zip"}
FILTER = "seniority"  # applies to the whole search
OPERATORS = {"AND": "AND", "OR": "OR", "NOT": "NOT", "or": "OR", "|": "OR", "||": "OR"}


class Kind(Enum):
    WORD = auto()
    PHRASE = auto()
    OPEN = auto()
    CLOSE = auto()
    FIELD = auto()
    FILTER = auto()
    AND = auto()
    OR = auto()
    NOT = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A token. `start` and `end` are character positions; `text` is the word without its punctuation."""

    kind: Kind
    text: str
    start: int
    end: int
    field: Field | None = None


class InvalidQuery(Exception):
    """What cannot be parsed; `fault` says why."""

    def __init__(self, message: str, position: int | None, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.fault = Fault("what", message, position, nearest)


def tokens(text: str) -> list[Token]:
    """The tokens of What. Raises `InvalidQuery` for an unclosed quote, an unknown field, or a text that is too long."""
    if len(text) > LONGEST:
        raise InvalidQuery(f"This is {len(text):,} characters long. Use at most {LONGEST:,}.", LONGEST)
    found: list[Token] = []
    for match in _TOKEN.finditer(text.translate(_PLAIN)):
        token = _token(match)
        if token is not None:
            found.append(token)
    return found


def _token(match: re.Match[str]) -> Token | None:
    start, end = match.span()
    match match.lastgroup:
        case "quote":
            return _phrase(match)
        case "open":
            return Token(Kind.OPEN, "(", start, end)
        case "close":
            return Token(Kind.CLOSE, ")", start, end)
        case "minus":
            return Token(Kind.NOT, "-", start, end)
        case "field" if match["field"].lower() == FILTER:
            return Token(Kind.FILTER, match["field"], start, end)
        case "field":
            return Token(Kind.FIELD, match["field"], start, end, _field(match["field"], start))
        case _:
            return _word(match["word"], start, end)


def _phrase(match: re.Match[str]) -> Token | None:
    start, end = match.span()
    text = " ".join(match["phrase"].split())
    if not match["closed"]:
        raise InvalidQuery(f'The quote starting at "{short(text)}" is never closed.', start)
    return Token(Kind.PHRASE, text, start, end) if searchable(text) else None


def _word(text: str, start: int, end: int) -> Token | None:
    operator = OPERATORS.get(text)
    if operator is not None:
        return Token(Kind[operator], text, start, end)
    star = "*" if text.rstrip(",;.!?").endswith("*") else ""
    text = text.strip(",;.!?*'`~^=&|<>[]{}\\/_:-–−…")
    if star and text.isalpha():
        return Token(Kind.WORD, f"{text}*", start, end)
    return Token(Kind.WORD, text, start, end) if searchable(text) else None


def searchable(text: str) -> bool:
    """Whether an index can find the word, which requires a letter or a digit."""
    return any(map(str.isalnum, text))


def names_field(name: str) -> bool:
    """Whether a word before a colon is a field, or looks like a misspelled field."""
    known = (*_FIELDS, *_PLACE_FIELDS, FILTER)
    return name.lower() in known or bool(get_close_matches(name.lower(), known, 1, 0.7))


def _field(name: str, position: int) -> Field:
    field = _FIELDS.get(name.lower())
    if field is not None:
        return field
    if name.lower() in _PLACE_FIELDS:
        raise InvalidQuery(
            f'"{short(name)}:" does not belong here: put the place in Where, or write "in Boston".', position
        )
    known = [*(one.value for one in Field), FILTER]
    near = tuple(f"{one}:" for one in get_close_matches(name.lower(), known, 1, 0.5))
    known_ones = ", ".join(f"{one}:" for one in known)
    meant = f" Did you mean {near[0]}?" if near else f" You can use {known_ones}; put other colons in quotes."
    raise InvalidQuery(f'"{short(name)}:" is not a field.{meant}', position, near)


def short(text: str, most: int = 24) -> str:
    """The text, shortened for quoting in a message."""
    return text if len(text) <= most else text[: most - 1] + "…"
