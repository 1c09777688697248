"""Charts as text, and as a PNG for platforms that can't draw charts. The PNG is written with zlib alone."""

import struct
import zlib
from typing import Final

from cards.tree import Chart

_LONGEST: Final = 20  # characters in a text bar
_WIDTH, _HEIGHT, _MARGIN = 720, 240, 20  # pixels
_DOT: Final = 3  # pixels per dot of a digit
_WHITE, _BAR, _LINE, _INK = range(4)
_PALETTE: Final = bytes.fromhex("ffffff 1d6fb8 c9ced6 3d4450")
_DIGITS: Final = {  # three dots wide, five high, row by row
    "0": "111101101101111",
    "1": "010110010010111",
    "2": "111001111100111",
    "3": "111001111001111",
    "4": "101101111001001",
    "5": "111100111001111",
    "6": "111100111101111",
    "7": "111001001001001",
    "8": "111101111101111",
    "9": "111101111001111",
}


def lines(chart: Chart) -> list[str]:
    """One line of text per bar: label, bar, number."""
    most = max((value for _, value in chart.bars), default=0)
    return [f"{label}  {'▇' * _length(value, most, _LONGEST)} {value:,}".rstrip() for label, value in chart.bars]


def description(chart: Chart) -> str:
    """The whole chart in one line, as alternative text for screen readers."""
    return f"{chart.title}: " + ", ".join(f"{label} {value:,}" for label, value in chart.bars)


def _length(value: int, most: int, longest: int) -> int:
    """The length of a bar: at least 1 for any value above zero."""
    return max(1, round(value * longest / most)) if value > 0 else 0


def picture(chart: Chart) -> bytes:
    """A PNG: bars from left to right, each with its number above and the digits of its label below."""
    rows = [bytearray(_WIDTH) for _ in range(_HEIGHT)]
    ground = _HEIGHT - _MARGIN - 7 * _DOT
    _fill(rows, _MARGIN, ground, _WIDTH - 2 * _MARGIN, 2, _LINE)
    most = max((value for _, value in chart.bars), default=0)
    slot = (_WIDTH - 2 * _MARGIN) / max(1, len(chart.bars))
    for n, (label, value) in enumerate(chart.bars):
        left, middle = int(_MARGIN + n * slot + slot * 0.15), int(_MARGIN + (n + 0.5) * slot)
        high = _length(value, most, ground - 2 * _MARGIN)
        _fill(rows, left, ground - high, max(1, int(slot * 0.7)), high, _BAR)
        _number(rows, "".join(character for character in label if character in _DIGITS)[:3], middle, ground + 3 * _DOT)
        if value:
            _number(rows, str(value), middle, ground - high - 7 * _DOT)
    return _png(rows)


def _fill(rows: list[bytearray], left: int, top: int, width: int, height: int, colour: int) -> None:
    """Draws a filled rectangle, clipped to the picture."""
    first, last = max(0, left), max(0, min(_WIDTH, left + width))
    for row in rows[max(0, top) : max(0, top + height)]:
        row[first:last] = bytes([colour]) * (last - first)


def _number(rows: list[bytearray], digits: str, middle: int, top: int) -> None:
    """Draws a number's digits centered on `middle`, one dot apart."""
    left = middle - (len(digits) * 4 - 1) * _DOT // 2
    for n, digit in enumerate(digits):
        for at, dot in enumerate(_DIGITS[digit]):
            if dot == "1":
                _fill(rows, left + (n * 4 + at % 3) * _DOT, top + at // 3 * _DOT, _DOT, _DOT, _INK)


def _png(rows: list[bytearray]) -> bytes:
    """Encodes pixels as a PNG. Each pixel is one byte, an index into the palette. w3.org/TR/png-3"""
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 3, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\x00" + row for row in rows), 9)
    parts = ((b"IHDR", header), (b"PLTE", _PALETTE), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(kind, data) for kind, data in parts)


def _part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
