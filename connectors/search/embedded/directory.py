"""The directory of the embedded index: one process writes it, others may read it."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Generator, Iterable, Sequence
from pathlib import Path
from typing import IO

import tantivy

from connectors.errors import OutsideError, Refused, Unreachable
from connectors.search.base import Document
from connectors.search.embedded.reader import Reader
from connectors.search.embedded.schema import VERSION, row, schema

SYSTEM = "the search index"
REBUILD = "run sourcer index rebuild"


@contextlib.contextmanager
def index_errors() -> Generator[None]:
    """What tantivy raises, as what connectors raise."""
    try:
        yield
    except OutsideError:
        raise
    except (ValueError, OSError, RuntimeError, SystemError) as failed:
        raise Unreachable(SYSTEM, f"{type(failed).__name__}: {failed}") from failed
    except BaseException as failed:
        if type(failed).__name__ != "PanicException":  # what Rust's panics become: no Exception, and not to be imported
            raise
        raise Unreachable(SYSTEM, f"panic: {failed}") from failed


class Directory:
    """Not for the event loop, and its writing methods for one thread at a time.

    `fault` says in words why it cannot be searched; `clear` mends it."""

    def __init__(self, path: Path, *, writing: bool, memory: int, threads: int) -> None:
        """Raises Refused when another process writes here."""
        self.path = path
        self.writing = writing
        self.fault = ""
        self._memory, self._threads = memory, threads
        self._index: tantivy.Index | None = None
        self._writer: tantivy.IndexWriter | None = None
        self._added: set[int] = set()  # since the last commit
        with index_errors():
            path.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(path) if writing else None
            self._open()

    # ── reading ──

    def reader(self) -> Reader:
        """The last committed state. Raises Refused where the directory cannot be used as it is."""
        if self._index is None and not self.writing:
            self._open()
        if self._index is None:
            raise Refused(SYSTEM, self.fault)
        if not self.writing:
            self._index.reload()
        return Reader(self._index.searcher(), self._index.schema)

    def there(self) -> bool:
        """Whether the files are where they were: those open already can be read even when they are not."""
        return (self.path / "version").exists()

    # ── writing ──

    def add(self, documents: Iterable[Document]) -> None:
        """Add or replace; seen by searches after `commit`. One that is new to the index costs no deletion."""
        writer, known = self._writing(), self.reader()
        for document in documents:
            key = str(document.id)
            if document.id in self._added or known.frequency("id", key):
                writer.delete_documents_by_term("id", key)
            self._added.add(document.id)
            writer.add_document(row(document))

    def remove(self, ids: Sequence[int]) -> None:
        writer = self._writing()
        for profile_id in ids:
            writer.delete_documents_by_term("id", str(profile_id))

    def commit(self) -> None:
        if self._writer is None or self._index is None:
            return
        self._writer.commit()
        self._added.clear()
        self._index.reload()

    def rollback(self) -> None:
        """Forget what was not committed; a writer that broke with it is replaced by the next one to write."""
        self._added.clear()
        if self._writer is not None:
            try:
                self._writer.rollback()
            except ValueError:
                self._writer = None

    def clear(self) -> None:
        """An empty index of the present version, whatever was here."""
        self._writing_allowed()
        self._added.clear()
        self._writer = self._index = None
        for entry in self.path.iterdir():
            if entry.name != _LOCK:
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        self._open()

    def close(self) -> None:
        """Commit what is left, wait for merges, let others write."""
        try:
            if self._writer is not None:
                self.commit()
                self._writer.wait_merging_threads()
        finally:
            self._writer = self._index = None
            if self._lock is not None:
                self._lock.close()

    # ── the files ──

    def _open(self) -> None:
        version = self.path / "version"
        if not tantivy.Index.exists(str(self.path)):
            if not self.writing:
                self.fault = "there is no index yet"
                return
            self._index = tantivy.Index(schema(), str(self.path))
            version.write_text(VERSION)
        elif not version.exists() or version.read_text().strip() != VERSION:
            self.fault = f"built by another version: {REBUILD}"
            return
        else:
            try:
                self._index = tantivy.Index.open(str(self.path))
            except ValueError as broken:
                self.fault = f"cannot be read ({broken}): {REBUILD}"
                return
        self._index.config_reader("manual")
        self._index.reload()
        self.fault = ""

    def _writing_allowed(self) -> None:
        if not self.writing:
            raise Refused(SYSTEM, "It was opened for reading only.")

    def _writing(self) -> tantivy.IndexWriter:
        self._writing_allowed()
        if self._index is None:
            raise Refused(SYSTEM, self.fault)
        if self._writer is None:
            self._writer = self._index.writer(self._memory, self._threads)
        return self._writer


_LOCK = "writer.lock"


def _lock(path: Path) -> IO[str]:
    """Held until closed, or until the process ends however it ends; the file names who holds it."""
    held = (path / _LOCK).open("a+")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.seek(0)
        writer = held.read().strip() or "unknown"
        held.close()
        raise Refused(
            SYSTEM, f"Process {writer} writes to {path}. Stop it, or give several processes one Typesense server."
        ) from None
    held.truncate(0)
    held.write(str(os.getpid()))
    held.flush()
    return held
