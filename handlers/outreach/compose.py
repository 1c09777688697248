"""Contacting one person: the form, the preview, and sending. What was typed is kept at every step."""

from typing import Any

from cards.actions import (
    Contact,
    EditInvitation,
    ReviewInvitation,
    SendInvitation,
    ShapeInvitation,
)
from cards.screens import invitation as screens
from cards.tree import Form
from cards.views.outreach import InvitationFormView
from connectors.mail.compose import compose
from handlers.context import Desk
from handlers.outreach.draft import Shaped, fresh, keep, kept_job, offered, reshaped, save_template, settle, words_of
from handlers.outreach.form_input import Meant, draft_of, read, shape_of, typed, values, with_errors
from handlers.outreach.preview import Prepared, changes, prepare, view, zone_of
from handlers.people import candidate_card
from handlers.replies import Ask, Close, Redraw, Replies, Show
from handlers.views import profile_views
from handlers.views.invitation_views import moment_words
from store.chat import form_drafts
from store.db import Read, Write
from store.errors import Gone, Refusal
from store.outreach import invitations
from store.people import profile_scope
from store.tables.core import Member
from store.tables.outreach import Invitation

SENT_ALREADY = "This invitation was sent already."


async def compose_one(action: Contact, by: Member, desk: Desk) -> Replies:
    """The form, with the search's job, or with what was typed for this person before and not sent."""
    async with desk.write() as db:
        invitation = await invitations.draft(db, by, action.profile_id, desk.now())
        kept = await form_drafts.get(db, by, draft_of(invitation.id))
        old = bool(kept)
        kept = kept or await fresh(db, by, action.via)
    return Ask(await _form(by, desk, invitation, kept, action.via, old=old))


async def _form(
    by: Member,
    desk: Desk,
    invitation: Invitation,
    kept: dict[str, Any],
    via: str,
    *,
    shape: str | None = None,
    errors: dict[str, str] | None = None,
    old: bool = False,
) -> Form:
    """The form with what was kept in it. `old`: it was left before."""
    async with desk.read() as db:
        profile = await profile_scope.get(db, by.workspace_id, invitation.profile_id)
        zone = await zone_of(db, by.workspace_id)
        job = await kept_job(db, by, kept)
        choices = await offered(db, by)
    who = profile_views.said(profile)
    written = moment_words(invitation.updated_at, zone)
    return screens.invitation_form(
        InvitationFormView(
            invitation.id,
            who.name,
            who.headline or "",
            shape_of(kept) if shape is None else shape,
            via,
            templates=choices,
            variables=compose.VARIABLES,
            kept=written if old else "",
            zone=zone.key,
        ),
        errors=errors,
        values=values(kept, job),
    )


async def shape(action: ShapeInvitation, by: Member, desk: Desk) -> Replies:
    """Another shape of the form. What was typed stays, save for what the press replaces."""
    async with desk.write() as db:
        invitation = await _open_draft(db, by, action.invitation_id, desk)
        if action.do == "anew":
            await form_drafts.drop(db, by, draft_of(invitation.id))
            new = Shaped(await fresh(db, by, action.via), action.shape, {})
        else:
            new = await reshaped(db, by, action)
            await form_drafts.keep(db, by, draft_of(invitation.id), new.kept, desk.now())
    return Ask(await _form(by, desk, invitation, new.kept, action.via, shape=new.shape, errors=new.errors))


async def _draft(db: Read, by: Member, id_: int) -> Invitation:
    """One's own invitation that is not sent. Raises Gone."""
    invitation = await invitations.mine(db, by, id_)
    if invitation.state != "draft" or invitation.member_id != by.id:
        raise Gone(SENT_ALREADY)
    return invitation


async def _open_draft(db: Write, by: Member, id_: int, desk: Desk) -> Invitation:
    """Where what stands in the form is kept. Of one that was sent from another window it is another draft, to the same
    person: what was typed here is not lost. Raises Gone."""
    invitation = await invitations.mine(db, by, id_)
    if invitation.member_id != by.id:
        raise Gone(SENT_ALREADY)
    return invitation if invitation.state == "draft" else await invitations.draft(
        db, by, invitation.profile_id, desk.now()
    )  # fmt: skip


async def review(action: ReviewInvitation, by: Member, desk: Desk) -> Replies:
    """Step two: exactly what will be sent, what it costs, and what speaks against it."""
    async with desk.read() as db:
        meant = await read(db, by, action, desk.now())
    if meant.errors:
        return await _ask_again(action, by, desk, meant.errors)
    try:
        return await _reviewed(action, by, desk, meant)
    except Gone:
        raise
    except Refusal as no:  # all that can be refused here is the template
        return await _ask_again(action, by, desk, {"template_name": no.words})


async def _ask_again(action: ReviewInvitation, by: Member, desk: Desk, errors: dict[str, str]) -> Ask:
    """The form with what is wrong at its input; what was typed is kept, also when the form is left now."""
    kept = typed(action)
    async with desk.write() as db:
        invitation = await _open_draft(db, by, action.invitation_id, desk)
        await form_drafts.keep(db, by, draft_of(invitation.id), kept, desk.now())
    return Ask(
        await _form(by, desk, invitation, kept, action.via, shape=with_errors(action.shape, errors), errors=errors)
    )


async def _reviewed(action: ReviewInvitation, by: Member, desk: Desk, meant: Meant) -> Replies:
    """Keep what was written, and show what comes of it; words that cannot be written go back to the form.

    Raises Refusal when the template cannot be saved, and Gone."""
    saved = ""
    async with desk.write() as db:
        invitation = await _open_draft(db, by, action.invitation_id, desk)
        new = await settle(db, by, desk, meant, action)
        prepared = await prepare(db, by, desk, invitations.worded(invitation, **words_of(meant, new.job)))
        faulty = prepared.written.faults
        if not faulty:
            saved = await save_template(db, by, desk, meant, new.kept)
        await keep(db, by, desk, invitation.id, meant, new.job, "" if faulty else prepared.digest)
        forms = {draft_of(invitation.id): new.kept} | ({} if faulty else {_shown_of(invitation.id): prepared.shown})
        await form_drafts.keep_all(db, by, forms, desk.now())
    if faulty:
        shape = with_errors(new.shape, faulty)
        return Ask(await _form(by, desk, invitation, new.kept, action.via, shape=shape, errors=faulty))
    return Ask(screens.invitation_preview(view(prepared, action.via, saved=saved)))


async def _remember(db: Write, by: Member, desk: Desk, prepared: Prepared) -> None:
    """What the preview shows, so that a press on it sends that and nothing else."""
    await invitations.previewed(db, by, prepared.invitation.id, prepared.digest, desk.now())
    await form_drafts.keep(db, by, _shown_of(prepared.invitation.id), prepared.shown, desk.now())


def _shown_of(invitation_id: int) -> str:
    return f"preview:{invitation_id}"


async def edit(action: EditInvitation, by: Member, desk: Desk) -> Replies:
    """*Back*: the form with all that was typed."""
    async with desk.read() as db:
        invitation = await _draft(db, by, action.invitation_id)
        kept = await form_drafts.get(db, by, draft_of(invitation.id))
    return Ask(await _form(by, desk, invitation, kept, action.via))


async def send(action: SendInvitation, by: Member, desk: Desk) -> Replies:
    """Guards, hold, state and the mail that is due in one transaction; what changed since the preview is shown first.

    A second press finds it queued, and shows the card."""
    async with desk.read() as db:
        invitation = await invitations.mine(db, by, action.invitation_id)
        draft = invitation.state == "draft" and invitation.member_id == by.id
        prepared = await prepare(db, by, desk, invitation) if draft else None
        before = await form_drafts.get(db, by, _shown_of(invitation.id))
    if prepared is None:
        return await _after(invitation, by, desk, action.via, SENT_ALREADY)
    if prepared.digest != action.digest or prepared.forbids or prepared.written.faults:
        return await _fresh_preview(action, by, desk, prepared, before)
    words = prepared.written
    try:
        async with desk.write(durable=True) as db:
            sent = await invitations.queue(
                db,
                by,
                invitation.id,
                subject=words.subject,
                text=words.text,
                follow_up_text=words.follow_up,
                address=prepared.address,
                digest=prepared.digest,
                over=prepared.over,
                hash_key=desk.outreach.hash_key,
                now=desk.now(),
            )
            await form_drafts.drop(db, by, draft_of(sent.id))
            await form_drafts.drop(db, by, _shown_of(sent.id))
    except Gone:
        raise
    except Refusal:  # somebody was quicker between the look and the write
        async with desk.read() as db:
            prepared = await prepare(db, by, desk, await invitations.mine(db, by, action.invitation_id))
        return await _fresh_preview(action, by, desk, prepared, before)
    desk.ring()
    said = f"Goes out {moment_words(sent.send_at, prepared.zone)}." if sent.send_at else f"Sent to {sent.address}."
    return await _after(sent, by, desk, action.via, said)


async def _after(invitation: Invitation, by: Member, desk: Desk, via: str, notice: str) -> Replies:
    """The card, with contact details now; every other private card that shows the person follows."""
    shown = await candidate_card.card(by, desk, invitation.profile_id, via, notice=notice)
    return Close(), Show(shown), Redraw((invitation.profile_id,))


async def _fresh_preview(
    action: SendInvitation, by: Member, desk: Desk, prepared: Prepared, before: dict[str, Any]
) -> Replies:
    """Nothing is sent: the preview as it would be now, with what changed."""
    if prepared.written.faults:
        async with desk.read() as db:
            kept = await form_drafts.get(db, by, draft_of(prepared.invitation.id))
        errors = {"": "Nothing was sent. A fact in the message changed.", **prepared.written.faults}
        return Ask(await _form(by, desk, prepared.invitation, kept, action.via, errors=errors))
    async with desk.write() as db:
        await _remember(db, by, desk, prepared)
    return Ask(screens.invitation_preview(view(prepared, action.via, changed=changes(before, prepared))))
