"""Credits are set aside, spent and given back, each once."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import col, func, select

from store import credits, notices
from store.db import Store
from store.errors import Refusal
from store.outreach_tables import CreditEntry, Notice
from store.roles import Role
from tests.store.conftest import NOW, Team


async def _account(team: Team) -> tuple[int, int]:
    """Balance and held; the balance is checked against the sum of the entries."""
    async with team.store.read() as db:
        own = await credits.look(db, team.workspace.id)
        assert own is not None
        total = (
            await db.exec(select(func.sum(col(CreditEntry.amount))).where(CreditEntry.account_id == own.id))
        ).one()
    assert total == own.balance
    return own.balance, own.held


async def _set_balance(team: Team, balance: int) -> None:
    """A month that begins with this allowance."""
    async with team.store.write() as db:
        own = await credits.account(db, team.workspace.id, NOW - timedelta(days=40))
        own.allowance = balance
    async with team.store.write() as db:
        await credits.account(db, team.workspace.id, NOW)


async def test_an_account_begins_with_a_month_s_allowance(team: Team) -> None:
    async with team.store.write() as db:
        own = await credits.account(db, team.workspace.id, NOW)
        again = await credits.account(db, team.workspace.id, NOW)
    assert (own.balance, own.period, again.id) == (100, "2026-11-01", own.id)
    assert await _account(team) == (100, 0)


async def test_a_hold_is_spent_once_or_given_back_once(team: Team) -> None:
    ana = await team.member()
    async with team.store.write() as db:
        for _ in range(2):
            await credits.hold(db, ana, 1, 1, NOW)
        await credits.hold(db, ana, 2, 3, NOW)
    assert await _account(team) == (96, 4)
    async with team.store.write() as db:
        for _ in range(2):
            await credits.settle(db, team.workspace.id, 1, NOW)
            await credits.release(db, team.workspace.id, 1, "too late", NOW)
            await credits.release(db, team.workspace.id, 2, "cancelled", NOW)
            await credits.settle(db, team.workspace.id, 2, NOW)
            await credits.refund(db, team.workspace.id, 2, "again", NOW)
    assert await _account(team) == (99, 0)
    async with team.store.write() as db:
        for _ in range(2):
            await credits.refund(db, team.workspace.id, 1, "no such address", NOW)
    assert await _account(team) == (100, 0)
    async with team.store.write() as db:
        with pytest.raises(Refusal):
            await credits.hold(db, ana, 1, 1, NOW)


async def test_what_comes_back_before_it_was_known_to_be_sent_is_not_spent_later(team: Team) -> None:
    ana = await team.member()
    async with team.store.write() as db:
        await credits.hold(db, ana, 1, 1, NOW)
        await credits.refund(db, team.workspace.id, 1, "no such address", NOW)
        await credits.settle(db, team.workspace.id, 1, NOW)
    assert await _account(team) == (100, 0)
