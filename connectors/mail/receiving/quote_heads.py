"""Finds what mail programs put above an e-mail that they quote: an attribution, a block of headers, a separator.

These are recognized by their form, in any language; words only confirm the form. Forms: https://en.wikipedia.org/wiki/Posting_style."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from connectors.mail.receiving import quote_labels
from connectors.mail.receiving.our_text import subject_key

_MOST_LINES = 5  # over which an attribution is wrapped
_LONGEST_LINE = 300  # characters of a line that are examined
_MOST_WORDS = 26

_MARKS = re.compile(r"^[\s>＞*|]+")
_ADDRESS = re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2,4}\b|\d{1,4} ?[年년]"
    r"|\b\d{1,2}\.? [^\W\d_]{3,12}\.?,?\b.{0,20}\d[:.h]\d\d|[^\W\d_]{3,12} \d{1,2},.{0,20}\d[:.h]\d\d"
)
_TIME = re.compile(r"\b\d{1,2} ?[:.h時时] ?\d{2}\b")
_YEAR_FIRST = re.compile(r"^\W*(?:19|20)\d\d\b(?!\s?[-./年년])")  # the end of a date that was wrapped
_STARTS = re.compile(r"^\W{0,3}(?:\d|<?[\w.+-]{1,64}@)|^\W{0,2}[\"“„]")
_WROTE = re.compile(
    r"\b(?:wrote|writes|sent|schrieb|escribi[oó]|escreveu|(?:a|à) [eé]crit|ha scritto|scrisse|schreef|skrev|skreiv"
    r"|pisze|napisa[lł](?:\(a\))?|napsala?(?:\(a\))?|napísala?|napisao|napisala|írta|a scris|написав?|написала?"
    r"|писал\w*|пише|пишет|kirjoitti|kirjutas|rašė|rakstīja|έγραψε|yazdı|va escriure|(?:đã )?viết"
    r"|menulis|skrifaði|scríobh)\b"
    r"|写道|寫道|書きました|のメール|wrote ?-+|님이 (?:작성|쓴)|작성:|كتب|כתב|เขียน",
    re.I,
)
_FIRST_PERSON = re.compile(r"\b(?:i|ich|je|j'|yo|eu|io|ik|you|sie|vous|usted|wir|we)\b", re.I)

_LABEL = re.compile(r"^([^\W\d][^:：\t]{0,28}?)[ \t*]*[:：][*]?(?:\s*(.*))$", re.S)
_DASHES = re.compile(r"^[-_=~ ]{3,}([^-_=~]{2,60}?)[-_=~ ]{3,}$")
_ORIGINAL = re.compile(
    r"original|forwarded|weitergeleitet|ursprüngliche|urspr.{1,7}ngliche|reenviad|transf[eé]r|inoltrat|oorspronkelijk"
    r"|doorgestuurd|oryginaln|původní|přeposlan|исходн|пересыл|ursprungl|opprinnelig|oprindelig|alkuperäinen|eredeti"
    r"|αρχικ|özgün|iletilen|原始|转发|轉寄|元のメッセージ|원본|origine|asli|gốc|mensagem|pôvodná",
    re.I,
)
_TEXT_FOLLOWS = re.compile(rf"(.{{0,200}}?(?:{_WROTE.pattern}).{{0,80}}?[:：])\s+\S", re.I)  # on the same line
_DASHED = re.compile(r"-{2,} .{10,} -{2,}")  # Zoho
_LOTUS = re.compile(r"-{2,}\s?\d.{4,40}\d[:.]\d\d.{0,20}?-{2,}")


@dataclass(frozen=True, slots=True)
class Thread:
    """What distinguishes our e-mail from other e-mail: its subjects (as `subject_key`), and our addresses."""

    subjects: Collection[str] = ()
    addresses: Collection[str] = ()


def head_at(lines: Sequence[str], at: int, thread: Thread) -> int:
    """How many lines the head that begins at this line has; 0 if none begins here."""
    first = bare(lines[at])
    if not first:
        return 0
    return _block(lines, at, thread) or _attribution(lines, at) or _separator(lines, at, thread)


def bare(line: str) -> str:
    """The line without quote marks and emphasis."""
    return _MARKS.sub("", line[:_LONGEST_LINE]).rstrip(" *")


def _filled(lines: Sequence[str], at: int, most: int) -> list[int]:
    """The indexes of the next lines that have words, up to the first large gap."""
    found: list[int] = []
    for index in range(at, min(len(lines), at + 2 * most)):
        if bare(lines[index]):
            found.append(index)
        elif found and index - found[-1] > 1:
            break
    return found[:most]


# ── a block of headers ──


def _block(lines: Sequence[str], at: int, thread: Thread) -> int:
    """How many lines a block of headers has, such as Outlook's "From: … Sent: … To: … Subject: …", in any language and
    order; 0 if none begins here."""
    labelled: list[tuple[str, str]] = []
    last = at
    for index in _filled(lines, at, 9):
        line = bare(lines[index])
        found = _LABEL.match(line)
        if found and not line.lower().startswith(("http:", "https:")):
            labelled.append((found[1].strip(" *").casefold(), (found[2] or "").strip(" *")))
        elif not (labelled and ("@" in line or _repeats(line, thread))):
            break
        last = index
    if len(labelled) < 2 or not _is_block(labelled, thread):
        return 0
    return last - at + 1


def _is_block(labelled: Sequence[tuple[str, str]], thread: Thread) -> bool:
    labels = [label for label, _ in labelled]
    known = sum(label in quote_labels.KNOWN for label in labels)
    address = any(_ADDRESS.search(value) for _, value in labelled)
    dated = any(_DATE.search(value) and _TIME.search(value) for _, value in labelled)
    ours = any(_repeats(value, thread) or _is_our_address(value, thread) for _, value in labelled)
    if labels[0] not in quote_labels.KNOWN and not ours:
        return False
    sender = any(label in quote_labels.FROM for label in labels)
    if sender and known >= 2 and (address or ours or (dated and known >= 3)):
        return True
    return len(labelled) >= 3 and ours and (dated or address)


def _repeats(value: str, thread: Thread) -> bool:
    return bool(value) and bool(key := subject_key(value)) and key in thread.subjects


def _is_our_address(value: str, thread: Thread) -> bool:
    return any(found.lower() in thread.addresses for found in _ADDRESS.findall(value))


# ── an attribution ──


def _attribution(lines: Sequence[str], at: int) -> int:
    """How many lines an attribution has, such as "On Mon, 23 Nov 2026, Ana <ana@acme.example> wrote:", in any language,
    possibly wrapped; 0 if none begins here. A blank line ends the attribution, unless the text above that line can only
    be its first part: "On Mon, 23 Nov 2026 at 10:15"."""
    first = bare(lines[at])
    followed = _TEXT_FOLLOWS.match(first)
    if _LOTUS.search(first) or (followed and _ADDRESS.search(followed[1]) and _is_attribution(followed[1])):
        return 1
    dated = _begins(first) and _DATE.search(first) and _TIME.search(first)
    wrapped: list[str] = []
    last = at
    for index in _filled(lines, at, _MOST_LINES):
        line = bare(lines[index])
        if index - last > 1:
            if not dated:
                return 0
            wrapped.append("")
        wrapped.append(line)
        whole = _joined(wrapped)
        if len(whole) > _LONGEST_LINE or len(whole.split()) > _MOST_WORDS:
            return 0
        if _is_attribution(whole):
            return 0 if _begins_below(wrapped) else index - at + 1
        if index == at and not (_DATE.search(line) or _ADDRESS.search(line) or _begins(line)):
            return 0
        if re.search(r"[^\d\W]{3,}[.!?]$", line):  # a sentence ends
            return 0
        last = index
    return 0


def _joined(lines: Sequence[str]) -> str:
    return " ".join(filter(None, lines))


def _begins_below(lines: Sequence[str]) -> bool:
    """Whether one of the later lines begins an attribution, so that the text above it is the sender's own. After a
    blank line, a name and an address are enough; elsewhere, a date is needed as well."""
    for below in range(1, len(lines)):
        rest = _joined(lines[below:])
        if _YEAR_FIRST.match(rest) or not _is_attribution(rest):
            continue
        if _DATE.search(rest) and (_begins(rest) or _ADDRESS.search(rest)):
            return True
        if not lines[below - 1] and "" not in lines[below:] and rest[0].isalpha():
            return True
    return False


def _begins(line: str) -> bool:
    return re.match(r"(?:on|am|el|le|il|em|op|den|dne|w|в|på|pe|vào|在|\d|\")\b", line, re.I) is not None


def _is_attribution(whole: str) -> bool:
    address, wrote = _ADDRESS.search(whole), _WROTE.search(whole)
    date = _DATE.search(whole)
    closed = whole.rstrip(" >*").endswith((":", "：")) or _DASHED.fullmatch(whole) is not None
    if _FIRST_PERSON.search(_ADDRESS.sub("", whole)):
        return False
    if closed:
        return bool((wrote and (address or date)) or (address and date))
    rest = _ADDRESS.sub(" ", _TIME.sub(" ", _DATE.sub(" ", whole)))
    dated = date is not None and address is not None and _STARTS.match(whole) is not None
    return dated and len(re.findall(r"[^\W\d_]+", rest)) <= 6


# ── a separator ──


def _separator(lines: Sequence[str], at: int, thread: Thread) -> int:
    """How many lines a separator such as "-----Original Message-----" has, with a known wording, or with any wording if
    a head follows; 0 if none begins here."""
    found = _DASHES.match(bare(lines[at]))
    if found is None:
        return 0
    following = _filled(lines, at + 1, 2)
    for index in following[:1]:
        if size := _block(lines, index, thread) or _attribution(lines, index):
            return index + size - at
    return 1 if _ORIGINAL.search(found[1]) else 0
