"""The ledger on both databases, with operations in any sequence and interleaved."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.credits import accounts, terms
from store.credits.accounts import NotEnoughCredits
from store.db import Store, Write
from store.errors import Refusal
from store.roles import Role
from store.tables.core import Member
from tests.databases import Team, new_team
from tests.store.credits.ledgers import checked_account, entries

START = datetime(2026, 1, 31, 12, tzinfo=UTC)
ALLOWANCE = 6

_invitations = st.integers(1, 5)
_steps = st.one_of(
    st.tuples(st.just("hold"), _invitations, st.integers(1, 3)),
    st.tuples(st.sampled_from(("settle", "release", "refund")), _invitations),
    st.tuples(st.just("grant"), st.integers(1, 3), st.integers(1, 4)),
    st.tuples(st.just("wait"), st.integers(1, 45)),
)
Step = tuple[Any, ...]


@dataclass
class Model:
    """The same account, implemented as simply as possible."""

    balance: int = ALLOWANCE
    month: int = START.year * 12 + START.month
    state: dict[int, tuple[str, int]] = field(default_factory=dict)
    granted: set[int] = field(default_factory=set)

    def do(self, step: Step, now: datetime) -> None:
        month = now.year * 12 + now.month
        if month != self.month and step[0] != "wait":  # reset on the 1st, before any other operation
            self.month, self.balance = month, ALLOWANCE
        match step:
            case ("hold", id, credits) if id not in self.state and self.balance >= credits:
                self.state[id], self.balance = ("held", credits), self.balance - credits
            case ("settle", id) if self._is(id, "held"):
                self.state[id] = ("spent", self.state[id][1])
            case ("release", id) if self._is(id, "held"):
                self._back(id)
            case ("refund", id) if self._is(id, "held") or self._is(id, "spent"):
                self._back(id)
            case ("grant", once, credits) if once not in self.granted:
                self.granted.add(once)
                self.balance += credits
            case _:
                pass

    def _is(self, id: int, state: str) -> bool:
        return self.state.get(id, ("",))[0] == state

    def _back(self, id: int) -> None:
        self.balance += self.state[id][1]
        self.state[id] = ("back", 0)

    @property
    def held(self) -> int:
        return sum(credits for state, credits in self.state.values() if state == "held")


async def _do(db: Write, by: Member, step: Step, now: datetime) -> None:
    match step:
        case ("hold", id, number):
            await accounts.hold(db, by, id, number, now)
        case ("settle", id):
            await accounts.settle(db, by.workspace_id, id, now)
        case ("release", id):
            await accounts.release(db, by.workspace_id, id, "cancelled", now)
        case ("refund", id):
            await accounts.refund(db, by.workspace_id, id, "it came back", now)
        case ("grant", once, number):
            await terms.grant(db, by, number, "more", f"grant:{once}", now)
        case _:
            pass


async def _begin(store: Store) -> tuple[Team, Member]:
    team = await new_team(store)
    admin = await team.member("Ada", Role.ADMIN)
    async with store.write() as db:
        await terms.set_terms(db, admin, ALLOWANCE, 1, "", START - timedelta(days=40))
    async with store.write() as db:
        await accounts.account(db, team.workspace.id, START)
    return team, admin


@given(steps=st.lists(_steps, max_size=14))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_sequence_matches_the_simple_model(store: Store, steps: list[Step]) -> None:
    team, admin = await _begin(store)
    model, now = Model(), START
    for step in steps:
        if step[0] == "wait":
            now += timedelta(days=step[1])
        else:
            with contextlib.suppress(Refusal):
                async with store.write() as db:
                    await _do(db, admin, step, now)
            async with store.write() as db:  # a refusal is rolled back, including the reset made before it
                await accounts.account(db, team.workspace.id, now)
        model.do(step, now)
        own = await checked_account(team)
        assert (own.balance, own.held) == (model.balance, model.held), step


@given(steps=st.lists(_steps, min_size=4, max_size=12))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_interleaving_of_replicas_keeps_the_ledger_sound(replicas: list[Store], steps: list[Step]) -> None:
    team, admin = await _begin(replicas[0])

    async def run(store: Store, step: Step) -> None:
        with contextlib.suppress(Refusal):
            async with store.write() as db:
                await _do(db, admin, step, START + timedelta(days=3))

    twice = [step for step in steps for _ in range(2)]
    await asyncio.gather(*(run(replicas[n % len(replicas)], step) for n, step in enumerate(twice)))
    await checked_account(team)


async def test_fifty_concurrent_holds_on_ten_credits_get_ten(replicas: list[Store]) -> None:
    team = await new_team(replicas[0])
    admin = await team.member("Ada", Role.ADMIN)
    people = [await team.member(f"M{n}") for n in range(5)]
    async with team.store.write() as db:
        await terms.set_terms(db, admin, 10, 1, "", START - timedelta(days=40))

    async def hold(n: int) -> None:
        async with replicas[n % 4].write() as db:
            await accounts.hold(db, people[n % 5], n, 1, START)

    refused = [no for no in await asyncio.gather(*map(hold, range(1, 51)), return_exceptions=True) if no is not None]
    assert len(refused) == 40
    for no in refused:
        assert isinstance(no, NotEnoughCredits), no
        assert (no.balance, no.next_reset_at) == (0, datetime(2026, 2, 1, tzinfo=UTC))
    own = await checked_account(team)
    assert (own.balance, own.held) == (0, 10)


async def test_concurrent_holds_for_one_invitation_cost_once(replicas: list[Store]) -> None:
    team, admin = await _begin(replicas[0])

    async def hold(store: Store) -> int:
        async with store.write() as db:
            return (await accounts.hold(db, admin, 1, 1, START)).id

    assert len(set(await asyncio.gather(*(hold(replicas[n % 4]) for n in range(12))))) == 1

    async def end(n: int) -> None:
        async with replicas[n % 4].write() as db:
            if n % 3:
                await accounts.release(db, team.workspace.id, 1, "cancelled", START)
            else:
                await accounts.settle(db, team.workspace.id, 1, START)

    await asyncio.gather(*map(end, range(12)))
    own = await checked_account(team)
    assert own.held == 0
    assert len([entry for entry in await entries(team.store, team.workspace.id) if entry.invitation_id == 1]) == 2
