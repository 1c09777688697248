"""Turns validation errors into messages with the path of the field."""

from collections.abc import Mapping
from typing import Any, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

_MOST = 3  # errors reported per record
_KINDS: dict[type, str] = {
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
    type(None): "null",
}
_WANTED: dict[str, str] = {
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "model_type": "must be an object",
    "datetime_type": "must be a time written as text",
    "timezone_aware": "has no time zone (write 2026-11-20T08:00:00Z)",
    "missing": "is missing",
    "finite_number": "must be a finite number",
}
_PATTERNS = {r"\S": "is empty"}
_DATE = "is not a date: use YYYY, YYYY-MM or YYYY-MM-DD"


def kind_of(value: object) -> str:
    """The type of a JSON value, as messages name it: "a list"."""
    return _KINDS.get(type(value), "something else")


def describe(error: ValidationError, names: Mapping[str, str] | None = None) -> str:
    """The first errors of a record: 'experience[0].start is not a date: …; remote must be …'.

    `names` maps our field names to the file's own (`experience` is `work` in JSON Resume)."""
    faults = error.errors(include_url=False)
    messages = [_describe_one(fault, names or {}) for fault in faults[:_MOST]]
    if len(faults) > _MOST:
        messages.append(f"and {len(faults) - _MOST} more")
    return "; ".join(messages)


def _describe_one(fault: ErrorDetails, names: Mapping[str, str]) -> str:
    path = ""
    for step in fault["loc"]:
        path += f"[{step}]" if isinstance(step, int) else f".{names.get(step, step)}"
    return f"{path.lstrip('.') or 'the record'} {_message(fault)}"


def describe_one(fault: ErrorDetails) -> str:
    """What is wrong with one value, worded to follow its column, without the value."""
    return _message({**fault, "input": ""}) if isinstance(fault["input"], str) else _message(fault)


def _message(fault: ErrorDetails) -> str:
    kind, given = fault["type"], cast(object, fault["input"])
    context: dict[str, Any] = fault.get("ctx") or {}
    if kind in _WANTED:
        known = kind in ("missing", "timezone_aware", "finite_number", "int_from_float")
        return _WANTED[kind] if known else f"{_WANTED[kind]}, not {kind_of(given)}"
    match kind:
        case "enum" | "literal_error":
            return f"must be one of {context['expected']}{_given(given)}"
        case "string_pattern_mismatch":
            return _PATTERNS.get(str(context["pattern"]), _DATE) + _given(given)
        case "string_too_long":
            return f"is longer than {context['max_length']:,} characters"
        case "string_too_short":
            return "is empty"
        case "datetime_parsing" | "datetime_from_date_parsing":
            return f"is not a time: use the form 2026-11-20T08:00:00Z{_given(given)}"
        case "greater_than_equal":
            return f"must be at least {context['ge']}"
        case "less_than_equal":
            return f"must be at most {context['le']}"
        case "less_than":
            return f"must be before {context['lt']}"
        case _:
            return fault["msg"][:1].lower() + fault["msg"][1:]


def _given(value: object) -> str:
    if not isinstance(value, str):
        return f", not {kind_of(value)}"
    return f", not “{value[:40]}{'…' if len(value) > 40 else ''}”" if value.strip() else ""
