"""JSON reader: a single object, an array of objects (also within an object), or concatenated objects."""

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from connectors.files.kinds import Kind
from connectors.files.lines import LONGEST, Line, shown

_BLOCK = 1 << 18
_SPACE = re.compile(r"[ \t\r\n]*")
# An object that holds the records in a list, perhaps after other short members: {"total": 2, "candidates": [
_MEMBERS = (
    r'\{\s*(?:"[^"\\]{0,200}"\s*:\s*(?:"[^"\\]{0,2000}"|[\d.eE+-]+|true|false|null|\{[^{}\[\]]{0,2000}\}'
    r"|\[\s*\])\s*,\s*){0,50}"
)
_WRAPPER = re.compile(
    rf'{_MEMBERS}(?:"(?:data|results?|response|payload|hits|body)"\s*:\s*{_MEMBERS})?'
    r'"(?:candidates|jobs|data|results|items|records|people|profiles|resumes|applicants|applications|contacts|postings|'
    r'openings|positions|jobPostings|@graph|hits|content|value|offers|itemListElement|list|rows|entries|docs|users|employees)"\s*:\s*\['
)
_A_RECORD = re.compile(r'"(?:name|title|basics|first_name)"\s*:|"@type"\s*:\s*"(?!ItemList)')
_BETWEEN = re.compile(r"[ \t\r\n]*,?[ \t\r\n]*")


class _Window:
    """A sliding window over the text: never larger than the longest record plus one block."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)("surrogateescape" if encoding == "utf-8" else "replace")
        self.text = ""
        self.at = 0
        self.line = 1
        self.ended = False

    def more(self) -> bool:
        """Read another block; False at the end of the file."""
        block = self._file.read(_BLOCK)
        self.ended = not block
        self.text = self.text[self.at :] + self._decoder.decode(block, final=self.ended)
        self.at = 0
        return not self.ended

    def skip(self, what: re.Pattern[str]) -> None:
        """Move past the pattern. Some text after it is loaded, unless the file ends."""
        while True:
            found = what.match(self.text, self.at)
            assert found is not None  # all patterns match the empty string
            self.to(found.end())
            if self.at < len(self.text) or not self.more():
                return

    def to(self, at: int) -> None:
        self.line += self.text.count("\n", self.at, at)
        self.at = at

    def offset(self) -> int:
        return self._file.tell()


def read_documents(path: Path, kind: Kind) -> Iterator[Line]:
    """Yield each object, validated, except those that only accompany the jobs in a list. Stops after malformed JSON,
    because the next object cannot be located."""
    with path.open("rb") as file:
        start = file.read(3)
        encoding = "utf-16" if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8"
        file.seek(3 if start == codecs.BOM_UTF8 else 0)
        window = _Window(file, encoding)
        window.skip(_SPACE)
        inside = window.text[window.at : window.at + 1] == "["
        wrapped = _WRAPPER.match(window.text, window.at)
        if inside:
            window.to(window.at + 1)
        elif wrapped and not _A_RECORD.search(wrapped[0]):
            inside = True
            window.to(wrapped.end())
        found, beside = False, None
        while True:
            window.skip(_BETWEEN)
            if window.at >= len(window.text) or (inside and window.text[window.at] == "]"):
                if inside and window.at >= len(window.text):
                    yield Line(
                        window.line, "", window.offset(), fault="the array has no closing ]: is the file cut off?"
                    )
                if beside is not None and not found:
                    yield beside
                return
            number = window.line
            for line, passed in _next(window, kind, number):
                if passed:
                    beside = beside or line
                else:
                    found = True
                    yield line
            if window.line < 0:
                return


def _next(window: _Window, kind: Kind, number: int) -> list[tuple[Line, bool]]:
    """Read the object at the current position, or the objects of a JSON-LD graph. Each comes with a flag that says
    whether it only accompanies the records. Sets `window.line` to -1 if the next object cannot be located."""
    decoder = json.JSONDecoder(parse_constant=lambda _: None)  # NaN
    while True:
        try:
            value, end = decoder.raw_decode(window.text, window.at)
        except RecursionError:
            fault = "is nested too deeply, so nothing after it was read"
        except json.JSONDecodeError as error:
            if len(window.text) - window.at <= LONGEST and window.more():
                continue
            fault = f"is not JSON: {error.msg} (line {number + window.text.count(chr(10), window.at, error.pos)})"
            if not window.ended:
                fault = "is longer than 1 MB"
            fault += ", so nothing after it was read"
        except ValueError as error:  # a number with thousands of digits
            fault = f"is not JSON: {error}, so nothing after it was read"
        else:
            if end == len(window.text) and window.more():
                continue  # a number at the end of the block may have more digits in the next one
            raw = window.text[window.at : end]
            window.to(end)
            return [(_line(each, kind, number, raw, window.offset()), kind.accompanies(each)) for each in _graph(value)]
        raw = window.text[window.at : window.at + LONGEST]
        window.line = -1
        return [(Line(number, shown(raw.encode("utf-8", "replace")), window.offset(), fault=fault), False)]


def _graph(value: object) -> list[object]:
    inside = cast(dict[str, object], value).get("@graph") if isinstance(value, dict) else None
    return cast(list[object], inside) if isinstance(inside, list) else [value]


def _line(value: object, kind: Kind, number: int, raw: str, offset: int) -> Line:
    found = kind.check_value(value)
    return Line(number, "" if found.body else shown(raw), offset, found.body, found.fault, found.asides)
