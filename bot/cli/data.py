"""The commands `import`, `sample` and `index`."""

import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot import index_sync as index_work
from bot import sample
from bot.app import open_index, utc_now
from bot.cli.shell import console, fail, open_store, run, settings
from bot.importing import candidates as candidate_files
from bot.importing import jobs as job_files
from bot.importing.candidates import Imported
from connectors.errors import Refused
from connectors.geo.places import Places
from connectors.search.base import SearchIndex
from store.db import Store
from store.members import workspaces
from store.people import index_changes, profile_scope, profiles
from store.tables.core import Workspace

importing = typer.Typer(help="Import candidates or jobs.", no_args_is_help=True)
sampling = typer.Typer(help="Synthetic data.", no_args_is_help=True)
indexing = typer.Typer(help="The search index.", no_args_is_help=True)

Files = Annotated[list[Path], typer.Argument(help="JSONL, CSV or JSON Resume files, or directories of them.")]
Into = Annotated[str, typer.Option(help="Import only into this workspace, as its own source: slack:TEAM_ID.")]
Columns = Annotated[list[str] | None, typer.Option("--map", help="Map a CSV column to a field: COLUMN=FIELD.")]
Rejects = Annotated[Path, typer.Option(help="File for rejected lines and the reasons.")]


@importing.command("candidates")
def candidates(
    files: Files,
    workspace: Into = "",
    map: Columns = None,
    rejects: Rejects = Path("rejects.jsonl"),
) -> None:
    """Import candidates. Importing a file again updates them; if an import was interrupted, just run it again."""
    columns = _columns(map)
    config = settings()

    async def work() -> Imported:
        async with open_store(config) as store, _index(lambda: open_index(config, store)) as index:
            target = await _workspace(store, workspace) if workspace else None
            with _bytes_read() as show:
                return await candidate_files.import_candidates(
                    store,
                    index,
                    Places.open(),
                    files,
                    workspace_id=target.id if target else profile_scope.SHARED,
                    columns=columns,
                    rejects=rejects,
                    progress=show,
                    now=utc_now,
                )

    _report(_run_import(work), rejects)


@importing.command("jobs")
def jobs(
    files: Files,
    workspace: Annotated[str, typer.Option(help="Workspace the jobs belong to: slack:TEAM_ID or teams:TENANT_ID.")],
    map: Columns = None,
    rejects: Rejects = Path("rejects.jsonl"),
) -> None:
    """Import jobs into one workspace."""
    columns = _columns(map)
    config = settings()

    async def work() -> Imported:
        async with open_store(config) as store:
            target = await _workspace(store, workspace)
            with _bytes_read() as show:
                return await job_files.import_jobs(
                    store,
                    Places.open(),
                    files,
                    workspace_id=target.id,
                    columns=columns,
                    rejects=rejects,
                    progress=show,
                    now=utc_now,
                )

    _report(_run_import(work), rejects)


@sampling.command("candidates")
def sample_candidates(
    count: Annotated[int, typer.Option(help="How many people.", min=1)] = 1_000,
    seed: Annotated[int, typer.Option(help="The same seed creates the same people.")] = 1,
    out: Annotated[Path, typer.Option(help="The JSONL file to write.")] = Path("sample-candidates.jsonl"),
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day their careers run up to; default: today.")
    ] = None,
) -> None:
    """Create synthetic candidates in the import format."""
    day: date = today.date() if today else datetime.now(UTC).date()
    try:
        with Progress(TextColumn("Creating candidates"), BarColumn(), MofNCompleteColumn(), console=console) as bar:
            task = bar.add_task("", total=count)
            sample.write(out, count, seed, day, lambda done: bar.update(task, completed=done))
    except OSError as fault:
        fail(f"Could not write {out}: {fault.strerror}.")
    console.print(f"Wrote {escape(str(out))}")


@sampling.command("jobs")
def sample_jobs(
    seed: Annotated[
        int, typer.Option(help="Included in the job ids, so that different seeds create different jobs.")
    ] = 1,
    out: Annotated[Path, typer.Option(help="The JSONL file to write.")] = Path("sample-jobs.jsonl"),
) -> None:
    """Create open jobs that the synthetic candidates could fill, and two closed ones."""
    try:
        out.write_text("".join(json.dumps(job, ensure_ascii=False) + "\n" for job in sample.jobs(seed)), "utf-8")
    except OSError as fault:
        fail(f"Could not write {out}: {fault.strerror}.")
    console.print(f"Wrote {escape(str(out))}")


@indexing.command("rebuild")
def rebuild() -> None:
    """Rebuild the search index from the database."""
    config = settings()

    async def work() -> int:
        async with open_store(config) as store, _index(lambda: open_index(config, store)) as index:
            if index is None:
                fail("A running Sourcer is using the index. Stop it first, or use Typesense.")
            async with store.read() as db:
                total = await profiles.count(db)
            with Progress(TextColumn("Indexing"), BarColumn(), MofNCompleteColumn(), console=console) as bar:
                task = bar.add_task("", total=total)
                return await index_work.rebuild_index(store, index, lambda done: bar.update(task, completed=done))

    console.print(f"{run(work()):,} profiles indexed.")


@indexing.command("status")
def status() -> None:
    """Show what the index contains and how many changes are pending."""
    config = settings()

    async def work() -> tuple[int, str, int, int]:
        async with open_store(config) as store:
            index = await open_index(config, store, read_only=True)
            try:
                index_status = await index.status()
            finally:
                await index.close()
            async with store.read() as db:
                return (
                    index_status.documents,
                    index_status.detail,
                    await profiles.count(db),
                    await index_changes.count(db),
                )

    documents, detail, stored, waiting = run(work())
    console.print(f"{documents:,} of {stored:,} profiles indexed, {waiting:,} changes pending. {detail}".strip())


@asynccontextmanager
async def _index(open_index_now: Callable[[], Awaitable[SearchIndex]]) -> AsyncGenerator[SearchIndex | None]:
    """The index, open for writing; None while a running Sourcer holds it and picks up changes from the store."""
    try:
        index = await open_index_now()
    except Refused:
        yield None
        return
    try:
        yield index
    finally:
        await index.close()


async def _workspace(store: Store, name: str) -> Workspace:
    platform, _, external_id = name.partition(":")
    if platform not in ("slack", "teams") or not external_id:
        fail("Enter the workspace as slack:TEAM_ID or teams:TENANT_ID.")
    async with store.write() as db:
        return await workspaces.get_or_create(db, platform, external_id)


def _columns(given: list[str] | None) -> dict[str, str]:
    columns: dict[str, str] = {}
    for pair in given or ():
        column, equals, field = pair.rpartition("=")
        if not equals or not column or not field:
            fail(f"'{pair}' must be COLUMN=FIELD.")
        columns[column] = field
    return columns


@contextmanager
def _bytes_read() -> Generator[Callable[[candidate_files.Progress], None]]:
    with Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn(), console=console
    ) as bar:
        task = bar.add_task("Importing", total=None)

        def show(progress: candidate_files.Progress) -> None:
            so_far = progress.so_far
            text = f"{Path(progress.file).name}: {so_far.new:,} new, {so_far.changed:,} changed"
            bar.update(task, total=progress.total, completed=progress.done, description=escape(text))

        yield show


def _run_import(work: Callable[[], Awaitable[Imported]]) -> Imported:
    async def running() -> Imported:
        return await work()

    try:
        return run(running())
    except candidate_files.Unreadable as fault:
        fail(str(fault))


def _report(done: Imported, rejects: Path) -> None:
    console.print(
        f"{done.read:,} read: {done.new:,} new, {done.changed:,} changed, {done.same:,} unchanged, "
        f"{done.rejected:,} rejected."
    )
    if done.rejected:
        console.print(f"Rejected lines and reasons: {escape(str(rejects))}")
