"""Contact details and invitation lines: shared by candidate cards, lists and notices."""

from cards.screens.wording import short
from cards.text import Link, Rich, Strong, join
from cards.tree import Node, Text
from cards.views.outreach import ContactDetails, InvitationView

MOST = 5
STATES = {
    "queued": "waiting to be sent",
    "sending": "on the way",
    "sent": "waiting for an answer",
    "failed": "not delivered",
    "unknown": "may not have been sent",
    "cancelled": "canceled",
    "answered": "answered",
}
ANSWERS = {
    "interested": "interested",
    "not_interested": "not interested",
    "replied": "replied",
    "complained": "reported as spam",
}


def contact_details(contact: ContactDetails | None) -> tuple[Node, ...]:
    """A line with e-mail addresses and phone numbers; nothing until the candidate is unlocked."""
    line = contact_line(contact)
    return (Text(line),) if line else ()


def contact_line(contact: ContactDetails | None) -> Rich:
    if contact is None:
        return ""
    emails = ((Link(each, f"mailto:{each}"),) for each in contact.emails[:MOST])
    known = join((*emails, *contact.phones[:MOST]))
    if not known:
        return "No contact details are known."
    return (Strong("Contact: "), *known) if isinstance(known, tuple) else known


def invitation_title(sent: InvitationView) -> str:
    """What the message is: "Invited to apply", for example, or "Invitation to apply" before it is sent."""
    left = sent.state in ("sent", "answered")
    return f"{'Invited' if left else 'Invitation'} to {'apply' if sent.kind == 'apply' else 'connect'}"


def state_text(sent: InvitationView) -> str:
    """The invitation's state in words, such as "waiting for an answer" or "scheduled"."""
    return "scheduled" if sent.scheduled else STATES.get(sent.state, sent.state)


def invitation_line(sent: InvitationView) -> Rich:
    """One line about an invitation, such as "Invited to apply for Staff Nurse · by Ana · sent 3 days ago ·
    interested"."""
    what = invitation_title(sent)
    status = ANSWERS.get(sent.answer) or sent.paused or state_text(sent)
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
