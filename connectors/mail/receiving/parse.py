"""A mail's headers and parts, from bytes that anybody may have sent: bounded, and never an odd exception.

The standard parser is used with its oldest policy, which takes everything as it is; words are decoded here."""

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
LONGEST_HEADER = 16_000  # characters that are looked at in one
MOST_PARTS = 60
DEEPEST = 12
# What the standard library raises for mails that it did not expect.
ODD = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError, OverflowError)
_ENDS = (b"\r\n\r\n", b"\n\n")
_TEXT_CODECS = re.compile(
    r"(us-)?ascii|utf-?(8|16|32)(-?[bl]e)?|(iso-?)?8859-?\d+|iso-?latin-?\d|latin-?\d|(windows|cp|ibm)-?\d+|koi8-?[rut]"
    r"|gb(2312|k|18030)|big5(-?hkscs)?|hz|shift[-_]?jis|euc-?(jp|kr|cn|tw)|iso-?2022-?(jp|kr|cn)(-\d)?|tis-?620|mac-?\w+"
)


class Unreadable(ValueError):
    """A mail that is set aside; the words say why, and quote nothing of it."""


def parsed(raw: bytes) -> Part:
    """Raises Unreadable for what is no mail, or one that is built to hurt."""
    ends = [at for at in (raw.find(end, 0, LONGEST_HEADERS) for end in _ENDS) if at >= 0]
    if not ends and not _headers_only(raw):
        raise Unreadable("its headers do not end" if len(raw) >= LONGEST_HEADERS else "it has no headers")
    if raw.lower().count(b"multipart/") > MOST_PARTS:
        raise Unreadable("it has too many parts within parts")
    try:
        mail = BytesParser(policy=policy.compat32).parsebytes(raw.replace(b"\x00", b""))
    except ODD as fault:
        raise Unreadable(f"it cannot be parsed ({type(fault).__name__})") from fault
    if not mail.keys():
        raise Unreadable("it has no headers")
    return mail


def _headers_only(raw: bytes) -> bool:
    return len(raw) < LONGEST_HEADERS and re.match(rb"[!-9;-~]+:", raw) is not None


def parts(mail: Part, depth: int = 0, *, into_mails: bool = True) -> Iterator[Part]:
    """The mail and its parts, outermost first, as far as both limits go; `into_mails`: those of mails within it too,
    which somebody else wrote."""
    yield mail
    if depth < DEEPEST and (into_mails or mail.get_content_type() != "message/rfc822"):
        for each in inner_parts(mail):
            yield from parts(each, depth + 1, into_mails=into_mails)


def inner_parts(mail: Part) -> list[Part]:
    """The parts right within it."""
    if not mail.is_multipart():
        return []  # asked for its payload, the parser would decode it with whatever codec the mail names
    payload: Any = mail.get_payload()
    return [each for each in cast("list[Any]", payload)[:MOST_PARTS] if isinstance(each, Message)]


def header(mail: Part, name: str) -> str:
    """The first header of that name, decoded, on one line; "" when there is none."""
    return next(iter(headers(mail, name)), "")


def headers(mail: Part, *names: str) -> list[str]:
    """All headers of these names, decoded, each on one line."""
    wanted = {name.lower() for name in names}
    return [words(value) for name, value in mail.items() if name.lower() in wanted]


def written(mail: Part, name: str) -> str:
    """The first header of that name as it is written, encoded words and all: addresses are read before they are
    decoded, else a name could hold one (RFC 2047, section 5)."""
    found = next((str(value) for key, value in mail.items() if key.lower() == name.lower()), "")
    return " ".join(readable(found[:LONGEST_HEADER]).split())


def words(value: Any) -> str:
    """A header's value as words: encoded ones decoded, what cannot be decoded as it is, on one line."""
    text = str(value)[:LONGEST_HEADER]
    if "=?" in text:
        try:
            pieces = decode_header(text)
        except (HeaderParseError, ValueError):
            pieces = [(text, None)]
        text = "".join(piece if isinstance(piece, str) else decoded(piece, charset) for piece, charset in pieces)
    return " ".join(readable(text).split())


def decoded(raw: bytes, charset: str | None) -> str:
    """The text of bytes in the charset that they say; of another where that is a lie. Never raises."""
    for name in (charset, "utf-8", "cp1252"):
        if name and _TEXT_CODECS.fullmatch(name.lower()):
            try:
                return raw.decode(name)
            except (UnicodeDecodeError, LookupError):
                continue
    return raw.decode("latin-1")


def readable(text: str) -> str:
    """Without signs that a database cannot keep or a screen cannot show."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(sign for sign in text if sign in "\n\t" or sign.isprintable() or sign.isspace())


def body(part: Part, limit: int) -> str:
    """The words of a text part."""
    try:
        raw = part.get_payload(decode=True)
        charset = part.get_content_charset()
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    if not isinstance(raw, bytes):
        return ""
    return readable(decoded(raw[: 4 * limit], charset).replace("\r\n", "\n").replace("\r", "\n"))[:limit]
