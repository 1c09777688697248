"""Excel reader (.xlsx): the first sheet that has a heading, one row at a time, as a program would export it to CSV."""

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from connectors.files.columns import Columns
from connectors.files.kinds import Kind
from connectors.files.lines import LONGEST, Line, Unreadable
from connectors.files.records import HEAD, Records, checked_row

_PREAMBLE = 10  # rows to search for the heading
_MOST_COLUMNS = 1_000
_BROKEN = (zipfile.BadZipFile, zlib.error, ParseError, InvalidFileException, KeyError, ValueError, OSError, EOFError)
_UNPACKED = 2_000_000_000  # bytes: the most that a file may unpack to


def read_excel(path: Path, kind: Kind, columns: Mapping[str, str]) -> Records:
    """Every row that is not blank. Raises Unreadable immediately if it is not a workbook, or if no column can name a
    record."""
    try:
        number, headings = _heading(path, kind)
    except _BROKEN as fault:
        raise Unreadable(f"{path.name} is not an Excel file that can be read: save it again, or as CSV.") from fault
    found = Columns.of(headings, kind, columns, path.name)
    head: list[list[str]] = []
    return Records(_records(path, kind, found, number, head), found, head)


def _heading(path: Path, kind: Kind) -> tuple[int, list[str]]:
    """The number of the heading row, from 1, and the headings; the first row that is not blank if none is known."""
    with zipfile.ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > _UNPACKED:
            raise Unreadable(f"{path.name} is too large when unpacked. Save it as CSV.")
    first: tuple[int, list[str]] | None = None
    for number, cells in _rows(path):
        while cells and not cells[-1]:
            cells.pop()
        if first is None and cells:
            first = number, cells
        if len(cells) > 1 and any(kind.recognises(cell) for cell in cells):
            return number, cells
        if number >= _PREAMBLE:
            break
    if first is None:
        raise Unreadable(f"{path.name} is empty.")
    return first


class _Sheet(ReadOnlyWorksheet):
    def _get_size(self) -> None:
        """Some programs write a wrong size; for those that write none, openpyxl would parse the whole sheet first."""


class _Reader(ExcelReader):
    def read_worksheets(self) -> None:
        """The first sheet only."""
        book: Any = self.wb
        found: Any = self.parser.find_sheets()
        for sheet, part in found:
            if part.target in self.valid_files and "chartsheet" not in part.Type:
                book._sheets.append(_Sheet(book, sheet.name, part.target, self.shared_strings))
                return


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    reader = _Reader(path, read_only=True, data_only=True)
    with closing(reader.archive):
        reader.read()
        for sheet in reader.wb.worksheets:
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


def _records(path: Path, kind: Kind, columns: Columns, heading: int, head: list[list[str]]) -> Iterator[Line]:
    size, width = path.stat().st_size, len(columns.columns)
    rows, number = _rows(path), heading
    while True:
        try:
            number, cells = next(rows)
        except StopIteration:
            return
        except _BROKEN:
            yield Line(number + 1, "", size, fault="and what follows is damaged: save the file again, or as CSV")
            return
        if number <= heading or not any(cells):
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
