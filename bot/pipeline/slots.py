"""Limits how many handlers run at once."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager


class Slot:
    """One of the slots that the semaphore `slots` counts: `async with Slot(slots) as slot`."""

    def __init__(self, slots: asyncio.Semaphore) -> None:
        self._slots = slots
        self._taking = asyncio.Lock()  # so that two waits take only one slot
        self._held = self._over = False
        self._waits = 0  # waits for outside systems in progress

    async def __aenter__(self) -> "Slot":
        await self._take()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._over = True  # a wait may still be going on, in a task that the handler left behind
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
        async with self._taking:
            if self._held or self._over:
                return
            await self._slots.acquire()
            self._held = True
            if self._waits or self._over:  # meanwhile
                self._release()

    def _release(self) -> None:
        if self._held:
            self._held = False
            self._slots.release()
