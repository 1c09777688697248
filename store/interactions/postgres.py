"""The inbox on PostgreSQL, which several processes share: one INSERT stores an interaction."""

import contextlib
from collections.abc import AsyncGenerator, Sequence
from typing import Any, cast

import asyncpg  # pyright: ignore[reportMissingTypeStubs]

from store.errors import StoreDown
from store.interactions.log import DONE, KNOWN, PUT, TIDY, Arrived, Open, PutResult, Stranded, Turn, stranded, turn

# Deciding a turn reads what others wrote, then writes. So only one process at a time decides for a person, and each
# sees what the last one committed. The commit need not wait for the disk: a crash that loses the mark also ends the
# work.
_LOCK = """SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))
FROM set_config('synchronous_commit', 'off', true)"""
_OPEN = """SELECT key, kind, state, holder, lease_until, received FROM inbox
WHERE person = $1 AND state IN ('received', 'running', 'applied')"""
_RUNNING = "UPDATE inbox SET state = 'running' WHERE key = $1 AND state = 'received'"
_TAKE = """UPDATE inbox SET holder = $1, lease_until = $2, attempts = attempts + 1,
    state = CASE state WHEN 'applied' THEN state ELSE 'received' END
WHERE key IN (
    SELECT key FROM inbox
    WHERE state IN ('received', 'running', 'applied') AND lease_until < $3 AND kind = ANY($4)
    ORDER BY received LIMIT $5 FOR UPDATE SKIP LOCKED
) RETURNING key, kind, payload, state, attempts, received"""


class PostgresInteractionLog:
    """Uses a small pool of plain connections."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    @classmethod
    async def open(cls, url: str) -> "PostgresInteractionLog":
        """`url` as in SOURCER_DATABASE_URL. Raises StoreDown."""
        plain = url.replace("postgresql+asyncpg://", "postgresql://", 1)
        try:
            pool = cast(Any, asyncpg).create_pool(plain, min_size=1, max_size=4, command_timeout=5, timeout=5)
            return cls(await pool)
        except (OSError, asyncpg.PostgresError) as fault:
            raise StoreDown(str(fault)) from fault

    async def put(self, arrived: Arrived, *, holder: str, lease_until: float) -> PutResult:
        a = arrived
        row = (a.key, a.person, a.kind, "received", a.payload, holder, lease_until, a.received)
        sql = PUT.format(*(f"${n}" for n in range(1, 9))) + " RETURNING key"
        async with self._connection() as db:
            if await db.fetchval(sql, *row) is not None:
                return PutResult(new=True, state="received")
            known = await db.fetchrow(KNOWN.format("$1"), a.key)
        return PutResult(new=False, state=known["state"], answer=known["answer"])

    async def turn(self, key: str, person: str, *, holder: str, now: float, kinds: Sequence[str]) -> Turn:
        async with self._connection() as db, db.transaction(isolation="read_committed"):
            if not await db.fetchval(_LOCK, person):
                return Turn.WAIT
            rows = [Open(*row) for row in await db.fetch(_OPEN, person)]
            decision = turn(key, rows, holder=holder, now=now, kinds=kinds)
            if decision is Turn.MINE:
                await db.execute(_RUNNING, key)
            return decision

    async def done(self, key: str, answer: str | None = None) -> None:
        async with self._connection() as db:
            await db.execute(DONE.format("$1", "$2"), answer, key)

    async def renew(self, keys: Sequence[str], *, holder: str, lease_until: float) -> None:
        sql = "UPDATE inbox SET lease_until = $1 WHERE key = ANY($2) AND holder = $3 AND state <> 'done'"
        async with self._connection() as db:
            await db.execute(sql, lease_until, list(keys), holder)

    async def take_stranded(
        self, *, now: float, holder: str, lease_until: float, kinds: Sequence[str], limit: int = 50
    ) -> list[Stranded]:
        async with self._connection() as db:
            rows = await db.fetch(_TAKE, holder, lease_until, now, list(kinds), limit)
        return stranded(rows)

    async def tidy(self, *, now: float) -> None:
        async with self._connection() as db:
            for sql, max_age in TIDY:
                await db.execute(sql.format("$1"), now - max_age)

    async def close(self) -> None:
        await self._pool.close()

    @contextlib.asynccontextmanager
    async def _connection(self) -> AsyncGenerator[Any]:
        try:
            async with self._pool.acquire(timeout=5) as db:
                yield db
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
            raise StoreDown(str(fault)) from fault
