"""Tokens in the links and Reply-To addresses of e-mails: random text, of which only a hash is stored."""

import re
import secrets
from datetime import datetime, timedelta
from typing import Literal

from store.db import Read, Write
from store.keys import token_hash
from store.tables.outreach import Invitation, MailToken

TokenKind = Literal["answer", "opt_out", "reply"]
ANSWER_LIFE = timedelta(days=180)  # lifetime of an answer link; opt-out links never expire

_BYTES = {"answer": 24, "opt_out": 24, "reply": 16}
_SHAPE = re.compile(r"[A-Za-z0-9_-]{20,64}\Z")


async def make(db: Write, invitation: Invitation, kind: TokenKind, expires_at: datetime | None) -> str:
    """A new token for the invitation (which may have several), with at least 128 random bits. `expires_at` None: never.

    This is the only time it is available: it cannot be recovered from the hash. A Reply-To token consists of lower-case
    letters and digits only, because mail programs change the case of addresses."""
    token, row = new(invitation, kind, expires_at)
    db.add(row)
    await db.flush()
    return token


def new(invitation: Invitation, kind: TokenKind, expires_at: datetime | None) -> tuple[str, MailToken]:
    """Like `make`, but returns the row as well, not stored yet: for storing many at once."""
    size = _BYTES[kind]
    token = secrets.token_hex(size) if kind == "reply" else secrets.token_urlsafe(size)
    row = MailToken(
        hash=token_hash(token),
        workspace_id=invitation.workspace_id,
        invitation_id=invitation.id,
        kind=kind,
        expires_at=expires_at,
    )
    return token, row


async def read(db: Read, token: str, kind: TokenKind) -> MailToken | None:
    """The token's row, even if expired (see `expires_at`); None for a wrong token or one of another kind."""
    if not _SHAPE.match(token):
        return None
    found = await db.get(MailToken, token_hash(token))
    return found if found is not None and found.kind == kind else None


def expired(token: MailToken, now: datetime) -> bool:
    """Whether the token has expired."""
    return token.expires_at is not None and token.expires_at <= now
