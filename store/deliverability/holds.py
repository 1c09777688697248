"""Mail that is held back until an admin resumes it: mail to a provider that refuses our setup, mail from a mailbox
whose password is refused, or all mail after too many complaints. Admins are notified once for each hold."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlmodel import col, func, select, update

from store import audit
from store.chat import notifications
from store.db import Read, Write
from store.deliverability import providers, rates
from store.errors import Refusal
from store.members import members
from store.roles import May, allows
from store.tables.core import Member
from store.tables.mail_sign_ins import MailSignIn
from store.tables.outreach import Invitation, Mail, SendingHold
from store.text import clean
from store.upserts import insert_new

ALL_MAIL = ""  # the provider stored for a hold of all mail but replies
LOGIN = "login"  # the provider and the fault stored for a hold of all mail from the workspace's mailbox with a password
COMPLAINTS = "complaints"  # the fault stored for a hold of all mail but replies
SHOW_HOLD = "sending_hold"  # verb of the card that admins get
LONGEST_WORDS = 300
DEFERRED_TIMES, DEFERRED_FOR = 3, timedelta(hours=1)  # attempts at an e-mail, and time, before it is held back
_WAITS = "The mail server refuses e-mail because of how sending is set up. Your admins have been notified."
_LOGIN_REFUSED = "The mail server rejected the login. Your admins have been notified."
_ADDRESS = re.compile(r"<?[^\s<>@]{1,64}@[^\s<>@]{1,190}>?")


@dataclass(frozen=True, slots=True)
class Held:
    """A hold and the number of e-mails that it keeps waiting."""

    hold: SendingHold
    waiting: int


async def refused(db: Write, mail: Mail, fault: str, words: str, now: datetime) -> None:
    """A provider refused the e-mail because of our setup: hold back further mail to it. An e-mail that was sent before
    the last hold was lifted changes nothing. The server's `words` are stored without addresses."""
    provider = _provider(mail, fault)
    lifted = await _lifted_at(db, mail.workspace_id, provider)
    if lifted is None or (mail.last_attempt_at or now) > lifted:
        await _hold(db, mail.workspace_id, provider, fault, _ADDRESS.sub("…", words), now)


async def deferred(db: Write, mail: Mail, fault: str, words: str, now: datetime) -> None:
    """A provider refuses the e-mail for now because of our setup, or the mail server refuses the login of the
    workspace's mailbox. Once the refusals have gone on for a while, do the same as `refused`: the e-mail waits too,
    instead of failing after a day."""
    too_soon = fault != LOGIN and now - (mail.first_attempt_at or now) < DEFERRED_FOR
    if mail.attempts < DEFERRED_TIMES or too_soon:
        return
    await refused(db, mail, fault, words, now)
    hold = await get(db, mail.workspace_id, _provider(mail, fault))
    if hold is not None and hold.resumed_at is None and mail.state == "queued":
        mail.last_error = _LOGIN_REFUSED if fault == LOGIN else _WAITS


def _provider(mail: Mail, fault: str) -> str:
    return LOGIN if fault == LOGIN else providers.provider_of(mail.domain)


async def complained(db: Write, workspace_id: int, now: datetime) -> None:
    """Somebody complained: hold back all mail when too many of the last e-mails were reported as spam."""
    found = await rates.rates(db, workspace_id, await _lifted_at(db, workspace_id, ALL_MAIL))
    if found.too_many_complaints:
        words = f"{found.complaints} of the last {found.sent:,} e-mails were reported as spam."
        await _hold(db, workspace_id, ALL_MAIL, COMPLAINTS, words, now)


async def _lifted_at(db: Read, workspace_id: int, provider: str) -> datetime | None:
    hold = await db.get(SendingHold, (workspace_id, provider))
    return hold.resumed_at if hold else None


async def _hold(db: Write, workspace_id: int, provider: str, fault: str, words: str, now: datetime) -> None:
    lifted = {"workspace_id": workspace_id, "provider": provider, "fault": fault, "words": "", "at": now}
    await insert_new(db, SendingHold, [lifted | {"resumed_at": now}])  # so that there is a row to lock
    hold = await db.get_one(SendingHold, (workspace_id, provider), with_for_update=True, populate_existing=True)
    if hold.resumed_at is None:
        return
    hold.fault, hold.words, hold.at = fault, clean(words)[:LONGEST_WORDS], now
    hold.resumed_at = hold.resumed_by = None
    await db.flush()
    admins = [each.id for each in await members.admins(db, workspace_id)]
    key, args = f"hold:{provider}:{now:%Y-%m-%dT%H:%M:%S}", {"provider": provider}
    await notifications.add(db, workspace_id, admins, key, SHOW_HOLD, args, now, now)


async def resume(db: Write, by: Member, provider: str, now: datetime) -> bool:
    """Resume sending to the provider. E-mails that were tried in vain are due at once and get another whole day of
    retries. False when nothing is held. Admins only; raises Refusal."""
    if not allows(by.role, May.ADMINISTER):
        raise Refusal("Only an admin can resume sending.")
    hold = await db.get(SendingHold, (by.workspace_id, provider), with_for_update=True)
    if hold is None or hold.resumed_at is not None:
        return False
    tried = update(Mail).where(col(Mail.state) == "queued", col(Mail.attempts) > 0, applies([hold]))
    await db.exec(tried.values(due_at=now, first_attempt_at=None))
    hold.resumed_at, hold.resumed_by = now, by.id
    details = {"provider": provider, "fault": hold.fault}
    await audit.add(db, by.workspace_id, by.id, "resume_sending", details, now)
    return True


async def active(db: Read, workspace_id: int | None = None) -> list[SendingHold]:
    """The holds of one workspace or of all workspaces, the oldest first."""
    found = select(SendingHold).where(col(SendingHold.resumed_at).is_(None))
    if workspace_id is not None:
        found = found.where(SendingHold.workspace_id == workspace_id)
    return list(await db.exec(found.order_by(col(SendingHold.at), col(SendingHold.provider))))


async def held(db: Read, workspace_id: int) -> list[Held]:
    """The workspace's holds, each with the number of e-mails that it keeps waiting. One statement per hold."""
    found: list[Held] = []
    for hold in await active(db, workspace_id):
        waiting = select(func.count()).select_from(Mail).where(Mail.state == "queued", applies([hold]))
        found.append(Held(hold, (await db.exec(waiting)).one()))
    return found


async def get(db: Read, workspace_id: int, provider: str) -> SendingHold | None:
    """The hold, even if it was lifted."""
    return await db.get(SendingHold, (workspace_id, provider))


def applies(holds: Sequence[SendingHold]) -> ColumnElement[bool]:
    """The condition for e-mails that any of these holds is blocking."""
    return or_(false(), *_each(holds))


def _each(holds: Iterable[SendingHold]) -> Iterable[ColumnElement[bool]]:
    for hold in holds:
        match hold.provider:
            case "":
                which = col(Mail.kind) != "reply"
            case "login":
                which = ~_from_own_mailbox()
            case provider:
                which = providers.addressed_to(provider)
        yield and_(col(Mail.workspace_id) == hold.workspace_id, which)


def _from_own_mailbox() -> ColumnElement[bool]:
    """The condition for e-mails whose sender has connected a mailbox of their own."""
    theirs = col(MailSignIn.member_id) == col(Invitation.member_id)
    here = (col(Invitation.id) == col(Mail.invitation_id), col(MailSignIn.workspace_id) == col(Mail.workspace_id))
    return exists().where(theirs, *here).correlate(Mail)
