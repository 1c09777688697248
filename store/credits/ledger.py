"""A credit account and its entries: the row is taken, its periods are begun, it is moved and the movement written.

Balance and entries move in one transaction, by an UPDATE that refuses what would go below nothing. Whoever takes the
row has it until the end of the write, and begins the periods whose time has come first: so a month is exact to the
moment, whether the job that begins it (bot/workers/credit_resets.py) was quick or did not run at all.
"""

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

DEFAULT_ALLOWANCE = 100  # a month, until an admin says otherwise
LONGEST_REASON = 300  # characters
BACK = ("release", "refund")


async def taken(db: Write, workspace_id: int, source: str, now: datetime) -> CreditAccount:
    """The workspace's account for the source, made when it is missing, its periods begun. It is this write's until its
    end, and what was read of it before may be old."""
    one = select(CreditAccount.id).where(CreditAccount.workspace_id == workspace_id, CreditAccount.source == source)
    found = await take(db, one, now)
    if found is not None:
        return found
    new = CreditAccount(workspace_id=workspace_id, source=source, allowance=DEFAULT_ALLOWANCE, updated_at=now)
    await insert_new(db, CreditAccount, [new.model_dump(exclude={"id"})])
    found = await take(db, one, now)
    if found is None:
        raise RuntimeError("an account that was made is not there")
    return found


async def take(db: Write, which: SelectOfScalar[int], now: datetime) -> CreditAccount | None:
    """The account whose id the query gives, as `taken` gives it."""
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
    """A reset for each period that began since the last one. The first of them moves the balance to the allowance, any
    others of a long absence leave it there."""
    if own.period:
        period = date.fromisoformat(own.period)
        begun = periods.due(period, now, own.reset_day, zone)
    else:
        begun = [periods.current(now, own.reset_day, zone)]
    for period in begun:
        amount = own.allowance - own.balance
        await move(db, own, now, balance=amount, period=period.isoformat(), lowest_level_notified=100)
        await write(db, own, "reset", amount, own.allowance, reset_key(period), now)
    next_reset_at = _next_reset(own, zone)
    if own.next_reset_at != next_reset_at:
        own.next_reset_at = next_reset_at
        await db.flush()


def _next_reset(own: CreditAccount, zone: ZoneInfo) -> datetime:
    return periods.begins(periods.following(date.fromisoformat(own.period), own.reset_day), zone)


def needs_care(own: CreditAccount, workspace_zone: str, now: datetime) -> bool:
    """Whether taking the account would change it: a reset is due, or the next one is another than is kept."""
    next_reset_at = _next_reset(own, time_zones.zone(own.time_zone or workspace_zone))
    return next_reset_at <= now or next_reset_at != own.next_reset_at


async def move(db: Write, own: CreditAccount, now: datetime, *, balance: int = 0, held: int = 0, **more: Any) -> bool:
    """Move the account by these credits; False when there are too few, and then nothing moved."""
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


async def write(
    db: Write,
    own: CreditAccount,
    kind: str,
    amount: int,
    credits: int,
    key: str,
    now: datetime,
    *,
    member_id: int | None = None,
    invitation_id: int | None = None,
    reason: str = "",
) -> CreditEntry:
    """The entry that tells a movement. The database refuses a key that the account has already."""
    entry = CreditEntry(
        workspace_id=own.workspace_id,
        account_id=own.id,
        kind=kind,
        amount=amount,
        credits=credits,
        key=key,
        member_id=member_id,
        invitation_id=invitation_id,
        reason=clean(reason).strip()[:LONGEST_REASON],
        at=now,
    )
    db.add(entry)
    await db.flush()
    return entry


async def of_key(db: Read, own: CreditAccount, key: str) -> CreditEntry | None:
    """The account's entry of that key."""
    one = select(CreditEntry).where(CreditEntry.account_id == own.id, CreditEntry.key == key)
    return (await db.exec(one)).one_or_none()


def reset_key(period: date) -> str:
    """One reset a calendar month, whatever day it is on: the key is what makes sure of it."""
    return f"reset:{period:%Y-%m}"


def opening(own: CreditAccount) -> Any:
    """The id of the entry that began the current period. Those of its movements are higher, because the entries of an
    account are written one after the other: no clocks are compared."""
    key = reset_key(date.fromisoformat(own.period))
    return select(CreditEntry.id).where(CreditEntry.account_id == own.id, CreditEntry.key == key).scalar_subquery()


def in_period(own: CreditAccount) -> ColumnElement[bool]:
    """Whether an entry is of the current period."""
    return col(CreditEntry.id) > opening(own)


def spent(own: CreditAccount, since: ColumnElement[bool]) -> Subquery:
    """What was held and not given back, of the entries `since`: a row for each invitation, of member_id, at and
    credits. A hold is given back by a later entry, so that those before need not be looked at."""
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


async def budget(db: Read, own: CreditAccount, member_id: int, *, spent_anyway: bool = False) -> tuple[int | None, int]:
    """The member's budget for a period, and what they spent in this one. Without a budget it is None, and what was
    spent is 0, because nothing is added up then, unless it is asked for `spent_anyway`."""
    given = (
        select(CreditBudget.credits)
        .where(CreditBudget.account_id == own.id, CreditBudget.member_id == member_id)
        .scalar_subquery()
    )
    theirs = spent(own, in_period(own) & (col(CreditEntry.member_id) == member_id))
    added_up = select(func.coalesce(func.sum(theirs.c.credits), 0)).scalar_subquery()
    if not spent_anyway:
        added_up = case((given.is_not(None), added_up), else_=0)
    return (await db.exec(select(given, added_up))).one()
