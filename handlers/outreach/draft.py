"""The content of an invitation, independent of the recipient: default text, templates, and its job."""

from dataclasses import dataclass, field, replace
from typing import Any

from cards.actions.invitations import (
    FormParts,
    InvitationFields,
    ReviewBulk,
    ReviewInvitation,
    ShapeBulk,
    ShapeInvitation,
)
from cards.tree import Option
from cards.views.outreach import NOT_SAVED, SavedTemplate
from connectors.mail.compose import default_texts
from connectors.mail.compose.finishing import General, generalize
from handlers import lookup, navigation
from handlers.context import Context
from handlers.outreach import texts
from handlers.outreach.form_input import ParsedForm, typed_in
from handlers.outreach.recipients import Previews, Recipients
from store import jobs
from store.db import Read, Write
from store.errors import Gone, Refusal
from store.outreach import templates
from store.outreach.invitations import InvitationContent
from store.outreach.templates import TemplateContent
from store.people import profile_scope
from store.tables.core import Job, Member

MOST_TEMPLATES = 90  # leaves room for the standard texts within the platforms' limit for a list


async def initial_values(db: Read, by: Member, back_to: str, profile_id: int) -> dict[str, Any]:
    """The initial values of an empty form: the job that the first recipient is a candidate for, the standard text."""
    job, kind = await job_of_search(db, by, back_to, profile_id), "connect"
    return {"kind": kind, "job": job, **_standard(kind, bool(job))}


async def job_of_search(db: Read, by: Member, back_to: str, profile_id: int) -> str:
    """The id of the open job that a new form starts with; "" if none."""
    try:
        job = await _open_job(db, by, await navigation.job_id(db, by, back_to, profile_id))
    except Gone:
        return ""
    return str(job.id) if job else ""


async def for_search(db: Read, by: Member, context: Context, to: Recipients) -> Recipients:
    """The recipients, with their unsent draft adapted to the job of the search: the job may have been attached in the
    meantime (*Use for: …*), or this may be another search. If the member chose or cleared the job in the form, or
    changed the text, that stays."""
    chosen = str(to.typed.get("job", ""))
    if to.single is not None and (not to.typed or chosen):
        return to
    job = await job_of_search(db, by, to.back_to, to.profile_ids[0])
    if not to.typed or chosen != to.job or job == chosen or to.typed.get("new_title"):
        return replace(to, job=job)
    kind = str(to.typed.get("kind", "connect"))
    before = await _presented(db, by, context, to, {"job": chosen, **_standard(kind, bool(chosen))})
    now = _standard(kind, bool(job))
    untouched = {name: text for name, text in now.items() if _same(to.typed.get(name, ""), before[name])}
    return replace(to, typed={**to.typed, "job": job, **untouched}, job=job)


def _same(text: str, other: str) -> bool:
    return text.split() == other.split()


def _standard(kind: str, job: bool) -> dict[str, Any]:
    subject, text = default_texts.standard(kind, "en", job=job)
    return {"subject": subject, "text": text}


async def _open_job(db: Read, by: Member, job_id: int | None) -> Job | None:
    if job_id is None:
        return None
    try:
        job = await jobs.get(db, by.workspace_id, job_id)
    except Gone:
        return None
    return job if job.status == "open" else None


async def chosen_job(db: Read, by: Member, typed: dict[str, Any]) -> Job | None:
    """The job chosen in the form, if it is still open."""
    return await _open_job(db, by, lookup.id_of(str(typed.get("job", ""))) or None)


async def template_options(db: Read, by: Member) -> tuple[Option, ...]:
    """The templates to choose from, the standard texts first."""
    own = await templates.usable(db, by, MOST_TEMPLATES)
    return (
        Option("connect", "Standard: invite to connect"),
        Option("apply", "Standard: invite to apply"),
        *(Option(str(row.template.id), row.template.name[:75]) for row in own),
    )


@dataclass(frozen=True, slots=True)
class FormState:
    """The form's input, its expanded parts, and its errors by input."""

    typed: dict[str, Any]
    parts: FormParts
    errors: dict[str, str] = field(default_factory=dict[str, str])


async def reshape(
    db: Read, by: Member, context: Context, to: Recipients, action: ShapeInvitation | ShapeBulk
) -> FormState:
    """The form after a press that changes it. Input stays, except what the press replaces."""
    parts = FormParts(action.new_job, action.more_options)
    if action.do == "anew":
        return FormState({}, parts)
    typed, errors = typed_in(action), dict[str, str]()
    if action.do == "template":
        try:
            typed = await _presented(db, by, context, to, typed | await _from_template(db, by, action))
        except Refusal as refusal:
            errors["template"] = refusal.message
        if typed.get("language", "en") != "en":
            parts = replace(parts, more_options=True)  # the language input must be on the form to be submitted with it
    if parts.new_job:
        typed.pop("job", None)
    elif action.do == "job":
        typed = _without_new_job(typed)
    return FormState(typed, parts, errors)


async def _presented(db: Read, by: Member, context: Context, to: Recipients, typed: dict[str, Any]) -> dict[str, Any]:
    """A template's texts as the form shows them. Raises Gone, and Refusal for a template that can't be shown with
    marks."""
    if to.single is None:
        return texts.with_marks(typed)
    profile = await profile_scope.get(db, by.workspace_id, to.single.profile_id)
    job = await chosen_job(db, by, typed)
    return texts.finished(typed, await texts.facts_about(db, by, context, profile, job, typed))


def _without_new_job(typed: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in typed.items() if not name.startswith("new_")}


async def _from_template(db: Read, by: Member, action: InvitationFields) -> dict[str, Any]:
    """The chosen template's kind and texts. Raises Refusal when no template is chosen, or the chosen template no longer
    exists."""
    if action.template in ("connect", "apply"):
        has_job = bool(action.job or action.new_title)
        return {"kind": action.template, **_standard(action.template, has_job)}
    if not (chosen := lookup.id_of(action.template)):
        raise Refusal("Choose a template first.")
    found = (await templates.get(db, by, chosen)).template
    return {"kind": found.kind, "subject": found.subject, "text": found.text, "language": found.language}


@dataclass(frozen=True, slots=True)
class ResolvedJob:
    """An invitation's job, and the form with that job selected."""

    job: Job | None
    form: FormState


async def resolve_job(
    db: Write, by: Member, context: Context, parsed: ParsedForm, action: ReviewInvitation | ReviewBulk
) -> ResolvedJob:
    """The selected job, or the newly typed job, which this adds."""
    form = FormState(typed_in(action), FormParts(action.new_job, action.more_options))
    if not parsed.new_title:
        return ResolvedJob(parsed.job, form)
    job = await _add_job(db, by, context, parsed)
    typed = _without_new_job(form.typed) | {"job": str(job.id)}
    return ResolvedJob(job, FormState(typed, replace(form.parts, new_job=False)))


async def save_template(
    db: Write, by: Member, context: Context, parsed: ParsedForm, previews: Previews
) -> SavedTemplate:
    """Saves the text as a template if a name was typed. In a finished text, details about the person, the job and the
    sender become marks. Raises Refusal."""
    if not parsed.template_name:
        return NOT_SAVED
    general = General(parsed.subject, parsed.text)
    if previews.to.single is not None:
        general = generalize(parsed.subject, parsed.text, texts.facts_of(previews.ready[0]))
    content = TemplateContent(parsed.kind, parsed.template_name, general.subject, general.text, parsed.language)
    return SavedTemplate((await templates.add(db, by, content, context.now())).name, general.replaced)


async def _add_job(db: Write, by: Member, context: Context, parsed: ParsedForm) -> Job:
    """Adds the job typed into the invitation form, or reuses an open job with the same details."""
    place = context.places.get(parsed.new_place) if parsed.new_place else None
    details = jobs.JobDetails(
        title=parsed.new_title,
        place=place.label if place else parsed.new_place,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        apply_url=parsed.new_link,
        recruiter_email=by.email,
    )
    existing = await jobs.typed_before(db, by.workspace_id, details)
    return existing or await jobs.add(db, by, details, context.now())


def words_of(parsed: ParsedForm, job: Job | None) -> InvitationContent:
    """The input in the format that invitations store."""
    return InvitationContent(
        kind=parsed.kind,
        job_id=job.id if job else None,
        language=parsed.language,
        subject=parsed.subject,
        text=parsed.text,
        send_at=parsed.send_at,
        follow_up_days=parsed.follow_up_days,
        follow_up_text=parsed.follow_up_text,
    )
