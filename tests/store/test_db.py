"""Opening a store, reading, serialized writing, and database failures."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, select

from store import migrations
from store.db import Store, inside, statements
from store.errors import AlreadyApplied, Counted, Refusal, StoreDown
from store.members import members, workspaces
from store.tables.core import Member, ReceivedInteraction, Workspace
from tests.servers.postgres import Postgres


async def test_migrated_tables_match_the_models(empty_url: str) -> None:
    store = await Store.open(empty_url)

    def differences(connection: Connection) -> list[object]:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), SQLModel.metadata)

    async with store.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        assert await migrations.revision(connection) == migrations.head()
    await store.close()


def test_the_head_read_from_file_names_matches_alembics() -> None:
    assert ScriptDirectory.from_config(migrations.config()).get_current_head() == migrations.head()


async def test_many_processes_open_an_empty_database_at_once(empty_url: str) -> None:
    stores = await asyncio.gather(*(Store.open(empty_url) for _ in range(4)))
    for number, store in enumerate(stores):
        async with store.write() as db:
            await workspaces.get_or_create(db, "slack", f"T{number}")
    async with stores[0].read() as db:
        assert len(await workspaces.every(db)) == 4
    for store in stores:
        await store.close()


def test_reopening_does_not_load_alembic(url: str) -> None:
    """Loading Alembic takes longer than everything else on a second start."""
    program = f"import asyncio, sys; from store.db import Store; asyncio.run(Store.open({url!r}))"
    code = f"{program}; print('alembic' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert result.stdout.strip() == "False"


@pytest.mark.parametrize("url", ["mysql://host/x", "sqlite://", "sqlite:///:memory:"])
async def test_an_unsupported_database_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"cannot store its data in mysql|needs a file"):
        await Store.open(url)


async def test_an_error_rolls_back_and_a_counted_refusal_commits(store: Store) -> None:
    for fault, committed in ((RuntimeError("x"), False), (Refusal("no"), False), (Counted("no"), True)):

        async def meet_and_fail(fault: Exception = fault) -> None:
            async with store.write() as db:
                await workspaces.get_or_create(db, "slack", repr(fault))
                raise fault

        with pytest.raises(type(fault)):
            await meet_and_fail()
        async with store.read() as db:
            assert (repr(fault) in {found.external_id for found in await workspaces.every(db)}) is committed


async def test_foreign_keys_are_enforced(store: Store) -> None:
    with pytest.raises(IntegrityError):
        async with store.write() as db:
            db.add(Member(workspace_id=10**6, external_id="U1", created_at=datetime.now(UTC)))


async def test_rows_can_be_used_after_the_transaction(store: Store) -> None:
    async with store.write() as db:
        made = await workspaces.get_or_create(db, "slack", "T1", "Acme")
    async with store.read() as db:
        found = await workspaces.get(db, made.id)
    assert (made.name, found.name, found.created_at.utcoffset()) == ("Acme", "Acme", made.created_at.utcoffset())


async def test_a_task_has_one_transaction_open_at_a_time(store: Store) -> None:
    assert not inside()
    async with store.read() as db:
        assert inside()
        with pytest.raises(RuntimeError, match="already has a read or a write open"):
            async with store.write():
                pass
        assert await workspaces.every(db) == []
    assert not inside()


async def test_a_read_cannot_write_on_sqlite(store: Store) -> None:
    if store.dialect == "sqlite":
        with pytest.raises(StoreDown, match="readonly"):
            async with store.read() as db:
                await workspaces.get_or_create(db, "slack", "T1")  # type: ignore[arg-type]


async def test_sixteen_concurrent_writers_lose_nothing(store: Store) -> None:
    async with store.write() as db:
        workspace = await workspaces.get_or_create(db, "slack", "T1")

    async def write(number: int) -> None:
        async with store.write() as db:
            found = await db.get_one(Workspace, workspace.id, with_for_update=True)
            found.name = str(int(found.name or 0) + 1)
            db.add(Member(workspace_id=workspace.id, external_id=f"U{number}", created_at=found.created_at))

    await asyncio.gather(*(write(number) for number in range(16)))
    async with store.read() as db:
        assert (await workspaces.get(db, workspace.id)).name == "16"
        assert len((await db.exec(select(Member))).all()) == 16


async def test_a_hundred_readers_run_beside_one_writer(store: Store) -> None:
    async with store.write() as db:
        workspace = await workspaces.get_or_create(db, "slack", "T1", "before")
    writing, may_end = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with store.write() as db:
            await workspaces.get_or_create(db, "slack", "T1", "after")
            writing.set()
            await may_end.wait()

    async def read() -> str:
        async with store.read() as db:
            return (await workspaces.get(db, workspace.id)).name

    writer = asyncio.create_task(write())
    await writing.wait()
    assert set(await asyncio.gather(*(read() for _ in range(100)))) == {"before"}
    may_end.set()
    await writer
    assert await read() == "after"


async def _put(store: Store, key: str, state: str) -> None:
    async with store.write() as db:
        db.add(ReceivedInteraction(key=key, person="p", kind="deferred", state=state, received=0.0))


async def _state(store: Store, key: str) -> str:
    async with store.read() as db:
        return (await db.get_one(ReceivedInteraction, key)).state


async def test_a_write_marks_its_interaction_applied_or_rolls_back(store: Store) -> None:
    await _put(store, "k1", "running")

    async def meet_and_refuse() -> None:
        async with store.write(applied="k1") as db:
            await workspaces.get_or_create(db, "slack", "T1")
            raise Refusal("no")

    with pytest.raises(Refusal):
        await meet_and_refuse()
    assert await _state(store, "k1") == "running"
    async with store.write(applied="k1") as db:
        await workspaces.get_or_create(db, "slack", "T1")
    assert await _state(store, "k1") == "applied"


async def test_two_runs_of_one_interaction_have_one_effect(store: Store) -> None:
    await _put(store, "k1", "running")

    async def run(name: str) -> None:
        async with store.write(applied="k1") as db:
            await workspaces.get_or_create(db, "slack", name)

    ends = await asyncio.gather(run("T1"), run("T2"), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["AlreadyApplied", "NoneType"]
    async with store.read() as db:
        assert len(await workspaces.every(db)) == 1


async def test_an_interaction_not_in_the_log_needs_no_mark(store: Store) -> None:
    async with store.write(applied="passing") as db:
        await workspaces.get_or_create(db, "slack", "T1")
    await _put(store, "k1", "done")
    with pytest.raises(AlreadyApplied):
        async with store.write(applied="k1"):
            pass


async def test_statements_are_counted(store: Store) -> None:
    with statements() as ran:
        async with store.read() as db:
            await workspaces.every(db)
            await members.find(db, 1, "U1")
    assert len(ran) == 2


async def test_a_locked_sqlite_file_raises_store_down(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    store = await Store.open(f"sqlite:///{path}")
    async with store.engine.connect() as connection:
        await connection.execute(text("PRAGMA busy_timeout=50"))
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreDown, match="locked"):
        async with store.write() as db:
            await workspaces.get_or_create(db, "slack", "T1")
    await store.check()  # reads are not blocked
    holder.execute("ROLLBACK")
    holder.close()
    async with store.write() as db:
        await workspaces.get_or_create(db, "slack", "T1")
    await store.close()


@pytest.mark.parametrize("content", [b"this is no database at all " * 100])
async def test_a_file_that_is_no_database_raises_store_down(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(content)
    with pytest.raises(StoreDown, match="not a database"):
        await Store.open(f"sqlite:///{path}")


async def test_a_stopped_database_raises_store_down_and_recovers(server: Postgres) -> None:
    name = await server.create()
    store = await Store.open(server.url(name))
    await store.check()
    await server.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    kill = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"

    async def lose_it_meanwhile() -> None:
        async with store.write() as db:
            await workspaces.get_or_create(db, "slack", "T1")
            await server.run(kill)
            await workspaces.get_or_create(db, "slack", "T2")

    with pytest.raises(StoreDown):
        await lose_it_meanwhile()
    with pytest.raises(StoreDown):
        await store.check()
    await server.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    async with store.read() as db:
        assert await workspaces.every(db) == []
    await store.close()
    await server.drop(name)


async def test_an_unreachable_server_raises_store_down() -> None:
    with pytest.raises(StoreDown):
        await Store.open("postgresql://postgres@127.0.0.1:9/none")


async def test_a_programming_error_does_not_raise_store_down(store: Store) -> None:
    with pytest.raises(Exception, match="nonsense") as caught:
        async with store.read() as db:
            await (await db.connection()).execute(text("SELECT * FROM nonsense"))
    assert not isinstance(caught.value, StoreDown)


async def test_durable_writes_reach_the_disk_before_they_end(tmp_path: Path):
    """SQLite's levels: 1 hands the data to the OS, 2 waits for the disk (sqlite.org/pragma.html#pragma_synchronous)."""
    store = await Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}")
    levels: list[int] = []
    for durable in (False, True, True, False):
        async with store.write(durable=durable) as db:
            levels.append((await (await db.connection()).execute(text("PRAGMA synchronous"))).scalar_one())
    await store.close()
    assert levels == [1, 2, 2, 1]


async def test_a_write_cancelled_within_a_statement_releases_the_database(tmp_path: Path):
    store = await Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}")
    begun, go_on = threading.Event(), threading.Event()

    def waits() -> bool:
        begun.set()
        return go_on.wait()

    async def write() -> None:
        async with store.write() as db:
            await workspaces.get_or_create(db, "slack", "T1")
            connection = await db.connection()
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None
            await driver.create_function("waits", 0, waits)
            await connection.execute(text("SELECT waits() UNION ALL SELECT 2"))

    task = asyncio.create_task(write())
    await asyncio.to_thread(begun.wait)
    task.cancel()
    asyncio.get_running_loop().call_soon(go_on.set)
    with pytest.raises(asyncio.CancelledError) as raised:
        await task
    async with store.write() as db:
        assert await workspaces.every(db) == []
    await store.close()
    assert raised.tb is not None  # a log would hold on to it, with everything its frames reference
