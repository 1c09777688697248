"""Decisions about answers that ask, or may ask, for no more mail."""

from typing import cast, get_args

from cards.actions.interest import KeepContacting, NeverContactAgain, OpenTakeBack, TakeBackOptOut
from cards.screens.outreach import answers as screens
from handlers.context import Context
from handlers.outreach import answers
from handlers.replies import Ask, Close, Redraw, Replies, Show
from handlers.views.answer_views import brief
from store.errors import Gone, Refusal
from store.outreach import answer_details, opt_out_reviews
from store.tables.core import Member


async def never_contact(action: NeverContactAgain, by: Member, context: Context) -> Replies:
    """*Never contact again*: confirms the opt-out; if somebody already decided, the card says so."""
    try:
        async with context.write() as db:
            hash_key = context.outreach.hash_key
            profile_ids = await opt_out_reviews.confirm(db, by, action.answer_id, hash_key, context.now())
    except Gone:
        raise
    except Refusal as refusal:
        return Show(await answers.card(by, context, action.answer_id, refusal.message))
    return Show(await answers.card(by, context, action.answer_id)), Redraw(tuple(profile_ids))


async def keep(action: KeepContacting, by: Member, context: Context) -> Replies:
    """*Keep*: the answer is not an opt-out; if somebody already decided, the card says so."""
    try:
        async with context.write() as db:
            profile_ids = await opt_out_reviews.dismiss(db, by, action.answer_id, context.now())
    except Gone:
        raise
    except Refusal as refusal:
        return Show(await answers.card(by, context, action.answer_id, refusal.message))
    notice = "Kept: they can still be contacted."
    return Show(await answers.card(by, context, action.answer_id, notice)), Redraw(tuple(profile_ids))


async def open_take_back(action: OpenTakeBack, by: Member, context: Context) -> Replies:
    async with context.read() as db:
        details = await answer_details.details(db, by, action.answer_id)
    return Ask(screens.take_back_form(brief(details, by, context.now())))


async def take_back(action: TakeBackOptOut, by: Member, context: Context) -> Replies:
    """Undoes the opt-out. If undoing is refused, the form says why."""
    async with context.read() as db:
        details = await answer_details.details(db, by, action.answer_id)
    error = "" if action.reason in get_args(opt_out_reviews.Reason) else "Choose a reason."
    profile_ids: list[int] = []
    if not error:
        reason = cast(opt_out_reviews.Reason, action.reason)
        try:
            async with context.write() as db:
                hash_key = context.outreach.hash_key
                profile_ids = await opt_out_reviews.take_back(db, by, action.answer_id, reason, hash_key, context.now())
        except Gone:
            raise
        except Refusal as refusal:
            error = refusal.message
    if error:
        return Ask(screens.take_back_form(brief(details, by, context.now()), error))
    card = await answers.card(by, context, action.answer_id, "Undone. They can be contacted again.")
    return Close(), Show(card), Redraw(tuple(profile_ids))
