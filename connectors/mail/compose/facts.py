"""Template variables of an invitation: facts about the candidate, job and sender."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

LONGEST_FACT: Final = 300  # characters; a longer value is a paragraph and belongs in the text itself
_LOOKED_AT = 1_000  # characters of a value that are read, since sources set no limit


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """What the source says about the candidate; an unknown value is ""."""

    first_name: str = ""
    name: str = ""
    title: str = ""
    company: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class JobFacts:
    title: str = ""
    place: str = ""
    department: str = ""
    company: str = ""
    apply_url: str = ""


@dataclass(frozen=True, slots=True)
class SenderFacts:
    """The sender. `signature` is not a variable: every invitation ends with it."""

    name: str = ""
    title: str = ""
    company: str = ""
    calendar_url: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    candidate: CandidateFacts
    job: JobFacts | None
    sender: SenderFacts


VARIABLES: Final[tuple[tuple[str, str], ...]] = (
    ("candidate.first_name", "Candidate's first name"),
    ("candidate.name", "Candidate's full name"),
    ("candidate.title", "Candidate's current title"),
    ("candidate.company", "Candidate's current company"),
    ("candidate.place", "Where the candidate lives"),
    ("job.title", "Job title"),
    ("job.place", "Job location"),
    ("job.department", "Job department"),
    ("job.company", "Hiring company"),
    ("job.apply_url", "Link to apply for the job"),
    ("sender.name", "Your name"),
    ("sender.title", "Your title"),
    ("sender.company", "Your company"),
    ("sender.calendar_url", "Your calendar link"),
)
NAMES: Final = frozenset(name for name, _ in VARIABLES)
ADDRESSES: Final = frozenset({"job.apply_url", "sender.calendar_url"})  # the variables that are web addresses

# Control characters, direction overrides and isolates, byte order marks, lone surrogates: nothing that people type.
_HARMFUL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
# Zero-width characters that cards put between braces, so that chat clients don't interpret them; copying keeps them.
_IN_BRACES = re.compile("(?<=[{}%#])[\u200b\u2060]+|[\u200b\u2060]+(?=[{}%#])")
_BREAKS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{}|]+", re.IGNORECASE)
_ADDRESS_LIKE = re.compile(r"://|\bwww\.", re.IGNORECASE)


def tidy(text: str) -> str:
    """The text with invisible characters cleaned up: line breaks become LF, controls and direction
    overrides are removed."""
    if text.isprintable():  # most facts
        return text
    return _IN_BRACES.sub("", _HARMFUL.sub("", _BREAKS.sub("\n", text)))


def one_line(text: str) -> str:
    """The text on one line and trimmed, safe for a mail header."""
    return " ".join(tidy(text).split())


def blank(text: str) -> bool:
    """Whether the text has nothing visible: it is empty, or only spaces or zero-width characters."""
    return all(unicodedata.category(sign)[0] in "ZC" for sign in text)


def is_address(text: str) -> bool:
    """Whether the text is a single http or https URL."""
    return _ADDRESS.fullmatch(text) is not None


def values(facts: Facts) -> dict[str, str]:
    """Every variable with its value on one line; "" for a variable that has no value, or that is about the job if there
    is none."""
    parts: Mapping[str, object] = {"candidate": facts.candidate, "job": facts.job, "sender": facts.sender}
    known: dict[str, str] = {}
    for name in NAMES:
        part, _, attribute = name.partition(".")
        value = one_line(str(getattr(parts[part], attribute, None) or "")[:_LOOKED_AT])
        known[name] = "" if blank(value) else value
    return known


def unfit(name: str, value: str) -> str:
    """Why the value of a variable can't be used in an invitation; "" if it can.

    Candidate data comes from outside: a URL in a name would become a link in the recruiter's e-mail."""
    if len(value) > LONGEST_FACT:
        return f"is longer than {LONGEST_FACT} characters"
    if name in ADDRESSES and not is_address(value):
        return "isn't a web address"
    if name.startswith("candidate.") and _ADDRESS_LIKE.search(value):
        return "contains a web address"
    return ""


_BEFORE = frozenset({"dr", "mr", "mrs", "ms", "miss", "mx", "prof", "sir", "herr", "frau", "sr", "sra", "mme", "m"})


def first_name(name: str) -> str:
    """The first name for a greeting: Grace for "Dr. Grace Hopper" and "Hopper, Grace"; "" for a bare initial."""
    last, comma, rest = one_line(name).partition(",")
    words = (rest if comma and " " not in last and rest.strip() else last).split()
    while words and words[0].rstrip(".").casefold() in _BEFORE:
        words = words[1:]
    first = words[0] if words else ""
    return "" if len(first.rstrip(".")) < 2 and first.isascii() else first
