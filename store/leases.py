"""One process at a time does what is named."""

from datetime import datetime

from sqlmodel import col, delete, update

from store.db import Write
from store.tables.core import Lease
from store.upserts import insert_new


async def take(db: Write, name: str, holder: str, until: datetime, now: datetime) -> bool:
    """Take the lease, or keep it longer when it is the holder's already. False: somebody else has it."""
    free = (col(Lease.holder) == holder) | (col(Lease.until) <= now)
    taken = await db.exec(update(Lease).where(col(Lease.name) == name, free).values(holder=holder, until=until))
    if taken.rowcount:
        return True
    await insert_new(db, Lease, [{"name": name, "holder": holder, "until": until}])
    kept = await db.get(Lease, name, populate_existing=True)
    return kept is not None and kept.holder == holder and kept.until == until


async def release(db: Write, name: str, holder: str) -> None:
    """Give the lease back before it ends; somebody else's stays."""
    await db.exec(delete(Lease).where(col(Lease.name) == name, col(Lease.holder) == holder))
