"""Acknowledging a slash command (signature, inbox, ack) against a bare bolt app that only acknowledges.

    python -m benchmarks.acknowledge [SECONDS] [PASSES]

Each server is a process on its own core; the commands come from wrk on the other core, or from a Python generator
if wrk is not installed. Goal: at least 0.5 of the bare app's throughput at concurrency 1 and 16, p99 under 25 ms
at 16."""

import asyncio
import os
import statistics
import sys

from benchmarks import wrk
from benchmarks.load import Run, load
from benchmarks.servers import server

COUNT = {1: 500, 16: 1_300}  # commands per second of the run, by concurrency, if wrk is not installed


def measured(name: str, connections: int, seconds: int) -> Run:
    """Measures a fresh server, because unfinished work would pile up in a reused one."""
    with server(name) as (port, _):
        asyncio.run(load(port, connections=connections, count=300))
        if wrk.installed():
            return wrk.drive(port, connections=connections, seconds=seconds)
        return Run.of(*asyncio.run(load(port, connections=connections, count=COUNT[connections] * seconds)))


def main(seconds: int = 3, passes: int = 5) -> None:
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
    if not wrk.installed():
        print("wrk is not installed: a generator in Python sends the commands, and is slower than the bare app")
    for connections in COUNT:
        # alternating, so that other load on the machine affects both
        pairs = [
            (measured("bare", connections, seconds), measured("held", connections, seconds)) for _ in range(passes)
        ]
        ratio = statistics.median(ours.rps / reference.rps for reference, ours in pairs)
        bare = max(reference.rps for reference, _ in pairs)
        best = max((ours for _, ours in pairs), key=lambda run: run.rps)
        p99 = statistics.median(ours.p99 for _, ours in pairs)
        print(
            f"acknowledge, {connections:2} at once: {ratio:.2f} of a bare bolt app (best {best.rps:,.0f}/s against "
            f"{bare:,.0f}/s, p50 {best.p50 * 1000:.2f} ms, median p99 {p99 * 1000:.1f} ms)",
            flush=True,
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
