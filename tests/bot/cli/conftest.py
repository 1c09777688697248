"""The command line run in this process, with its own environment and folder."""

import logging
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.shell import console
from bot.settings import documented
from store.db import Store, Write
from store.members import members, workspaces
from store.roles import Role
from store.tables.core import Member
from tests.databases import sqlite_file


@dataclass(frozen=True, slots=True)
class Done:
    """The result of a command: its exit code and its output, one sentence per line."""

    code: int
    out: str
    err: str


Sourcer = Callable[..., Done]


@pytest.fixture
def sourcer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sourcer]:
    """`sourcer("index", "status", SOURCER_LOG_LEVEL="error")`: command-line arguments, and settings by name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(console, "width", 200)  # tables do not wrap, whatever the first import saw
    unset: dict[str, str | None] = {name: None for name, _, _ in documented()}
    saved = list(logging.root.handlers), logging.root.level

    def run(*arguments: object, **settings: str) -> Done:
        environment = {**unset, "SOURCER_LOG_LEVEL": "error", **settings}
        done = CliRunner().invoke(app, [str(word) for word in arguments], env=environment)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception  # a traceback is never an answer
        return Done(done.exit_code, done.stdout, done.stderr)

    yield run
    logging.root.handlers[:], logging.root.level = saved


@asynccontextmanager
async def by_admin(folder: Path) -> AsyncGenerator[tuple[Write, Member]]:
    """A write in the command line's database, and an admin of slack:T1 there."""
    data = folder / "data" / "sourcer.db"
    data.parent.mkdir()
    store = await Store.open(f"sqlite+aiosqlite:///{sqlite_file(data)}")
    async with store.write() as db:
        workspace = await workspaces.get_or_create(db, "slack", "T1")
        await members.give_role(db, workspace, "U1", Role.ADMIN)
        sam = await members.find(db, workspace.id, "U1")
        assert sam
        yield db, sam
    await store.close()
