"""Records of files made rows of the store, a batch at a time. For a thread: reading and checking take the processor."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Any, cast

from pydantic import TypeAdapter

from connectors import keys
from connectors.files import Kind, Line, read
from connectors.places import Places
from store.engines import Json
from store.profiles import ProfileRow

BATCH = 2_000  # records of one transaction
_MOMENT: TypeAdapter[datetime] = TypeAdapter(datetime)


@dataclass(slots=True)
class Batch:
    """`rows` and `bodies` are of the same records. `read` counts the rejected too; `done` is in bytes of all files."""

    file: str = ""
    done: int = 0
    read: int = 0
    rejected: int = 0
    rows: list[ProfileRow] = field(default_factory=list[ProfileRow])
    bodies: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


class Batches:
    """The records of all files in turn. `total` is in bytes."""

    def __init__(
        self, files: Sequence[Path], kind: Kind, places: Places, columns: Mapping[str, str], rejects: Path | None
    ) -> None:
        self.total = sum(file.stat().st_size for file in files)
        self._places = places
        self._rejects = Rejects(rejects)
        self._lines = self._all(files, kind, columns)

    def next(self) -> Batch | None:
        """The next records, or None at the end. Raises Unreadable for a file that holds none."""
        batch = Batch()
        for file, before, line in islice(self._lines, BATCH):
            batch.file, batch.done = file, before + line.offset
            batch.read += 1
            row, fault = _row(line, self._places) if line.body is not None else (None, line.fault)
            if row is None or line.body is None:
                batch.rejected += 1
                self._rejects.add(file, line, fault or "cannot be read")
            else:
                batch.rows.append(row)
                batch.bodies.append(line.body)
        return batch if batch.read else None

    def close(self) -> None:
        self._rejects.close()

    @staticmethod
    def _all(files: Sequence[Path], kind: Kind, columns: Mapping[str, str]) -> Iterator[tuple[str, int, Line]]:
        """Each record with its file's name and the bytes of the files before it."""
        before = 0
        for file in files:
            for line in read(file, kind, columns):
                yield str(file), before, line
            before += file.stat().st_size


class Rejects:
    """The lines that were refused, as JSONL: file, line, reason, text. No line, no file; an older file goes."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: TextIOWrapper | None = None
        if path is not None:
            path.unlink(missing_ok=True)

    def add(self, file: str, line: Line, reason: str) -> None:
        if self._path is None:
            return
        if self._file is None:
            self._file = self._path.open("w", encoding="utf-8", errors="replace")
        said = {"file": file, "line": line.number, "reason": reason, "text": line.raw or _text(line)}
        self._file.write(json.dumps(said, ensure_ascii=False) + "\n")

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _text(line: Line) -> str:
    return json.dumps(line.body, ensure_ascii=False)[:2_000] if line.body else ""


def _row(line: Line, places: Places) -> tuple[ProfileRow | None, str | None]:
    """The store's row of a checked record, or why it cannot be kept. Fills in what is missing of the record's place."""
    body = cast(dict[str, Any], line.body)
    source_id = keys.source_id(body)
    if source_id is None:
        return None, "has no id, e-mail or link to know the person by"
    locate(body, places)
    updated_at = _updated(body)
    try:
        text = keys.canonical(body)
    except ValueError:
        return None, "holds a number that is too large"
    return (
        ProfileRow(
            source=body.get("source") or "internet",
            source_id=source_id,
            name=body["name"],
            email=next(iter(keys.emails(body)), ""),
            link=next(iter(keys.links(body)), ""),
            body=cast(dict[str, Any], Json(text)),
            updated_at=updated_at,
        ),
        None,
    )


def locate(body: dict[str, Any], places: Places) -> None:
    """Coordinates for a place that has none, and the codes that searches know it by; unknown ones keep their words."""
    place = cast(dict[str, Any] | None, body.get("place"))
    if not place or (place.get("lat") is not None and place.get("lon") is not None):
        return
    found = places.locate(place.get("city"), place.get("region"), place.get("country"), place.get("postal_code"))
    if found is not None:
        place["lat"], place["lon"] = found.lat, found.lon
        place["country"] = found.country or place.get("country")
        place["region"] = found.region or place.get("region")


def _updated(body: dict[str, Any]) -> datetime | None:
    """The checked time, also in the spellings that Python does not read; the body then has it in ISO 8601."""
    words = body.get("updated_at")
    if not words:
        return None
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        at = _MOMENT.validate_python(words)
        body["updated_at"] = at.isoformat()
        return at
