"""The commands `import`, `sample` and `index`."""

import json
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot import index_sync as index_work
from bot import sample
from bot.app import open_index, utc_now
from bot.cli import import_report
from bot.cli.shell import console, fail, open_store, run, settings
from bot.cli.sources import parse_quota
from bot.importing import candidates as candidate_files
from bot.importing import jobs as job_files
from bot.importing.candidates import Imported, Reading
from bot.importing.check import check_files
from connectors.errors import Refused
from connectors.files import CANDIDATES, JOBS, Kind
from connectors.files.values.dates import DateOrder
from connectors.geo.places import Places
from connectors.search.base import SearchIndex
from store.credits import quotas
from store.db import Store
from store.members import workspaces
from store.people import index_changes, profile_scope, profiles
from store.tables.core import Workspace

importing = typer.Typer(help="Import candidates or jobs.", no_args_is_help=True)
sampling = typer.Typer(help="Synthetic data.", no_args_is_help=True)
indexing = typer.Typer(help="The search index.", no_args_is_help=True)

Files = Annotated[list[Path], typer.Argument(help="JSONL, CSV, Excel or JSON Resume files, or directories of them.")]
Into = Annotated[str, typer.Option(help="Import only into this workspace, as its own source: slack:TEAM_ID.")]
Columns = Annotated[list[str] | None, typer.Option("--map", help="Map a column to a field: COLUMN=FIELD.")]
Rejects = Annotated[Path, typer.Option(help="File for rejected lines and the reasons.")]
Dates = Annotated[str, typer.Option(help="How to read 3/1/2024: dmy (3 January) or mdy (1 March).")]
Source = Annotated[
    str | None,
    typer.Option(help="Tab that people appear under. Default: the one that the JSON record names, otherwise Internet."),
]
Quota = Annotated[
    str | None,
    typer.Option(
        help="Invitations a month to people from this --source of one --workspace, instead of credits; or none."
    ),
]
Check = Annotated[bool, typer.Option("--check", help="Show how the files would be read, and write nothing.")]


@importing.command("candidates")
def candidates(
    files: Files,
    workspace: Into = "",
    map: Columns = None,
    dates: Dates = "",
    source: Source = None,
    rejects: Rejects = Path("rejects.jsonl"),
    check: Check = False,
    quota: Quota = None,
) -> None:
    """Import candidates. Importing a file again updates them; if an import was interrupted, just run it again."""
    if source is not None and not re.fullmatch(r"[\w .&-]{1,40}", source):
        fail("--source must be 1 to 40 letters, digits, spaces, dots or dashes.")
    if quota is not None and not (workspace and source):
        fail("--quota needs --workspace and --source: it is for a source of one workspace.")
    monthly = None if quota is None else parse_quota(quota)
    options = Reading(_columns(map), _date_order(dates), source or "", None if check else rejects)
    command = _command("candidates", files, {"workspace": workspace, "dates": dates})
    if source:
        command += ["--source", source]
    if quota is not None:
        command += ["--quota", quota]
    if check:
        _check(files, CANDIDATES, options, command)
        return
    config = settings()

    async def work() -> Imported:
        async with open_store(config) as store, _index(lambda: open_index(config, store)) as index:
            target = await _workspace(store, workspace) if workspace else None
            if target and source and quota is not None:
                async with store.write() as db:
                    await quotas.set_monthly(db, target.id, source, monthly, utc_now())
            with _bytes_read() as show:
                return await candidate_files.import_candidates(
                    store,
                    index,
                    Places.open(),
                    files,
                    workspace_id=target.id if target else profile_scope.SHARED,
                    options=options,
                    progress=show,
                    now=utc_now,
                )

    _report(_run_import(work, command), rejects, command)


@importing.command("jobs")
def jobs(
    files: Files,
    workspace: Annotated[str, typer.Option(help="Workspace the jobs belong to: slack:TEAM_ID or teams:TENANT_ID.")],
    map: Columns = None,
    dates: Dates = "",
    rejects: Rejects = Path("rejects.jsonl"),
    check: Check = False,
) -> None:
    """Import jobs into one workspace."""
    options = Reading(_columns(map), _date_order(dates), rejects=None if check else rejects)
    command = _command("jobs", files, {"workspace": workspace, "dates": dates})
    if check:
        _check(files, JOBS, options, command)
        return
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
                    options=options,
                    progress=show,
                    now=utc_now,
                )

    _report(_run_import(work, command), rejects, command)


def _command(kind: str, files: list[Path], options: dict[str, str]) -> list[str]:
    """The command as typed, split into words, without --map."""
    words = ["sourcer", "import", kind, *map(str, files)]
    for name, value in options.items():
        words += [f"--{name}", value] if value else []
    return words


def _date_order(text: str) -> DateOrder | None:
    if text not in ("", "dmy", "mdy"):
        fail("--dates must be dmy (day first) or mdy (month first).")
    return text or None


def _check(files: list[Path], kind: Kind, options: Reading, command: list[str]) -> None:
    places = Places.open()
    try:
        checked, report = check_files(files, kind, places, options)
    except candidate_files.Unreadable as fault:
        _unreadable(fault, command)
    finally:
        places.close()
    import_report.print_check(checked, report, command)
    if report.unreadable:
        raise typer.Exit(1)


@sampling.command("candidates")
def sample_candidates(
    count: Annotated[int, typer.Option(help="How many people.", min=1)] = 1_000,
    seed: Annotated[int, typer.Option(help="The same seed creates the same people.")] = 1,
    out: Annotated[Path, typer.Option(help="The JSONL file to write.")] = Path("sample-candidates.jsonl"),
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day that careers run up to; default: today.")
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
    seed: Annotated[int, typer.Option(help="Included in the job ids, so different seeds create different jobs.")] = 1,
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
    """The index, open for writing; None if a running Sourcer has it open and will pick up the changes from the
    store."""
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


def _run_import(work: Callable[[], Awaitable[Imported]], command: list[str]) -> Imported:
    async def running() -> Imported:
        return await work()

    try:
        return run(running())
    except candidate_files.Unreadable as fault:
        _unreadable(fault, command)


def _unreadable(fault: candidate_files.Unreadable, command: list[str]) -> NoReturn:
    if fault.maps:
        import_report.print_command(command, fault.maps)
    fail(str(fault))


def _report(done: Imported, rejects: Path, command: list[str]) -> None:
    import_report.print_totals(done, rejects)
    import_report.print_report(done.report, command)
    if done.report.unreadable:
        raise typer.Exit(1)
