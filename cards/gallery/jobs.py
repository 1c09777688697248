"""Examples: jobs."""

from dataclasses import replace

from cards.gallery.example import example
from cards.gallery.people import DRIVER, ENGINEER, NURSE, TEACHER
from cards.screens.job_card import job_card
from cards.screens.jobs import job_cleared, job_filter_form, job_form, job_picker, job_selected, selected_job_closed
from cards.tree import Option
from cards.views.people import JobChoices, JobDetails, JobFilter, JobList

_FILTER = JobFilter("nurse", "Nursing", "Boston, MA", "", "ana@example.com")

_JOB = JobDetails(
    NURSE,
    description="Night and day shifts on a ward of 12 beds.\nUnion contract.",
    apply_url="https://acme.example/jobs/7",
    employment_type="Full-time",
)
_EVIL = JobDetails(
    replace(NURSE, title="<!channel> *Nurse* [x](http://evil.example)", department="&lt;b&gt;"),
    description="<@U1> " + "All work and no play. " * 400,
    origin="Lever: <!here>",
)

EXAMPLES = (
    example(
        "job_picker.some", job_picker, JobList((NURSE, DRIVER, ENGINEER, TEACHER), 14, 1, 5, current_id=7), clear_for=40
    ),
    example("job_picker.none", job_picker, JobList((), 0)),
    example("job_picker.none_fits", job_picker, JobList((), 0, filter=JobFilter("job coach"))),
    example(
        "job_picker.filtered",
        job_picker,
        JobList((NURSE,), 1, filter=_FILTER),
        notice="Maths Teacher is closed. Select another job.",
    ),
    example(
        "job_filter_form",
        job_filter_form,
        JobChoices(("Logistics", "Nursing"), ("Boston, MA", "Springfield, IL"), ("ana@example.com",)),
        _FILTER,
    ),
    example("job_filter_form.nothing", job_filter_form, JobChoices(), JobFilter()),
    example("add_job_form", job_form),
    example(
        "add_job_form.errors",
        job_form,
        errors={
            "place": "I don't know “Bosten”. Did you mean Boston, MA?",
            "apply_url": "Use a link like https://example.com.",
        },
        values={
            "title": "Staff Nurse",
            "place": Option("Bosten", "“Bosten”"),
            "apply_url": "mercy.example",
            "remote": True,
        },
    ),
    example("job_form.edit", job_form, 7, values={"title": "Staff Nurse, ICU", "remote": False}),
    example("job_card.typed", job_card, _JOB),
    example("job_card.current", job_card, replace(_JOB, current=True), notice="Your changes were saved."),
    example("job_card.closed", job_card, replace(_JOB, job=replace(NURSE, open=False))),
    example("job_card.copied", job_card, replace(_JOB, origin="Greenhouse: acme")),
    example("job_card.hostile", job_card, _EVIL),
    example("selected_job_closed", selected_job_closed, replace(NURSE, open=False)),
    example("selected_job_closed.open_again", selected_job_closed, NURSE),
    example("job_selected.chosen", job_selected, NURSE, 40, what="Staff Nurse, ICU", where="Boston, MA"),
    example("job_selected.added", job_selected, ENGINEER, 41, what="Backend Engineer", where="", added=True),
    example("job_cleared", job_cleared),
)
