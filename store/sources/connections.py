"""Connections to partners' resume databases, for a whole workspace or for one member."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement
from sqlmodel import col, delete, or_, select, update

from store import audit
from store.chat import notifications
from store.db import Read, Write
from store.errors import Gone, Refusal
from store.keys import KeyRing
from store.members import members
from store.roles import May, allows
from store.tables.core import Member, Workspace
from store.tables.sources import SourceConnection
from store.text import clean

EVERY = timedelta(hours=1)  # between two checks of a connection
SHOW_FAULT = "source_fault"  # verb of the card that is sent when credentials are refused
ADMINS_ONLY = "Only an admin can connect or disconnect this for everyone."
_NOT_ALLOWED = "Only admins and recruiters can connect resume databases."


async def connect(
    db: Write,
    by: Member,
    source: str,
    credentials: Mapping[str, str],
    keys: KeyRing,
    now: datetime,
    *,
    everyone: bool,
    tokens: bytes | None = None,
) -> SourceConnection:
    """Connect with these credentials, for everyone or only for this member, in place of an earlier connection.
    `tokens`: the encrypted tokens of someone who signed in to the source.

    Audited, without the credentials. Raises Refusal, and LookupError without an encryption key."""
    check_allowed(by, everyone=everyone)
    await db.exec(select(Workspace.id).where(Workspace.id == by.workspace_id).with_for_update(key_share=True))
    member_id = None if everyone else by.id
    await db.exec(
        delete(SourceConnection).where(
            col(SourceConnection.workspace_id) == by.workspace_id,
            col(SourceConnection.source) == source,
            col(SourceConnection.member_id).is_not_distinct_from(member_id),
        )
    )
    row = SourceConnection(
        workspace_id=by.workspace_id,
        source=source,
        member_id=member_id,
        credentials=keys.seal(json.dumps(dict(credentials))),
        tokens=tokens,
        connected_by=by.id,
        connected_at=now,
        checked_at=now,
    )
    db.add(row)
    await db.flush()
    details: dict[str, Any] = {"connection": row.id, "source": source, "everyone": everyone}
    await audit.add(db, by.workspace_id, by.id, "connect_source", details, now)
    return row


def check_allowed(by: Member, *, everyone: bool) -> None:
    """Raises Refusal unless the member may connect and disconnect: admins may for everyone, recruiters for
    themselves."""
    if not allows(by.role, May.CONTACT):
        raise Refusal(_NOT_ALLOWED)
    if everyone and not allows(by.role, May.ADMINISTER):
        raise Refusal(ADMINS_ONLY)


async def disconnect(db: Write, by: Member, id: int, now: datetime) -> SourceConnection:
    """Erase the credentials. Audited. Raises Gone, and Refusal."""
    row = await get(db, by, id)
    check_allowed(by, everyone=row.member_id is None)
    mine = (col(SourceConnection.workspace_id) == by.workspace_id, col(SourceConnection.id) == id)
    await db.exec(delete(SourceConnection).where(*mine))
    details = {"connection": id, "source": row.source}
    await audit.add(db, by.workspace_id, by.id, "disconnect_source", details, now)
    return row


async def get(db: Read, by: Member, id: int) -> SourceConnection:
    """A connection that this member may use. Raises Gone."""
    found = select(SourceConnection).where(*_usable(by), SourceConnection.id == id)
    row = (await db.exec(found)).one_or_none()
    if row is None:
        raise Gone("This resume database is no longer connected.")
    return row


async def usable(db: Read, by: Member) -> list[SourceConnection]:
    """The connections that this member may use: the workspace's and their own, by source; for each source, their own
    comes first. One statement."""
    order = (col(SourceConnection.source), col(SourceConnection.member_id).is_(None), col(SourceConnection.id))
    return list(await db.exec(select(SourceConnection).where(*_usable(by)).order_by(*order)))


def _usable(by: Member) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    theirs = or_(col(SourceConnection.member_id).is_(None), col(SourceConnection.member_id) == by.id)
    return col(SourceConnection.workspace_id) == by.workspace_id, theirs


def credentials(row: SourceConnection, keys: KeyRing) -> dict[str, str] | None:
    """The connection's credentials; None when no key in the ring can decrypt them anymore."""
    text = keys.open(row.credentials)
    return cast(dict[str, str], json.loads(text)) if text else None


async def of_source(db: Read, workspace_id: int, source: str) -> list[SourceConnection]:
    """All connections of a workspace to one source, for the operator: the workspace's first, then its members' own."""
    wanted = (SourceConnection.workspace_id == workspace_id, SourceConnection.source == source)
    order = (col(SourceConnection.member_id).is_not(None), col(SourceConnection.id))
    return list(await db.exec(select(SourceConnection).where(*wanted).order_by(*order)))


async def everywhere(db: Read) -> list[SourceConnection]:
    """The connections of all workspaces, the one checked longest ago first."""
    order = (col(SourceConnection.checked_at), col(SourceConnection.id))
    return list(await db.exec(select(SourceConnection).order_by(*order)))


async def record_quota(
    db: Write, workspace_id: int, id: int, left: int | None, total: int | None, resets: str, now: datetime
) -> None:
    """Record what is left of the contract's quota, as the source has just reported it; `left` None: no longer known."""
    quota = {"quota_left": left, "quota_total": total, "quota_resets": clean(resets)[:100]}
    await db.exec(update(SourceConnection).where(*_row(workspace_id, id)).values(**quota, checked_at=now))


async def record_working(db: Write, workspace_id: int, id: int, now: datetime) -> None:
    """Record that the source accepts the credentials, which ends a failure."""
    fine = {"failing_since": None, "last_error": "", "admins_notified": False}
    await db.exec(update(SourceConnection).where(*_row(workspace_id, id)).values(checked_at=now, **fine))


async def record_failure(db: Write, workspace_id: int, id: int, reason: str, now: datetime, *, refused: bool) -> None:
    """Record that the source could not be queried. When its credentials are `refused`, those who can replace them are
    notified, once per failure: the admins, or the member whose own connection it is."""
    mine = select(SourceConnection).where(*_row(workspace_id, id))
    row = (await db.exec(mine.with_for_update().execution_options(populate_existing=True))).one_or_none()
    if row is None:  # disconnected in the meantime
        return
    row.checked_at = now
    row.failing_since = row.failing_since or now
    row.last_error = clean(reason)[:300]
    if refused and not row.admins_notified:
        row.admins_notified = True
        admins = [each.id for each in await members.admins(db, workspace_id)]
        notified = admins if row.member_id is None else [row.member_id]
        key = f"source:{row.id}:{row.failing_since:%Y-%m-%dT%H:%M:%S}"
        await notifications.add(db, workspace_id, notified, key, SHOW_FAULT, {"connection_id": row.id}, now, now)
    await db.flush()


def _row(workspace_id: int, id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(SourceConnection.workspace_id) == workspace_id, col(SourceConnection.id) == id
