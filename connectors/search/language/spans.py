"""Finds the free text in What, and removes parts of it."""

import re
from functools import lru_cache

from connectors.search.language.tokens import InvalidQuery, Kind, Token, tokens

HIDDEN = "\x00"
_ENDED = re.compile(r".\s*(?:;|\.\s)|\.\s+(?=[A-Z])")  # a sentence or a field


@lru_cache(maxsize=64)
def free_text(text: str) -> str:
    """The text with quotes, parentheses and `field:` values replaced by HIDDEN; positions are unchanged."""
    shown = list(text.replace(HIDDEN, " "))
    for start, end in _hidden(_tokens(text)):
        shown[start:end] = HIDDEN * (end - start)
    return "".join(shown)


def all_words(text: str) -> bool:
    """Whether the text is only plain words: no quotes, parentheses, fields, AND, OR or NOT."""
    return all(token.kind is Kind.WORD for token in _tokens(text))


@lru_cache(maxsize=64)
def _tokens(text: str) -> tuple[Token, ...]:
    try:
        return tuple(tokens(text))
    except InvalidQuery:
        return ()


def _hidden(found: tuple[Token, ...]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    depth, opened = 0, 0
    for at, token in enumerate(found):
        before = found[at - 1] if at else token
        start = before.start if before.text == "-" and before.end == token.start else token.start  # -"San Francisco"
        match token.kind:
            case Kind.OPEN:
                opened = opened if depth else start
                depth += 1
            case Kind.CLOSE:
                depth -= 1
                if depth == 0:
                    spans.append((opened, token.end))
            case Kind.PHRASE:
                spans.append((start, token.end))
            case Kind.FIELD:
                end = found[at + 1].end if at + 1 < len(found) else token.end
                spans.append((start, end))
            case _:
                pass
    return spans


def groups(text: str) -> list[tuple[int, int]]:
    """(start, end) of each outermost pair of parentheses, without those after `field:`."""
    found: list[tuple[int, int]] = []
    depth, opened = 0, Token(Kind.OPEN, "", 0, 0)
    every = _tokens(text)
    for at, token in enumerate(every):
        if token.kind is Kind.OPEN:
            opened = opened if depth else (every[at - 1] if at and every[at - 1].kind is Kind.FIELD else token)
            depth += 1
        elif token.kind is Kind.CLOSE:
            depth -= 1
            if depth == 0 and opened.kind is Kind.OPEN:
                found.append((opened.start, token.end))
    return found


def without(text: str, start: int, end: int, replacement: str = "") -> str | None:
    """Replace a part of the text with `replacement`. Returns None if the part is an operand of OR or NOT, or a `field:`
    value. An AND next to a removed part is removed too."""
    before = [one for one in _tokens(text) if one.end <= start]
    after = [one for one in _tokens(text) if one.start >= end]
    if before and before[-1].kind in (Kind.OR, Kind.NOT, Kind.FIELD):
        return None
    if after and after[0].kind is Kind.OR:
        return None
    if not replacement and before and before[-1].kind is Kind.AND:
        start = before[-1].start
    elif not replacement and after and after[0].kind is Kind.AND:
        end = after[0].end
    parts = (
        text[:start].rstrip(" ,;\t\n"),
        replacement,
        text[end:].lstrip(" ,;.\t\n") if not replacement else text[end:].strip(),
    )
    ended = not replacement and parts[0] and _ENDED.match(text, end - 1)
    return ", ".join(filter(None, parts)) if ended else " ".join(filter(None, parts))


def parts_to_drop(text: str, most: int = 8) -> list[tuple[str, str]]:
    """(part, the text without it) for each word, phrase, group in parentheses, field or exclusion that can be left out;
    empty if there is only one, or if they are alternatives of an OR."""
    parts: list[tuple[int, int]] = []
    depth, begun = 0, None
    for token in _tokens(text):
        begun = token.start if begun is None else begun
        depth += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(token.kind, 0)
        if depth or token.kind in (Kind.NOT, Kind.FIELD):
            continue
        if token.kind not in (Kind.AND, Kind.OR, Kind.FILTER):
            parts.append((begun, token.end))
        begun = None
    if len(parts) < 2:
        return []
    dropped = ((text[start:end], without(text, start, end)) for start, end in parts[:most])
    return [(part, rest) for part, rest in dropped if rest]
