"""Whether a person can be contacted, and what they answered: badges and buttons, the same on every list and card."""

from cards.actions.interest import DropReminder, OpenReminder, OpenReply
from cards.actions.invitations import Contact
from cards.actions.person import ShowPerson
from cards.actions.reveals import OpenResume, OpenUnlock
from cards.screens.wording import counted, short
from cards.tree import AnyButton, Badge, Button, Kind, LinkButton, Node, Notice, Text
from cards.views.outreach import Reach
from cards.views.reveals import LockedView, Way

BLOCKS = {
    "erased": "Asked to be forgotten",
    "complained": "Reported as spam",
    "opted_out": "Asked not to be contacted",
    "bounced": "E-mail bounced",
    "no_address": "No e-mail",
}
_NO = {"erased", "complained", "opted_out"}  # the person's own wish: having a phone number doesn't get around it
_WORDS = 300  # characters of an answer
ASK_AGAIN = "Remind me to ask again"
DROP_REMINDER = "Don't remind me"


def reach_badges(reach: Reach) -> tuple[Badge, ...]:
    """Badges such as "✉ E-mail ☎ Phone", or a badge that says why nobody can write to the person."""
    if not reach.known:
        return ()
    if reach.locked:
        return (Badge(Kind.INFO, _where(reach.locked)),)
    if reach.block in _NO:
        return (Badge(Kind.WARNING, BLOCKS[reach.block]),)
    mail = Badge(Kind.WARNING, BLOCKS[reach.block]) if reach.block else Badge(Kind.EMAIL, "E-mail")
    return (mail, Badge(Kind.PHONE, "Phone")) if reach.phone else (mail,)


def contact_badge(contacted: str, reach: Reach) -> tuple[Badge, ...]:
    """A badge that says who contacted the person and when, or when an unsent message goes out."""
    if reach.goes_out:
        return (Badge(Kind.CONTACTED, f"Message goes out {reach.goes_out}"),)
    return (Badge(Kind.CONTACTED, f"Contacted by {contacted}"),) if contacted else ()


def contact_button(
    profile_id: int, name: str, back_to: str, interest: str, reach: Reach, *, main: bool = False
) -> tuple[Button, ...]:
    """The button *Contact*, *Reply* (to someone who is interested), or *Unlock*; no button for someone who can't or may
    not be written to."""
    if reach.block:
        return ()
    if reach.locked:
        return unlock_button(name, back_to, reach.locked, main=main)
    if reach.reply_to and interest in ("interested", "replied"):
        return (Button("Reply (free)", does=OpenReply(reach.reply_to), main=main, hint=f"Reply to {name}"),)
    who = reach.ways[0].profile_id if reach.ways else profile_id
    return (Button("Contact", does=Contact(who, back_to), main=main, hint=f"Contact {name}"),)


def ways_text(ways: tuple[Way, ...]) -> str:
    """The ways to contact someone in one line, as in "To contact: Internet: 1 credit · Dice: 1 of 37 views"; "" if
    there is no choice."""
    listed = " · ".join(f"{way.source}: {way.price}" for way in ways)
    return f"To contact: {listed}" if len(ways) > 1 else ""


def ways_note(ways: tuple[Way, ...], here: int) -> tuple[Node, ...]:
    """For a form: a line that says which way of contacting the form uses, and what the other ways are."""
    mine = next((way for way in ways if way.profile_id == here), None)
    if mine is None or len(ways) < 2:
        return ()
    others = " · ".join(f"{way.source}: {way.price}" for way in ways if way is not mine)
    return (Text(f"{mine.source}: {mine.price}. Instead: {others}."),)


def other_ways(ways: tuple[Way, ...], here: int, back_to: str) -> tuple[Button, ...]:
    """Buttons of a form for the other ways to contact the person."""
    return tuple(
        Button(f"Unlock on {way.source} instead", does=OpenUnlock(way.profile_id, back_to))
        if way.unlocks
        else Button(f"Use {way.source} instead", does=Contact(way.profile_id, back_to))
        for way in ways
        if way.profile_id != here
    )[:3]


def reply_first(buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    """The buttons of a row; the reply to somebody who is interested comes first."""
    return tuple(sorted(buttons, key=lambda button: not isinstance(button.does, OpenReply)))


def may_ask_again(interest: str, reach: Reach) -> bool:
    """Whether somebody is not interested now but may be asked again later: false if they never want to be contacted."""
    return interest == "not_interested" and reach.block not in _NO


def reminder_line(pending: str) -> tuple[Text, ...]:
    """A line about the reminder. `pending`: the day on which the reader will be reminded of the person; "" if there is
    no reminder."""
    return (Text(f"You'll be reminded on {pending}.", muted=True),) if pending else ()


def reminder_buttons(does: OpenReminder, pending: str, *, offered: bool) -> tuple[Button, ...]:
    """The buttons for a pending reminder; if no reminder is pending, *Remind me to ask again* if `offered`."""
    if pending:
        drop = DropReminder(does.profile_id, does.back_to, does.on_card)
        return (Button("Change reminder", does=does), Button(DROP_REMINDER, does=drop))
    return (Button(ASK_AGAIN, does=does),) if offered else ()


def _where(locked: LockedView) -> str:
    """What has to happen before somebody at a partner can be contacted."""
    if locked.sold:
        return "Contact details locked"
    return f"Contact on {short(locked.source, 40)}" if locked.link else "No contact details"


def option_note(interest: str, reach: Reach) -> str:
    """A note that follows a name in a list to choose from: why nobody can write to the person, or what they
    answered."""
    notes = {"interested": "interested", "not_interested": "not interested", "replied": "replied"}
    where = _where(reach.locked) if reach.locked else ""
    locked = where[:1].lower() + where[1:]
    note = BLOCKS[reach.block].lower() if reach.block else locked or notes.get(interest, "")
    return f" ({note})" if note else ""


def answer_notice(interest: str, reach: Reach) -> tuple[Node, ...]:
    """What the person answered, in their own words; a warning if they are not interested."""
    said = f": “{short(reach.words, _WORDS)}”" if reach.words.strip() else "."
    when = f" on {reach.answered}" if reach.answered else ""
    match interest:
        case "not_interested":
            return (Notice(Kind.WARNING, f"Not interested{when}{said}"),)
        case "interested":
            return (Notice(Kind.SUCCESS, f"Interested{when}{said}"),)
        case "replied":
            return (Notice(Kind.INFO, f"Replied{when}{said}"),)
        case _:
            return ()


# ── contact details that a partner has ──


def unlock_button(name: str, back_to: str, locked: LockedView, *, main: bool = False) -> tuple[Button, ...]:
    """The button *Unlock on Dice*; on the candidate card (`main`), its label says what pressing it uses up. No button
    while unlocking isn't possible."""
    if not (locked.sold and locked.usable) or locked.state == "asked":
        return ()
    label = f"Unlock on {locked.source}"
    if locked.state == "unknown":
        label = "Try again"
    elif main and locked.unit:
        label += f" (no {locked.unit}s left)" if locked.left == 0 else f" (1 {_of(locked)})"
    return (
        Button(label, does=OpenUnlock(locked.profile_id, back_to), main=main, hint=f"Unlock {name} on {locked.source}"),
    )


def _of(locked: LockedView) -> str:
    """The end of a price, as in "of 37 views" or "view"."""
    return locked.unit if locked.left is None else f"of {counted(locked.left, locked.unit)}"


def contact_link(locked: LockedView | None) -> tuple[AnyButton, ...]:
    """A link to the person's page, at a source where people can be contacted only on that page."""
    return (LinkButton(f"Contact on {locked.source}", locked.link),) if locked and locked.link else ()


def locked_notice(profile_id: int, back_to: str, locked: LockedView | None) -> tuple[Node, ...]:
    """Why the contact details are not shown; empty if the reader only needs to press *Unlock*."""
    if locked is None:
        return ()
    source = locked.source
    if not locked.sold:
        there = f" Write to this person on {source}; it costs no credits here." if locked.link else ""
        return (Notice(Kind.INFO, f"{source} doesn't give out contact details.{there}"),)
    if locked.state == "asked":
        again = Button("Check again", does=ShowPerson(profile_id, back_to))
        return (Notice(Kind.INFO, f"Waiting for the contact details from {source}.", again),)
    if locked.state == "unknown":
        return (Notice(Kind.WARNING, locked.reason or no_response(source, locked.unit)),)
    if not locked.usable:
        text = f"{source} has the contact details, but it isn't connected for you. See Integrations."
        return (Notice(Kind.INFO, text),)
    return (Notice(Kind.WARNING, locked.reason),) if locked.state == "failed" and locked.reason else ()


def no_response(source: str, unit: str) -> str:
    """Says that the source was asked for the contact details, but that we don't know whether it unlocked them."""
    used = f" One {unit} may have been used." if unit else ""
    return f"We don't know whether {source} unlocked the contact details.{used}"


def resume_button(profile_id: int) -> Button:
    return Button("Open the resume", does=OpenResume(profile_id))
