"""Candidates from files into the store and the search index.

Files are read from the beginning each time: what is kept already is neither written nor indexed again, so an import
that was killed is simply started again."""

import asyncio
import gc
from collections.abc import AsyncGenerator, Callable, Generator, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.importing.batches import Batch, Batches
from bot.importing.rows import CandidateRow, candidate_row
from bot.index_sync import IndexSync, catch_up_index, rebuild_index, telling
from connectors.files import CANDIDATES, Unreadable, expand
from connectors.geo.places import Places
from connectors.search.base import SearchIndex
from connectors.search.index.document import document
from store.db import Store
from store.people import index_changes, profile_scope, profiles

__all__ = ["Imported", "Progress", "Unreadable", "catch_up_index", "import_candidates", "rebuild_index"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the records of all files. `read` counts the good and the rejected."""

    read: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: `done` of `total` bytes of all files."""

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
    columns: Mapping[str, str] | None = None,
    rejects: Path | None = None,
    progress: Callable[[Progress], None] = lambda how_far: None,
    now: Callable[[], datetime],
) -> Imported:
    """Import JSONL, CSV and JSON Resume files, and directories of them.

    `workspace_id` 0 is everybody's. `index` None: another process holds it and is told through the store. `columns`:
    CSV headings and the fields they stand for. Lines that are refused go to `rejects` with their number and the
    reason; without any, there is no such file. Raises Unreadable for a file that holds no records at all (those before
    it are in), and what the store and the index raise."""
    paths = await asyncio.to_thread(input_files, files, rejects)
    so_far = Imported()
    async with AsyncExitStack() as stack:
        stack.enter_context(_seldom_collecting())
        batches = stack.enter_context(
            closing(Batches(paths, CANDIDATES, columns or {}, rejects, partial(candidate_row, places=places)))
        )
        told = await stack.enter_async_context(telling(store, index)) if index is not None else None
        async for batch in await stack.enter_async_context(aclosing(one_ahead(batches))):
            so_far = _sum(so_far, batch, await _keep(store, told, workspace_id, batch, now()))
            progress(Progress(batch.file, batch.done, batches.total, so_far))
    if index is not None:
        await catch_up_index(store, index)  # what an import that was killed left behind
    return so_far


def input_files(files: Sequence[Path], rejects: Path | None) -> list[Path]:
    """The files meant. Raises Unreadable when one is not there, or `rejects` would overwrite it."""
    paths = expand(files)
    if rejects is not None and rejects.resolve() in [path.resolve() for path in paths]:
        raise Unreadable(f"{rejects} is a file to import: name another for the rejected lines.")
    return paths


@contextmanager
def _seldom_collecting() -> Generator[None]:
    """Batches are many objects and no garbage: to look through them again and again costs a tenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


async def one_ahead(batches: Batches[T]) -> AsyncGenerator[Batch[T]]:
    """Each batch; the next one is read in a thread meanwhile."""
    ahead = asyncio.create_task(asyncio.to_thread(batches.next))
    try:
        while batch := await ahead:
            ahead = asyncio.create_task(asyncio.to_thread(batches.next))
            yield batch
    finally:
        await asyncio.wait([ahead])  # a thread cannot be stopped, and the files are closed next


async def _keep(
    store: Store, told: IndexSync | None, workspace_id: int, batch: Batch[CandidateRow], now: datetime
) -> profiles.SavedProfiles:
    """One transaction: the rows, and that the index must be told of them; then the index is told."""
    async with store.write() as db:
        kept = await profiles.save_many(db, workspace_id, [one.row for one in batch.rows], mark_for_index=False)
        await index_changes.add(db, kept.to_index, now)
    if told is not None and kept.to_index:
        bodies = {profile_id: one.body for profile_id, one in zip(kept.ids, batch.rows, strict=True)}
        documents = await asyncio.to_thread(
            lambda: [document(profile_id, workspace_id, bodies[profile_id]) for profile_id in kept.to_index]
        )
        await told.put(documents, dict.fromkeys(kept.to_index, now))
    return kept


def _sum(so_far: Imported, batch: Batch[CandidateRow], kept: profiles.SavedProfiles) -> Imported:
    """A record that a later one of its batch replaces counts as the same."""
    new, changed = len(kept.new), len(kept.changed)
    return Imported(
        read=so_far.read + batch.read,
        new=so_far.new + new,
        changed=so_far.changed + changed,
        same=so_far.same + len(batch.rows) - new - changed,
        rejected=so_far.rejected + batch.rejected,
    )
