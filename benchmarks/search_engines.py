"""The embedded engine against a real Typesense server: the same people and queries, one after the other.

    python -m benchmarks.search_engines [PROFILES] [--embedded-only]

Prints the indexing rate, the median and p95 of each kind of query in milliseconds, and the ratio of the medians."""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from bot import sample
from connectors.search.base import And, Circle, Document, Filters, Not, Or, Phrase, Query, SearchIndex, Sort, Word
from connectors.search.embedded.engine import EmbeddedIndex
from connectors.search.index.document import document
from connectors.search.typesense.engine import TypesenseIndex
from tests.servers.typesense import CannotRun, typesense_server

TODAY = date(2026, 11, 23)
NOW = int(datetime(2026, 11, 23, tzinfo=UTC).timestamp())
BATCH = 1000
PASSES = 3  # per query; the fastest counts
TITLES = ("nurse", "engineer", "driver", "accountant", "teacher", "manager", "sales", "analyst", "technician", "lead")
MISSPELT = ("nurze", "enginer", "drivr", "acountant", "techer", "kuberntes", "pyhton", "manageer", "slaes", "anlayst")
PLACES = ((42.36, -71.06), (40.71, -74.01), (37.77, -122.42), (41.88, -87.63), (29.76, -95.37))
FACETS = ("source", "skills", "company", "title", "region")

Kinds = dict[str, list[Query]]


def mix(ids: Sequence[int]) -> Kinds:
    """Ten queries of each kind."""
    senior = [And((Word("senior"), Word(title))) for title in TITLES]
    circles = [(Circle(*place, 40.0),) for place in PLACES * 2]
    other_names = [Or((Word(title), Phrase(f"senior {title}"), Phrase(f"{title} of the year"))) for title in TITLES]
    hidden = tuple(ids[::2][:5000])
    return {
        "title": [Query(1, what=Word(title), now=NOW) for title in TITLES],
        "two words": [Query(1, what=what, now=NOW) for what in senior],
        "misspelt": [Query(1, what=Word(word), now=NOW) for word in MISSPELT],
        "phrase": [Query(1, what=Phrase(f"senior {title}"), now=NOW) for title in TITLES],
        "other names": [Query(1, what=And((what, Word("team"))), now=NOW) for what in other_names],
        "boolean": [Query(1, what=And((what, Not(Word("intern")))), now=NOW) for what in other_names],
        "place": [Query(1, what=Word(t), places=p, now=NOW) for t, p in zip(TITLES, circles, strict=True)],
        "nearest": [Query(1, places=places, sort=Sort.DISTANCE, now=NOW) for places in circles],
        "newest": [Query(1, what=Word(title), sort=Sort.RECENCY, now=NOW) for title in TITLES],
        "filters": [
            Query(1, what=Word(title), filters=Filters(years_from=3, updated_within_days=365, has_email=True), now=NOW)
            for title in TITLES
        ],
        "5,000 excluded": [Query(1, what=Word(title), exclude=hidden, now=NOW) for title in TITLES],
        "facets": [Query(1, what=Word(title), facets=FACETS, now=NOW) for title in TITLES],
        "page 200": [Query(1, what=Word(title), page=199, now=NOW) for title in TITLES],
    }


async def load(index: SearchIndex, people: Sequence[Document]) -> float:
    """Returns documents per second."""
    began = time.perf_counter()
    left = iter(people)
    async with index.bulk() as put:
        while batch := list(islice(left, BATCH)):
            await put(batch)
    return len(people) / (time.perf_counter() - began)


async def timed(index: SearchIndex, kinds: Kinds) -> tuple[dict[str, list[float]], dict[str, list[int]]]:
    """Milliseconds and totals of each query, by kind."""
    taken: dict[str, list[float]] = {}
    totals: dict[str, list[int]] = {}
    for kind, queries in kinds.items():
        for query in queries:
            passes: list[float] = []
            for _ in range(PASSES):
                began = time.perf_counter()
                results = await index.search(query)
                passes.append((time.perf_counter() - began) * 1000)
            taken.setdefault(kind, []).append(min(passes))
            totals.setdefault(kind, []).append(results.total)
    return taken, totals


def resident_mb(process: int) -> int:
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * 4096 // 2**20


def p95(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def shown(name: str, ms: Sequence[float]) -> str:
    return f"{name} p50 {statistics.median(ms):6.2f}  p95 {p95(ms):6.2f}"


async def main(count: int, *, embedded_only: bool) -> None:
    people = [document(number, 0, body) for number, body in enumerate(sample.people(count, 1, TODAY), start=1)]
    kinds = mix([person.id for person in people])
    with tempfile.TemporaryDirectory() as folder:
        embedded = await EmbeddedIndex.open(Path(folder) / "index")
        print(f"embedded: {await load(embedded, people):,.0f} profiles/s loaded")
        ours, found = await timed(embedded, kinds)
        await embedded.close()
    everything = [ms for each in ours.values() for ms in each]
    if embedded_only:
        for kind, ms in ours.items():
            print(f"{kind:<15} {shown('embedded', ms)}")
        print(f"{'all':<15} {shown('embedded', everything)}")
        return
    with tempfile.TemporaryDirectory() as folder, typesense_server(Path(folder)) as server:
        typesense = await TypesenseIndex.open(server.url, server.api_key)
        rate = await load(typesense, people)
        print(f"typesense: {rate:,.0f} profiles/s loaded, {resident_mb(server.process.pid)} MB resident")
        theirs, also_found = await timed(typesense, kinds)
        await typesense.close()
    for kind, ms in ours.items():
        same = sum(one == other for one, other in zip(found[kind], also_found[kind], strict=True))
        ratio = statistics.median(ms) / statistics.median(theirs[kind])
        columns = f"{shown('embedded', ms)}   {shown('typesense', theirs[kind])}"
        print(f"{kind:<15} {columns}   ratio {ratio:5.2f}   same totals {same} of {len(ms)}")
    ratio = statistics.median(everything) / statistics.median([ms for each in theirs.values() for ms in each])
    print(f"all: {shown('embedded', everything)}; embedded / typesense: {ratio:.2f}")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    try:
        asyncio.run(main(numbers[0] if numbers else 20_000, embedded_only="--embedded-only" in sys.argv))
    except CannotRun as why:
        sys.exit(f"Typesense cannot run here: {why}. Try --embedded-only.")
