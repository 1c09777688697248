"""The directory of the embedded index: killed writers, second writers, readers, other versions, corrupt files."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from connectors.errors import Refused, Unreachable
from connectors.search.base import Query, Sort, Word
from connectors.search.embedded.engine import EmbeddedIndex
from tests.connectors.search.people import person
from tests.paths import ROOT

MEMORY = 32 * 1024 * 1024

LOADER = """
import asyncio, sys
from pathlib import Path
from connectors.search.embedded.engine import EmbeddedIndex
from tests.connectors.search.people import person

async def load():
    index = await EmbeddedIndex.open(Path(sys.argv[1]), writer_memory=32 * 1024 * 1024)
    for start in range(0, 1_000_000, 1000):
        batch = [person(number, skills=("Go",), summary="word " * 50) for number in range(start + 1, start + 1001)]
        await index.put(batch, commit=False)
        if start and start % 4000 == 0:
            await index.commit()
            print(start + 1000, flush=True)

asyncio.run(load())
"""


async def opened(path: Path, *, writing: bool = True) -> EmbeddedIndex:
    return await EmbeddedIndex.open(path, writing=writing, writer_memory=MEMORY, threads=1)


async def test_after_a_kill_during_loading_all_committed_data_is_there(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", LOADER, str(tmp_path / "index")], stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as loader:
        assert loader.stdout is not None
        committed = [int(loader.stdout.readline()) for _ in range(2)]
        await asyncio.sleep(0.2)  # into the next batches
        loader.send_signal(signal.SIGKILL)
        committed += [int(line) for line in loader.stdout]
    index = await opened(tmp_path / "index")
    found = await index.search(Query(1, what=Word("go"), sort=Sort.RECENCY))
    assert found.total >= committed[-1] >= 9000
    assert (await index.status()).ready
    await index.put([person(2_000_000, skills=("Go",))])
    assert (await index.search(Query(1, what=Word("go")))).total == found.total + 1
    await index.close()


async def test_a_second_writer_is_refused_naming_the_writing_process(tmp_path: Path) -> None:
    first = await opened(tmp_path)
    with pytest.raises(Refused, match=f"Process {os.getpid()} is writing to"):
        await opened(tmp_path)
    await first.close()
    second = await opened(tmp_path)
    await second.put([person(1)])
    await second.close()


async def test_a_reader_sees_commits_and_cannot_write(tmp_path: Path) -> None:
    early = await opened(tmp_path / "index", writing=False)
    assert (await early.status()).detail == "there is no index yet"
    writer = await opened(tmp_path / "index")
    reader = await opened(tmp_path / "index", writing=False)
    await writer.put([person(1)])
    assert (await reader.status()).documents == 1
    await writer.put([person(2)], commit=False)
    assert (await reader.search(Query(1))).total == 1
    await writer.commit()
    assert (await reader.search(Query(1))).total == (await early.search(Query(1))).total == 2
    with pytest.raises(Refused):
        await reader.put([person(3)])
    with pytest.raises(Refused):
        await reader.clear()
    await writer.clear()
    await writer.put([person(4)])
    assert [hit.profile_id for hit in (await reader.search(Query(1))).hits] == [4]
    for index in (early, reader, writer):
        await index.close()


async def test_a_directory_of_another_version_reports_it_until_cleared(tmp_path: Path) -> None:
    before = await opened(tmp_path)
    await before.put([person(1)])
    await before.close()
    (tmp_path / "version").write_text("0")
    index = await opened(tmp_path)
    status = await index.status()
    assert (status.ready, status.detail) == (False, "it was built by another version; run sourcer index rebuild")
    for refused in (index.search(Query(1)), index.put([person(2)])):
        with pytest.raises(Refused, match="another version"):
            await refused
    await index.clear()
    await index.put([person(2)])
    assert [hit.profile_id for hit in (await index.search(Query(1))).hits] == [2]
    assert (await index.status()).ready
    await index.close()


async def test_corrupt_files_are_reported_until_cleared(tmp_path: Path) -> None:
    before = await opened(tmp_path)
    await before.put([person(1)])
    await before.close()
    (tmp_path / "meta.json").write_text("{")
    index = await opened(tmp_path)
    status = await index.status()
    assert not status.ready
    assert "run sourcer index rebuild" in status.detail
    await index.clear()
    assert (await index.status()).ready
    await index.close()


async def test_a_batch_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    index = await opened(tmp_path)
    await index.put([person(1)])

    def broken():
        yield person(2)
        raise OSError("disk gone")

    with pytest.raises(Unreachable):
        await index.put(broken())
    await index.put([person(3)])
    assert {hit.profile_id for hit in (await index.search(Query(1))).hits} == {1, 3}
    await index.close()


async def test_a_directory_that_cannot_be_created_raises_outside_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unreachable):
        await opened(tmp_path / "file" / "index")
