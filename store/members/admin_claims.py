"""Claim codes: the one-time code that makes the first admin of an installation."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import col, delete, func, select, update

from store import audit
from store.db import Read, Write
from store.errors import Counted, Gone, Refusal
from store.members import members, workspaces
from store.roles import Role
from store.tables.core import Claim, Member

TRIES = 5  # wrong codes a member may try …
TRIES_WITHIN = timedelta(hours=1)  # … within this time
LIFETIME = timedelta(days=1)
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without look-alike letters
_LENGTH = 20  # 31 letters: 99 bits


async def needed(db: Read) -> bool:
    """Whether no workspace has an admin yet."""
    return (await db.exec(select(func.count()).where(Member.role == Role.ADMIN))).one() == 0


async def new_claim(db: Write, now: datetime) -> str:
    """A new code, valid for a day, to be shown once to the operator: only its hash is stored."""
    code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(_LENGTH // 5))
    db.add(Claim(code_hash=_hashed(code), created_at=now))
    await db.flush()
    return code


async def claim(db: Write, member: Member, code: str, now: datetime) -> Member:
    """Make the member an admin with the code, which uses up all codes.

    Raises Refusal; a wrong code is counted even though the write raises."""
    if member.outsider:
        raise Refusal("External guests can't become admins.")
    asking = await db.get(Member, member.id, with_for_update=True)
    if asking is None:
        raise Gone("This person is no longer a member here.")
    if asking.claim_attempted_at is None or now - asking.claim_attempted_at > TRIES_WITHIN:
        asking.claim_attempts = 0
    if asking.claim_attempts >= TRIES:
        raise Refusal("Too many wrong codes. Try again in an hour.")
    right = update(Claim).where(
        col(Claim.code_hash) == _hashed(code), col(Claim.used_at).is_(None), col(Claim.created_at) > now - LIFETIME
    )
    if not (await db.exec(right.values(used_at=now))).rowcount:
        asking.claim_attempts += 1
        asking.claim_attempted_at = now
        raise Counted("That code is wrong, expired, or already used. Sourcer prints a new one when it starts.")
    await db.exec(delete(Claim).where(col(Claim.used_at).is_(None)))
    asking.role, asking.role_set_by, asking.access_requested_at = Role.ADMIN, asking.id, None
    await audit.add(db, asking.workspace_id, asking.id, "claim", {"member": asking.id}, now)
    await workspaces.adopt_time_zone(db, asking)
    await members.notify_new_admin(db, asking, now)
    return asking


def _hashed(code: str) -> str:
    same = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(same.encode("utf-8", "replace")).hexdigest()
