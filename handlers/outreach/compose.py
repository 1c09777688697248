"""Contacting one person or several: the form, the preview, and sending. The input is stored at every step.

handlers/outreach/recipients.py loads the recipients and renders each one's preview."""

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
from cards.views.outreach import NOT_SAVED, BulkView, SavedTemplate
from handlers.ats import lookup
from handlers.context import Context
from handlers.outreach import recipients, undo_text
from handlers.outreach.contact_form import contact_form
from handlers.outreach.draft import FormState, for_search, reshape, resolve_job, save_template, words_of
from handlers.outreach.form_input import ParsedForm, parse, typed_in, with_errors
from handlers.outreach.preview import STALE_PREVIEW, Prepared, view, zone_of
from handlers.outreach.recipients import ALREADY_SENT, Previews, Recipients
from handlers.outreach.sent import (
    SentBulk,
    after_bulk,
    after_single,
    bulk_result,
    left_out,
    remember_sent,
    sent_before,
    single_result,
)
from handlers.replies import Ask, Replies
from handlers.views import profile_views
from store.db import Write
from store.errors import Gone, Refusal
from store.outreach import invitations
from store.outreach.invitations import InvitationContent, ReadyInvitation
from store.people import profile_scope
from store.tables.core import Member
from store.tables.outreach import Invitation


async def compose_one(action: Contact, by: Member, context: Context) -> Replies:
    """The form for one person, with their unsent draft or else the search's job."""
    async with context.write() as db:
        to = await recipients.one(db, by, context, action.profile_id, action.back_to)
        to = await for_search(db, by, context, to)
    return Ask(await contact_form(by, context, to, reopened=True))


async def compose_bulk(by: Member, context: Context, profile_ids: list[int], back_to: str) -> Ask:
    """The form for several people, with the unsent bulk draft, if any."""
    async with context.write() as db:
        to = await recipients.many(db, by, profile_ids, back_to)
        to = await for_search(db, by, context, to)
        await recipients.save(db, by, context, to)
    return Ask(await contact_form(by, context, to, reopened=True))


async def reopened(by: Member, context: Context, to: Recipients, note: str = "") -> Ask:
    """The form with the text of a message that was undone. `note`: says that the message was not sent, in case the form
    covers the card that says so."""
    return Ask(await contact_form(by, context, to, reopened=True, note=note))


async def shape(action: ShapeInvitation | ShapeBulk, by: Member, context: Context) -> Replies:
    """Expands parts of the form or fills in a template. All other input stays."""
    async with context.write() as db:
        to = await recipients.find_to_edit(db, by, context, action)
        form = await reshape(db, by, context, to, action)
        to = replace(to, typed=form.typed, typed_at=context.now())
        switched = action.do == "other" and not to.mismatch(action)
        to = to.switched() if switched else to
        await recipients.save(db, by, context, to)
    if switched:
        return Ask(await contact_form(by, context, to, reopened=True))
    errors = {**form.errors, **to.mismatch(action)}
    return Ask(await contact_form(by, context, to, parts=form.parts, errors=errors))


async def edit(action: EditInvitation | EditBulk, by: Member, context: Context) -> Replies:
    """*Back*: shows the form with everything that was typed."""
    async with context.read() as db:
        to = await recipients.find(db, by, action)
    if not to.sendable(by):
        raise Gone(ALREADY_SENT)
    return Ask(await contact_form(by, context, to))


# ── the preview ──────────────────────────────────────────────────────────────────


async def review(action: ReviewInvitation | ReviewBulk, by: Member, context: Context) -> Replies:
    """Step two: shows exactly what each recipient will read, the price, and anything that blocks sending or causes a
    warning."""
    async with context.read() as db:
        parsed = await parse(db, by, action, context.now())
    await _ask_atses(action, by, context)
    try:
        return await _review(action, by, context, parsed)
    except Gone:
        raise
    except Refusal as refusal:  # only saving the template can be refused
        return await _review(action, by, context, replace(parsed, errors={"template_name": refusal.message}))


async def _ask_atses(action: ReviewInvitation | ReviewBulk | StepBulk, by: Member, context: Context) -> None:
    """Looks the recipients up in each ATS, except those that were looked up recently. Raises Gone."""
    if not context.atses.connected_in(by.workspace_id):
        return
    async with context.read() as db:
        to = await recipients.find(db, by, action)
    await lookup.about_people(context, by.workspace_id, to.profile_ids)


async def _review(action: ReviewInvitation | ReviewBulk, by: Member, context: Context, parsed: ParsedForm) -> Replies:
    """Stores the input and shows its preview; invalid input goes back to the form with its errors.

    Raises Refusal when the template cannot be saved, and Gone."""
    form, previews, saved = FormState(typed_in(action), FormParts(action.new_job, action.more_options)), None, NOT_SAVED
    async with context.write() as db:
        to = (await recipients.find_to_edit(db, by, context, action)).never_empty()
        errors = {**parsed.errors, **to.mismatch(action)}
        if not errors:
            resolved = await resolve_job(db, by, context, parsed, action)
            form = resolved.form
            previews = await _write_drafts(db, by, context, to, words_of(parsed, resolved.job))
            errors = previews.faults
            saved = NOT_SAVED if errors else await save_template(db, by, context, parsed, previews)
        typed = {name: each for name, each in form.typed.items() if not (saved.name and name == "template_name")}
        to = replace(to, typed=typed, typed_at=context.now(), shown=previews.shown if previews else to.shown)
        await recipients.save(db, by, context, to)
    if errors or previews is None:
        return Ask(await contact_form(by, context, to, parts=with_errors(form.parts, errors), errors=errors))
    return Ask(await _preview(by, context, previews, saved=saved))


async def _write_drafts(db: Write, by: Member, context: Context, to: Recipients, words: InvitationContent) -> Previews:
    """Stores the text in each recipient's draft, with the digest of its preview. Raises Gone."""
    now, drafts = context.now(), [to.single] if to.single else list[Invitation]()
    if not to.single:
        found = await profile_scope.by_ids(db, by.workspace_id, to.profile_ids)
        drafts = [await invitations.draft(db, by, profile_id, now) for profile_id in found]
    written = {draft.profile_id: invitations.with_content(draft, words) for draft in drafts}
    previews = await recipients.preview(db, by, context, to, written)
    for draft in drafts:
        await invitations.save(db, by, draft.id, words, previews.digest_of(draft.profile_id), now)
    return previews


async def step(action: StepBulk, by: Member, context: Context) -> Replies:
    """The preview for another recipient; `leave_out` removes a recipient first."""
    await _ask_atses(action, by, context)
    async with context.write() as db:
        to = await recipients.find(db, by, action)
        errors = to.mismatch(action)
        if action.leave_out and not errors:
            to = to.without(action.leave_out)
        previews = await recipients.preview(db, by, context, to, await recipients.drafts_of(db, by, to))
        await recipients.save_shown(db, by, context, previews)
    if errors:
        return Ask(await contact_form(by, context, to, errors=errors))
    return Ask(await _preview(by, context, previews, action.at, changed=previews.changed))


async def _preview(
    by: Member,
    context: Context,
    previews: Previews,
    at: int = 0,
    *,
    changed: tuple[str, ...] = (),
    saved: SavedTemplate = NOT_SAVED,
) -> Form:
    """The preview for the recipient at `at`, with the ATSes that could not be asked about that person."""
    ready, to, mailbox = previews.ready, previews.to, previews.mailbox
    at = max(0, min(at, len(ready) - 1))
    one = ready[at] if ready else None
    unasked = await lookup.about_people(context, by.workspace_id, [one.profile.id]) if one else ()
    if one is not None and to.single is not None:
        only = view(one, to.back_to, changed=changed, saved=saved, unasked=unasked, mailbox=mailbox)
        return screens.invitation_preview(only)
    bulk = BulkView(
        view(one, "", unasked=unasked, mailbox=mailbox) if one else None,
        one.profile.id if one else 0,
        previews.digest,
        at,
        len(ready),
        previews.price,
        previews.spendable.balance if previews.spendable else 0,
        forbids=previews.forbids,
        changed=changed,
        warned=sum(each.warned for each in ready),
        misfits=tuple(profile_views.shown_name(each.profile.name) for each in ready if each.misfit),
        left_out=previews.excluded,
        may_ask=bool(previews.forbids),
        saved=saved,
        recipients=to.key,
    )
    return screens.bulk_preview(bulk)


# ── sending ──────────────────────────────────────────────────────────────────────


async def send(action: SendInvitation | SendBulk, by: Member, context: Context) -> Replies:
    """Queues all recipients in one transaction (guards, credit holds, states, e-mails), or none.

    If anything changed since the preview, shows the new preview instead. A second press shows that it was sent."""
    if isinstance(action, SendBulk):
        async with context.read() as db:
            before = await sent_before(db, by, action.digest)
        if before is not None:
            return await after_bulk(by, context, before)
    to, previews = await _load_current(action, by, context)
    if previews is None or previews.digest != action.digest or previews.forbids or not previews.ready:
        return await _not_sent(by, context, to, previews)
    try:
        async with context.write(durable=True) as db:
            batch_id = previews.ready[0].invitation.id if to.single is None else None
            sent = [await _queue(db, by, context, to, each, batch_id) for each in previews.ready]
            await recipients.forget(db, by, context, to)
            if batch_id is not None and context.outreach.undo:
                await undo_text.keep(db, by, batch_id, to, context.now())
            bulk = _sent_bulk(previews, context)
            if to.single is None:
                await remember_sent(db, by, context, bulk)
    except Gone:
        raise
    except Refusal:  # something changed between the check above and this write
        return await _not_sent(by, context, *await _load_current(action, by, context))
    context.wake()
    if to.single is None:
        return await after_bulk(by, context, bulk)
    ready = previews.ready[0]
    result = single_result(sent[0], ready.profile.name, ready.zone, context.now())
    return await after_single(by, context, to, result)


def _sent_bulk(previews: Previews, context: Context) -> SentBulk:
    ids = tuple(each.profile.id for each in previews.ready)
    return SentBulk(
        previews.digest,
        bulk_result(previews, context.now()),
        previews.to.back_to,
        ids,
        previews.ready[0].invitation.id,
        left_out(previews),
    )


async def _load_current(
    action: SendInvitation | SendBulk, by: Member, context: Context
) -> tuple[Recipients, Previews | None]:
    """What would be sent now; the previews are None if the message was already sent. Raises Gone."""
    async with context.read() as db:
        to = await recipients.find(db, by, action)
        if not to.sendable(by):
            return to, None
        return to, await recipients.preview(db, by, context, to, await recipients.drafts_of(db, by, to))


async def _queue(
    db: Write, by: Member, context: Context, to: Recipients, each: Prepared, batch_id: int | None
) -> Invitation:
    if to.single is None:  # a bulk preview has one digest for all; each draft gets its own only now
        await invitations.previewed(db, by, each.invitation.id, each.digest, context.now())
    ready = ReadyInvitation(
        each.invitation.id,
        each.written.subject,
        each.written.text,
        each.written.follow_up,
        each.address,
        each.digest,
        each.overridden,
        batch_id,
        each.price,
        each.quota.source if each.quota else "",
    )
    return await invitations.queue(db, by, ready, context.outreach.hash_key, context.now(), context.outreach.undo)


async def _not_sent(by: Member, context: Context, to: Recipients, previews: Previews | None) -> Replies:
    """The current preview with what changed, or the card if the message was already sent."""
    if previews is None:
        return await _sent_already(by, context, to)
    if previews.faults:
        errors = {"": "Nothing was sent. A detail in the message changed.", **previews.faults}
        return Ask(await contact_form(by, context, to, errors=errors))
    async with context.write() as db:
        await recipients.save_shown(db, by, context, previews)
    return Ask(await _preview(by, context, previews, changed=previews.changed or (STALE_PREVIEW,)))


async def _sent_already(by: Member, context: Context, to: Recipients) -> Replies:
    """The reply to a second press on *Send*: the same result."""
    if to.single is None or to.single.member_id != by.id:
        return await after_single(by, context, to, ALREADY_SENT)
    async with context.read() as db:
        zone = await zone_of(db, by.workspace_id)
        person = await profile_scope.get(db, by.workspace_id, to.single.profile_id)
    return await after_single(by, context, to, single_result(to.single, person.name, zone, context.now()))
