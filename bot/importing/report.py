"""What an import did not understand: values, columns and whole files."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from connectors.files import Unreadable
from connectors.files.kinds import Kind
from connectors.files.mending import Aside
from connectors.files.records import Records

_MOST_VALUES = 1_000  # different values counted for a column and reason; any others are counted together
_OTHERS = "(other values)"


@dataclass(slots=True)
class UnknownColumns:
    """Columns of one file that match no field and are stored under their own headings. `suggested`: heading → the
    nearest field."""

    file: Path
    headings: tuple[str, ...]
    suggested: dict[str, str]


@dataclass(slots=True)
class Report:
    """Filled while files are read. `values`: (column, reason) → how often each value was not understood. `sheets`: for
    an Excel file with several sheets, the sheet that is read and the sheets that are left out."""

    values: dict[tuple[str, str], Counter[str]] = field(default_factory=dict[tuple[str, str], Counter[str]])
    columns: list[UnknownColumns] = field(default_factory=list[UnknownColumns])
    sheets: list[tuple[Path, str, tuple[str, ...]]] = field(default_factory=list[tuple[Path, str, tuple[str, ...]]])
    unreadable: list[tuple[Path, Unreadable]] = field(default_factory=list[tuple[Path, Unreadable]])

    def add(self, asides: Iterable[Aside]) -> None:
        """Count the values of one record that were not understood."""
        for aside in asides:
            counted = self.values.setdefault((aside.column, aside.reason), Counter())
            value = aside.value[:80]
            counted[value if value in counted or len(counted) < _MOST_VALUES else _OTHERS] += 1

    def add_file(self, file: Path, records: Records, kind: Kind) -> None:
        """Record what is not read from a file: columns that no field was found for, and other sheets."""
        if records.columns is not None and (headings := records.columns.unknown()):
            self.columns.append(UnknownColumns(file, headings, records.columns.suggested(kind)))
        if records.left_out:
            self.sheets.append((file, records.sheet, records.left_out))
