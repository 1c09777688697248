"""Extracts what the sender wrote: the text of an e-mail without the e-mails that it quotes and without the signature.

Our own text is recognized by its content first; then the marks of mail programs are used. Text is removed only when it
is certainly quoted, so what is written above, between and below the quoted lines remains."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from connectors.mail.receiving.our_text import OurText, count_words, subject_key
from connectors.mail.receiving.quote_heads import Thread, bare, head_at

LONGEST = 8_000  # characters; anything after that is almost certainly quoted e-mail
_MOST_LINES = 4_000
_CONTEXT = 3  # quoted lines in a row that remain above an answer between them
_A_NAME = 3  # words that may appear below a sentence of ours
_MARKED = re.compile(r"^(?:[>＞]|&gt;)")
_SIGNATURE = re.compile(r"^--\s?$")
_RULE = re.compile(r"^[-_=*~#+.·•—–―─━═|>\s]+$")  # no emoji, no ":-)"
_PHONES = re.compile(
    r"^[ >]*(sent from (my|yahoo|mail for|outlook|proton|samsung)|get outlook for"
    r"|sent (with|via|using) (proton|tuta|spark|superhuman|mailbird|airmail|canary|newton|shortwave|blue ?mail|aqua"
    r"|k-9|fairemail|hey\b|mail\.com|gmx|web\.de|\[?proton)"
    r"|enviado desde (mi|yahoo|outlook|correo)|obtener outlook|envoy[ée] (de|depuis|à partir d)|obtenez outlook"
    r"|télécharger outlook"
    r"|(von|mit) mein\w* .{1,40} (gesendet|geschickt)|gesendet (von|mit|über)|outlook für .{2,12} beziehen"
    r"|diese nachricht wurde von meinem|inviato da|verstuurd vanaf|verzonden (met|vanaf)|enviado do|wysłane z"
    r"|skickat från|sendt fra|lähetetty|отправлено (с|из)|odesláno z|iphone'umdan"
    r"|iphoneから送信|发自我的|從我的|나의 iphone)",
    re.I,
)
# "----- Original Message -----", in any language
_DIVIDER = re.compile(r"^[-_=*]{3,}[^-_=*]{1,20}(?:-[^-_=*]{1,20})?[-_=*]{3,}$|^original message$", re.I)
_WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|escribi[oó]|[ae] écrit|ha scritto|escreveu|schreef|napisał\w*)\b[^:]{0,20}:$"
)
_OTHER_MARKS = re.compile(r"^([^\W\d_]{1,4}>|\|)(?:\s|$)")  # "AR> Hi Grace", "| Hi Grace"
_OWN, _OURS, _HEAD, _QUOTED = "own", "ours", "head", "quoted"


def own_text(text: str, sent: Collection[str] = (), subject: str = "", addresses: Collection[str] = ()) -> str:
    """The part of the e-mail that its sender wrote; "" if all of it is quoted. Runs in linear time.

    `sent`: our e-mails in this thread (see OurText). `subject`: the subject of this e-mail. `addresses`: our
    addresses."""
    lines = _collapsed([line.strip() for line in text[: 4 * LONGEST].split("\n")], blank=2).split("\n")[:_MOST_LINES]
    lines = _usual_marks(lines)
    ours = OurText(sent)
    thread = Thread({key for key in (*ours.subjects, subject_key(subject)) if key}, addresses)
    kinds = _kinds(lines, ours, thread, known=bool(sent))
    if _in_our_words(lines, kinds, ours.longest):
        kinds = [_OWN] * len(lines)
    _without_signature(lines, kinds)
    own = _collapsed(_kept(lines, kinds))[:LONGEST].strip()
    return own or _collapsed(_unmarked(lines, kinds))[:LONGEST].strip()


def _usual_marks(lines: list[str]) -> list[str]:
    """The lines, with ">" in place of the initials or the bar with which some programs mark quoted text."""
    counted = Counter(found[1] for found in map(_OTHER_MARKS.match, lines) if found)
    marks = [mark for mark, number in counted.items() if number >= 3]
    for mark in marks:
        lines = [f">{line.removeprefix(mark)}" if line.startswith(mark) else line for line in lines]
    return lines


def answer_only(own: str) -> str:
    """The sender's own text without the quoted lines that remain above answers."""
    return "\n".join(line for line in own.split("\n") if not _MARKED.match(line))


def _in_our_words(lines: Sequence[str], kinds: Sequence[str], longest: int) -> bool:
    """Whether the answer repeats a sentence of ours, as in "Just write: yes, please call me": nothing marks it as
    quoted, and most of our e-mail, of `longest` words, is missing."""
    if any(kind in (_HEAD, _QUOTED) or _MARKED.match(line) for line, kind in zip(lines, kinds, strict=True)):
        return False
    words = {_OWN: 0, _OURS: 0}
    for line, kind in zip(lines, kinds, strict=True):
        words[kind] += 0 if _PHONES.match(line) else count_words(line)
    return words[_OWN] <= _A_NAME and 0 < 2 * words[_OURS] <= longest


def _kinds(lines: Sequence[str], ours: OurText, thread: Thread, *, known: bool) -> list[str]:
    """The kind of each line. `known`: our e-mails are at hand, so any other text between their lines is an answer."""
    kinds = [_OWN] * len(lines)
    are_ours = ours.lines_of([bare(line) for line in lines])
    for at, line in enumerate(lines):
        if _MARKED.match(line):
            kinds[at] = _QUOTED
        if are_ours[at]:
            kinds[at] = _OURS
    at = 0
    while at < len(lines):
        size = 0 if kinds[at] == _OURS and not _MARKED.match(lines[at]) else head_at(lines, at, thread)
        kinds[at : at + size] = [_HEAD] * size
        at += size or 1
    _heads_above_ours(lines, kinds, thread)
    _quoted_below_heads(lines, kinds, known=known)
    return kinds


def _heads_above_ours(lines: Sequence[str], kinds: list[str], thread: Thread) -> None:
    """Mark attributions in an unknown form: lines right above quoted ones that contain one of our addresses, or contain
    a date and end with a colon."""
    for at, kind in enumerate(kinds):
        if kind not in (_OURS, _QUOTED) or (at and kinds[at - 1] in (_OURS, _QUOTED)):
            continue
        above = at - 1
        while above >= max(0, at - 12) and kinds[above] == _OWN:
            line = bare(lines[above])
            if line and not _RULE.match(line) and not _head_like(line, thread):
                break
            above -= 1
        kinds[above + 1 : at] = [_HEAD if lines[index] else kinds[index] for index in range(above + 1, at)]


def _head_like(line: str, thread: Thread) -> bool:
    if len(line.split()) > 16:
        return False
    lower = line.lower()
    if any(address in lower for address in thread.addresses) or subject_key(line) in thread.subjects:
        return True
    if _WROTE.search(lower) and not re.search(r"\b(?:i|ich|je|yo|io|eu|ik)\b", lower):
        return True
    if re.fullmatch(r"(?:to|cc|subject|from|date|an|betreff|à|objet|para|asunto|de)\W*", lower):
        return True
    dated = re.search(r"\d{1,4}[./:-]\d{1,2}|\b20\d\d\b", line) is not None
    return dated and line.rstrip(" >*-").endswith((":", "：")) and not re.search(r"\b(?:i|ich|je|yo)\b", lower)


def _quoted_below_heads(lines: Sequence[str], kinds: list[str], *, known: bool) -> None:
    """Mark what follows a head as quoted: up to the end of our e-mail if that is found, otherwise to the end."""
    ours = [at for at, kind in enumerate(kinds) if kind == _OURS]
    heads = [at for at, kind in enumerate(kinds) if kind == _HEAD and (not at or kinds[at - 1] != _HEAD)]
    for at, head in enumerate(heads):
        first = next((index for index in range(head, len(lines)) if kinds[index] != _HEAD and lines[index]), len(lines))
        if first < len(lines) and _MARKED.match(lines[first]):
            continue  # the marks say where the quoted e-mail ends
        limit = heads[at + 1] if at + 1 < len(heads) else len(lines)
        inside = [index for index in ours if first <= index < limit]
        if not inside:
            end = limit
        elif known:
            end = inside[0]
        else:
            end = inside[-1]
        for index in range(first, end):
            if kinds[index] == _OWN:
                kinds[index] = _QUOTED
    _between_ours(lines, kinds, ours, known=known)


def _between_ours(lines: Sequence[str], kinds: list[str], ours: Sequence[int], *, known: bool) -> None:
    """Mark as quoted what remains between two lines of ours: an address from the footer, a link, the wrapped end of a
    line."""
    for one, two in pairwise(ours):
        gap = [index for index in range(one + 1, two) if kinds[index] == _OWN and lines[index]]
        remnants = gap and all(len(lines[index].split()) <= 3 or "://" in lines[index] for index in gap)
        if remnants and (not known or all(lines[index][:1].islower() for index in gap)):
            for index in gap:
                kinds[index] = _QUOTED


def _without_signature(lines: Sequence[str], kinds: list[str]) -> None:
    """Mark a signature after "--", and what programs add below the answer: "Sent from my phone", a horizontal rule."""
    cutting = False
    for at, line in enumerate(lines):
        if kinds[at] != _OWN:
            cutting = False
        elif cutting or _SIGNATURE.match(line):
            cutting = True
            kinds[at] = _HEAD
    ends = True  # whether no text of the sender's own follows directly
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        if not line:
            continue
        divides = _DIVIDER.match(line) if ends and at < len(lines) - 1 else None
        added = (_PHONES.match(line) and len(line) < 120) or (_RULE.match(line) and len(line) > 2) or divides
        if kinds[at] == _OWN and ends and added:
            kinds[at] = _HEAD
        ends = kinds[at] != _OWN


def _kept(lines: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """The sender's own lines, and short runs of quoted lines directly above them."""
    kept: list[str] = []
    at, last_own = 0, max((at for at, kind in enumerate(kinds) if kind == _OWN and lines[at]), default=-1)
    while at <= last_own:
        end = at
        while end <= last_own and kinds[end] in (_OURS, _QUOTED) and _MARKED.match(lines[end]):
            end += 1
        if end > at:
            if end - at <= _CONTEXT:
                kept += ["", *(line for line in lines[at:end] if len(line) > 1)]
            at = end
            continue
        if kinds[at] == _OWN:
            kept.append(lines[at])
        elif kept and kept[-1]:
            kept.append("")
        at += 1
    return kept


def _unmarked(lines: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """The lines to use if none seem to be the sender's own: those after a head that have no quote marks and are not our
    text."""
    return [line for line, kind in zip(lines, kinds, strict=True) if kind == _QUOTED and not _MARKED.match(line)]


def _collapsed(lines: Sequence[str], blank: int = 1) -> str:
    """The lines as text, with at most `blank` empty lines in a row."""
    collapsed: list[str] = []
    empty = blank
    for line in lines:
        empty = 0 if line else empty + 1
        if empty <= blank:
            collapsed.append(line)
    return "\n".join(collapsed)
