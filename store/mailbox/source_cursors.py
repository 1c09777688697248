"""How far answers from connected sources have been read, and which invitations they answer."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import col, select

from store.db import Read, Write
from store.tables.core import CandidateKey, CandidateProfile, Profile
from store.tables.outreach import Invitation, SourceCursor
from store.text import clean
from store.upserts import upsert

_BY = ("workspace_id", "source")


async def cursor(db: Read, workspace_id: int, source: str) -> str:
    """How far the source has been read; "" if it never was."""
    stored = await db.get(SourceCursor, (workspace_id, source), populate_existing=True)
    return stored.cursor if stored is not None else ""


async def record_read(db: Write, workspace_id: int, source: str, cursor: str, now: datetime) -> None:
    """All answers up to the cursor are stored. Clears any earlier failure."""
    row = {"workspace_id": workspace_id, "source": source, "cursor": cursor, "polled_at": now}
    over = {"failing_since": None, "last_error": ""}
    await upsert(db, SourceCursor, [{**row, **over}], by=_BY, change=("cursor", "polled_at", *over))


async def record_failure(db: Write, workspace_id: int, source: str, reason: str, now: datetime) -> None:
    """Record that the source could not be read; its cursor stays."""
    stored = await db.get(SourceCursor, (workspace_id, source), populate_existing=True)
    since = stored.failing_since or now if stored is not None else now
    row = {"workspace_id": workspace_id, "source": source, "cursor": stored.cursor if stored is not None else ""}
    fault = {"failing_since": since, "last_error": clean(reason)[:300]}
    await upsert(db, SourceCursor, [{**row, **fault}], by=_BY, change=tuple(fault))


async def invitations_of(db: Read, workspace_id: int, source: str, source_ids: Collection[str]) -> dict[str, int]:
    """The last invitation sent to each of these people, by the source's id for their profile. One statement.

    A person with several profiles may have been contacted under another one: an invitation to any of them counts."""
    theirs = (
        select(Profile.source_id, Invitation.id)
        .join(CandidateProfile, col(CandidateProfile.profile_id) == col(Profile.id))
        .join(Invitation, col(Invitation.candidate_id) == col(CandidateProfile.candidate_id))
        .where(
            CandidateProfile.workspace_id == workspace_id,
            Invitation.workspace_id == workspace_id,
            col(Invitation.sent_at).is_not(None),
            Profile.source == source,
            col(Profile.source_id).in_(source_ids),
        )
    )
    return dict((await db.exec(theirs.order_by(col(Invitation.sent_at), col(Invitation.id)))).all())


async def invitations_by_email(db: Read, workspace_id: int, emails: Collection[str]) -> dict[str, int]:
    """Like `invitations_of`, but by the person's e-mail address (lower case). One statement."""
    keys = {f"email:{email}": email for email in emails}
    theirs = (
        select(CandidateKey.value, Invitation.id)
        .join(Invitation, col(Invitation.candidate_id) == col(CandidateKey.candidate_id))
        .where(
            CandidateKey.workspace_id == workspace_id,
            Invitation.workspace_id == workspace_id,
            col(Invitation.sent_at).is_not(None),
            col(CandidateKey.value).in_(keys),
        )
    )
    found = await db.exec(theirs.order_by(col(Invitation.sent_at), col(Invitation.id)))
    return {keys[value]: invitation_id for value, invitation_id in found.all()}
