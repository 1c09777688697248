"""What mail servers say of a mail that they could not deliver, or not yet: in reports, or in words of their own.

Reports: https://www.rfc-editor.org/rfc/rfc3464, status codes https://www.rfc-editor.org/rfc/rfc3463."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.parser import HeaderParser

from connectors.mail.receiving.parse import LONGEST_HEADER, Part, body, header, headers, inner_parts, parts, words

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
    """`final`: it was given up. `no_such_address`: there is nobody to write to, also later. `why` in their words."""

    final: bool
    no_such_address: bool
    why: str
    message_ids: tuple[str, ...]  # of the mail that was not delivered
    reply_tos: tuple[str, ...]  # where it wanted its answers


def bounce_in(mail: Part) -> Bounce | None:
    """None for a mail that is no bounce: also for a report that all went well."""
    inner = list(parts(mail))
    its_own = parts(mail, into_mails=False)  # a person may pass on a report that they got
    report = next((part for part in its_own if part.get_content_type() == "message/delivery-status"), None)
    if report is not None:
        return _from_report(report, inner)
    return _from_words(mail, inner) if _from_a_server(mail) else None


def _from_a_server(mail: Part) -> bool:
    if headers(mail, "X-Failed-Recipients"):
        return True
    sender = header(mail, "From")
    machine = _DAEMON.search(sender) or _DAEMON_NAME.search(sender) or header(mail, "Return-Path") == "<>"
    return bool(machine) and _FAILED.search(header(mail, "Subject")) is not None


def _from_report(report: Part, inner: list[Part]) -> Bounce | None:
    """The first recipient that was not reached counts: our mails have one."""
    for fields in _blocks(report):
        action = header(fields, "Action").lower()
        if not (action or headers(fields, "Final-Recipient", "Original-Recipient")):
            continue  # the block about the whole mail
        status = _STATUS.search(header(fields, "Status"))
        said = _said(header(fields, "Diagnostic-Code"))
        first = status[1] if status else ""
        if action in ("delivered", "relayed", "expanded") or first == "2":
            continue
        final = action == "failed" or (action != "delayed" and first != "4")
        gone = final and _is_gone(status or _STATUS.search(said), said)
        why = said or (f"status {status[0]}" if status else "")
        return Bounce(final, gone, why, *_original(inner, ""))
    return None


def _blocks(report: Part) -> Iterator[Part]:
    """The blocks of fields. Some servers encode the part, or leave out an empty line, and parsers then see text."""
    found = inner_parts(report)
    if any(each.keys() for each in found):
        yield from found
        return
    text = body(report, _LOOKED_AT)
    if found:  # the parser took an encoded part for fields without having decoded it
        found[0].add_header("Content-Transfer-Encoding", header(report, "Content-Transfer-Encoding"))
        text = body(found[0], _LOOKED_AT)
    for block in re.split(r"\n\s*\n", text):
        yield HeaderParser().parsestr(block.strip("\n"))


def _said(diagnostic: str) -> str:
    """ "smtp; 550 5.1.1 No such user" without its kind."""
    return re.sub(r"^\s*[\w.-]{1,20}\s*;\s*", "", diagnostic)[:300].strip()


def _is_gone(status: re.Match[str] | None, said: str) -> bool:
    """A full mailbox, a mail too large or a policy may change; all other final answers mean the address."""
    if status is None:
        return not said.startswith("4")
    kind, subject, detail = status[1], status[2], status[3]
    if kind != "5":
        return False
    return not (subject == "7" or (subject, detail) in {("2", "2"), ("2", "3"), ("3", "1"), ("3", "4"), ("6", "0")})


def _from_words(mail: Part, inner: list[Part]) -> Bounce:
    """qmail, older Exim and others: sentences for people, then perhaps a copy of the mail."""
    texts = [body(part, _LOOKED_AT) for part in inner if part.get_content_maintype() == "text"]
    text = next((each for each in texts if each.strip()), "")
    copy = _COPY.search(text)
    told, returned = (text[: copy.start()], text[copy.end() :]) if copy else (text, text)
    status, code = _STATUS.search(told), _CODE.search(told)
    kind = status[1] if status else code[1] if code else "5"
    final = kind == "5" and not (_DELAYED.search(header(mail, "Subject")) or _DELAYED.search(told[:2_000]))
    line = _line_with(told, status or code)
    return Bounce(final, final and _is_gone(status, line), line, *_original(inner, returned))


def _line_with(told: str, code: re.Match[str] | None) -> str:
    """The sentence around the code; without one, the first that says why."""
    if code is not None:
        start = told.rfind("\n", 0, code.start()) + 1
        end = told.find("\n", code.end())
        return " ".join(told[start : end if end >= 0 else None].split())[:300]
    lines = (" ".join(line.split()) for line in told.split("\n"))
    return next((line for line in lines if _WHY.search(line)), "")[:300]


def _original(inner: list[Part], returned: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Message-IDs and Reply-Tos of the mail that came back, whole or as headers only."""
    ids: dict[str, None] = {}
    reply_tos: dict[str, None] = {}
    for part in inner:
        kind = part.get_content_type()
        if kind == "message/rfc822":
            continue  # its inner mail is a part of its own
        text = body(part, _LOOKED_AT) if kind in ("text/rfc822-headers", "message/rfc822-headers") else ""
        if text:
            headed = HeaderParser().parsestr(text)
            ids |= dict.fromkeys(headers(headed, "Message-ID"))
            reply_tos |= dict.fromkeys(headers(headed, "Reply-To"))
        if part is not inner[0]:
            ids |= dict.fromkeys(headers(part, "Message-ID", "X-Original-Message-ID"))
            reply_tos |= dict.fromkeys(headers(part, "Reply-To"))
    ids |= dict.fromkeys(words(found) for found in _ID.findall(returned[:LONGEST_HEADER]))
    return tuple(ids), tuple(reply_tos)
