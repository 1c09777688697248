"""Storing the outcome of a request to an outside system, which nothing else would remember."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from store.db import Store, Write
from store.errors import StoreDown

T = TypeVar("T")
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds between the attempts


async def store_at_last(store: Store, write: Callable[[Write], Awaitable[T]]) -> T:
    """Store an outcome, even if the database is briefly unavailable. Raises StoreDown."""
    for pause in PAUSES:
        try:
            async with store.write(durable=True) as db:
                return await write(db)
        except StoreDown:
            await asyncio.sleep(pause)
    async with store.write(durable=True) as db:
        return await write(db)
