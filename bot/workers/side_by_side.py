"""Asks outside systems side by side, so that one that hangs doesn't hold up the others."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


async def total(ask: Callable[[T], Awaitable[int]], items: Iterable[T], most: int) -> int:
    """The sum of what `ask` returns for each item; at most `most` run at once. Raises what any call to `ask` raises."""
    slots = asyncio.Semaphore(most)

    async def one(item: T) -> int:
        async with slots:
            return await ask(item)

    return sum(await asyncio.gather(*map(one, items)))
