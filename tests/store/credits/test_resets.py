"""Each credit period starts exactly once: on schedule, after a gap, with replicas, and when the day or zone changes."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.workers.credit_resets import begin_periods
from store import time_zones
from store.chat import notifications
from store.credits import accounts, periods, terms
from store.db import Store
from store.roles import Role
from store.tables.core import Member, Workspace
from store.tables.outreach import CreditAccount
from tests.databases import Team, new_team
from tests.store.credits.ledgers import checked_account, resets


async def _admin(team: Team, allowance: int, day: int, zone: str, at: datetime) -> Member:
    """An admin, whose account's first period is the one containing `at`."""
    admin = await team.member("Ada", Role.ADMIN)
    async with team.store.write() as db:
        await terms.set_terms(db, admin, allowance, day, zone, at)
    return admin


async def _run(store: Store, now: datetime, holder: str = "me") -> int:
    return await begin_periods(store, holder, lambda: now)


@pytest.mark.parametrize(
    ("day", "zone"),
    [
        (1, "UTC"),
        (31, "Europe/Paris"),
        (30, "Pacific/Apia"),
        (29, "America/Havana"),
        (26, "Africa/Cairo"),
        (15, "Asia/Kolkata"),
        (1, "Pacific/Kiritimati"),
        (31, "Pacific/Pago_Pago"),
    ],
)
async def test_two_years_have_twenty_four_resets_each_on_time(team: Team, day: int, zone: str) -> None:
    admin = await _admin(team, 10, day, zone, datetime(2023, 7, 10, 12, tzinfo=UTC))
    await _run(team.store, datetime(2023, 9, 27, 12, tzinfo=UTC))
    local, before = time_zones.zone(zone), await resets(team)
    period = periods.current(datetime(2023, 9, 27, 12, tzinfo=UTC), day, local)
    for month in range(24):
        async with team.store.write() as db:
            await accounts.hold(db, admin, month + 1, 3, periods.begins(period, local) + timedelta(hours=1))
            await accounts.settle(db, team.workspace.id, month + 1, periods.begins(period, local) + timedelta(hours=2))
        period = periods.following(period, day)
        moment = periods.begins(period, local)
        assert await _run(team.store, moment - timedelta(seconds=1)) == 0
        assert (await checked_account(team)).balance == 7
        assert await _run(team.store, moment) == 1
        assert await _run(team.store, moment) == 0
        own = await checked_account(team)
        assert (own.balance, own.period) == (10, period.isoformat())
    assert len(await resets(team)) == len(before) + 24


async def test_each_missed_month_is_reset_once_and_holds_survive(team: Team) -> None:
    admin = await _admin(team, 10, 31, "Europe/Paris", datetime(2026, 1, 31, 12, tzinfo=UTC))
    async with team.store.write() as db:
        await accounts.hold(db, admin, 1, 4, datetime(2026, 1, 31, 12, tzinfo=UTC))
    assert await _run(team.store, datetime(2026, 6, 15, tzinfo=UTC)) == 1
    assert (await resets(team))[-4:] == ["reset:2026-02", "reset:2026-03", "reset:2026-04", "reset:2026-05"]
    own = await checked_account(team)
    assert (own.balance, own.held, own.next_reset_at) == (10, 4, datetime(2026, 6, 29, 22, tzinfo=UTC))
    async with team.store.write() as db:
        await accounts.release(db, team.workspace.id, 1, "cancelled", datetime(2026, 6, 15, tzinfo=UTC))
        spendable = await accounts.spendable(db, admin)
    assert (spendable.balance, (await checked_account(team)).held) == (14, 0)


async def test_a_hold_made_before_the_job_runs_counts_in_the_new_month(team: Team) -> None:
    admin = await _admin(team, 2, 1, "", datetime(2026, 1, 5, tzinfo=UTC))
    async with team.store.write() as db:
        await accounts.hold(db, admin, 1, 2, datetime(2026, 1, 31, 23, 59, tzinfo=UTC))
        await accounts.hold(db, admin, 2, 2, datetime(2026, 2, 1, tzinfo=UTC))
    assert await _run(team.store, datetime(2026, 2, 1, tzinfo=UTC)) == 0
    own = await checked_account(team)
    assert (own.balance, own.held, own.period) == (0, 4, "2026-02-01")


async def test_four_replicas_at_once_reset_once(replicas: list[Store]) -> None:
    teams = [await new_team(replicas[0]) for _ in range(3)]
    for team in teams:
        await _admin(team, 10, 1, "", datetime(2026, 1, 5, tzinfo=UTC))
    now = datetime(2026, 3, 1, tzinfo=UTC)
    done = await asyncio.gather(*(_run(store, now, f"replica {n}") for n, store in enumerate(replicas)))
    assert sum(done) == 3
    assert sorted(done)[:3] == [0, 0, 0]
    for team in teams:
        await checked_account(team)
        assert (await resets(team))[-2:] == ["reset:2026-02", "reset:2026-03"]


async def test_while_one_process_has_the_lease_another_resets_nothing(team: Team) -> None:
    began = datetime(2026, 11, 20, 12, tzinfo=UTC)
    await _admin(team, 10, 1, "UTC", began)
    due = datetime(2026, 12, 1, tzinfo=UTC)
    assert await _run(team.store, due - timedelta(minutes=1), "one") == 0
    assert await _run(team.store, due, "another") == 0
    assert await _run(team.store, due + timedelta(minutes=3), "another") == 1  # the first process died


async def test_replicas_without_the_lease_reset_once_too(replicas: list[Store]) -> None:
    """A lease can expire while its holder still works: the ledger alone must prevent a second reset."""
    team = await new_team(replicas[0])
    await _admin(team, 10, 1, "", datetime(2026, 1, 5, tzinfo=UTC))
    now = datetime(2026, 2, 1, tzinfo=UTC)
    async with team.store.read() as db:
        own = await accounts.look(db, team.workspace.id)
        assert own is not None

    async def reset(store: Store) -> bool:
        async with store.write() as db:
            return await accounts.reset_due(db, own.id, now)

    await asyncio.gather(*(reset(store) for store in replicas * 3))
    await checked_account(team)
    assert (await resets(team)).count("reset:2026-02") == 1


async def _changed(team: Team, admin: Member, day: int, zone: str, now: datetime) -> CreditAccount:
    async with team.store.write() as db:
        return await terms.set_terms(db, admin, 10, day, zone, now)


async def test_a_reset_day_already_past_resets_only_a_month_without_a_reset(team: Team) -> None:
    admin = await _admin(team, 10, 15, "", datetime(2026, 1, 20, tzinfo=UTC))
    now = datetime(2026, 2, 12, 9, tzinfo=UTC)
    own = await _changed(team, admin, 10, "", now)
    assert (own.period, own.next_reset_at) == ("2026-02-10", datetime(2026, 3, 10, tzinfo=UTC))
    own = await _changed(team, admin, 20, "", now)
    assert (own.period, own.next_reset_at) == ("2026-02-10", datetime(2026, 3, 20, tzinfo=UTC))
    assert await _run(team.store, datetime(2026, 2, 20, tzinfo=UTC)) == 0
    assert (await resets(team))[-2:] == ["reset:2026-01", "reset:2026-02"]


async def test_changing_the_zone_neither_repeats_nor_skips_a_reset(team: Team) -> None:
    admin = await _admin(team, 10, 1, "Pacific/Kiritimati", datetime(2026, 1, 20, tzinfo=UTC))
    begins = datetime(2026, 1, 31, 10, tzinfo=UTC)  # the first of February in that zone
    assert await _run(team.store, begins) == 1
    own = await _changed(team, admin, 1, "Pacific/Pago_Pago", begins + timedelta(hours=1))
    assert own.next_reset_at == datetime(2026, 3, 1, 11, tzinfo=UTC)
    assert await _run(team.store, datetime(2026, 2, 1, 11, tzinfo=UTC)) == 0  # February starts now in that zone
    own = await _changed(team, admin, 1, "Pacific/Kiritimati", datetime(2026, 2, 28, 12, tzinfo=UTC))
    assert own.period == "2026-03-01"
    assert (await resets(team))[-3:] == ["reset:2026-01", "reset:2026-02", "reset:2026-03"]


async def test_an_account_follows_its_workspaces_zone(team: Team) -> None:
    await _admin(team, 10, 1, "", datetime(2026, 1, 20, tzinfo=UTC))
    async with team.store.write() as db:
        workspace = await db.get(Workspace, team.workspace.id)
        assert workspace is not None
        workspace.time_zone = "Asia/Tokyo"
    assert await _run(team.store, datetime(2026, 1, 31, 14, 59, tzinfo=UTC)) == 0
    assert (await checked_account(team)).next_reset_at == datetime(2026, 1, 31, 15, tzinfo=UTC)
    assert await _run(team.store, datetime(2026, 1, 31, 15, tzinfo=UTC)) == 1


async def test_a_clock_set_back_resets_nothing(team: Team) -> None:
    await _admin(team, 10, 1, "", datetime(2026, 3, 20, tzinfo=UTC))
    before = await resets(team)
    assert await _run(team.store, datetime(2026, 1, 1, tzinfo=UTC)) == 0
    assert await resets(team) == before


async def test_admins_are_notified_once_a_month_at_a_fifth_and_at_zero(team: Team) -> None:
    admin = await _admin(team, 10, 1, "", datetime(2025, 12, 5, tzinfo=UTC))
    other = await team.member("Olu", Role.ADMIN)
    await team.member("Ana")
    notified: list[list[int]] = []
    for month in (1, 2):
        now = datetime(2026, month, 2, tzinfo=UTC)
        for n in range(14):  # ten are spent, four released and spent again
            async with team.store.write() as db:
                await accounts.hold(db, admin, month * 100 + n, 1, now)
                if n in (8, 9, 10, 11):
                    await accounts.release(db, team.workspace.id, month * 100 + n, "cancelled", now)
        async with team.store.write() as db:
            due = await notifications.claim(db, now, 50)
            for notice in due:
                await notifications.mark_sent(db, notice.id, now)
        notified.append(sorted(notice.args["level"] for notice in due))
        assert {notice.member_id for notice in due} == {admin.id, other.id}
        assert {notice.verb for notice in due} == {"credits_low"}
    assert notified == [[0, 0, 20, 20], [0, 0, 20, 20]]
