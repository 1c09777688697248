"""Parses the headers and parts of an untrusted e-mail, with size limits and without unexpected exceptions.

Uses the standard parser with its oldest policy, which accepts anything; encoded text is decoded here."""

import re
import unicodedata
from collections.abc import Iterator
from email import policy
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser, Parser
from typing import Any, TypeAlias, cast

from connectors.mail.receiving.charsets import decoded

Part: TypeAlias = "Message[Any, Any]"

LONGEST_HEADERS = 128 * 1024  # bytes of the whole block
LONGEST_HEADER = 16_000  # characters of one header that are read
MOST_PARTS = 60
DEEPEST = 12
# What the standard library raises for malformed messages.
PARSER_ERRORS = (
    *(MessageError, ValueError, LookupError, TypeError),
    *(AttributeError, RecursionError, AssertionError, OverflowError),
)
_LETTERS = str.maketrans("łøđı", "lodi")
_BOUNDARY = re.compile(r"^--([^\s\"\\]{1,200})[ \t]*\r?\n(?=Content-)", re.M | re.I)
_ENDS = (b"\r\n\r\n", b"\n\n")


class Unreadable(ValueError):
    """The e-mail cannot be read; the exception's message says why and quotes nothing from it."""


def parsed(raw: bytes) -> Part:
    """Parse an e-mail. Raises Unreadable if it is not one, or is crafted to exhaust the parser."""
    ends = [at for at in (raw.find(end, 0, LONGEST_HEADERS) for end in _ENDS) if at >= 0]
    if not ends and not _headers_only(raw):
        raise Unreadable("its headers do not end" if len(raw) >= LONGEST_HEADERS else "it has no headers")
    if raw.lower().count(b"multipart/") > MOST_PARTS:
        raise Unreadable("it has too many parts within parts")
    try:
        mail = BytesParser(policy=policy.compat32).parsebytes(raw.replace(b"\x00", b""))
    except PARSER_ERRORS as fault:
        raise Unreadable(f"it cannot be parsed ({type(fault).__name__})") from fault
    if not mail.keys():
        raise Unreadable("it has no headers")
    for part in parts(mail):
        _mend_boundary(part)
    return mail


def _mend_boundary(mail: Part) -> None:
    """Split an e-mail or part whose boundary is not the one that its headers declare. If it contains no boundary, treat
    it as plain text."""
    if mail.get_content_maintype() != "multipart" or mail.is_multipart():
        return
    mail.del_param("charset")  # get_payload() would decode it with whatever codec the e-mail names
    whole: Any = mail.get_payload()
    if not isinstance(whole, str):
        return
    used = _BOUNDARY.search(whole)
    if used is None:
        mail.set_type("text/plain")
        return
    again = Parser(policy=policy.compat32).parsestr(
        f'Content-Type: {mail.get_content_type()}; boundary="{used[1]}"\n\n{whole}'
    )
    if again.is_multipart():
        mail.set_payload(again.get_payload())


def _headers_only(raw: bytes) -> bool:
    return len(raw) < LONGEST_HEADERS and re.match(rb"[!-9;-~]+:", raw) is not None


def parts(mail: Part, depth: int = 0, *, into_mails: bool = True) -> Iterator[Part]:
    """The message and its parts, outermost first, within the limits on depth and number. `into_mails`: whether to
    include the parts of attached messages, which have other authors."""
    yield mail
    if depth < DEEPEST and (into_mails or mail.get_content_type() != "message/rfc822"):
        for each in inner_parts(mail):
            yield from parts(each, depth + 1, into_mails=into_mails)


def inner_parts(mail: Part) -> list[Part]:
    """The direct parts of a message."""
    if not mail.is_multipart():
        return []  # get_payload() would decode it with whatever codec the message names
    payload: Any = mail.get_payload()
    return [each for each in cast("list[Any]", payload)[:MOST_PARTS] if isinstance(each, Message)]


def header(mail: Part, name: str) -> str:
    """The first header of that name, decoded, on one line; "" if there is none."""
    return next(iter(headers(mail, name)), "")


def headers(mail: Part, *names: str) -> list[str]:
    """All headers of these names, decoded, each on one line."""
    wanted = {name.lower() for name in names}
    charset = mail.get_param("charset")
    known = charset if isinstance(charset, str) else None
    return [header_text(value, known) for name, value in mail.raw_items() if name.lower() in wanted]


def raw_header(mail: Part, name: str) -> str:
    """The first header of that name, not decoded. Addresses must be parsed before decoding, or a display name could
    inject one (RFC 2047, section 5)."""
    found = next((str(value) for key, value in mail.items() if key.lower() == name.lower()), "")
    return " ".join(readable(found[:LONGEST_HEADER]).split())


def header_text(value: Any, charset: str | None = None) -> str:
    """A header value on one line, with encoded words decoded; what cannot be decoded is left unchanged. `charset`: the
    charset of bytes that should have been encoded but weren't."""
    text = str(value)[:LONGEST_HEADER]
    if any("\udc80" <= sign <= "\udcff" for sign in text):
        text = decoded(text.encode("utf-8", "surrogateescape"), charset)
    if "=?" in text:
        try:
            pieces = decode_header(text)
        except (HeaderParseError, ValueError):
            pieces = [(text, None)]
        text = "".join(piece if isinstance(piece, str) else decoded(piece, charset) for piece, charset in pieces)
    return " ".join(readable(text).split())


def readable(text: str) -> str:
    """The text without characters that a database cannot store or a screen cannot show."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return "\n".join(line if line.isprintable() else _shown(line) for line in text.split("\n"))


def _shown(line: str) -> str:
    return "".join(sign for sign in line if sign == "\t" or sign.isprintable() or sign.isspace())


def folded(text: str) -> str:
    """The text in a form for comparison: in lower case, without accents, with single spaces and straight
    apostrophes."""
    lower = unicodedata.normalize("NFKD", text).casefold()
    unaccented = "".join(sign for sign in lower if not unicodedata.combining(sign)).translate(_LETTERS)
    return " ".join(unicodedata.normalize("NFC", re.sub("[’‘`´]", "'", unaccented)).split())


def body(part: Part, limit: int) -> str:
    """The decoded text of a part, up to `limit` characters."""
    try:
        raw = part.get_payload(decode=True)
        charset = part.get_content_charset()
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    if not isinstance(raw, bytes):
        return ""
    return readable(decoded(raw[: 4 * limit], charset).replace("\r\n", "\n").replace("\r", "\n"))[:limit]
