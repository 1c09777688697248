"""Shared fixtures: a clock, a chat on each platform, and real servers."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.compiled_sql import share_compiled_sql

pytest_plugins = ("tests.databases",)

if TYPE_CHECKING:
    from tests.chat.base import Chat, Clock
    from tests.servers.typesense import TypesenseServer


_IN_MEMORY = Path("/dev/shm")
_ROOM = 4 * 1024**3  # bytes; a run of all tests leaves far less


def pytest_configure(config: pytest.Config) -> None:
    """Temporary files go to memory where there is room: databases and indexes are small, but their files are many."""
    if "TMPDIR" not in os.environ and _IN_MEMORY.is_dir() and shutil.disk_usage(_IN_MEMORY).free > _ROOM:
        os.environ["TMPDIR"] = str(_IN_MEMORY)
        tempfile.tempdir = None  # read it again
    share_compiled_sql()
    settings.register_profile("tests", settings.default, deadline=None)  # a busy machine is no fault of the code
    settings.load_profile("tests")


def pytest_collection_finish() -> None:
    """The collector scans what the tests make, and not the imported modules over and over."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture
def clock() -> Clock:
    from tests.chat.base import Clock

    return Clock(datetime(2026, 11, 23, 12, 0, tzinfo=UTC))


@pytest.fixture(params=["slack", "teams"])
async def chat(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> AsyncIterator[Chat]:
    """The running bot in a workspace, once per platform."""
    from tests.chat.slack import slack_chat
    from tests.chat.teams import teams_chat

    opened = slack_chat if request.param == "slack" else teams_chat
    async with opened(tmp_path, clock) as there:
        yield there


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TypesenseServer]:
    """A real Typesense server."""
    from tests.servers import typesense

    try:
        with typesense.typesense_server(tmp_path_factory.mktemp("typesense")) as there:
            yield there
    except typesense.CannotRun as why:
        pytest.skip(f"Typesense: {why}")
