"""*Undo* after *Send message*: nothing is sent, the credits are returned, and the form opens again with its text."""

from dataclasses import replace

from cards.actions.invitations import UndoBulk, UndoSend
from cards.screens.wording import counted
from cards.tree import Kind
from handlers.context import Context
from handlers.outreach import compose, recipients, undo_text
from handlers.outreach.preview import zone_of
from handlers.outreach.recipients import Recipients
from handlers.outreach.sent import forget_sent, results_after
from handlers.people import candidate_card
from handlers.replies import Redraw, Replies, Show
from handlers.views.credit_views import returned
from handlers.views.invitation_views import undo as undo_line
from store.db import Write
from store.errors import Gone
from store.outreach import invitation_changes, invitations
from store.tables.core import Member
from store.tables.outreach import Invitation

ONE_UNDONE = "The message was not sent."
ALL_GONE_OUT = "They have already gone out."
NOTHING_LEFT = "There is nothing left to undo."


async def undo_one(action: UndoSend, by: Member, context: Context) -> Replies:
    """The form with the text, over the person's card. A second press opens the same form."""
    async with context.write() as db:
        invitation = await _mine(db, by, action.invitation_id)
        undone = await invitation_changes.undo(db, by, [invitation.id], context.now())
        to = await _reopened(db, by, context, invitation, action.back_to, undone=bool(undone))
        credits = await returned(db, by, [each.id for each in undone])
    notice = f"{ONE_UNDONE}{credits}" if undone else "" if to else _why_not(invitation)
    card = await candidate_card.card(by, context, invitation.profile_id, action.back_to, notice=notice)
    shown, redraw = Show(card), Redraw((invitation.profile_id,))
    return (shown, redraw) if to is None else (shown, await compose.reopened(by, context, to, notice), redraw)


async def _mine(db: Write, by: Member, id: int) -> Invitation:
    """The member's own invitation. Raises Gone."""
    invitation = await invitations.mine(db, by, id)
    if invitation.member_id != by.id:
        raise Gone("Only its sender can undo a message.")
    return invitation


async def _reopened(
    db: Write, by: Member, context: Context, invitation: Invitation, back_to: str, *, undone: bool
) -> Recipients | None:
    """The draft to the same person, with the text of the undone message unless something newer is in it. None when
    there is nothing to reopen: the message went out, or it was undone and has been sent since."""
    if invitation.state != "cancelled":
        return None
    if not undone and not await invitations.drafts_of(db, by, [invitation.profile_id]):
        return None
    to = await recipients.one(db, by, context, invitation.profile_id, back_to)
    if undone and not to.typed:
        typed = undo_text.of_invitation(invitation, await zone_of(db, by.workspace_id))
        to = replace(to, typed=typed, typed_at=context.now())
        await recipients.save(db, by, context, to)
    return to


def _why_not(invitation: Invitation) -> str:
    match invitation.state:
        case "cancelled":
            return NOTHING_LEFT
        case "failed":
            return f"It was not delivered. {invitation.failure_reason}".rstrip()
        case _:
            return invitation_changes.GONE_OUT


async def may_undo(action: UndoBulk, by: Member, context: Context) -> bool:
    """Whether any of the member's messages can still be undone. Only reads."""
    async with context.read() as db:
        batch = await invitation_changes.of_batch(db, by, action.batch_id)
    return any(undo_line(each, by, context.now()) for each in batch)


async def undo_bulk(action: UndoBulk, by: Member, context: Context) -> Replies:
    """The form, with the text, for the people whose messages have not gone out."""
    async with context.write() as db:
        batch = [each for each in await invitation_changes.of_batch(db, by, action.batch_id) if each.member_id == by.id]
        if not batch:
            raise Gone("These messages no longer exist.")
        undone = await invitation_changes.undo(db, by, [each.id for each in batch], context.now())
        back_to, typed = await undo_text.kept(db, by, action.batch_id)
        before = await recipients.unsent_bulk(db, by)
        people = tuple(each.profile_id for each in undone)
        credits = await returned(db, by, [each.id for each in undone])
        to = Recipients(people, back_to, typed, context.now())
        if undone:
            await forget_sent(db, by, action.batch_id)
        if undone and typed:
            to = to.in_place_of(before)
            await recipients.save(db, by, context, to)
    late = sum(each.state not in ("cancelled", "failed") for each in batch)
    if not undone:
        reason = ALL_GONE_OUT if late == len(batch) else NOTHING_LEFT
        shown = Show(await results_after(by, context, back_to, reason, kind=Kind.INFO))
        cancelled = {each.profile_id for each in batch if each.state == "cancelled"}
        if before is None or not set(before.profile_ids) <= cancelled:
            return shown
        return shown, await compose.reopened(by, context, before)  # a second press: the same form, in its last state
    notice = f"{counted(len(undone), 'message was', 'messages were')} not sent.{credits}"
    if late:
        notice += f" {counted(late, 'message had', 'messages had')} already gone out."
    shown = Show(await results_after(by, context, back_to, notice))
    form = (await compose.reopened(by, context, to, notice),) if typed else ()
    return shown, *form, Redraw(people)
