"""How to reach a candidate, and what was written to them: the same on the card, in lists and in notices."""

from cards.screens.wording import short
from cards.text import Link, Rich, Strong, join
from cards.tree import Node, Text
from cards.views.outreach import ContactDetails, InvitationView

MOST = 5
STATES = {
    "queued": "on the way",
    "sending": "on the way",
    "sent": "waiting for an answer",
    "failed": "not delivered",
    "unknown": "not known whether it went out",
    "cancelled": "cancelled",
    "answered": "answered",
}
ANSWERS = {"interested": "interested", "not_interested": "not interested", "replied": "replied"}


def contact_details(contact: ContactDetails | None) -> tuple[Node, ...]:
    """A line of addresses and numbers; nothing while the candidate is not unlocked."""
    line = contact_line(contact)
    return (Text(line),) if line else ()


def contact_line(contact: ContactDetails | None) -> Rich:
    if contact is None:
        return ""
    emails = ((Link(each, f"mailto:{each}"),) for each in contact.emails[:MOST])
    known = join((*emails, *contact.phones[:MOST]))
    return ((Strong("Contact: "), *known) if isinstance(known, tuple) else known) or "No contact details are known."


def invitation_title(sent: InvitationView) -> str:
    """As in "Invited to apply" once the message has left, "Invitation to apply" before."""
    left = sent.state in ("sent", "answered")
    return f"{'Invited' if left else 'Invitation'} to {'apply' if sent.kind == 'apply' else 'connect'}"


def invitation_line(sent: InvitationView) -> Rich:
    """As in "Invited to apply for Staff Nurse · by Ana · sent 3 days ago · interested"."""
    what = invitation_title(sent)
    status = ANSWERS.get(sent.answer) or sent.paused or STATES.get(sent.state, sent.state)
    return join(
        (
            (Strong(what + (f" for {short(sent.job, 60)}" if sent.job else "")),),
            f"by {sent.by}" if sent.by else "",
            sent.when,
            status,
            short(sent.fault, 200) if sent.state in ("failed", "unknown") else "",
            sent.follow_up,
        )
    )
