"""Mailboxes that were connected by signing in, and members' own that were connected by password: their tokens or
logins, what is wrong with them, and the e-mail they hold back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import unquote, urlsplit, urlunsplit

from sqlalchemy import ColumnElement, and_, exists
from sqlalchemy.orm import aliased
from sqlmodel import col, delete, func, or_, select, update

from store.chat import notifications
from store.db import Read, Write
from store.errors import Gone, Refusal
from store.keys import KeyRing
from store.mailbox.secrets import ADMINS_ONLY
from store.members import members
from store.roles import May, allows
from store.tables.core import Member
from store.tables.mail_sign_ins import MailSignIn
from store.tables.outreach import Invitation, Mail
from store.text import clean

LOGIN = "login"  # the provider of a mailbox that was connected with a username and a password
SHOW_FAULT = "sign_in_fault"  # verb of the card that the owner gets
NOTIFY_AFTER = timedelta(minutes=15)  # how long a mailbox may be unreadable before its owner is notified
_WORKING: dict[str, Any] = {"failing_since": None, "last_error": "", "owner_notified": False}
_NOT_ALLOWED = "Only admins and recruiters can connect a mailbox of their own."


@dataclass(frozen=True, slots=True)
class Granted:
    """The access that somebody granted by signing in. `scopes`: what the access tokens allow, separated by spaces.
    `logins`: instead of tokens, the URLs for sending and reading, with their passwords."""

    provider: str
    login: str
    address: str
    send_url: str
    read_url: str
    scopes: str
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime
    logins: tuple[str, str] | None = field(default=None, repr=False)


def by_password(address: str, send_url: str, read_url: str, now: datetime) -> Granted:
    """The access to a mailbox by its login. The URLs contain the passwords; if `read_url` is "", answers aren't
    read."""
    login = unquote(urlsplit(send_url).username or "")
    public = _without_password(send_url), _without_password(read_url)
    return Granted(LOGIN, login, address, *public, "", "", "", now, (send_url, read_url))


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    name, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{name.partition(':')[0]}@{host}")) if url else ""


@dataclass(frozen=True, slots=True)
class StoredTokens:
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)


def check_allowed(by: Member, *, own: bool) -> None:
    """Raises Refusal unless the member may connect and disconnect: admins may for the workspace, recruiters for
    themselves."""
    if own and not allows(by.role, May.CONTACT):
        raise Refusal(_NOT_ALLOWED)
    if not own and not allows(by.role, May.ADMINISTER):
        raise Refusal(ADMINS_ONLY)


async def save(db: Write, by: Member, granted: Granted, keys: KeyRing, now: datetime, *, own: bool) -> MailSignIn:
    """Store the mailbox in place of an earlier one, and send at once what was held back. If the same mailbox is
    connected again, reading continues where it stopped. Raises LookupError without an encryption key."""
    member_id = by.id if own else None
    mine = _of(by.workspace_id, member_id)
    row = (await db.exec(select(MailSignIn).where(*mine).with_for_update())).one_or_none()
    if row is not None and (row.address, row.read_url) != (granted.address, granted.read_url):
        await db.exec(delete(MailSignIn).where(*mine))
        row = None
    values: dict[str, Any] = {
        "provider": granted.provider,
        "login": granted.login,
        "address": granted.address,
        "send_url": granted.send_url,
        "read_url": granted.read_url,
        "scopes": granted.scopes,
        "tokens": keys.seal(json.dumps(granted.logins))
        if granted.logins
        else _sealed(granted.access_token, granted.refresh_token, keys),
        "expires_at": granted.expires_at,
        "connected_by": by.id,
        "connected_at": now,
        **_WORKING,
        "refused_at": None,
    }
    if row is None:
        row = MailSignIn(workspace_id=by.workspace_id, member_id=member_id, **values)
        db.add(row)
    else:
        row.sqlmodel_update(values)
    await db.flush()
    await send_again(db, by.workspace_id, member_id, now)
    return row


async def send_again(db: Write, workspace_id: int, member_id: int | None, now: datetime) -> None:
    """Make e-mails that were tried in vain due now, and give them another whole day of retries."""
    theirs = select(Invitation.id).where(Invitation.workspace_id == workspace_id)
    if member_id is not None:
        theirs = theirs.where(Invitation.member_id == member_id)
    waiting = update(Mail).where(
        col(Mail.workspace_id) == workspace_id,
        col(Mail.state) == "queued",
        col(Mail.attempts) > 0,
        col(Mail.invitation_id).in_(theirs),
    )
    await db.exec(waiting.values(due_at=now, first_attempt_at=None))


async def erase(db: Write, by: Member, *, own: bool) -> MailSignIn | None:
    """Erase the mailbox with its tokens, and return it; None when there was none."""
    mine = _of(by.workspace_id, by.id if own else None)
    row = (await db.exec(select(MailSignIn).where(*mine))).one_or_none()
    await db.exec(delete(MailSignIn).where(*mine))
    return row


def _of(workspace_id: int, member_id: int | None) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(MailSignIn.workspace_id) == workspace_id, col(MailSignIn.member_id).is_not_distinct_from(member_id)


# ── who uses which ──


def usable(workspace_id: object, member_id: int | None) -> ColumnElement[bool]:
    """The mailboxes that this member's mail may be sent from: their own and the workspace's."""
    theirs = or_(col(MailSignIn.member_id).is_(None), col(MailSignIn.member_id) == member_id)
    return and_(col(MailSignIn.workspace_id) == workspace_id, theirs)


async def of_workspace(db: Read, workspace_id: int) -> MailSignIn | None:
    """The workspace's mailbox."""
    return (await db.exec(select(MailSignIn).where(*_of(workspace_id, None)))).one_or_none()


async def own(db: Read, by: Member) -> MailSignIn | None:
    """The member's own mailbox."""
    return (await db.exec(select(MailSignIn).where(*_of(by.workspace_id, by.id)))).one_or_none()


async def get(db: Read, by: Member, id: int) -> MailSignIn:
    """A mailbox that this member may see: their own or, for an admin, the workspace's. Raises Gone."""
    found = select(MailSignIn).where(MailSignIn.workspace_id == by.workspace_id, MailSignIn.id == id)
    row = (await db.exec(found)).one_or_none()
    if row is None or not (row.member_id == by.id or (row.member_id is None and allows(by.role, May.ADMINISTER))):
        raise Gone("This mailbox is no longer connected.")
    return row


async def by_id(db: Read, id: int) -> MailSignIn | None:
    """A mailbox of any workspace: only for our own ids, never for ids from a request."""
    return await db.get(MailSignIn, id, populate_existing=True)


async def everywhere(db: Read) -> list[MailSignIn]:
    return list(await db.exec(select(MailSignIn).order_by(col(MailSignIn.workspace_id), col(MailSignIn.id))))


async def to_read(db: Read) -> list[MailSignIn]:
    """The mailboxes to read answers from. Left out are those whose login is refused, or whose member may no longer
    contact people."""
    found = (
        select(MailSignIn, Member)
        .outerjoin(Member, col(Member.id) == col(MailSignIn.member_id))
        .where(col(MailSignIn.refused_at).is_(None), col(MailSignIn.read_url) != "")
        .order_by(col(MailSignIn.id))
    )
    rows = cast("list[tuple[MailSignIn, Member | None]]", list(await db.exec(found)))
    return [row for row, member in rows if member is None or allows(member.role, May.CONTACT)]


# ── tokens and logins ──


def logins(row: MailSignIn, keys: KeyRing) -> tuple[str, str] | None:
    """The URLs for sending and reading, with their passwords, of a mailbox that was connected by password. None when no
    key in the ring can decrypt them anymore."""
    text = keys.open(row.tokens)
    return cast(tuple[str, str], tuple(json.loads(text))) if text else None


def tokens(row: MailSignIn, keys: KeyRing) -> StoredTokens | None:
    """The mailbox's tokens; None when no key in the ring can decrypt them anymore."""
    text = keys.open(row.tokens)
    return StoredTokens(**cast(Mapping[str, str], json.loads(text))) if text else None


def _sealed(access_token: str, refresh_token: str, keys: KeyRing) -> bytes:
    return keys.seal(json.dumps({"access_token": access_token, "refresh_token": refresh_token}))


async def record_renewed(
    db: Write, before: MailSignIn, access_token: str, refresh_token: str, expires_at: datetime, keys: KeyRing
) -> bool:
    """Store renewed tokens. False if other tokens were stored in the meantime: those stay."""
    unchanged = update(MailSignIn).where(col(MailSignIn.id) == before.id, col(MailSignIn.tokens) == before.tokens)
    renewed = unchanged.values(tokens=_sealed(access_token, refresh_token, keys), expires_at=expires_at)
    return bool((await db.exec(renewed)).rowcount)


async def record_refused(db: Write, before: MailSignIn, reason: str, now: datetime) -> bool:
    """Record that the provider refuses to renew these tokens, or the server refuses this password: hold back the
    e-mail, and notify the owner once. False if other tokens or another password were stored in the meantime."""
    row = await _locked(db, before.id)
    if row is None or row.tokens != before.tokens:
        return False
    row.refused_at = row.refused_at or now
    await _fail(db, row, reason, now, at_once=True)
    return True


# ── reading ──


async def record_read(db: Write, id: int, uid_validity: int, last_uid: int, link: str, now: datetime) -> None:
    """Record that all messages up to this point were read and their content is stored. Clears any earlier failure."""
    at = {"uid_validity": uid_validity, "last_uid": last_uid, "link": link, "polled_at": now}
    await db.exec(update(MailSignIn).where(col(MailSignIn.id) == id).values(**at, **_WORKING))


async def record_failure(db: Write, id: int, reason: str, now: datetime, *, at_once: bool) -> None:
    """Record that the mailbox could not be read. The owner is notified once: immediately with `at_once`, otherwise once
    the failure persists."""
    row = await _locked(db, id)
    if row is not None and row.refused_at is None:
        await _fail(db, row, reason, now, at_once=at_once)


async def _locked(db: Write, id: int) -> MailSignIn | None:
    mine = select(MailSignIn).where(MailSignIn.id == id)
    return (await db.exec(mine.with_for_update().execution_options(populate_existing=True))).one_or_none()


async def _fail(db: Write, row: MailSignIn, reason: str, now: datetime, *, at_once: bool) -> None:
    row.failing_since = row.failing_since or now
    row.last_error = clean(reason)[:300]
    if not row.owner_notified and (at_once or now - row.failing_since >= NOTIFY_AFTER):
        row.owner_notified = True
        key = f"sign_in:{row.id}:{row.failing_since:%Y-%m-%dT%H:%M:%S}"
        owners = await _owners(db, row)
        await notifications.add(db, row.workspace_id, owners, key, SHOW_FAULT, {"sign_in_id": row.id}, now, now)
    await db.flush()


async def _owners(db: Read, row: MailSignIn) -> list[int]:
    """Who can reconnect the mailbox: the member it belongs to; otherwise the admin who connected it, or all
    admins."""
    if row.member_id is not None:
        return [row.member_id]
    admins = [each.id for each in await members.admins(db, row.workspace_id)]
    return [row.connected_by] if row.connected_by in admins else admins


# ── mail that is held back ──


def holds_back() -> ColumnElement[bool]:
    """The condition for e-mails that are waiting for their mailbox to be reconnected, for a query that joins Mail and
    Invitation."""
    own_one, used = aliased(MailSignIn), aliased(MailSignIn)
    same = (col(own_one.workspace_id) == col(Mail.workspace_id), col(own_one.member_id) == col(Invitation.member_id))
    shared = and_(col(used.member_id).is_(None), ~exists().where(*same))
    theirs = or_(col(used.member_id) == col(Invitation.member_id), shared)
    here = col(used.workspace_id) == col(Mail.workspace_id)
    return exists().where(here, theirs, col(used.refused_at).is_not(None))


async def waiting(db: Read, row: MailSignIn) -> int:
    """The number of e-mails that are waiting for this mailbox to be reconnected."""
    if row.refused_at is None:
        return 0
    queued = (
        select(func.count())
        .select_from(Mail)
        .join(Invitation, col(Invitation.id) == col(Mail.invitation_id))
        .where(Mail.workspace_id == row.workspace_id, Mail.state == "queued", holds_back())
    )
    if row.member_id is not None:
        queued = queued.where(Invitation.member_id == row.member_id)
    return (await db.exec(queued)).one()
