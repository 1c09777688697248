"""Why an e-mail was not delivered, from the server's words and its status code.

Words take precedence over codes: servers answer 550 or 5.0.0 to almost everything. Only words or codes that concern the
address itself give `no_such_address`; whatever is not recognized is `unknown`.

Status codes: https://www.rfc-editor.org/rfc/rfc3463, https://www.iana.org/assignments/smtp-enhanced-status-codes"""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple, cast

from connectors.mail import bounce_phrases as phrases

Cause = Literal[
    "no_such_address", "mailbox_full", "refused", "too_large", "policy", "expired", "loop", "challenge", "unknown"
]
Fault = Literal["", "spf", "dkim", "dmarc", "authentication", "block_list", "reverse_name", "rate"]

MOST_WORDS = 2_000  # characters that are searched


class Verdict(NamedTuple):
    """The cause of a failed delivery. `fault`: for `refused`, what is wrong with our own setup; "" if the content was
    the reason, or none is stated."""

    cause: Cause
    fault: Fault = ""


def compiled(group: Iterable[str]) -> re.Pattern[str]:
    """One pattern that matches any phrase of a group."""
    return re.compile("|".join(map(_pattern, group)), re.I)


def _pattern(phrase: str) -> str:
    """A phrase as a pattern. Repetitions are bounded, so that no text makes the search slow."""
    bounds = ((" ", r"\s"), ("…", ".{0,60}?"), (r"\w*", r"\w{0,12}"), (r"\w+", r"\w{1,24}"), (r"\S+", r"\S{1,40}"))
    for written, bounded in bounds:
        phrase = phrase.replace(written, bounded)
    return phrase


_CHALLENGE = compiled(phrases.CHALLENGE)
_FAULTS: dict[Fault, re.Pattern[str]] = {cast(Fault, fault): compiled(group) for fault, group in phrases.FAULTS.items()}
_FOR_NOW = compiled(phrases.FOR_NOW)
_TO_SENDER = compiled(phrases.TO_SENDER)
_TO_RECIPIENT = compiled(phrases.TO_RECIPIENT)
_CAUSES: tuple[tuple[Cause, re.Pattern[str]], ...] = (
    ("mailbox_full", compiled(phrases.FULL)),
    ("expired", compiled(phrases.GIVEN_UP)),
    ("too_large", compiled(phrases.TOO_LARGE)),
    ("policy", compiled(phrases.CHOICE)),
    ("unknown", compiled(phrases.LOCAL)),
    ("loop", compiled(phrases.LOOP)),
    ("refused", compiled(phrases.SENDER)),
    ("no_such_address", compiled(phrases.NO_SUCH_ADDRESS)),
    ("refused", compiled(phrases.CONTENT)),
    ("expired", compiled(phrases.EXPIRED)),
    ("policy", compiled(phrases.FOR_POLICY)),
)
_POLICY = compiled(phrases.POLICY)
_WRAPPER = re.compile(r"unknown address error", re.I)  # a gateway puts this before every error of another server
_GUESS = re.compile(  # "it may be blacklisted", "if you believe your IP is blocked"
    r"\b(?:(?:may|might)(?: not)?(?: be| have| exist)?|if you (?:believe|think|feel|suspect))\b[^.;,|]{0,80}", re.I
)
_ADDRESS = re.compile(r"<?[^\s<>@,;:\"]{1,64}@[^\s<>@,;:\"]{1,190}>?")
_BY_STATUS: dict[str, Cause] = {
    "1.0": "unknown", "1.1": "no_such_address", "1.2": "no_such_address", "1.3": "no_such_address",
    "1.6": "no_such_address", "1.7": "refused", "1.8": "refused", "1.10": "no_such_address", "2.1": "no_such_address",
    "2.2": "mailbox_full", "2.3": "too_large", "3.1": "mailbox_full", "3.4": "too_large", "4.1": "expired",
    "4.2": "expired", "4.6": "loop", "4.7": "expired", "6.0": "refused",
}  # fmt: skip


def cause_of(words: str, status: str = "") -> Verdict:
    """The cause, from the server's words and its status code ("5.1.1"; "" if there is none)."""
    text = _GUESS.sub(" ", _WRAPPER.sub("", _ADDRESS.sub("ADDRESS", " ".join(words[:MOST_WORDS].split()))))
    for fault, pattern in _FAULTS.items():
        if pattern.search(text):
            return Verdict("refused", fault)
    for cause, pattern in _CAUSES:
        if pattern.search(text):
            return Verdict("expired" if cause == "no_such_address" and _FOR_NOW.search(text) else cause)
    by_status = _BY_STATUS.get(status[2:], "unknown")
    if by_status == "no_such_address" and status.startswith("4"):
        by_status = "expired"
    if by_status != "unknown":
        return Verdict(by_status)
    return Verdict("policy" if _POLICY.search(text) or status.startswith("5.7.") else "unknown")


def refuses_sender(text: str) -> bool:
    """Whether the server refused the sender, before we named the recipient."""
    text = " ".join(text[:MOST_WORDS].split())
    return _TO_SENDER.search(text) is not None and _TO_RECIPIENT.search(text) is None


def is_challenge(text: str) -> bool:
    """Whether the text asks the sender to confirm something before the e-mail is delivered."""
    return _CHALLENGE.search(" ".join(text[:MOST_WORDS].split())) is not None
