"""Acknowledging a slash command: signature, inbox, ack, against a bare bolt app that only acknowledges.

Wanted: at least 0.5 of its throughput at concurrency 1 and 16, p99 under 25 ms at 16."""

import asyncio
import os
import statistics

from benchmarks.load import Run, load
from benchmarks.servers import server

PASSES = 5
COUNT = {1: 1_500, 16: 4_000}


def measured(name: str, connections: int, count: int) -> Run:
    """A fresh server each time: the work that is held back would pile up in one that is used again."""
    with server(name) as (port, _):
        asyncio.run(load(port, connections=connections, count=300))
        return asyncio.run(load(port, connections=connections, count=count))


def main() -> None:
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
    for connections, count in COUNT.items():
        # by turns, so that what else the machine does hits both
        pairs = [(measured("bare", connections, count), measured("held", connections, count)) for _ in range(PASSES)]
        ratio = statistics.median(ours.rps / reference.rps for reference, ours in pairs)
        best = max((ours for _, ours in pairs), key=lambda run: run.rps)
        p99 = statistics.median(ours.p99 for _, ours in pairs)
        print(
            f"acknowledge, {connections:2} at once: {ratio:.2f} of a bare bolt app "
            f"(best {best.rps:,.0f}/s, p50 {best.p50 * 1000:.2f} ms, median p99 {p99 * 1000:.1f} ms)"
        )


if __name__ == "__main__":
    main()
