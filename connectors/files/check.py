"""Validates one record against its model and returns it as plain JSON values."""

import json
from collections.abc import Mapping
from typing import Any, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from connectors.files.faults import describe, kind_of

Body = dict[str, Any]
Checked = tuple[Body | None, str | None]


def check(raw: bytes, model: type[BaseModel], names: Mapping[str, str] | None = None) -> Checked:
    """Validate a JSON object: returns (body, None), or (None, what is wrong with it).

    The body is the object as given, including unknown fields. Types are strict: "12" is not a number. Null means
    absent."""
    try:
        model.__pydantic_validator__.validate_json(raw, strict=True)
        body = cast(Body, from_json(raw, cache_strings="keys", allow_inf_nan=False))
    except ValidationError as error:
        return _second_look(raw, model, error, names)
    except ValueError as fault:  # NaN or Infinity in a field that the model doesn't validate
        return None, _not_json(raw, fault)
    if b"\\u0000" in raw and holds_null(body):
        return None, "contains a null character"
    return body, None


def check_object(body: Body, model: type[BaseModel], names: Mapping[str, str] | None = None) -> Checked:
    """Like `check`, for a record that is already parsed."""
    try:
        raw = json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:
        return None, "is not UTF-8 text"
    except (ValueError, RecursionError):
        return None, "contains a number that JSON doesn't allow, or is nested too deeply"
    return check(raw, model, names)


def holds_null(value: object) -> bool:
    """Whether the value contains a null character, which PostgreSQL cannot store."""
    match value:
        case str():
            return "\x00" in value
        case list():
            return any(holds_null(item) for item in cast(list[object], value))
        case dict():
            return any(holds_null(key) or holds_null(item) for key, item in cast(dict[object, object], value).items())
        case _:
            return False


def _second_look(
    raw: bytes, model: type[BaseModel], error: ValidationError, names: Mapping[str, str] | None
) -> Checked:
    """Retry without top-level nulls, which many exports write for "unknown"; otherwise say why it was rejected."""
    if b"\x00" in raw:
        return None, "contains a null character"
    try:
        value: object = from_json(raw)
    except ValueError as fault:
        return None, _not_json(raw, fault)
    if not isinstance(value, dict):
        return None, f"is {kind_of(value)}, not an object"
    body = cast(Body, value)
    known = {key: item for key, item in body.items() if item is not None}
    if len(known) < len(body):
        return check_object(known, model, names)
    return None, describe(error, names)


def _not_json(raw: bytes, fault: ValueError) -> str:
    try:
        raw.decode()
    except UnicodeDecodeError as wrong:
        return f"is not UTF-8 text (byte {wrong.start + 1})"
    message = str(fault).replace("at line 1 column", "at character")
    return "is nested too deeply" if "recursion limit" in message else f"is not JSON: {message}"
