"""`seniority:` in What: it narrows the whole search, so that it may stand beside words, but not in a part of them."""

from connectors.search.language.tokens import Kind, Token, Wrong
from connectors.search.seniority import FIELD, Seniority


def without_filters(text: str, found: list[Token]) -> list[Token]:
    """The tokens without `seniority:` and its level, and without an AND that held them. Raises `Wrong`."""
    left: list[Token] = []
    depth, end = 0, 0
    for token in found:
        if token.start < end:
            continue
        depth += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(token.kind, 0)
        if token.kind is not Kind.FILTER:
            left.append(token)
            continue
        end = _end(text, token)
        before = left[-1].kind if left else None
        behind = next((one for one in found if one.start >= end), None)
        after = behind.kind if behind else None
        if depth > 0 or before in (Kind.OR, Kind.NOT, Kind.FIELD) or after is Kind.OR:
            words = '"seniority:" narrows the whole search: it cannot stand beside OR or NOT, nor in brackets.'
            raise Wrong(words, token.start)
        if before is Kind.AND:
            left.pop()
        elif behind and after is Kind.AND:
            end = behind.end
    return left


def _end(text: str, token: Token) -> int:
    """Where the level ends."""
    said = FIELD.match(text, token.start)
    if said is None:
        *levels, last = (level.replace("_", " ") for level in Seniority)
        raise Wrong(f'After "seniority:" goes {", ".join(levels)} or {last}.', token.start)
    return said.end()
