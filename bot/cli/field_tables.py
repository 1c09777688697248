"""Tables that compare what a partner sent with the fields that Sourcer reads."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from rich.markup import escape
from rich.table import Table

from bot.cli.shell import console
from cards.screens.wording import short


def print_fields(rows: Sequence[Mapping[str, Any]], known: Sequence[str]) -> None:
    """Print, for each field, how many of these rows have it, and its first value."""
    if not rows:
        return
    table = Table("Field", "Filled", "Example")
    others = sorted({name for row in rows for name in row} - set(known))
    for name in (*known, *others):
        values = [row[name] for row in rows if row.get(name) not in (None, "", [], {}, frozenset())]
        table.add_row(name, f"{len(values)} of {len(rows)}", escape(_example(values)))
    console.print(table)


def paths(value: object, path: str = "") -> Iterator[str]:
    """The paths at which a record has values, such as "name" or "jobs[].title"."""
    if isinstance(value, dict):
        for name, each in cast(dict[str, object], value).items():
            yield from paths(each, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for each in cast(list[object], value):
            yield from paths(each, f"{path}[]")
    elif value is not None:
        yield path


def print_sent(intro: str, sample: object) -> None:
    """Print the names of the fields in a record as it was sent; print nothing if the record has none."""
    if sent := list(dict.fromkeys(paths(sample))):
        console.print(f"{intro}: {escape(', '.join(sent))}.", soft_wrap=True)


def _example(values: list[Any]) -> str:
    return short(str(values[0]), 80) if values else "–"
