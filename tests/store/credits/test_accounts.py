"""Credit accounts: hold, settle and release; budgets, grants, requests, and the history."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from store.credits import accounts, history, requests, terms
from store.credits.accounts import NotEnoughCredits, OverBudget
from store.db import Store, statements
from store.errors import Gone, Refusal
from store.people import matching
from store.roles import Role
from store.tables.core import Audit, Member
from store.tables.outreach import Invitation
from tests.databases import NOW, Team
from tests.store.credits.ledgers import checked_account, entries


async def _held(team: Team, by: Member, *invitations: int, each: int = 1) -> None:
    async with team.store.write() as db:
        for id in invitations:
            await accounts.hold(db, by, id, each, NOW)


async def _audited(team: Team, action: str) -> list[dict[str, Any]]:
    async with team.store.read() as db:
        mine = select(Audit).where(Audit.workspace_id == team.workspace.id, Audit.action == action)
        return [line.details for line in await db.exec(mine)]


async def test_an_account_starts_with_one_monthly_allowance(team: Team) -> None:
    async with team.store.write() as db:
        own = await accounts.account(db, team.workspace.id, NOW)
        again = await accounts.account(db, team.workspace.id, NOW)
    assert (own.balance, own.period, again.id) == (100, "2026-11-01", own.id)
    assert (await checked_account(team)).held == 0


async def test_an_account_needed_by_many_at_once_is_created_once(replicas: list[Store], team: Team) -> None:
    async def need(store: Store) -> int:
        async with store.write() as db:
            return (await accounts.account(db, team.workspace.id, NOW)).id

    assert len(set(await asyncio.gather(*map(need, replicas * 3)))) == 1
    assert [entry.key for entry in await entries(team.store, team.workspace.id)] == ["reset:2026-11"]


async def test_a_hold_is_settled_once_or_released_once(team: Team) -> None:
    ana, here = await team.member(), team.workspace.id
    await _held(team, ana, 1, 1)
    await _held(team, ana, 2, each=3)
    assert ((await checked_account(team)).balance, (await checked_account(team)).held) == (96, 4)
    async with team.store.write() as db:
        for _ in range(2):
            await accounts.settle(db, here, 1, NOW)
            await accounts.release(db, here, 1, "too late", NOW)
            await accounts.release(db, here, 2, "cancelled", NOW)
            await accounts.settle(db, here, 2, NOW)
            await accounts.refund(db, here, 2, "again", NOW)
        assert await accounts.returned(db, here, [1, 2]) == 3
        assert await accounts.returned(db, here + 1, [1, 2]) == 0  # another workspace
    assert ((await checked_account(team)).balance, (await checked_account(team)).held) == (99, 0)
    async with team.store.write() as db:
        for _ in range(2):
            await accounts.refund(db, here, 1, "no such address", NOW)
    assert ((await checked_account(team)).balance, (await checked_account(team)).held) == (100, 0)
    with pytest.raises(Refusal, match="was returned"):
        await _held(team, ana, 1)


async def test_a_refund_before_the_send_is_confirmed_is_not_settled_later(team: Team) -> None:
    await _held(team, await team.member(), 1)
    async with team.store.write() as db:
        await accounts.refund(db, team.workspace.id, 1, "no such address", NOW)
        await accounts.settle(db, team.workspace.id, 1, NOW)
    assert ((await checked_account(team)).balance, (await checked_account(team)).held) == (100, 0)


async def test_without_a_hold_of_its_own_workspace_nothing_moves(team: Team, other_team: Team) -> None:
    await _held(team, await team.member(), 1)
    async with team.store.write() as db:
        await accounts.account(db, other_team.workspace.id, NOW)
        for id in (1, 2):
            await accounts.settle(db, other_team.workspace.id, id, NOW)
            await accounts.release(db, other_team.workspace.id, id, "", NOW)
            await accounts.refund(db, other_team.workspace.id, id, "", NOW)
    assert len(await entries(team.store, other_team.workspace.id)) == 1
    assert (await checked_account(team)).held == 1


async def test_too_few_credits_are_refused_with_the_balance_and_the_next_reset(team: Team) -> None:
    ana = await team.member()
    await _held(team, ana, 1, each=98)
    with pytest.raises(NotEnoughCredits, match=r"Only 2 credits left, but this costs 3") as refused:
        await _held(team, ana, 2, each=3)
    async with team.store.read() as db:
        spendable = await accounts.spendable(db, ana)
    assert (refused.value.balance, refused.value.next_reset_at) == (2, spendable.next_reset_at)
    assert (spendable.balance, spendable.budget_left, spendable.credits) == (2, None, 2)
    assert (await checked_account(team)).held == 98


async def test_a_budget_is_per_member_and_month(team: Team) -> None:
    ana, bob, ada = await team.member("Ana"), await team.member("Bob"), await team.member("Ada", Role.ADMIN)
    async with team.store.write() as db:
        await terms.set_budget(db, ada, ana.id, 2, NOW)
    await _held(team, ana, 1, 2)
    with pytest.raises(OverBudget, match="2 of your budget of 2") as refused:
        await _held(team, ana, 3)
    assert (refused.value.budget, refused.value.spent) == (2, 2)
    await _held(team, bob, 4)
    async with team.store.write() as db:  # released credits can be spent again
        await accounts.release(db, team.workspace.id, 1, "cancelled", NOW)
        await accounts.hold(db, ana, 3, 1, NOW)
        assert (await accounts.spendable(db, ana)).credits == 0
    later = NOW + timedelta(days=30)
    async with team.store.write() as db:  # a new month: a refund from the old one frees no budget in it
        await accounts.hold(db, ana, 5, 1, later)
        await accounts.release(db, team.workspace.id, 2, "cancelled", later)
        assert (await accounts.spendable(db, ana)).budget_left == 1
    async with team.store.write() as db:
        await terms.set_budget(db, ada, ana.id, None, later)
        assert (await accounts.spendable(db, ana)).budget_left is None
    assert [about["credits"] for about in await _audited(team, "credit_budget")] == [2, None]


async def test_only_admins_of_the_workspace_decide_requests(team: Team, other_team: Team) -> None:
    ana, ada = await team.member("Ana"), await team.member("Ada", Role.ADMIN)
    stranger = await other_team.member("Sly", Role.ADMIN)
    async with team.store.write() as db:
        request, _ = await requests.ask(db, ana, 5, "nurses", NOW)
    for by, trouble in ((ana, Refusal), (stranger, Gone)):
        with pytest.raises(trouble):
            async with team.store.write() as db:
                await requests.answer(db, by, request.id, 5, "nurses", NOW)
        with pytest.raises(trouble):
            async with team.store.write() as db:
                await terms.set_budget(db, by, ana.id, 5, NOW)
    for refused in (
        lambda db: terms.grant(db, ana, 5, "why", "grant:x", NOW),
        lambda db: terms.set_terms(db, ana, 5, 1, "", NOW),
        lambda db: terms.set_terms(db, ada, 5, 32, "", NOW),
        lambda db: terms.set_terms(db, ada, -1, 1, "", NOW),
        lambda db: terms.set_terms(db, ada, 5, 1, "Atlantis", NOW),
        lambda db: terms.grant(db, ada, 0, "why", "grant:x", NOW),
    ):
        with pytest.raises(Refusal):
            async with team.store.write() as db:
                await refused(db)
    assert (await checked_account(team)).balance == 100


async def test_the_first_answer_to_a_request_counts(replicas: list[Store], team: Team) -> None:
    ana = await team.member("Ana")
    admins = [await team.member(f"Ada {n}", Role.ADMIN) for n in range(4)]
    async with team.store.write() as db:
        request, new = await requests.ask(db, ana, 20, "nurses\x00", NOW)
        again, twice = await requests.ask(db, ana, 30, "more nurses", NOW)
    assert (new, twice, again.id, request.reason) == (True, False, request.id, "nurses")

    async def answer(n: int) -> bool:
        async with replicas[n].write() as db:
            return (await requests.answer(db, admins[n], request.id, n * 10, "go ahead", NOW))[1]

    counted = await asyncio.gather(*map(answer, range(4)))
    assert sum(counted) == 1
    granted = counted.index(True) * 10
    async with team.store.write() as db:
        answered = await requests.get(db, team.workspace.id, request.id)
        assert (answered.granted, answered.answered_by) == (granted, admins[counted.index(True)].id)
        assert await requests.waiting(db, team.workspace.id) == []
        assert (await requests.ask(db, ana, 5, "", NOW))[1]
    assert (await checked_account(team)).balance == 100 + granted


async def test_a_grant_is_made_once_and_audited(team: Team) -> None:
    ada = await team.member("Ada", Role.ADMIN)
    async with team.store.write() as db:
        first = await terms.grant(db, ada, 20, "night shift", "grant:a", NOW)
        assert (await terms.grant(db, ada, 20, "night shift", "grant:a", NOW)).id == first.id
    assert (await checked_account(team)).balance == 120
    assert await _audited(team, "credit_grant") == [{"account": first.account_id, "entry": first.id}]


async def test_only_terms_that_changed_are_audited(team: Team) -> None:
    ada = await team.member("Ada", Role.ADMIN)
    for _ in range(2):
        async with team.store.write() as db:
            own = await terms.set_terms(db, ada, 500, 1, "Europe/Paris", NOW)
    assert (own.allowance, own.balance, own.time_zone) == (500, 100, "Europe/Paris")
    assert await _audited(team, "credit_terms") == [{"account": own.id, "allowance": 500, "time_zone": "Europe/Paris"}]


async def _history(team: Team) -> tuple[list[Any], list[int], list[Any]]:
    days = [NOW - timedelta(days=back) for back in (2, 1, 0, -1)]
    async with team.store.read() as db:
        own = await accounts.look(db, team.workspace.id)
        assert own is not None
        return (
            [(each.member.name, each.credits, each.budget) for each in await history.by_member(db, own)],
            await history.by_day(db, own, days),
            [(each.entry.kind, each.member, each.candidate) for each in await history.movements(db, own, 9)],
        )


async def test_credit_history_is_reported_by_member_by_day_and_by_entry(team: Team) -> None:
    ana, bob, ada = await team.member("Ana"), await team.member("Bob"), await team.member("Ada", Role.ADMIN)
    async with team.store.write() as db:
        await terms.set_budget(db, ada, bob.id, 7, NOW)
        await accounts.hold(db, ana, 1, 2, NOW - timedelta(days=2))
        await accounts.hold(db, ana, 2, 1, NOW - timedelta(hours=1))
        await accounts.hold(db, bob, 3, 1, NOW)
        await accounts.settle(db, team.workspace.id, 1, NOW)
        await accounts.release(db, team.workspace.id, 3, "cancelled", NOW)
    members, days, movements = await _history(team)
    assert members == [("Ana", 3, None), ("Bob", 0, 7)]
    assert days == [2, 1, 0]
    assert movements == [
        ("release", "Bob", ""),
        ("hold", "Bob", ""),
        ("hold", "Ana", ""),
        ("hold", "Ana", ""),
        ("reset", "", ""),
    ]


async def test_an_entry_names_the_candidate_it_was_for(team: Team) -> None:
    ana, profile_id = await team.member("Ana"), await team.profile("Grace Hopper")
    async with team.store.write() as db:
        candidate = await matching.engage(db, ana, profile_id, None, NOW)
        sent = Invitation(
            workspace_id=team.workspace.id,
            member_id=ana.id,
            profile_id=profile_id,
            candidate_id=candidate.id,
            created_at=NOW,
            updated_at=NOW,
        )
        db.add(sent)
        await db.flush()
        await accounts.hold(db, ana, sent.id, 1, NOW)
    assert (await _history(team))[2][0] == ("hold", "Ana", "Grace Hopper")


async def test_a_hold_takes_as_many_statements_in_a_long_ledger_as_in_a_new_one(team: Team) -> None:
    ana = await team.member()

    async def count(id: int) -> list[int]:
        counts: list[int] = []
        for step in (
            lambda db: accounts.hold(db, ana, id, 1, NOW),
            lambda db: accounts.settle(db, team.workspace.id, id, NOW),
            lambda db: accounts.refund(db, team.workspace.id, id, "came back", NOW),
            lambda db: accounts.spendable(db, ana),
        ):
            async with team.store.write() as db:
                with statements() as ran:
                    await step(db)
            counts.append(len(ran))
        return counts

    await _held(team, ana, 1)
    first = await count(2)
    await _held(team, ana, *range(3, 40))
    assert await count(40) == first
    assert first == [5, 4, 4, 2]


@pytest.mark.parametrize("column", ["balance", "held"])
async def test_the_database_refuses_negative_amounts(team: Team, column: str) -> None:
    async with team.store.write() as db:
        own = await accounts.account(db, team.workspace.id, NOW)
        setattr(own, column, -1)
        with pytest.raises(IntegrityError):
            await db.flush()
        await db.rollback()
