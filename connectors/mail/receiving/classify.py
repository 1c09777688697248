"""Classifies incoming mail: reply, bounce, complaint, automatic reply, opt-out, erasure request.

Pure; all mail is untrusted."""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime
from typing import Literal

from connectors.mail.bounce_causes import Cause, Fault
from connectors.mail.receiving.auto_replies import is_automatic, own_words
from connectors.mail.receiving.bounces import Bounce, bounce_in
from connectors.mail.receiving.complaints import Complaint, complaint_in
from connectors.mail.receiving.html_text import text_of
from connectors.mail.receiving.opt_outs import detect_opt_out, may_want_no_more_mail
from connectors.mail.receiving.parse import (
    PARSER_ERRORS,
    Part,
    Unreadable,
    body,
    header,
    headers,
    parsed,
    parts,
    raw_header,
)
from connectors.mail.receiving.quoted import answer_only, own_text

__all__ = ["Reading", "Unreadable", "read"]

Kind = Literal["replied", "opt_out", "erasure_request", "auto_reply", "bounced", "delayed", "complaint"]

MOST_REFERENCES = 50
_LONGEST_TEXT = 100_000  # characters of a text part that are read
_LONGEST_KEY = 200
_LONGEST_SENDER = 2_000  # characters
# Only IDs that a reply can repeat in its headers (connectors/mail/sending/mime.py): printable ASCII of limited length.
_ID = re.compile(r"<(?=[^<>]{3,250}>)[!-;=?A-~]+@[!-;=?A-~]+>")
_TOKEN = re.compile(r"[^\s<>@+\"]{1,64}\+([0-9a-z]{20,64})@", re.I)
_ADDRESS = re.compile(r"[^\s<>@,;:\"()]{1,64}@[\w.-]{1,250}")
_ADDRESSED = (
    "To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "Resent-To",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """A classified message. `key` is the same each time it is read. `references` are the Message-IDs that it replies
    to, nearest first. `tokens` are the parts after the plus sign in the recipient addresses. A message without
    references or tokens is unrelated to us."""

    kind: Kind
    key: str
    message_id: str
    sender: str  # an address, lower case; "" when there is none
    references: tuple[str, ...]
    tokens: tuple[str, ...]
    subject: str
    text: str  # the sender's own text without quotes; for a bounce, the reason
    sent_at: datetime | None
    cause: Cause | Literal[""] = ""  # of a bounce
    fault: Fault = ""  # what is wrong with our own setup, if that is why the e-mail was refused
    may_opt_out: bool = False  # an answer that may ask for no more mail: a person has to decide

    @property
    def reply_references(self) -> str:
        """The References header for a reply: oldest first, the given message last."""
        return " ".join([*reversed(self.references), *([self.message_id] if self.message_id else [])])


def read(raw: bytes, sent: Collection[str] = (), ours: Collection[str] = ()) -> Reading:
    """Classify a message, possibly truncated. `sent`: what we wrote in this thread (subjects, texts, signature,
    footer), which is removed before anything is detected. `ours`: our addresses. Raises only Unreadable, with the
    reason: any other exception would make the poller retry this message forever and never reach the next ones."""
    try:
        return _reading(raw, sent, ours)
    except Unreadable:
        raise
    except PARSER_ERRORS as fault:
        raise Unreadable(f"it cannot be read ({type(fault).__name__})") from fault


def _reading(raw: bytes, sent: Collection[str], ours: Collection[str]) -> Reading:
    mail = parsed(raw)
    complaint = complaint_in(mail)
    bounce = None if complaint else bounce_in(mail)
    returned = complaint or bounce
    own_id = next(iter(_ids([header(mail, "Message-ID")])), "")
    references = _references(mail, returned)
    addressed = [*headers(mail, *_ADDRESSED), *(returned.reply_tos if returned else ())]
    subject = header(mail, "Subject")[:300]
    text = bounce.reason if bounce else _text(mail, subject, sent, ours)
    theirs = subject if own_words(subject, sent) else ""  # the subject may just repeat ours
    kind: Kind = "complaint" if complaint else _kind(mail, bounce, text, theirs, sent)
    return Reading(
        kind=kind,
        key=_key(own_id, raw),
        message_id=own_id,
        sender=_sender(mail),
        references=references,
        tokens=tuple(dict.fromkeys(token.lower() for value in addressed for token in _TOKEN.findall(value)))[:20],
        subject=subject,
        text=text,
        sent_at=_date(mail),
        cause=bounce.cause if bounce else "",
        fault=bounce.fault if bounce else "",
        may_opt_out=kind == "replied" and may_want_no_more_mail(answer_only(text), theirs),
    )


def _kind(mail: Part, bounce: Bounce | None, text: str, subject: str, sent: Collection[str]) -> Kind:
    if bounce is not None:
        return "bounced" if bounce.final else "delayed"
    if is_automatic(mail, sent) or header(mail, "Return-Path") == "<>" or mail.get_content_type() == "multipart/report":
        return "auto_reply"
    return detect_opt_out(answer_only(text), subject) or "replied"


def _key(own_id: str, raw: bytes) -> str:
    if own_id and len(own_id) <= _LONGEST_KEY:
        return f"mail:{own_id}"
    return f"mail:{hashlib.sha256(own_id.encode() or raw).hexdigest()}"


def _references(mail: Part, about: Bounce | Complaint | None) -> tuple[str, ...]:
    """The Message-IDs that it refers to: first the message that it directly replies to (or returns), then the rest of
    the thread, newest first."""
    nearest = _ids(headers(mail, "In-Reply-To"))
    thread = _ids(headers(mail, "References"))
    returned = _ids(about.message_ids) if about else []
    return tuple(dict.fromkeys([*returned, *nearest, *reversed(thread)]))[:MOST_REFERENCES]


def _ids(values: "list[str] | tuple[str, ...]") -> list[str]:
    return [found for value in values for found in _ID.findall(value)]


def _sender(mail: Part) -> str:
    try:
        found = getaddresses([raw_header(mail, "From")[:_LONGEST_SENDER]])
    except RecursionError:  # deeply nested comments
        return ""
    address = next((address for _, address in found if "@" in address), "")
    return address.strip().lower()[:320]


def _recipients(mail: Part) -> set[str]:
    """The addresses that the message was sent to, which are ours, both with and without the part after a plus sign."""
    found = {each.lower() for each in _ADDRESS.findall(raw_header(mail, "To")[:_LONGEST_SENDER])}
    return found | {re.sub(r"\+[^@]{0,64}@", "@", each) for each in found}


def _date(mail: Part) -> datetime | None:
    try:
        date = parsedate_to_datetime(header(mail, "Date"))
        return date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _text(mail: Part, subject: str, sent: Collection[str], ours: Collection[str]) -> str:
    """The sender's own text: from the plain-text parts, else the HTML parts, else a calendar reply. There are several
    text parts if a picture or file is embedded in the text."""
    addresses = {*ours, *_recipients(mail)} - {_sender(mail)}
    inner = [part for part in parts(mail, into_mails=False) if part.get_content_disposition() != "attachment"]
    for kind in ("text/plain", "text/html", "text/calendar"):
        texts = [
            body(part, _LONGEST_TEXT) for part in inner if part.get_content_type() == kind and not part.is_multipart()
        ]
        if kind == "text/calendar":
            own = next((answer for text in texts if (answer := _calendar(text))), "")
        else:
            whole = "\n".join(text_of(text) if "html" in kind else text for text in texts)[:_LONGEST_TEXT]
            own = own_text(whole, sent, subject, addresses)
        if own:
            return own
    return ""


def _calendar(text: str) -> str:
    """The method, answer and summary of a calendar reply, where present: "Reply, Accepted: Interview"."""
    fields = dict(re.findall(r"^(METHOD|SUMMARY)[^:\n]{0,200}:(.{0,200})$", text, re.M))
    answered = re.search(r"PARTSTAT=(\w{1,20})", text)
    details = [
        fields.get("METHOD", "").strip(),
        answered[1] if answered and "REPLY" in fields.get("METHOD", "") else "",
    ]
    first = ", ".join(part.capitalize() for part in details if part)
    return ": ".join(part for part in (first, fields.get("SUMMARY", "").strip()) if part)
