"""Imports candidates from files into the store and the search index.

Files are always read from the beginning. Records that are already stored are neither written nor indexed again, so an
import that was killed can simply be run again."""

import asyncio
import gc
from collections.abc import AsyncGenerator, Callable, Generator, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing, closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.importing.batches import Batch, Batches
from bot.importing.report import Report
from bot.importing.rows import CandidateRow, candidate_row
from bot.index_sync import IndexSync, catch_up_index, rebuild_index, syncing
from connectors.files import CANDIDATES, Unreadable, expand
from connectors.files.values.dates import DateOrder
from connectors.geo.places import Places
from connectors.search.base import SearchIndex
from connectors.search.index.document import document
from store.db import Read, Store
from store.people import employers, index_changes, profile_scope, profiles
from store.text import fold

__all__ = ["Imported", "Progress", "Unreadable", "catch_up_index", "import_candidates", "rebuild_index"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read. `columns` maps headings of tables to fields. `dates`: whether 3/1/2024 is read as January or
    March. `source`: the tab that the people appear under. Rejected lines are written to `rejects` with their number and
    the reason; the file isn't created if there are none."""

    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    dates: DateOrder | None = None
    source: str = ""  # "": the one that the record names
    rejects: Path | None = None


AS_WRITTEN = Reading()


@dataclass(frozen=True, slots=True)
class Imported:
    """Totals over all files. `read` counts valid and rejected records. `report`: what was not understood."""

    read: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    rejected: int = 0
    report: Report = field(default_factory=Report, compare=False)


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` out of `total` bytes have been read, across all files."""

    file: str
    done: int
    total: int
    so_far: Imported


async def import_candidates(
    store: Store,
    index: SearchIndex | None,
    places: Places,
    files: Sequence[Path],
    *,
    workspace_id: int = profile_scope.SHARED,
    options: Reading = AS_WRITTEN,
    progress: Callable[[Progress], None] = lambda _: None,
    now: Callable[[], datetime],
) -> Imported:
    """Import JSONL, CSV, Excel and JSON Resume files, and directories of them.

    `workspace_id` 0: shared by all workspaces. `index` None: another process has the index open and picks up the
    changes from the store. Raises Unreadable if the only file can't be read, and whatever the store and the index
    raise; if there are several files, a file that can't be read is only listed in the report."""
    paths = await asyncio.to_thread(input_files, files, options.rejects)
    so_far = Imported()
    make = partial(candidate_row, places=places, source=options.source)
    async with AsyncExitStack() as stack:
        stack.enter_context(_less_garbage_collection())
        batches = stack.enter_context(
            closing(Batches(paths, CANDIDATES.dated(options.dates), options.columns, options.rejects, make))
        )
        sync = await stack.enter_async_context(syncing(store, index)) if index is not None else None
        async for batch in await stack.enter_async_context(aclosing(one_ahead(batches))):
            so_far = _sum(so_far, batch, await _save(store, sync, workspace_id, batch, now()))
            progress(Progress(batch.file, batch.done, batches.total, so_far))
    if index is not None:
        await catch_up_index(store, index)  # changes left by an import that was killed
    return replace(so_far, report=batches.report)


def input_files(files: Sequence[Path], rejects: Path | None) -> list[Path]:
    """The files to import. Raises Unreadable when a file doesn't exist, or when `rejects` would overwrite a file."""
    paths = expand(files)
    if rejects is not None and rejects.resolve() in [path.resolve() for path in paths]:
        raise Unreadable(f"{rejects} is one of the files to import: choose another file for the rejected lines.")
    return paths


@contextmanager
def _less_garbage_collection() -> Generator[None]:
    """Collect garbage less often: batches hold many objects and little garbage, and scanning them over and over would
    take a tenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


async def one_ahead(batches: Batches[T]) -> AsyncGenerator[Batch[T]]:
    """Yield each batch while the next one is read in a thread."""
    ahead = asyncio.create_task(asyncio.to_thread(batches.next))
    try:
        while batch := await ahead:
            ahead = asyncio.create_task(asyncio.to_thread(batches.next))
            yield batch
    finally:
        await asyncio.wait([ahead])  # the thread can't be stopped, and the files are about to be closed


async def _save(
    store: Store, sync: IndexSync | None, workspace_id: int, batch: Batch[CandidateRow], now: datetime
) -> profiles.SavedProfiles:
    """Write the rows and their `index_changes` in one transaction, then send them to the index."""
    async with store.write() as db:
        await _use_older_ids(db, workspace_id, batch.rows)
        saved = await profiles.save_many(
            db, workspace_id, [one.row for one in batch.rows], mark_for_index=False, now=now
        )
        await index_changes.add(db, saved.to_index, now)
    if sync is not None and saved.to_index:
        bodies = {profile_id: one.body for profile_id, one in zip(saved.ids, batch.rows, strict=True)}
        documents = await asyncio.to_thread(
            lambda: [
                document(profile_id, workspace_id, bodies[profile_id], employers.keys_of(bodies[profile_id]))
                for profile_id in saved.to_index
            ]
        )
        await sync.put(documents, dict.fromkeys(saved.to_index, now))
    return saved


async def _use_older_ids(db: Read, workspace_id: int, rows: Sequence[CandidateRow]) -> None:
    """Give each person the id that an earlier version stored them under, if the name stored with that id is theirs."""
    older = [one for one in rows if one.older_id]
    stored = (
        await profiles.names(db, workspace_id, older[0].row["source"], (one.older_id for one in older)) if older else {}
    )
    for one in older:
        if one.older_id in stored and fold(stored[one.older_id]) == fold(one.row["name"]):
            one.row["source_id"] = one.older_id


def _sum(so_far: Imported, batch: Batch[CandidateRow], saved: profiles.SavedProfiles) -> Imported:
    """Add up the totals. A record replaced by a later one in its batch counts as unchanged."""
    new, changed = len(saved.new), len(saved.changed)
    return Imported(
        read=so_far.read + batch.read,
        new=so_far.new + new,
        changed=so_far.changed + changed,
        same=so_far.same + len(batch.rows) - new - changed,
        rejected=so_far.rejected + batch.rejected,
    )
