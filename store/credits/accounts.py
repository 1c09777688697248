"""Credits: the price of an invitation is held, then settled or returned, each once (see store/credits/ledger.py)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlmodel import col, func, select

from store.chat import notifications
from store.credits import ledger, periods
from store.credits.ledger import DEFAULT_ALLOWANCE, Posting
from store.db import Read, Write
from store.errors import Refusal
from store.members import members
from store.tables.core import Member, Workspace
from store.tables.outreach import INTERNET, CreditAccount, CreditBudget, CreditEntry

LOW = 20  # percent of the allowance at which admins are notified


class NotEnoughCredits(Refusal):
    """The balance is lower than the price."""

    def __init__(self, balance: int, credits: int, next_reset_at: datetime | None) -> None:
        left = f"Only {_counted(balance)} left, but this costs {credits:,}." if balance else "No credits are left."
        super().__init__(f"{left} Ask for credits, or wait until they are reset.")
        self.balance = balance
        self.next_reset_at = next_reset_at


class OverBudget(Refusal):
    """The member's budget for this period is too low."""

    def __init__(self, budget: int, spent: int) -> None:
        super().__init__(f"You have spent {spent:,} of your budget of {_counted(budget)} this month. Ask for credits.")
        self.budget = budget
        self.spent = spent


def _counted(credits: int) -> str:
    return f"{credits:,} {'credit' if credits == 1 else 'credits'}"


@dataclass(frozen=True, slots=True)
class Spendable:
    """What a member may spend. `budget` and `budget_left` are None without a budget."""

    balance: int
    budget: int | None
    budget_left: int | None
    next_reset_at: datetime | None

    @property
    def credits(self) -> int:
        """The most that the member may spend now."""
        return self.balance if self.budget_left is None else min(self.balance, self.budget_left)


async def account(db: Write, workspace_id: int, now: datetime, source: str = INTERNET) -> CreditAccount:
    """The workspace's account for the source, created if missing, with due resets applied. It is locked until the end
    of the write."""
    return await ledger.taken(db, workspace_id, source, now)


async def look(db: Read, workspace_id: int, source: str = INTERNET) -> CreditAccount | None:
    """The account, without locking it or applying resets; None if it was never created."""
    one = (CreditAccount.workspace_id == workspace_id, CreditAccount.source == source)
    return (await db.exec(select(CreditAccount).where(*one))).one_or_none()


def preview(workspace_id: int, zone: ZoneInfo, now: datetime, source: str = INTERNET) -> CreditAccount:
    """The account as it would be created now, for display only; not stored."""
    period = periods.current(now, 1, zone)
    return CreditAccount(
        id=0,
        workspace_id=workspace_id,
        source=source,
        balance=DEFAULT_ALLOWANCE,
        allowance=DEFAULT_ALLOWANCE,
        period=period.isoformat(),
        next_reset_at=periods.begins(periods.following(period, 1), zone),
        updated_at=now,
    )


async def budget_of(db: Read, own: CreditAccount, member_id: int) -> tuple[int | None, int]:
    """A member's budget in this period (None without one), and what they have spent in it."""
    return await ledger.budget(db, own, member_id, spent_anyway=True)


async def monthly_budget(db: Read, own: CreditAccount, member_id: int) -> int | None:
    """A member's budget for every period, without what was granted on top of it in this one; None without a budget."""
    given = select(CreditBudget.credits).where(CreditBudget.account_id == own.id, CreditBudget.member_id == member_id)
    return (await db.exec(given)).one_or_none()


async def spendable(db: Read, by: Member, source: str = INTERNET) -> Spendable:
    """What the member may spend now; resets are not applied. At most two statements."""
    own = await look(db, by.workspace_id, source)
    if own is None:
        return Spendable(DEFAULT_ALLOWANCE, None, None, None)
    budget, spent = await ledger.budget(db, own, by.id)
    return Spendable(own.balance, budget, None if budget is None else max(0, budget - spent), own.next_reset_at)


async def hold(
    db: Write, by: Member, invitation_id: int, credits: int, now: datetime, source: str = INTERNET
) -> CreditEntry:
    """Hold credits for an invitation, once per invitation, no matter how many times this is called.

    Raises NotEnoughCredits, OverBudget, and Refusal for an invitation whose credit was returned."""
    if credits < 1:
        raise ValueError("an invitation holds at least one credit")
    own = await account(db, by.workspace_id, now, source)
    before = await _entries(db, by.workspace_id, invitation_id)
    if before.keys() & set(ledger.BACK):
        raise Refusal("The credit for this invitation was returned. Write a new invitation.")
    if "hold" in before:
        return before["hold"]
    budget, spent = await ledger.budget(db, own, by.id)
    if budget is not None and spent + credits > budget:
        raise OverBudget(budget, spent)
    if not await ledger.move(db, own, now, balance=-credits, held=credits):
        raise NotEnoughCredits(own.balance, credits, own.next_reset_at)
    posting = Posting("hold", -credits, credits, f"hold:{invitation_id}", by.id, invitation_id)
    entry = await ledger.write(db, own, posting, now)
    if own.source == INTERNET:
        await _notify_low(db, own, now)
    return entry


async def settle(db: Write, workspace_id: int, invitation_id: int, now: datetime) -> None:
    """The invitation was sent: spend what it held. Does nothing without a hold, or when repeated."""
    own, before = await _of_invitation(db, workspace_id, invitation_id, now)
    if own is not None and before.keys() == {"hold"}:
        await _close(db, own, before["hold"], "settle", "", now)


async def settle_all(db: Write, workspace_id: int, invitation_ids: Collection[int], now: datetime) -> None:
    """Like `settle`, for several, in a fixed number of statements for each account that they are paid from.

    The caller has locked their invitations, so that none is settled or returned in the meantime."""
    of_them = (CreditEntry.workspace_id == workspace_id, col(CreditEntry.invitation_id).in_(invitation_ids))
    entries = (await db.exec(select(CreditEntry).where(*of_them))).all()
    closed = {entry.invitation_id for entry in entries if entry.kind != "hold"}
    holds = [entry for entry in entries if entry.invitation_id not in closed]
    for account_id in sorted({hold.account_id for hold in holds}):
        own = await ledger.take(db, select(CreditAccount.id).where(CreditAccount.id == account_id), now)
        theirs = [hold for hold in holds if hold.account_id == account_id]
        if own is None or not await ledger.move(db, own, now, held=-sum(hold.credits for hold in theirs)):
            raise RuntimeError("the account holds less than its entries say")
        spent = {"kind": "settle", "amount": 0, "reason": "", "at": now}
        rows = [{**hold.model_dump(exclude={"id"}), **spent, "key": f"settle:{hold.invitation_id}"} for hold in theirs]
        await (await db.connection()).execute(insert(CreditEntry), rows)


async def release(db: Write, workspace_id: int, invitation_id: int, reason: str, now: datetime) -> None:
    """The invitation will not be sent: release what it held, in the current period. Does nothing without a hold, after
    it was spent, or when repeated."""
    own, before = await _of_invitation(db, workspace_id, invitation_id, now)
    if own is not None and before.keys() == {"hold"}:
        await _close(db, own, before["hold"], "release", reason, now)


async def refund(db: Write, workspace_id: int, invitation_id: int, reason: str, now: datetime) -> None:
    """The invitation was sent but did not arrive: return its credits, in the current period.

    If they are still held (it bounced before it was known to have been sent), they are released: settling them later
    spends nothing. Does nothing without a hold, or when repeated."""
    own, before = await _of_invitation(db, workspace_id, invitation_id, now)
    if own is not None and before and not before.keys() & set(ledger.BACK):
        await _close(db, own, before["hold"], "refund" if "settle" in before else "release", reason, now)


async def returned(db: Read, workspace_id: int, invitation_ids: Collection[int]) -> int:
    """The credits that were returned for these invitations; 0 for those that a source's quota or a partner paid for."""
    back = (
        select(func.coalesce(func.sum(CreditEntry.credits), 0))
        .join(CreditAccount, col(CreditAccount.id) == col(CreditEntry.account_id))
        .where(CreditEntry.workspace_id == workspace_id, CreditAccount.source == INTERNET)
        .where(col(CreditEntry.invitation_id).in_(invitation_ids), col(CreditEntry.kind).in_(ledger.BACK))
    )
    return (await db.exec(back)).one()


async def _close(db: Write, own: CreditAccount, hold: CreditEntry, kind: str, reason: str, now: datetime) -> None:
    """Close a hold. Settling subtracts it from the held credits, a refund adds it to the balance, a release does
    both."""
    back = 0 if kind == "settle" else hold.credits
    held = 0 if kind == "refund" else -hold.credits
    if not await ledger.move(db, own, now, balance=back, held=held):
        raise RuntimeError("the account holds less than its entries say")
    key = f"{kind}:{hold.invitation_id}"
    posting = Posting(kind, back, hold.credits, key, hold.member_id, hold.invitation_id, reason)
    await ledger.write(db, own, posting, now)


async def _of_invitation(
    db: Write, workspace_id: int, invitation_id: int, now: datetime
) -> tuple[CreditAccount | None, dict[str, CreditEntry]]:
    """The account that the invitation is paid from, locked, and the invitation's entries so far, by kind; None without
    a hold."""
    paid_from = select(CreditEntry.account_id).where(
        CreditEntry.workspace_id == workspace_id,
        CreditEntry.invitation_id == invitation_id,
        CreditEntry.kind == "hold",
    )
    own = await ledger.take(db, paid_from, now)
    return own, await _entries(db, workspace_id, invitation_id) if own is not None else {}


async def _entries(db: Read, workspace_id: int, invitation_id: int) -> dict[str, CreditEntry]:
    """The invitation's entries, by kind."""
    of_it = (CreditEntry.workspace_id == workspace_id, CreditEntry.invitation_id == invitation_id)
    return {entry.kind: entry for entry in await db.exec(select(CreditEntry).where(*of_it))}


async def _notify_low(db: Write, own: CreditAccount, now: datetime) -> None:
    """Notify admins when few credits are left and when none are: one message for each level per period."""
    level = 0 if not own.balance else LOW if own.balance * 100 <= own.allowance * LOW else 100
    if level >= own.lowest_level_notified:
        return
    own.lowest_level_notified = level
    await db.flush()
    admins = [admin.id for admin in await members.admins(db, own.workspace_id)]
    key = f"credits:{own.id}:{own.period[:7]}:{level}"
    await notifications.add(db, own.workspace_id, admins, key, "credits_low", {"level": level}, None, now)


async def due_accounts(db: Read, now: datetime) -> list[int]:
    """Ids of accounts whose reset is due, or whose stored reset is wrong because their workspace's time zone changed.

    No two zones are more than 26 hours apart, so only accounts with a stored reset nearby are checked."""
    near = (
        select(CreditAccount, Workspace.time_zone)
        .join(Workspace, col(Workspace.id) == col(CreditAccount.workspace_id))
        .where(col(CreditAccount.next_reset_at) <= now + timedelta(days=2))
        .order_by(col(CreditAccount.next_reset_at), col(CreditAccount.id))
    )
    found = await db.exec(near)
    return [own.id for own, zone in found if ledger.needs_care(own, zone, now)]


async def reset_due(db: Write, account_id: int, now: datetime) -> bool:
    """Begin the account's periods that are due. True if one began."""
    before = (await db.exec(select(CreditAccount.period).where(CreditAccount.id == account_id))).one_or_none()
    own = await ledger.take(db, select(CreditAccount.id).where(CreditAccount.id == account_id), now)
    return own is not None and own.period != before
