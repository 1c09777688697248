"""Reads the fields of a delivery report, even of a malformed one: continuation lines without leading whitespace, spaces
before colons, everything in one block, the report as plain text, or no recipient.

https://www.rfc-editor.org/rfc/rfc3464"""

import re
from collections.abc import Iterable, Mapping
from email.parser import HeaderParser

from connectors.mail.receiving.parse import Part, body, header, header_text, inner_parts

LONGEST = 20_000  # characters of a report that are read
_TYPES = ("message/delivery-status", "message/global-delivery-status", "message/x-delivery-status")
_OF_A_RECIPIENT = (
    "final-recipient", "original-recipient", "action", "status", "diagnostic-code", "remote-mta", "last-attempt-date",
    "will-retry-until", "x-actual-recipient", "x-postfix-diagnostic", "x-notes",
)  # fmt: skip
_OF_THE_MAIL = ("reporting-mta", "arrival-date", "received-from-mta", "original-envelope-id", "dsn-gateway")
_FIELD = re.compile(rf"^\s{{0,4}}({'|'.join((*_OF_A_RECIPIENT, *_OF_THE_MAIL))})\s{{0,4}}:[ \t]*(.*)$", re.I)
_ANY_FIELD = re.compile(r"^[A-Za-z][\w-]{1,60}\s{0,4}:")
_TELLING = ("status", "diagnostic-code", "final-recipient", "original-recipient")

Fields = Mapping[str, str]  # by name, lower case; continuation lines are joined


def recipients(report: Part) -> list[Fields]:
    """What the report says about each recipient; the recipients that it says the most about come first. Empty if it
    mentions none."""
    return _grouped(_lines(report))


def recipients_in_text(text: str) -> list[Fields]:
    """What a report inside text says about each recipient. It must have a recipient or a diagnostic, and an action or a
    status."""
    found = _grouped(text[:LONGEST].split("\n"))
    return [
        one
        for one in found
        if ("action" in one or "status" in one)
        and ("diagnostic-code" in one or "final-recipient" in one or "original-recipient" in one)
    ]


def is_report(part: Part) -> bool:
    return part.get_content_type() in _TYPES


def _grouped(lines: Iterable[str]) -> list[Fields]:
    """The fields of each recipient: a field that is repeated begins the next recipient."""
    groups: list[dict[str, str]] = [{}]
    name = ""
    for line in lines:
        field = _FIELD.match(line)
        if field is None:
            if not line.strip() or _ANY_FIELD.match(line):
                name = ""  # ends the preceding field
            elif name:
                groups[-1][name] += f" {line.strip()}"
            continue
        name = field[1].lower()
        if name in _OF_THE_MAIL:
            name = ""
            continue
        if name in groups[-1]:
            groups.append({})
        groups[-1][name] = field[2].strip()
    found = [{name: header_text(value) for name, value in group.items()} for group in groups if group]
    return sorted(found, key=lambda group: not any(name in group for name in _TELLING))


def _lines(report: Part) -> list[str]:
    """The lines of the report. The parser splits it into blocks of fields, stops at the first line that is not a field,
    and does not decode an encoded report."""
    blocks = inner_parts(report)
    if not blocks:
        return body(report, LONGEST).split("\n")
    encoding = header(report, "Content-Transfer-Encoding")
    lines: list[str] = []
    for block in blocks:
        lines += [line for name, value in block.raw_items() for line in f"{name}: {value}".split("\n")]
        rest = HeaderParser().parsestr(f"Content-Transfer-Encoding: {encoding}\n\n{block.get_payload()}")
        lines += body(rest, LONGEST).split("\n")
        lines.append("")
    return lines[:2_000]
