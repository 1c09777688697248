"""What is shown after sending: the card or the results that the press came from."""

from dataclasses import replace

from cards.actions.invitations import UndoBulk
from cards.actions.search import Results
from cards.screens.wording import counted
from cards.tree import Button, Card, Kind, Notice
from handlers import navigation
from handlers.context import Context
from handlers.outreach.recipients import Previews, Recipients
from handlers.people import candidate_card
from handlers.replies import Close, Redraw, Replies, Show
from handlers.search import results
from handlers.start import start
from handlers.views.invitation_views import format_moment
from store.errors import Gone
from store.tables.core import Member


async def after_single(by: Member, context: Context, to: Recipients, notice: str) -> Replies:
    """The person's card, now with contact details, and a redraw of every other private card that shows them."""
    [profile_id] = to.profile_ids
    shown = await candidate_card.card(by, context, profile_id, to.back_to, notice=notice)
    return Close(), Show(shown), Redraw((profile_id,))


async def after_bulk(by: Member, context: Context, sent: Previews) -> Replies:
    """The results with a notice, and a redraw of every card that shows one of the recipients."""
    ids = tuple(each.profile.id for each in sent.ready)
    undo = UndoBulk(sent.ready[0].invitation.id) if context.outreach.undo else None
    card = await results_after(by, context, sent.to.back_to, _notice(sent, context), undo)
    return Close(), Show(replace(card, about=tuple(dict.fromkeys((*card.about, *ids))))), Redraw(ids)


def _notice(sent: Previews, context: Context) -> str:
    """As in "3 messages are on the way. 1 person gets no message." """
    count, first = len(sent.ready), sent.ready[0]
    at = first.invitation.send_at
    if at is not None and at > context.now():
        text = f"{counted(count, 'message goes', 'messages go')} out {format_moment(at, first.zone)}."
    else:
        text = f"{counted(count, 'message is', 'messages are')} on the way."
    return text + (f" {counted(len(sent.excluded), 'person gets', 'people get')} no message." if sent.excluded else "")


async def results_after(by: Member, context: Context, back_to: str, notice: str, undo: UndoBulk | None = None) -> Card:
    """The search in which the people were selected, with the notice on top, even if it now finds no one or fails."""
    back = navigation.parse_back(back_to)
    if isinstance(back, Results):
        try:
            async with context.read() as db:
                stored = await results.get_search(db, by, back.search_id)
        except Gone:
            return await start.first_card(by, context, notice)
        request = await results.request_for(context, stored, back.source)
        card = await results.results_card(by, context, request, back.at)
        button = Button("Undo", does=undo) if undo else None
        return replace(card, body=(Notice(Kind.SUCCESS, notice, button), *card.body))
    return await start.first_card(by, context, notice)
