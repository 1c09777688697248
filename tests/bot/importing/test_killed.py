"""An import that is killed and restarted ends in the same state as an uninterrupted one."""

import asyncio
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from connectors.geo.places import Places
from connectors.search.embedded.engine import EmbeddedIndex
from store.db import Store
from tests.bot.importing.conftest import Place

IMPORT = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.importing.candidates import import_candidates
from connectors.geo.places import Places
from connectors.search.embedded.engine import EmbeddedIndex
from store.db import Store

async def work(folder, file):
    store = await Store.open(f"sqlite:///{folder / 'store.sqlite'}")
    index = await EmbeddedIndex.open(folder / "index", writer_memory=16 * 1024 * 1024, threads=1)
    done = await import_candidates(
        store, index, Places.open(), [file], now=lambda: datetime.now(UTC),
        progress=lambda how_far: print(how_far.so_far.read, flush=True),
    )
    print("done", done, flush=True)
    await index.close()
    await store.close()

asyncio.run(work(Path(sys.argv[1]), Path(sys.argv[2])))
"""


def started(folder: Path, file: Path) -> subprocess.Popen[str]:
    folder.mkdir(exist_ok=True)
    return subprocess.Popen([sys.executable, "-c", IMPORT, str(folder), str(file)], stdout=subprocess.PIPE, text=True)


def killed_after(folder: Path, file: Path, batches: int, wait: float) -> None:
    """Kills the import `wait` seconds after it reported this many batches."""
    process = started(folder, file)
    assert process.stdout is not None
    for _ in range(batches):
        process.stdout.readline()
    time.sleep(wait)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    process.stdout.close()


def finished(folder: Path, file: Path) -> str:
    process = started(folder, file)
    output, _ = process.communicate(timeout=100)
    assert process.returncode == 0
    return output.splitlines()[-1]


async def state(folder: Path) -> tuple[dict[str, tuple[str, object]], int, set[str], set[str]]:
    store = await Store.open(f"sqlite:///{folder / 'store.sqlite'}")
    index = await EmbeddedIndex.open(folder / "index", writing=False)
    places = Places.open()
    try:
        there = Place(store, index, places, folder)
        profiles = {profile.source_id: (profile.digest, profile.body) for profile in await there.profiles()}
        return profiles, await there.waiting(), await there.found(), await there.found("nurse")
    finally:
        places.close()
        await index.close()
        await store.close()


def test_killed_repeatedly_it_ends_in_the_same_state(tmp_path: Path, people_file: Path):
    few = tmp_path / "few.jsonl"
    few.write_text("".join(people_file.read_text().splitlines(keepends=True)[:5_000]))
    straight, broken = tmp_path / "straight", tmp_path / "broken"
    assert finished(straight, few).startswith("done Imported(read=5000, new=5000")
    moments = random.Random(7)
    for batches in (0, 1, 3):  # before the first, between, and while the last is being indexed
        killed_after(broken, few, batches, moments.random() * 0.3)
    killed_kept, waiting, _, _ = asyncio.run(state(broken))
    assert killed_kept
    assert waiting
    last = finished(broken, few)
    assert "rejected=0" in last
    ended = asyncio.run(state(broken))
    assert ended == asyncio.run(state(straight))
    assert ended[1] == 0
    assert len(ended[2]) == 5_000
    assert finished(broken, few).startswith("done Imported(read=5000, new=0, changed=0, same=5000, rejected=0,")
