"""Interest: answer cards, replying from chat, marking, snoozing, and privacy requests."""

from dataclasses import replace
from datetime import timedelta

from cards.actions.interest import (
    ClosePrivacyRequest,
    MarkInterest,
    OpenReply,
    SendReply,
    ShowAnswer,
    ShowMailboxFault,
    ShowPrivacyRequest,
    SnoozeAnswer,
    UndoReply,
)
from cards.actions.invitations import OpenConversation
from cards.screens.outreach import answers as screens
from cards.screens.wording import days_ago
from cards.tree import Card, Form
from cards.views.answers import AnswerView, PrivacyRequestView
from connectors.mail.compose.marks import literal_fault
from handlers.context import Context
from handlers.navigation import parse_back
from handlers.outreach import conversation, outcome
from handlers.replies import Ask, Close, Redraw, Replies, Show
from handlers.views import ats_views, conversation_views, profile_views
from handlers.views.answer_views import brief, long_date
from handlers.views.invitation_views import undo_until
from handlers.views.reach_views import reminder_day
from store import conversations, jobs
from store.db import Read
from store.errors import Gone, Refusal
from store.mailbox import mailboxes
from store.members import members
from store.outreach import answer_details, answers, mail_outcomes, opt_out_reviews, privacy_requests, replies
from store.outreach.answer_details import AnswerDetails
from store.people import candidates
from store.roles import May, allows
from store.tables.core import Member

SNOOZES = (1, 3, 7)  # days


async def show(action: ShowAnswer, by: Member, context: Context) -> Replies:
    return Show(await card(by, context, action.answer_id))


async def card(by: Member, context: Context, answer_id: int, notice: str = "") -> Card:
    """The answer's card in its current state. Only reads. Raises Gone."""
    async with context.read() as db:
        details = await answer_details.details(db, by, answer_id)
        view = await _view(db, by, details, context)
    return screens.answer_card(view, notice)


async def _view(db: Read, by: Member, details: AnswerDetails, context: Context) -> AnswerView:
    contact, reminder, candidate, candidate_id = None, "", None, details.invitation.candidate_id
    if candidate_id is not None:
        reminder = await reminder_day(db, by, candidate_id)
    if candidate_id is not None and allows(by.role, May.SEE_CONTACTS):
        candidate = await candidates.get(db, by.workspace_id, candidate_id)
        if candidate.unlocked_at is not None:
            contact = profile_views.contact(await candidates.profiles_of(db, by.workspace_id, candidate.id))
    pushed, may_push = await ats_views.of_candidate(db, by, context, candidate)
    may_reply = not await replies.forbidden(db, by, details, context.outreach.hash_key)
    ours = await conversations.last_reply(db, by.workspace_id, [details.invitation.id], since=details.answer.at)
    unsent = await replies.unsent(db, details)
    return replace(
        brief(details, by, context.now()),
        about=await _about(db, by, details),
        may_reply=may_reply,
        contact=contact,
        pushes=pushed,
        may_push=may_push,
        replied=conversation_views.replied(ours, by, context.now()),
        reminder=reminder,
        unsent_reply=unsent.id if unsent else 0,
        undo=undo_until(unsent.due_at, context.now()) if unsent else "",
    )


async def _about(db: Read, by: Member, details: AnswerDetails) -> str:
    """What was answered, as in "invitation to apply for Staff Nurse", "follow-up" or "reply"."""
    if details.mail is not None and details.mail.kind in ("follow_up", "reply"):
        return {"follow_up": "follow-up", "reply": "reply"}[details.mail.kind]
    to_what = "apply" if details.invitation.kind == "apply" else "connect"
    try:
        job = await jobs.get(db, by.workspace_id, details.invitation.job_id or 0)
    except Gone:
        return f"invitation to {to_what}"
    return f"invitation to {to_what} for {job.title}"


# ── actions on an answer ──


async def open_reply(action: OpenReply, by: Member, context: Context) -> Replies:
    """The reply form, or the card with the reason why replying is not allowed."""
    async with context.read() as db:
        details = await answer_details.details(db, by, action.answer_id)
        reason = await replies.forbidden(db, by, details, context.outreach.hash_key)
    if reason:
        return Show(await card(by, context, action.answer_id, reason))
    return Ask(_form(details, by, context, action.back_to))


def _form(details: AnswerDetails, by: Member, context: Context, back_to: str, error: str = "", text: str = "") -> Form:
    subject = mail_outcomes.reply_subject(details.invitation.subject)
    return screens.reply_form(brief(details, by, context.now()), subject, error, text, back_to)


async def send_reply(action: SendReply, by: Member, context: Context) -> Replies:
    """Queues the reply. If it is refused, the form shows why and keeps the text."""
    text = action.text.strip()
    async with context.read() as db:
        details = await answer_details.details(db, by, action.answer_id)
        outreach, sender = context.outreach, details.invitation.member_id
        account = await mailboxes.account_of(db, by.workspace_id, outreach.mail, outreach.keys, sender)
    missing = mailboxes.missing(account)
    error = literal_fault(text) if text else "Type something first."
    if missing:
        error = f"This cannot be sent: {' and '.join(missing)} must be set up first."
    if len(text) > screens.LONGEST_REPLY:
        error = f"A reply can have at most {screens.LONGEST_REPLY:,} characters."
    reply = 0
    if not error:
        try:
            async with context.write() as db:
                key, undo = context.outreach.hash_key, context.outreach.undo
                reply = (await replies.write(db, by, action.answer_id, text, key, context.now(), undo)).id
        except Gone:
            raise
        except Refusal as refusal:
            error = refusal.message
    if error or not reply:
        return Ask(_form(details, by, context, action.back_to, error, action.text))
    context.wake()
    back = parse_back(action.back_to)
    if isinstance(back, OpenConversation):
        return Close(), Show(await conversation.card(replace(back, page=0), by, context))
    shown = await card(by, context, action.answer_id, "Your reply is on the way.")
    return Close(), Show(outcome.watched(shown, (reply,)))


async def undo_reply(action: UndoReply, by: Member, context: Context) -> Replies:
    """The form with the text of the reply, which is not sent."""
    try:
        async with context.write() as db:
            text = await replies.undo(db, by, action.answer_id, action.mail_id)
    except Gone:
        raise
    except Refusal as refusal:
        return Show(await card(by, context, action.answer_id, refusal.message))
    async with context.read() as db:
        details = await answer_details.details(db, by, action.answer_id)
    shown = await card(by, context, action.answer_id, "The reply was not sent.")
    return Show(shown), Ask(_form(details, by, context, "", text=text))


async def mark(action: MarkInterest, by: Member, context: Context) -> Replies:
    async with context.write() as db:
        interest: answers.Interest = "interested" if action.interested else "not_interested"
        profile_ids = await answers.decide(db, by, action.answer_id, interest, context.now())
    notice = "Marked as interested." if action.interested else "Marked as not interested."
    return Show(await card(by, context, action.answer_id, notice)), Redraw(tuple(profile_ids))


async def snooze(action: SnoozeAnswer, by: Member, context: Context) -> Replies:
    days = action.days if action.days in SNOOZES else SNOOZES[0]
    now = context.now()
    async with context.write() as db:
        await answers.snooze(db, by, action.answer_id, now + timedelta(days=days), now)
    when = "in a week" if days == 7 else "tomorrow" if days == 1 else f"in {days} days"
    return Show(await card(by, context, action.answer_id, f"I'll show you this again {when}."))


# ── for admins ──


async def show_request(action: ShowPrivacyRequest, by: Member, context: Context) -> Replies:
    return Show(await _request(by, context, action.request_id))


async def _request(by: Member, context: Context, request_id: int) -> Card:
    async with context.read() as db:
        request = await privacy_requests.get(db, by, request_id)
        closers = await members.named(db, by.workspace_id, [request.answered_by or 0])
        details = await answer_details.of_request(db, request)
    left = (request.due_at - context.now()).days
    return screens.privacy_request_card(
        PrivacyRequestView(
            request.id,
            details.profile.id if details else 0,
            profile_views.shown_name(details.profile.name) if details else "",
            days_ago((context.now() - request.requested_at).days),
            long_date(request.due_at),
            left,
            text=details.answer.text if details else "",
            closed_by=_closer(request.answered_by, closers),
            answer_id=details.answer.id if details and opt_out_reviews.may_take_back(by, details.answer) else 0,
        )
    )


def _closer(member_id: int | None, named: dict[int, Member]) -> str:
    if member_id is None:
        return ""
    closer = named.get(member_id)
    return (closer.name if closer else "") or "an admin"


async def close_request(action: ClosePrivacyRequest, by: Member, context: Context) -> Replies:
    """*Done*; if another admin closed it first, the card names them."""
    try:
        async with context.write() as db:
            await privacy_requests.close(db, by, action.request_id, context.now())
    except Gone:
        raise
    except Refusal:
        pass  # another admin closed it first; the card names them
    return Show(await _request(by, context, action.request_id))


async def mailbox_fault(action: ShowMailboxFault, by: Member, context: Context) -> Replies:
    async with context.read() as db:
        box = await mailboxes.get(db, by.workspace_id)
    since = f"{long_date(box.failing_since)}, {box.failing_since:%H:%M} UTC" if box.failing_since else ""
    return Show(screens.mailbox_fault_card(since, box.last_error))
