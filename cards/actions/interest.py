"""Answers of candidates, and what a recruiter does about them."""

from dataclasses import dataclass

from cards.actions.base import Action, typed


@dataclass(frozen=True)
class ShowAnswer(Action, verb="answer", needs="contact", reads=True):
    """The card of one answer; only reads."""

    answer_id: int


@dataclass(frozen=True)
class OpenReply(Action, verb="reply_form", needs="contact", opens_form=True):
    """Write to the candidate, in the thread of their answer."""

    answer_id: int


@dataclass(frozen=True)
class SendReply(Action, verb="send_reply", needs="contact"):
    answer_id: int
    text: str = typed("")


@dataclass(frozen=True)
class MarkInterest(Action, verb="mark_interest", needs="contact"):
    """What the recruiter reads from the answer."""

    answer_id: int
    interested: bool


@dataclass(frozen=True)
class SnoozeAnswer(Action, verb="snooze_answer", needs="contact"):
    """The answer is shown again after so many days: 1, 3 or 7."""

    answer_id: int
    days: int


@dataclass(frozen=True)
class ShowPrivacyRequest(Action, verb="privacy_request", needs="administer", reads=True):
    """For admins: somebody asked to be forgotten; only reads."""

    request_id: int


@dataclass(frozen=True)
class ClosePrivacyRequest(Action, verb="close_privacy_request", needs="administer"):
    """*Done*: what was asked for is done."""

    request_id: int


@dataclass(frozen=True)
class ShowMailboxFault(Action, verb="mailbox_fault", needs="administer", reads=True):
    """For admins: answers by mail cannot be read; only reads."""
