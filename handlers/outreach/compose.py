"""Contacting one person or many: the form, the preview, and sending. What was typed is stored at every step.

Who the recipients are, and what each of them would read, is in handlers/outreach/recipients.py."""

from dataclasses import replace

from cards.actions.invitations import (
    Contact,
    EditBulk,
    EditInvitation,
    FormParts,
    ReviewBulk,
    ReviewInvitation,
    SendBulk,
    SendInvitation,
    ShapeBulk,
    ShapeInvitation,
    StepBulk,
)
from cards.screens.outreach import invitation as screens
from cards.tree import Form
from cards.views.outreach import BulkView, InvitationFormView
from connectors.mail.compose import compose
from handlers.context import Context
from handlers.outreach import recipients
from handlers.outreach.draft import FormState, chosen_job, fresh, offered, reshape, resolve_job, save_template, words_of
from handlers.outreach.form_input import ParsedForm, parse, parts_for, typed_in, values, with_errors
from handlers.outreach.preview import OLDER, Prepared, view, zone_of
from handlers.outreach.recipients import SENT_ALREADY, Previews, Recipients
from handlers.outreach.sent import after_bulk, after_single
from handlers.replies import Ask, Replies
from handlers.views import profile_views
from handlers.views.invitation_views import moment_words
from store.db import Write
from store.errors import Gone, Refusal
from store.outreach import invitations
from store.outreach.invitations import InvitationWords, ReadyInvitation
from store.people import profile_scope
from store.tables.core import Member
from store.tables.outreach import Invitation


async def compose_one(action: Contact, by: Member, context: Context) -> Replies:
    """The form, with the search's job, or with what was typed for this person before and not sent."""
    async with context.write() as db:
        to = await recipients.one(db, by, context, action.profile_id, action.back_to)
    return Ask(await _form(by, context, to, reopened=True))


async def compose_bulk(by: Member, context: Context, profile_ids: list[int], back_to: str) -> Ask:
    """The form for these people, with what was typed in bulk before and not sent."""
    async with context.write() as db:
        to = await recipients.many(db, by, context, profile_ids, back_to)
    return Ask(await _form(by, context, to, reopened=True))


async def _form(
    by: Member,
    context: Context,
    to: Recipients,
    *,
    parts: FormParts | None = None,
    errors: dict[str, str] | None = None,
    reopened: bool = False,
) -> Form:
    """The form with what was typed in it. `reopened`: it says when that was, if it was left before."""
    async with context.read() as db:
        who = (
            profile_views.parse_profile(await profile_scope.get(db, by.workspace_id, to.single.profile_id))
            if to.single
            else None
        )
        zone = await zone_of(db, by.workspace_id)
        typed = to.typed or await fresh(db, by, to.back_to)
        job = await chosen_job(db, by, typed)
        templates = await offered(db, by)
    parts = parts or parts_for(typed)
    left = to.typed_at if reopened and to.typed else None
    form = InvitationFormView(
        to.single.id if to.single else 0,
        who.name if who else "",
        (who.headline or "") if who else "",
        parts.new_job,
        parts.more_options,
        to.back_to,
        templates,
        compose.VARIABLES,
        draft_saved=moment_words(left, zone) if left else "",
        zone=zone.key,
        bulk=0 if to.single else to.count,
        recipients=to.key,
    )
    return screens.invitation_form(form, errors=errors, values=values(typed, job))


async def shape(action: ShapeInvitation | ShapeBulk, by: Member, context: Context) -> Replies:
    """Other parts of the form, or other words in it. What was typed stays, except what the press replaces."""
    async with context.write() as db:
        to = await recipients.find_to_edit(db, by, context, action)
        form = await reshape(db, by, action)
        to = replace(to, typed=form.typed, typed_at=context.now())
        await recipients.save(db, by, context, to)
    errors = {**form.errors, **to.mismatch(action)}
    return Ask(await _form(by, context, to, parts=form.parts, errors=errors))


async def edit(action: EditInvitation | EditBulk, by: Member, context: Context) -> Replies:
    """*Back*: the form with all that was typed."""
    async with context.read() as db:
        to = await recipients.find(db, by, action)
    if not to.sendable(by):
        raise Gone(SENT_ALREADY)
    return Ask(await _form(by, context, to))


# ── the preview ──────────────────────────────────────────────────────────────────


async def review(action: ReviewInvitation | ReviewBulk, by: Member, context: Context) -> Replies:
    """Step two: exactly what each will read, what it costs, and what forbids it or warns."""
    async with context.read() as db:
        parsed = await parse(db, by, action, context.now())
    try:
        return await _review(action, by, context, parsed)
    except Gone:
        raise
    except Refusal as no:  # only saving the template is refused
        return await _review(action, by, context, replace(parsed, errors={"template_name": no.words}))


async def _review(action: ReviewInvitation | ReviewBulk, by: Member, context: Context, parsed: ParsedForm) -> Replies:
    """Store what was typed, and show its preview; what cannot be used goes back to the form, with its error.

    Raises Refusal when the template cannot be saved, and Gone."""
    form, previews, saved = FormState(typed_in(action), FormParts(action.new_job, action.more_options)), None, ""
    async with context.write() as db:
        to = (await recipients.find_to_edit(db, by, context, action)).with_somebody()
        errors = {**parsed.errors, **to.mismatch(action)}
        if not errors:
            resolved = await resolve_job(db, by, context, parsed, action)
            form = resolved.form
            previews = await _write_drafts(db, by, context, to, words_of(parsed, resolved.job))
            errors = previews.faults
            saved = "" if errors else await save_template(db, by, context, parsed)
        typed = {name: each for name, each in form.typed.items() if not (saved and name == "template_name")}
        to = replace(to, typed=typed, typed_at=context.now(), shown=previews.shown if previews else to.shown)
        await recipients.save(db, by, context, to)
    if errors or previews is None:
        return Ask(await _form(by, context, to, parts=with_errors(form.parts, errors), errors=errors))
    return Ask(_preview(previews, saved=saved))


async def _write_drafts(db: Write, by: Member, context: Context, to: Recipients, words: InvitationWords) -> Previews:
    """Store the words in each recipient's draft, each with the digest of its preview. Raises Gone."""
    now, drafts = context.now(), [to.single] if to.single else list[Invitation]()
    if not to.single:
        there = await profile_scope.by_ids(db, by.workspace_id, to.profile_ids)
        drafts = [await invitations.draft(db, by, profile_id, now) for profile_id in there]
    written = {draft.profile_id: invitations.worded(draft, words) for draft in drafts}
    previews = await recipients.preview(db, by, context, to, written)
    for draft in drafts:
        await invitations.keep(db, by, draft.id, words, previews.digest_of(draft.profile_id), now)
    return previews


async def step(action: StepBulk, by: Member, context: Context) -> Replies:
    """The preview of another recipient; one who is left out gets none."""
    async with context.write() as db:
        to = await recipients.find(db, by, action)
        errors = to.mismatch(action)
        if action.leave_out and not errors:
            to = to.without(action.leave_out)
        previews = await recipients.preview(db, by, context, to, await recipients.drafts_of(db, by, to))
        await recipients.save_shown(db, by, context, previews)
    if errors:
        return Ask(await _form(by, context, to, errors=errors))
    return Ask(_preview(previews, action.at, changed=previews.changed))


def _preview(previews: Previews, at: int = 0, *, changed: tuple[str, ...] = (), saved: str = "") -> Form:
    ready, to = previews.ready, previews.to
    if to.single is not None:
        return screens.invitation_preview(view(ready[0], to.back_to, changed=changed, saved=saved))
    at = max(0, min(at, len(ready) - 1))
    one = ready[at] if ready else None
    bulk = BulkView(
        view(one, "") if one else None,
        one.profile.id if one else 0,
        previews.digest,
        at,
        len(ready),
        previews.price,
        previews.spendable.balance if previews.spendable else 0,
        forbids=previews.forbids,
        changed=changed,
        warned=sum(bool(each.over) for each in ready),
        left_out=previews.out,
        may_ask=bool(previews.forbids),
        saved=saved,
        recipients=to.key,
    )
    return screens.bulk_preview(bulk)


# ── sending ──────────────────────────────────────────────────────────────────────


async def send(action: SendInvitation | SendBulk, by: Member, context: Context) -> Replies:
    """All recipients in one transaction, with guards, holds, states and the mails that are due; or none.

    What changed since the preview, for any of them, is shown first. A second press finds it queued, and shows that."""
    to, previews = await _now(action, by, context)
    if previews is None or previews.digest != action.digest or previews.forbids or not previews.ready:
        return await _not_sent(by, context, to, previews)
    try:
        async with context.write(durable=True) as db:
            sent = [await _queue(db, by, context, to, each) for each in previews.ready]
            await recipients.forget(db, by, to)
    except Gone:
        raise
    except Refusal:  # somebody was quicker between the preview and the write
        return await _not_sent(by, context, *await _now(action, by, context))
    context.wake()
    if to.single is None:
        return await after_bulk(by, context, previews)
    zone = previews.ready[0].zone
    at, address = sent[0].send_at, sent[0].address
    notice = f"Goes out {moment_words(at, zone)}." if at else f"The message to {address} is on the way."
    return await after_single(by, context, to, notice)


async def _now(action: SendInvitation | SendBulk, by: Member, context: Context) -> tuple[Recipients, Previews | None]:
    """What would be sent now; no previews of one that was sent already. Raises Gone."""
    async with context.read() as db:
        to = await recipients.find(db, by, action)
        if not to.sendable(by):
            return to, None
        return to, await recipients.preview(db, by, context, to, await recipients.drafts_of(db, by, to))


async def _queue(db: Write, by: Member, context: Context, to: Recipients, each: Prepared) -> Invitation:
    if to.single is None:  # one digest covers all that were previewed in bulk: each draft gets its own only now
        await invitations.previewed(db, by, each.invitation.id, each.digest, context.now())
    ready = ReadyInvitation(
        each.invitation.id,
        each.written.subject,
        each.written.text,
        each.written.follow_up,
        each.address,
        each.digest,
        each.over,
    )
    return await invitations.queue(db, by, ready, context.outreach.hash_key, context.now())


async def _not_sent(by: Member, context: Context, to: Recipients, previews: Previews | None) -> Replies:
    """The preview as it is now, with what changed; the card, when it was sent already."""
    if previews is None:
        return await after_single(by, context, to, SENT_ALREADY)
    if previews.faults:
        errors = {"": "Nothing was sent. A fact in the message changed.", **previews.faults}
        return Ask(await _form(by, context, to, errors=errors))
    async with context.write() as db:
        await recipients.save_shown(db, by, context, previews)
    return Ask(_preview(previews, changed=previews.changed or (OLDER,)))
