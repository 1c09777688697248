"""What an invitation may say: the facts of candidate, job and sender, and their names as variables."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

LONGEST_FACT: Final = 300  # characters; more is a paragraph and belongs into the text
_LOOKED_AT = 1_000  # characters of a fact, which may have any length


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """What the source says about the person; "" where it says nothing."""

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
    """Who writes. `signature` is not a variable: it stands below every invitation."""

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
    ("candidate.first_name", "First name of the candidate"),
    ("candidate.name", "Full name of the candidate"),
    ("candidate.title", "Current title of the candidate"),
    ("candidate.company", "Current company of the candidate"),
    ("candidate.place", "Where the candidate lives"),
    ("job.title", "Title of the job"),
    ("job.place", "Place of the job"),
    ("job.department", "Department of the job"),
    ("job.company", "Company that hires"),
    ("job.apply_url", "Apply link of the job"),
    ("sender.name", "Your name"),
    ("sender.title", "Your title"),
    ("sender.company", "Your company"),
    ("sender.calendar_url", "Your calendar link"),
)
NAMES: Final = frozenset(name for name, _ in VARIABLES)
ADDRESSES: Final = frozenset({"job.apply_url", "sender.calendar_url"})  # the variables that are web addresses

# Controls, direction overrides and isolates, byte order marks, halves of signs: nothing that a person types.
_HARMFUL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
# What a card parts braces with, so that no client takes them for its own: it comes along when they are copied.
_IN_BRACES = re.compile("(?<=[{}%#])[\u200b\u2060]+|[\u200b\u2060]+(?=[{}%#])")
_BREAKS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{}|]+", re.IGNORECASE)
_ADDRESS_LIKE = re.compile(r"://|\bwww\.", re.IGNORECASE)


def tidy(text: str) -> str:
    """As typed, less what is not seen: lines end in a new line, controls and direction overrides are gone."""
    if text.isprintable():  # most facts
        return text
    return _IN_BRACES.sub("", _HARMFUL.sub("", _BREAKS.sub("\n", text)))


def one_line(text: str) -> str:
    """In one line, without spaces around it: what may stand in a header of a mail."""
    return " ".join(tidy(text).split())


def blank(text: str) -> bool:
    """Nothing a reader would see: empty, spaces, or signs without width."""
    return all(unicodedata.category(sign)[0] in "ZC" for sign in text)


def is_address(text: str) -> bool:
    """A whole web address, http or https."""
    return _ADDRESS.fullmatch(text) is not None


def values(facts: Facts) -> dict[str, str]:
    """Every variable with its value in one line; "" where there is none, or where there is no job."""
    parts: Mapping[str, object] = {"candidate": facts.candidate, "job": facts.job, "sender": facts.sender}
    known: dict[str, str] = {}
    for name in NAMES:
        part, _, attribute = name.partition(".")
        value = one_line(str(getattr(parts[part], attribute, None) or "")[:_LOOKED_AT])
        known[name] = "" if blank(value) else value
    return known


def unfit(name: str, value: str) -> str:
    """Why the value of a variable cannot stand in an invitation, in words; "" when it can.

    What is said of a candidate came from outside: an address in a name would be a link in a mail of the recruiter's."""
    if len(value) > LONGEST_FACT:
        return f"is longer than {LONGEST_FACT} characters"
    if name in ADDRESSES and not is_address(value):
        return "isn't a web address"
    if name.startswith("candidate.") and _ADDRESS_LIKE.search(value):
        return "contains a web address"
    return ""


_BEFORE = frozenset({"dr", "mr", "mrs", "ms", "miss", "mx", "prof", "sir", "herr", "frau", "sr", "sra", "mme", "m"})


def first_name(name: str) -> str:
    """What a letter calls the person: "Dr. Grace Hopper" and "Hopper, Grace" are Grace. "" for an initial alone."""
    last, comma, rest = one_line(name).partition(",")
    words = (rest if comma and " " not in last and rest.strip() else last).split()
    while words and words[0].rstrip(".").casefold() in _BEFORE:
        words = words[1:]
    first = words[0] if words else ""
    return "" if len(first.rstrip(".")) < 2 and first.isascii() else first
