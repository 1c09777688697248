"""Addresses that are never written to again: opt-outs and erasures (stored as hashes), and bounced addresses."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Literal

from sqlmodel import col, delete, select, update

from store.db import Read, Write
from store.keys import HashKey
from store.tables.outreach import BadAddress, Suppression
from store.text import clean
from store.upserts import insert_new, upsert

Why = Literal["opted_out", "erased", "complained"]


async def suppress(db: Write, workspace_id: int, email: str, why: Why, hash_key: HashKey, now: datetime) -> None:
    """Never write to this address from the workspace again. The reason `erased` is never replaced. Raises LookupError
    without a key."""
    hashed = hash_key.email(email)
    await insert_new(db, Suppression, [{"workspace_id": workspace_id, "hash": hashed, "reason": why, "at": now}])
    if why == "erased":
        here = update(Suppression).where(col(Suppression.workspace_id) == workspace_id, col(Suppression.hash) == hashed)
        await db.exec(here.values(reason=why))


async def lift(db: Write, workspace_id: int, emails: Iterable[str], hash_key: HashKey) -> None:
    """Forget that these addresses opted out; those suppressed for another reason stay suppressed."""
    here = delete(Suppression).where(
        col(Suppression.workspace_id) == workspace_id,
        col(Suppression.hash).in_({hash_key.email(email) for email in emails}),
        col(Suppression.reason) == "opted_out",
    )
    await db.exec(here)


async def suppressed(db: Read, workspace_id: int, emails: Iterable[str], hash_key: HashKey) -> dict[str, str]:
    """The given addresses that are suppressed, with the reason. Raises LookupError without a key."""
    found = await refused(db, {(workspace_id, email) for email in emails}, hash_key)
    return {email: why for (_, email), why in found.items()}


async def refused(db: Read, addressed: Collection[tuple[int, str]], hash_key: HashKey) -> dict[tuple[int, str], str]:
    """The given pairs of workspace and address where the address is suppressed, with the reason. One statement. Raises
    LookupError without a key."""
    keys = {each: (each[0], hash_key.email(each[1])) for each in addressed}
    if not keys:
        return {}
    found = select(Suppression.workspace_id, Suppression.hash, Suppression.reason).where(
        col(Suppression.workspace_id).in_({workspace_id for workspace_id, _ in keys.values()}),
        col(Suppression.hash).in_({hashed for _, hashed in keys.values()}),
    )
    whys = {(workspace_id, hashed): why for workspace_id, hashed, why in await db.exec(found)}
    return {each: whys[key] for each, key in keys.items() if key in whys}


async def mark_bad(db: Write, workspace_id: int, email: str, why: str, now: datetime) -> None:
    """Mark an address that a mail server rejected permanently as nonexistent; `why` is the server's message."""
    row = {"workspace_id": workspace_id, "email": normalized(email), "reason": clean(why), "at": now}
    await upsert(db, BadAddress, [row], by=("workspace_id", "email"), change=("reason", "at"))


async def bad(db: Read, workspace_id: int, emails: Iterable[str]) -> set[str]:
    """The given addresses that have bounced permanently."""
    spellings = {email: normalized(email) for email in emails}
    there = select(BadAddress.email).where(
        BadAddress.workspace_id == workspace_id, col(BadAddress.email).in_(set(spellings.values()))
    )
    found = set(await db.exec(there)) if spellings else set[str]()
    return {email for email, spelling in spellings.items() if spelling in found}


def normalized(email: str) -> str:
    """The spelling in which addresses are stored and compared."""
    return clean(email).strip().casefold()
