"""The queue of outgoing e-mails: each row is an entry.

States are in store/tables/states.py; an invitation's state follows that of its e-mail. `sending` is committed to disk
before the mail server is called: a process that dies leaves a row in that state, and nothing is sent twice.

This module adds e-mails, claims them for one process at a time under a lease, and gives them back.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text as sql
from sqlalchemy import tuple_, union_all
from sqlmodel import col, func, select, update

from store.db import Read, Write
from store.deliverability import holds
from store.mailbox import sign_ins
from store.outreach import mail_rates
from store.outreach.mail_rates import Rates
from store.tables.outreach import Invitation, Mail, Mailbox, SendingHold

LEASE = timedelta(minutes=3)  # renewed while the process is alive
NOWHERE = "mail.invalid"  # the domain until the first attempt, when the sender is known
_ONE_AT_A_TIME = 7_310_442  # PostgreSQL advisory lock that serializes claims


@dataclass(frozen=True, slots=True)
class MailContent:
    """The text of an e-mail. `in_reply_to`, `references`: the Message-IDs that place it in a thread, as in RFC 5322."""

    subject: str
    text: str
    in_reply_to: str = ""
    references: str = ""


async def add(
    db: Write, invitation: Invitation, kind: str, content: MailContent, due_at: datetime, now: datetime
) -> Mail:
    """Queue an e-mail to the invitation's address: an invitation, its follow_up, or a reply.

    Its Message-ID stays the same for all attempts, except that its domain becomes the sender's at the first one."""
    mail = mail_row(invitation, kind, content, due_at, now)
    db.add(mail)
    await db.flush()
    return mail


def mail_row(invitation: Invitation, kind: str, content: MailContent, due_at: datetime, now: datetime) -> Mail:
    """Like `add`, but not stored."""
    return Mail(
        workspace_id=invitation.workspace_id,
        invitation_id=invitation.id,
        kind=kind,
        state="queued",
        message_id=f"<inv-{secrets.token_hex(16)}@{NOWHERE}>",
        subject=content.subject,
        text=content.text,
        address=invitation.address,
        domain=invitation.address.rpartition("@")[2].casefold(),
        in_reply_to=content.in_reply_to,
        references=content.references,
        due_at=due_at,
        created_at=now,
    )


@dataclass(frozen=True, slots=True)
class Claimed:
    """An e-mail that the caller may send, as long as it renews the lease."""

    id: int
    workspace_id: int
    domain: str
    member_id: int  # the sender of the invitation


async def claim(
    db: Write, holder: str, now: datetime, limit: int, busy: Mapping[int, int] | None = None, each: int = 32
) -> list[Claimed]:
    """Claim e-mails that are due, longest-waiting first, as many as their workspaces' rate limits allow.

    `busy`: how many e-mails of each workspace the caller already has; a workspace gets at most `each`, so that one with
    a slow mail server does not block the others. Rates hold across replicas: claims run one after the other. A fixed
    number of statements."""
    if db.get_bind().dialect.name == "postgresql":
        await (await db.connection()).execute(sql(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))
    rates = await _rates(db, now)
    held = await holds.active(db)
    mine = rates.choose(await _due(db, now, limit, rates, held, busy or {}, each), busy or {}, each)
    if not mine:
        return []
    taken = update(Mail).where(col(Mail.id).in_([mail.id for mail in mine]))
    await db.exec(taken.values(holder=holder, lease_until=now + LEASE))
    return mine


async def _rates(db: Read, now: datetime) -> Rates:
    """Counts e-mails that were attempted in the last minute or are about to be. Two queries in a union: in a single
    query, SQLite would read every e-mail ever stored."""
    of_workspaces = select(Mailbox.workspace_id, Mailbox.per_minute, Mailbox.per_domain)
    limits = {w: (minute, domain) for w, minute, domain in await db.exec(of_workspaces)}
    limited = col(Mail.workspace_id).not_in([id for id, limit in limits.items() if limit == (0, 0)])
    lately = col(Mail.last_attempt_at) > now - mail_rates.WINDOW
    before = col(Mail.last_attempt_at).is_(None) | ~lately
    of_mails = select(Mail.workspace_id, Mail.domain).where(limited)
    tried = of_mails.where(lately)
    held = of_mails.where(Mail.state == "queued", col(Mail.lease_until) > now, before)
    both = union_all(tried, held).subquery()
    counted = select(both.c.workspace_id, both.c.domain, func.count()).group_by(both.c.workspace_id, both.c.domain)
    counts = {(w, d): n for w, d, n in await db.exec(counted)}
    return Rates(counts, limits)


async def _due(
    db: Read,
    now: datetime,
    limit: int,
    rates: Rates,
    held: Sequence[SendingHold],
    busy: Mapping[int, int],
    each: int,
) -> list[Claimed]:
    """Due e-mails, more than can be claimed, without those that are held back or whose workspace or domain is at its
    limit."""
    full = {*rates.full_workspaces(), *(workspace_id for workspace_id, count in busy.items() if count >= each)}
    domains = rates.full_domains()
    free = col(Mail.lease_until).is_(None) | (col(Mail.lease_until) <= now)
    due = (
        select(Mail.id, Mail.workspace_id, Mail.domain, Invitation.member_id)
        .join(Invitation, col(Invitation.id) == col(Mail.invitation_id))
        .where(Mail.state == "queued", col(Mail.due_at) <= now, free, col(Mail.workspace_id).not_in(full))
        .order_by(col(Mail.due_at), col(Mail.id))
        .limit(limit)
        .with_for_update(of=Mail, skip_locked=True)
    )
    if domains:
        due = due.where(tuple_(col(Mail.workspace_id), col(Mail.domain)).not_in(domains))
    if held:
        due = due.where(~holds.applies(held))
    due = due.where(~sign_ins.holds_back())
    return [Claimed(*row) for row in await db.exec(due)]


async def senders(db: Read, ids: Collection[int]) -> dict[int, int]:
    """The members from whose mailboxes these e-mails are sent, by the e-mail's id. One statement."""
    theirs = select(Mail.id, Invitation.member_id).join(Invitation, col(Invitation.id) == col(Mail.invitation_id))
    return dict((await db.exec(theirs.where(col(Mail.id).in_(ids)))).all())


async def renew(db: Write, ids: Collection[int], holder: str, now: datetime) -> None:
    """Renew the lease of these e-mails."""
    mine = (col(Mail.id).in_(ids), col(Mail.holder) == holder)
    await db.exec(update(Mail).where(*mine).values(lease_until=now + LEASE))


async def give_back(db: Write, ids: Iterable[int], holder: str) -> None:
    """Give back e-mails that were claimed but not started: any process may claim them."""
    mine = (col(Mail.id).in_(list(ids)), col(Mail.holder) == holder, col(Mail.state) == "queued")
    await db.exec(update(Mail).where(*mine).values(holder="", lease_until=None))


async def give_back_all(db: Write) -> None:
    """Free all e-mails that the last run claimed but did not start; no other process may be running (SQLite,
    startup)."""
    taken = (col(Mail.state) == "queued", col(Mail.holder) != "")
    await db.exec(update(Mail).where(*taken).values(holder="", lease_until=None))


async def waiting(db: Read, now: datetime) -> int:
    """The number of e-mails that are due and have not been sent yet."""
    due = select(func.count()).select_from(Mail).where(Mail.state == "queued", col(Mail.due_at) <= now)
    return (await db.exec(due)).one()
