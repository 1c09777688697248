"""Contacting one person: the form, the preview, and sending. What was typed is kept at every step."""

from typing import Any

from cards.actions import (
    Contact,
    EditInvitation,
    ReviewInvitation,
    SendInvitation,
    ShapeInvitation,
)
from cards.outreach_views import InvitationFormView
from cards.screens import invitation as screens
from cards.tree import Form
from connectors.mail import compose
from handlers import candidate, people
from handlers.desk import Desk
from handlers.invitation_form import Meant, draft_of, read, shape_of, typed, values
from handlers.invitation_preview import Prepared, changes, prepare, view, zone_of
from handlers.invitation_rows import moment_words
from handlers.invitation_text import fresh, keep, kept_job, new_job, offered, reshaped, words_of
from handlers.replies import Ask, Close, Redraw, Replies, Show
from store import drafts, invitations, profiles, templates
from store.db import Read, Write
from store.errors import Gone, Refusal
from store.outreach_tables import Invitation
from store.tables import Member
from store.templates import TemplateWords


async def compose_one(action: Contact, by: Member, desk: Desk) -> Replies:
    """The form, with the search's job, or with what was typed for this person before and not sent."""
    async with desk.write() as db:
        invitation = await invitations.draft(db, by, action.profile_id, desk.now())
        kept = await drafts.get(db, by, draft_of(invitation.id))
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
        profile = await profiles.get(db, by.workspace_id, invitation.profile_id)
        zone = await zone_of(db, by.workspace_id)
        job = await kept_job(db, by, kept)
        choices = await offered(db, by)
    who = people.said(profile)
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
    kept = typed(action)
    async with desk.write() as db:
        invitation = await _draft(db, by, action.invitation_id)
        if action.do == "anew":
            await drafts.drop(db, by, draft_of(invitation.id))
            kept = await fresh(db, by, action.via)
        else:
            kept = await reshaped(db, by, action, action.do, action.shape, kept)
            await drafts.keep(db, by, draft_of(invitation.id), kept, desk.now())
    return Ask(await _form(by, desk, invitation, kept, action.via, shape=action.shape))


async def _draft(db: Read, by: Member, id_: int) -> Invitation:
    """One's own invitation that is not sent. Raises Gone."""
    invitation = await invitations.mine(db, by, id_)
    if invitation.state != "draft" or invitation.member_id != by.id:
        raise Gone("This invitation was sent already.")
    return invitation


async def review(action: ReviewInvitation, by: Member, desk: Desk) -> Replies:
    """Step two: exactly what will be sent, what it costs, and what speaks against it."""
    async with desk.read() as db:
        invitation = await _draft(db, by, action.invitation_id)
        zone = await zone_of(db, by.workspace_id)
        meant = await read(db, by, action, zone, desk.now())
        taken = bool(meant.template_name) and await templates.name_taken(db, by, meant.template_name)
    errors = dict(meant.errors)
    if taken:
        errors["template_name"] = templates.taken(meant.template_name)
    if errors:
        return await _ask_again(action, by, desk, invitation, errors)
    return await _reviewed(action, by, desk, invitation, meant)


async def _ask_again(
    action: ReviewInvitation, by: Member, desk: Desk, invitation: Invitation, errors: dict[str, str]
) -> Ask:
    """The form with what is wrong at its input; what was typed is kept, also when the form is left now."""
    kept = typed(action)
    async with desk.write() as db:
        await drafts.keep(db, by, draft_of(invitation.id), kept, desk.now())
    shape = action.shape + ("m" if _OPTIONS & set(errors) and "m" not in action.shape else "")
    return Ask(await _form(by, desk, invitation, kept, action.via, shape=shape, errors=errors))


_OPTIONS = {"send_on", "send_at", "follow_up_days", "follow_up_text", "template_name"}


async def _reviewed(action: ReviewInvitation, by: Member, desk: Desk, invitation: Invitation, meant: Meant) -> Replies:
    """Keep what was written, and show what comes of it; words that cannot be written go back to the form."""
    kept = typed(action)
    saved = ""
    async with desk.write() as db:
        job = meant.job or (await new_job(db, by, desk, meant) if meant.new_title else None)
        if job is not None and meant.new_title:
            kept = {name: value for name, value in kept.items() if not name.startswith("new_")} | {"job": str(job.id)}
        prepared = await prepare(db, by, desk, invitations.worded(invitation, **words_of(meant, job)))
        faulty = prepared.written.faults
        if meant.template_name and not faulty:
            words = TemplateWords(meant.kind, meant.template_name, meant.subject, meant.text, meant.language)
            saved = (await templates.add(db, by, words, desk.now())).name
            kept.pop("template_name", None)
        await keep(db, by, desk, invitation.id, meant, job, "" if faulty else prepared.digest)
        forms = {draft_of(invitation.id): kept} | ({} if faulty else {_shown_of(invitation.id): prepared.shown})
        await drafts.keep_all(db, by, forms, desk.now())
    if faulty:
        return Ask(await _form(by, desk, invitation, kept, action.via, shape=action.shape, errors=faulty))
    return Ask(screens.invitation_preview(view(prepared, action.via, saved=saved)))


async def _remember(db: Write, by: Member, desk: Desk, prepared: Prepared) -> None:
    """What the preview shows, so that a press on it sends that and nothing else."""
    await invitations.previewed(db, by, prepared.invitation.id, prepared.digest, desk.now())
    await drafts.keep(db, by, _shown_of(prepared.invitation.id), prepared.shown, desk.now())


def _shown_of(invitation_id: int) -> str:
    return f"preview:{invitation_id}"


async def edit(action: EditInvitation, by: Member, desk: Desk) -> Replies:
    """*Back*: the form with all that was typed."""
    async with desk.read() as db:
        invitation = await _draft(db, by, action.invitation_id)
        kept = await drafts.get(db, by, draft_of(invitation.id))
    return Ask(await _form(by, desk, invitation, kept, action.via))


async def send(action: SendInvitation, by: Member, desk: Desk) -> Replies:
    """Guards, hold, state and the mail that is due in one transaction; what changed since the preview is shown first.

    A second press finds it queued, and shows the card."""
    async with desk.read() as db:
        invitation = await invitations.mine(db, by, action.invitation_id)
        if invitation.state != "draft" or invitation.member_id != by.id:
            return await _after(invitation, by, desk, action.via, "This invitation was sent already.")
        prepared = await prepare(db, by, desk, invitation)
        before = await drafts.get(db, by, _shown_of(invitation.id))
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
            await drafts.drop(db, by, draft_of(sent.id))
            await drafts.drop(db, by, _shown_of(sent.id))
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
    shown = await candidate.card(by, desk, invitation.profile_id, via, notice=notice)
    return Close(), Show(shown), Redraw((invitation.profile_id,))


async def _fresh_preview(
    action: SendInvitation, by: Member, desk: Desk, prepared: Prepared, before: dict[str, Any]
) -> Replies:
    """Nothing is sent: the preview as it would be now, with what changed."""
    if prepared.written.faults:
        async with desk.read() as db:
            kept = await drafts.get(db, by, draft_of(prepared.invitation.id))
        errors = prepared.written.faults
        return Ask(await _form(by, desk, prepared.invitation, kept, action.via, errors=errors))
    async with desk.write() as db:
        await _remember(db, by, desk, prepared)
    return Ask(screens.invitation_preview(view(prepared, action.via, changed=changes(before, prepared))))
