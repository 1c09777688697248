"""CSV reader: any of the usual delimiters and encodings, one record at a time."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from connectors.files.columns import Columns
from connectors.files.encoding import encoding_of
from connectors.files.kinds import Kind
from connectors.files.lines import LONGEST, Line, Unreadable, shown
from connectors.files.records import HEAD, Records, checked_row

_DELIMITERS = ",;\t|"
_PREAMBLE = 10  # lines to search for the heading: LinkedIn exports begin with notes
_CELL = 131_072  # characters; the csv module's limit, which stops an unclosed quote from swallowing the file
_BROKEN = re.compile("[\udc80-\udcff]")  # undecodable bytes, as `surrogateescape` represents them


_Row = tuple[int, list[str], list[str]]  # its first line within the record, from 0; its lines; its cells


class _TooLong(ValueError):
    """The record is over the size limit; its line was skipped."""


class _Text:
    """The physical lines of a file, for the csv module: numbered, size-limited, and buffered until the record ends."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._file = path.open("rb")
        errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
        self._text = io.TextIOWrapper(self._file, encoding=encoding, errors=errors, newline="")
        self.number = 0
        self.record: list[str] = []
        self._size = 0

    def begin_record(self) -> None:
        self.record.clear()
        self._size = 0

    def __iter__(self) -> "_Text":
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST)
        if not line:
            raise StopIteration
        self.number += 1
        self.record.append(line)
        self._size += len(line)
        if self._size > LONGEST:  # a quote reopened on every line would turn the whole file into one record
            raise _TooLong
        if len(line) == LONGEST and not line.endswith("\n"):
            while (rest := self._text.readline(LONGEST)) and not rest.endswith("\n"):
                pass
            raise _TooLong
        return line

    def offset(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._text.close()


@dataclass(frozen=True, slots=True)
class _Form:
    """How a file is written. `heading_line`: the number of the last line of the heading."""

    encoding: str
    delimiter: str
    heading_line: int


def read_csv(path: Path, kind: Kind, columns: Mapping[str, str]) -> Records:
    """Read every record that is not blank. Raises Unreadable immediately if no column can name a record."""
    encoding = encoding_of(path)
    delimiter, heading_line, headings = _heading(path, encoding, kind)
    found = Columns.of(headings, kind, columns, path.name)
    head: list[list[str]] = []
    return Records(_records(path, kind, found, _Form(encoding, delimiter, heading_line), head), found, head)


def _heading(path: Path, encoding: str, kind: Kind) -> tuple[str, int, list[str]]:
    """The delimiter, the number of the last heading line, and the headings. Excel may write `sep=;` as the first
    line."""
    text = _Text(path, encoding)
    lines: list[str] = []
    try:
        with suppress(StopIteration, _TooLong):
            while len(lines) < _PREAMBLE:
                lines.append(next(text))
    finally:
        text.close()
    declared = re.match(r"sep=(.)\s*$", lines[0]) if lines else None
    for number in range(1 if declared else 0, len(lines)):
        delimiter = declared[1] if declared else max(_DELIMITERS, key=lines[number].count)
        reader = csv.reader(iter(lines[number:]), delimiter=delimiter)
        try:
            headings = next(reader)
        except (csv.Error, StopIteration):
            continue
        if any(kind.recognises(heading) for heading in headings) and (
            len(headings) > 1 or len(lines) == 1 or not number
        ):
            return delimiter, number + reader.line_num, headings
    # No heading was recognized: treat the first line as the heading so that --map can refer to its columns.
    first = next((line for line in lines or text.record if line.strip()), "")
    if not first:
        raise Unreadable(f"{path.name} is empty.")
    if not lines or first.lstrip("\ufeff \t").startswith("<"):
        raise Unreadable(_not_a_table(path, first))
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        return delimiter, lines.index(first) + 1, next(csv.reader([first], delimiter=delimiter))
    except csv.Error:
        raise Unreadable(_not_a_table(path, first)) from None


def _not_a_table(path: Path, first: str) -> str:
    if first.lstrip("\ufeff \t").startswith("<"):
        return f"{path.name} is XML or HTML. Save or export it as CSV or JSON."
    return f"{path.name} begins with a very long line. Save it as CSV with a heading line, or as JSON."


def _records(path: Path, kind: Kind, columns: Columns, form: _Form, head: list[list[str]]) -> Iterator[Line]:
    text = _Text(path, form.encoding)
    try:
        for _ in range(form.heading_line):
            next(text, "")
        reader = csv.reader(text, delimiter=form.delimiter)
        while True:
            number = text.number + 1
            text.begin_record()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except _TooLong:
                yield _refused(number, text.record, text, "is longer than 1 MB")
                continue
            except csv.Error as error:
                rows = _unclosed(text.record, len(columns.columns), form.delimiter)
                if not rows:
                    yield _refused(number, text.record, text, _csv_fault(error))
            else:
                rows = [(0, text.record, cells)]
                if len(text.record) > 1 and (
                    len(cells) != len(columns.columns) or sum(line.count('"') for line in text.record) % 2
                ):
                    rows = _unclosed(text.record, len(columns.columns), form.delimiter) or rows
            for at, record, cells in rows:
                if any(cell.strip() for cell in cells):
                    if len(head) < HEAD:
                        head.append(list(cells))
                    yield _line(number + at, record, cells, columns, kind, text, form.delimiter)
    finally:
        text.close()


def _unclosed(record: list[str], width: int, delimiter: str) -> list[_Row]:
    """The rows of a record that runs over several lines because a quote was never closed: its lines, if each of them
    has a cell for every column; otherwise an empty list."""
    rows: list[_Row] = []
    for at, line in enumerate(record):
        if line.strip():
            balanced = line.count('"') % 2 == 0
            read = csv.reader([line.rstrip("\r\n")], delimiter=delimiter, quoting=0 if balanced else csv.QUOTE_NONE)
            try:
                cells = next(read)
            except csv.Error:
                return []
            if len(cells) != width:
                return []
            rows.append((at, [line], cells if balanced else [cell.strip().strip('"') for cell in cells]))
    return rows if len(rows) > 1 else []


def _line(
    number: int, record: list[str], cells: list[str], columns: Columns, kind: Kind, text: _Text, delimiter: str
) -> Line:
    if any(not cell.isascii() and _BROKEN.search(cell) for cell in cells):
        return _refused(number, record, text, "is not in the same encoding as the rest of the file")
    built = columns.build(cells, delimiter)
    if isinstance(built, str):
        return _refused(number, record, text, built)
    return checked_row(number, "".join(record), text.offset(), built, columns, kind)


def _refused(number: int, record: list[str], text: _Text, fault: str) -> Line:
    raw = "".join(record).rstrip("\r\n").encode("utf-8", "replace")
    return Line(number, shown(raw), text.offset(), fault=fault)


def _csv_fault(error: csv.Error) -> str:
    if "field larger than field limit" in str(error):
        return f"has a cell of more than {_CELL:,} characters: is a closing quote missing?"
    return f"is not CSV: {error}"
