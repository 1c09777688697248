"""Renews access tokens, each in one process at a time, under a lease.

If that process dies before it stores the new ones, the stored refresh token is tried again."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

from connectors.errors import Unreachable
from store import leases
from store.db import Store

EARLY = timedelta(minutes=5)  # before its end a token is renewed: a mailbox is read for at most two minutes
LEASE = timedelta(minutes=1)  # longer than a token endpoint may take
WAIT = 20.0  # seconds for another process that renews the same token
_LOOK_EVERY = 0.2  # seconds meanwhile
Row = TypeVar("Row")


class Renewals:
    """`system`: what the tokens are for, in errors."""

    def __init__(self, store: Store, now: Callable[[], datetime], system: str) -> None:
        self._store = store
        self._now = now
        self._system = system
        self._holder = secrets.token_hex(8)
        self._locks: dict[str, asyncio.Lock] = {}

    async def token(
        self,
        lease: str,
        stored: Callable[[], Awaitable[Row]],
        valid: Callable[[Row], str],
        renew: Callable[[Row], Awaitable[str]],
    ) -> str:
        """A stored token that is still `valid`, otherwise what `renew` gives. Raises Unreachable if another process
        takes too long, and what these functions raise."""
        async with self._locks.setdefault(lease, asyncio.Lock()):
            until = asyncio.get_running_loop().time() + WAIT
            while True:
                if token := valid(await stored()):
                    return token
                now = self._now()
                async with self._store.write() as db:
                    mine = await leases.take(db, lease, self._holder, now + LEASE, now)
                if mine:
                    break
                if asyncio.get_running_loop().time() > until:
                    raise Unreachable(self._system, "another process is renewing its token")
                await asyncio.sleep(_LOOK_EVERY)
            try:
                row = await stored()  # perhaps it was renewed just before
                return valid(row) or await renew(row)
            finally:
                async with self._store.write() as db:
                    await leases.release(db, lease, self._holder)
