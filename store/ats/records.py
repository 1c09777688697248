"""What the workspace's ATSes said about e-mail addresses when they were last asked, by the hashes of the addresses.

An answer remains valid until a newer one replaces it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, delete, select

from store.db import Read, Write
from store.keys import HashKey
from store.tables.ats import AtsRecord
from store.text import clean
from store.upserts import upsert

FRESH = timedelta(minutes=10)  # an address is not asked about again within this time
KEEP = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an ATS said about one address. `known`: what to say about the person; "" if nobody in the ATS has the
    address."""

    system: str
    email: str
    known: str = ""
    do_not_contact: bool = False


async def fresh(
    db: Read, workspace_id: int, emails: Iterable[str], hash_key: HashKey, now: datetime
) -> set[tuple[str, str]]:
    """The pairs of system and address whose stored answer is recent enough that the system need not be asked again. One
    statement. Raises LookupError without a key."""
    hashes = {hash_key.email(email): email for email in emails}
    found = select(AtsRecord.system, AtsRecord.hash).where(
        AtsRecord.workspace_id == workspace_id,
        col(AtsRecord.hash).in_(set(hashes)),
        col(AtsRecord.checked_at) > now - FRESH,
    )
    return {(system, hashes[hashed]) for system, hashed in await db.exec(found)}


async def save(db: Write, workspace_id: int, answers: Sequence[Answer], hash_key: HashKey, now: datetime) -> None:
    """Store the systems' answers, replacing earlier ones. Raises LookupError without a key."""
    rows = {
        (each.system, hashed): {
            "workspace_id": workspace_id,
            "system": each.system,
            "hash": hashed,
            "known": clean(each.known)[:300],
            "do_not_contact": each.do_not_contact,
            "checked_at": now,
        }
        for each in answers
        if (hashed := hash_key.email(each.email))
    }
    by, change = ("workspace_id", "system", "hash"), ("known", "do_not_contact", "checked_at")
    await upsert(db, AtsRecord, list(rows.values()), by=by, change=change)


async def forbidden(db: Read, workspaces: Collection[int], hashes: Collection[str]) -> set[tuple[int, str]]:
    """The hashes of people who must not be contacted, each with its workspace. One statement."""
    wanted = (
        col(AtsRecord.workspace_id).in_(set(workspaces)),
        col(AtsRecord.hash).in_(set(hashes)),
        col(AtsRecord.do_not_contact),
    )
    return set((await db.exec(select(AtsRecord.workspace_id, AtsRecord.hash).where(*wanted))).all())


async def forget(db: Write, workspace_id: int, system: str) -> None:
    """Forget everything that a system said, because it was disconnected."""
    await db.exec(delete(AtsRecord).where(col(AtsRecord.workspace_id) == workspace_id, col(AtsRecord.system) == system))


async def delete_old(db: Write, now: datetime) -> None:
    await db.exec(delete(AtsRecord).where(col(AtsRecord.checked_at) < now - KEEP))
