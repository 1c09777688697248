"""The card of one job: what it says, selecting it, and changing it."""

from cards.actions.jobs import CloseJob, DeleteJob, EditJob, OpenJob, OpenJobs, ReopenJob
from cards.screens.jobs import select_button
from cards.screens.start import banner
from cards.screens.wording import short
from cards.tree import AnyButton, Badge, Button, Card, Facts, Heading, Kind, LinkButton, Row, Text
from cards.views.people import JobDetails

_DESCRIPTION = 2_500  # characters shown


def job_card(view: JobDetails, *, notice: str = "", kind: Kind = Kind.SUCCESS) -> Card:
    """One job. Only a job that was typed in can be changed on this card."""
    job = view.job
    state = Badge(Kind.SUCCESS, "Open") if job.open else Badge(Kind.WARNING, "Closed")
    facts = (
        ("Place", job.place or ("Remote" if job.remote else "")),
        ("Remote work", "possible" if job.remote and job.place else ""),
        ("Department", job.department),
        ("Employment", view.employment_type),
        ("Recruiter", job.recruiter),
    )
    shown = tuple((label, value) for label, value in facts if value)
    origin = f"Copied from {view.origin}. Change it there." if view.origin else ""
    return Card(
        summary=f"Job: {job.title}",
        body=(
            Heading(job.title),
            *banner(notice, kind),
            Row("Current job" if view.current else "Job", badges=(state,)),
            *((Facts(shown),) if shown else ()),
            *((Text(short(view.description, _DESCRIPTION)),) if view.description else ()),
            *((Text(origin, muted=True),) if origin else ()),
        ),
        buttons=(
            *select_button(job, current=view.current),
            *_changes(view),
            *((LinkButton("Open the job's page", view.apply_url),) if view.apply_url else ()),
            Button("All jobs", does=OpenJobs()),
        ),
        redraw=OpenJob(job.id),
    )


def _changes(view: JobDetails) -> tuple[AnyButton, ...]:
    job = view.job
    if view.origin:
        return ()
    if job.open:
        question = f"Close {job.title}? Its unsent invitations and follow-ups will be paused."
        change = Button("Close", does=CloseJob(job.id), confirm=question, hint=f"Close {job.title}")
    else:
        change = Button("Reopen", does=ReopenJob(job.id), main=True, hint=f"Reopen {job.title}")
    return (
        Button("Edit", does=EditJob(job.id), hint=f"Edit {job.title}"),
        change,
        Button(
            "Delete",
            does=DeleteJob(job.id),
            danger=True,
            confirm=f"Delete {job.title}? This can't be undone.",
            hint=f"Delete {job.title}",
        ),
    )
