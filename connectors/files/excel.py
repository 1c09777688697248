"""Excel reader (.xlsx): the first sheet that has a heading, one row at a time, as a program would export it to CSV."""

import zipfile
import zlib
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from connectors.files.columns import Columns
from connectors.files.headings import folded
from connectors.files.kinds import Kind
from connectors.files.lines import LONGEST, Line, Unreadable
from connectors.files.records import HEAD, Records, checked_row

_PREAMBLE = 10  # rows to search for the heading
_MOST_COLUMNS = 1_000
_BROKEN = (zipfile.BadZipFile, zlib.error, ParseError, InvalidFileException, KeyError, ValueError, OSError, EOFError)
_UNPACKED = 2_000_000_000  # bytes: the most that a file may unpack to


@dataclass(frozen=True, slots=True)
class _Heading:
    """A row that may be the heading. `sheet` counts from 0, `row` from 1. `likelihood` is 0 for the first row that is
    not blank, 1 for a row with a known heading, which may be on a cover page, and 2 for a row with a name and another
    field, or with a name and at least three columns."""

    sheet: int
    name: str
    row: int
    cells: list[str]
    likelihood: int
    hidden: bool


def read_excel(path: Path, kind: Kind, columns: Mapping[str, str]) -> Records:
    """Read every row that is not blank. Raises Unreadable immediately if the file is not a workbook, or if no column
    can name a record."""
    mapped = {folded(heading): field for heading, field in columns.items()}
    try:
        headings = _headings(path, kind, mapped)
    except _BROKEN as fault:
        raise Unreadable(f"{path.name} is not an Excel file that can be read: save it again, or as CSV.") from fault
    if not headings:
        raise Unreadable(f"{path.name} is empty.")
    heading = max(headings, key=lambda each: each.likelihood)  # the first of the likeliest
    left_out = tuple(each.name for each in headings if each is not heading and not each.hidden)
    found = Columns.of(heading.cells, kind, columns, path.name)
    head: list[list[str]] = []
    return Records(_records(path, kind, found, heading, head), found, head, heading.name, left_out)


def _headings(path: Path, kind: Kind, mapped: Mapping[str, str]) -> list[_Heading]:
    """The likeliest heading of each sheet that is not blank, hidden sheets last."""
    with zipfile.ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > _UNPACKED:
            raise Unreadable(f"{path.name} is too large when unpacked. Save it as CSV.")
    found: list[_Heading] = []
    broken: Exception | None = None
    with _workbook(path) as sheets:
        for at, sheet in enumerate(sheets):
            try:
                rows = [(number, cells) for number, cells in islice(_rows(sheet), _PREAMBLE) if any(cells)]
            except _BROKEN as fault:
                broken = fault
                continue
            if rows:
                likelihood, row, cells = max(
                    ((_likelihood(cells, kind, mapped), row, cells) for row, cells in rows), key=itemgetter(0)
                )
                hidden = sheet.sheet_state != "visible"
                found.append(_Heading(at, str(sheet.title), row, _trimmed(cells), likelihood, hidden))
    if broken is not None and not found:
        raise broken
    return sorted(found, key=lambda each: each.hidden)


def _likelihood(cells: list[str], kind: Kind, mapped: Mapping[str, str]) -> int:
    filled = [folded(cell) for cell in cells if cell]
    fields = [mapped.get(cell) or kind.headings.get(cell, "other") for cell in filled]
    known = [field for field in fields if field != "other"]
    if len(filled) < 2 or not known:
        return 0
    named = any(field in kind.names_by for field in known)
    return 2 if named and (len(known) > 1 or len(filled) > 2) else 1


def _trimmed(cells: list[str]) -> list[str]:
    """The cells without the blank ones at the end."""
    return cells[: max(at for at, cell in enumerate(cells, 1) if cell)]


class _Sheet(ReadOnlyWorksheet):
    def _get_size(self) -> None:
        """Do nothing: some programs write a wrong size, and where it is missing, openpyxl would parse the whole sheet
        first."""


class _Reader(ExcelReader):
    def read_worksheets(self) -> None:
        """The worksheets, without charts; nothing is parsed yet."""
        book: Any = self.wb
        found: Any = self.parser.find_sheets()
        for sheet, part in found:
            if part.target in self.valid_files and "chartsheet" not in part.Type:
                one: Any = _Sheet(book, sheet.name, part.target, self.shared_strings)
                one.sheet_state = sheet.state
                book._sheets.append(one)


@contextmanager
def _workbook(path: Path) -> Generator[list[Any]]:
    reader = _Reader(path, read_only=True, data_only=True)
    with closing(reader.archive):
        reader.read()
        yield list(reader.wb.worksheets)


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        yield number, [_text(cell) for cell in row[:_MOST_COLUMNS]]


def _text(cell: Any) -> str:
    """The cell as in a CSV export: numbers without an unnecessary ".0", days and times in ISO 8601."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date():
            return cell.isoformat()
        case _:
            return str(cell).strip()


def _records(path: Path, kind: Kind, columns: Columns, heading: _Heading, head: list[list[str]]) -> Iterator[Line]:
    size, width = path.stat().st_size, len(columns.columns)
    number = heading.row
    with _workbook(path) as sheets:
        rows = _rows(sheets[heading.sheet])
        while True:
            try:
                number, cells = next(rows)
            except StopIteration:
                return
            except _BROKEN:
                yield Line(number + 1, "", size, fault="and what follows is damaged: save the file again, or as CSV")
                return
            if number <= heading.row or not any(cells):
                continue
            raw = " | ".join(cells)
            if len(raw) > LONGEST:
                yield Line(number, raw[:80], size, fault="is longer than 1 MB")
                continue
            cells += [""] * (width - len(cells))
            if len(head) < HEAD:
                head.append(list(cells))
            built = columns.build(cells)
            if isinstance(built, str):
                yield Line(number, raw[:2_000], size, fault=built)
            else:
                yield checked_row(number, raw, size, built, columns, kind)
