"""Connecting and disconnecting a workspace's own mailbox."""

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
    """Send mail through this mailbox from now on, and read the answers in it from the beginning. Audited, without
    secrets.

    Raises Refusal, and LookupError without an encryption key."""
    await secrets.save(db, by, addresses, keys, now)
    await _start_over(db, await mailboxes.update(db, by, {"mail_from": mail_from}, now))


async def disconnect(db: Write, by: Member, now: datetime) -> bool:
    """Erase the logins, and the address that went with them; False when none was connected. Audited. Raises Refusal."""
    if not await secrets.erase(db, by, now):
        return False
    await _start_over(db, await mailboxes.update(db, by, {"mail_from": ""}, now))
    return True


async def _start_over(db: Write, mailbox: Mailbox) -> None:
    """Forget how far the previous mailbox was read and what was wrong with it: that does not apply to the new one."""
    mailbox.folder_digest, mailbox.uid_validity, mailbox.last_uid = "", 0, 0
    mailbox.polled_at = mailbox.failing_since = None
    mailbox.last_error, mailbox.admins_notified = "", False
    await db.flush()
