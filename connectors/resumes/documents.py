"""A resume as a partner sends it: base64, with a type and a name that may be wrong."""

import base64
import binascii
import re

from connectors.resumes.base import Document

MAX_BYTES = 10 * 1024 * 1024
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"PK\x03\x04", _WORD, "docx"),
    (b"\xd0\xcf\x11\xe0", "application/msword", "doc"),
    (b"{\\rtf", "application/rtf", "rtf"),
)


def document(encoded: str | None, name: str | None) -> Document | None:
    """The file, with its type detected from its content: the type that the partner gives is often wrong, and a page
    with scripts must not pass for a resume. None if the file is empty, unreadable, too large or of a type we don't hand
    out."""
    if not encoded or len(encoded) > MAX_BYTES * 3 // 2:
        return None
    data = encoded.partition(",")[2] if encoded.startswith("data:") else encoded
    compact = "".join(data.split())
    try:
        content = base64.b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    kind = _kind(content)
    if kind is None or not content or len(content) > MAX_BYTES:
        return None
    content_type, ending = kind
    stem = re.sub(r"[^\w .()-]", "_", (name or "").replace("\\", "/").rpartition("/")[2])
    stem = stem.rpartition(".")[0] if re.search(r"\.\w{1,5}$", stem) else stem
    return Document(f"{stem.strip(' .')[:100] or 'Resume'}.{ending}", content_type, content)


def _kind(content: bytes) -> tuple[str, str] | None:
    for signature, content_type, ending in _SIGNATURES:
        if content.startswith(signature):
            return content_type, ending
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    if "\x00" in text or re.match(r"\s*<", text):
        return None
    return "text/plain", "txt"
