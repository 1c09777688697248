"""What an invitation says, whoever it is to: the words to begin with, templates, and the job it is about."""

from dataclasses import dataclass
from typing import Any

from cards.actions import Results, ReviewInvitation, ReviewSeveral, ShapeInvitation, ShapeSeveral
from cards.actions.invitations import Written
from cards.tree import Option
from connectors.mail.compose import default_texts
from handlers import lookup, navigation
from handlers.context import Desk
from handlers.outreach.form_input import Meant, typed
from store import jobs, searches
from store.db import Read, Write
from store.errors import Gone, Refusal
from store.outreach import invitations, templates
from store.outreach.templates import TemplateWords
from store.tables.core import Job, Member
from store.tables.outreach import Invitation

MOST_TEMPLATES = 90  # what a list of choices takes, less the shipped ones


async def fresh(db: Read, by: Member, via: str, kind: str = "connect") -> dict[str, Any]:
    """What stands in a form in which nothing was typed: the job of the search, and the shipped words."""
    job_id = await _job_of(db, by, via)
    job = await _open_job(db, by, job_id)
    return {"kind": kind, "job": str(job.id) if job else "", **_standard(kind, job is not None)}


def _standard(kind: str, job: bool) -> dict[str, Any]:
    subject, text = default_texts.standard(kind, "en", job=job)
    return {"subject": subject, "text": text}


async def _job_of(db: Read, by: Member, via: str) -> int | None:
    back = navigation.way_back(via)
    if isinstance(back, Results):
        try:
            return (await searches.mine(db, by, back.search_id)).job_id
        except Gone:
            return by.job_id
    return by.job_id


async def _open_job(db: Read, by: Member, job_id: int | None) -> Job | None:
    if job_id is None:
        return None
    try:
        job = await jobs.get(db, by.workspace_id, job_id)
    except Gone:
        return None
    return job if job.status == "open" else None


async def kept_job(db: Read, by: Member, kept: dict[str, Any]) -> Job | None:
    """The open job that was chosen in the form before."""
    return await _open_job(db, by, lookup.id_of(str(kept.get("job", ""))) or None)


async def offered(db: Read, by: Member) -> tuple[Option, ...]:
    """The templates to choose from, the shipped texts first."""
    own = await templates.usable(db, by, MOST_TEMPLATES)
    return (
        Option("connect", "Standard: invite to connect"),
        Option("apply", "Standard: invite to apply"),
        *(Option(str(row.template.id), row.template.name[:75]) for row in own),
    )


@dataclass(frozen=True, slots=True)
class Shaped:
    """The form after a press that changed it: what stands in it, its parts, and what is wrong by input."""

    kept: dict[str, Any]
    shape: str
    errors: dict[str, str]


async def reshaped(db: Read, by: Member, action: ShapeInvitation | ShapeSeveral) -> Shaped:
    """All that was typed stays, but for what the press replaces."""
    kept, shape, errors = typed(action), action.shape, dict[str, str]()
    if action.do == "template":
        try:
            kept |= await _from_template(db, by, action)
        except Refusal as no:
            errors["template"] = no.words
        if kept.get("language", "en") != "en" and "m" not in shape:
            shape += "m"  # where the language is: what is not on the form is not sent with it
    if "j" in shape:
        kept.pop("job", None)
    elif action.do == "job":
        kept = without_new_job(kept)
    return Shaped(kept, shape, errors)


def without_new_job(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if not name.startswith("new_")}


async def _from_template(db: Read, by: Member, action: Written) -> dict[str, Any]:
    """Raises Refusal when none is chosen, or it is gone."""
    if action.template in ("connect", "apply"):
        has_job = bool(action.job or action.new_title)
        return {"kind": action.template, **_standard(action.template, has_job)}
    if not (chosen := lookup.id_of(action.template)):
        raise Refusal("Choose a template first.")
    found = (await templates.get(db, by, chosen)).template
    return {"kind": found.kind, "subject": found.subject, "text": found.text, "language": found.language}


@dataclass(frozen=True, slots=True)
class Settled:
    """The job it is about, which is made when it was typed in, and the form from then on."""

    job: Job | None
    kept: dict[str, Any]
    shape: str


async def settle(db: Write, by: Member, desk: Desk, meant: Meant, action: ReviewInvitation | ReviewSeveral) -> Settled:
    """Make the job that was typed in: the form has it as one that is there."""
    if not meant.new_title:
        return Settled(meant.job, typed(action), action.shape)
    job = await new_job(db, by, desk, meant)
    return Settled(job, without_new_job(typed(action)) | {"job": str(job.id)}, action.shape.replace("j", ""))


async def save_template(db: Write, by: Member, desk: Desk, meant: Meant, kept: dict[str, Any]) -> str:
    """The name of the template that it is saved as, once; "" when it is not to be. Raises Refusal."""
    if not meant.template_name:
        return ""
    words = TemplateWords(meant.kind, meant.template_name, meant.subject, meant.text, meant.language)
    kept.pop("template_name", None)
    return (await templates.add(db, by, words, desk.now())).name


async def new_job(db: Write, by: Member, desk: Desk, meant: Meant) -> Job:
    """A job that is typed in with the invitation; an open one that was typed in with the same words is taken."""
    place = desk.places.get(meant.new_place) if meant.new_place else None
    words = jobs.JobWords(
        title=meant.new_title,
        place=place.label if place else meant.new_place,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        apply_url=meant.new_link,
        recruiter_email=by.email,
    )
    there = await jobs.typed_before(db, by.workspace_id, words)
    return there or await jobs.add(db, by, words, desk.now())


def words_of(meant: Meant, job: Job | None) -> dict[str, Any]:
    """What was written, as an invitation has it."""
    return {
        "kind": meant.kind,
        "job_id": job.id if job else None,
        "language": meant.language,
        "subject": meant.subject,
        "text": meant.text,
        "send_at": meant.send_at,
        "follow_up_days": meant.follow_up_days,
        "follow_up_text": meant.follow_up_text,
    }


async def keep(
    db: Write, by: Member, desk: Desk, id_: int, meant: Meant, job: Job | None, digest: str = ""
) -> Invitation:
    """What was written, in the draft, with the digest of its preview."""
    words = words_of(meant, job)
    return await invitations.keep(db, by, id_, **words, digest=digest, now=desk.now())
