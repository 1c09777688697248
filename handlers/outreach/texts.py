"""The texts of the contact form. For one person, a text is finished and sent exactly as typed; for several people, it
has marks such as {first name}, which are replaced by each recipient's facts."""

from typing import Any

from cards.actions.invitations import InvitationFields
from connectors.mail.compose import compose, finishing, marks
from connectors.mail.compose.compose import Facts, JobFacts
from connectors.mail.compose.marks import BadMark
from handlers.context import Context
from handlers.outreach.preview import Prepared, candidate_facts, job_facts, sender_facts
from store.db import Read
from store.errors import Refusal
from store.mailbox import mailboxes
from store.tables.core import Job, Member, Profile

TEXTS = ("subject", "text", "follow_up_text")
EXAMPLE = 260  # characters of the first recipient's message shown below the input
_NOT_AS_MARKS = (
    "This template has conditions that only work in a message to one person. "
    "Edit it under templates: put optional words in square brackets instead."
)


async def facts_about(
    db: Read, by: Member, context: Context, profile: Profile, job: Job | None, typed: dict[str, Any]
) -> Facts:
    """The values of all marks for this person, with the job that is chosen or typed in the form."""
    account = await mailboxes.account_of(db, by.workspace_id, context.outreach.mail, context.outreach.keys, by.id)
    about_job = job_facts(job, account)
    if about_job is None and typed.get("new_title"):
        place, link = typed.get("new_place", ""), typed.get("new_link", "")
        about_job = JobFacts(title=typed["new_title"], place=place, company=account.company, apply_url=link)
    return Facts(candidate_facts(profile), about_job, await sender_facts(db, by, account))


def facts_of(prepared: Prepared) -> Facts:
    """The values of all marks in this preview."""
    job = job_facts(prepared.job, prepared.account)
    return Facts(candidate_facts(prepared.profile), job, prepared.sender)


def finished(typed: dict[str, Any], facts: Facts) -> dict[str, Any]:
    """Stored texts in the way the form for one person shows them: with that person's values, ready to edit."""
    return typed | {name: finishing.finish(text, facts) for name, text in _stored(typed)}


def with_marks(typed: dict[str, Any]) -> dict[str, Any]:
    """Stored texts in the way the form for several people shows them. Raises Refusal for a template that marks can't
    express."""
    shown = {name: marks.shown(text) for name, text in _stored(typed)}
    if None in shown.values():
        raise Refusal(_NOT_AS_MARKS)
    return typed | shown


def _stored(typed: dict[str, Any]) -> list[tuple[str, str]]:
    """The texts in the template language."""
    return [(name, text) for name in TEXTS if marks.has_tags(text := str(typed.get(name, "")))]


def parse(action: InvitationFields, errors: dict[str, str], *, several: bool) -> dict[str, str]:
    """The typed texts in stored form, by input. Adds an error to `errors` for each text that can't be sent as typed."""
    parsed = {name: compose.tidy(str(getattr(action, name))).strip() for name in TEXTS}
    for name, text in parsed.items():
        fault = ""
        if not several:
            fault = marks.literal_fault(text)
        elif not (fault := marks.tag_fault(text, "Write placeholders such as {first name} instead.")):
            try:
                parsed[name] = marks.source(text)
            except BadMark as bad:
                fault = bad.words
        if fault:
            errors[name] = fault
    return parsed


def example(text: str, facts: Facts) -> str:
    """The beginning of the message as this person would read it; "" if its marks are wrong."""
    try:
        whole = " ".join(finishing.finish(marks.source(text), facts).split())
    except BadMark:
        return ""
    return whole if len(whole) <= EXAMPLE else f"{whole[:EXAMPLE].rstrip()}…"
