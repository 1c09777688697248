"""Reads files as an import would, but writes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from bot.importing.batches import Unfit, row_of
from bot.importing.candidates import Reading, input_files
from bot.importing.report import Report
from bot.importing.rows import candidate_row
from connectors.files import JOBS, Kind, Unreadable, read
from connectors.files.columns import Column
from connectors.geo.places import Places
from handlers.job_rows import job_row

_SAMPLES = 3  # records, and reasons for rejected ones, shown per file


@dataclass(slots=True)
class CheckedFile:
    """`head`: the cells of the first rows. `reasons`: why the first rejected lines were rejected."""

    file: Path
    export: str = ""
    columns: tuple[Column, ...] = ()
    head: list[list[str]] = field(default_factory=list[list[str]])
    samples: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    reasons: list[str] = field(default_factory=list[str])
    rejected: int = 0
    read: int = 0


def check_files(
    files: Sequence[Path], kind: Kind, places: Places, options: Reading
) -> tuple[list[CheckedFile], Report]:
    """Read all files to the end. Raises Unreadable if the only file can't be read."""
    paths, report = input_files(files, options.rejects), Report()
    make = partial(job_row, places=places) if kind.name == JOBS.name else partial(candidate_row, places=places)
    checked: list[CheckedFile] = []
    for path in paths:
        try:
            checked.append(_check(path, kind.dated(options.dates), make, options, report))
        except Unreadable as fault:
            if len(paths) == 1:
                raise
            report.unreadable.append((path, fault))
    return checked, report


def _check(
    path: Path, kind: Kind, make: Callable[[dict[str, Any]], object], options: Reading, report: Report
) -> CheckedFile:
    one, records = CheckedFile(path), read(path, kind, options.columns)
    if records.columns is not None:
        one.export, one.columns = records.columns.export, records.columns.columns
    report.add_file(path, records, kind)
    for line in records:
        one.read += 1
        try:
            row_of(line, make)
        except Unfit as reason:
            one.rejected += 1
            if len(one.reasons) < _SAMPLES:
                one.reasons.append(f"line {line.number}: {reason}")
            continue
        report.add(line.asides)
        if line.body is not None and len(one.samples) < _SAMPLES:
            one.samples.append(line.body)
    one.head = records.head
    return one
