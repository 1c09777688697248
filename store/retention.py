"""Retention: rows that have served their purpose are deleted, so that tables do not grow forever."""

from datetime import datetime, timedelta

from sqlmodel import col, delete

from store.ats import records
from store.db import Write
from store.members import digests
from store.people import found_profiles
from store.tables.outreach import Notice, PageLink, UnreadableMail

KEEP_SENT_NOTICES = timedelta(
    days=60
)  # longer than a credit period: a notice's key prevents a second one in the period
KEEP_LINKS = timedelta(days=1)  # after they expire
KEEP_UNREADABLE = timedelta(days=90)


async def delete_old(db: Write, now: datetime) -> None:
    """Delete sent notices, expired one-time links, records of unreadable e-mails, people whose data a source's terms no
    longer allow us to store, what an ATS said long ago, and old digests. Links in invitations stay: unsubscribing must
    still work years later."""
    await found_profiles.delete_expired(db, now)
    await records.delete_old(db, now)
    await digests.delete_old(db, now)
    await db.exec(delete(Notice).where(col(Notice.sent_at) < now - KEEP_SENT_NOTICES))
    await db.exec(delete(PageLink).where(col(PageLink.expires_at) < now - KEEP_LINKS))
    await db.exec(delete(UnreadableMail).where(col(UnreadableMail.at) < now - KEEP_UNREADABLE))
