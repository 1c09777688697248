"""Composes invitations: fills in variables, adds signature and footer, and builds the message. Pure: sends nothing.

The preview and the message use the same functions, so that the recruiter sees exactly what the candidate gets."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from connectors.mail.base import Letter, MailAccount
from connectors.mail.compose.facts import (
    VARIABLES,
    CandidateFacts,
    Facts,
    JobFacts,
    SenderFacts,
    blank,
    first_name,
    is_address,
    one_line,
    tidy,
)
from connectors.mail.compose.footer_texts import LANGUAGES, WORDS, source_words, words_in
from connectors.mail.compose.html import RULE, Block, html_part
from connectors.mail.compose.known import Known
from connectors.mail.compose.render import render
from connectors.mail.compose.template_language import LONGEST_SOURCE, program

__all__ = [
    "LANGUAGES",
    "SUBJECT",
    "TEXT",
    "VARIABLES",
    "CandidateFacts",
    "Facts",
    "JobFacts",
    "Kind",
    "Links",
    "Preview",
    "RenderedInvitation",
    "SenderFacts",
    "closing",
    "first_name",
    "footer",
    "letter",
    "preview",
    "sender_name",
    "signature",
    "signed",
    "source_words",
    "tidy",
    "without_gaps",
    "write",
]

Kind = Literal["connect", "apply", "reply"]  # a reply from chat has neither answer link nor notice

SUBJECT: Final = 200  # characters of a subject, with variables filled in
TEXT: Final = 5_000  # characters of a text, with variables filled in
_GAPS = re.compile(r"[ \t]*\n(?:[ \t]*\n){2,}")  # empty lines that an {% if %} leaves behind


def _no_words() -> dict[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class RenderedInvitation:
    """An invitation with its variables filled in. `faults` maps an input ("subject", "text", "follow_up_text") to its
    error message; an input with an error is empty."""

    subject: str
    text: str
    faults: dict[str, str] = field(default_factory=_no_words)
    follow_up: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """The links in one message: to the answer page, and to unsubscribe."""

    answer: str = field(repr=False)
    never: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Preview:
    """The invitation as the candidate sees it, except for the two links."""

    sender: str  # "Ana Lima, Acme <jobs@acme.example>"
    subject: str
    text: str


class _Fault(ValueError):
    """The text cannot be sent; `words` is the error message."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def write(subject: str, text: str, facts: Facts, follow_up: str = "") -> RenderedInvitation:
    """Fill in the variables. Never raises, whatever the input; takes microseconds if the text is in the cache."""
    faults: dict[str, str] = {}
    known = Known.of(facts)

    def filled(name: str, fill: Callable[[], str]) -> str:
        try:
            return fill()
        except _Fault as fault:
            faults[name] = fault.words
            return ""

    return RenderedInvitation(
        subject=filled("subject", lambda: _subject(subject, known)),
        text=filled("text", lambda: _filled(text, known, TEXT, "Type something first.")),
        follow_up=filled("follow_up_text", lambda: _filled(follow_up, known, TEXT)) if follow_up.strip() else "",
        faults=faults,
    )


def _subject(typed: str, known: Known) -> str:
    """The subject with its variables filled in. Raises _Fault."""
    typed = _read(typed)
    if "\n" in typed:
        raise _Fault("The subject must be one line.")
    return one_line(_filled(typed, known, SUBJECT, "An invitation needs a subject."))


def _read(typed: str) -> str:
    """The typed text, cleaned up. Raises _Fault if it is too long to parse."""
    if len(typed) > LONGEST_SOURCE:
        raise _Fault(f"This is {len(typed):,} characters long. Use at most {LONGEST_SOURCE:,}.")
    return tidy(typed).strip()


def _first(faults: Sequence[str], most: int = 4) -> str:
    """The first few errors: as many as a form can show."""
    more = f" And {len(faults) - most} more." if len(faults) > most else ""
    return " ".join(faults[:most]) + more


def _filled(typed: str, known: Known, limit: int, when_blank: str = "Type something, or leave this empty.") -> str:
    """The text with its variables filled in. Raises _Fault."""
    typed = _read(typed)
    if blank(typed):
        raise _Fault(when_blank)
    read = program(typed)
    if read.template is None:
        raise _Fault(_first(read.faults))
    rendered = render(read.template, known.fit, known.job, limit)
    if rendered.missed:
        raise _Fault(_first([known.missing(name) for name in rendered.missed]))
    if rendered.too_long:
        raise _Fault(f"This is too long. Use at most {limit:,} characters, including the values of variables.")
    if blank(rendered.text):
        raise _Fault("With these conditions, the text is empty for this candidate.")
    return without_gaps(rendered.text)


def without_gaps(text: str) -> str:
    """The text without the empty lines that conditions leave behind."""
    return _GAPS.sub("\n\n", text).strip()


# ── signature and footer ─────────────────────────────────────────────────────────


def signature(sender: SenderFacts, language: str) -> str:
    """The sender's own signature, or otherwise their name, title and company; the calendar link follows."""
    own = tidy(sender.signature).strip() or _lines(
        one_line(each) for each in (sender.name, sender.title, sender.company)
    )
    calendar = one_line(sender.calendar_url)
    if not is_address(calendar) or calendar in own:
        return own
    return f"{own}\n\n{words_in(language).calendar} {calendar}".strip()


def sender_name(sender: SenderFacts, account: MailAccount) -> str:
    """The sender's display name: "Ana Lima, Acme"."""
    names = (one_line(sender.name), one_line(account.company))
    return ", ".join(dict.fromkeys(name for name in names if name))


def signed(text: str, sender: SenderFacts, language: str) -> str:
    """The text followed by the signature: what a preview shows above the footer."""
    return f"{tidy(text).strip()}\n\n{signature(sender, language)}".strip()


def footer(kind: Kind, language: str, account: MailAccount, source_words: str, links: Links | None) -> str:
    """The footer of an invitation as plain text. Without links, shows placeholders in brackets."""
    return _as_text(_below(kind, language, account, source_words, links))


def preview(
    *, account: MailAccount, sender: SenderFacts, subject: str, text: str, kind: Kind, language: str, source_words: str
) -> Preview:
    """What `letter` would send for the same input, except for the links."""
    below = _below(kind, language, account, source_words, None)
    return Preview(
        sender=f"{sender_name(sender, account)} <{one_line(account.mail_from)}>",
        subject=one_line(subject),
        text=_whole(text, sender, language, below),
    )


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says. `subject` and `text` must have their variables filled in."""

    kind: Kind
    language: str
    subject: str
    text: str
    source_words: str  # where the candidate's profile was found, for the footer
    links: Links


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers by which answers are matched to a message."""

    message_id: str  # "<…@…>"
    reply_to: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()  # oldest first


def letter(content: Content, headers: Headers, *, to: str, sender: SenderFacts, account: MailAccount) -> Letter:
    """The message, ready to send."""
    language, subject = content.language, one_line(content.subject)
    below = _below(content.kind, language, account, content.source_words, content.links)
    above = signed(content.text, sender, language)
    return Letter(
        message_id=headers.message_id,
        sender_name=sender_name(sender, account),
        sender=one_line(account.mail_from),
        to=one_line(to),
        subject=subject,
        text=_whole(content.text, sender, language, below),
        html=html_part(subject, language if language in WORDS else "en", (Block(above), *below)),
        reply_to=one_line(headers.reply_to),
        in_reply_to=headers.in_reply_to,
        references=headers.references,
        unsubscribe_url=content.links.never,
    )


def closing(content: Content, sender: SenderFacts, account: MailAccount) -> str:
    """The text below the message, without the links, and the sender's name. They are used to recognize our text in
    answers that quote it."""
    below = footer(content.kind, content.language, account, content.source_words, None)
    return f"{signature(sender, content.language)}\n\n{below}\n\n{sender_name(sender, account)}"


def _whole(text: str, sender: SenderFacts, language: str, below: tuple[Block, ...]) -> str:
    return f"{signed(text, sender, language)}\n\n{_as_text(below)}\n"


def _below(
    kind: Kind, language: str, account: MailAccount, source_words: str, links: Links | None
) -> tuple[Block, ...]:
    words = words_in(language)
    company = one_line(account.company)
    answer = Block(words.apply if kind == "apply" else words.interested, links.answer if links else words.answer_link)
    mail_from = one_line(account.mail_from)
    notice = tidy(account.notice).strip() or words.notice.format(company=company or mail_from, email=mail_from)
    source = words.source.format(source=one_line(source_words))
    postal = [one_line(each) for each in tidy(account.postal_address).split("\n")]
    named = postal[0].casefold().startswith(company.casefold())  # the address already includes the company name
    address = _lines(postal if named else (company, *postal))
    never = Block(words.never, links.never if links else words.never_link, small=True)
    if kind == "reply":
        return RULE, Block(address, small=True), never
    return answer, RULE, Block(address, small=True), Block(f"{source} {notice}", small=True), never


def _as_text(blocks: tuple[Block, ...]) -> str:
    return "\n\n".join(_lines((each.words, each.url)) for each in blocks)


def _lines(each: Iterable[str]) -> str:
    return "\n".join(line for line in each if line)
