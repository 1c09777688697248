"""`seniority:` in What. It filters the whole search, so it is allowed next to words but not inside an expression."""

from connectors.search.language.tokens import InvalidQuery, Kind, Token
from connectors.search.seniority import FIELD, Seniority


def without_filters(text: str, found: list[Token]) -> list[Token]:
    """The tokens without `seniority:` and its level, and without an AND that connects them. Raises `InvalidQuery`."""
    remaining: list[Token] = []
    depth, end = 0, 0
    for token in found:
        if token.start < end:
            continue
        depth += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(token.kind, 0)
        if token.kind is not Kind.FILTER:
            remaining.append(token)
            continue
        end = _end(text, token)
        before = remaining[-1].kind if remaining else None
        behind = next((one for one in found if one.start >= end), None)
        after = behind.kind if behind else None
        if depth > 0 or before in (Kind.OR, Kind.NOT, Kind.FIELD) or after is Kind.OR:
            message = (
                '"seniority:" applies to the whole search, so it can\'t be used with OR or NOT, or in parentheses.'
            )
            raise InvalidQuery(message, token.start)
        if before is Kind.AND:
            remaining.pop()
        elif behind and after is Kind.AND:
            end = behind.end
    return remaining


def _end(text: str, token: Token) -> int:
    """The position after the level. Raises `InvalidQuery` if there is no level."""
    match = FIELD.match(text, token.start)
    if match is None:
        *levels, last = (level.replace("_", " ") for level in Seniority)
        raise InvalidQuery(f'After "seniority:", type {", ".join(levels)} or {last}.', token.start)
    return match.end()
