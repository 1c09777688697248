"""The tests' own databases: what one test leaves behind, the next must not see."""

from store.db import Store
from store.members import workspaces
from tests.databases import MigratedDatabases


async def test_a_postgresql_database_is_used_again_empty_and_with_its_own_tables(
    postgres_databases: MigratedDatabases,
) -> None:
    used: list[str] = []
    for team in ("T1", "T2"):
        async with postgres_databases.one() as name:
            used.append(name)
            left_open = await Store.open(postgres_databases.server.url(name))
            async with left_open.write() as db:
                assert (await workspaces.get_or_create(db, "slack", team, "Acme")).id == 1
        await left_open.close()
    assert used[0] == used[1]

    async with postgres_databases.one() as name, postgres_databases.server.connected(name) as connection:
        assert name == used[0]
        await connection.execute("ALTER TABLE notes ADD COLUMN extra INTEGER")
    async with postgres_databases.one() as name:
        assert name not in used
