"""`python -m store.migrations "what changes"` writes the next revision from the table definitions. Review it."""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from store import migrations
from store.engines import database_url, engines


async def _write(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        reading, writing = engines(database_url(f"sqlite:///{Path(folder, 'empty.sqlite')}"))
        if migrations.head():
            await migrations.upgrade(writing)
        async with writing.begin() as connection:
            await connection.run_sync(_compare, message)
        await reading.dispose()
        await writing.dispose()


def _compare(connection: Connection, message: str) -> None:
    configuration = migrations.config()
    configuration.attributes["connection"] = connection
    number = int(migrations.head() or 0) + 1
    command.revision(configuration, message=message, autogenerate=True, rev_id=f"{number:04}")


asyncio.run(_write(" ".join(sys.argv[1:]) or "change"))
