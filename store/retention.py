"""Rows that served their purpose: forgotten after a while, so that tables do not grow with every day."""

from datetime import datetime, timedelta

from sqlmodel import col, delete

from store.db import Write
from store.tables.outreach import Notice, PageLink, UnreadableMail

KEEP_TOLD = timedelta(days=60)  # longer than a month of credits, whose notices are told once by their keys
KEEP_LINKS = timedelta(days=1)  # after they expired
KEEP_UNREAD = timedelta(days=90)


async def forget_old(db: Write, now: datetime) -> None:
    """Notices that were told, one-time addresses that lead nowhere any more, and which mails could not be read. Links
    of invitations stay: who unsubscribes years later must be able to."""
    await db.exec(delete(Notice).where(col(Notice.sent_at) < now - KEEP_TOLD))
    await db.exec(delete(PageLink).where(col(PageLink.expires_at) < now - KEEP_LINKS))
    await db.exec(delete(UnreadableMail).where(col(UnreadableMail.at) < now - KEEP_UNREAD))
