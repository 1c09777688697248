"""The interaction log on both databases: stored once, processed once, taken over only after its lease expires."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from store.db import Store
from store.errors import AlreadyApplied, StoreDown
from store.interactions.log import Arrived, InteractionLog
from store.interactions.postgres import PostgresInteractionLog
from store.interactions.sqlite import SqliteInteractionLog

NEVER = 0.0


def arrived(key: str = "k1", **more: object) -> Arrived:
    fields = {"key": key, "person": "slack:T:U", "kind": "deferred", "payload": '{"a": 1}', "received": 100.0}
    return Arrived(**{**fields, **more})  # type: ignore[arg-type]


Open = Callable[[], Awaitable[InteractionLog]]


@pytest.fixture
async def open_inbox(url: str, store: Store) -> AsyncIterator[Open]:
    """Opens another log on the same database, as another process would."""
    opened: list[InteractionLog] = []

    async def another() -> InteractionLog:
        postgresql = store.dialect == "postgresql"
        inbox: InteractionLog = (
            await PostgresInteractionLog.open(url) if postgresql else SqliteInteractionLog(url.split("///", 1)[1])
        )
        opened.append(inbox)
        return inbox

    yield another
    for inbox in opened:
        await inbox.close()


@pytest.fixture
async def inbox(open_inbox: Open) -> InteractionLog:
    return await open_inbox()


async def test_of_concurrent_deliveries_of_one_key_one_is_new(open_inbox: Open):
    inboxes = [await open_inbox() for _ in range(3)]
    puts = [inboxes[n % 3].put(arrived(), holder=f"h{n}", lease_until=NEVER) for n in range(60)]
    results = await asyncio.gather(*puts)
    assert sum(each.new for each in results) == 1
    assert {each.state for each in results} <= {"received", "running"}


async def test_concurrent_keys_are_all_stored(inbox: InteractionLog):
    results = await asyncio.gather(*(inbox.put(arrived(f"k{n}"), holder="h", lease_until=NEVER) for n in range(300)))
    assert all(each.new for each in results)
    taken = await inbox.take_stranded(now=1.0, holder="h2", lease_until=2.0, kinds=("deferred",), limit=1000)
    assert len({row.key for row in taken}) == 300


async def test_a_duplicate_gets_the_stored_answer(inbox: InteractionLog):
    await inbox.put(arrived(), holder="h", lease_until=NEVER)
    await inbox.done("k1", '{"response_action": "clear"}')
    again = await inbox.put(arrived(), holder="h", lease_until=NEVER)
    assert (again.new, again.state, again.answer) == (False, "done", '{"response_action": "clear"}')


async def test_only_expired_interactions_are_taken_over_and_by_one_process(open_inbox: Open):
    here, there = await open_inbox(), await open_inbox()
    await here.put(arrived("alive"), holder="h", lease_until=1_000.0)
    await here.put(arrived("dead"), holder="h", lease_until=10.0)
    await here.put(arrived("answered", kind="answered"), holder="h", lease_until=10.0)
    await here.put(arrived("finished"), holder="h", lease_until=10.0)
    await here.done("finished")
    both = await asyncio.gather(
        *(
            each.take_stranded(now=11.0, holder=f"h{n}", lease_until=99.0, kinds=("deferred",))
            for n, each in enumerate((here, there))
        )
    )
    [row] = both[0] + both[1]
    assert (row.key, row.applied, row.attempts, row.payload) == ("dead", False, 2, '{"a": 1}')


async def test_only_the_holder_renews_a_lease(inbox: InteractionLog):
    await inbox.put(arrived(), holder="mine", lease_until=10.0)
    await inbox.renew(["k1"], holder="other", lease_until=1_000.0)
    assert len(await inbox.take_stranded(now=11.0, holder="mine", lease_until=20.0, kinds=("deferred",))) == 1
    await inbox.renew(["k1"], holder="mine", lease_until=1_000.0)
    assert await inbox.take_stranded(now=30.0, holder="x", lease_until=40.0, kinds=("deferred",)) == []


async def test_a_handlers_write_marks_its_row_applied_so_it_is_only_redrawn(inbox: InteractionLog, store: Store):
    await inbox.put(arrived(), holder="h", lease_until=10.0)
    async with store.write(applied="k1"):
        pass
    [row] = await inbox.take_stranded(now=11.0, holder="h2", lease_until=20.0, kinds=("deferred",))
    assert row.applied
    with pytest.raises(AlreadyApplied):
        async with store.write(applied="k1"):
            pass


async def test_a_failed_write_leaves_its_row_to_run_again(inbox: InteractionLog, store: Store):
    await inbox.put(arrived(), holder="h", lease_until=10.0)
    with pytest.raises(ZeroDivisionError):
        async with store.write(applied="k1"):
            _ = 1 / 0
    [row] = await inbox.take_stranded(now=11.0, holder="h2", lease_until=20.0, kinds=("deferred",))
    assert not row.applied


async def test_only_interactions_done_long_ago_are_deleted(inbox: InteractionLog):
    await inbox.put(arrived("old"), holder="h", lease_until=NEVER)
    later = 100.0 + 10 * 24 * 3600
    await inbox.put(arrived("open"), holder="h", lease_until=later)
    await inbox.done("old", "{}")
    await inbox.tidy(now=later)
    assert (await inbox.put(arrived("old"), holder="h", lease_until=NEVER)).new
    assert not (await inbox.put(arrived("open"), holder="h", lease_until=NEVER)).new


async def test_answers_are_deleted_before_their_rows(inbox: InteractionLog):
    await inbox.put(arrived("k"), holder="h", lease_until=NEVER)
    await inbox.done("k", '{"text": "grace@example.com"}')
    await inbox.tidy(now=100.0 + 3000)
    again = await inbox.put(arrived("k"), holder="h", lease_until=NEVER)
    assert (again.new, again.answer) == (False, '{"text": "grace@example.com"}')
    await inbox.tidy(now=100.0 + 4000)
    again = await inbox.put(arrived("k"), holder="h", lease_until=NEVER)
    assert (again.new, again.state, again.answer) == (False, "done", None)


async def test_abandoned_interactions_are_deleted_too(inbox: InteractionLog):
    """A form whose process died before answering: what was typed in it is not stored for ever."""
    await inbox.put(arrived("form"), holder="h", lease_until=160.0)
    await inbox.tidy(now=160.0 + 24 * 3600)
    assert not (await inbox.put(arrived("form"), holder="h", lease_until=160.0)).new
    await inbox.tidy(now=160.0 + 3 * 24 * 3600)
    assert (await inbox.put(arrived("form"), holder="h", lease_until=160.0)).new


async def test_a_locked_database_fails_and_recovers(tmp_path: Path):
    url = f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"
    await (await Store.open(url)).close()
    inbox = SqliteInteractionLog(tmp_path / "x.db", busy_timeout=0.2)
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreDown):
        await inbox.put(arrived(), holder="h", lease_until=NEVER)
    other.execute("ROLLBACK")
    assert (await inbox.put(arrived(), holder="h", lease_until=NEVER)).new
    await inbox.close()
    other.close()
    with pytest.raises(StoreDown):
        await inbox.put(arrived("k2"), holder="h", lease_until=NEVER)


async def test_a_key_the_database_cannot_store_is_refused_and_the_next_is_stored(inbox: InteractionLog):
    with pytest.raises(StoreDown):
        await asyncio.wait_for(inbox.put(arrived("half a sign: \ud800"), holder="h", lease_until=NEVER), 5)
    assert (await asyncio.wait_for(inbox.put(arrived(), holder="h", lease_until=NEVER), 5)).new
