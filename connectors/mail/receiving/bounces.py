"""Parses bounces: failed or delayed delivery, reported in the standard format or as plain text.

Reports: https://www.rfc-editor.org/rfc/rfc3464, status codes: https://www.rfc-editor.org/rfc/rfc3463."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.parser import HeaderParser

from connectors.mail.receiving.parse import LONGEST_HEADER, Part, body, header, header_text, headers, inner_parts, parts

_LOOKED_AT = 20_000  # characters
_DAEMON = re.compile(r"(mailer-daemon|mail-daemon|postmaster|mdaemon|microsoftexchange[0-9a-f]+)@", re.I)
_DAEMON_NAME = re.compile(r"(mail delivery (sub)?system|mail delivery service|postmaster|mailer[- ]daemon)", re.I)
_FAILED = re.compile(
    r"(undeliver(ed|able)|delivery (status notification|failure|has failed|incomplete)|failure notice|returned mail"
    r"|mail delivery (failed|failure)|delivery to the following|message (could not be|not) delivered"
    r"|nicht zugestellt|unzustellbar|zustellung fehlgeschlagen|no se (ha )?(pudo|podido) entregar"
    r"|no entregado|devuelto|non remis|échec de (la )?(remise|livraison)|warning: )",
    re.I,
)
_DELAYED = re.compile(
    r"(delay|still being retried|will (be|keep) (retr|try)|not yet been delivered|warning: (message|could not)"
    r"|verzögert|retras|retard)", re.I,
)  # fmt: skip
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_CODE = re.compile(r"(?<![\d.])([45])\d\d[ -](?=[^\d])")
_WHY = re.compile(r"no mailbox|unknown|not exist|no such|unrouteable|not found", re.I)
_COPY = re.compile(r"^-{2,}.{0,80}(copy of|original message|returned message|unsent message).{0,80}$", re.I | re.M)
_ID = re.compile(r"^(?:x-)?(?:original-)?message-id:\s*(<[^<>\s]{3,300}>)", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Bounce:
    """`final`: delivery was given up. `no_such_address`: the address will never work. `reason`: the server's text."""

    final: bool
    no_such_address: bool
    reason: str
    message_ids: tuple[str, ...]  # of the message that was not delivered
    reply_tos: tuple[str, ...]  # its Reply-To addresses


def bounce_in(mail: Part) -> Bounce | None:
    """The bounce that this mail reports; None if it is not a bounce, or a report of successful delivery."""
    inner = list(parts(mail))
    own_parts = parts(mail, into_mails=False)  # a person may forward a report they received
    report = next((part for part in own_parts if part.get_content_type() == "message/delivery-status"), None)
    if report is not None:
        return _from_report(report, inner)
    return _from_text(mail, inner) if _from_a_server(mail) else None


def _from_a_server(mail: Part) -> bool:
    if headers(mail, "X-Failed-Recipients"):
        return True
    sender = header(mail, "From")
    machine = _DAEMON.search(sender) or _DAEMON_NAME.search(sender) or header(mail, "Return-Path") == "<>"
    return bool(machine) and _FAILED.search(header(mail, "Subject")) is not None


def _from_report(report: Part, inner: list[Part]) -> Bounce | None:
    """Uses the first failed recipient: our messages only have one."""
    for fields in _blocks(report):
        action = header(fields, "Action").lower()
        if not (action or headers(fields, "Final-Recipient", "Original-Recipient")):
            continue  # the block about the whole message
        status = _STATUS.search(header(fields, "Status"))
        diagnostic = _diagnostic_text(header(fields, "Diagnostic-Code"))
        first = status[1] if status else ""
        if action in ("delivered", "relayed", "expanded") or first == "2":
            continue
        final = action == "failed" or (action != "delayed" and first != "4")
        gone = final and _is_gone(status or _STATUS.search(diagnostic), diagnostic)
        reason = diagnostic or (f"status {status[0]}" if status else "")
        return Bounce(final, gone, reason, *_original(inner, ""))
    return None


def _blocks(report: Part) -> Iterator[Part]:
    """The blocks of fields. If a server encodes the part or omits a blank line, the parser returns text instead."""
    found = inner_parts(report)
    if any(each.keys() for each in found):
        yield from found
        return
    text = body(report, _LOOKED_AT)
    if found:  # the parser read an encoded part as fields without decoding it
        found[0].add_header("Content-Transfer-Encoding", header(report, "Content-Transfer-Encoding"))
        text = body(found[0], _LOOKED_AT)
    for block in re.split(r"\n\s*\n", text):
        yield HeaderParser().parsestr(block.strip("\n"))


def _diagnostic_text(diagnostic: str) -> str:
    """ "smtp; 550 5.1.1 No such user" without the "smtp;"."""
    return re.sub(r"^\s*[\w.-]{1,20}\s*;\s*", "", diagnostic)[:300].strip()


def _is_gone(status: re.Match[str] | None, diagnostic: str) -> bool:
    """Whether the address is invalid for good: any permanent error except a full mailbox, an oversized message, or
    policy."""
    if status is None:
        return not diagnostic.startswith("4")
    kind, subject, detail = status[1], status[2], status[3]
    if kind != "5":
        return False
    return not (subject == "7" or (subject, detail) in {("2", "2"), ("2", "3"), ("3", "1"), ("3", "4"), ("6", "0")})


def _from_text(mail: Part, inner: list[Part]) -> Bounce:
    """For qmail, older Exim and others: readable sentences, sometimes followed by a copy of the message."""
    texts = [body(part, _LOOKED_AT) for part in inner if part.get_content_maintype() == "text"]
    text = next((each for each in texts if each.strip()), "")
    copy = _COPY.search(text)
    explanation, returned = (text[: copy.start()], text[copy.end() :]) if copy else (text, text)
    status, code = _STATUS.search(explanation), _CODE.search(explanation)
    kind = status[1] if status else code[1] if code else "5"
    final = kind == "5" and not (_DELAYED.search(header(mail, "Subject")) or _DELAYED.search(explanation[:2_000]))
    line = _line_with(explanation, status or code)
    return Bounce(final, final and _is_gone(status, line), line, *_original(inner, returned))


def _line_with(text: str, code: re.Match[str] | None) -> str:
    """The line with the code; without a code, the first line that gives a reason."""
    if code is not None:
        start = text.rfind("\n", 0, code.start()) + 1
        end = text.find("\n", code.end())
        return " ".join(text[start : end if end >= 0 else None].split())[:300]
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return next((line for line in lines if _WHY.search(line)), "")[:300]


def _original(inner: list[Part], returned: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The Message-IDs and Reply-To addresses of the returned mail, whether included in full or as headers only."""
    ids: dict[str, None] = {}
    reply_tos: dict[str, None] = {}
    for part in inner:
        kind = part.get_content_type()
        if kind == "message/rfc822":
            continue  # the message inside is listed as a separate part
        text = body(part, _LOOKED_AT) if kind in ("text/rfc822-headers", "message/rfc822-headers") else ""
        if text:
            returned_headers = HeaderParser().parsestr(text)
            ids |= dict.fromkeys(headers(returned_headers, "Message-ID"))
            reply_tos |= dict.fromkeys(headers(returned_headers, "Reply-To"))
        if part is not inner[0]:
            ids |= dict.fromkeys(headers(part, "Message-ID", "X-Original-Message-ID"))
            reply_tos |= dict.fromkeys(headers(part, "Reply-To"))
    ids |= dict.fromkeys(header_text(found) for found in _ID.findall(returned[:LONGEST_HEADER]))
    return tuple(ids), tuple(reply_tos)
