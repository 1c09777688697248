"""Unlocking a partner's candidate: the button, what it costs and gives, and what became of it."""

from cards.actions.person import ShowPerson
from cards.actions.reveals import OpenResume, OpenUnlock, Unlock
from cards.screens.wording import counted, short
from cards.text import Strong
from cards.tree import AnyButton, Button, Form, Kind, LinkButton, Node, Notice, Text
from cards.views.reveals import LockedView, UnlockView


def unlock_button(name: str, back_to: str, locked: LockedView, *, main: bool = False) -> tuple[Button, ...]:
    """*Unlock on Dice*; on the candidate card (`main`) with what it uses up. None while it can't be pressed."""
    if locked.link or not locked.usable or locked.state == "asked":
        return ()
    label = f"Unlock on {locked.source}"
    if locked.state == "unknown":
        label = "Try again"
    elif main and locked.unit:
        label += f" (1 {_of(locked)})"
    return (
        Button(label, does=OpenUnlock(locked.profile_id, back_to), main=main, hint=f"Unlock {name} on {locked.source}"),
    )


def _of(locked: LockedView) -> str:
    """As in "of 37 views", "view"."""
    return locked.unit if locked.left is None else f"of {counted(locked.left, locked.unit)}"


def contact_link(locked: LockedView | None) -> tuple[AnyButton, ...]:
    """The person's page at a source that passes on messages only there."""
    return (LinkButton(f"Contact on {locked.source}", locked.link),) if locked and locked.link else ()


def locked_notice(profile_id: int, back_to: str, locked: LockedView | None) -> tuple[Node, ...]:
    """Why the contact details are not there, unless pressing *Unlock* is all that is missing."""
    if locked is None:
        return ()
    source = locked.source
    if locked.link:
        text = f"{source} doesn't give out contact details. Write to this person on {source}; it costs no credits here."
        return (Notice(Kind.INFO, text),)
    if locked.state == "asked":
        again = Button("Check again", does=ShowPerson(profile_id, back_to))
        return (Notice(Kind.INFO, f"Waiting for the contact details from {source}.", again),)
    if locked.state == "unknown":
        return (Notice(Kind.WARNING, locked.reason or no_response(source, locked.unit)),)
    if not locked.usable:
        text = f"The contact details are at {source}, which is not connected for you. See Integrations."
        return (Notice(Kind.INFO, text),)
    return (Notice(Kind.WARNING, locked.reason),) if locked.state == "failed" and locked.reason else ()


def no_response(source: str, unit: str) -> str:
    """The source was asked, but nobody knows whether it did what it was asked."""
    used = f" One {unit} may have been used." if unit else ""
    return f"{source} didn't respond, so the contact details may or may not be unlocked there.{used}"


def resume_button(profile_id: int) -> Button:
    return Button("Open the resume", does=OpenResume(profile_id))


def unlock_form(view: UnlockView) -> Form:
    """What pressing *Unlock* costs and gives. Nothing has been used yet."""
    locked = view.locked
    again = locked.state == "unknown"
    return Form(
        title=short(f"Unlock on {locked.source}", 24),
        body=(
            *((Notice(Kind.WARNING, _charged_again(view)),) if again else ()),
            Text(("Unlock the contact details of ", Strong(short(view.name, 80)), f" on {locked.source}.")),
            Text((Strong(_cost(view)), _resets(view))),
            Text(_gives(view)),
            Text("It costs no credits, and neither does writing to this person afterwards.", muted=True),
        ),
        inputs=(),
        submit=Button(
            "Try again" if again else "Unlock", does=Unlock(locked.profile_id, view.back_to, again=again), main=True
        ),
    )


def _cost(view: UnlockView) -> str:
    locked = view.locked
    if not locked.unit:
        return f"{locked.source} doesn't charge for this."
    if locked.left is None:
        return f"This uses 1 {locked.source} {locked.unit} of your contract."
    return f"This uses 1 of your {locked.left:,} {locked.source} {locked.unit}{'' if locked.left == 1 else 's'}."


def _resets(view: UnlockView) -> str:
    return f" The contract resets {short(view.resets, 60)}." if view.resets and view.locked.unit else ""


def _gives(view: UnlockView) -> str:
    ways = [words for words, there in (("e-mail address", view.email), ("phone number", view.phone)) if there]
    contact = " and ".join(ways) or "contact details"
    return (
        f"Your team gets their {contact}, the whole profile, and the resume, as far as {view.locked.source} has them."
    )


def _charged_again(view: UnlockView) -> str:
    source, unit = view.locked.source, view.locked.unit
    if not unit:
        return f"{source} didn't respond to an earlier request."
    if view.free_again_days:
        days = counted(view.free_again_days, "day")
        return f"{source} didn't respond to an earlier request. It charges for a person only once within {days}."
    return f"{source} didn't respond to an earlier request. If that one went through, trying again uses another {unit}."
