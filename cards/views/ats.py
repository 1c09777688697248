"""View data for applicant tracking systems."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class PushView:
    """A push to one ATS. `since`: when the candidate is known to be there, "" if they aren't; `url`: their page there.
    `state`: as in store/ats/pushes.py; `reason`: why it failed, or what is uncertain."""

    ats: str  # "Greenhouse"
    state: Literal["asked", "pushed", "failed", "unknown"]
    since: str = ""  # "3 May 2026"
    url: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NoteChoice:
    """A note that may go along."""

    id: int
    label: str
    detail: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class PushFormView:
    """What can be pushed. `atses`: the names of the connected ones; `pushes`: earlier ones; `asked`: how often ATSes
    were asked."""

    profile_id: int
    name: str
    back_to: str
    atses: tuple[str, ...]
    email: str  # the main one; "" if the reader may not see it
    notes: tuple[NoteChoice, ...] = ()
    resume: bool = False
    pushes: tuple[PushView, ...] = ()
    asked: int = 0
