"""Validates one record against its model and returns it as plain JSON values.

A value that is not valid is read in another form or set aside (see mending.py); the record is rejected only if a
required value is missing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from connectors.files.faults import describe, kind_of
from connectors.files.headings import Convert
from connectors.files.mending import Aside, Body, mend

_ROUNDS = 4  # of mending: one fault may hide another


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of a check: either a valid `body`, with the values that were set aside, or a `fault`, which says what
    is wrong with the record."""

    body: Body | None
    fault: str | None = None
    asides: tuple[Aside, ...] = ()


def check(
    raw: bytes, model: type[BaseModel], fields: Mapping[str, Convert], names: Mapping[str, str] | None = None
) -> Checked:
    """Validate a JSON object. The body is the object as given, including unknown fields. Null means absent.

    `fields`: parsers of values in other forms. `names`: the file's own names of our fields, for messages."""
    try:
        model.__pydantic_validator__.validate_json(raw, strict=True)
        body = cast(Body, from_json(raw, cache_strings="keys", allow_inf_nan=False))
    except ValidationError:
        return _second_look(raw, model, fields, names or {})
    except ValueError as fault:  # NaN or Infinity in a field that the model doesn't validate
        return Checked(None, _not_json(raw, fault))
    if b"\\u0000" in raw and holds_null(body):
        return Checked(None, "contains a null character")
    return Checked(body)


def check_object(
    body: Body, model: type[BaseModel], fields: Mapping[str, Convert], names: Mapping[str, str] | None = None
) -> Checked:
    """Like `check`, for a record that has already been parsed."""
    try:
        raw = json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:
        return Checked(None, "is not UTF-8 text")
    except (ValueError, RecursionError):
        return Checked(None, "contains a number that JSON doesn't allow, or is nested too deeply")
    return check(raw, model, fields, names)


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
    raw: bytes, model: type[BaseModel], fields: Mapping[str, Convert], names: Mapping[str, str]
) -> Checked:
    """Retry without top-level nulls, which many exports write for "unknown", and with mended values."""
    if b"\x00" in raw:
        return Checked(None, "contains a null character")
    try:
        value: object = from_json(raw, allow_inf_nan=False)
    except ValueError as fault:
        return Checked(None, _not_json(raw, fault))
    if not isinstance(value, dict):
        return Checked(None, f"is {kind_of(value)}, not an object")
    body = {key: item for key, item in cast(Body, value).items() if item is not None}
    if holds_null(body):
        return Checked(None, "contains a null character")
    found: tuple[Aside, ...] = ()
    fault = ""
    for _ in range(_ROUNDS):
        try:
            model.__pydantic_validator__.validate_json(json.dumps(body).encode(), strict=True)
        except ValidationError as error:
            fault, asides = describe(error, names), mend(body, error, fields, names)
            if asides is None:
                return Checked(None, fault)
            found += asides
        else:
            return Checked(body, None, found)
    return Checked(None, fault)


def _not_json(raw: bytes, fault: ValueError) -> str:
    try:
        raw.decode()
    except UnicodeDecodeError as wrong:
        return f"is not UTF-8 text (byte {wrong.start + 1})"
    message = str(fault).replace("at line 1 column", "at character")
    return "is nested too deeply" if "recursion limit" in message else f"is not JSON: {message}"
