"""A workspace connects a mailbox of its own, and lets go of it."""

from collections.abc import Mapping
from datetime import datetime

from store.db import Write
from store.keys import KeyRing
from store.mailbox import mailboxes, secrets
from store.mailbox.secrets import SecretName
from store.tables.core import Member
from store.tables.outreach import Mailbox


async def connect(
    db: Write, by: Member, addresses: Mapping[SecretName, str], mail_from: str, keys: KeyRing, now: datetime
) -> None:
    """From now on mails leave from there, and answers are read there from the beginning. Audited, without a secret.

    Raises Refusal, and LookupError without a key to seal with."""
    await secrets.keep(db, by, addresses, keys, now)
    await _start_over(db, await mailboxes.update(db, by, {"mail_from": mail_from}, now))


async def disconnect(db: Write, by: Member, now: datetime) -> bool:
    """Erase the logins, and the address that belonged to them; False when none was connected. Audited. Or Refusal."""
    if not await secrets.erase(db, by, now):
        return False
    await _start_over(db, await mailboxes.update(db, by, {"mail_from": ""}, now))
    return True


async def _start_over(db: Write, mailbox: Mailbox) -> None:
    """Another mailbox: how far the one before was read, and what was wrong with it, says nothing of this one."""
    mailbox.folder_digest, mailbox.uid_validity, mailbox.last_uid = "", 0, 0
    mailbox.polled_at = mailbox.failing_since = None
    mailbox.last_error, mailbox.admins_notified = "", False
    await db.flush()
