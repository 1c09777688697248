"""The form to contact one person or several, with what was typed before."""

from typing import Any

from cards.actions.invitations import FormParts
from cards.screens.outreach import invitation as screens
from cards.tree import Form
from cards.views.outreach import InvitationFormView
from connectors.mail.compose.marks import MARKS, mark
from handlers.context import Context
from handlers.outreach import texts
from handlers.outreach.draft import chosen_job, initial_values, template_options
from handlers.outreach.form_input import parts_for, values
from handlers.outreach.preview import zone_of
from handlers.outreach.recipients import Recipients
from handlers.views import profile_views
from handlers.views.invitation_views import format_moment
from handlers.views.reach_views import ways_of
from store.db import Read
from store.errors import Refusal
from store.people import profile_scope
from store.tables.core import Job, Member, Profile


async def contact_form(
    by: Member,
    context: Context,
    to: Recipients,
    *,
    parts: FormParts | None = None,
    errors: dict[str, str] | None = None,
    reopened: bool = False,
    note: str = "",
) -> Form:
    """The form with the stored input. `reopened`: also shows when an unsent draft was saved."""
    async with context.read() as db:
        first = await _first(db, by, to)
        zone = await zone_of(db, by.workspace_id)
        typed = to.typed or await initial_values(db, by, to.back_to, to.profile_ids[0])
        job = await chosen_job(db, by, typed)
        if reopened or not to.typed:
            typed = await _presented(db, by, context, to, typed, first, job)
        templates = await template_options(db, by)
        ways = await ways_of(db, by, context, to.single.profile_id) if to.single else ()
        example = ""
        if to.single is None and first is not None:
            facts = await texts.facts_about(db, by, context, first, job, typed)
            example = texts.example(str(typed.get("text", "")), facts)
    parts = parts or parts_for(typed)
    typed_at = to.typed_at if reopened and to.typed else None
    profile = profile_views.parse_profile(first) if first else None
    form = InvitationFormView(
        to.single.id if to.single else 0,
        profile_views.shown_name(profile.name) if profile else "",
        (profile.headline or "") if profile else "",
        parts.new_job,
        parts.more_options,
        to.back_to,
        templates,
        tuple(map(mark, MARKS)) if to.single is None else (),
        draft_saved=format_moment(typed_at, zone) if typed_at else "",
        zone=zone.key,
        bulk=0 if to.single else to.count,
        recipients=to.key,
        example=example,
        note=note,
        other_draft=len(to.others[-1].profile_ids) if to.others else 0,
        ways=ways,
    )
    return screens.invitation_form(form, errors=errors, values=values(typed, job))


async def _first(db: Read, by: Member, to: Recipients) -> Profile | None:
    """The single recipient, or the first of several who still exist. Raises Gone if a single recipient no longer
    exists."""
    if to.single is not None:
        return await profile_scope.get(db, by.workspace_id, to.single.profile_id)
    found = await profile_scope.by_ids(db, by.workspace_id, to.profile_ids)
    return next((found[each] for each in to.profile_ids if each in found and each not in to.left_out), None)


async def _presented(
    db: Read,
    by: Member,
    context: Context,
    to: Recipients,
    typed: dict[str, Any],
    first: Profile | None,
    job: Job | None,
) -> dict[str, Any]:
    """The standard text or an unsent draft, in the way this form shows texts."""
    if to.single is not None and first is not None:
        return texts.finished(typed, await texts.facts_about(db, by, context, first, job, typed))
    try:
        return texts.with_marks(typed)
    except Refusal:
        return typed
