"""What the cards about answers are drawn from."""

from dataclasses import dataclass

from cards.views.outreach import ContactDetails


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer. `kind` as in store.answers.Kind."""

    id: int
    profile_id: int
    name: str
    kind: str
    headline: str = ""
    text: str = ""
    when: str = ""  # "today", "3 days ago"
    about: str = ""  # "your invitation to apply for Staff Nurse"
    from_address: str = ""  # another one than was written to
    interest: str = ""  # what counts now: "", interested, not_interested, replied
    may_reply: bool = False
    sent_by: str = ""  # whose invitation it was, when it is not the reader's
    deadline: str = ""  # of a request to be forgotten
    returned: bool = False  # of a bounce: the credit is back
    contact: ContactDetails | None = None


@dataclass(frozen=True, slots=True)
class PrivacyRequestView:
    """A request to be forgotten. `profile_id` 0: the person is no longer there."""

    id: int
    profile_id: int
    name: str
    requested: str  # "today"
    deadline: str  # "23 December 2026"
    days_left: int
    text: str = ""
    closed_by: str = ""  # "" while it is open
