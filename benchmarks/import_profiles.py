"""Importing profiles against a bare loop of json.loads and tantivy's add (2 threads, 128 MB): medians of one run.

    python -m benchmarks.import_profiles [COUNT] [ROUNDS]

Both end with the same number of documents in an index on disk, with the same texts, facets and numbers. The reference
shares no code with the product: tantivy tokenizes and lowercases. The import also validates each line, stores it,
folds words, and records the pending index changes. Each run is a separate process, so that peak memory is measured
per run."""

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
from typing import Any

import tantivy

from bot import sample
from bot.importing.candidates import import_candidates
from connectors.geo.places import Places
from connectors.search.embedded.engine import EmbeddedIndex
from store.db import Store

MEMORY = 128 * 1024 * 1024
THREADS = 2
TEXTS = ("name", "headline", "title", "past_title", "skill", "company", "past_company", "school", "rest")
FACETS = ("source", "skill_facet", "company_facet", "title_facet", "region_facet", "tags")


def bare_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for text in TEXTS:
        builder.add_text_field(text, stored=True)
    for facet in FACETS:
        builder.add_text_field(facet, fast=facet != "tags", tokenizer_name="raw", index_option="basic")
    for number in ("years", "updated"):
        builder.add_integer_field(number, fast=True)
    for measure in ("lat", "lon"):
        builder.add_float_field(measure, fast=True)
    return builder.build()


def bare_row(number: int, person: dict[str, Any]) -> tantivy.Document:
    place, posts = person.get("place", {}), person.get("experience", [])
    now, past = [post for post in posts if not post["end"]], [post for post in posts if post["end"]]
    skills, studies = person.get("skills", []), person.get("education", [])
    texts: dict[str, list[str]] = {
        "name": [person["name"]],
        "headline": [person["headline"]],
        "title": [post["title"] for post in now],
        "past_title": [post["title"] for post in past],
        "skill": skills,
        "company": [post["company"] for post in now],
        "past_company": [post["company"] for post in past],
        "school": [study["school"] for study in studies],
        "rest": [person.get("summary", ""), *(post.get("summary", "") for post in posts), place.get("city", "")],
        "source": [person["source"]],
        "skill_facet": skills,
        "company_facet": [post["company"] for post in now],
        "title_facet": [post["title"] for post in now],
        "region_facet": [place.get("region", "")],
        "tags": [
            f"{name}_{person[name]}" for name in ("remote", "open_to_work", "work_authorization") if name in person
        ],
    }
    row = tantivy.Document()
    row.add_text("id", str(number))
    for field, values in texts.items():
        for value in values:
            row.add_text(field, value)
    if "lat" in place:
        row.add_float("lat", place["lat"])
        row.add_float("lon", place["lon"])
    row.add_integer("years", person.get("years_experience", 0))
    if person.get("updated_at"):
        row.add_integer("updated", int(datetime.fromisoformat(person["updated_at"]).timestamp()))
    return row


def bare(people: Path, folder: Path) -> int:
    """Only parses and adds."""
    index = tantivy.Index(bare_schema(), str(folder))
    writer = index.writer(MEMORY, THREADS)
    with people.open("rb") as file:
        for number, line in enumerate(file, start=1):
            writer.add_document(bare_row(number, json.loads(line)))
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
    """One run, in its own process: prints documents, seconds, and peak memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        documents = bare(people, Path(folder)) if kind == "bare" else asyncio.run(whole(people, Path(folder)))
        seconds = time.perf_counter() - began
    print(documents, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def measured(kind: str, people: Path, count: int) -> tuple[float, int]:
    command = [sys.executable, "-m", "benchmarks.import_profiles", "--one", kind, str(people)]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert int(output[0]) == count, f"{kind}: {output[0]} of {count} documents"
    return float(output[1]), int(output[2])


def main(count: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        people = Path(folder) / "people.jsonl"
        began = time.perf_counter()
        sample.write(people, count, 1, date(2026, 11, 23))
        print(f"sample: {count / (time.perf_counter() - began):,.0f} people/s written")
        runs_by_kind: dict[str, list[tuple[float, int]]] = {"bare": [], "import": []}
        for _ in range(rounds):  # alternating, so that noise affects both
            for kind, runs in runs_by_kind.items():
                runs.append(measured(kind, people, count))
    speed = {kind: count / statistics.median(seconds for seconds, _ in runs) for kind, runs in runs_by_kind.items()}
    for kind, runs in runs_by_kind.items():
        peak = max(memory for _, memory in runs)
        print(f"{kind}: {speed[kind]:,.0f} profiles/s (median of {rounds}), peak {peak} MB")
    print(f"import: {speed['import'] / speed['bare']:.2f} of a bare loop (goal: at least 0.5)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], Path(sys.argv[3]))
    else:
        numbers = [int(argument) for argument in sys.argv[1:]]
        main(*numbers, *(100_000, 3)[len(numbers) :])
