"""What is shown after sending: the card or the results that the press came from."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cards.actions.invitations import UndoBulk
from cards.actions.search import Results
from cards.screens.wording import counted, short
from cards.tree import Button, Card, Kind, Notice
from handlers import navigation
from handlers.context import Context
from handlers.outreach import outcome
from handlers.outreach.recipients import SENT, Previews, Recipients
from handlers.people import candidate_card
from handlers.replies import Close, Redraw, Replies, Show
from handlers.search import requests, results
from handlers.start import start
from handlers.views import profile_views
from handlers.views.invitation_views import format_moment
from store import conversations
from store.chat import form_drafts
from store.db import Read, Write
from store.errors import Gone
from store.outreach import invitation_changes
from store.tables.core import Member
from store.tables.outreach import Invitation

NAMED = 3  # the most people without a message who are listed with the reason


@dataclass(frozen=True, slots=True)
class SentBulk:
    """What was sent in bulk: pressing *Send* again shows the same result. `digest`: that of the preview; `first`: the
    id of the first invitation; `left_out`: the end of `result`, which says who gets no message and why."""

    digest: str
    result: str
    back_to: str
    profile_ids: tuple[int, ...]
    first: int = 0
    left_out: str = ""


async def remember_sent(db: Write, by: Member, context: Context, sent: SentBulk) -> None:
    await form_drafts.save(db, by, SENT, {**asdict(sent), "profile_ids": list(sent.profile_ids)}, context.now())


async def sent_before(db: Read, by: Member, digest: str) -> SentBulk | None:
    """What was sent from this preview; None if nothing was sent, or other people have been selected since."""
    stored = await form_drafts.get(db, by, SENT)
    if not stored or stored["digest"] != digest:
        return None
    values: dict[str, Any] = {**stored, "profile_ids": tuple(stored["profile_ids"])}
    return SentBulk(**values)


async def forget_sent(db: Write, by: Member, first: int) -> None:
    """Forget the bulk messages that start with the invitation `first`: they were undone and may be sent again. A later
    result stays."""
    if (await form_drafts.get(db, by, SENT)).get("first") == first:
        await form_drafts.drop(db, by, SENT)


async def after_single(by: Member, context: Context, to: Recipients, result: str) -> Replies:
    """The person's card, now with contact details, and a redraw of every other private card that shows them."""
    [profile_id] = to.profile_ids
    shown = await candidate_card.card(by, context, profile_id, to.back_to, notice=result)
    async with context.read() as db:
        mails = await conversations.mails_of(db, by, [to.single.id] if to.single else [])
    return Close(), Show(outcome.watched(shown, mails)), Redraw((profile_id,))


async def after_bulk(by: Member, context: Context, sent: SentBulk) -> Replies:
    """The search results with a line about what was sent, and a redraw of every card that shows one of the
    recipients."""
    undo = UndoBulk(sent.first) if context.outreach.undo else None
    card = await results_after(by, context, sent.back_to, sent.result, undo)
    async with context.read() as db:
        batch = await invitation_changes.of_batch(db, by, sent.first)
        card = outcome.watched(card, await conversations.mails_of(db, by, [each.id for each in batch]), sent.left_out)
        if card.result is not None:  # something may have happened since *Send* was first pressed
            card = replace(card, result=await outcome.current(db, by, card.result, context.now()))
    about = tuple(dict.fromkeys((*card.about, *sent.profile_ids)))
    return Close(), Show(replace(card, about=about)), Redraw(sent.profile_ids)


def single_result(sent: Invitation, name: str, zone: ZoneInfo, now: datetime) -> str:
    """The result of pressing *Send*; pressing it twice gives the same result. The address is not shown while the
    message can be undone: it is unlocked when the message goes out."""
    if sent.state == "cancelled":
        return "This invitation was canceled."
    if sent.state == "failed":
        return "This invitation could not be delivered."
    if sent.send_at is not None and sent.send_at > now:
        return f"Goes out {format_moment(sent.send_at, zone)}."
    to = profile_views.shown_name(name) if sent.undo_until else sent.address
    return f"The message to {to} is on the way."


def bulk_result(sent: Previews, now: datetime) -> str:
    """A line such as "3 messages are on the way. 1 person gets no message: Grace Hopper (left out by you)." """
    first = sent.ready[0]
    text = outcome.on_the_way(len(sent.ready), first.invitation.send_at, first.zone, now)
    return f"{text} {left_out(sent)}".strip()


def left_out(sent: Previews) -> str:
    """Who gets no message, and why."""
    people = sent.excluded
    if not people:
        return ""
    named = "; ".join(f"{short(name, 60)} ({short(why.rstrip('.'), 100)})" for name, why in people[:NAMED])
    more = f" and {len(people) - NAMED} more" if len(people) > NAMED else ""
    return f"{counted(len(people), 'person gets', 'people get')} no message: {named}{more}."


async def results_after(
    by: Member, context: Context, back_to: str, result: str, undo: UndoBulk | None = None, *, kind: Kind = Kind.SUCCESS
) -> Card:
    """The search in which the people were selected, with the result line, even if the search now finds no one or
    fails."""
    back = navigation.parse_back(back_to)
    if isinstance(back, Results):
        try:
            async with context.read() as db:
                stored = await requests.get_search(db, by, context, back.search_id)
        except Gone:
            return await start.first_card(by, context, result)
        request = await requests.request_for(context, stored, back.source, back.late)
        card = await results.results_card(by, context, request, back.at)
        button = Button("Undo", does=undo) if undo else None
        return replace(card, result=Notice(kind, result, button))
    return await start.first_card(by, context, result)
