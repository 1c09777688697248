"""Builds requests from templates: fills in the `{placeholders}` in strings, and drops what is empty without them."""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, cast

Values = Mapping[str, tuple[Any, ...]]
"""The values of each placeholder; a placeholder without values is empty."""

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def placeholders(template: Any) -> Iterator[str]:
    """The names of the placeholders anywhere in a template."""
    match template:
        case str():
            yield from _PLACEHOLDER.findall(template)
        case dict():
            for each in cast(dict[str, Any], template).values():
                yield from placeholders(each)
        case list():
            for each in cast(list[Any], template):
                yield from placeholders(each)
        case _:
            pass


def strings(template: str, values: Values) -> list[str]:
    """The template filled in once for each value; nothing if a placeholder in it is empty."""
    names = list(dict.fromkeys(_PLACEHOLDER.findall(template)))
    found: list[str] = []
    for chosen in product(*(values.get(name, ()) for name in names)):
        shown = dict(zip(names, map(_shown, chosen), strict=True))
        found.append(_PLACEHOLDER.sub(lambda match, shown=shown: shown[match[1]], template))
    return found


def params(templates: Mapping[str, str | list[str]], values: Values) -> dict[str, str]:
    """The parameters of the query string. Several values are joined by a comma, the items of a list by a space."""
    made: dict[str, str] = {}
    for name, template in templates.items():
        items = [strings(one, values) for one in ([template] if isinstance(template, str) else template)]
        flat = [each for one in items for each in one]
        if flat:
            made[name] = ("," if isinstance(template, str) else " ").join(flat)
    return made


def body(template: Any, values: Values) -> Any:
    """The JSON body, or None if nothing is left: a string with an empty placeholder is dropped, and so is a table
    in which all placeholders are empty. A string that consists of a single placeholder takes the type of its value."""
    match template:
        case str():
            alone = _PLACEHOLDER.fullmatch(template)
            if alone is None:
                found: list[Any] = [*strings(template, values)]
            else:
                found = [*values.get(alone[1], ())]
            return None if not found else found[0] if len(found) == 1 else ",".join(map(_shown, found))
        case dict():
            parts = cast(dict[str, Any], template)
            names = set(placeholders(parts))
            if names and not any(values.get(name) for name in names):
                return None
            made = {key: body(each, values) for key, each in parts.items()}
            return {key: each for key, each in made.items() if each is not None}
        case list():
            items = [item for each in cast(list[Any], template) for item in _items(each, values)]
            return items or None
        case _:
            return template


def _items(template: Any, values: Values) -> list[Any]:
    """The items that one item of a list becomes: one for each value of its placeholder."""
    if isinstance(template, str):
        alone = _PLACEHOLDER.fullmatch(template)
        return [*values.get(alone[1], ())] if alone else [*strings(template, values)]
    made = body(template, values)
    return [] if made is None else [made]


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
