"""What an invitation says, whoever it is to: the words to begin with, templates, and the job it is about."""

from typing import Any

from cards.actions import Results
from cards.actions.invitations import Written
from cards.tree import Option
from connectors.mail import texts
from handlers import candidate
from handlers.desk import Desk
from handlers.invitation_form import Meant
from store import invitations, jobs, searches, templates
from store.db import Read, Write
from store.errors import Gone
from store.outreach_tables import Invitation
from store.tables import Job, Member

MOST_TEMPLATES = 90  # what a list of choices takes, less the shipped ones


async def fresh(db: Read, by: Member, via: str, kind: str = "connect") -> dict[str, Any]:
    """What stands in a form in which nothing was typed: the job of the search, and the shipped words."""
    job_id = await _job_of(db, by, via)
    job = await _open_job(db, by, job_id)
    return {"kind": kind, "job": str(job.id) if job else "", **_standard(kind, job is not None)}


def _standard(kind: str, job: bool) -> dict[str, Any]:
    subject, text = texts.standard(kind, "en", job=job)
    return {"subject": subject, "text": text}


async def _job_of(db: Read, by: Member, via: str) -> int | None:
    back = candidate.way_back(via)
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
    chosen = str(kept.get("job", ""))
    return await _open_job(db, by, int(chosen)) if chosen.isdigit() and len(chosen) < 16 else None


async def offered(db: Read, by: Member) -> tuple[Option, ...]:
    """The templates to choose from, the shipped texts first."""
    own = await templates.usable(db, by, MOST_TEMPLATES)
    return (
        Option("connect", "Standard: invite to connect"),
        Option("apply", "Standard: invite to apply"),
        *(Option(str(row.template.id), row.template.name[:75]) for row in own),
    )


async def reshaped(db: Read, by: Member, action: Written, do: str, shape: str, kept: dict[str, Any]) -> dict[str, Any]:
    """What stands in the form after a press that changes its shape: all that was typed, but for what it replaces."""
    if do == "template":
        kept = {**kept, **await _from_template(db, by, action)}
    if "j" in shape:
        return {name: value for name, value in kept.items() if name != "job"}
    if do == "job":
        return {name: value for name, value in kept.items() if not name.startswith("new_")}
    return kept


async def _from_template(db: Read, by: Member, action: Written) -> dict[str, Any]:
    if action.template in ("connect", "apply"):
        has_job = bool(action.job or action.new_title)
        return {"kind": action.template, **_standard(action.template, has_job)}
    if not (action.template.isdigit() and len(action.template) < 16):
        return {}
    found = (await templates.get(db, by, int(action.template))).template
    return {"kind": found.kind, "subject": found.subject, "text": found.text, "language": found.language}


async def new_job(db: Write, by: Member, desk: Desk, meant: Meant) -> Job:
    """A job that is typed in with the invitation; the same one typed twice is one."""
    place = desk.places.get(meant.new_place) if meant.new_place else None
    words = jobs.JobWords(
        title=meant.new_title,
        place=place.label if place else meant.new_place,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        apply_url=meant.new_link,
        recruiter_email=by.email,
    )
    return await jobs.add(db, by, words, desk.now())


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
    return await invitations.keep(db, by, id_, **words, template_id=None, digest=digest, now=desk.now())
