"""Lines of an untrusted file: limited in length and numbered as in an editor."""

import codecs
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from connectors.files.mending import Aside

LONGEST = 1_000_000  # bytes; a longer line is rejected without being read into memory
_SHOWN = 2_000  # characters of a rejected line that the rejects file repeats
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Unreadable(Exception):
    """The whole file cannot be read; `message` says why and what to do. `maps`: columns to map, with their fields."""

    def __init__(self, message: str, maps: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.maps = dict(maps or {})


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a file: either a validated `body` in the import format, or a `fault` message.

    `number` is the physical line that the record starts on, counted from 1; `offset` is the number of bytes read so
    far."""

    number: int
    raw: str
    offset: int
    body: dict[str, Any] | None = None
    fault: str | None = None
    asides: tuple[Aside, ...] = ()  # values of the body that were not understood


@dataclass(frozen=True, slots=True)
class Physical:
    """A physical line without its line ending. A line over `LONGEST` is truncated and marked `too_long`."""

    number: int
    raw: bytes
    offset: int
    too_long: bool = False


def shown(raw: bytes | str) -> str:
    """A rejected line for the rejects file: decoded and limited in length."""
    if isinstance(raw, bytes):
        raw = raw[: _SHOWN * 4].decode("utf-8", "replace")
    return raw if len(raw) <= _SHOWN else raw[:_SHOWN] + "…"


def physical_lines(path: Path) -> Iterator[Physical]:
    """The lines of a UTF-8 or (with a byte order mark) UTF-16 file, as UTF-8 bytes, in constant memory."""
    with path.open("rb", buffering=1 << 20) as file:
        start = file.read(3)
        if start[:2] in _UTF16:
            yield from _recoded(file)
            return
        file.seek(3 if start == codecs.BOM_UTF8 else 0)
        number = 0
        while raw := file.readline(LONGEST + 1):
            number += 1
            whole = raw.endswith(b"\n") or len(raw) <= LONGEST
            if not whole:
                _skip_line(file)
            yield Physical(number, raw.rstrip(b"\r\n") if whole else raw, file.tell(), not whole)


def _recoded(file: BinaryIO) -> Iterator[Physical]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding="utf-16", errors="replace", newline="\n")
    number = 0
    while line := text.readline(LONGEST + 1):
        number += 1
        raw = line.rstrip("\r\n").encode("utf-8", "replace")
        too_long = len(raw) > LONGEST
        while line and not line.endswith("\n"):
            line = text.readline(LONGEST)
        yield Physical(number, raw[:LONGEST], file.tell(), too_long)


def _skip_line(file: BinaryIO) -> None:
    while part := file.readline(LONGEST):
        if part.endswith(b"\n"):
            return
