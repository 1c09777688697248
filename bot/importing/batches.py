"""Turns records from files into store rows, a batch at a time. CPU-bound: run it in a thread."""

import json
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

from connectors.files import Kind, Line, Unreadable, read

BATCH = 2_000  # records per transaction
T = TypeVar("T")


class Unfit(Exception):
    """A record that can't be imported; the message is the reason, worded to follow "line 12"."""


@dataclass(slots=True)
class Batch(Generic[T]):
    """`rows` has the valid records; `read` also counts rejected ones. `done` is in bytes, across all files."""

    file: str = ""
    done: int = 0
    read: int = 0
    rejected: int = 0
    rows: list[T] = field(default_factory=list[T])


class Batches(Generic[T]):
    """The records of all files in turn, turned into rows by `make`, which may raise Unfit. `total` is in bytes."""

    def __init__(
        self,
        files: Sequence[Path],
        kind: Kind,
        columns: Mapping[str, str],
        rejects: Path | None,
        make: Callable[[dict[str, Any]], T],
    ) -> None:
        self.total = sum(file.stat().st_size for file in files)
        self._make = make
        self._rejects = Rejects(rejects)
        self._lines = self._all(files, kind, columns)

    def next(self) -> Batch[T] | None:
        """The next batch, or None at the end. Raises Unreadable for a file without records."""
        batch: Batch[T] = Batch()
        for file, before, line in islice(self._lines, BATCH):
            batch.file, batch.done = file, before + line.offset
            batch.read += 1
            try:
                batch.rows.append(self._row(line))
            except Unfit as reason:
                batch.rejected += 1
                self._rejects.add(file, line, str(reason))
        return batch if batch.read else None

    def _row(self, line: Line) -> T:
        if line.body is None:
            raise Unfit(line.fault)
        return self._make(line.body)

    def close(self) -> None:
        self._rejects.close()

    @staticmethod
    def _all(files: Sequence[Path], kind: Kind, columns: Mapping[str, str]) -> Iterator[tuple[str, int, Line]]:
        """Each record with its file's name and the total bytes of the preceding files."""
        before = 0
        for file in files:
            for line in read(file, kind, columns):
                yield str(file), before, line
            before += file.stat().st_size


class Rejects:
    """Writes rejected lines as JSONL: file, line, reason, text. An older file is deleted; no rejects, no new file."""

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
