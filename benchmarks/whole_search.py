"""A whole search over 100,000 profiles, from receiving the command to the card arriving at Slack, against the engine
alone; and the time to acknowledge while 200 searches are being processed.

    python -m benchmarks.whole_search [PROFILES]

Goals: a median of at most the engine's time plus 20 ms; p99 of the acknowledgment under 250 ms."""

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from benchmarks.load import Run, load
from benchmarks.servers import server
from bot import sample
from bot.importing.candidates import import_candidates
from connectors.geo.places import Places
from connectors.search.embedded.engine import EmbeddedIndex
from connectors.search.language.terms import Terms
from connectors.search.language.understand import query, understand
from connectors.titles import Titles
from store.db import Store
from store.members import workspaces
from store.roles import Role

QUERIES = (
    "senior nurse in Boston within 25 miles",
    "python developer kubernetes",
    "accountant CPA in Chicago 5+ years",
    "truck driver",
    '"project manager" remote',
    "sales in New York open to work",
    "teacher math in Houston",
    "SRE OR devops in Austin",
    "electrician in Phoenix",
    "data scientst",  # misspelled
)
ROUNDS = 12
BURST = 200


class Slack:
    """A Slack API that responds at once and records when each card arrived."""

    def __init__(self) -> None:
        self.posted: list[float] = []

    async def method(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        if name == "chat.postMessage":
            self.posted.append(time.perf_counter())
            return web.json_response({"ok": True, "channel": "D0BENCH", "ts": f"{time.time():.6f}"})
        if name == "conversations.open":
            return web.json_response({"ok": True, "channel": {"id": "D0BENCH"}})
        return web.json_response(
            {"ok": True, "user": {"id": "U1", "profile": {"real_name": "Bench"}}, "view": {"id": "V1"}}
        )

    async def wait_for(self, count: int) -> float:
        while len(self.posted) < count:
            await asyncio.sleep(0.0005)
        return self.posted[count - 1]


async def prepare(folder: Path, count: int) -> None:
    people = folder / "people.jsonl"
    sample.write(people, count, 5, date(2026, 11, 23))
    store = await Store.open(f"sqlite+aiosqlite:///{folder / 'sourcer.db'}")
    async with store.write() as db:
        workspace = await workspaces.get_or_create(db, "slack", "T0BENCH")
        workspace.default_role = Role.RECRUITER
    index = await EmbeddedIndex.open(folder / "index")
    await import_candidates(store, index, Places.open(), [people], now=lambda: datetime.now(UTC))
    await index.close()
    await store.close()
    people.unlink()


async def engine_alone(folder: Path) -> float:
    """Returns the median in milliseconds, over the same queries."""
    index = await EmbeddedIndex.open(folder / "index", writing=False)
    places, titles = Places.open(), Titles.open()
    queries = [
        query(understand(Terms(what=words), places, titles), workspace_id=1, now=int(time.time())) for words in QUERIES
    ]
    took: list[float] = []
    for _ in range(ROUNDS):
        for one in queries:
            began = time.perf_counter()
            await index.search(one)
            took.append(time.perf_counter() - began)
    await index.close()
    return statistics.median(took) * 1000


async def whole(port: int, slack: Slack) -> float:
    took: list[float] = []
    for turn in range(ROUNDS + 1):
        for words in QUERIES:
            before, began = len(slack.posted), time.perf_counter()
            await load(port, connections=1, count=1, command="/source", text=words)
            arrived = await slack.wait_for(before + 1)
            if turn:  # the first round creates the members
                took.append(arrived - began)
    return statistics.median(took) * 1000


async def under_load(port: int, slack: Slack) -> tuple[float, float]:
    """Returns the p99 of acknowledgments in ms while searches are processed, and the seconds that took."""
    before, began = len(slack.posted), time.perf_counter()
    acknowledged: list[float] = []

    async def searches() -> None:
        for start in range(0, BURST, 20):
            words = QUERIES[(start // 20) % len(QUERIES)]
            took, _ = await load(port, connections=20, count=20, command="/source", text=words)
            acknowledged.extend(took)

    await searches()
    while len(slack.posted) < before + BURST:
        took, _ = await load(port, connections=4, count=20, pause=0.02)
        acknowledged.extend(took)
        if time.perf_counter() - began > 120:
            raise SystemExit(f"only {len(slack.posted) - before} of {BURST} searches were answered")
    seconds = time.perf_counter() - began
    return Run.of(acknowledged, seconds).p99 * 1000, seconds


@asynccontextmanager
async def slack_server() -> AsyncIterator[tuple[Slack, str]]:
    slack = Slack()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.method)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield slack, f"http://127.0.0.1:{runner.addresses[0][1]}/api"
    await runner.cleanup()


async def run(count: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        await prepare(folder, count)
        async with slack_server() as (slack, api):
            with server("bot", str(folder), api) as (port, _):
                engine = await engine_alone(folder)
                took = await whole(port, slack)
                p99, seconds = await under_load(port, slack)
    return {"engine": engine, "whole": took, "ack": p99, "seconds": seconds}


def main() -> None:
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    result = asyncio.run(run(count))
    print(
        f"whole search, {count:,} profiles: median {result['whole']:.1f} ms, the engine alone {result['engine']:.1f}: "
        f"{result['whole'] - result['engine']:.1f} ms more (ratio {result['whole'] / result['engine']:.2f})"
    )
    print(
        f"acknowledgment while {BURST} searches are processed: p99 {result['ack']:.0f} ms "
        f"({BURST / result['seconds']:.0f} searches/s)"
    )
    print(json.dumps({name: round(value, 2) for name, value in result.items()}))


if __name__ == "__main__":
    main()
