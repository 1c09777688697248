"""View data for saved searches and last searches: plain values, built by `handlers/`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedSearchView:
    """`words`: the search as text; "" for everyone. `when`: "Every day at 9 AM"; "" without messages. `job`: its title;
    "" without one."""

    id: int
    name: str
    words: str = ""
    when: str = ""
    muted: bool = False
    job: str = ""
    job_open: bool = True


@dataclass(frozen=True, slots=True)
class SavedSearchList:
    """One page, from position `first` of `total`."""

    items: tuple[SavedSearchView, ...] = ()
    total: int = 0
    first: int = 0
    page_size: int = 5


@dataclass(frozen=True, slots=True)
class LastSearchView:
    search_id: int
    words: str = ""
    job: str = ""
    ago: str = ""


@dataclass(frozen=True, slots=True)
class DigestView:
    """`total`: the people found; `stored` of them are listed. `silent`: labels of sources that did not answer."""

    id: int
    search: SavedSearchView
    total: int
    stored: int
    first: int = 0
    page_size: int = 5
    silent: str = ""
