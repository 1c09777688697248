"""A workspace's encrypted secrets: the URLs of its mail servers, which contain passwords."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from sqlmodel import col, delete, select

from store import audit
from store.db import Read, Write
from store.errors import Refusal
from store.keys import KeyRing
from store.roles import May, allows
from store.tables.core import Member
from store.tables.outreach import Secret
from store.upserts import upsert

SecretName = Literal["smtp_url", "imap_url"]
ADMINS_ONLY = "Only an admin can change this."


async def save(db: Write, by: Member, secrets: Mapping[SecretName, str], keys: KeyRing, now: datetime) -> None:
    """Replace the workspace's secrets with these; any others are erased. Audited, by name only.

    Raises Refusal for anyone but admins, LookupError without an encryption key."""
    _admin_only(by)
    await db.exec(delete(Secret).where(col(Secret.workspace_id) == by.workspace_id))
    rows = [
        {
            "workspace_id": by.workspace_id,
            "name": name,
            "ciphertext": keys.seal(value),
            "member_id": by.id,
            "at": now,
        }
        for name, value in secrets.items()
    ]
    await upsert(db, Secret, rows, by=("workspace_id", "name"), change=("ciphertext", "member_id", "at"))
    await audit.add(db, by.workspace_id, by.id, "connect", {"secrets": sorted(secrets)}, now)


async def erase(db: Write, by: Member, now: datetime) -> bool:
    """Erase all secrets; False when there were none. Audited. Raises Refusal for anyone but admins."""
    _admin_only(by)
    gone = await db.exec(delete(Secret).where(col(Secret.workspace_id) == by.workspace_id))
    if not gone.rowcount:
        return False
    await audit.add(db, by.workspace_id, by.id, "disconnect", {}, now)
    return True


async def names(db: Read, workspace_id: int) -> frozenset[str]:
    """Names of the stored secrets, whether or not they can be decrypted."""
    return frozenset(await db.exec(select(Secret.name).where(Secret.workspace_id == workspace_id)))


async def workspaces(db: Read) -> list[int]:
    """The workspaces that have secrets."""
    return list(await db.exec(select(Secret.workspace_id).distinct().order_by(col(Secret.workspace_id))))


async def read(db: Read, workspace_id: int, keys: KeyRing) -> dict[str, str]:
    """The secrets by name; "" for one that no key in the ring can decrypt anymore."""
    stored = await db.exec(select(Secret).where(Secret.workspace_id == workspace_id))
    return {each.name: keys.open(each.ciphertext) or "" for each in stored}


def _admin_only(by: Member) -> None:
    if not allows(by.role, May.ADMINISTER):
        raise Refusal(ADMINS_ONLY)
