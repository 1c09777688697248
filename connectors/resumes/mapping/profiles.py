"""A partner's record as a profile in our import format, by the paths of a mapping file."""

from collections.abc import Mapping
from typing import Any, cast

from connectors.resumes import reading
from connectors.resumes.base import Body
from connectors.resumes.mapping import paths
from connectors.resumes.mapping.file import Mapped

_MANY = frozenset({"emails", "phones", "skills", "languages", "links"})
_CODED = {"education": "degree"}  # list → the part of it that has codes of its own
Codes = Mapping[str, Mapping[str, str]]
"""Field → the partner's code → our value."""


def profile(record: Any, fields: Mapping[str, Mapped], codes: Codes, source: str, bought: str = "") -> Body | None:
    """The profile; None if the record is not an object, or has no id or name. `bought`: the id of a person whose
    details were paid for. These must not be lost because an id or a name is missing."""
    body: Body = {}
    for name, mapped in fields.items():
        value = _value(record, name, mapped, codes)
        if value in (None, "", []):
            continue
        owner, _, part = name.partition(".")
        if part:
            body.setdefault(owner, {})[part] = value
        else:
            body[owner] = value
    if bought:
        body = {"name": "Name not given", **body, "id": bought}
    return reading.checked({**body, "source": source})


def _value(record: Any, name: str, mapped: Mapped, codes: Codes) -> Any:
    if isinstance(mapped, dict):
        return _items(record, name, mapped, codes)
    found = [paths.find(record, path) for path in ([mapped] if isinstance(mapped, str) else mapped)]
    if name in _MANY:
        return _many(name, [each for one in found for each in one])
    if isinstance(mapped, str):
        value = next((each for each in found[0] if not isinstance(each, dict | list)), None)
    else:
        value = " ".join(part for one in found for part in [_plain(one)] if part)
    return _decoded(value, codes.get(name, {}))


def _items(record: Any, name: str, mapped: dict[str, str], codes: Codes) -> list[Body]:
    """The objects in a list, each without its empty parts."""
    made: list[Body] = []
    for item in paths.find(record, _each(mapped["each"])):
        parts = {part: _plain(paths.find(item, path)) for part, path in mapped.items() if part != "each"}
        coded = _CODED.get(name, "")
        if parts.get(coded):
            parts[coded] = str(_decoded(parts[coded], codes.get(name, {})))
        filled = {part: value for part, value in parts.items() if value}
        if filled:
            made.append(filled)
    return made


def _each(path: str) -> str:
    return path if path.endswith("]") else f"{path}[]"


def _many(name: str, values: list[Any]) -> list[Any]:
    texts = [part for value in values for part in _texts(value)]
    if len(texts) == 1 and name in ("skills", "languages"):
        texts = [part.strip() for part in texts[0].replace(";", ",").split(",") if part.strip()]
    unique = list(dict.fromkeys(texts))
    return [{"url": each} for each in unique] if name == "links" else [*unique]


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [part for each in cast(list[Any], value) for part in _texts(each)]
    return [text for text in [_plain([value])] if text]


def _plain(values: list[Any]) -> str:
    """The first value as text; "" for anything that is neither text nor a number (some plans answer true in place of an
    address)."""
    return (reading.long_text(values[0]) or "") if values else ""


def _decoded(value: Any, codes: Mapping[str, str]) -> Any:
    if isinstance(value, bool):
        return value
    plain = _plain([value])
    return codes.get(plain, plain)
