"""Named leases: one process at a time does the work they name."""

from datetime import datetime

from sqlmodel import col, delete, update

from store.db import Write
from store.tables.core import Lease
from store.upserts import insert_new


async def take(db: Write, name: str, holder: str, until: datetime, now: datetime) -> bool:
    """Take the lease, or extend it if the holder already has it. False: another process holds it."""
    free = (col(Lease.holder) == holder) | (col(Lease.until) <= now)
    taken = await db.exec(update(Lease).where(col(Lease.name) == name, free).values(holder=holder, until=until))
    if taken.rowcount:
        return True
    await insert_new(db, Lease, [{"name": name, "holder": holder, "until": until}])
    lease = await db.get(Lease, name, populate_existing=True)
    return lease is not None and lease.holder == holder and lease.until == until


async def release(db: Write, name: str, holder: str) -> None:
    """Release the lease before it expires; another holder's lease stays."""
    await db.exec(delete(Lease).where(col(Lease.name) == name, col(Lease.holder) == holder))
