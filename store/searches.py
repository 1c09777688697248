"""Searches: a member's stored queries, as they were typed."""

import json
from datetime import datetime
from enum import Enum
from typing import Any, Final

from sqlmodel import col, select

from store.db import Read, Write
from store.errors import Gone
from store.tables.core import Job, Member, Search


class Same(Enum):
    """Sentinel for "unchanged", where None has a meaning of its own."""

    SAME = "same"


SAME: Final = Same.SAME
_MOST_READ = 300  # searches, to find the different ones


async def add(db: Write, by: Member, terms: dict[str, Any], job_id: int | None, now: datetime) -> Search:
    """A new search for the member, on the first page of all sources."""
    search = Search(
        workspace_id=by.workspace_id, member_id=by.id, terms=terms, job_id=job_id, created_at=now, updated_at=now
    )
    db.add(search)
    await db.flush()
    return search


async def mine(db: Read, by: Member, id: int) -> Search:
    """The member's search. Raises Gone, including for a colleague's."""
    found = select(Search).where(Search.workspace_id == by.workspace_id, Search.member_id == by.id, Search.id == id)
    search = (await db.exec(found)).one_or_none()
    if search is None:
        raise Gone("This search is no longer available. Search again.")
    return search


async def latest(db: Read, by: Member) -> Search | None:
    """The search the member used last."""
    mine = select(Search).where(Search.workspace_id == by.workspace_id, Search.member_id == by.id)
    newest = mine.order_by(col(Search.updated_at).desc(), col(Search.id).desc()).limit(1)
    return (await db.exec(newest)).one_or_none()


async def recent(db: Read, by: Member, most: int = 20) -> list[tuple[Search, str]]:
    """The member's last searches, the newest first, with the titles of their jobs; those that are the same once."""
    mine = (
        select(Search, Job.title)
        .join(Job, (col(Job.id) == col(Search.job_id)) & (Job.workspace_id == by.workspace_id), isouter=True)
        .where(Search.workspace_id == by.workspace_id, Search.member_id == by.id)
        .order_by(col(Search.updated_at).desc(), col(Search.id).desc())
        .limit(_MOST_READ)
    )
    found: dict[tuple[str, int | None], tuple[Search, str]] = {}
    for search, title in await db.exec(mine):
        found.setdefault((json.dumps(search.terms, sort_keys=True), search.job_id), (search, title or ""))
    return list(found.values())[:most]


async def change(
    db: Write,
    by: Member,
    id: int,
    *,
    terms: dict[str, Any] | None = None,
    source: str | None = None,
    page: int | None = None,
    job_id: int | Same | None = SAME,
    now: datetime,
) -> Search:
    """Update the given fields. New terms or a new source start on the first page, unless `page` is given."""
    search = await mine(db, by, id)
    if terms is not None:
        search.terms = terms
    if source is not None:
        search.source = source
    if page is not None:
        search.page = max(0, page)
    elif terms is not None or source is not None:
        search.page = 0
    if not isinstance(job_id, Same):
        search.job_id = job_id
    search.updated_at = now
    await db.flush()
    return search
