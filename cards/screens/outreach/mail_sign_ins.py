"""A member's own mailbox on the settings card, and the card about a failing mailbox that is a member's own or was
connected by signing in."""

from cards.actions.settings import (
    ConnectMailbox,
    ConnectOwnMailbox,
    DisconnectOwnMailbox,
    OpenIntegrations,
    OpenSettings,
    ShowSignInFault,
)
from cards.screens.wording import counted, duration
from cards.text import Rich
from cards.tree import AnyButton, Badge, Button, Card, Kind, Notice, Row
from cards.views.settings import MailSignInView, OwnMailboxView


def own_mailbox_row(view: OwnMailboxView) -> Row:
    """A row about the mailbox that a member's invitations come from."""
    title, one = "Your mailbox", view.sign_in
    if one is None:
        shared = f"Your invitations come from {view.shared}, the workspace's mailbox." if view.shared else ""
        own = "Connect your own, and they'll come from your address." if view.can_connect else ""
        connect = Button("Connect my own mailbox", does=ConnectOwnMailbox())
        return Row(title, (" ".join(filter(None, (shared, own))),), buttons=(connect,) if view.can_connect else ())
    through = f" ({one.label})" if one.label else ""
    reads = "Replies are read there." if one.reads else "Replies aren't read: answers come only from the answer page."
    lines: list[Rich] = [f"Your invitations come from {one.address}{through}. {reads}"]
    lines += filter(None, (one.fault, waiting_text(one)))
    buttons: list[AnyButton] = []
    if view.can_connect:
        buttons.append(connect_button(one))
    question = (
        f"Disconnect {one.address}? This erases its login. Your invitations and any waiting e-mails will then "
        "come from the workspace's mailbox."
    )
    hint = "Disconnect your mailbox"
    buttons.append(Button("Disconnect", does=DisconnectOwnMailbox(), danger=True, confirm=question, hint=hint))
    return Row(title, tuple(lines), badges=(sign_in_badge(one),), buttons=tuple(buttons))


def sign_in_badge(one: MailSignInView) -> Badge:
    if one.refused:
        return Badge(Kind.ERROR, "Needs reconnecting")
    return Badge(Kind.ERROR, f"Failing {duration(one.failing)}") if one.failing else Badge(Kind.SUCCESS, "Connected")


def waiting_text(one: MailSignInView) -> str:
    """How much mail is held back, as a sentence; "" if none is."""
    if not (one.refused and one.waiting):
        return ""
    wait = "is waiting and" if one.waiting == 1 else "are waiting and"
    return f"{counted(one.waiting, 'e-mail')} {wait} will be sent once it's connected again."


def connect_button(one: MailSignInView) -> Button:
    text = "Connect again" if one.refused else "Connect another"
    does = ConnectOwnMailbox() if one.own else ConnectMailbox()
    return Button(text, does=does, main=one.refused, hint=f"{text}: {'your' if one.own else 'the'} mailbox")


def sign_in_fault_card(one: MailSignInView) -> Card:
    """For whoever can reconnect the mailbox: says that it can't be used or can't be read or, without a fault, that it
    works again."""
    home = Button("Settings", does=OpenSettings()) if one.own else Button("Integrations", does=OpenIntegrations())
    if not one.failing:
        text = f"{one.address} is working again."
        return Card(summary=text, body=(Notice(Kind.SUCCESS, text),), buttons=(home,), redraw=ShowSignInFault(one.id))
    if one.refused:
        rest = waiting_text(one) or "Connect it again to send and read mail."
        withdrawn = "Access was withdrawn or has expired. " if one.label else ""
        text = f"{one.fault} {withdrawn}{rest} Nothing is lost."
        summary, buttons = f"Connect {one.address} again", (connect_button(one), home)
    else:
        text = (
            f"I haven't been able to read answers in {one.address} {duration(one.failing)}. {one.fault} Nothing is "
            "lost: I'll catch up."
        )
        summary, buttons = f"Sourcer can't read {one.address}", (home,)
    return Card(summary=summary, body=(Notice(Kind.ERROR, text),), buttons=buttons, redraw=ShowSignInFault(one.id))
