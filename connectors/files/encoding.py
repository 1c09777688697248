"""Detects the encoding of a CSV file: UTF-8, UTF-16, Windows-1252, or another one guessed from the text."""

import codecs
from pathlib import Path

from connectors.charset_guesses import guessed
from connectors.files.lines import LONGEST

_SAMPLE = 4_000  # bytes


def encoding_of(path: Path) -> str:
    """The encoding of a file, as the name of a Python codec: the one that the byte order mark indicates; otherwise
    UTF-16 if every other byte is mostly null; otherwise UTF-8, unless more non-ASCII lines are invalid UTF-8 than
    valid.

    Reads the file once, in constant memory."""
    with path.open("rb") as file:
        start = file.read(4096)
        if start.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if start[1::2].count(0) > len(start) // 4:
            return "utf-16-le"
        if start[::2].count(0) > len(start) // 4:
            return "utf-16-be"
        file.seek(0)
        right = broken = 0
        sample = start.partition(b"\n")[0] + b"\n"  # the heading names the fields in the language of the file
        while line := file.readline(LONGEST):
            if not line.isascii():
                if _is_utf8(line):
                    right += 1
                else:
                    broken += 1
                    sample += line if len(sample) < _SAMPLE else b""
    return (guessed(sample) or "cp1252") if broken > right else "utf-8"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
