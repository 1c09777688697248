"""A letter as the bytes that a mail server takes (RFC 5322, MIME), and addresses as it takes them."""

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
_ENCODED = "=?"  # begins an encoded word
_ID = re.compile(r"<[!-;=?-~]{3,250}>\Z")  # printable ASCII without angle brackets
_URL = re.compile(r"https?://[!-;=?-~]{1,900}\Z")
_POLICY = compat32.clone(linesep="\r\n")  # the newer ones parse what they write, which takes five times as long
_MOST_IDS = 20  # of a thread: its beginning and its end are kept


class NoAddress(ValueError):
    """The words are no e-mail address that anything could be sent to."""


def address(words: str) -> str:
    """The address as it goes over the wire: its domain in ASCII (IDNA 2008). Raises NoAddress."""
    local, at, domain = words.strip().rpartition("@")
    if not at or not _LOCAL_PART.match(local) or _ENCODED in local:
        raise NoAddress("no e-mail address")
    if re.fullmatch(r"[A-Za-z0-9.-]{1,253}", domain):
        return f"{local}@{domain}"
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}"
    except idna.IDNAError:
        raise NoAddress("no e-mail address") from None


def needs_utf8(*addresses: str) -> bool:
    """Whether one has letters before the @ that only servers with SMTPUTF8 (RFC 6531) take."""
    return not all(each.isascii() for each in addresses)


def one_line(words: str) -> str:
    """Words for a header: control characters and line ends become spaces, so that nobody adds a header of theirs.

    Nor by an encoded word (RFC 2047), which programs decode: line ends within it too."""
    plain = "".join(sign if sign.isprintable() else " " for sign in words).replace(_ENCODED, "= ?")
    return " ".join(plain.split())


def as_bytes(letter: Letter, date: datetime) -> bytes:
    """The whole mail, lines ended by CRLF. Raises NoAddress; ValueError for an id or address of a page that is none."""
    parts = [_part("plain", letter.text), *([_part("html", letter.html)] if letter.html else [])]
    mail = MIMEMultipart("alternative", boundary=secrets.token_hex(16), _subparts=parts) if letter.html else parts[0]
    return _headers(letter, date) + mail.as_bytes(policy=_POLICY)


def _part(subtype: str, words: str) -> MIMENonMultipart:
    """Quoted-printable (RFC 2045), so that lines of any length arrive as they are. DATA wants the last one ended."""
    part = MIMENonMultipart("text", subtype, charset="utf-8")
    part["Content-Transfer-Encoding"] = "quoted-printable"
    ended = words if words.endswith("\n") else f"{words}\n"
    part.set_payload(b2a_qp(ended.encode()).decode("ascii"))
    return part


def _headers(letter: Letter, date: datetime) -> bytes:
    """Those that are not about the form. Ids and addresses stay in one piece: folding would break a long one."""
    sender, to = address(letter.sender), address(letter.to)
    name = one_line(letter.sender_name)
    lines = [
        f"Date: {format_datetime(date)}",
        f"Message-ID: {_known(_ID, letter.message_id)}",
        f"From: {_mailbox(sender, name)}",
        f"To: {to}",
        f"Subject: {_encoded(one_line(letter.subject))}",
    ]
    if letter.reply_to:
        lines.append(f"Reply-To: {_mailbox(address(letter.reply_to), name)}")
    if letter.in_reply_to:
        lines.append(f"In-Reply-To: {_known(_ID, letter.in_reply_to)}")
    if letter.chain:
        chain = letter.chain if len(letter.chain) <= _MOST_IDS else (letter.chain[0], *letter.chain[1 - _MOST_IDS :])
        lines.append("References: " + "\r\n ".join(_known(_ID, each) for each in chain))
    if letter.unsubscribe_url:
        lines.append(f"List-Unsubscribe: <{_known(_URL, letter.unsubscribe_url)}>")
        lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")  # RFC 8058
    return "".join(f"{line}\r\n" for line in lines).encode()  # beyond ASCII are addresses for SMTPUTF8 only


def _mailbox(addr: str, name: str) -> str:
    if not name:
        return addr
    return f'"{quote(name)}" <{addr}>' if name.isascii() else f"{_encoded(name)} <{addr}>"


def _encoded(words: str) -> str:
    """As a header wants it: folded, and in encoded words what is not ASCII."""
    return Header(words, header_name="Reply-To", maxlinelen=75).encode(linesep="\r\n")  # RFC 2047


def _known(shape: re.Pattern[str], words: str) -> str:
    if not shape.match(words):
        raise ValueError("not fit for a header")
    return words
