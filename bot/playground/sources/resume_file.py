"""A resume as a one-page PDF file."""

import base64
import json
import textwrap
from collections.abc import Iterator
from typing import Any

_LINES, _WIDTH = 58, 92  # lines on the page, and characters per line


def dumps(value: Any) -> str:
    """The value as JSON; a function in the value, such as one that generates a resume, is not called until now."""
    return json.dumps(value, default=lambda later: later())


def resume_pdf(person: dict[str, Any]) -> str:
    """The resume as a PDF in base64, as partners send it. `person`: in the import format."""
    shown = [line for text in _texts(person) for line in (textwrap.wrap(text, _WIDTH) or [""])][:_LINES]
    first, *rest = (_escaped(line) for line in shown)
    text = f"BT /F1 18 Tf 60 770 Td ({first}) Tj /F1 10 Tf 12 TL 0 -22 Td\n"
    text += "".join(f"({line}) Tj T*\n" for line in rest) + "ET"
    return base64.b64encode(_file(text.encode("cp1252"))).decode()


def _texts(person: dict[str, Any]) -> Iterator[str]:
    yield person["name"]
    yield person["headline"]
    yield " · ".join((person["place"]["city"], *person.get("emails", ()), *person.get("phones", ())))
    yield ""
    yield person["summary"]
    yield ""
    for post in person["experience"]:
        yield f"{post['title']}, {post['company']}, {post['start']} – {post['end'] or 'today'}"
        yield post["summary"]
    yield ""
    for study in person["education"]:
        yield f"{study['school']}, {study['degree'].replace('_', ' ')}, {study['end']}"
    yield ""
    yield ", ".join(person["skills"])


def _escaped(line: str) -> str:
    known = line.encode("cp1252", "replace").decode("cp1252")
    return known.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(content: bytes) -> bytes:
    """A PDF file: its objects, and the table of their positions."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    file, begins = b"%PDF-1.4\n", list[int]()
    for number, each in enumerate(objects, start=1):
        begins.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % begin for begin in begins)
    trailer = b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(file)
    return file + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer
