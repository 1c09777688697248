"""Importing profiles against a bare loop of parse + tantivy add (2 threads, 128 MB), medians of the same run.

    python -m benchmarks.import_profiles [COUNT] [ROUNDS]

Both end with the same documents in an index on disk; the import also checks each line, keeps it in the store, and
notes what the index must be told. Each run is a process of its own, so that its peak memory is its own."""

import asyncio
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import tantivy

from bot import sample
from bot.importing.candidates import import_candidates
from connectors.geo.places import Places
from connectors.search.embedded.engine import EmbeddedIndex
from connectors.search.embedded.schema import row, schema
from connectors.search.index.document import document
from store.db import Store

MEMORY = 128 * 1024 * 1024
THREADS = 2


def bare(people: Path, folder: Path) -> int:
    """Parse and add, nothing else."""
    index = tantivy.Index(schema(), str(folder))
    writer = index.writer(MEMORY, THREADS)
    with people.open("rb") as file:
        for number, line in enumerate(file, start=1):
            writer.add_document(row(document(number, 0, json.loads(line))))
    writer.commit()
    index.reload()
    return index.searcher().num_docs


async def whole(people: Path, folder: Path) -> int:
    """What `sourcer import candidates` does."""
    store = await Store.open(f"sqlite:///{folder / 'store.sqlite'}")
    index = await EmbeddedIndex.open(folder / "index", writer_memory=MEMORY, threads=THREADS)
    await import_candidates(store, index, Places.open(), [people], now=lambda: datetime.now(UTC))
    documents = (await index.status()).documents
    await index.close()
    await store.close()
    return documents


def one(kind: str, people: Path) -> None:
    """In a process of its own: print documents, seconds, peak memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        documents = bare(people, Path(folder)) if kind == "bare" else asyncio.run(whole(people, Path(folder)))
        seconds = time.perf_counter() - began
    print(documents, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def measured(kind: str, people: Path, count: int) -> tuple[float, int]:
    command = [sys.executable, "-m", "benchmarks.import_profiles", "--one", kind, str(people)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert int(said[0]) == count, f"{kind}: {said[0]} of {count} documents"
    return float(said[1]), int(said[2])


def main(count: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        people = Path(folder) / "people.jsonl"
        began = time.perf_counter()
        sample.write(people, count, 1, date(2026, 11, 23))
        print(f"sample: {count / (time.perf_counter() - began):,.0f} people/s written")
        taken: dict[str, list[tuple[float, int]]] = {"bare": [], "import": []}
        for _ in range(rounds):  # in turn, so that noise meets both
            for kind, runs in taken.items():
                runs.append(measured(kind, people, count))
    speed = {kind: count / statistics.median(seconds for seconds, _ in runs) for kind, runs in taken.items()}
    for kind, runs in taken.items():
        peak = max(memory for _, memory in runs)
        print(f"{kind}: {speed[kind]:,.0f} profiles/s (median of {rounds}), peak {peak} MB")
    print(f"ratio {speed['import'] / speed['bare']:.2f} (goal: at least 0.5)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], Path(sys.argv[3]))
    else:
        numbers = [int(argument) for argument in sys.argv[1:]]
        main(*numbers, *(100_000, 3)[len(numbers) :])
