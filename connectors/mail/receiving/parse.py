"""Parses the headers and parts of an untrusted e-mail, with size limits and without unexpected exceptions.

Uses the standard parser with its oldest policy, which accepts anything; encoded text is decoded here."""

import re
from collections.abc import Iterator
from email import policy
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from typing import Any, TypeAlias, cast

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
_ENDS = (b"\r\n\r\n", b"\n\n")
_TEXT_CODECS = re.compile(
    r"(us-)?ascii|utf-?(8|16|32)(-?[bl]e)?|(iso-?)?8859-?\d+|iso-?latin-?\d|latin-?\d|(windows|cp|ibm)-?\d+|koi8-?[rut]"
    r"|gb(2312|k|18030)|big5(-?hkscs)?|hz|shift[-_]?jis|euc-?(jp|kr|cn|tw)|iso-?2022-?(jp|kr|cn)(-\d)?|tis-?620|mac-?\w+"
)


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
    return mail


def _headers_only(raw: bytes) -> bool:
    return len(raw) < LONGEST_HEADERS and re.match(rb"[!-9;-~]+:", raw) is not None


def parts(mail: Part, depth: int = 0, *, into_mails: bool = True) -> Iterator[Part]:
    """The message and its parts, outermost first, within the limits on depth and number. `into_mails`: also the parts
    of attached messages, which have other authors."""
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
    return [header_text(value) for name, value in mail.items() if name.lower() in wanted]


def raw_header(mail: Part, name: str) -> str:
    """The first header of that name, not decoded. Addresses must be parsed before decoding, or a display name could
    inject one (RFC 2047, section 5)."""
    found = next((str(value) for key, value in mail.items() if key.lower() == name.lower()), "")
    return " ".join(readable(found[:LONGEST_HEADER]).split())


def header_text(value: Any) -> str:
    """A header value on one line, with encoded words decoded; what cannot be decoded is left unchanged."""
    text = str(value)[:LONGEST_HEADER]
    if "=?" in text:
        try:
            pieces = decode_header(text)
        except (HeaderParseError, ValueError):
            pieces = [(text, None)]
        text = "".join(piece if isinstance(piece, str) else decoded(piece, charset) for piece, charset in pieces)
    return " ".join(readable(text).split())


def decoded(raw: bytes, charset: str | None) -> str:
    """Decode bytes with the declared charset, or with another one if that fails. Never raises."""
    for name in (charset, "utf-8", "cp1252"):
        if name and _TEXT_CODECS.fullmatch(name.lower()):
            try:
                return raw.decode(name)
            except (UnicodeDecodeError, LookupError):
                continue
    return raw.decode("latin-1")


def readable(text: str) -> str:
    """The text without characters that a database cannot store or a screen cannot show."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(sign for sign in text if sign in "\n\t" or sign.isprintable() or sign.isspace())


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
