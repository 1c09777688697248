"""Picks the reader for a file by its name or, failing that, by its first bytes."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from connectors.files.csv import read_csv
from connectors.files.documents import read_documents
from connectors.files.excel import read_excel
from connectors.files.jsonl import read_jsonl
from connectors.files.kinds import Kind
from connectors.files.lines import Unreadable
from connectors.files.records import Records

_READ = {".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".xlsx"}
_BINARY = {
    b"PK\x03\x04": "a ZIP file, or a document from another program: unpack it, or save it as CSV",
    b"%PDF": "a PDF: only JSONL, CSV, Excel and JSON Resume files can be imported",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file: save it as CSV",
    b"\x1f\x8b": "compressed: unpack it first",
    b"SQLi": "a database: export it as CSV",
}


def expand(paths: Sequence[Path]) -> list[Path]:
    """The files to import: a directory expands to the readable files in it, sorted by name.

    Raises Unreadable if a path does not exist or a directory has no such file."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.suffix.lower() in _READ and file.is_file())
            if not inside:
                raise Unreadable(f"{path} has no .json, .jsonl, .ndjson, .csv, .tsv or .xlsx files.")
            files.extend(inside)
        elif path.is_file():
            files.append(path)
        else:
            raise Unreadable(f"{path} doesn't exist." if not path.exists() else f"{path} is not a file.")
    return files


def read(path: Path, kind: Kind, columns: Mapping[str, str] | None = None) -> Records:
    """The records of one file, streamed. `columns` maps headings of a table to fields.

    Raises Unreadable if no record can be read."""
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as fault:
        raise Unreadable(f"{path} cannot be read: {fault.strerror}.") from fault
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm") and not start.startswith(tuple(_BINARY.keys() - {b"PK\x03\x04"})):
        return read_excel(path, kind, columns or {})
    for mark, what in _BINARY.items():
        if start.startswith(mark):
            raise Unreadable(f"{path.name} is {what}.")
    if suffix in (".csv", ".tsv") or (suffix not in _READ and start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in b"{["):
        return read_csv(path, kind, columns or {})
    if columns:
        raise Unreadable(f"{path.name} is not a CSV or Excel file, so --map can't be used.")
    return Records(read_jsonl(path, kind) if suffix in (".jsonl", ".ndjson") else read_documents(path, kind))
