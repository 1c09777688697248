"""What is wrong with a record, in words, with the path of the field."""

from collections.abc import Mapping
from typing import Any, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

_MOST = 3  # faults named for one record
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
    "datetime_type": "must be a time as text",
    "timezone_aware": "has no time zone (write 2026-11-20T08:00:00Z)",
    "missing": "is missing",
    "finite_number": "must be a finite number",
}
_PATTERNS = {r"\S": "is empty"}
_DATE = "is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"


def kind_of(value: object) -> str:
    """What a JSON value is, in words: "a list"."""
    return _KINDS.get(type(value), "something else")


def words_of(error: ValidationError, names: Mapping[str, str] | None = None) -> str:
    """The first faults of a record: 'experience[0].start is not a date: …; remote must be …'.

    `names` gives the words that the file itself has for a field of ours (JSON Resume's `work` is `experience`)."""
    faults = error.errors(include_url=False)
    said = [_one(fault, names or {}) for fault in faults[:_MOST]]
    if len(faults) > _MOST:
        said.append(f"and {len(faults) - _MOST} more")
    return "; ".join(said)


def _one(fault: ErrorDetails, names: Mapping[str, str]) -> str:
    path = ""
    for step in fault["loc"]:
        path += f"[{step}]" if isinstance(step, int) else f".{names.get(step, step)}"
    return f"{path.lstrip('.') or 'the record'} {_said(fault)}"


def _said(fault: ErrorDetails) -> str:
    kind, given = fault["type"], cast(object, fault["input"])
    about: dict[str, Any] = fault.get("ctx") or {}
    if kind in _WANTED:
        known = kind in ("missing", "timezone_aware", "finite_number", "int_from_float")
        return _WANTED[kind] if known else f"{_WANTED[kind]}, not {kind_of(given)}"
    match kind:
        case "enum" | "literal_error":
            return f"must be one of {about['expected']}{_given(given)}"
        case "string_pattern_mismatch":
            return _PATTERNS.get(str(about["pattern"]), _DATE) + _given(given)
        case "string_too_long":
            return f"is longer than {about['max_length']:,} characters"
        case "string_too_short":
            return "is empty"
        case "datetime_parsing" | "datetime_from_date_parsing":
            return f"is not a time: write 2026-11-20T08:00:00Z{_given(given)}"
        case "greater_than_equal":
            return f"must be at least {about['ge']}"
        case "less_than_equal":
            return f"must be at most {about['le']}"
        case "less_than":
            return f"must be before {about['lt']}"
        case _:
            return fault["msg"][:1].lower() + fault["msg"][1:]


def _given(value: object) -> str:
    if not isinstance(value, str):
        return f", not {kind_of(value)}"
    return f", not “{value[:40]}{'…' if len(value) > 40 else ''}”" if value.strip() else ""
