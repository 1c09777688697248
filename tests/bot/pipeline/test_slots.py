"""Slots that handlers lend while they wait for outside systems: none is lost, and nobody waits for their own."""

import asyncio
from contextlib import suppress

from bot.pipeline.slots import Slot


async def turns(times: int = 20) -> None:
    """Lets everything that can run do so."""
    for _ in range(times):
        await asyncio.sleep(0)


async def test_waits_of_one_handler_never_wait_for_its_own_slot():
    """One wait gets the only slot back while another is still going on, and two that end while it is taken."""
    slots = asyncio.Semaphore(1)
    ends = [asyncio.Event() for _ in range(3)]
    async with Slot(slots) as slot:

        async def wait(end: asyncio.Event) -> None:
            async with slot.lent():
                await end.wait()

        first, second = asyncio.create_task(wait(ends[0])), asyncio.create_task(wait(ends[1]))
        await turns()
        await slots.acquire()  # another handler runs
        ends[0].set()
        ends[1].set()
        await turns()
        third = asyncio.create_task(wait(ends[2]))
        await turns()
        slots.release()
        ends[2].set()
        await asyncio.wait_for(asyncio.gather(first, second, third), 2)
        assert slots.locked()
    assert not slots.locked()


async def test_a_wait_that_outlives_its_handler_takes_no_slot():
    """`asyncio.gather` lets the others go on when one fails."""
    slots, end = asyncio.Semaphore(1), asyncio.Event()
    left: list[asyncio.Task[None]] = []

    async def fails() -> None:
        await turns(2)
        raise OSError

    async def handler() -> None:
        async with Slot(slots) as slot:

            async def wait() -> None:
                async with slot.lent():
                    await end.wait()

            left.append(asyncio.create_task(wait()))
            await asyncio.gather(left[0], fails())

    with suppress(OSError):
        await handler()
    end.set()
    await left[0]
    await asyncio.wait_for(slots.acquire(), 2)
