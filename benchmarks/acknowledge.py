"""Acknowledging a slash command: signature, inbox, ack, against a bare bolt app that only acknowledges.

Wanted: at least 0.5 of its throughput at concurrency 1 and 16, p99 under 25 ms at 16."""

import asyncio
import os
import statistics

from benchmarks.load import Run, load
from benchmarks.servers import server

PASSES = 5
COUNT = {1: 1_500, 16: 4_000}


def main() -> None:
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
    with server("bare") as (bare, _), server("held") as (held, _):
        for connections, count in COUNT.items():
            asyncio.run(load(bare, connections=connections, count=300))
            asyncio.run(load(held, connections=connections, count=300))
            pairs: list[tuple[Run, Run]] = []
            for _ in range(PASSES):  # by turns, so that what else the machine does hits both
                reference = asyncio.run(load(bare, connections=connections, count=count))
                pairs.append((reference, asyncio.run(load(held, connections=connections, count=count))))
            ratio = statistics.median(ours.rps / reference.rps for reference, ours in pairs)
            best = max((ours for _, ours in pairs), key=lambda run: run.rps)
            p99 = statistics.median(ours.p99 for _, ours in pairs)
            print(
                f"acknowledge, {connections:2} at once: {ratio:.2f} of a bare bolt app "
                f"(best {best.rps:,.0f}/s, p50 {best.p50 * 1000:.2f} ms, median p99 {p99 * 1000:.1f} ms)"
            )


if __name__ == "__main__":
    main()
