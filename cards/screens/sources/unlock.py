"""What unlocking a partner's candidate costs and gives."""

from cards.actions.reveals import Unlock
from cards.screens.reach import other_ways, ways_note
from cards.screens.wording import counted, short
from cards.text import Strong
from cards.tree import Button, Form, Kind, Notice, Text
from cards.views.reveals import UnlockView


def unlock_form(view: UnlockView) -> Form:
    """The form that shows what pressing *Unlock* costs and gives. Nothing has been used up yet."""
    locked = view.locked
    again = locked.state == "unknown"
    return Form(
        title=short(f"Unlock on {locked.source}", 24),
        body=(
            *((Notice(Kind.WARNING, _charged_again(view)),) if again else ()),
            *(Notice(Kind.WARNING, warning) for warning in view.warnings),
            Text(("Unlock the contact details of ", Strong(short(view.name, 80)), f" on {locked.source}.")),
            Text((Strong(_cost(view)), _resets(view))),
            *ways_note(view.ways, locked.profile_id),
            Text(_gives(view)),
            Text("It costs no credits, and neither does writing to this person afterwards.", muted=True),
        ),
        inputs=(),
        buttons=other_ways(view.ways, locked.profile_id, view.back_to),
        submit=Button(
            "Try again" if again else "Unlock", does=Unlock(locked.profile_id, view.back_to, again=again), main=True
        ),
    )


def _cost(view: UnlockView) -> str:
    locked = view.locked
    if not locked.unit:
        return f"{locked.source} doesn't charge for this."
    if locked.left is None:
        return f"This uses 1 {locked.source} {locked.unit} from your contract."
    return f"This uses 1 of your {locked.left:,} {locked.source} {locked.unit}{'' if locked.left == 1 else 's'}."


def _resets(view: UnlockView) -> str:
    return f" The contract resets {short(view.resets, 60)}." if view.resets and view.locked.unit else ""


def _gives(view: UnlockView) -> str:
    ways = [words for words, there in (("e-mail address", view.email), ("phone number", view.phone)) if there]
    contact = " and ".join(ways) or "contact details"
    return f"Your team gets their {contact}, the whole profile, and the resume, if {view.locked.source} has them."


def _charged_again(view: UnlockView) -> str:
    source, unit = view.locked.source, view.locked.unit
    if not unit:
        return f"{source} didn't respond to an earlier request."
    if view.free_again_days:
        days = counted(view.free_again_days, "day")
        return f"{source} didn't respond to an earlier request. It charges only once per person every {days}."
    return f"{source} didn't respond to an earlier request. If that one went through, trying again uses another {unit}."
