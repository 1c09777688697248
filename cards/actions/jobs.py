"""Jobs: choosing the open role that a search is for."""

from dataclasses import dataclass

from cards.actions.base import Action, typed


@dataclass(frozen=True)
class OpenJobs(Action, verb="jobs", needs="search", reads=True):
    """The job list with filters; "" means no filter."""

    words: str = ""
    department: str = ""
    place: str = ""
    status: str = "open"
    recruiter: str = ""
    page: int = 0


@dataclass(frozen=True)
class OpenJobFilter(Action, verb="job_filter", needs="search", opens_form=True):
    words: str = ""
    department: str = ""
    place: str = ""
    status: str = "open"
    recruiter: str = ""


@dataclass(frozen=True)
class FilterJobs(Action, verb="filter_jobs", needs="search"):
    words: str = typed()
    department: str = typed()
    place: str = typed()
    status: str = typed()
    recruiter: str = typed()


@dataclass(frozen=True)
class SelectJob(Action, verb="select_job", needs="search"):
    """The job becomes the member's current one and fills What and Where."""

    job_id: int


@dataclass(frozen=True)
class SearchWithoutJob(Action, verb="search_without_job", needs="search", opens_form=True):
    """Clear the current job and open the search form."""


@dataclass(frozen=True)
class ClearJob(Action, verb="clear_job", needs="search"):
    """Clear the current job; the given search continues without it."""

    search_id: int = 0


@dataclass(frozen=True)
class ChangeJob(Action, verb="change_job", needs="search"):
    """The job list, with *Clear job* for the search it was opened from."""

    search_id: int = 0


@dataclass(frozen=True)
class UseForJob(Action, verb="use_for_job", needs="search"):
    """Attach the search to the job; its words stay the same."""

    search_id: int
    job_id: int
    source: str = ""


@dataclass(frozen=True)
class OpenJobForm(Action, verb="job_form", needs="search", opens_form=True):
    pass


@dataclass(frozen=True)
class AddJob(Action, verb="add_job", needs="search"):
    title: str = typed()
    place: str = typed()
    department: str = typed()
    description: str = typed()
    apply_url: str = typed()
    remote: bool = typed(False)


@dataclass(frozen=True)
class OpenJob(Action, verb="job", needs="search", reads=True):
    """The card of one job."""

    job_id: int


@dataclass(frozen=True)
class EditJob(Action, verb="edit_job", needs="search", opens_form=True):
    job_id: int


@dataclass(frozen=True)
class SaveJob(Action, verb="save_job", needs="search"):
    job_id: int
    title: str = typed()
    place: str = typed()
    department: str = typed()
    description: str = typed()
    apply_url: str = typed()
    remote: bool = typed(False)


@dataclass(frozen=True)
class CloseJob(Action, verb="close_job", needs="search"):
    """Close the job, which pauses its unsent messages."""

    job_id: int


@dataclass(frozen=True)
class ReopenJob(Action, verb="reopen_job", needs="search"):
    job_id: int


@dataclass(frozen=True)
class DeleteJob(Action, verb="delete_job", needs="search"):
    """Delete a job, if no invitation refers to it."""

    job_id: int


@dataclass(frozen=True)
class ShowSelectedJobClosed(Action, verb="selected_job_closed", needs="search", reads=True):
    """The notification that the member's current job was closed."""
