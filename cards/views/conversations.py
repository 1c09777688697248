"""View data for the conversation with a candidate."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EntryView:
    """An e-mail of ours (`mail_id`), or an answer (`answer_id`). `kind` is the e-mail's kind (invitation, follow_up,
    reply), or a value of store.outreach.answers.Kind."""

    kind: str
    by: str  # "You", a teammate's or the candidate's name
    when: str  # "Mon 23 Nov at 12:03"
    text: str
    subject: str = ""
    about: str = ""  # "invitation to apply for Staff Nurse", "follow-up"; for an answer: what it answers
    mail_id: int = 0
    answer_id: int = 0
    state: str = ""  # of an e-mail, as in store/tables/outreach.py
    goes_out: str = ""  # when an e-mail will be sent: "Wed 25 Nov at 09:30"
    reason: str = ""  # why it was not sent, or is late
    cause: str = ""  # of a bounce: no_such_address, mailbox_full, …
    from_address: str = ""  # of an answer, if it differs from the address written to


@dataclass(frozen=True, slots=True)
class ConversationView:
    """One page, newest first. `reply_to`: the answer that the reader may reply to, 0 if none."""

    name: str  # of the candidate
    zone: str  # time zone of all times
    entries: tuple[EntryView, ...]
    total: int
    page: int = 0
    page_size: int = 5
    reply_to: int = 0
    profiles: tuple[int, ...] = ()  # all profiles of the candidate
