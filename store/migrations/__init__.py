"""Migrations: the revisions of the tables, and how an older database is upgraded."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent
_LOCK = 0x50_55_52_43  # PostgreSQL advisory lock: only one process migrates


def head() -> str:
    """The newest revision, from the file names: loading Alembic takes longer than the rest of startup."""
    return max((file.name for file in (HERE / "versions").glob("[0-9]*.py")), default="").partition("_")[0]


async def revision(connection: AsyncConnection) -> str | None:
    """The database's revision; None when the database is empty."""
    try:
        found = await connection.execute(text("SELECT version_num FROM alembic_version"))
    except DBAPIError:  # no such table
        return None
    return found.scalar_one_or_none()


async def upgrade(engine: AsyncEngine) -> None:
    """Upgrade the database to `head()` in one transaction; a second process waits and finds nothing to do."""
    async with engine.connect() as connection:
        if await revision(connection) == head():
            return
    async with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        await connection.run_sync(_run)


def _run(connection: Connection) -> None:
    from alembic import command

    configuration = config()
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, "head")


def config() -> "Config":
    """Alembic's configuration without a file: the scripts are next to this module, wherever it is installed."""
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(HERE).replace("%", "%%"))
    return configuration
