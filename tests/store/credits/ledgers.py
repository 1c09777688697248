"""Assertions about a credit ledger, shared by the credit tests."""

from collections import Counter

from sqlmodel import select

from store.credits import accounts
from store.db import Store
from store.tables.outreach import CreditAccount, CreditEntry
from tests.databases import Team

_MAY_BE = ({"hold"}, {"hold", "settle"}, {"hold", "release"}, {"hold", "settle", "refund"})


async def entries(store: Store, workspace_id: int) -> list[CreditEntry]:
    """All entries of the workspace, in the order they were written."""
    async with store.read() as db:
        mine = select(CreditEntry).where(CreditEntry.workspace_id == workspace_id).order_by(CreditEntry.id)  # type: ignore[arg-type]
        return list(await db.exec(mine))


async def checked_account(team: Team) -> CreditAccount:
    """Returns the account after checking it: the balance is the sum of the entries and never below zero, `held` is the
    sum of the holds, each key occurs once, and each invitation is charged or released once."""
    async with team.store.read() as db:
        own = await accounts.look(db, team.workspace.id)
    assert own is not None
    written = await entries(team.store, team.workspace.id)
    balance = 0
    for entry in written:
        balance += entry.amount
        assert balance >= 0, entry
    assert own.balance == balance
    assert max(Counter(entry.key for entry in written).values()) == 1
    kinds: dict[int, set[str]] = {}
    for entry in written:
        if entry.invitation_id is not None:
            kinds.setdefault(entry.invitation_id, set()).add(entry.kind)
    assert all(found in _MAY_BE for found in kinds.values()), kinds
    held = sum(each.credits for each in written if each.kind == "hold" and kinds[each.invitation_id or 0] == {"hold"})
    assert own.held == held
    return own


async def resets(team: Team) -> list[str]:
    """The keys of the account's reset entries, in the order they were written."""
    return [entry.key for entry in await entries(team.store, team.workspace.id) if entry.kind == "reset"]
