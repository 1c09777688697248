"""The candidates page."""

from dataclasses import dataclass

from cards.actions.base import Action, typed


@dataclass(frozen=True)
class OpenCandidates(Action, verb="candidates", needs="search", reads=True):
    """The candidates page: `tab` is "all", "unlocked" or "saved"; 0 and "" mean no filter."""

    tab: str = "all"
    mine: bool = False
    words: str = ""
    job_id: int = 0
    owner_id: int = 0
    page: int = 0
    interest: str = ""  # interested, not_interested, replied


@dataclass(frozen=True)
class OpenCandidateFilter(Action, verb="candidate_filter", needs="search", opens_form=True):
    tab: str = "all"
    mine: bool = False
    words: str = ""
    job_id: int = 0
    owner_id: int = 0
    interest: str = ""


@dataclass(frozen=True)
class FilterCandidates(Action, verb="filter_candidates", needs="search"):
    """Apply the typed filters. `job` and `owner` are ids from the typeahead, or text to resolve."""

    tab: str = "all"
    mine: bool = False
    words: str = typed()
    job: str = typed()
    owner: str = typed()
    interest: str = typed()


@dataclass(frozen=True)
class ExportCandidates(Action, verb="export_candidates", needs="export"):
    """Send the list as CSV in the member's direct messages."""

    tab: str = "all"
    mine: bool = False
    words: str = ""
    job_id: int = 0
    owner_id: int = 0
    interest: str = ""
