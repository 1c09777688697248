"""The directory of the embedded index: one process writes to it, others may read it."""

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
    """Convert tantivy's exceptions to those of `connectors.errors`."""
    try:
        yield
    except OutsideError:
        raise
    except (ValueError, OSError, RuntimeError, SystemError) as failed:
        raise Unreachable(SYSTEM, f"{type(failed).__name__}: {failed}") from failed
    except BaseException as failed:
        if type(failed).__name__ != "PanicException":  # a Rust panic: not a subclass of Exception, and not importable
            raise
        raise Unreachable(SYSTEM, f"panic: {failed}") from failed


class Directory:
    """The files of one index. Blocking; call the writing methods from one thread at a time.

    `fault` is a message that says why the index cannot be searched; `clear` repairs the index."""

    def __init__(self, path: Path, *, writing: bool, memory: int, threads: int) -> None:
        """Open the directory. Raises Refused if another process is writing to it."""
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
        """A reader of the last committed state. Raises Refused if the directory is unusable."""
        if self._index is None and not self.writing:
            self._open()
        if self._index is None:
            raise Refused(SYSTEM, self.fault)
        if not self.writing:
            self._index.reload()
        return Reader(self._index.searcher(), self._index.schema)

    def exists(self) -> bool:
        """Whether the files still exist. Open files stay readable even after they are deleted."""
        return (self.path / "version").exists()

    # ── writing ──

    def add(self, documents: Iterable[Document]) -> None:
        """Add or replace documents; searches see them after `commit`. New documents skip the deletion."""
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
        """Discard uncommitted changes; if that breaks the writer, the next write opens a new one."""
        self._added.clear()
        if self._writer is not None:
            try:
                self._writer.rollback()
            except ValueError:
                self._writer = None

    def clear(self) -> None:
        """Replace the contents with an empty index of the current version."""
        self._writing_allowed()
        self._added.clear()
        self._writer = self._index = None
        for entry in self.path.iterdir():
            if entry.name != _LOCK:
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        self._open()

    def close(self) -> None:
        """Commit pending changes, wait for merges, and release the lock."""
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
            self.fault = f"it was built by another version; {REBUILD}"
            return
        else:
            try:
                self._index = tantivy.Index.open(str(self.path))
            except ValueError as broken:
                self.fault = f"it cannot be read ({broken}); {REBUILD}"
                return
        self._index.config_reader("manual")
        self._index.reload()
        self.fault = ""

    def _writing_allowed(self) -> None:
        if not self.writing:
            raise Refused(SYSTEM, "It was opened read-only.")

    def _writing(self) -> tantivy.IndexWriter:
        self._writing_allowed()
        if self._index is None:
            raise Refused(SYSTEM, self.fault)
        if self._writer is None:
            self._writer = self._index.writer(self._memory, self._threads)
        return self._writer


_LOCK = "writer.lock"


def _lock(path: Path) -> IO[str]:
    """Take the write lock, released when the file is closed or the process ends. The file contains the process id."""
    file = (path / _LOCK).open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        writer = file.read().strip() or "unknown"
        file.close()
        raise Refused(
            SYSTEM, f"Process {writer} is writing to {path}. Stop it, or use Typesense to share an index."
        ) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file
