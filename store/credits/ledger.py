"""Credit accounts and their entries: an account is locked, its due periods begin, and each movement writes an entry.

Balance and entries change in one transaction, by an UPDATE that refuses to go below zero. Locking an account begins
its due periods first, so a month starts at the exact moment even if its job (bot/workers/credit_resets.py) runs late
or not at all.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Subquery
from sqlmodel import case, col, func, select, update
from sqlmodel.sql.expression import SelectOfScalar

from store import time_zones
from store.credits import periods
from store.db import Read, Write
from store.tables.core import Workspace
from store.tables.outreach import CreditAccount, CreditBudget, CreditEntry
from store.text import clean
from store.upserts import insert_new

DEFAULT_ALLOWANCE = 100  # a month, until an admin changes it
LONGEST_REASON = 300  # characters
BACK = ("release", "refund")


async def taken(db: Write, workspace_id: int, source: str, now: datetime) -> CreditAccount:
    """The workspace's account for the source, created if missing, after starting any credit periods that are due. It is
    locked until the end of the write; anything read from it before may be outdated."""
    one = select(CreditAccount.id).where(CreditAccount.workspace_id == workspace_id, CreditAccount.source == source)
    found = await take(db, one, now)
    if found is not None:
        return found
    new = CreditAccount(workspace_id=workspace_id, source=source, allowance=DEFAULT_ALLOWANCE, updated_at=now)
    await insert_new(db, CreditAccount, [new.model_dump(exclude={"id"})])
    found = await take(db, one, now)
    if found is None:
        raise RuntimeError("a credit account that was just created is missing")
    return found


async def take(db: Write, which: SelectOfScalar[int], now: datetime) -> CreditAccount | None:
    """The account whose id the query selects, locked and with its due periods begun (see `taken`); None if missing."""
    row = (
        select(CreditAccount, Workspace.time_zone)
        .join(Workspace, col(Workspace.id) == col(CreditAccount.workspace_id))
        .where(col(CreditAccount.id).in_(which))
        .with_for_update(of=CreditAccount)
        .execution_options(populate_existing=True)
    )
    found = (await db.exec(row)).one_or_none()
    if found is None:
        return None
    own, zone = found
    await _begin_periods(db, own, time_zones.zone(own.time_zone or zone), now)
    return own


async def _begin_periods(db: Write, own: CreditAccount, zone: ZoneInfo, now: datetime) -> None:
    """Apply one reset for each period that began since the last reset. The first one sets the balance to the allowance;
    any further ones, after a long gap, leave it there."""
    if own.period:
        period = date.fromisoformat(own.period)
        begun = periods.due(period, now, own.reset_day, zone)
    else:
        begun = [periods.current(now, own.reset_day, zone)]
    for period in begun:
        amount = own.allowance - own.balance
        await move(db, own, now, balance=amount, period=period.isoformat(), lowest_level_notified=100)
        await write(db, own, Posting("reset", amount, own.allowance, reset_key(period)), now)
    next_reset_at = _next_reset(own, zone)
    if own.next_reset_at != next_reset_at:
        own.next_reset_at = next_reset_at
        await db.flush()


def _next_reset(own: CreditAccount, zone: ZoneInfo) -> datetime:
    return periods.begins(periods.following(date.fromisoformat(own.period), own.reset_day), zone)


def needs_care(own: CreditAccount, workspace_zone: str, now: datetime) -> bool:
    """Whether locking the account would change it: a reset is due, or the stored next reset is wrong."""
    next_reset_at = _next_reset(own, time_zones.zone(own.time_zone or workspace_zone))
    return next_reset_at <= now or next_reset_at != own.next_reset_at


async def move(db: Write, own: CreditAccount, now: datetime, *, balance: int = 0, held: int = 0, **more: Any) -> bool:
    """Change the account by these credits; False, and no change, when there are too few."""
    moved = (
        update(CreditAccount)
        .where(col(CreditAccount.id) == own.id)
        .where(col(CreditAccount.balance) + balance >= 0, col(CreditAccount.held) + held >= 0)
        .values(balance=col(CreditAccount.balance) + balance, held=col(CreditAccount.held) + held)
        .values(updated_at=now, **more)
        .returning(CreditAccount)
        .execution_options(populate_existing=True)
    )
    return (await db.exec(moved)).scalars().one_or_none() is not None


@dataclass(frozen=True, slots=True)
class Posting:
    """A movement to record. `amount`: what it adds to the balance; `credits`: how many it concerns."""

    kind: str
    amount: int
    credits: int
    key: str
    member_id: int | None = None
    invitation_id: int | None = None
    reason: str = ""


async def write(db: Write, own: CreditAccount, posting: Posting, now: datetime) -> CreditEntry:
    """Write the ledger entry for a movement. The database refuses a key that the account already has."""
    entry = CreditEntry(
        workspace_id=own.workspace_id,
        account_id=own.id,
        kind=posting.kind,
        amount=posting.amount,
        credits=posting.credits,
        key=posting.key,
        member_id=posting.member_id,
        invitation_id=posting.invitation_id,
        reason=clean(posting.reason).strip()[:LONGEST_REASON],
        at=now,
    )
    db.add(entry)
    await db.flush()
    return entry


async def of_key(db: Read, own: CreditAccount, key: str) -> CreditEntry | None:
    """The account's entry with that key."""
    one = select(CreditEntry).where(CreditEntry.account_id == own.id, CreditEntry.key == key)
    return (await db.exec(one)).one_or_none()


def reset_key(period: date) -> str:
    """The key for a reset. It guarantees one reset per calendar month, whatever its day."""
    return f"reset:{period:%Y-%m}"


def opening(own: CreditAccount) -> Any:
    """The id of the entry that began the current period. Later movements have higher ids, because an account's entries
    are written one after the other; no clocks are compared."""
    key = reset_key(date.fromisoformat(own.period))
    return select(CreditEntry.id).where(CreditEntry.account_id == own.id, CreditEntry.key == key).scalar_subquery()


def in_period(own: CreditAccount) -> ColumnElement[bool]:
    """Whether an entry belongs to the current period."""
    return col(CreditEntry.id) > opening(own)


def spent(own: CreditAccount, since: ColumnElement[bool]) -> Subquery:
    """What was held but not returned, among the entries that match `since`: a row for each invitation, with member_id,
    at and credits. The entry that returns a hold comes after it, so earlier entries need not be read."""
    kind, number = col(CreditEntry.kind), col(CreditEntry.credits)
    held: ColumnElement[int] = func.sum(case((kind == "hold", number), else_=0))
    back: ColumnElement[int] = func.sum(case((kind.in_(BACK), number), else_=0))
    return (
        select(CreditEntry.member_id, func.min(CreditEntry.at).label("at"), held.label("credits"))
        .where(CreditEntry.account_id == own.id, since, col(CreditEntry.invitation_id).is_not(None))
        .group_by(col(CreditEntry.invitation_id), col(CreditEntry.member_id))
        .having(held > back)
        .subquery()
    )


def budget_credits(own: CreditAccount) -> ColumnElement[int]:
    """What a stored budget allows in the current period, including what was granted on top of it."""
    granted: ColumnElement[int] = case((col(CreditBudget.extra_period) == own.period, col(CreditBudget.extra)), else_=0)
    return col(CreditBudget.credits) + granted


async def budget(db: Read, own: CreditAccount, member_id: int, *, spent_anyway: bool = False) -> tuple[int | None, int]:
    """The member's budget in this period, and what they have spent in it. Without a budget, the first is None, and the
    second is 0 unless `spent_anyway`, because spending is not added up."""
    given = (
        select(budget_credits(own))
        .where(CreditBudget.account_id == own.id, CreditBudget.member_id == member_id)
        .scalar_subquery()
    )
    theirs = spent(own, in_period(own) & (col(CreditEntry.member_id) == member_id))
    added_up = select(func.coalesce(func.sum(theirs.c.credits), 0)).scalar_subquery()
    if not spent_anyway:
        added_up = case((given.is_not(None), added_up), else_=0)
    return (await db.exec(select(given, added_up))).one()
