"""Turns: one interaction per person runs at a time, oldest first, whichever process holds it."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.interactions.log import Arrived, InteractionLog, Open, Turn, turn
from store.interactions.postgres import PostgresInteractionLog
from store.interactions.sqlite import SqliteInteractionLog
from tests.databases import MigratedDatabases

NOW, SOON, LATE = 10.0, 100.0, 1_000.0  # the leases end soon or late
KINDS = ("deferred",)

# ── the rule ──


def row(key: str, state: str, holder: str, *, received: float = 1.0, until: float = SOON, kind: str = "deferred"):
    return Open(key, kind, state, holder, until, received)


def turn_of(key: str, rows: Iterable[Open], holder: str = "here") -> Turn:
    return turn(key, rows, holder=holder, now=NOW, kinds=KINDS)


MINE = row("mine", "received", "here", received=5.0)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (row("x", "received", "there"), Turn.WAIT),
        (row("x", "received", "there", received=9.0), Turn.MINE),
        (row("x", "running", "there"), Turn.WAIT),
        (row("x", "running", "there", received=9.0), Turn.WAIT),
        (row("x", "applied", "there", received=9.0), Turn.WAIT),
        (row("x", "received", "here"), Turn.WAIT),
        (row("x", "applied", "here"), Turn.MINE),  # it finished without being marked as done
        (row("x", "running", "there", until=NOW - 1), Turn.STRANDED),
        (row("x", "received", "there", until=NOW - 1), Turn.STRANDED),
        (row("x", "running", "there", until=NOW - 1, received=9.0), Turn.MINE),
        (row("x", "running", "there", until=NOW - 1, kind="answered"), Turn.MINE),  # never taken over
        (row("x", "running", "there", kind="answered"), Turn.WAIT),
    ],
)
def test_another_row_of_the_same_person_decides_the_turn(other: Open, expected: Turn) -> None:
    assert turn_of("mine", [MINE, other]) is expected


def test_an_interaction_taken_over_by_another_process_is_not_run_here() -> None:
    assert turn_of("mine", [row("mine", "received", "there")]) is Turn.LOST
    assert turn_of("mine", []) is Turn.LOST  # already done by the other process


@given(
    holders=st.lists(st.sampled_from("abc"), min_size=1, max_size=6), when=st.lists(st.integers(1, 3), min_size=6),
    data=st.data(),
)  # fmt: skip
def test_exactly_one_runs_at_a_time_and_in_order(holders: list[str], when: list[int], data: Any) -> None:
    """Processes ask in any order and any number of times; each runs one interaction of the person at a time."""
    rows = {f"k{n}": row(f"k{n}", "received", holder, received=when[n]) for n, holder in enumerate(holders)}
    oldest_first = sorted(rows, key=lambda key: (rows[key].received, key))
    ran: list[str] = []
    while rows:
        running = [key for key in rows if rows[key].state == "running"]
        assert len(running) <= 1
        free = [key for key in rows if key not in running and all(rows[r].holder != rows[key].holder for r in running)]
        may = [key for key in free if turn_of(key, rows.values(), rows[key].holder) is Turn.MINE]
        assert bool(may) != bool(running)
        if running:
            del rows[running[0]]
        else:
            key = data.draw(st.sampled_from(may))
            rows[key] = row(key, "running", rows[key].holder, received=rows[key].received)
            ran.append(key)
    assert ran == oldest_first


# ── on PostgreSQL, between processes ──


@pytest.fixture
async def address(postgres_databases: MigratedDatabases) -> AsyncIterator[str]:
    async with postgres_databases.one() as name:
        yield postgres_databases.server.url(name)


@pytest.fixture
async def replicas(address: str) -> AsyncIterator[tuple[InteractionLog, InteractionLog]]:
    """The interaction logs of two processes on one database."""
    both = [await PostgresInteractionLog.open(address) for _ in range(2)]
    yield both[0], both[1]
    for inbox in both:
        await inbox.close()


async def put(
    inbox: InteractionLog, key: str, holder: str, *, received: float, person: str = "ana", until: float = SOON
) -> None:
    arrived = Arrived(key=key, person=person, kind="deferred", payload="{}", received=received)
    assert (await inbox.put(arrived, holder=holder, lease_until=until)).new


async def ask(inbox: InteractionLog, key: str, holder: str, *, person: str = "ana", now: float = NOW) -> Turn:
    return await inbox.turn(key, person, holder=holder, now=now, kinds=KINDS)


async def test_one_after_another_while_other_people_run_in_parallel(
    replicas: tuple[InteractionLog, InteractionLog],
) -> None:
    one, other = replicas
    await put(one, "first", "h1", received=1.0)
    await put(other, "second", "h2", received=2.0)
    await put(other, "of bob", "h2", received=2.0, person="bob")
    assert await ask(other, "second", "h2") is Turn.WAIT
    assert await ask(one, "first", "h1") is Turn.MINE
    assert await ask(other, "second", "h2") is Turn.WAIT
    assert await ask(other, "of bob", "h2", person="bob") is Turn.MINE
    await one.done("first")
    assert await ask(other, "second", "h2") is Turn.MINE


async def test_a_late_arrival_with_an_older_time_waits_for_the_running_one(
    replicas: tuple[InteractionLog, InteractionLog],
) -> None:
    one, other = replicas
    await put(other, "second", "h2", received=2.0)
    assert await ask(other, "second", "h2") is Turn.MINE
    await put(one, "first", "h1", received=1.0)  # its process was slow to store it
    assert await ask(one, "first", "h1") is Turn.WAIT


async def test_of_two_simultaneous_requests_one_may_run(replicas: tuple[InteractionLog, InteractionLog]) -> None:
    """The older one is stored at the moment the newer asks, so each may look like the only one."""
    one, other = replicas

    async def keep_and_ask(person: str) -> Turn:
        await put(one, f"{person} older", "h1", received=1.0, person=person)
        return await ask(one, f"{person} older", "h1", person=person)

    async def at_once(person: str) -> int:
        await put(other, f"{person} newer", "h2", received=2.0, person=person)
        newer = [ask(other, f"{person} newer", "h2", person=person) for _ in range(3)]
        turns = await asyncio.gather(keep_and_ask(person), *newer)
        return (turns[0] is Turn.MINE) + (Turn.MINE in turns[1:])

    for round in range(30):
        may = await asyncio.gather(*(at_once(f"p{round} {n}") for n in range(4)))
        assert max(may) <= 1


async def test_none_may_run_while_another_process_is_deciding(
    replicas: tuple[InteractionLog, InteractionLog], address: str
) -> None:
    """What the other process is about to write is not visible yet."""
    await put(replicas[0], "only", "h1", received=1.0)
    asking = await asyncpg.connect(address.replace("+asyncpg", ""))
    async with asking.transaction():
        await asking.execute("SELECT pg_advisory_xact_lock(hashtextextended('ana', 0))")
        assert await ask(replicas[0], "only", "h1") is Turn.WAIT
    await asking.close()
    assert await ask(replicas[0], "only", "h1") is Turn.MINE


async def test_a_dead_process_interaction_is_taken_over_before_newer_ones(
    replicas: tuple[InteractionLog, InteractionLog],
) -> None:
    one, other = replicas
    await put(one, "first", "dead", received=1.0, until=NOW + 5)
    assert await ask(one, "first", "dead") is Turn.MINE
    await put(other, "second", "h2", received=2.0)
    assert await ask(other, "second", "h2") is Turn.WAIT
    later = NOW + 6
    assert await ask(other, "second", "h2", now=later) is Turn.STRANDED
    [left] = await other.take_stranded(now=later, holder="h2", lease_until=SOON, kinds=KINDS)
    assert (left.key, left.applied) == ("first", False)
    assert await ask(one, "first", "dead", now=later) is Turn.LOST  # the process was only suspended
    assert await ask(other, "second", "h2", now=later) is Turn.WAIT
    assert await ask(other, "first", "h2", now=later) is Turn.MINE


async def test_on_sqlite_no_other_process_is_waited_for(tmp_path: Path) -> None:
    inbox = SqliteInteractionLog(tmp_path / "never made.db")
    assert await ask(inbox, "whatever", "h") is Turn.MINE
    await inbox.close()
    assert not (tmp_path / "never made.db").exists()  # the database was not queried
