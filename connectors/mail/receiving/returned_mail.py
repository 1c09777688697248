"""Finds which of our e-mails a bounce or a complaint returns, by its Message-ID and Reply-To, wherever they appear."""

import re
from collections.abc import Iterator
from email.parser import HeaderParser
from typing import NamedTuple

from connectors.mail.receiving.parse import LONGEST_HEADER, Part, body, header_text, headers

LONGEST = 20_000  # characters of a part that are read
_HEADER_TYPES = ("text/rfc822-headers", "message/rfc822-headers", "text/rfc822", "message/feedback-report")
_COPY = re.compile(
    r"^\s{0,4}(-{2,}.{0,80}(copy of|original message|returned message|unsent message|message header|returned mail|"
    r"original mail|messages? follows?|undelivered message).{0,80}"
    r"|.{0,60}(original|returned|undelivered) (message|mail)( headers?)?( follows| is| was)?.{0,40}:)\s*$",
    re.I | re.M,
)
_ID = re.compile(
    r"^[\s>|]{0,12}(?:x-)?(?:original-)?(?:envelope-)?message[- ]?id\s{0,4}:\s{0,4}(<[^<>\s]{3,300}>)", re.I | re.M
)
_REPLY_TO = re.compile(r"^[\s>|]{0,12}reply-to\s{0,4}:(.{3,400})$", re.I | re.M)


class Returned(NamedTuple):
    message_ids: tuple[str, ...]
    reply_tos: tuple[str, ...]


def returned_by(inner: list[Part]) -> Returned:
    """Which of our e-mails are returned in these parts of an e-mail (the first is the e-mail itself): in full, as
    headers only, or as text."""
    ids: dict[str, None] = {}
    reply_tos: dict[str, None] = {}
    for part in inner[1:]:
        ids |= dict.fromkeys(headers(part, "Message-ID", "X-Original-Message-ID", "Original-Message-ID"))
        reply_tos |= dict.fromkeys(headers(part, "Reply-To"))
    for text in _texts(inner):
        ids |= dict.fromkeys(header_text(found) for found in _ID.findall(text))
        reply_tos |= dict.fromkeys(header_text(found) for found in _REPLY_TO.findall(text))
    return Returned(tuple(ids), tuple(reply_tos))


def explanation(text: str) -> str:
    """The text before the copy of our e-mail."""
    copy = _COPY.search(text)
    return text[: copy.start()] if copy else text


def has_copy(inner: list[Part]) -> bool:
    """Whether an e-mail is attached or copied below the text."""
    return (len(inner) > 1 and any(part.get_content_type() == "message/rfc822" for part in inner)) or any(
        _COPY.search(body(part, LONGEST)) for part in inner if part.get_content_maintype() == "text"
    )


def _texts(inner: list[Part]) -> Iterator[str]:
    for part in inner:
        kind = part.get_content_type()
        if kind == "message/rfc822" or part.is_multipart():
            continue  # the e-mail inside is listed as a separate part
        if kind in _HEADER_TYPES:
            unfolded = HeaderParser().parsestr(body(part, LONGEST).lstrip("\n"))
            yield "\n".join(f"{name}: {' '.join(str(value).split())}" for name, value in unfolded.items())
        if kind in _HEADER_TYPES or part.get_content_maintype() in ("text", "application", "message"):
            yield body(part, LONGEST)[: LONGEST + LONGEST_HEADER]
