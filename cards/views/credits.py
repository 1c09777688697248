"""View data for the credit screens: plain values, built by `handlers/`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpentView:
    """What a member has spent since the last reset. `budget`: None if the member has no budget."""

    member_id: int
    name: str
    credits: int
    budget: int | None = None


@dataclass(frozen=True, slots=True)
class MovementView:
    """`amount` is the change in the balance; `text` says who did what."""

    amount: int
    text: str
    when: str


@dataclass(frozen=True, slots=True)
class CreditRequestView:
    """A request for credits and its answer: "" (open), "granted" or "refused". `budget`: the member's budget in this
    period; None if there is no budget."""

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
    draft_id: int | None = None  # the unsent invitation that the credits are for; 0: one to several people


@dataclass(frozen=True, slots=True)
class CreditsView:
    """A workspace's account. `resets` and `since` are formatted dates in the account's time zone."""

    balance: int
    held: int
    allowance: int
    resets: str
    since: str
    reset_day: int = 1
    zone: str = ""  # the account's own; "": the workspace's
    workspace_zone: str = "UTC"
    admin: bool = False
    own_spent: int = 0
    own_budget: int | None = None
    members: tuple[SpentView, ...] = ()
    movements: tuple[MovementView, ...] = ()
    days: tuple[tuple[str, int], ...] = ()  # (day, credits spent) for the last days
    waiting: tuple[CreditRequestView, ...] = ()  # unanswered requests
