"""View data for a partner's candidates, whose contact details are paid for under the workspace's own contract."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class LockedView:
    """Contact details that only the source has. `profile_id`: the source's profile, which may differ from the one that
    the card shows. For `state`, see store/sources/reveals.py.

    `usable`: the reader has a connection to the source. `sold`: the source gives out contact details at all; if not,
    `link` is the person's page at the source."""

    profile_id: int
    source: str  # "Dice"
    unit: str = ""  # what unlocking uses up: "view"; "" if nothing
    left: int | None = None
    state: Literal["locked", "asked", "failed", "unknown"] = "locked"
    reason: str = ""
    usable: bool = True
    sold: bool = True
    link: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """How a person can be contacted: by e-mail, or by unlocking the contact details at their source (`unlocks`).
    `price`: for example "1 credit", "1 of 37 views" or "already unlocked"."""

    profile_id: int
    source: str  # "Dice"
    price: str
    unlocks: bool = False


@dataclass(frozen=True, slots=True)
class UnlockView:
    """What unlocking a person costs and gives. `free_again_days`: the number of days before the source charges for the
    same person again."""

    name: str
    locked: LockedView
    back_to: str = ""
    resets: str = ""  # when the contract resets, in the source's words
    email: bool = True
    phone: bool = True
    free_again_days: int = 0
    ways: tuple[Way, ...] = ()  # all, if there are others
    warnings: tuple[str, ...] = ()
