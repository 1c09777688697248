"""People that a connected source has found: profiles of one workspace, which never enter our index."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import col, delete, exists, select

from store.db import Read, Write
from store.engines import as_json
from store.people import profiles
from store.people.profiles import ProfileRow
from store.tables.core import CandidateProfile, Profile, Rejected, SeenProfile
from store.tables.outreach import CardChange, Invitation

_EXTEND_AFTER = timedelta(days=1)  # `keep_until` is not extended by less, so that searching again writes nothing


async def ids(db: Read, workspace_id: int, source: str, source_ids: Iterable[str]) -> dict[str, int]:
    """Profile ids of the source's people who are stored, by the source's id."""
    there = select(Profile.source_id, Profile.id).where(*_of(workspace_id, source, source_ids))
    return dict((await db.exec(there)).all())


async def outdated(
    db: Read, workspace_id: int, rows: Sequence[ProfileRow], keep_until: datetime | None
) -> list[ProfileRow]:
    """The rows that `save` would write, all of one source: those that are new, changed, or are about to be deleted."""
    if not rows:
        return []
    there = select(Profile).where(*_of(workspace_id, rows[0]["source"], (row["source_id"] for row in rows)))
    stored = {profile.source_id: profile for profile in await db.exec(there)}
    return [row for row in rows if _is_outdated(stored.get(row["source_id"]), row, keep_until)]


async def save(db: Write, workspace_id: int, rows: Sequence[ProfileRow], keep_until: datetime | None) -> dict[str, int]:
    """Store people of one source; returns their profile ids, by the source's id.

    A body without contact details never replaces one that has them: those were paid for. A fixed number of
    statements."""
    if not rows:
        return {}
    source, source_ids = rows[0]["source"], [row["source_id"] for row in rows]
    there = select(Profile).where(*_of(workspace_id, source, source_ids))
    complete = {profile.source_id for profile in await db.exec(there) if _has_contact(profile.body)}
    new = [row for row in rows if row["source_id"] not in complete or _has_contact(row["body"])]
    await profiles.save_many(db, workspace_id, new, in_index=False, keep_until=keep_until)
    these = _of(workspace_id, source, source_ids)
    await db.exec(update(Profile).where(*these).values(keep_until=keep_until))
    return await ids(db, workspace_id, source, source_ids)


async def delete_expired(db: Write, now: datetime, limit: int = 500) -> int:
    """Delete people, in all workspaces, whose data a source's terms no longer allow us to store, unless a workspace has
    engaged with them. Returns how many."""
    engaged = exists().where(col(CandidateProfile.profile_id) == col(Profile.id))
    invited = exists().where(col(Invitation.profile_id) == col(Profile.id))
    expired = select(Profile.id).where(col(Profile.keep_until) < now, ~engaged, ~invited).limit(limit)
    ids = list(await db.exec(expired))
    for table in (SeenProfile, Rejected, CardChange):
        await db.exec(delete(table).where(col(table.profile_id).in_(ids)))
    await db.exec(delete(Profile).where(col(Profile.id).in_(ids)))
    return len(ids)


def _of(workspace_id: int, source: str, source_ids: Iterable[str]) -> tuple[Any, Any, Any]:
    return Profile.workspace_id == workspace_id, Profile.source == source, col(Profile.source_id).in_(list(source_ids))


def _is_outdated(stored: Profile | None, row: ProfileRow, keep_until: datetime | None) -> bool:
    if stored is None:
        return True
    if keep_until is not None and (stored.keep_until is None or keep_until - stored.keep_until > _EXTEND_AFTER):
        return True
    if _has_contact(stored.body) and not _has_contact(row["body"]):
        return False
    return stored.digest != profiles.digest(as_json(row["body"]))


def _has_contact(body: Any) -> bool:
    return bool(body.get("emails") or body.get("phones"))
