"""Jobs: the list, its filter form, the form to add a job, and the job bar on every result card."""

from cards.actions.access import OpenStart
from cards.actions.entry import OpenSearchForm, SearchFor
from cards.actions.jobs import (
    AddJob,
    ChangeJob,
    ClearJob,
    FilterJobs,
    OpenJob,
    OpenJobFilter,
    OpenJobForm,
    OpenJobs,
    SaveJob,
    SearchWithoutJob,
    SelectJob,
    ShowSelectedJobClosed,
    UseForJob,
)
from cards.actions.search import Results
from cards.screens.start import banner, job_label
from cards.screens.wording import short
from cards.text import Muted, Strong, join
from cards.tree import (
    AnyButton,
    Button,
    Card,
    Choice,
    Facts,
    Form,
    Heading,
    Kind,
    Node,
    Notice,
    Option,
    Pager,
    Row,
    Text,
    TextInput,
    Toggle,
    Typeahead,
    Value,
)
from cards.typed_text import SEARCH_BOX
from cards.views.people import JobChoices, JobFilter, JobList, JobView


def job_bar(job: JobView | None, search_id: int, current: JobView | None = None, source: str = "") -> Row:
    """The first line of every result card: the job that the search is for. If the search has no job, `current` is
    offered."""
    if job is None and current is not None:
        use = Button(f"Use for: {short(current.title, 50)}", does=UseForJob(search_id, current.id, source))
        return Row("No job attached", buttons=(use, Button("Change or clear job", does=ChangeJob(search_id))))
    if job is None:
        return Row("No job attached", buttons=(Button("Select a job", does=ChangeJob(search_id)),))
    title = (Muted("Job: "), job_label(job), "" if job.open else " (closed)")
    return Row(title, buttons=(Button("Change or clear job", does=ChangeJob(search_id)),))


def _open(wanted: JobFilter, page: int) -> OpenJobs:
    return OpenJobs(wanted.words, wanted.department, wanted.place, wanted.status, wanted.recruiter, page)


def narrowed(wanted: JobFilter) -> str:
    """The active filters as text; "" if no filter is active."""
    parts = (
        f"“{wanted.words}”" if wanted.words else "",
        wanted.department,
        wanted.place,
        wanted.recruiter,
        {"open": "", "closed": "closed", "": "open and closed"}.get(wanted.status, ""),
    )
    return ", ".join(part for part in parts if part)


def _job_row(job: JobView, current_id: int | None) -> Row:
    current = job.id == current_id
    return Row(
        (Strong(job.title), Muted(" · current job") if current else "", "" if job.open else Muted(" · closed")),
        (join((job.place or ("Remote" if job.remote else ""), job.department, job.recruiter)),),
        buttons=(
            *select_button(job, current=current),
            Button("Details", does=OpenJob(job.id), hint=f"About {job.title}"),
        ),
    )


def select_button(job: JobView, *, current: bool) -> tuple[Button, ...]:
    """*Select*, or *Search* for the current job; none for a closed job."""
    if current:
        return (Button("Search", does=SelectJob(job.id), hint=f"Search for {job.title}"),)
    return (Button("Select", does=SelectJob(job.id), hint=f"Select {job.title}"),) if job.open else ()


def job_picker(jobs: JobList, *, notice: str = "", clear_for: int | None = None) -> Card:
    """The list for selecting the job to work on. `clear_for`: the search (0: none) that *Clear job* continues without a
    job."""
    wanted = jobs.filter
    filters = narrowed(wanted)
    first, last = jobs.page * jobs.page_size + 1, min(jobs.total, (jobs.page + 1) * jobs.page_size)
    clear: tuple[AnyButton, ...] = ()
    if clear_for is not None and jobs.current_id is not None:
        clear = (Button("Clear job", does=ClearJob(clear_for)),)
    return Card(
        summary="Select a job",
        body=(
            Heading("Select a job"),
            *banner(notice),
            *((Text(("Filtered by: ", Strong(filters))),) if filters else ()),
            *(_job_row(job, jobs.current_id) for job in jobs.jobs),
            *(() if jobs.jobs else _no_jobs(wanted, filters)),
            *(
                (
                    Pager(
                        f"{first}–{last} of {jobs.total:,}",
                        _open(wanted, jobs.page - 1) if jobs.page else None,
                        _open(wanted, jobs.page + 1) if last < jobs.total else None,
                    ),
                )
                if jobs.total > jobs.page_size
                else ()
            ),
        ),
        buttons=(
            Button("Search without a job", does=SearchWithoutJob(), main=not jobs.jobs),
            Button("Search and filter jobs", does=_filter(wanted)),
            *((Button("Show all", does=OpenJobs()),) if filters else ()),
            Button("Add a job", does=OpenJobForm()),
            *clear,
        ),
        redraw=_open(wanted, jobs.page),
    )


def _filter(wanted: JobFilter) -> OpenJobFilter:
    return OpenJobFilter(wanted.words, wanted.department, wanted.place, wanted.status, wanted.recruiter)


def _no_jobs(wanted: JobFilter, filters: str) -> tuple[Node, ...]:
    if not filters:
        return (Text("No jobs yet. Add one, or search without a job."),)
    search: tuple[AnyButton, ...] = ()
    if wanted.words:
        search = (Button(f"Search candidates for “{wanted.words}”", does=SearchFor(wanted.words)),)
    return (Row("No jobs match.", ("Show all jobs, or change the filter.",), buttons=search),)


def _options(choices: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(each, each) for each in choices)


def job_filter_form(choices: JobChoices, wanted: JobFilter) -> Form:
    """Search box and filters of the job list. A filter without choices is left out."""
    choosable = (
        ("department", "Department", choices.departments),
        ("place", "Location", choices.places),
        ("recruiter", "Recruiter", choices.recruiters),
    )
    values: dict[str, Value] = {
        "words": wanted.words,
        "department": wanted.department,
        "place": wanted.place,
        "status": wanted.status or "any",
        "recruiter": wanted.recruiter,
    }
    return Form(
        title="Search jobs",
        body=(),
        inputs=(
            TextInput("words", "Title or keywords", placeholder="nurse", max_length=SEARCH_BOX),
            *(Choice(name, label, _options(values)) for name, label, values in choosable if values),
            Choice(
                "status",
                "Status",
                (Option("open", "Open"), Option("closed", "Closed"), Option("any", "Open and closed")),
            ),
        ),
        submit=Button("Show", does=FilterJobs(), main=True),
        values={name: value for name, value in values.items() if value},
    )


def job_form(job_id: int = 0, *, errors: dict[str, str] | None = None, values: dict[str, Value] | None = None) -> Form:
    """The form for adding a job, for teams without an ATS, or for editing the job with this id."""
    return Form(
        title="Edit the job" if job_id else "Add a job",
        body=(),
        inputs=(
            TextInput("title", "Title", placeholder="Staff Nurse", required=True, max_length=150),
            Typeahead("place", "Place", "places", placeholder="Boston, MA", hint="City, region, country or ZIP code"),
            Toggle("remote", "Remote work possible"),
            TextInput("department", "Department", max_length=75),
            TextInput("description", "Description", multiline=True),
            TextInput("apply_url", "Apply link", placeholder="https://", max_length=500),
        ),
        submit=Button("Save", does=SaveJob(job_id), main=True) if job_id else Button("Add", does=AddJob(), main=True),
        errors=errors or {},
        values=values or {},
    )


def job_selected(job: JobView, search_id: int, *, what: str, where: str, added: bool = False) -> Card:
    """Says that the job is now current and has filled in What and Where; one click starts the search."""
    return Card(
        summary=f"{job.title} is your current job",
        body=(
            *banner(f"{job.title} was added and is your current job." if added else "", Kind.SUCCESS),
            job_bar(job, search_id),
            Facts((("What", what or "anything"), ("Where", where or "anywhere"))),
        ),
        buttons=(
            Button("Search", does=Results(search_id), main=True),
            Button("Change the search", does=OpenSearchForm(search_id)),
            Button("Start", does=OpenStart()),
        ),
        redraw=Results(search_id),
    )


def job_cleared() -> Card:
    """Says that the current job was cleared; for when there is no search to continue."""
    return Card(
        "No job selected",
        (Text("You no longer have a current job. Search without one, or select another."),),
        (
            Button("Search candidates", does=OpenSearchForm(), main=True),
            Button("Select a job", does=OpenJobs()),
        ),
    )


def selected_job_closed(job: JobView) -> Card:
    """For a member: says that their current job was closed, or that it has been reopened since."""
    if job.open:
        text = f"{job.title}, the job you selected, is open again."
        buttons = (Button("Select another job", does=OpenJobs()),)
    else:
        text = f"{job.title}, the job you selected, was closed."
        buttons = (
            Button("Select another job", does=OpenJobs(), main=True),
            Button("Search without a job", does=SearchWithoutJob()),
        )
    return Card(
        summary=text,
        body=(Notice(Kind.INFO if job.open else Kind.WARNING, text),),
        buttons=buttons,
        redraw=ShowSelectedJobClosed(),
    )
