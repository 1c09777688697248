"""The two real engines: each test in this folder that uses `index` runs on both."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from connectors.search.base import SearchIndex
from connectors.search.embedded.engine import EmbeddedIndex
from connectors.search.typesense.engine import TypesenseIndex
from tests.connectors.search.oracle import Oracle
from tests.connectors.search.people import town
from tests.servers.typesense import CannotRun, TypesenseServer, typesense_server

ENGINES = ("embedded", "typesense")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TypesenseServer]:
    try:
        with typesense_server(tmp_path_factory.mktemp("typesense")) as running:
            yield running
    except CannotRun as why:
        pytest.skip(str(why))


@pytest.fixture(params=ENGINES)
async def index(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SearchIndex]:
    """An empty index."""
    opened = await _open(request, request.param, tmp_path / "index", f"test-{uuid.uuid4().hex}", writing=True)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def oracle() -> Oracle:
    return Oracle(town())


@pytest.fixture(scope="session", params=ENGINES)
def engine_of_town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, oracle: Oracle):
    """An engine's name and the location of its index of the town; filled once."""
    path, name = tmp_path_factory.mktemp("town") / "index", f"town-{uuid.uuid4().hex}"

    async def fill() -> None:
        opened = await _open(request, request.param, path, name, writing=True)
        await opened.put(oracle.people)
        await opened.close()

    with ThreadPoolExecutor(1) as thread:  # session fixtures are created while a test's event loop runs
        thread.submit(asyncio.run, fill()).result()
    return request.param, path, name


@pytest.fixture
async def town_index(request: pytest.FixtureRequest, engine_of_town) -> AsyncIterator[SearchIndex]:
    """The town, opened read-only."""
    opened = await _open(request, *engine_of_town, writing=False)
    yield opened
    await opened.close()


async def _open(request: pytest.FixtureRequest, engine: str, path: Path, name: str, *, writing: bool) -> SearchIndex:
    if engine == "embedded":
        return await EmbeddedIndex.open(path, writing=writing, writer_memory=32 * 1024 * 1024, threads=1)
    server: TypesenseServer = request.getfixturevalue("server")
    return await TypesenseIndex.open(server.url, server.api_key, name)
