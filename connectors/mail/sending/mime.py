"""Encodes messages (RFC 5322, MIME) and addresses for a mail server."""

import re
import secrets
from binascii import b2a_qp
from datetime import datetime
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import format_datetime, quote

import idna

from connectors.mail.base import Letter

_LOCAL_PART = re.compile(r'[^\s<>()\[\]\\,;:"@\x00-\x1f\x7f]{1,64}\Z')
_ENCODED = "=?"  # starts an encoded word
_ID = re.compile(r"<[!-;=?-~]{3,250}>\Z")  # printable ASCII without angle brackets
_URL = re.compile(r"https?://[!-;=?-~]{1,900}\Z")
_POLICY = compat32.clone(linesep="\r\n")  # newer policies re-parse their output, which takes five times as long
_MOST_IDS = 20  # in References: the first and the most recent ones


class NoAddress(ValueError):
    """The text is not a valid e-mail address."""


def address(text: str) -> str:
    """The address as sent to the server, with its domain in ASCII (IDNA 2008). Raises NoAddress."""
    local, at, domain = text.strip().rpartition("@")
    if not at or not _LOCAL_PART.match(local) or _ENCODED in local:
        raise NoAddress("not an e-mail address")
    if re.fullmatch(r"[A-Za-z0-9.-]{1,253}", domain):
        return f"{local}@{domain}"
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}"
    except idna.IDNAError:
        raise NoAddress("not an e-mail address") from None


def needs_utf8(*addresses: str) -> bool:
    """Whether an address has a non-ASCII local part, which requires SMTPUTF8 (RFC 6531)."""
    return not all(each.isascii() for each in addresses)


def one_line(text: str) -> str:
    """The text on one line, for a header. Control characters and line breaks become spaces, to prevent header
    injection.

    Encoded words (RFC 2047) are broken up, because mail programs would decode line breaks inside them."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text).replace(_ENCODED, "= ?")
    return " ".join(plain.split())


def as_bytes(letter: Letter, date: datetime) -> bytes:
    """The complete e-mail with CRLF line endings. Raises NoAddress, and ValueError for an invalid message id or URL."""
    parts = [_part("plain", letter.text), *([_part("html", letter.html)] if letter.html else [])]
    mail = MIMEMultipart("alternative", boundary=secrets.token_hex(16), _subparts=parts) if letter.html else parts[0]
    return _headers(letter, date) + mail.as_bytes(policy=_POLICY)


def _part(subtype: str, text: str) -> MIMENonMultipart:
    """A text part in quoted-printable (RFC 2045), so that long lines arrive unchanged. DATA requires a final line
    break."""
    part = MIMENonMultipart("text", subtype, charset="utf-8")
    part["Content-Transfer-Encoding"] = "quoted-printable"
    ended = text if text.endswith("\n") else f"{text}\n"
    part.set_payload(b2a_qp(ended.encode()).decode("ascii"))
    return part


def _headers(letter: Letter, date: datetime) -> bytes:
    """All headers except the MIME ones. IDs and addresses are not folded, since folding would break long ones."""
    sender, to = address(letter.sender), address(letter.to)
    name = one_line(letter.sender_name)
    lines = [
        f"Date: {format_datetime(date)}",
        f"Message-ID: {_checked(_ID, letter.message_id)}",
        f"From: {_mailbox(sender, name)}",
        f"To: {to}",
        f"Subject: {_encoded(one_line(letter.subject))}",
    ]
    if letter.reply_to:
        lines.append(f"Reply-To: {_mailbox(address(letter.reply_to), name)}")
    if letter.in_reply_to:
        lines.append(f"In-Reply-To: {_checked(_ID, letter.in_reply_to)}")
    if letter.references:
        chain = (
            letter.references
            if len(letter.references) <= _MOST_IDS
            else (letter.references[0], *letter.references[1 - _MOST_IDS :])
        )
        lines.append("References: " + "\r\n ".join(_checked(_ID, each) for each in chain))
    if letter.unsubscribe_url:
        lines.append(f"List-Unsubscribe: <{_checked(_URL, letter.unsubscribe_url)}>")
        lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")  # RFC 8058
    return "".join(f"{line}\r\n" for line in lines).encode()  # only SMTPUTF8 addresses are non-ASCII


def _mailbox(addr: str, name: str) -> str:
    if not name:
        return addr
    return f'"{quote(name)}" <{addr}>' if name.isascii() else f"{_encoded(name)} <{addr}>"


def _encoded(text: str) -> str:
    """The text encoded for a header: folded, with non-ASCII characters in encoded words."""
    return Header(text, header_name="Reply-To", maxlinelen=75).encode(linesep="\r\n")  # RFC 2047


def _checked(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.match(text):
        raise ValueError("not valid in a header")
    return text
