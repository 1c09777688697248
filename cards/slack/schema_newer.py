"""Blocks that Sourcer doesn't draw but that payload checks must know: where they may appear and how big they may be.

Only what Slack counts is checked, not every field. docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from cards.slack.schema_rules import Problem, Rule, anything, several, string

MARKDOWN: Final = 12_000  # characters in all markdown blocks of a message together
TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20
CHARTS: Final = 2  # per message

SURFACES: Final[Mapping[str, frozenset[str]]] = {
    "alert": frozenset({"modal"}),
    "container": frozenset({"message"}),
    "context_actions": frozenset({"message"}),
    "markdown": frozenset({"message"}),
    "plan": frozenset({"message"}),
    "task_card": frozenset({"message"}),
    "data_visualization": frozenset({"message"}),
    "table": frozenset({"message", "home"}),
    "data_table": frozenset({"message", "home"}),
    "carousel": frozenset({"message", "home"}),
}
_MOST_OF_A_KIND: Final = {"table": 1, "data_visualization": CHARTS}


def _with(**counted: Rule) -> Rule:
    """The rule for an object whose fields named here are checked if present."""

    def rule(value: Any, at: str) -> Iterator[Problem]:
        fields = cast("dict[str, Any]", value)
        for name, each in counted.items():
            if name in fields:
                yield from each(fields[name], f"{at}/{name}")

    return rule


def _words(most: int) -> Rule:
    def rule(value: Any, at: str) -> Iterator[Problem]:
        text: Any = cast("dict[str, Any]", value).get("text") if isinstance(value, dict) else value
        yield from string(most)(text, at)

    return rule


_table = _with(rows=several(several(anything, TABLE_COLUMNS), TABLE_ROWS))
NEWER: Final[Mapping[str, Rule]] = {
    "alert": _with(text=_words(200)),
    "card": _with(title=_words(150), subtitle=_words(150), body=_words(200)),
    "carousel": _with(elements=several(anything, 10)),
    "container": _with(elements=several(anything, 10)),
    "context_actions": _with(elements=several(anything, 5)),
    "data_table": _with(rows=several(several(anything, TABLE_COLUMNS), TABLE_ROWS + 1)),  # plus its header
    "data_visualization": anything,
    "markdown": _with(text=string(MARKDOWN)),
    "plan": anything,
    "rich_text": anything,
    "table": _table,
    "task_card": anything,
    "video": _with(title=_words(200), alt_text=string(2000)),
}


def counted(blocks: list[dict[str, Any]], at: str) -> Iterator[Problem]:
    """Check the limits that apply to a whole payload."""
    kinds = [str(block.get("type")) for block in blocks]
    for kind, most in _MOST_OF_A_KIND.items():
        if kinds.count(kind) > most:
            yield f"no more than {most} blocks of type {kind} allowed [json-pointer:{at}]"
    marked = sum(len(str(block.get("text", ""))) for block in blocks if block.get("type") == "markdown")
    if marked > MARKDOWN:
        yield f"markdown blocks have {marked} characters, at most {MARKDOWN} [json-pointer:{at}]"
