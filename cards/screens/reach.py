"""Whether a person can be written to, and what they answered: badges and buttons, the same on every list and card."""

from cards.actions.interest import OpenReminder, OpenReply
from cards.actions.invitations import Contact
from cards.screens.wording import short
from cards.tree import Badge, Button, Kind, Node, Notice
from cards.views.outreach import Reach

BLOCKS = {
    "erased": "Asked to be forgotten",
    "complained": "Reported as spam",
    "opted_out": "Asked not to be contacted",
    "bounced": "E-mail bounced",
    "no_address": "No e-mail",
    "masked": "Not unlocked yet",
}
_NO = {"erased", "complained", "opted_out"}  # their wish: a telephone number is no way round it
_WORDS = 300  # characters of an answer
ASK_AGAIN = "Remind me to ask again"


def reach_badges(reach: Reach) -> tuple[Badge, ...]:
    """As in "✉ E-mail ☎ Phone", or why nobody can write to them."""
    if not reach.known:
        return ()
    if reach.block in _NO:
        return (Badge(Kind.WARNING, BLOCKS[reach.block]),)
    mail = Badge(Kind.WARNING, BLOCKS[reach.block]) if reach.block else Badge(Kind.EMAIL, "E-mail")
    return (mail, Badge(Kind.PHONE, "Phone")) if reach.phone else (mail,)


def contact_badge(contacted: str, reach: Reach) -> tuple[Badge, ...]:
    """When they were contacted, or when a message that is not sent yet goes out."""
    if reach.goes_out:
        return (Badge(Kind.CONTACTED, f"Message goes out {reach.goes_out}"),)
    return (Badge(Kind.CONTACTED, f"Contacted by {contacted}"),) if contacted else ()


def contact_button(
    profile_id: int, name: str, back_to: str, interest: str, reach: Reach, *, main: bool = False
) -> tuple[Button, ...]:
    """*Contact*, or *Reply* to someone who is interested; none for someone who can't or may not be written to."""
    if reach.block:
        return ()
    if reach.reply_to and interest in ("interested", "replied"):
        return (Button("Reply (free)", does=OpenReply(reach.reply_to), main=main, hint=f"Reply to {name}"),)
    return (Button("Contact", does=Contact(profile_id, back_to), main=main, hint=f"Contact {name}"),)


def reply_first(buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    """The buttons of a row, with a reply to somebody who is interested in front."""
    return tuple(sorted(buttons, key=lambda button: not isinstance(button.does, OpenReply)))


def reminder_button(profile_id: int, back_to: str, interest: str, reach: Reach, pending: str) -> tuple[Button, ...]:
    """For the candidate card of somebody who is not interested now, unless they never want to be contacted again."""
    does = OpenReminder(profile_id, back_to, True)
    if pending:
        return (Button("Change reminder", does=does),)
    return (Button(ASK_AGAIN, does=does),) if interest == "not_interested" and reach.block not in _NO else ()


def option_note(interest: str, reach: Reach) -> str:
    """Behind a name in a list to choose from: why nobody can write to them, or what they answered."""
    notes = {"interested": "interested", "not_interested": "not interested", "replied": "replied"}
    note = BLOCKS[reach.block].lower() if reach.block else notes.get(interest, "")
    return f" ({note})" if note else ""


def answer_notice(interest: str, reach: Reach) -> tuple[Node, ...]:
    """What they answered, in their words: a warning if they are not interested."""
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
