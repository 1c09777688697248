"""A CSV's columns: which field each fills, and a record built from its cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self, cast

from connectors.files.headings import Convert, folded
from connectors.files.kinds import Kind
from connectors.files.lines import Unreadable
from connectors.files.words import Odd

_NOTHING = frozenset(("", "null", "none", "n/a", "na", "-"))
_MANY = frozenset(("emails", "phones", "skills", "languages"))  # lists; two columns add up
_FIRST_OF = frozenset(("experience", "education"))  # lists of objects, of which a CSV row has the first


@dataclass(frozen=True, slots=True)
class Column:
    """`field` "" is a column that is left out; one of no known field is kept under its heading (`convert` None)."""

    heading: str
    field: str
    convert: Convert | None


@dataclass(frozen=True, slots=True)
class Columns:
    """All columns of a file, in order."""

    columns: tuple[Column, ...]

    @classmethod
    def of(cls, headings: list[str], kind: Kind, mapped: Mapping[str, str], file: str) -> Self:
        """Raises Unreadable when `mapped` names a column or field that is not there, or nothing names a record."""
        by_heading = {folded(heading): field.strip() for heading, field in mapped.items()}
        there = {folded(heading) for heading in headings}
        for heading, field in mapped.items():
            if folded(heading) not in there:
                raise Unreadable(f"{file} has no column “{heading}”. It has: {', '.join(headings)}.")
            if field.strip() and field.strip() not in kind.fields:
                raise Unreadable(f"“{field}” is no field of {kind.name}. The fields: {', '.join(kind.fields)}.")
        columns: list[Column] = []
        for heading in headings:
            key = folded(heading)
            field = by_heading[key] if key in by_heading else kind.headings.get(key, heading.strip())
            columns.append(Column(heading.strip(), field, kind.fields.get(field)))
        if not any(column.field in kind.names_by for column in columns):
            raise Unreadable(
                f"{file} has no column for {' or '.join(kind.names_by[:2])}. "
                f"It has: {', '.join(headings)}. Say which it is with --map COLUMN={kind.names_by[0]}."
            )
        return cls(tuple(columns))

    def build(self, cells: list[str]) -> dict[str, Any] | str:
        """The record in the import format, not yet checked, or what is wrong with it."""
        if len(cells) != len(self.columns):
            while len(cells) > len(self.columns) and not cells[-1].strip():
                cells.pop()
            if len(cells) != len(self.columns):
                return f"has {len(cells)} columns, the heading has {len(self.columns)}"
        body: dict[str, Any] = {}
        for column, cell in zip(self.columns, cells, strict=True):
            words = cell.strip()
            if not column.field or not words:
                continue
            if column.convert is None:
                body.setdefault(column.field, words)
                continue
            if column.convert is not str and words.casefold() in _NOTHING and column.field not in ("name", "title"):
                continue
            try:
                _put(body, column.field, column.convert(words))
            except Odd as odd:
                return f"{column.heading} {odd}, not “{words[:40]}”"
        return _named(body)


def _put(body: dict[str, Any], field: str, value: Any) -> None:
    """`value` at its place in the record; what another column said first stays, lists add up."""
    top, _, part = field.partition(".")
    if value in (None, ""):
        return
    if top in _MANY:
        known: list[Any] = body.setdefault(top, [])
        known.extend(item for item in value if item not in known)
    elif top == "links":
        body.setdefault(top, []).extend({"kind": part or _link_kind(url), "url": url} for url in value)
    elif top in _FIRST_OF:
        body.setdefault(top, [{}])[0].setdefault(part, value)
    elif part:
        body.setdefault(top, {})[part] = value
    elif isinstance(value, dict):
        body[top] = {**cast(dict[str, Any], value), **body.get(top, {})}
    else:
        body.setdefault(top, value)


def _link_kind(url: str) -> str:
    folded_url = url.casefold()
    return next((kind for kind in ("linkedin", "github", "xing") if f"{kind}.com" in folded_url), "website")


def _named(body: dict[str, Any]) -> dict[str, Any]:
    """First and last name as one, where there is no full name."""
    first, last = body.pop("first_name", ""), body.pop("last_name", "")
    if "name" not in body and (first or last):
        body["name"] = f"{first} {last}".strip()
    return body
