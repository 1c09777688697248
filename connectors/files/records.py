"""The records of one file, and how a table's rows become records."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from connectors.files.columns import Columns
from connectors.files.kinds import Kind
from connectors.files.lines import Line, shown
from connectors.files.mending import Aside

HEAD = 3  # rows that are shown as examples


@dataclass(frozen=True, slots=True)
class Records:
    """The records in order. They are read during iteration, which is possible only once. `columns` is None for files
    without columns; `head` is filled with the cells of the first rows as they are read. `sheet`: the sheet of an Excel
    file that is read; `left_out`: the other sheets."""

    lines: Iterator[Line]
    columns: Columns | None = None
    head: list[list[str]] = field(default_factory=list[list[str]])
    sheet: str = ""
    left_out: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Line]:
        return self.lines


def checked_row(
    number: int, raw: str, offset: int, built: tuple[dict[str, Any], tuple[Aside, ...]], columns: Columns, kind: Kind
) -> Line:
    """A row, built from its cells and validated. `raw` is the row as text."""
    body, asides = built
    found = kind.check_value(body)
    if found.body is None:
        return Line(number, shown(raw.rstrip("\r\n")), offset, fault=found.fault)
    late = tuple(replace(aside, column=columns.heading_of(aside.column)) for aside in found.asides)
    return Line(number, "", offset, found.body, None, asides + late)
