"""The result line after sending: while it is on a card, it says what became of the messages."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from cards.screens.wording import counted, short
from cards.tree import Card, Kind, Notice
from handlers.views.invitation_views import PAUSED, format_moment
from handlers.views.profile_views import shown_name
from store import conversations
from store.conversations import Delivery
from store.db import Read
from store.members import workspaces
from store.tables.core import Member

NAMED = 3  # the most people listed with the reason
_LINES = {  # what became of one message, and of several
    "failed": ("was not delivered", "were not delivered"),
    "unknown": ("may not have arrived", "may not have arrived"),
    "cancelled": ("was canceled", "were canceled"),
    "paused": ("is paused", "are paused"),
}


def on_the_way(count: int, send_at: datetime | None, zone: ZoneInfo, now: datetime) -> str:
    """A sentence such as "3 messages are on the way." """
    if send_at is not None and send_at > now:
        return f"{counted(count, 'message goes', 'messages go')} out {format_moment(send_at, zone)}."
    return f"{counted(count, 'message is', 'messages are')} on the way."


def watched(card: Card, mails: tuple[int, ...], rest: str = "") -> Card:
    """The card, with a result line that from now on says what becomes of these e-mails."""
    return card if card.result is None else replace(card, result=replace(card.result, mails=mails, rest=rest))


async def current(db: Read, by: Member, notice: Notice, now: datetime) -> Notice:
    """The current result line. It is unchanged unless something other than being sent has happened to its e-mails."""
    found = await conversations.deliveries(db, by, notice.mails) if notice.mails else []
    lost = [each for each in found if _state(each)]
    if not found or (not lost and notice.kind is Kind.SUCCESS):
        return notice
    kind = Kind.WARNING if any(_state(each) != "cancelled" for each in lost) else Kind.INFO
    kind = kind if lost else Kind.SUCCESS
    if len(found) == 1:
        return replace(notice, kind=kind, text=_one(found[0]))
    sentences = [_several([each for each in lost if _state(each) == state], state) for state in _LINES]
    if fine := [each for each in found if not _state(each)]:
        zone = ZoneInfo((await workspaces.get(db, by.workspace_id)).time_zone)
        sentences.insert(0, on_the_way(len(fine), fine[0].invitation.send_at, zone, now))
    return replace(notice, kind=kind, text=" ".join(filter(None, (*sentences, notice.rest))))


def _state(each: Delivery) -> str:
    """What became of the message, a key of _LINES; "" if it was sent or is on the way."""
    came_back = each.bounced or (each.mail.kind == "invitation" and each.invitation.state == "failed")
    state = "failed" if came_back else each.mail.state
    return state if state in _LINES else ""


def _one(each: Delivery) -> str:
    what = "Your reply" if each.mail.kind == "reply" else f"The message to {shown_name(each.name)}"
    state = _state(each)
    became = _LINES[state][0] if state else "is on the way"
    return " ".join(filter(None, (f"{what} {became}.", _why(each))))


def _why(each: Delivery) -> str:
    """The reason, as a sentence; "" if the state says enough."""
    match _state(each):
        case "failed":
            return each.bounced or each.mail.last_error or each.invitation.failure_reason
        case "paused":
            reason = PAUSED.get(each.invitation.pause_reason, each.invitation.pause_reason).removeprefix("paused: ")
            return f"{reason[:1].upper()}{reason[1:]}." if reason else ""
        case _:
            return ""


def _several(lost: Sequence[Delivery], state: str) -> str:
    """A sentence such as "1 message was not delivered: Edith Cavell (There is no such address)." """
    if not lost:
        return ""
    one, many = _LINES[state]
    named = [f"{short(shown_name(each.name), 60)}{_bracketed(_why(each))}" for each in lost[:NAMED]]
    more = f" and {len(lost) - NAMED} more" if len(lost) > NAMED else ""
    return f"{counted(len(lost), f'message {one}', f'messages {many}')}: {'; '.join(named)}{more}."


def _bracketed(why: str) -> str:
    return f" ({short(why.rstrip('.'), 100)})" if why else ""
