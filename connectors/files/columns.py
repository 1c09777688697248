"""CSV columns: maps each to a field, and builds records from cells."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, cast

from rapidfuzz import fuzz, process

from connectors.files import exports
from connectors.files.headings import Convert, folded
from connectors.files.kinds import Kind
from connectors.files.lines import Unreadable
from connectors.files.mending import Aside, set_aside
from connectors.files.values import InvalidValue, parsers

_EMPTY = frozenset(("", "null", "none", "n/a", "na", "-", "#n/a", "nan", "(blank)"))
_NAMES = frozenset(("name", "title", "first_name", "middle_name", "last_name"))  # may be "Na" or "None"
_MANY = frozenset(("emails", "phones", "skills", "languages"))  # lists; several columns are combined
_FIRST_OF = frozenset(("experience", "education"))  # lists of objects; a CSV row fills only the first
_SALUTATION = re.compile(
    r"(?:(?:mr|mrs|ms|miss|mx|dr|prof|sir|madam|herr|frau|hr|fr|mme|m|mlle|sr|sra|srta|sig|dott|ing|rev|hon|dipl|med|"
    r"rer|nat|phil|habil|jur)\b[.\s-]*)+",
    re.IGNORECASE,
)
_LIKE = 78  # percent: how similar the nearest known heading must be


_MOST_JOINED, _MOST_TRIED = 3, 60  # delimiters in a cell without quotes, and columns of such a row
_LONGEST = 500  # characters of cells without a heading

Built = tuple[dict[str, Any], tuple[Aside, ...]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file. `field` is "" for a skipped column. An unknown column is stored under its heading (`convert`
    is None)."""

    heading: str
    field: str
    convert: Convert | None


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a file, in order. `export`: the program that exported the file; "" if not recognized."""

    columns: tuple[Column, ...]
    export: str = ""
    of_jobs: bool = False

    @classmethod
    def of(cls, headings: list[str], kind: Kind, mapped: Mapping[str, str], file: str) -> Self:
        """Assign the columns to fields. Raises Unreadable if `mapped` has an unknown column or field, or if no column
        can name a record."""
        by_heading = {folded(heading): field.strip() for heading, field in mapped.items()}
        present = {folded(heading) for heading in headings}
        for heading, field in mapped.items():
            if folded(heading) not in present:
                raise Unreadable(f"{file} has no column “{heading}”. It has: {', '.join(headings)}.")
            if field.strip() == "source":
                raise Unreadable("The tab is chosen with --source NAME. Map the column to found_via instead.")
            if field.strip() and field.strip() not in kind.fields:
                raise Unreadable(f"“{field}” is not a field of {kind.name}. Use one of: {', '.join(kind.fields)}.")
        export = exports.recognised(present, kind.name)
        known = {**kind.headings, **(export.headings if export else {})}
        columns: list[Column] = []
        for number, heading in enumerate(headings, 1):
            key, name = folded(heading), heading.strip() or f"Column {number}"
            found = known.get(key, known.get(re.sub(r"\d+", "", key)))
            field = by_heading.get(key, name if found is None else found)
            columns.append(Column(name, field, kind.fields.get(field)))
        if not any(column.field in kind.names_by for column in columns):
            maps = _suggested(columns, kind)
            if kind.names_by[0] not in maps.values():
                unplaced = [column.heading for column in columns if column.convert is None and column.field]
                maps = {(unplaced or ["COLUMN"])[0]: kind.names_by[0], **maps}
            raise Unreadable(
                f"{file} has no column for {' or '.join(kind.names_by[:2])}. It has: {', '.join(headings)}. "
                f"Choose one with --map, for example {map_options(maps)}.",
                maps,
            )
        return cls(tuple(columns), export.name if export else "", kind.name == "jobs")

    def unknown(self) -> tuple[str, ...]:
        """The headings that no field was found for."""
        return tuple(column.heading for column in self.columns if column.field and column.convert is None)

    def suggested(self, kind: Kind) -> dict[str, str]:
        """Unknown heading → the field with the most similar name, if any is similar."""
        return _suggested(self.columns, kind)

    def heading_of(self, field: str) -> str:
        """The heading of the column that fills the field; the field itself if there is none."""
        return next((column.heading for column in self.columns if column.field == field), field)

    def build(self, cells: list[str], delimiter: str = "") -> Built | str:
        """The record in the import format, not yet validated, and the cells that were not understood; or a message that
        says what is wrong with the row. `delimiter`: the delimiter that an unquoted cell may contain by mistake; "" if
        no cell can."""
        width = len(self.columns)
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if len(cells) == 1 and width > 2:  # a title between the rows, or the rest of a broken row
            return f"has 1 column, but the heading has {width}"
        if len(cells) <= width:
            return self._built(cells + [""] * (width - len(cells)))
        body, asides = self._built(cells[:width])
        if asides and (joined := self._joined(cells, delimiter, len(asides))):
            return joined
        if asides and any(column.field == "do_not_contact" for column in self.columns):
            body["do_not_contact"] = True  # the cells are shifted, so any of them may say it
        heading, text = f"Column {width + 1}", "; ".join(filter(None, map(str.strip, cells[width:])))[:_LONGEST]
        set_aside(body, heading, text)
        return body, (*asides, Aside(heading, text, "has no heading: is a cell with a comma not in quotes?"))

    def _joined(self, cells: list[str], delimiter: str, worst: int) -> Built | None:
        """The record of a row in which one cell contains a delimiter, or None if it is unclear which cell that is. It
        is clear if a single way to join cells leaves the fewest that are not understood, and fewer than `worst`. A
        space follows a comma in text, but not a delimiter."""
        more = len(cells) - len(self.columns)
        if not delimiter or more > _MOST_JOINED or not 2 <= len(self.columns) <= _MOST_TRIED:
            return None
        ways: list[tuple[tuple[int, int], Built]] = []
        for at in range(len(self.columns)):
            rest = cells[at + 1 : at + more + 1]
            built = self._built([*cells[:at], delimiter.join((cells[at], *rest)), *cells[at + more + 1 :]])
            ways.append(((len(built[1]), sum(not one.startswith(" ") for one in rest)), built))
        (likeliest, best), (next_one, _) = sorted(ways, key=lambda way: way[0])[:2]
        return best if likeliest < next_one and likeliest[0] < worst else None

    def _built(self, cells: list[str]) -> Built:
        body: dict[str, Any] = {}
        asides: list[Aside] = []
        whole: list[tuple[Column, str]] = []  # whole places in one cell: a city column takes precedence
        origins: list[tuple[Column, str]] = []  # "sourced", "applied": only if no other column names the source
        for column, cell in zip(self.columns, cells, strict=True):
            text = parsers.unwrapped(cell.replace("\x00", "").strip())
            if not column.field or not text:
                continue
            if column.convert is None:
                body[column.heading] = _joined(body.get(column.heading), text)
            elif text.casefold() in _EMPTY and column.field not in _NAMES:
                continue
            elif column.field == "other" or (column.field == "experience.title" and _SALUTATION.fullmatch(text)):
                set_aside(body, column.heading, text)
            elif column.field == "place":
                whole.append((column, text))
            elif column.field == "found_via" and folded(column.heading) == "origin":
                origins.append((column, text))
            else:
                try:
                    _put(body, column.field, column.convert(text))
                except InvalidValue as invalid:
                    set_aside(body, column.heading, text)
                    asides.append(Aside(column.heading, text, str(invalid)))
        for column, text in whole:
            _put_place(body, column, text)
            if self.of_jobs and (more := parsers.places(text)[1:]):
                body["more_places"] = more
        for column, text in origins:
            if body.setdefault("found_via", text) != text:
                set_aside(body, column.heading, text)
        return _named(body), tuple(asides)


def map_options(maps: Mapping[str, str]) -> str:
    """The options to copy into the command: `--map "Wer=name"`."""
    return " ".join('--map "{}"'.format(f"{heading}={field}".replace('"', '\\"')) for heading, field in maps.items())


def _suggested(columns: Sequence[Column], kind: Kind) -> dict[str, str]:
    unknown = [column.heading for column in columns if column.field and column.convert is None]
    return {heading: field for heading in unknown if (field := nearest_field(heading, kind))}


def nearest_field(heading: str, kind: Kind) -> str:
    """The field whose heading is spelled most like this one, or is contained in it; "" if there is no such field."""
    key = folded(heading)
    close = process.extractOne(key, kind.headings.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE)
    if close is not None:
        return kind.headings[close[0]]
    inside = [known for known in kind.headings if len(known) >= 4 and known in key]
    return kind.headings[max(inside, key=len)] if inside else ""


def _joined(before: Any, text: str) -> str:
    return text if before in (None, text) else f"{before}; {text}"


def _put(body: dict[str, Any], field: str, value: Any) -> None:
    """Store `value` in the record. Lists are combined; otherwise the first column wins."""
    top, _, part = field.partition(".")
    if value in (None, "", {}):
        return
    if top in _MANY:
        known: list[Any] = body.setdefault(top, [])
        known.extend(item for item in value if item not in known)
    elif top == "links":
        body.setdefault(top, []).extend({**parsers.link(url), **({"kind": part} if part else {})} for url in value)
    elif top in _FIRST_OF:
        parts = cast(dict[str, Any], value) if isinstance(value, dict) else {part: value}
        first = body.setdefault(top, [{}])[0]
        for name, each in parts.items():
            first.setdefault(name, each)
    elif top == "found_via":
        body[top] = _joined(body.get(top), value)
    elif top == "do_not_contact":
        body[top] = bool(value) or bool(body.get(top))
    elif part:
        body.setdefault(top, {}).setdefault(part, value)
    elif isinstance(value, dict):
        body[top] = {**cast(dict[str, Any], value), **body.get(top, {})}
    else:
        body.setdefault(top, value)


def _put_place(body: dict[str, Any], column: Column, text: str) -> None:
    """Store the place that a cell names. Text that contains a street, or a city other than the one in the city column,
    is set aside."""
    found = parsers.place(text)
    known, city = (str(each.get("city") or "").casefold() for each in (body.get("place", {}), found))
    elsewhere = bool(known and city and known not in city)
    if elsewhere or parsers.has_street(text):
        set_aside(body, column.heading, text)
    if not elsewhere:
        _put(body, "place", found)


def _named(body: dict[str, Any]) -> dict[str, Any]:
    """Join the parts of the name if there is no full name."""
    parts = [body.pop(part, "") for part in ("first_name", "middle_name", "last_name")]
    if "name" not in body and any(parts):
        body["name"] = " ".join(filter(None, parts))
    return body
