"""Paths into a partner's JSON: `data.people[].name`, `data.ids[0]`, `data`. "" means the value itself."""

import re
from typing import Any, cast

from connectors.resumes import reading

_STEP = re.compile(r"([^.\[\]]+)((?:\[[0-9]{0,4}\])*)")
_INDEX = re.compile(r"\[([0-9]*)\]")


def is_path(text: str) -> bool:
    return text == "" or all(_STEP.fullmatch(step) for step in text.split("."))


def find(value: Any, path: str) -> list[Any]:
    """All values at the path, without nulls; `[]` means every item of a list. A value that is missing, or of a
    different type than the path expects, is left out."""
    found = [value]
    for step in path.split(".") if path else ():
        matched = _STEP.fullmatch(step)
        if matched is None:
            return []
        found = [cast(dict[str, Any], each).get(matched[1]) for each in found if isinstance(each, dict)]
        for index in _INDEX.findall(matched[2]):
            lists = [cast(list[Any], each) for each in found if isinstance(each, list)]
            found = [item for each in lists for item in (each[int(index) : int(index) + 1] if index else each)]
    return [each for each in found if each is not None]


def first(value: Any, path: str) -> Any:
    """The first value at the path, or None."""
    found = find(value, path)
    return found[0] if found else None


def number(value: Any, path: str) -> int | None:
    """The whole number at the path, at least 0."""
    found = reading.whole(first(value, path))
    return None if found is None else max(found, 0)


def text(value: Any, path: str) -> str:
    return reading.text(first(value, path)) or ""
