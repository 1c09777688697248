"""Extracts what the sender wrote: a message without quoted text and without the signature."""

import re

from mailparser_reply import EmailReplyParser  # pyright: ignore[reportMissingTypeStubs]

LONGEST = 8_000  # characters; anything after that is almost certainly quoted mail
_WIDE = 200  # characters; longer lines are hidden from the library's patterns, whose time is cubic in line length
_LANGUAGES = ["en", "es", "fr", "de"]

_WROTE = re.compile(r"^\W{0,3}(on|el|le|am|il|em|op)\b", re.I)
_VERBS = ("wrote", "escribio", "escribió", "a écrit", "a ecrit", "schrieb", "ha scritto", "escreveu")
_SEPARATORS = re.compile(
    r"^[ >*]*([-_]{2,} ?(original message|forwarded message|mensaje original|mensaje reenviado|message d.origine"
    r"|message original|message transféré|ursprüngliche nachricht|urspr.{1,7}ngliche nachricht"
    r"|weitergeleitete nachricht) ?[-_]{2,}|_{20,}|-{30,})",
    re.I,
)
_FROM = re.compile(r"^[ >*]*(from|de|von)\s?\*?\s?:\*?\s", re.I)
_SENT = re.compile(
    r"^[ >*]*(sent|date|enviado( el)?|fecha|envoy[ée]( le)?|gesendet|datum|to|para|à|an|subject|asunto|objet|betreff)"
    r"\s?\*?\s?:", re.I,
)  # fmt: skip
_PHONES = re.compile(
    r"^[ >]*(sent from (my|yahoo|mail for|outlook|proton)|get outlook for|enviado desde (mi|yahoo|outlook|correo)"
    r"|obtener outlook|envoy[ée] (de|depuis|à partir d)|obtenez outlook|télécharger outlook"
    r"|(von|mit) mein\w* .{1,40} (gesendet|geschickt)|gesendet (von|mit|über)|outlook für .{2,12} beziehen"
    r"|diese nachricht wurde von meinem)",
    re.I,
)


def own_text(text: str) -> str:
    """The part of the mail that its sender wrote; "" if all of it is quoted. Runs in linear time."""
    lines = [line.strip() for line in text[: 4 * LONGEST].split("\n")]
    head = _collapsed(lines[: _end(lines)])[:LONGEST]
    own = _without_signature(head).strip()
    return own or "\n".join(line for line in head.split("\n") if not line.startswith(">")).strip()


def _end(lines: list[str]) -> int:
    """The index of the line where the quoted mail begins."""
    for at, line in enumerate(lines):
        if _SEPARATORS.match(line) or _PHONES.match(line) or _begins_quote(lines, at) or _begins_headers(lines, at):
            return at
    return _without_tail(lines)


def _begins_quote(lines: list[str], at: int) -> bool:
    """ "On Mon, 23 Nov 2026, Ana wrote:", which clients wrap over up to three lines."""
    if not _WROTE.match(lines[at]):
        return False
    whole = ""
    for line in lines[at : at + 3]:
        whole = f"{whole} {line[:300]}"
        if whole.rstrip(" *").endswith(":") and any(verb in whole.lower() for verb in _VERBS):
            return True
    return False


def _begins_headers(lines: list[str], at: int) -> bool:
    """Outlook's "From: … Sent: … To: …"."""
    return _FROM.match(lines[at]) is not None and any(_SENT.match(line) for line in lines[at + 1 : at + 4])


def _without_tail(lines: list[str]) -> int:
    """The index after the last line that is neither quoted nor empty, which keeps replies between quoted lines."""
    end = len(lines)
    while end and (not lines[end - 1] or lines[end - 1].startswith(">")):
        end -= 1
    return end


def _collapsed(lines: list[str]) -> str:
    """At most one empty line in a row."""
    collapsed: list[str] = []
    for line in lines:
        if line or (collapsed and collapsed[-1]):
            collapsed.append(line)
    return "\n".join(collapsed)


def _without_signature(head: str) -> str:
    """The text without the signature, found by the library. Lines too long for its patterns are temporarily replaced by
    placeholders; none of them is a signature."""
    long_lines: list[str] = []
    lines = head.split("\n")
    for at, line in enumerate(lines):
        if len(line) > _WIDE:
            lines[at] = f"\ue000{len(long_lines)}\ue001"
            long_lines.append(line)
    replies = EmailReplyParser(languages=list(_LANGUAGES)).read("\n".join(lines)).replies
    body = str(replies[0].body or "") if replies else ""
    return re.sub("\ue000(\\d{1,4})\ue001", lambda found: _restored(long_lines, int(found[1])), body)


def _restored(long_lines: list[str], number: int) -> str:
    return long_lines[number] if number < len(long_lines) else ""
