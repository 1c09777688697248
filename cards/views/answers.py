"""View data for the answer cards."""

from dataclasses import dataclass

from cards.views.ats import PushView
from cards.views.outreach import ContactDetails


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer. `kind` is a value of store.outreach.answers.Kind."""

    id: int
    profile_id: int
    name: str
    kind: str
    headline: str = ""
    text: str = ""
    when: str = ""  # "today", "3 days ago"
    about: str = ""  # "your invitation to apply for Staff Nurse"
    from_address: str = ""  # if it differs from the address written to
    interest: str = ""  # current value: "", interested, not_interested, replied, complained
    may_reply: bool = False
    sent_by: str = ""  # who sent the invitation, if not the reader
    deadline: str = ""  # of an erasure request
    cause: str = ""  # of a bounce: no_such_address, mailbox_full, …
    returned: bool = False  # for a bounce: the credit was returned
    contact: ContactDetails | None = None
    may_opt_out: bool = False  # they may want no more mail, and nobody has decided yet
    replied: str = ""  # "You replied 2 min ago.", if somebody did
    may_take_back: bool = False  # the reader may undo the opt-out
    unsent_reply: int = 0  # the e-mail id of a reply that can be undone
    reminder: str = ""  # "1 March 2027": when the reader will be reminded of the person
    undo: str = ""  # "You can undo this for 15 seconds."
    pushes: tuple[PushView, ...] = ()
    may_push: bool = False  # to an ATS


@dataclass(frozen=True, slots=True)
class PrivacyRequestView:
    """An erasure request. `profile_id` 0: the person no longer exists."""

    id: int
    profile_id: int
    name: str
    requested: str  # "today"
    deadline: str  # "23 December 2026"
    days_left: int
    text: str = ""
    closed_by: str = ""  # "" while it is open
    answer_id: int = 0  # the answer that asked for it, while it can be taken back
