"""Monthly quotas of a workspace's own imported sources: inviting one of a source's people uses up one invitation of its
quota, and no credits.

A quota is a credit account for the source, so it is held, spent, returned and renewed as credits are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlmodel import col, func, select, update

from store import audit
from store.credits import accounts, ledger
from store.credits.ledger import Posting
from store.credits.terms import MOST
from store.db import Read, Write
from store.errors import Refusal
from store.tables.core import Member
from store.tables.outreach import INTERNET, CreditAccount, CreditEntry
from store.upserts import insert_new


@dataclass(frozen=True, slots=True)
class SourceQuota:
    """How many invitations are left this month, out of `total`; both include what was returned from earlier months."""

    source: str
    left: int
    total: int
    resets_at: datetime | None


async def of_sources(db: Read, workspace_id: int, sources: Iterable[str], now: datetime) -> dict[str, SourceQuota]:
    """The quotas of these sources; those without a quota are left out. One statement; none without sources."""
    wanted = set(sources) - {INTERNET}
    if not wanted:
        return {}
    mine = (CreditAccount.workspace_id == workspace_id, col(CreditAccount.source).in_(wanted))
    found = await db.exec(select(CreditAccount).where(*mine, ~col(CreditAccount.ended)))
    return {own.source: _quota(own, now) for own in found}


def _quota(own: CreditAccount, now: datetime) -> SourceQuota:
    due = own.next_reset_at is not None and own.next_reset_at <= now  # the first hold begins the month
    left = own.allowance if due else own.balance
    return SourceQuota(own.source, left, max(left, own.allowance), own.next_reset_at)


async def set_monthly(db: Write, workspace_id: int, source: str, monthly: int | None, now: datetime) -> None:
    """Set a source's quota on the operator's authority; what was used this month counts toward it. None: no quota, so
    its people cost credits. Audited. Raises Refusal."""
    if source == INTERNET or (monthly is not None and not 1 <= monthly <= MOST):
        raise Refusal(f"A quota is for a source other than internet, and must be from 1 to {MOST:,}.")
    mine = (col(CreditAccount.workspace_id) == workspace_id, col(CreditAccount.source) == source)
    if monthly is None:
        await db.exec(update(CreditAccount).where(*mine).values(ended=True))
    else:
        new = CreditAccount(workspace_id=workspace_id, source=source, allowance=monthly, updated_at=now)
        await insert_new(db, CreditAccount, [new.model_dump(exclude={"id"})])
        own = await ledger.taken(db, workspace_id, source, now)
        used = ledger.spent(own, ledger.in_period(own))
        before = (await db.exec(select(func.coalesce(func.sum(used.c.credits), 0)))).one()
        amount = max(0, monthly - before) - own.balance
        await ledger.move(db, own, now, balance=amount, allowance=monthly, ended=False)
        if amount:
            await ledger.write(db, own, Posting("grant", amount, abs(amount), f"quota:{uuid4()}"), now)
    await audit.add(db, workspace_id, None, "source_quota", {"source": source, "monthly": monthly}, now)


async def hold(db: Write, by: Member, invitation_id: int, source: str, now: datetime) -> CreditEntry:
    """Hold one invitation of the source's quota, like `accounts.hold`. Raises Refusal if none is left."""
    try:
        return await accounts.hold(db, by, invitation_id, 1, now, source)
    except accounts.NotEnoughCredits:
        raise Refusal("The quota of this source is used up for this month.") from None
