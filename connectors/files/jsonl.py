"""JSONL reader: one JSON object per line, in the import format or as a JSON Resume."""

from collections.abc import Iterator
from pathlib import Path

from connectors.files.kinds import Kind
from connectors.files.lines import Line, physical_lines, shown


def read_jsonl(path: Path, kind: Kind) -> Iterator[Line]:
    """Yield every line that is not blank, validated."""
    for line in physical_lines(path):
        if line.too_long:
            yield Line(line.number, shown(line.raw), line.offset, fault="is longer than 1 MB")
        elif line.raw.strip() not in (b"", b"[", b"]"):  # an array with one object per line
            found = kind.check(line.raw.rstrip(b", \t"))
            raw = "" if found.body else shown(line.raw)
            yield Line(line.number, raw, line.offset, found.body, found.fault, found.asides)
