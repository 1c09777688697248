"""View data for the outreach screens: plain values, built by `handlers/`."""

from dataclasses import dataclass
from typing import Literal

from cards.tree import Option
from cards.views.reveals import LockedView, Way


@dataclass(frozen=True, slots=True)
class InvitationFormView:
    """The invitation form, to one person or to `bulk` people, of whom `name` is the first. `new_job`: whether the job
    is typed in rather than chosen."""

    invitation_id: int
    name: str
    headline: str = ""
    new_job: bool = False
    more_options: bool = False
    back_to: str = ""
    templates: tuple[Option, ...] = ()
    marks: tuple[str, ...] = ()  # "{first name}", …; none in a message to one person
    draft_saved: str = ""  # when the unsent draft was saved, "" without one: "today at 12:03"
    zone: str = "UTC"  # time zone of the send time
    bulk: int = 0  # number of recipients; 0: one person, `name`
    recipients: str = ""  # identifies the selected people, if `bulk`
    example: str = ""  # how the message begins for `name`, the first of several people
    note: str = ""  # what could not be undone
    other_draft: int = 0  # number of recipients of another unsent draft to several people
    ways: tuple[Way, ...] = ()  # to contact them, cheapest first, if there are several


@dataclass(frozen=True, slots=True)
class SavedTemplate:
    """The template that the text was saved as; `replaced`: pairs of a mark and the words that it replaces."""

    name: str = ""
    replaced: tuple[tuple[str, str], ...] = ()


NOT_SAVED = SavedTemplate()


@dataclass(frozen=True, slots=True)
class PreviewView:
    """Exactly what will be sent, its price, and what forbids it or warns against it."""

    invitation_id: int
    name: str
    digest: str
    back_to: str = ""
    sender: str = ""
    to: str = ""  # masked until sent
    subject: str = ""
    text: str = ""
    footer: str = ""
    job: str = ""
    when: str = ""  # "Mon 30 Nov at 09:30 (Paris time)"; "": now
    follow_up: str = ""  # when
    follow_up_text: str = ""
    price: int = 1
    paid: str = ""  # "Paid with 1 Dice view.": it costs no credits
    quota: str = ""  # "1 of 37 Alumni invitations": what it uses instead of credits
    balance: int = 0
    forbids: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # what is missing, as text (the mailbox, settings, an ATS's answer); forbids nothing
    reconnect: Literal["", "own", "shared"] = ""  # the mailbox that the member can connect again
    may_add_company: bool = False  # the company name or address is missing, and this member can add it
    untitled: bool = False  # the sender has neither a title nor a signature
    changed: tuple[str, ...] = ()  # what has changed since the preview was shown
    may_ask: bool = False  # the member may ask for credits
    saved: SavedTemplate = NOT_SAVED
    ask_again: int = 0  # profile id of a person who is not interested now
    reminder: str = ""  # "1 March 2027": when the member will be reminded of them
    reply_to: int = 0  # the answer of a person who may want to talk; the member may reply to it
    ways: tuple[Way, ...] = ()  # as in InvitationFormView


@dataclass(frozen=True, slots=True)
class BulkView:
    """Invitations to several people: `preview` is the one at position `at`; `left_out`: pairs of a name and the
    reason."""

    preview: PreviewView | None
    profile_id: int
    digest: str
    at: int = 0
    total: int = 0
    price: int = 0
    balance: int = 0
    forbids: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    warned: int = 0  # number of invitations with a warning, other than about the job
    misfits: tuple[str, ...] = ()  # who doesn't seem to fit the job
    left_out: tuple[tuple[str, str], ...] = ()
    may_ask: bool = False
    saved: SavedTemplate = NOT_SAVED
    recipients: str = ""  # identifies the selected people


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation in a list or on a candidate card. For `state`, see store/tables/outreach.py; times are
    formatted."""

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
    changeable: bool = False  # can be canceled or rescheduled
    scheduled: bool = False  # to be sent later, at a chosen time
    undo: str = ""  # while the reader can undo it: "You can undo it for 15 seconds."
    answer_id: int = 0  # the latest answer that can be replied to


@dataclass(frozen=True, slots=True)
class BatchView:
    """Invitations that were sent together, some of which are still waiting."""

    id: int
    subject: str
    total: int
    sent: int
    waiting: int
    by: str
    when: str = ""  # "goes out Mon 30 Nov at 09:30"
    undoable: bool = False  # so recent that stopping it needs no confirmation


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """How to reach a candidate. Shown only once the candidate is unlocked, only to members who may see it, and only in
    private."""

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether a person can be contacted, and what they answered last.

    `block`: why the person can't be contacted (erased, complained, opted_out, bounced, no_address); "" if an address
    may be used."""

    known: bool = False  # whether it was looked up
    block: str = ""
    phone: bool = False
    goes_out: str = ""  # "on 1 March", "soon": a message that has not been sent yet
    answered: str = ""  # "23 November 2026"
    words: str = ""  # of the answer
    reply_to: int = 0  # the answer that the reader may reply to
    locked: LockedView | None = None  # a partner has the contact details
    ways: tuple[Way, ...] = ()  # to contact them, cheapest first, if there are several


NO_REACH = Reach()  # not looked up
