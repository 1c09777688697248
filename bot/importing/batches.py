"""Turns records from files into store rows, a batch at a time. CPU-bound: run it in a thread."""

import json
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

from bot.importing.report import Report
from connectors.files import Kind, Line, Unreadable, read

BATCH = 2_000  # records per transaction
T = TypeVar("T")


class Unfit(Exception):
    """A record that can't be imported; the message is the reason, worded to follow "line 12"."""


def row_of(line: Line, make: Callable[[dict[str, Any]], T]) -> T:
    """The row that `make` creates from the line. Raises Unfit, with the values that were not understood."""
    if line.body is None:
        raise Unfit(line.fault)
    try:
        return make(line.body)
    except Unfit as reason:
        hints = "; ".join(f"{each.column} “{each.value[:40]}” {each.reason}" for each in line.asides)
        raise Unfit(f"{reason}: {hints}" if hints else str(reason)) from None


@dataclass(slots=True)
class Batch(Generic[T]):
    """`rows` has the valid records; `read` also counts rejected ones. `done` is in bytes, across all files."""

    file: str = ""
    done: int = 0
    read: int = 0
    rejected: int = 0
    rows: list[T] = field(default_factory=list[T])
    report: Report = field(default_factory=Report)  # on all files so far; shared by the batches


class Batches(Generic[T]):
    """The records of all files, one file after another, converted to rows by `make`, which may raise Unfit. `total` is
    in bytes.

    If there are several files, a file that can't be read is only listed in `report`."""

    def __init__(
        self,
        files: Sequence[Path],
        kind: Kind,
        columns: Mapping[str, str],
        rejects: Path | None,
        make: Callable[[dict[str, Any]], T],
    ) -> None:
        self.total = sum(file.stat().st_size for file in files)
        self.report = Report()
        self._make = make
        self._rejects = Rejects(rejects)
        self._lines = self._all(files, kind, columns)

    def next(self) -> Batch[T] | None:
        """The next batch, or None at the end. Raises Unreadable if there is only one file, and it can't be read."""
        batch: Batch[T] = Batch(report=self.report)
        for file, before, line in islice(self._lines, BATCH):
            batch.file, batch.done = file, before + line.offset
            batch.read += 1
            try:
                batch.rows.append(row_of(line, self._make))
                self.report.add(line.asides)
            except Unfit as reason:
                batch.rejected += 1
                self._rejects.add(file, line, str(reason))
        return batch if batch.read else None

    def close(self) -> None:
        self._rejects.close()

    def _all(self, files: Sequence[Path], kind: Kind, columns: Mapping[str, str]) -> Iterator[tuple[str, int, Line]]:
        """Each record with its file's name and the total bytes of the preceding files."""
        before = 0
        for file in files:
            try:
                records = read(file, kind, columns)
                self.report.add_file(file, records, kind)
                for line in records:
                    yield str(file), before, line
            except Unreadable as fault:
                if len(files) == 1:
                    raise
                self.report.unreadable.append((file, fault))
            before += file.stat().st_size


class Rejects:
    """Writes rejected lines as JSONL: file, line, reason, text. An older file is deleted; a new one is created only if
    there are rejects."""

    def __init__(self, path: Path | None) -> None:
        """Raises Unreadable when `path` can't be written."""
        self._path = path
        self._file: TextIOWrapper | None = None
        if path is not None:
            with _writing(path):
                path.unlink(missing_ok=True)

    def add(self, file: str, line: Line, reason: str) -> None:
        if self._path is None:
            return
        if self._file is None:
            with _writing(self._path):
                self._file = self._path.open("w", encoding="utf-8", errors="replace")
        entry = {"file": file, "line": line.number, "reason": reason, "text": line.raw or _text(line)}
        self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


@contextmanager
def _writing(path: Path) -> Generator[None]:
    try:
        yield
    except OSError as fault:
        raise Unreadable(f"Could not write {path}: {fault.strerror}.") from fault


def _text(line: Line) -> str:
    return json.dumps(line.body, ensure_ascii=False)[:2_000] if line.body else ""
