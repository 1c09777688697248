"""What the screens of credits are drawn from: plain values, made by `handlers/`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpentView:
    """What a member spent since the last reset. `budget` is None without one."""

    member_id: int
    name: str
    credits: int
    budget: int | None = None


@dataclass(frozen=True, slots=True)
class MovementView:
    """`amount` is what it did to the balance; `words` say who did what, `when` when."""

    amount: int
    text: str
    when: str


@dataclass(frozen=True, slots=True)
class CreditRequestView:
    """Who asks for how many, and what was answered. `answer` is "", "granted" or "refused"."""

    id: int
    name: str
    credits: int
    reason: str = ""
    balance: int = 0
    member_id: int = 0
    spent: int = 0
    budget: int | None = None
    answer: str = ""
    by: str = ""
    granted: int = 0


@dataclass(frozen=True, slots=True)
class CreditsView:
    """A workspace's account. `resets` and `since` are days in words, in the account's time zone."""

    balance: int
    held: int
    allowance: int
    resets: str
    since: str
    reset_day: int = 1
    zone: str = ""  # its own; "": the workspace's
    workspace_zone: str = "UTC"
    admin: bool = False
    own_spent: int = 0
    own_budget: int | None = None
    members: tuple[SpentView, ...] = ()
    movements: tuple[MovementView, ...] = ()
    days: tuple[tuple[str, int], ...] = ()  # credits spent on each of the last days
    waiting: tuple[CreditRequestView, ...] = ()  # requests that nobody answered
