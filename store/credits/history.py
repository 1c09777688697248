"""Credit history: by member, by day, and entry by entry. A fixed number of statements for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import case, col, func, select

from store.credits import ledger
from store.db import Read
from store.tables.core import Candidate, Member
from store.tables.outreach import CreditAccount, CreditBudget, CreditEntry, Invitation

MOST_EXPORTED = 50_000  # the most entries in an exported file: the newest


@dataclass(frozen=True, slots=True)
class Spent:
    """What a member spent in the current period, and their budget (None without one)."""

    member: Member
    credits: int
    budget: int | None


@dataclass(frozen=True, slots=True)
class Movement:
    """One entry with two names: of the member who made it, and of the invited candidate ("" once deleted)."""

    entry: CreditEntry
    member: str
    candidate: str


async def by_member(db: Read, own: CreditAccount) -> list[Spent]:
    """Members who spent something in the current period or have a budget, the biggest spender first."""
    spending = ledger.spent(own, ledger.in_period(own))
    total: ColumnElement[int] = func.sum(spending.c.credits)
    spent = select(spending.c.member_id, total.label("credits")).group_by(spending.c.member_id).subquery()
    member_credits: ColumnElement[int] = func.coalesce(spent.c.credits, 0)
    rows = (
        select(Member, member_credits, ledger.budget_credits(own))
        .outerjoin(spent, spent.c.member_id == col(Member.id))
        .outerjoin(
            CreditBudget, (col(CreditBudget.member_id) == col(Member.id)) & (col(CreditBudget.account_id) == own.id)
        )
        .where(Member.workspace_id == own.workspace_id)
        .where(spent.c.member_id.is_not(None) | col(CreditBudget.credits).is_not(None))
        .order_by(member_credits.desc(), col(Member.search_text), col(Member.id))
    )
    return [Spent(member, int(credits), budget) for member, credits, budget in await db.exec(rows)]


async def by_day(db: Read, own: CreditAccount, bounds: Sequence[datetime]) -> list[int]:
    """Credits spent between each of these moments and the next, excluding what was returned."""
    spending = ledger.spent(own, col(CreditEntry.at) >= bounds[0])
    number: ColumnElement[int] = case(*((spending.c.at < end, n) for n, end in enumerate(bounds[1:])), else_=-1)
    days = select(number.label("day"), spending.c.credits).subquery()
    total: ColumnElement[int] = func.sum(days.c.credits)
    found = await db.exec(select(days.c.day, total).group_by(days.c.day))
    spent = {int(n): int(credits) for n, credits in found}
    return [spent.get(n, 0) for n in range(len(bounds) - 1)]


async def movements(db: Read, own: CreditAccount, limit: int, *, settles: bool = False) -> list[Movement]:
    """The latest entries, newest first. Settlements do not change the balance, so they are left out unless `settles` is
    set."""
    rows = (
        select(CreditEntry, Member.name, Candidate.name)
        .outerjoin(Member, col(Member.id) == col(CreditEntry.member_id))
        .outerjoin(Invitation, col(Invitation.id) == col(CreditEntry.invitation_id))
        .outerjoin(Candidate, col(Candidate.id) == col(Invitation.candidate_id))
        .where(CreditEntry.account_id == own.id)
        .order_by(col(CreditEntry.id).desc())
        .limit(limit)
    )
    if not settles:
        rows = rows.where(CreditEntry.kind != "settle")
    found = await db.exec(rows)
    return [Movement(entry, member or "", candidate or "") for entry, member, candidate in found]
