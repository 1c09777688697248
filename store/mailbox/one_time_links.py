"""One-time links to our web pages, for input that must not pass through chat. Only the token's hash is stored."""

import secrets
from datetime import datetime, timedelta

from sqlmodel import col, delete, select, update

from store.db import Read, Write
from store.keys import token_hash
from store.tables.core import Member
from store.tables.outreach import PageLink

LIFETIME = timedelta(minutes=15)


async def make(db: Write, by: Member, what: str, now: datetime, sealed: bytes | None = None) -> str:
    """The token of a new link for this member to connect "mailbox", "own_mailbox" or "source:NAME", or for them to sign
    in to a provider ("sign_in:NAME"); their earlier links for the same purpose stop working. `sealed` is stored with
    the link."""
    await db.exec(delete(PageLink).where(col(PageLink.member_id) == by.id, col(PageLink.purpose) == what))
    token = secrets.token_urlsafe(24)
    db.add(
        PageLink(
            hash=token_hash(token),
            workspace_id=by.workspace_id,
            member_id=by.id,
            purpose=what,
            sealed=sealed,
            expires_at=now + LIFETIME,
        )
    )
    await db.flush()
    return token


async def find(db: Read, token: str, now: datetime) -> PageLink | None:
    """The link's row; None when the token is wrong, expired or used."""
    fits = select(PageLink).where(PageLink.hash == token_hash(token), col(PageLink.used_at).is_(None))
    return (await db.exec(fits.where(col(PageLink.expires_at) > now))).one_or_none()


async def use(db: Write, token: str, now: datetime) -> bool:
    """Use up the link. False when it was no longer valid: of several concurrent calls, only one gets True."""
    still = update(PageLink).where(
        col(PageLink.hash) == token_hash(token),
        col(PageLink.expires_at) > now,
        col(PageLink.used_at).is_(None),
    )
    return bool((await db.exec(still.values(used_at=now))).rowcount)
