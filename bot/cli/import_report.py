"""What the import commands print: totals, what was not understood, and how files would be read (--check)."""

import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from rich.console import Group
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.cli.shell import console
from bot.importing.candidates import Imported
from bot.importing.check import CheckedFile
from bot.importing.report import Report
from connectors.files.columns import Column

_VALUES = 5  # shown per column
_COLUMNS = 20


def print_totals(done: Imported, rejects: Path) -> None:
    console.print(
        f"{done.read:,} read: {done.new:,} new, {done.changed:,} changed, {done.same:,} unchanged, "
        f"{done.rejected:,} rejected."
    )
    if done.rejected:
        console.print(f"Rejected lines and reasons: {escape(str(rejects))}")


def print_report(report: Report, command: Sequence[str]) -> None:
    """Print values, columns, sheets and files that were not read. `command`: the command as a list of words; it is
    printed again with --map options, ready to copy."""
    if report.values:
        console.print("\nValues that were not understood. They are shown under Other and are not searched for:")
    for (column, reason), counts in report.values.items():
        console.print(f"  {escape(column)} {escape(reason)}: {escape(_listed(counts))}", soft_wrap=True)
    for file, sheet, left_out in report.sheets:
        others = ", ".join(f"“{name}”" for name in left_out)
        text = (
            f"\nOf {file.name}, only the sheet “{sheet}” is read, not {others}. To import another, save it as a file."
        )
        console.print(escape(text), soft_wrap=True)
    maps: dict[str, str] = {}
    for unknown in report.columns:
        console.print(f"\nColumns of {escape(unknown.file.name)} that were not understood. They are shown under Other:")
        for heading in unknown.headings[:_COLUMNS]:
            near = unknown.suggested.get(heading, "")
            hint = f"perhaps {near}" if near else "no field has a similar name"
            console.print(f"  {escape(heading)}: {hint}", soft_wrap=True)
        if len(unknown.headings) > _COLUMNS:
            console.print(f"  and {len(unknown.headings) - _COLUMNS} more")
        maps |= unknown.suggested
    if report.columns:
        print_command(command, maps or {report.columns[0].headings[0]: "FIELD"})
    for file, fault in report.unreadable:
        console.print(f"\n[red]Couldn't read[/red] {escape(str(file))}: {escape(str(fault))}", soft_wrap=True)
        if fault.maps:
            print_command(command, fault.maps)


def print_command(command: Sequence[str], maps: Mapping[str, str]) -> None:
    """Print the whole command with a --map for each column, on one line."""
    words = [*command, *(word for heading, field in maps.items() for word in ("--map", f"{heading}={field}"))]
    console.print("To use them, check the fields and import again with:")
    console.print(Text(f"  {shlex.join(words)}"), soft_wrap=True)


def _listed(counts: Counter[str]) -> str:
    shown = [f"“{value}” ({count:,}×)" for value, count in counts.most_common(_VALUES)]
    more = len(counts) - len(shown)
    return ", ".join(shown) + (f" and {more:,} other values" if more else "")


def print_check(files: Sequence[CheckedFile], report: Report, command: Sequence[str]) -> None:
    """Print how each column is read, three records, and the totals. Nothing has been written."""
    for one in files:
        kind = f", an export of {one.export}" if one.export else ""
        console.print(f"\n[bold]{escape(str(one.file))}[/bold]{escape(kind)}")
        if one.columns:
            console.print(_table(one))
        for body in one.samples:
            console.print(_card(body))
        console.print(f"{one.read:,} read: {one.read - one.rejected:,} would be imported, {one.rejected:,} rejected.")
        for reason in one.reasons:
            console.print(f"  {escape(reason)}", soft_wrap=True)
    print_report(report, command)
    console.print("\nNothing was written. Run the command without --check to import.")


def _table(one: CheckedFile) -> Table:
    table = Table("Column", "Read as", "Examples", box=None, padding=(0, 2, 0, 0))
    for number, column in enumerate(one.columns):
        cells = [row[number].strip() for row in one.head if len(row) > number]
        table.add_row(Text(column.heading), _read_as(column), Text(" | ".join(cell[:40] for cell in cells if cell)))
    return table


def _read_as(column: Column) -> Text:
    if not column.field:
        return Text("skipped")
    if column.convert is None:
        return Text("not understood: shown under Other")
    return Text("Other" if column.field == "other" else column.field)


def _card(body: Mapping[str, Any]) -> Panel:
    """A record as a card that shows its filled-in fields."""
    title = str(body.get("name") or body.get("title") or "")
    lines = [
        Text.assemble((f"{name}: ", "bold"), _value(value))
        for name, value in body.items()
        if name not in ("name", "title")
    ]
    return Panel(Group(*lines), title=Text(title), title_align="left", expand=False)


def _value(value: Any) -> str:
    """A JSON value on one line: "title: Nurse, company: Contoso"."""
    match value:
        case dict():
            parts = cast(dict[str, Any], value).items()
            text = ", ".join(f"{name}: {_value(part)}" for name, part in parts if part not in (None, "", [], {}))
        case list():
            text = "; ".join(map(_value, cast(list[Any], value)))
        case bool():
            text = "yes" if value else "no"
        case _:
            text = str(value)
    return text if len(text) <= 200 else f"{text[:199]}…"
