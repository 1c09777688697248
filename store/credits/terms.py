"""Admins' decisions about credits: the allowance and its reset day, budgets, grants. All are audited."""

from datetime import datetime

from sqlmodel import case, col, delete, update

from store import audit, time_zones
from store.credits import ledger, periods
from store.credits.ledger import Posting
from store.db import Write
from store.errors import Refusal
from store.members import members
from store.roles import May, allows
from store.tables.core import Member
from store.tables.outreach import INTERNET, CreditAccount, CreditBudget, CreditEntry
from store.upserts import upsert

MOST = 1_000_000  # the most credits in an allowance, a budget or a grant


def only_admins(by: Member) -> None:
    """Raises Refusal for anyone but admins."""
    if not allows(by.role, May.ADMINISTER):
        raise Refusal("Only an admin can change this.")


async def set_terms(
    db: Write, by: Member, allowance: int, reset_day: int, time_zone: str, now: datetime, source: str = INTERNET
) -> CreditAccount:
    """Set the allowance, effective from the next reset, and the day and zone of resets; "" is the workspace's zone.

    Each calendar month has one reset: if this month had none and its new day has passed, it happens at once.
    Raises Refusal."""
    only_admins(by)
    if (
        not 0 <= allowance <= MOST
        or reset_day not in periods.DAYS
        or (time_zone and time_zone not in time_zones.names())
    ):
        raise Refusal("Choose an allowance, a day from 1 to 31, and a time zone from the list.")
    own = await ledger.taken(db, by.workspace_id, source, now)
    changed = {
        name: value
        for name, value in (("allowance", allowance), ("reset_day", reset_day), ("time_zone", time_zone))
        if getattr(own, name) != value
    }
    if not changed:
        return own
    for name, value in changed.items():
        setattr(own, name, value)
    own.updated_at = now
    await db.flush()
    await audit.add(db, by.workspace_id, by.id, "credit_terms", {"account": own.id, **changed}, now)
    return await ledger.taken(db, by.workspace_id, source, now)


async def set_budget(
    db: Write, by: Member, member_id: int, credits: int | None, now: datetime, source: str = INTERNET
) -> Member:
    """Set the most that a member may spend in a period; None: limited only by the balance. A new budget also replaces
    what was granted on top of the former one. Returns the member.

    Raises Refusal, and Gone for another workspace's member."""
    only_admins(by)
    if credits is not None and not 0 <= credits <= MOST:
        raise Refusal(f"A budget must be from 0 to {MOST:,} credits.")
    member = await members.get(db, by.workspace_id, member_id)
    own = await ledger.taken(db, by.workspace_id, source, now)
    if credits is None:
        theirs = (col(CreditBudget.account_id) == own.id, col(CreditBudget.member_id) == member.id)
        await db.exec(delete(CreditBudget).where(*theirs))
    else:
        row = {"workspace_id": own.workspace_id, "account_id": own.id, "member_id": member.id, "credits": credits}
        row |= {"extra": 0, "extra_period": ""}
        await upsert(
            db, CreditBudget, [row], by=("account_id", "member_id"), change=("credits", "extra", "extra_period")
        )
    about = {"account": own.id, "member": member.id, "credits": credits}
    await audit.add(db, by.workspace_id, by.id, "credit_budget", about, now)
    return member


async def grant(
    db: Write, by: Member, credits: int, reason: str, key: str, now: datetime, source: str = INTERNET
) -> CreditEntry:
    """Grant credits on top of the allowance, once per `key`: a repeat returns the first entry. The reason is optional.
    Raises Refusal."""
    only_admins(by)
    if not 1 <= credits <= MOST:
        raise Refusal(f"A grant must be from 1 to {MOST:,} credits.")
    own = await ledger.taken(db, by.workspace_id, source, now)
    done = await ledger.of_key(db, own, key)
    if done is not None:
        return done
    await ledger.move(db, own, now, balance=credits)
    entry = await ledger.write(db, own, Posting("grant", credits, credits, key, by.id, reason=reason), now)
    await audit.add(db, by.workspace_id, by.id, "credit_grant", {"account": own.id, "entry": entry.id}, now)
    return entry


async def raise_budget(db: Write, by: Member, account_id: int, member_id: int, credits: int, now: datetime) -> None:
    """Let the member spend this many more credits in the account's current period. Does nothing for a member without a
    budget."""
    only_admins(by)
    own = await db.get_one(CreditAccount, account_id)  # the caller has locked the account
    raised = (
        update(CreditBudget)
        .where(col(CreditBudget.account_id) == own.id, col(CreditBudget.member_id) == member_id)
        .where(col(CreditBudget.workspace_id) == by.workspace_id)
        .values(
            extra=case((col(CreditBudget.extra_period) == own.period, col(CreditBudget.extra)), else_=0) + credits,
            extra_period=own.period,
        )
    )
    if (await db.exec(raised)).rowcount:
        about = {"account": own.id, "member": member_id, "extra": credits}
        await audit.add(db, by.workspace_id, by.id, "credit_budget", about, now)
