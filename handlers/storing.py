"""Storing what an outside system did for us, which is known only here."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from store.db import Store, Write
from store.errors import StoreDown

T = TypeVar("T")
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds between the attempts


async def store_at_last(store: Store, write: Callable[[Write], Awaitable[T]]) -> T:
    """Store an outcome, also if the database is away for a moment. Raises StoreDown."""
    for pause in PAUSES:
        try:
            async with store.write(durable=True) as db:
                return await write(db)
        except StoreDown:
            await asyncio.sleep(pause)
    async with store.write(durable=True) as db:
        return await write(db)
