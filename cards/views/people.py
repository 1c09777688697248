"""View data for the screens: plain values, built by `handlers/` from rows and search results.

Times are already text or whole days, so that screens need no clock.
"""

from dataclasses import dataclass, field

from cards.text import Rich
from cards.views.answers import AnswerView
from cards.views.ats import PushView
from cards.views.outreach import NO_REACH, ContactDetails, InvitationView, Reach
from cards.views.searches import SavedSearchView
from cards.views.settings import WorkspaceIdentity


@dataclass(frozen=True, slots=True)
class MemberView:
    """A person of the workspace. `role` is the value of store.roles.Role."""

    id: int
    name: str
    role: str
    email: str = ""
    outsider: bool = False


@dataclass(frozen=True, slots=True)
class JobView:
    id: int
    title: str
    place: str = ""
    department: str = ""
    recruiter: str = ""
    remote: bool = False
    open: bool = True


@dataclass(frozen=True, slots=True)
class JobDetails:
    """A job as shown on its own card. `origin`: where the job was copied from and must be edited ("Greenhouse: acme",
    "a file"); "" if it was typed in."""

    job: JobView
    description: str = ""
    apply_url: str = ""
    employment_type: str = ""
    origin: str = ""
    current: bool = False  # it is the member's current job


@dataclass(frozen=True, slots=True)
class JobFilter:
    """Filters of the job list; "" means no filter. `status` is "open", "closed" or "" for both."""

    words: str = ""
    department: str = ""
    place: str = ""
    status: str = "open"
    recruiter: str = ""


@dataclass(frozen=True, slots=True)
class JobList:
    jobs: tuple[JobView, ...]
    total: int
    page: int = 0
    page_size: int = 5
    filter: JobFilter = JobFilter()
    current_id: int | None = None


@dataclass(frozen=True, slots=True)
class JobChoices:
    """Choices in the job filter form."""

    departments: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    recruiters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skill:
    name: str
    matches: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """What the workspace did with a person; `starred` and `seen` refer to the reader alone."""

    starred: bool = False
    saved_by_others: int = 0
    contacted: str = ""  # "Ana, 3 days ago"
    interest: str = ""  # "", "interested", "not_interested", "replied", "complained"
    hidden: bool = False
    seen: bool = False
    reach: Reach = NO_REACH


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in a list. `updated_days`: whole days since the source's last update, None if unknown."""

    profile_id: int
    name: str
    headline: str = ""
    place: str = ""
    distance: str = ""  # "12 mi away"
    years: int | None = None
    skills: tuple[Skill, ...] = ()
    updated_days: int | None = None
    open_to_work: bool = False
    sources: tuple[str, ...] = ()
    state: State = State()
    also: tuple[int, ...] = ()  # the person's other profiles that this row represents
    alike: tuple[str, ...] = ()  # sources of somebody with the same name, employer and place
    matched: tuple[str, ...] = ()  # words that matched the search, in lowercase


@dataclass(frozen=True, slots=True)
class SourceTab:
    """A source's tab. `count`: the number of results, or why there is no number. `fault`: why the source failed, as a
    sentence; `may_retry`: whether a retry is free."""

    source: str  # "" is All
    label: str
    count: str | None
    selected: bool = False
    fault: str = ""
    may_retry: bool = True


@dataclass(frozen=True, slots=True)
class PriceView:
    """What showing the next `people` costs, if the source charges for each person. `price`: for example "5 of 350
    credits". `known`: how many people are already known."""

    people: int
    price: str
    known: int = 0


@dataclass(frozen=True, slots=True)
class ConnectedSource:
    """The source whose tab is open. `unexpressed`: the parts of the search that the source doesn't support. `quota`:
    what is left of the quota, as a sentence; a partner's quota is shown on its buttons instead."""

    label: str
    unexpressed: tuple[str, ...] = ()
    price: PriceView | None = None
    quota: str = ""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A clarifying question; each choice is (value, label)."""

    field: str
    text: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FaultView:
    """An error in the search input: `typed` and `position` say where."""

    field: str
    text: str
    typed: str = ""
    position: int | None = None
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DroppableFilter:
    """A filter that can be removed, and how many people would be found without it. `about`: people in several sources
    may be counted more than once."""

    key: str
    label: str
    count: int
    about: bool = False


@dataclass(frozen=True, slots=True)
class SearchView:
    """A search as shown on every card about it. `chips` show how it was understood: (key, text)."""

    id: int
    chips: tuple[tuple[str, str], ...] = ()
    job: JobView | None = None
    source: str = ""
    sort: str = "relevance"
    near: bool = False  # has a place, so people can be sorted by distance
    unsearched: tuple[str, ...] = ()  # parts of the text that can't be searched
    bare_place: str = ""  # words without "in" that were taken for the place
    current_job: JobView | None = None  # the member's, offered to a search without a job
    late: str = ""  # as in the action Results
    without: tuple[str, ...] = ()  # the workspace's own companies, if people who work there were left out


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One page of results. `first` is the position of its first person, from 0."""

    rows: tuple[PersonRow, ...]
    total: int
    first: int = 0
    shown: int = 0  # profiles that the rows represent
    page_size: int = 5
    approximate: bool = False
    tabs: tuple[SourceTab, ...] = ()
    ends: bool = False  # paging goes no further, although there may be more people
    about: bool = False  # the total is not exact: several sources may have the same people
    limit: int = 0  # the position at which paging of all sources ends, if it is this page


@dataclass(frozen=True, slots=True)
class PostView:
    title: str
    company: str
    period: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class StudyView:
    school: str
    what: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class NoteView:
    id: int
    author: str
    when: str
    text: Rich
    team: bool = True
    mine: bool = False
    edited: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class SamePersonView:
    """A possible duplicate: same name, employer and place. `candidate_id` 0: one of the two people isn't a candidate
    yet."""

    candidate_id: int
    other_id: int
    name: str
    detail: str = ""
    profile_id: int = 0


@dataclass(frozen=True, slots=True)
class CandidateView:
    """Everything the source knows about one person, and what the workspace did with them.

    `contact` is None until the contact details are unlocked, and for members who may not see them."""

    person: PersonRow
    source: str
    summary: str = ""
    experience: tuple[PostView, ...] = ()
    education: tuple[StudyView, ...] = ()
    languages: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    other: tuple[tuple[str, str], ...] = ()  # (column, value): what has no field of its own
    links: tuple[tuple[str, str], ...] = ()  # (label, address)
    profiles: tuple[tuple[int, str], ...] = ()  # all profiles of the person: (profile id, source)
    borrowed: tuple[tuple[str, str], ...] = ()  # (heading, source): sections that only another source has
    notes: tuple[NoteView, ...] = ()
    same: tuple[SamePersonView, ...] = ()
    owner: str = ""
    contact: ContactDetails | None = None
    invitations: tuple[InvitationView, ...] = ()
    replied: str = ""  # "You replied 2 min ago.", if somebody did since their last answer
    reminder: str = ""  # "1 March 2027": when the reader will be reminded of them
    resume: bool = False  # the source's resume can be opened
    pushes: tuple[PushView, ...] = ()
    may_push: bool = False  # to an ATS
    cut_off: bool = False  # the source is a partner that is no longer connected


@dataclass(frozen=True, slots=True)
class CardPosition:
    """How a candidate card was opened: the packed action that leads back, that action's button label, and the position
    in a search."""

    back_to: str
    back: str = "Back"
    position: int | None = None  # from 0; None outside a search
    total: int = 0
    job: JobView | None = None


@dataclass(frozen=True, slots=True)
class CandidateItem:
    """One row of the candidates page."""

    profile_id: int
    name: str
    headline: str = ""
    place: str = ""
    owner: str = ""
    saved_by: tuple[str, ...] = ()
    starred: bool = False
    notes: int = 0
    interest: str = ""
    job: str = ""
    contacted: str = ""  # "Ana, 3 days ago"
    contact: ContactDetails | None = None
    reach: Reach = NO_REACH


@dataclass(frozen=True, slots=True)
class CandidateFilter:
    """Filters of the candidates page. `tab` is "all", "unlocked" or "saved"; 0 and "" mean no filter."""

    tab: str = "all"
    mine: bool = False
    words: str = ""
    job_id: int = 0
    owner_id: int = 0
    job: str = ""
    owner: str = ""
    interest: str = ""  # interested, not_interested, replied, complained


@dataclass(frozen=True, slots=True)
class CandidateList:
    items: tuple[CandidateItem, ...]
    total: int
    counts: dict[str, int] = field(default_factory=dict[str, int])
    page: int = 0
    page_size: int = 5
    filter: CandidateFilter = CandidateFilter()


@dataclass(frozen=True, slots=True)
class HomeView:
    member: MemberView
    job: JobView | None = None
    search_id: int = 0  # the latest search, 0 if there is none
    search_words: str = ""
    saved: int = 0
    unlocked: int = 0
    credits: int = 0  # that the member can spend
    candidates: int = 0
    latest: tuple[CandidateItem, ...] = ()
    interest: tuple[AnswerView, ...] = ()  # the newest answers to the member's invitations
    waiting: tuple[MemberView, ...] = ()  # for admins: open access requests
    workspace: WorkspaceIdentity | None = None  # for admins, until one has confirmed it
    saved_searches: tuple[SavedSearchView, ...] = ()  # the first by name, of `saved_search_count`
    saved_search_count: int = 0
