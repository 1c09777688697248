"""The tokens of people who connected a resume database by signing in to it."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import col, select, update

from store.db import Read, Write
from store.keys import KeyRing
from store.sources import connections
from store.tables.sources import SourceConnection


@dataclass(frozen=True, slots=True)
class StoredTokens:
    """`expires_at`: when the access token expires."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime


def seal(given: StoredTokens, keys: KeyRing) -> bytes:
    """The tokens, encrypted. Raises LookupError without an encryption key."""
    until = given.expires_at.isoformat()
    return keys.seal(json.dumps({"access": given.access_token, "refresh": given.refresh_token, "until": until}))


def read(row: SourceConnection, keys: KeyRing) -> StoredTokens | None:
    """The connection's tokens; None when there are none, or no key in the ring can decrypt them anymore."""
    text = keys.open(row.tokens) if row.tokens else None
    if not text:
        return None
    value: dict[str, str] = json.loads(text)
    return StoredTokens(value["access"], value["refresh"], datetime.fromisoformat(value["until"]))


async def connection(db: Read, workspace_id: int, id: int) -> SourceConnection | None:
    """The connection with its latest tokens, whoever uses it; None if it is gone."""
    found = select(SourceConnection).where(SourceConnection.workspace_id == workspace_id, SourceConnection.id == id)
    return (await db.exec(found.execution_options(populate_existing=True))).one_or_none()


async def record_renewed(db: Write, before: SourceConnection, new: StoredTokens, keys: KeyRing) -> bool:
    """Store renewed tokens. False if other tokens were stored in the meantime: those stay."""
    return await _replace(db, before, seal(new, keys))


async def record_refused(db: Write, before: SourceConnection, reason: str, now: datetime) -> bool:
    """The source refuses to renew these tokens: erase them, and notify the people who can connect it again, once. False
    if other tokens were stored in the meantime."""
    if not await _replace(db, before, b""):
        return False
    await connections.record_failure(db, before.workspace_id, before.id, reason, now, refused=True)
    return True


async def _replace(db: Write, before: SourceConnection, tokens: bytes) -> bool:
    unchanged = update(SourceConnection).where(
        col(SourceConnection.workspace_id) == before.workspace_id,
        col(SourceConnection.id) == before.id,
        col(SourceConnection.tokens) == before.tokens,
    )
    return bool((await db.exec(unchanged.values(tokens=tokens))).rowcount)
