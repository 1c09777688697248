"""Parser for What: phrases, AND OR NOT, -word, parentheses, `field:`.

Adjacent words are joined by AND, which binds tighter than OR. `parse` returns a canonical tree: an `And` or `Or` has at
least two items and none of its own kind, and nothing is negated twice.
"""

from dataclasses import dataclass

from connectors.search.base import And, Field, Not, Or, Phrase, What, Word
from connectors.search.language.faults import Fault
from connectors.search.language.seniority_field import without_filters
from connectors.search.language.tokens import OPERATORS, InvalidQuery, Kind, Token, searchable, short, tokens

MOST_WORDS = 20  # each word makes the search slower
DEEPEST = 12  # nested parentheses


def parse(text: str, *, most_words: int = MOST_WORDS) -> What | Fault | None:
    """The parsed tree; None if there is nothing to search for; a `Fault` if the text is invalid."""
    try:
        found = without_filters(text, tokens(text))
        if not found:
            return None
        words = sum(len(one.text.split()) for one in found if one.kind in (Kind.WORD, Kind.PHRASE))
        if words > most_words:
            raise InvalidQuery(f"This search has {words} words. Use at most {most_words}.", None)
        return _Reader(text, found).everything()
    except InvalidQuery as invalid:
        return invalid.fault


def show(tree: What) -> str:
    """The tree as text that `parse` turns into the same tree."""
    match tree:
        case Word(text, field, prefix):
            shown = f"{text}*" if prefix else text
            return f"{field}:{shown}" if field else shown
        case Phrase(text, field):
            return f'{field}:"{text}"' if field else f'"{text}"'
        case And(items):
            return " ".join(f"({show(one)})" if isinstance(one, Or) else show(one) for one in items)
        case Or(items):
            return " OR ".join(map(show, items))
        case Not(item):
            return f"NOT ({show(item)})" if isinstance(item, And | Or) else f"NOT {show(item)}"


def both(items: list[What]) -> What:
    """A tree that requires all of the items: a flat `And`, or the item itself if there is only one."""
    flat = tuple(part for one in items for part in (one.items if isinstance(one, And) else (one,)))
    return flat[0] if len(flat) == 1 else And(flat)


def either(items: list[What]) -> What:
    """A tree that requires any of the items: a flat `Or`, or the item itself if there is only one."""
    flat = tuple(part for one in items for part in (one.items if isinstance(one, Or) else (one,)))
    return flat[0] if len(flat) == 1 else Or(flat)


def _negative(tree: What) -> bool:
    """Whether the tree only excludes."""
    return isinstance(tree, Not) or (isinstance(tree, And) and all(isinstance(one, Not) for one in tree.items))


@dataclass(slots=True)
class _Reader:
    """A recursive-descent parser. `at` is the index of the next token."""

    text: str
    found: list[Token]
    at: int = 0
    depth: int = 0

    def everything(self) -> What:
        tree = self.any_of(None)
        left = self.peek()
        if left is not None:
            raise InvalidQuery('There is a ")" without a "(" before it.', left.start)
        if _negative(tree):
            raise InvalidQuery("This only says what to exclude. Add what to search for.", self.found[0].start)
        return tree

    def peek(self) -> Token | None:
        return self.found[self.at] if self.at < len(self.found) else None

    def any_of(self, field: Field | None) -> What:
        start = self.peek()
        items = [self.all_of(field)]
        while (token := self.peek()) is not None and token.kind is Kind.OR:
            self.at += 1
            second = self.peek()
            items.append(self.all_of(field, after=token))
            for tree, first in ((items[-2], start), (items[-1], second)):
                if _negative(tree):
                    raise InvalidQuery(
                        "Each side of OR must say what to search for, not just what to exclude.",
                        first.start if first else None,
                    )
            start = second
        return either(items)

    def all_of(self, field: Field | None, after: Token | None = None) -> What:
        items: list[What] = []
        while (token := self.peek()) is not None and token.kind not in (Kind.OR, Kind.CLOSE):
            if token.kind is Kind.AND:
                if not items:
                    raise _missing_operand("before", token)
                self.at += 1
                after, following = token, self.peek()
                if following is None or following.kind in (Kind.OR, Kind.CLOSE, Kind.AND):
                    raise _missing_operand("after", token)
                continue
            items.append(self.one(field))
        if not items:
            if after is not None:
                raise _missing_operand("after", after)
            if token is not None and token.kind is Kind.OR:
                raise _missing_operand("before", token)
            raise InvalidQuery("There is nothing between these parentheses.", token.start if token else None)
        return both(items)

    def one(self, field: Field | None) -> What:
        token = self.found[self.at]
        self.at += 1
        match token.kind:
            case Kind.NOT:
                return self.negated(field, token)
            case Kind.FIELD:
                return self.in_field(token)
            case Kind.OPEN:
                return self.bracketed(field, token)
            case Kind.PHRASE:
                return Phrase(token.text, field)
            case _:
                return _word(token.text, field)

    def negated(self, field: Field | None, first: Token) -> What:
        times, token = 1, self.peek()
        while token is not None and token.kind is Kind.NOT:
            self.at += 1
            times, token = times + 1, self.peek()
        if token is None or token.kind in (Kind.AND, Kind.OR, Kind.CLOSE):
            raise _missing_operand("after", first)
        tree = self.one(field)
        if isinstance(tree, Not):
            times, tree = times + 1, tree.item
        if _negative(tree):
            raise InvalidQuery("This only says what to exclude. Add what to search for.", token.start)
        return Not(tree) if times % 2 else tree

    def in_field(self, first: Token) -> What:
        token = self.peek()
        if token is None or token.kind not in (Kind.WORD, Kind.PHRASE, Kind.OPEN):
            raise InvalidQuery(f'There is nothing after "{short(first.text)}:".', first.start)
        return self.one(first.field)

    def bracketed(self, field: Field | None, first: Token) -> What:
        if self.depth >= DEEPEST:
            raise InvalidQuery(f"Parentheses can be nested at most {DEEPEST} deep.", first.start)
        self.depth += 1
        if self.peek() is None:
            raise self.never_closed(first)
        tree = self.any_of(field)
        if self.peek() is None:
            raise self.never_closed(first)
        self.at += 1
        self.depth -= 1
        return tree

    def never_closed(self, first: Token) -> InvalidQuery:
        return InvalidQuery(
            f'The parenthesis opened at "{short(self.text[first.start :], 16)}" is never closed.', first.start
        )


def _missing_operand(side: str, token: Token) -> InvalidQuery:
    """The error for an operator without an operand."""
    word = "-" if token.text == "-" else token.kind.name
    if token.text == "-":
        return InvalidQuery('There is nothing after "-".', token.start)
    return InvalidQuery(
        f'There is nothing {side} {word}. To search for the word itself, put it in quotes: "{token.text}".', token.start
    )


def _word(text: str, field: Field | None) -> What:
    """A typed word. `CI/CD` is two words that must both match."""
    return both([term(one, field) for one in text.split("/") if searchable(one)])


def term(text: str, field: Field | None = None) -> Word | Phrase:
    """A word, or a phrase if the index splits it into several words, like `node.js` and `front-end`."""
    if text.endswith("*") and text[:-1].isalpha():
        return Word(text[:-1], field, prefix=True)
    pieces = "".join(one if one.isalnum() or one in "+#" else " " for one in text).split()
    if len(pieces) > 1 or pieces[0] in OPERATORS:
        return Phrase(text, field)
    return Word(pieces[0], field)
