"""Notifications: direct messages queued for members, one row each; bot/workers/notifier.py sends them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, cast, literal
from sqlmodel import col, delete, select, update

from store.db import Read, Write
from store.tables.outreach import Notice
from store.upserts import insert_new

LEASE = timedelta(minutes=2)  # long enough to render a card and post it
FIRST_WAIT = timedelta(minutes=1)  # doubled with each failed attempt
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 24  # about five days


async def add(
    db: Write,
    workspace_id: int,
    member_ids: Iterable[int],
    key: str,
    verb: str,
    args: dict[str, Any],
    due_at: datetime | None,
    now: datetime,
) -> None:
    """Notify these members, each once per `key`. The card of the action (`verb`, `args`) is rendered when it is posted,
    with what the member may see then. `due_at`: the earliest time to send it; None: now."""
    row = {"workspace_id": workspace_id, "verb": verb, "args": args, "due_at": due_at or now, "attempts": 0}
    ids = sorted(set(member_ids))
    await insert_new(db, Notice, [{**row, "member_id": id, "key": f"{key}:{id}"} for id in ids])


async def claim(db: Write, now: datetime, limit: int = 20) -> list[Notice]:
    """Lease the unsent notices that are due, and give them to the caller, longest-waiting first."""
    free = col(Notice.lease_until).is_(None) | (col(Notice.lease_until) <= now)
    due = (
        select(Notice)
        .where(col(Notice.sent_at).is_(None), col(Notice.due_at) <= now, free)
        .order_by(col(Notice.due_at), col(Notice.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    mine = list(await db.exec(due))
    for notice in mine:
        notice.lease_until = now + LEASE
        notice.attempts += 1
    await db.flush()
    return mine


async def mark_sent(db: Write, notice_id: int, now: datetime) -> None:
    """Mark a notice as sent: it was posted, or there is nothing left to notify anyone about."""
    here = update(Notice).where(col(Notice.id) == notice_id)
    await db.exec(here.values(sent_at=now, lease_until=None))


async def retry_later(db: Write, notice: Notice, now: datetime) -> bool:
    """Retry a notice that could not be posted, at growing intervals. False after the last attempt."""
    if notice.attempts >= MOST_ATTEMPTS:
        await mark_sent(db, notice.id, now)
        return False
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(20, notice.attempts - 1))
    here = update(Notice).where(col(Notice.id) == notice.id)
    await db.exec(here.values(due_at=now + wait, lease_until=None))
    return True


async def get(db: Read, workspace_id: int, key: str, member_id: int) -> Notice | None:
    """The member's notice with that key."""
    found = select(Notice).where(Notice.workspace_id == workspace_id, Notice.key == f"{key}:{member_id}")
    return (await db.exec(found)).one_or_none()


def reminder_key(candidate_id: int) -> str:
    """The key for reminders about a candidate (store/people/reminders.py)."""
    return f"reminder:{candidate_id}"


async def move(db: Write, workspace_id: int, keys: Mapping[str, str]) -> None:
    """Change the keys of everyone's notices, as `keys` maps them. If a member then has several under one key, one
    remains: the unsent one that is due first. A fixed number of statements."""
    suffix = literal(":") + cast(col(Notice.member_id), String)
    involved = [literal(key) + suffix for key in {*keys, *keys.values()}]
    found = select(Notice).where(Notice.workspace_id == workspace_id, col(Notice.key).in_(involved))
    remaining: dict[str, Notice] = {}
    superseded: list[int] = []
    for notice in sorted(await db.exec(found), key=lambda each: (each.sent_at is not None, each.due_at, each.id)):
        key = notice.key.removesuffix(f":{notice.member_id}")
        if remaining.setdefault(f"{keys.get(key, key)}:{notice.member_id}", notice) is not notice:
            superseded.append(notice.id)
    await db.exec(delete(Notice).where(col(Notice.id).in_(superseded)))
    for key, notice in remaining.items():
        notice.key = key
    await db.flush()
