"""Mail that is held back: for admins, what the mail server said, what to do, and *Resume sending*."""

from cards.actions.settings import OpenIntegrations, ResumeSending, ShowSendingHold
from cards.screens.wording import counted, short
from cards.text import Muted, Rich
from cards.tree import Badge, Button, Card, Kind, Notice, Row, Text
from cards.views.settings import HoldView

FAULTS = {  # what is wrong, and what to do
    "spf": (
        "Your domain's SPF record doesn't allow this mail server.",
        "Add the mail server to your domain's SPF record.",
    ),
    "dkim": (
        "The DKIM signature is missing or wrong.",
        "Turn on DKIM signing at your mail provider, and publish its key in your domain's DNS.",
    ),
    "dmarc": (
        "The e-mail fails your domain's DMARC policy.",
        "Make SPF or DKIM pass for the domain in the sender's address.",
    ),
    "authentication": (
        "The sender's domain isn't authenticated.",
        "Set up SPF, DKIM and DMARC for the domain in the sender's address.",
    ),
    "block_list": (
        "The mail server or domain is on a block list.",
        "Find out which list it is, fix the cause, and ask its operator to remove you.",
    ),
    "reverse_name": (
        "The mail server has no valid reverse DNS name.",
        "Ask whoever runs the mail server to set a PTR record that matches its name.",
    ),
    "rate": (
        "Too many e-mails were sent in a short time.",
        "Wait a day, and lower the number of e-mails a minute in the settings.",
    ),
    "policy": (
        "The provider's policy refuses e-mail from your mail server or domain.",
        "Read what the mail server said, and ask the provider's postmaster if it isn't clear.",
    ),
    "login": (
        "The mail server doesn't accept the mailbox's login.",
        "Connect the mailbox again under Integrations.",
    ),
    "complaints": (
        "Too many people reported your e-mails as spam.",
        "Check whom you write to and what you write before you resume: providers block senders above 0.3%.",
    ),
}


def sending_hold_card(hold: HoldView, notice: str = "") -> Card:
    """The notification to admins about one hold."""
    if hold.resumed:
        summary = f"Sending to {hold.to} has resumed" if hold.to else "Sending has resumed"
        return Card(
            summary=summary,
            body=(Notice(Kind.SUCCESS, notice or f"{summary}."),),
            buttons=(Button("Integrations", does=OpenIntegrations()),),
            redraw=ShowSendingHold(hold.provider),
        )
    what, to_do = fault_texts(hold.fault)
    return Card(
        summary=_title(hold),
        body=(
            Notice(Kind.ERROR, f"{_title(hold)}. {what}"),
            *((Text((Muted("The mail server said: "), short(hold.words, 300))),) if hold.by_server else ()),
            *((Text(short(hold.words, 300)),) if hold.words and not hold.by_server else ()),
            Text(f"{to_do} {_waiting(hold)}"),
        ),
        buttons=(_resume(hold), Button("Integrations", does=OpenIntegrations())),
        redraw=ShowSendingHold(hold.provider),
    )


def sending_hold_row(hold: HoldView, *, admin: bool) -> Row:
    """One hold on the integrations card."""
    what, to_do = fault_texts(hold.fault)
    said: Rich = (Muted("The mail server said: "), short(hold.words, 200)) if hold.by_server else short(hold.words, 200)
    return Row(
        _title(hold),
        tuple(line for line in (f"{what} {to_do}", said if hold.words else "", _waiting(hold)) if line),
        badges=(Badge(Kind.ERROR, "On hold"),),
        buttons=(_resume(hold),) if admin else (),
    )


def fault_texts(fault: str) -> tuple[str, str]:
    """Sentences that say what is wrong, and what to do."""
    return FAULTS.get(fault, ("The e-mails were refused.", "Ask whoever runs your mail server."))


def _title(hold: HoldView) -> str:
    return f"E-mail to {hold.to} is on hold" if hold.to else "Sending is on hold"


def _waiting(hold: HoldView) -> str:
    if not hold.waiting:
        return "Nothing is lost: new e-mails wait until an admin resumes sending."
    return f"{counted(hold.waiting, 'e-mail')} will wait until an admin resumes sending."


def _resume(hold: HoldView) -> Button:
    to = f" to {hold.to}" if hold.to else ""
    return Button(
        "Resume sending",
        does=ResumeSending(hold.provider),
        main=True,
        confirm=f"Is the problem solved? Sending{to} will resume.",
        hint=f"Resume sending{to}",
    )
