"""Applicant tracking systems: the jobs that a company shows on its career page, and, with a key, the system itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from connectors.resumes.base import CredentialField, Document
from connectors.wire import Wire

Body = dict[str, Any]  # a validated `connectors.jobs.JobLine` as plain values


@dataclass(frozen=True, slots=True)
class BoardJobs:
    """Every job on a board, in the import format. `rejected`: how many entries could not be read; if it isn't 0, a job
    that is not among `jobs` may still be open."""

    jobs: tuple[Body, ...]
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """A company's board: the system, as a key of `boards.SYSTEMS`, and the company's name in that system. Without a
    name, it is the system itself, connected with an API key (`registry.ATSES`)."""

    system: str
    name: str


class JobBoards(Protocol):
    """Reads public job boards. Raises only `connectors.errors`; nothing blocks the event loop."""

    async def jobs(self, board: Board) -> BoardJobs:
        """All open jobs of the board. Raises Refused when there is no such board."""
        ...

    async def close(self) -> None: ...


# ── with a key ──


@dataclass(frozen=True, slots=True)
class AtsTraits:
    """What a system is and can do. `adds_jobs`: whether someone who is already in the system can be added to another
    job. `files`: whether it accepts a resume as a file. `takes_origin`: whether it stores where an added person was
    found; otherwise that goes into a note. `mistaken`: sentences that say which of its other keys people confuse with
    this one."""

    name: str  # as in JobBoard.system: "greenhouse"
    label: str  # "Greenhouse"
    key: str  # where to get the key, and what it must be allowed to do, as sentences
    credentials: tuple[CredentialField, ...]
    adds_jobs: bool = True
    files: bool = True
    takes_origin: bool = True
    mistaken: str = ""


@dataclass(frozen=True, slots=True)
class AtsPerson:
    """Someone in the system. `jobs`: the ids of the jobs that they are a candidate for. `stage`: the stage of their
    latest candidacy. `do_not_contact`: whether they are marked "do not contact"."""

    id: str
    url: str = ""
    since: datetime | None = None
    stage: str = ""
    jobs: frozenset[str] = frozenset()
    do_not_contact: bool = False


@dataclass(frozen=True, slots=True)
class NewCandidate:
    """Someone to add. `origin`: where they were found, as text. The first of `emails` is the main one."""

    name: str
    emails: tuple[str, ...]
    phones: tuple[str, ...] = ()
    headline: str = ""
    title: str = ""
    company: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    links: tuple[str, ...] = ()
    origin: str = ""

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def last_name(self) -> str:
        """The last name, for systems that require one; a dash for somebody with a single name."""
        return self.name.partition(" ")[2].strip() or "–"


class Ats(Protocol):
    """One connection to a system. Raises only `connectors.errors`; nothing blocks the event loop.

    No request that changes something is ever repeated automatically: if its outcome is unknown, it raises Uncertain."""

    wire: Wire

    @property
    def traits(self) -> AtsTraits: ...

    async def check(self) -> None:
        """Log in, and test everything that we use the key for. Raises BadCredentials, and Refused if a permission is
        missing."""
        ...

    async def jobs(self) -> BoardJobs:
        """All open jobs."""
        ...

    async def find(self, email: str) -> AtsPerson | None:
        """The person with this e-mail address; None if there is none."""
        ...

    async def create(self, new: NewCandidate, job_id: str) -> AtsPerson:
        """Add someone as a candidate for a job. Doesn't check whether they are already in the system: `find` does."""
        ...

    async def add_job(self, person: AtsPerson, job_id: str) -> None:
        """Make someone who is already in the system a candidate for another job. Call this only if
        `traits.adds_jobs`."""
        ...

    async def add_note(self, person: AtsPerson, words: str) -> None: ...

    async def add_resume(self, person: AtsPerson, file: Document) -> None:
        """Attach a resume to a person. Call this only if `traits.files`."""
        ...

    async def close(self) -> None: ...


_MARKS = ("do not contact", "don't contact", "don’t contact", "do not email", "do not e mail")


def marked_do_not_contact(words: list[str]) -> bool:
    """Whether one of a person's tags, or the reason why they were archived, says not to contact them."""
    for each in words:
        folded = " ".join(each.casefold().replace("-", " ").replace("_", " ").split())
        if folded == "dnc" or any(mark in folded for mark in _MARKS):
            return True
    return False
