"""Reads a partner's answer, in which anything may be null, missing or of another type."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from connectors.files import CANDIDATES
from connectors.files.values import InvalidValue
from connectors.resumes.base import Body

Given = dict[str, Any]
T = TypeVar("T")
MOST = 10**9  # of people, views, credits
_LONG = 20_000


def at(value: object, path: str) -> Any:
    """The value at a path such as "usage.viewsRemaining"; None if a step is missing. The path "" means the value
    itself."""
    for step in path.split(".") if path else ():
        if not isinstance(value, dict):
            return None
        value = cast(Given, value).get(step)
    return value


def part(value: object, path: str = "") -> Given:
    """The object at a path; an empty one if there is none."""
    found = at(value, path)
    return cast(Given, found) if isinstance(found, dict) else {}


def items(value: object, path: str = "") -> list[Any]:
    """The list at a path; a single object counts as a list of one."""
    found = at(value, path)
    if isinstance(found, dict):
        return [found]
    return cast(list[Any], found) if isinstance(found, list) else []


def parts(value: object, path: str = "") -> list[Given]:
    """The objects in the list at a path."""
    return [cast(Given, each) for each in items(value, path) if isinstance(each, dict)]


def text(value: object, path: str = "", longest: int = 500) -> str | None:
    """The text at a path, without characters that can't be stored; numbers count as text, true and false do not."""
    found = at(value, path)
    if isinstance(found, int | float) and not isinstance(found, bool):
        found = str(int(found)) if isinstance(found, float) and found.is_integer() else str(found)
    if not isinstance(found, str):
        return None
    clean = found.replace("\x00", "").encode("utf-8", "ignore").decode().strip()
    return clean[:longest] or None


def long_text(value: object, path: str = "") -> str | None:
    return text(value, path, _LONG)


def texts(value: object, path: str = "", keys: Iterable[str] = ()) -> list[str]:
    """The strings in the list at a path, without repetition; for an object, the string at the first of `keys` that has
    one."""
    found = at(value, path)
    if isinstance(found, str):
        found = [found]
    read: list[str] = []
    for each in cast(list[object], found) if isinstance(found, list) else []:
        found_at = [text(each), *(text(each, key) for key in keys)]  # either, not both: an object is not text
        if given := next(filter(None, found_at), None):
            read.append(given)
    return list(dict.fromkeys(read))


def whole(value: object, path: str = "") -> int | None:
    """The whole number at a path; None if it is beyond MOST, since it then can't be a count of anything."""
    found = at(value, path)
    if isinstance(found, bool):
        return None
    try:
        number = int(float(found)) if isinstance(found, int | float | str) else None
    except (ValueError, OverflowError):
        return None
    return number if number is not None and abs(number) <= MOST else None


def number(value: object, path: str = "") -> float | None:
    found = at(value, path)
    try:
        return float(found) if isinstance(found, int | float) and not isinstance(found, bool) else None
    except OverflowError:
        return None


def read(parse: Callable[[str], T], given: str | None) -> T | None:
    """The value that a parser of connectors.files.values reads from a string; None if it can't."""
    if not given:
        return None
    try:
        return parse(given)
    except InvalidValue:
        return None


def without_empty(**values: Any) -> Given:
    """The values that are set; False and 0 count as set."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def checked(body: Body) -> Body | None:
    """The profile, validated for the store; None if it has no id or name."""
    found = CANDIDATES.check_value(body).body
    return found if found is not None and found.get("id") and found.get("name") else None
