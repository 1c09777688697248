"""View data for applicant tracking systems."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class PushView:
    """A push to one ATS. `since`: the day since which the candidate is known to be in the ATS, "" if they aren't in it;
    `url`: the candidate's page in the ATS. `state`: see store/ats/pushes.py; `reason`: why it failed, or what is
    uncertain."""

    ats: str  # "Greenhouse"
    state: Literal["asked", "pushed", "failed", "unknown"]
    since: str = ""  # "3 May 2026"
    url: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NoteChoice:
    """A note that can be included in the push."""

    id: int
    label: str
    detail: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class PushFormView:
    """What can be pushed. `atses`: the names of the connected ATSes; `pushes`: earlier pushes; `asked`: the number of
    push attempts so far."""

    profile_id: int
    name: str
    back_to: str
    atses: tuple[str, ...]
    email: str  # the main address; "" if the reader may not see it
    notes: tuple[NoteChoice, ...] = ()
    resume: bool = False
    pushes: tuple[PushView, ...] = ()
    asked: int = 0
