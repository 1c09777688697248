"""CSV columns: maps each to a field, and builds records from cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self, cast

from connectors.files.headings import Convert, folded
from connectors.files.kinds import Kind
from connectors.files.lines import Unreadable
from connectors.files.value_parsers import InvalidValue

_EMPTY = frozenset(("", "null", "none", "n/a", "na", "-"))
_MANY = frozenset(("emails", "phones", "skills", "languages"))  # lists; several columns are combined
_FIRST_OF = frozenset(("experience", "education"))  # lists of objects; a CSV row fills only the first


@dataclass(frozen=True, slots=True)
class Column:
    """`field` is "" for a skipped column. An unknown column is stored under its heading (`convert` is None)."""

    heading: str
    field: str
    convert: Convert | None


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a file, in order."""

    columns: tuple[Column, ...]

    @classmethod
    def of(cls, headings: list[str], kind: Kind, mapped: Mapping[str, str], file: str) -> Self:
        """Raises Unreadable if `mapped` has an unknown column or field, or if no column can name a record."""
        by_heading = {folded(heading): field.strip() for heading, field in mapped.items()}
        present = {folded(heading) for heading in headings}
        for heading, field in mapped.items():
            if folded(heading) not in present:
                raise Unreadable(f"{file} has no column “{heading}”. It has: {', '.join(headings)}.")
            if field.strip() and field.strip() not in kind.fields:
                raise Unreadable(f"“{field}” is not a field of {kind.name}. Use one of: {', '.join(kind.fields)}.")
        columns: list[Column] = []
        for heading in headings:
            key = folded(heading)
            field = by_heading[key] if key in by_heading else kind.headings.get(key, heading.strip())
            columns.append(Column(heading.strip(), field, kind.fields.get(field)))
        if not any(column.field in kind.names_by for column in columns):
            raise Unreadable(
                f"{file} has no column for {' or '.join(kind.names_by[:2])}. "
                f"It has: {', '.join(headings)}. Choose one with --map COLUMN={kind.names_by[0]}."
            )
        return cls(tuple(columns))

    def build(self, cells: list[str]) -> dict[str, Any] | str:
        """The record in the import format, not yet validated; or a message saying what is wrong with the row."""
        if len(cells) != len(self.columns):
            while len(cells) > len(self.columns) and not cells[-1].strip():
                cells.pop()
            if len(cells) != len(self.columns):
                return f"has {len(cells)} columns, but the heading has {len(self.columns)}"
        body: dict[str, Any] = {}
        for column, cell in zip(self.columns, cells, strict=True):
            text = cell.strip()
            if not column.field or not text:
                continue
            if column.convert is None:
                body.setdefault(column.field, text)
                continue
            if column.convert is not str and text.casefold() in _EMPTY and column.field not in ("name", "title"):
                continue
            try:
                _put(body, column.field, column.convert(text))
            except InvalidValue as invalid:
                return f"{column.heading} {invalid}, not “{text[:40]}”"
        return _named(body)


def _put(body: dict[str, Any], field: str, value: Any) -> None:
    """Store `value` in the record. Lists are combined; otherwise the first column wins."""
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
    """Join first and last name if there is no full name."""
    first, last = body.pop("first_name", ""), body.pop("last_name", "")
    if "name" not in body and (first or last):
        body["name"] = f"{first} {last}".strip()
    return body
