"""Renews access tokens under a lease, so that only one process at a time renews each token.

If that process dies before it stores the new tokens, the stored refresh token is tried a second time."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

from connectors.errors import Unreachable
from store import leases
from store.db import Store

EARLY = timedelta(minutes=5)  # how long before it expires a token is renewed: a mailbox is read for at most two minutes
LEASE = timedelta(minutes=1)  # longer than a token endpoint can take
WAIT = 20.0  # seconds to wait for another process that renews the same token
_LOOK_EVERY = 0.2  # seconds between looks while waiting
Row = TypeVar("Row")


class Renewals:
    """Renews the tokens for one system. `system`: its name in error messages."""

    def __init__(self, store: Store, now: Callable[[], datetime], system: str) -> None:
        self._store = store
        self._now = now
        self._system = system
        self._holder = secrets.token_hex(8)
        self._running: dict[str, asyncio.Task[str]] = {}  # renewals, by lease

    async def close(self) -> None:
        """Wait for the renewals that are running."""
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def token(
        self,
        lease: str,
        stored: Callable[[], Awaitable[Row]],
        valid: Callable[[Row], str],
        renew: Callable[[Row], Awaitable[str]],
    ) -> str:
        """The stored token if it is still `valid`, otherwise what `renew` returns. Raises Unreachable if another
        process takes too long, and whatever these functions raise.

        A renewal goes on when its caller is canceled: the old refresh token may no longer be accepted."""
        while True:
            if token := valid(await stored()):
                return token
            if (running := self._running.get(lease)) is None:
                break
            await asyncio.wait([running])
        renewal = self._running[lease] = asyncio.create_task(self._renewed(lease, stored, valid, renew))
        renewal.add_done_callback(lambda done: self._ended(lease, done))
        return await asyncio.shield(renewal)

    def _ended(self, lease: str, renewal: asyncio.Task[str]) -> None:
        del self._running[lease]
        if not renewal.cancelled():
            renewal.exception()  # perhaps nobody waits for it anymore

    async def _renewed(
        self,
        lease: str,
        stored: Callable[[], Awaitable[Row]],
        valid: Callable[[Row], str],
        renew: Callable[[Row], Awaitable[str]],
    ) -> str:
        until = asyncio.get_running_loop().time() + WAIT
        while not await self._take(lease):
            if asyncio.get_running_loop().time() > until:
                raise Unreachable(self._system, "another process is renewing its token")
            await asyncio.sleep(_LOOK_EVERY)
            if token := valid(await stored()):
                return token
        try:
            row = await stored()  # perhaps another process has just renewed it
            return valid(row) or await renew(row)
        finally:
            async with self._store.write() as db:
                await leases.release(db, lease, self._holder)

    async def _take(self, lease: str) -> bool:
        now = self._now()
        async with self._store.write() as db:
            return await leases.take(db, lease, self._holder, now + LEASE, now)
