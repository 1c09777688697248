"""Limits how many handlers run at once."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager


class Slot:
    """One of the slots that the semaphore `slots` counts: `async with Slot(slots) as slot`."""

    def __init__(self, slots: asyncio.Semaphore) -> None:
        self._slots = slots
        self._held = False
        self._waits = 0  # waits for outside systems in progress

    async def __aenter__(self) -> "Slot":
        await self._take()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._release()

    @asynccontextmanager
    async def lent(self) -> AsyncGenerator[None]:
        """Lend the slot to other handlers, and take a slot back afterward. Several waits can be in progress at once."""
        self._waits += 1
        self._release()
        try:
            yield
        finally:
            self._waits -= 1
            if not self._waits:
                await self._take()

    async def _take(self) -> None:
        await self._slots.acquire()
        if self._held:  # taken for another wait, which ended at the same time
            self._slots.release()
        self._held = True

    def _release(self) -> None:
        if self._held:
            self._held = False
            self._slots.release()
