"""A search that also asks five connected sources, of which one is slow and one fails: from the command to the first
card at Slack, for one person at a time and for 50 at once.

    python -m benchmarks.connected_sources [PROFILES]

Goals: the first card within 2.5 s; the sources that work are asked as soon as without the other two, and their people
are on the first card; with 50 people at once, p95 of the first card is at most 1.5 times that of one."""

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from benchmarks.load import request
from benchmarks.servers import KEY, server
from benchmarks.whole_search import prepare
from store.db import Store
from store.keys import KeyRing
from store.members import members, workspaces
from store.roles import Role
from store.sources import connections

GOOD, SLOW, FAILING = ("one", "two", "three"), "slow", "failing"
ANSWERS_AFTER = 0.05  # seconds
SLOW_AFTER = 6.0  # seconds: longer than a card waits, but no failure, after which it would be left alone
REDRAWN = SLOW_AFTER + 10.0  # seconds until the cards of a burst have been redrawn with the slow source's people
ALONE, AT_ONCE = 12, 50
PAGE = 25
FIRST_CARD, RATIO = 2.5, 1.5
MAPPING = """
label = "{label}"
offers = "People."
address = "{address}/{name}"
unit = "view"
[auth]
kind = "bearer"
[search]
method = "POST"
path = "/search"
people = "people"
total = "total"
cursor = "next"
[search.body]
query = "{{words}}"
size = "{{size}}"
place = "{{place}}"
miles = "{{radius_miles}}"
[search.fields]
id = "id"
name = "name"
headline = "headline"
links = {{ each = "links", url = "url", kind = "kind" }}
"""


@dataclass
class Outside:
    """Slack, and the sources. `cards`: when each first card arrived, and its text; `asked`: when each source was."""

    address: str = ""
    cards: list[tuple[float, str]] = field(default_factory=list[tuple[float, str]])
    asked: dict[str, list[float]] = field(default_factory=dict[str, list[float]])

    async def slack(self, request: web.Request) -> web.Response:
        match request.match_info["method"]:
            case "chat.postMessage":
                self.cards.append((time.perf_counter(), await request.text()))
                return web.json_response({"ok": True, "channel": "D0BENCH", "ts": f"{time.time():.6f}"})
            case "conversations.open":
                return web.json_response({"ok": True, "channel": {"id": "D0BENCH"}})
            case _:
                user = {"id": "U1", "profile": {"real_name": "Bench"}}
                return web.json_response({"ok": True, "user": user, "view": {"id": "V1"}})

    async def search(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        self.asked.setdefault(name, []).append(time.perf_counter())
        await asyncio.sleep(SLOW_AFTER if name == SLOW else ANSWERS_AFTER)
        if name == FAILING:
            return web.Response(status=500)
        people = [
            {"id": f"{name}-{n}", "name": f"Person {n}", "headline": "Nurse", "links": [_page(name, n)]}
            for n in range(PAGE)
        ]
        return web.json_response({"people": people, "total": 400, "next": "more"})


def _page(name: str, n: int) -> dict[str, str]:
    """Every fifth person is in all sources."""
    return {"kind": "linkedin", "url": f"https://linkedin.com/in/{'all' if n % 5 == 0 else name}-{n}"}


@asynccontextmanager
async def outside() -> AsyncIterator[Outside]:
    there = Outside()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", there.slack)
    app.router.add_post("/{name}/search", there.search)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    there.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield there
    await runner.cleanup()


async def connect(folder: Path, address: str, names: tuple[str, ...]) -> None:
    """Describes these sources, and connects them for everyone, as an admin does."""
    described = folder / "sources"
    described.mkdir(exist_ok=True)
    for name in names:
        text = MAPPING.format(label=name.capitalize(), address=address, name=name)
        (described / f"{name}.toml").write_text(text)
    store = await Store.open(f"sqlite+aiosqlite:///{folder / 'sourcer.db'}")
    async with store.write() as db:
        workspace = await workspaces.get_or_create(db, "slack", "T0BENCH")
        admin = await members.get_or_create(
            db, workspace, "UADMIN", name="Maya", email="", outsider=False, admins=frozenset({"UADMIN"})
        )
        admin.role = Role.ADMIN
        for name in names:
            await connections.connect(db, admin, name, {"key": "k"}, KeyRing((KEY,)), datetime.now(UTC), everyone=True)
    await store.close()


_numbers = iter(range(1, 10**6))


async def search(port: int) -> None:
    """A search that nobody has run before, from one of 50 members."""
    n = next(_numbers)
    text = f"nurse {['in Boston', 'in Chicago', 'in Houston'][n % 3]} within {10 + n} miles"
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request(port, "/source", text))
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
    writer.close()


async def arrived(there: Outside, before: int, count: int) -> list[float]:
    """When these cards arrived. All of them are people, or the benchmark measures something else."""
    limit = time.perf_counter() + 60
    while len(there.cards) < before + count:
        await asyncio.sleep(0.001)
        if time.perf_counter() > limit:
            raise SystemExit(f"only {len(there.cards) - before} of {count} cards arrived")
    for _, text in there.cards[before : before + count]:
        for name in GOOD:
            assert f"{name.capitalize()} (400)" in text, text
    return [at for at, _ in there.cards[before : before + count]]


async def burst(port: int, there: Outside, count: int) -> list[float]:
    """Seconds until each first card, of so many people who search at the same moment."""
    before, began = len(there.cards), time.perf_counter()
    await asyncio.gather(*(search(port) for _ in range(count)))
    return [at - began for at in await arrived(there, before, count)]


def p95(took: list[float]) -> float:
    return sorted(took)[min(len(took) - 1, int(len(took) * 0.95))]


async def measured(port: int, there: Outside) -> dict[str, float]:
    for _ in range(2):  # creates the members, and what is made once
        await burst(port, there, AT_ONCE)
        await asyncio.sleep(REDRAWN)
    there.asked.clear()
    alone: list[float] = []
    delays: list[float] = []
    for _ in range(ALONE):
        counts, began = {name: len(there.asked.get(name, ())) for name in GOOD}, time.perf_counter()
        alone += await burst(port, there, 1)
        delays += [there.asked[name][counts[name]] - began for name in GOOD]
    at_once: list[list[float]] = []
    for _ in range(3):
        await asyncio.sleep(REDRAWN)
        at_once.append(await burst(port, there, AT_ONCE))
    many = sorted(at_once, key=p95)[1]
    return {"alone": p95(alone), "asked": p95(delays), "many": p95(many), "ratio": p95(many) / p95(alone)}


async def run(count: int) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for title, names in (("five", (*GOOD, SLOW, FAILING)), ("three", GOOD)):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            await prepare(folder, count)
            async with outside() as there:
                await connect(folder, there.address, names)
                with server("bot", str(folder), f"{there.address}/api") as (port, _):
                    found[title] = await measured(port, there)
    return found


def main() -> None:
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    result: dict[str, Any] = asyncio.run(run(count))
    five, three = result["five"], result["three"]
    print(
        f"five sources, one slow, one failing: p95 of the first card {five['alone']:.2f} s (goal {FIRST_CARD}); the "
        f"others were asked after {five['asked'] * 1000:.0f} ms, without those two after {three['asked'] * 1000:.0f}"
    )
    print(f"{AT_ONCE} people at once: {five['many']:.2f} s, {five['ratio']:.2f} times that of one (goal {RATIO})")
    print(f"with the three that work: {three['alone']:.2f} s for one, {three['many']:.2f} s for {AT_ONCE} at once")
    print(json.dumps({title: {name: round(v, 3) for name, v in each.items()} for title, each in result.items()}))


if __name__ == "__main__":
    main()
