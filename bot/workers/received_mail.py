"""One received e-mail: reads it, and dates the answer in it."""

from collections.abc import Collection
from datetime import datetime

from connectors.mail.base import RawMail
from connectors.mail.receiving.classify import Reading, Unreadable, read
from store.mailbox.mailbox_cursors import About


def answered_at(reading: Reading, about: About, now: datetime) -> datetime:
    """When the e-mail was written, according to its Date header, but never before the invitation or in the future: the
    header can be forged, and the one-month deadline for requests starts from it."""
    return max(min(reading.sent_at or now, now), min(about.invitation.queued_at or now, now))


def read_mail(mail: RawMail, sent: Collection[str] = (), ours: Collection[str] = ()) -> Reading | Unreadable:
    if not mail.raw:
        return Unreadable("the mail server could not provide it")
    try:
        return read(mail.raw, sent, ours)
    except Unreadable as why:
        return why
