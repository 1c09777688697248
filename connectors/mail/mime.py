"""A letter as the bytes that a mail server takes (RFC 5322, MIME), and addresses as it takes them."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import idna

from connectors.mail.base import Letter

_LOCAL_PART = re.compile(r'[^\s<>()\[\]\\,;:"@\x00-\x1f\x7f]{1,64}\Z')
_ENCODED = "=?"  # begins an encoded word
_ID = re.compile(r"<[!-;=?-~]{3,250}>\Z")  # printable ASCII without angle brackets
_URL = re.compile(r"https?://[!-;=?-~]{1,900}\Z")
_POLICY = {False: SMTP, True: SMTP.clone(utf8=True)}
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

    Nor by an encoded word (RFC 2047): the library decodes what looks like one, line ends within it too, and writes them
    as they are."""
    plain = "".join(sign if sign.isprintable() else " " for sign in words).replace(_ENCODED, "= ?")
    return " ".join(plain.split())


def as_bytes(letter: Letter, date: datetime) -> bytes:
    """The whole mail, lines ended by CRLF. Raises NoAddress; ValueError for an id or address of a page that is none."""
    sender, to = address(letter.sender), address(letter.to)
    reply_to = address(letter.reply_to) if letter.reply_to else ""
    utf8 = needs_utf8(sender, to, reply_to)
    mail = EmailMessage(policy=_POLICY[utf8])
    mail["From"] = _mailbox(sender, one_line(letter.sender_name))
    mail["To"] = _mailbox(to)
    if reply_to:
        mail["Reply-To"] = _mailbox(reply_to, one_line(letter.sender_name))
    mail["Subject"] = one_line(letter.subject)
    mail.set_content(letter.text)
    if letter.html:
        mail.add_alternative(letter.html, subtype="html")
    return _own_headers(letter, date) + mail.as_bytes()


def _mailbox(addr: str, name: str = "") -> Address:
    local, _, domain = addr.rpartition("@")
    return Address(name, local, domain)


def _own_headers(letter: Letter, date: datetime) -> bytes:
    """Those whose words must stay in one piece: Python's folding would encode a long one, and break it."""
    lines = [f"Date: {format_datetime(date)}", f"Message-ID: {_known(_ID, letter.message_id)}"]
    if letter.in_reply_to:
        lines.append(f"In-Reply-To: {_known(_ID, letter.in_reply_to)}")
    if letter.chain:
        chain = letter.chain if len(letter.chain) <= _MOST_IDS else (letter.chain[0], *letter.chain[1 - _MOST_IDS :])
        lines.append("References: " + "\r\n ".join(_known(_ID, each) for each in chain))
    if letter.unsubscribe_url:
        lines.append(f"List-Unsubscribe: <{_known(_URL, letter.unsubscribe_url)}>")
        lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")  # RFC 8058
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _known(shape: re.Pattern[str], words: str) -> str:
    if not shape.match(words):
        raise ValueError("not fit for a header")
    return words
