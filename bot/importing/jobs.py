"""Imports jobs from files into the store."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing, closing
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.importing.batches import Batch, Batches
from bot.importing.candidates import AS_WRITTEN, Imported, Progress, Reading, input_files, one_ahead
from connectors.files import JOBS
from connectors.geo.places import Places
from handlers.job_rows import JobRow, job_row
from store import jobs
from store.db import Store

SOURCE = "file"


async def import_jobs(
    store: Store,
    places: Places,
    files: Sequence[Path],
    *,
    workspace_id: int,
    options: Reading = AS_WRITTEN,
    progress: Callable[[Progress], None] = lambda _: None,
    now: Callable[[], datetime],
) -> Imported:
    """Import JSONL, JSON, CSV and Excel files of jobs into one workspace; unchanged jobs are not written.

    Otherwise like `bot.importing.candidates.import_candidates`."""
    paths = await asyncio.to_thread(input_files, files, options.rejects)
    so_far = Imported()
    make = partial(job_row, places=places)
    with closing(Batches(paths, JOBS.dated(options.dates), options.columns, options.rejects, make)) as batches:
        async with aclosing(one_ahead(batches)) as all_batches:
            async for batch in all_batches:
                so_far = await _save(store, workspace_id, batch, now(), so_far)
                progress(Progress(batch.file, batch.done, batches.total, so_far))
    return replace(so_far, report=batches.report)


async def _save(store: Store, workspace_id: int, batch: Batch[JobRow], now: datetime, so_far: Imported) -> Imported:
    wanted = {row.external_id: row for row in batch.rows}
    async with store.write() as db:
        before = await jobs.of_source(db, workspace_id, SOURCE, list(wanted))
        changed = [row for row in wanted.values() if not row.equals(before.get(row.external_id))]
        to_save = [row.stored(now) for row in changed]
        await jobs.keep_many(db, workspace_id, SOURCE, to_save, now)
    new = sum(row.external_id not in before for row in changed)
    return Imported(
        read=so_far.read + batch.read,
        new=so_far.new + new,
        changed=so_far.changed + len(changed) - new,
        same=so_far.same + len(batch.rows) - len(changed),
        rejected=so_far.rejected + batch.rejected,
    )
