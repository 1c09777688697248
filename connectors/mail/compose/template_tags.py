"""Checks the tags of an invitation text before parsing: each must be closed, start with an allowed keyword, and contain
only a few simple tokens, which limits nesting."""

from collections.abc import Iterator
from typing import Final

LIKE_THIS: Final = "{{ candidate.first_name }}"
_TAGS_AT_MOST = 200
_DEEPEST = 8  # {% if %} within {% if %}
_TOKENS_IN_A_TAG = 40
_STATEMENTS = frozenset({"if", "elif", "else", "endif"})

Token = tuple[int, str, str]  # line, kind, text


class Unreadable(ValueError):
    """The text is not valid in the template language. `words` is the error message for the user."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def remark(line: int) -> str:
    return f"Line {line}: {{# has no #}} after it."


def check_tags(tokens: Iterator[Token]) -> None:
    """Check that tags are closed, start with an allowed keyword, and contain only a few simple tokens. Raises
    Unreadable."""
    open_ifs: list[int] = []  # lines
    tags = 0
    unclosed = 0  # line of a comment
    for line, kind, words in tokens:
        match kind:
            case "data":
                _check_data(line, words)
            case "variable_begin" | "block_begin":
                tags += 1
                if tags > _TAGS_AT_MOST:
                    raise Unreadable(f"Line {line}: use at most {_TAGS_AT_MOST} variables and conditions.")
                inside = _tag(tokens, line, kind)
                if kind == "block_begin":
                    _nest(open_ifs, line, inside)
            case "raw_begin" | "raw_end":
                raise Unreadable(f"Line {line}: {{% raw %}} can't be used in an invitation.")
            case _:
                unclosed = line if kind == "comment_begin" else 0
    if unclosed:
        raise Unreadable(remark(unclosed))
    if open_ifs:
        raise Unreadable(f"Line {open_ifs[-1]}: {{% if … %}} has no {{% endif %}} after it.")


def _tag(tokens: Iterator[Token], line: int, kind: str) -> list[str]:
    """The tokens of one tag. Raises Unreadable."""
    end, opens, closes = ("variable_end", "{{", "}}") if kind == "variable_begin" else ("block_end", "{%", "%}")
    inside: list[str] = []
    for at, part, words in tokens:
        if part == end:
            if not inside:
                raise Unreadable(f"Line {line}: {opens} {closes} is empty. A variable looks like {LIKE_THIS}.")
            return inside
        if part not in ("name", "string") and not (part == "operator" and words in (".", "|")):
            raise Unreadable(_not_here(at, words))
        inside.append(words)
        if len(inside) > _TOKENS_IN_A_TAG:
            raise Unreadable(f"Line {at}: there's too much between {opens} and {closes}.")
    raise Unreadable(f"Line {line}: {opens} has no {closes} after it.")


def _nest(open_ifs: list[int], line: int, inside: list[str]) -> None:
    """Track the nesting of {% if %} and {% endif %}. Raises Unreadable."""
    statement = inside[0]
    if statement not in _STATEMENTS:
        raise Unreadable(f"Line {line}: {{% {statement[:20]} %}} can't be used in an invitation, only {{% if … %}}.")
    if statement == "if":
        open_ifs.append(line)
        if len(open_ifs) > _DEEPEST:
            raise Unreadable(f"Line {line}: conditions can be nested at most {_DEEPEST} deep.")
    elif not open_ifs:
        raise Unreadable(f"Line {line}: {{% {statement} %}} has no {{% if … %}} before it.")
    elif statement == "endif":
        open_ifs.pop()


def _check_data(line: int, words: str) -> None:
    """Reject the end of a tag that has no beginning, since it would be sent as is. Raises Unreadable."""
    for closes, opens in (("}}", "{{"), ("%}", "{%"), ("#}", "{#")):
        if closes in words:
            at = line + words.count("\n", 0, words.index(closes))
            raise Unreadable(f"Line {at}: {closes} has no {opens} before it.")


def _not_here(line: int, words: str) -> str:
    shown = words if len(words) <= 20 else f"{words[:20]}…"
    return (
        f"Line {line}: “{shown}” can't be used in an invitation. Only variables like {LIKE_THIS} and {{% if … %}} can."
    )
