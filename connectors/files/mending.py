"""Values that a record cannot hold: read in another form where possible, otherwise set aside under `other`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from connectors.files.faults import describe_one
from connectors.files.headings import Convert
from connectors.files.values import InvalidValue

_LONGEST = 500  # characters of a value that is set aside
_REQUIRED = ("name", "title")
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Aside:
    """A value that was not understood. `column`: the CSV heading or the path of the field; in messages, `reason`
    follows it."""

    column: str
    value: str
    reason: str


def set_aside(body: Body, column: str, value: str) -> None:
    """Keep the text in `other`, next to what is already there."""
    others = body.get("other")
    known = cast(Body, others) if isinstance(others, dict) else Body()
    before = known.get(column)
    known[column] = value if before in (None, value) else f"{before}; {value}"[:_LONGEST]
    body["other"] = known


def mend(
    body: Body, error: ValidationError, fields: Mapping[str, Convert], names: Mapping[str, str]
) -> tuple[Aside, ...] | None:
    """Repair `body` in place. Returns what was set aside, or None if a required field is wrong."""
    faults = {_path(body, fault["loc"]): fault for fault in error.errors(include_url=False)}
    if body.get("other") is not None and not isinstance(body["other"], dict):  # a column or key of that name
        body["other"] = {"other": body["other"]}
        faults.pop(("other",), None)
    if any(len(path) < 1 or (len(path) == 1 and path[0] in _REQUIRED) for path in faults):
        return None
    paths = sorted(faults, key=_order, reverse=True)  # the last items of a list first
    found = [aside for path in paths if (aside := _mend_one(body, path, faults[path], fields, names))]
    return tuple(reversed(found))


def _order(path: tuple[str | int, ...]) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (0, step) for step in path]


def _path(body: Body, location: Sequence[str | int]) -> tuple[str | int, ...]:
    """The part of the location that leads into the record, without the union members that pydantic appends to it."""
    value: Any = body
    path: list[str | int] = []
    for step in location:
        inside = step in value if isinstance(value, dict) else isinstance(value, list) and isinstance(step, int)
        if not inside:
            break
        value = cast(Any, value)[step]
        path.append(step)
    return tuple(path) if path else tuple(location[:1])


def _mend_one(
    body: Body,
    path: tuple[str | int, ...],
    fault: ErrorDetails,
    fields: Mapping[str, Convert],
    names: Mapping[str, str],
) -> Aside | None:
    parent: Any = body
    for step in path[:-1]:
        parent = parent[step]
    last = path[-1]
    value: Any = parent[last]
    steps = [step for step in path if isinstance(step, str)]
    column = ".".join(names.get(step, step) for step in steps)
    if fault["type"] == "string_too_long" and isinstance(value, str):
        most = int(cast(dict[str, Any], fault.get("ctx"))["max_length"])
        parent[last] = value[: most - 1] + "…"
        return Aside(column, value[:80], f"is longer than {most:,} characters: the rest was cut off")
    convert = fields.get(".".join(steps))
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    text = value if isinstance(value, str) else json.dumps(whole, ensure_ascii=False, default=str)
    reason = describe_one(fault)
    if convert is not None and isinstance(value, str | int | float):
        try:
            read = convert(text.strip())
        except InvalidValue as invalid:
            reason = str(invalid)
        else:
            if read != value or type(read) is not type(value):
                _replace(parent, last, read)
                return None
    del parent[last]
    if value in (None, "", [], {}):
        return None
    set_aside(body, column, text[:_LONGEST])
    return Aside(column, text[:_LONGEST], reason)


def _replace(parent: Any, last: str | int, read: object) -> None:
    """Replace the value with the mended one. A position's date may include the other end of its range."""
    if read is None:
        del parent[last]
    elif isinstance(read, dict) and last in ("start", "end"):
        del parent[last]
        for name, part in cast(Body, read).items():
            parent.setdefault(name, part)
    else:
        parent[last] = read
