"""Rules for checking payloads: functions (value, JSON pointer) -> the problems found, in Slack's wording."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

Problem = str
Rule = Callable[[Any, str], Iterator[Problem]]


def anything(_value: Any, _at: str) -> Iterator[Problem]:
    """Accepts any value: it is checked elsewhere."""
    return iter(())


def string(most: int, least: int = 1, pattern: str = "") -> Rule:
    def rule(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield f"must be a string [json-pointer:{at}]"
        elif len(value) > most:
            yield f"must be less than {most + 1} characters [json-pointer:{at}]"
        elif len(value) < least:
            yield f"must be more than {least - 1} characters [json-pointer:{at}]"
        elif pattern and not re.fullmatch(pattern, value):
            yield f"failed to match {pattern!r} [json-pointer:{at}]"

    return rule


def choice(*values: str) -> Rule:
    def rule(value: Any, at: str) -> Iterator[Problem]:
        if value not in values:
            yield f"must be one of {', '.join(values)} [json-pointer:{at}]"

    return rule


def flag(value: Any, at: str) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield f"must be a boolean [json-pointer:{at}]"


def whole(least: int, most: int) -> Rule:
    def rule(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            yield f"must be a number from {least} to {most} [json-pointer:{at}]"

    return rule


def several(of: Rule, most: int, least: int = 1) -> Rule:
    def rule(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield f"must be an array [json-pointer:{at}]"
            return
        items = cast("list[Any]", value)
        if not least <= len(items) <= most:
            yield f"{least} to {most} items allowed, not {len(items)} [json-pointer:{at}]"
        for index, item in enumerate(items):
            yield from of(item, f"{at}/{index}")

    return rule


def shape(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None) -> Rule:
    """The rule for an object with these fields and no others."""
    known = {**required, **(optional or {})}

    def rule(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield f"must be an object [json-pointer:{at}]"
            return
        fields = cast("dict[str, Any]", value)
        for name in required:
            if name not in fields:
                yield f"missing required field: {name} [json-pointer:{at}]"
        for name, each in fields.items():
            if name in known:
                yield from known[name](each, f"{at}/{name}")
            else:
                yield f"invalid additional property: {name} [json-pointer:{at}]"

    return rule


def typed(table: Mapping[str, Rule], *types: str) -> Rule:
    """The rule for an object of one of these types; each type has its own rule in the table."""

    def rule(value: Any, at: str) -> Iterator[Problem]:
        kind: Any = cast("dict[str, Any]", value).get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in types:
            yield f"unsupported type: {kind} [json-pointer:{at}/type]"
        else:
            yield from table[kind](value, at)

    return rule
