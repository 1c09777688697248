"""The `invitations` page, and actions on queued and sent invitations."""

from cards.actions.invitations import (
    CancelInvitation,
    DecideInvitation,
    OpenInvitations,
    OpenReschedule,
    Reschedule,
    ResumeInvitation,
    StopBatch,
    StopFollowUp,
)
from cards.screens.outreach import invitations as screens
from cards.screens.outreach.invitations import InvitationList
from cards.screens.wording import counted
from cards.tree import Card, Value
from handlers.context import Context
from handlers.outreach.form_input import moment
from handlers.outreach.preview import zone_of
from handlers.replies import Ask, Close, Redraw, Replies, Reply, Show
from handlers.views import invitation_views
from handlers.views.credit_views import returned
from handlers.views.invitation_views import format_moment
from store.db import Read
from store.errors import Gone, Refusal
from store.outreach import invitation_changes, invitations, invitations_page
from store.outreach.invitations_page import Tab
from store.people import profile_scope
from store.roles import May, allows
from store.tables.core import Member
from store.tables.outreach import Invitation

PAGE = 5
NOTHING_TO_STOP = "None of these messages is waiting anymore."


def _tab(word: str) -> Tab:
    match word:
        case "scheduled" | "answered" | "failed" | "decide":
            return word
        case _:
            return "waiting"


async def open_list(action: OpenInvitations, by: Member, context: Context) -> Replies:
    return Show(await page(action, by, context))


async def page(action: OpenInvitations, by: Member, context: Context, notice: str = "") -> Card:
    """The current page. Only reads."""
    async with context.read() as db:
        found = await invitations_page.listed(db, by, _tab(action.tab), max(0, action.page), PAGE, mine=not action.team)
        zone = await zone_of(db, by.workspace_id)
    counts = {str(tab): count for tab, count in found.counts.items()}
    items = tuple(invitation_views.item(row, context.now(), zone) for row in found.items)
    return screens.invitations_page(
        InvitationList(
            items,
            _tab(action.tab),
            counts,
            found.total,
            found.page,
            PAGE,
            team=not found.mine,
            may_see_team=allows(by.role, May.ADMINISTER),
            batches=tuple(invitation_views.batch(each, context.now(), zone) for each in found.batches),
        ),
        notice,
    )


async def _refreshed(
    invitation: Invitation, tab: str, team: bool, by: Member, context: Context, notice: str
) -> Replies:
    """Replies with the current page, and a redraw of every card that shows the person."""
    shown = await page(OpenInvitations(tab, 0, team), by, context, notice)
    return _with(Show(shown), invitation)


def _with(reply: Reply, invitation: Invitation) -> tuple[Reply, ...]:
    return reply, Redraw((invitation.profile_id,))


async def cancel(action: CancelInvitation, by: Member, context: Context) -> Replies:
    """Cancels the invitation and returns its credit."""
    try:
        async with context.write() as db:
            invitation = await invitation_changes.cancel(db, by, action.invitation_id, context.now())
            credits = await returned(db, by, [invitation.id])
    except Refusal as refusal:
        return await _refused(refusal, action.tab, action.team, by, context)
    return await _refreshed(invitation, action.tab, action.team, by, context, f"Canceled.{credits}")


async def stop_batch(action: StopBatch, by: Member, context: Context) -> Replies:
    """Cancels the messages of a batch that have not gone out, and returns their credits."""
    async with context.write() as db:
        batch = await invitation_changes.of_batch(db, by, action.batch_id)
        stopped = await invitation_changes.cancel_waiting(db, by, [each.id for each in batch], context.now())
        credits = await returned(db, by, [each.id for each in stopped])
    notice = NOTHING_TO_STOP
    if stopped:
        notice = f"{counted(len(stopped), 'message was', 'messages were')} stopped.{credits}"
    shown = await page(OpenInvitations("scheduled", 0, action.team), by, context, notice)
    return Show(shown), Redraw(tuple(each.profile_id for each in stopped))


async def _refused(refusal: Refusal, tab: str, team: bool, by: Member, context: Context) -> Replies:
    """The page with the reason for the refusal, even if the invitation is gone."""
    return Show(await page(OpenInvitations(tab, 0, team), by, context, refusal.message))


async def open_reschedule(action: OpenReschedule, by: Member, context: Context) -> Replies:
    """The form with the currently scheduled time."""
    async with context.read() as db:
        invitation = await invitations.mine(db, by, action.invitation_id)
        name = await _name(db, by, invitation)
        zone = await zone_of(db, by.workspace_id)
    values: dict[str, Value] = {}
    if invitation.send_at is not None:
        local = invitation.send_at.astimezone(zone)
        values = {"send_on": f"{local:%Y-%m-%d}", "send_at": f"{local:%H:%M}"}
    return Ask(screens.reschedule_form(invitation.id, name, zone.key, tab=action.tab, team=action.team, values=values))


async def _name(db: Read, by: Member, invitation: Invitation) -> str:
    return (await profile_scope.get(db, by.workspace_id, invitation.profile_id)).name


async def reschedule(action: Reschedule, by: Member, context: Context) -> Replies:
    """Changes the send time; if no time was chosen, sends at once."""
    async with context.read() as db:
        invitation = await invitations.mine(db, by, action.invitation_id)
        name = await _name(db, by, invitation)
        zone = await zone_of(db, by.workspace_id)
    errors: dict[str, str] = {}
    at = moment(action.send_on, action.send_at, zone, context.now(), errors)
    if invitation.state == "cancelled":
        errors[""] = "This invitation was canceled."
    if not errors:
        try:
            async with context.write() as db:
                now = context.now()
                invitation = await invitation_changes.reschedule(db, by, invitation.id, at or now, now)
        except Gone:
            raise
        except Refusal as refusal:
            errors[""] = refusal.message
    if errors:
        typed: dict[str, Value] = {"send_on": action.send_on, "send_at": action.send_at}
        form = screens.reschedule_form(
            invitation.id, name, zone.key, tab=action.tab, team=action.team, errors=errors, values=typed
        )
        return Ask(form)
    context.wake()
    notice = f"It goes out {format_moment(at, zone)}." if at else "It's on the way."
    shown = await page(OpenInvitations(action.tab, 0, action.team), by, context, notice)
    return Close(), *_with(Show(shown), invitation)


async def stop_follow_up(action: StopFollowUp, by: Member, context: Context) -> Replies:
    async with context.write() as db:
        invitation = await invitation_changes.stop_follow_up(db, by, action.invitation_id, context.now())
    return await _refreshed(invitation, action.tab, action.team, by, context, "The follow-up won't be sent.")


async def resume(action: ResumeInvitation, by: Member, context: Context) -> Replies:
    """Resumes a paused invitation; anything overdue is sent at once."""
    async with context.write() as db:
        invitation = await invitation_changes.resume(db, by, action.invitation_id, context.now())
    context.wake()
    return await _refreshed(invitation, action.tab, action.team, by, context, "Resumed.")


DECIDED = {
    "sent": "Marked as sent.",
    "again": "It's on the way again.",
    "refund": "The credit was returned.",
}


async def decide(action: DecideInvitation, by: Member, context: Context) -> Replies:
    """Settles an invitation that may or may not have been sent; only the first decision takes effect."""
    if action.what not in ("sent", "again", "refund"):
        raise Gone("Choose what to do with it under To decide.")
    try:
        async with context.write() as db:
            invitation = await invitation_changes.decide(db, by, action.invitation_id, action.what, context.now())
    except Refusal as refusal:
        return await _refused(refusal, "decide", action.team, by, context)
    context.wake()
    return await _refreshed(invitation, "decide", action.team, by, context, DECIDED[action.what])
