"""Connecting (by password or by signing in) and disconnecting mailboxes: a workspace's, and members' own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from store import audit
from store.db import Write
from store.deliverability import holds
from store.keys import KeyRing
from store.mailbox import mailboxes, secrets, sign_ins
from store.mailbox.secrets import SecretName
from store.mailbox.sign_ins import Granted
from store.tables.core import Member
from store.tables.mail_sign_ins import MailSignIn
from store.tables.outreach import Mailbox


async def connect(
    db: Write, by: Member, addresses: Mapping[SecretName, str], mail_from: str, keys: KeyRing, now: datetime
) -> None:
    """Send the workspace's mail through this mailbox from now on, starting at once with what was held back, and read
    the answers in it from the beginning. Audited, without secrets.

    Raises Refusal, and LookupError without an encryption key."""
    await secrets.save(db, by, addresses, keys, now)
    await sign_ins.erase(db, by, own=False)
    await holds.resume(db, by, holds.LOGIN, now)
    await sign_ins.send_again(db, by.workspace_id, None, now)
    await _start_over(db, await mailboxes.update(db, by, {"mail_from": mail_from}, now))


async def sign_in(db: Write, by: Member, granted: Granted, keys: KeyRing, now: datetime, *, own: bool) -> MailSignIn:
    """Like `connect`, but with the access that somebody granted by signing in, or with a member's own login. `own`:
    only for this member's mail. Audited, without tokens. Raises Refusal, and LookupError without an encryption key."""
    sign_ins.check_allowed(by, own=own)
    if not own:
        await holds.resume(db, by, holds.LOGIN, now)
    if not own and await secrets.erase(db, by, now):
        await _start_over(db, await mailboxes.update(db, by, {"mail_from": ""}, now))
    row = await sign_ins.save(db, by, granted, keys, now, own=own)
    await audit.add(db, by.workspace_id, by.id, "connect", _details(row), now)
    return row


async def disconnect(db: Write, by: Member, now: datetime) -> bool:
    """Erase the workspace's logins, and the address that went with them; False when none was connected. Audited.
    Raises Refusal."""
    signed_in = await disconnect_sign_in(db, by, now, own=False)
    if not await secrets.erase(db, by, now):
        return signed_in
    await holds.resume(db, by, holds.LOGIN, now)
    await _start_over(db, await mailboxes.update(db, by, {"mail_from": ""}, now))
    return True


async def disconnect_sign_in(db: Write, by: Member, now: datetime, *, own: bool) -> bool:
    """Erase the tokens of a mailbox that was connected by signing in; False when there was none. Audited. Raises
    Refusal."""
    sign_ins.check_allowed(by, own=own)
    row = await sign_ins.erase(db, by, own=own)
    if row is None:
        return False
    await sign_ins.send_again(db, by.workspace_id, row.member_id, now)  # from the mailbox used instead
    await audit.add(db, by.workspace_id, by.id, "disconnect", _details(row), now)
    return True


def _details(row: MailSignIn) -> dict[str, Any]:
    return {"sign_in": row.id, "provider": row.provider, "own": row.member_id is not None}


async def _start_over(db: Write, mailbox: Mailbox) -> None:
    """Forget how far the previous mailbox was read and what was wrong with it: that does not apply to the new one."""
    mailbox.folder_digest, mailbox.uid_validity, mailbox.last_uid = "", 0, 0
    mailbox.polled_at = mailbox.failing_since = None
    mailbox.last_error, mailbox.admins_notified = "", False
    await db.flush()
