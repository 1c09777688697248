"""Asks outside systems side by side, so that one that hangs doesn't hold up the others."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


async def total(ask: Callable[[T], Awaitable[int]], items: Iterable[T], most: int) -> int:
    """The sum of what `ask` returns for each item; at most `most` run at once. Raises what the first call that fails
    raises, but only once all calls have ended: otherwise the next run could ask the others again while they run."""
    slots = asyncio.Semaphore(most)

    async def one(item: T) -> int:
        async with slots:
            return await ask(item)

    outcomes = await asyncio.gather(*map(one, items), return_exceptions=True)
    if faults := [each for each in outcomes if isinstance(each, BaseException)]:
        raise faults[0]
    return sum(each for each in outcomes if not isinstance(each, BaseException))
