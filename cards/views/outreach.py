"""What the screens of contacting are drawn from: plain values, made by `handlers/`."""

from dataclasses import dataclass

from cards.tree import Option


@dataclass(frozen=True, slots=True)
class InvitationFormView:
    """The form of an invitation, to one person or to `bulk` people. `new_job`: a job is typed in, not chosen."""

    invitation_id: int
    name: str
    headline: str = ""
    new_job: bool = False
    more_options: bool = False
    back_to: str = ""
    templates: tuple[Option, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()  # name, meaning
    draft_saved: str = ""  # when what stands in the form was typed, if it was left before: "today at 12:03"
    zone: str = "UTC"  # of the time that is chosen
    bulk: int = 0  # how many people get it; 0: one, by `name`
    recipients: str = ""  # which people, in bulk


@dataclass(frozen=True, slots=True)
class PreviewView:
    """Exactly what will be sent, what it costs, and what speaks against it."""

    invitation_id: int
    name: str
    digest: str
    back_to: str = ""
    sender: str = ""
    to: str = ""  # masked until it is sent
    subject: str = ""
    text: str = ""
    footer: str = ""
    job: str = ""
    when: str = ""  # "Mon 30 Nov at 09:30 (Europe/Paris)"; "" is now
    follow_up: str = ""  # when
    follow_up_text: str = ""
    price: int = 1
    balance: int = 0
    forbids: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()  # since the preview that the press was on
    may_ask: bool = False  # for credits
    saved: str = ""  # name of the template it was saved as


@dataclass(frozen=True, slots=True)
class BulkView:
    """The invitations to many people: `preview` is that of the one at `at`; `left_out` are (name, reason)."""

    preview: PreviewView | None
    profile_id: int
    digest: str
    at: int = 0
    total: int = 0
    price: int = 0
    balance: int = 0
    forbids: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    warned: int = 0  # how many are sent over a warning
    left_out: tuple[tuple[str, str], ...] = ()
    may_ask: bool = False
    saved: str = ""
    recipients: str = ""  # which people


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation in a list, or on the candidate card. `state` as store/tables/outreach.py has it, times in words."""

    id: int
    profile_id: int
    name: str
    state: str
    kind: str = "connect"
    subject: str = ""
    job: str = ""
    by: str = ""
    when: str = ""  # "sent 3 days ago", "goes out Mon 30 Nov at 09:30"
    follow_up: str = ""  # "follow-up in 4 days"; "" when none is planned
    answer: str = ""
    fault: str = ""
    paused: str = ""
    changeable: bool = False  # can be cancelled or given another time
    answer_id: int = 0  # the last one that can be replied to


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """How to reach a candidate: only once unlocked, only for those who may see it, only in private."""

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
