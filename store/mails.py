"""Mails that are to leave: a row is the job."""

import secrets
from datetime import datetime

from store.db import Write
from store.outreach_tables import Invitation, Mail

NOWHERE = "mail.invalid"  # until the mail server is called for the first time, and the sender is known


async def add(
    db: Write,
    invitation: Invitation,
    kind: str,
    due_at: datetime,
    now: datetime,
    *,
    subject: str,
    text: str,
    in_reply_to: str = "",
    chain: str = "",
) -> Mail:
    """A mail that leaves when it is due: an invitation, its follow_up, a reply. To the invitation's address.

    Its Message-ID stays the same however often it is tried; its domain becomes the sender's at the first try."""
    mail = Mail(
        workspace_id=invitation.workspace_id,
        invitation_id=invitation.id,
        kind=kind,
        state="queued",
        message_id=f"<inv-{secrets.token_hex(16)}@{NOWHERE}>",
        subject=subject,
        text=text,
        address=invitation.address,
        domain=invitation.address.rpartition("@")[2].casefold(),
        in_reply_to=in_reply_to,
        chain=chain,
        due_at=due_at,
        created_at=now,
    )
    db.add(mail)
    await db.flush()
    return mail
