"""Candidates' answers, and what recruiters do with them."""

from dataclasses import dataclass

from cards.actions.base import Action, carried_as, typed


@dataclass(frozen=True)
class ShowAnswer(Action, verb="answer", needs="contact", reads=True):
    """The card of one answer; read-only."""

    answer_id: int


@dataclass(frozen=True)
class OpenReply(Action, verb="reply_form", needs="contact", opens_form=True):
    """Write to the candidate, in the thread of their answer. `back_to`: the packed action of the conversation that the
    press came from; if empty, the answer's card is shown afterwards."""

    answer_id: int
    back_to: str = carried_as("via")


@dataclass(frozen=True)
class SendReply(Action, verb="send_reply", needs="contact"):
    answer_id: int
    back_to: str = carried_as("via")
    text: str = typed("")


@dataclass(frozen=True)
class UndoReply(Action, verb="undo_reply", needs="contact", opens_form=True):
    """Undo a reply that has not gone out: the form opens again with its text."""

    answer_id: int
    mail_id: int


@dataclass(frozen=True)
class MarkInterest(Action, verb="mark_interest", needs="contact"):
    """Record how the recruiter reads the answer."""

    answer_id: int
    interested: bool


@dataclass(frozen=True)
class NeverContactAgain(Action, verb="never_contact", needs="contact"):
    """*Never contact again*: a doubtful answer does ask for no more mail."""

    answer_id: int


@dataclass(frozen=True)
class KeepContacting(Action, verb="keep_contacting", needs="contact"):
    """*Keep*: a doubtful answer does not ask for an end to mail."""

    answer_id: int


@dataclass(frozen=True)
class OpenTakeBack(Action, verb="take_back_form", needs="administer", opens_form=True):
    """For admins: the form for undoing an opt-out that was misread from an e-mail."""

    answer_id: int


@dataclass(frozen=True)
class TakeBackOptOut(Action, verb="take_back", needs="administer"):
    answer_id: int
    reason: str = typed("")


@dataclass(frozen=True)
class SnoozeAnswer(Action, verb="snooze_answer", needs="contact"):
    """Show the answer again after `days`: 1, 3 or 7."""

    answer_id: int
    days: int


@dataclass(frozen=True)
class ShowReminder(Action, verb="reminder", needs="contact", reads=True):
    """The card of a reminder about a candidate; read-only."""

    profile_id: int


@dataclass(frozen=True)
class OpenReminder(Action, verb="reminder_form", needs="contact", opens_form=True):
    """Choose when to be reminded of a candidate. `on_card`: afterwards, show the candidate card."""

    profile_id: int
    back_to: str = carried_as("via")
    on_card: bool = False


@dataclass(frozen=True)
class SetReminder(Action, verb="set_reminder", needs="contact"):
    """`when` is one of the offered choices; `on` is a date, and takes precedence."""

    profile_id: int
    back_to: str = carried_as("via")
    on_card: bool = False
    when: str = typed()
    on: str = typed()


@dataclass(frozen=True)
class DropReminder(Action, verb="drop_reminder", needs="contact"):
    profile_id: int
    back_to: str = carried_as("via")
    on_card: bool = False


@dataclass(frozen=True)
class ShowPrivacyRequest(Action, verb="privacy_request", needs="administer", reads=True):
    """For admins: an erasure request; read-only."""

    request_id: int


@dataclass(frozen=True)
class ClosePrivacyRequest(Action, verb="close_privacy_request", needs="administer"):
    """*Done*: the request has been carried out."""

    request_id: int


@dataclass(frozen=True)
class ShowMailboxFault(Action, verb="mailbox_fault", needs="administer", reads=True):
    """For admins: the mailbox with answers cannot be read; read-only."""
