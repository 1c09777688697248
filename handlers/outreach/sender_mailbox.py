"""Whether the mailbox that a member's messages are sent from must be connected again first."""

from dataclasses import dataclass
from typing import Literal

from connectors.mail.base import MailAccount
from store.db import Read
from store.deliverability import holds
from store.mailbox import mailboxes, sign_ins
from store.roles import May, allows
from store.tables.core import Member

Reconnect = Literal["", "own", "shared"]


@dataclass(frozen=True, slots=True)
class MailboxTrouble:
    """What is wrong, as text to display. `reconnect`: which mailbox this member can connect again."""

    text: str
    reconnect: Reconnect = ""


async def trouble(db: Read, by: Member, account: MailAccount) -> MailboxTrouble | None:
    """What is wrong with the mailbox; None if it works. `account`: the account that this member's messages are sent
    from. Runs at most two SQL statements."""
    if not account.mail_from:
        return None
    if account.sign_in_id:
        row = await sign_ins.by_id(db, account.sign_in_id)
        if row is None or row.refused_at is None:
            return None
        if row.member_id is not None:
            text = f"Your mailbox, {account.mail_from}, is disconnected. Messages wait until you connect it again."
            return MailboxTrouble(text, "own")
        return _shared(by, f"The workspace's mailbox, {account.mail_from}, is disconnected. Messages wait until")
    hold = await holds.get(db, by.workspace_id, holds.LOGIN)
    if hold is not None and hold.resumed_at is None:
        return _shared(by, f"The mail server doesn't accept the login of {account.mail_from}. Messages wait until")
    mailbox = await mailboxes.get(db, by.workspace_id)
    if mailbox.failing_since is None or not mailbox.admins_notified:
        return None
    text = f"There is a problem with {account.mail_from}: {mailbox.last_error} Messages and answers may be delayed."
    if allows(by.role, May.ADMINISTER):
        return MailboxTrouble(f"{text} Check the mailbox under Integrations.", "shared")
    return MailboxTrouble(f"{text} An admin can check the mailbox under Integrations.")


def _shared(by: Member, text: str) -> MailboxTrouble:
    if allows(by.role, May.ADMINISTER):
        return MailboxTrouble(f"{text} you connect it again.", "shared")
    return MailboxTrouble(f"{text} an admin connects it again under Integrations.")
