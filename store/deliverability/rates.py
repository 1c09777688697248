"""How many of a workspace's last e-mails bounced, and how many were reported as spam."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from store.db import Read
from store.tables.outreach import CandidateAnswer, Mail

LAST = 1_000  # how many of the last e-mails are counted
MOST_COMPLAINTS = 0.003  # of them; mailbox providers block senders above it (https://support.google.com/a/answer/81126)
FEWEST_COMPLAINTS = 3  # fewer complaints than this never pause sending


@dataclass(frozen=True, slots=True)
class DeliveryRates:
    """Counts among the last `sent` e-mails (at most LAST)."""

    sent: int = 0
    bounced: int = 0
    complaints: int = 0

    @property
    def too_many_complaints(self) -> bool:
        return self.complaints >= FEWEST_COMPLAINTS and self.complaints > MOST_COMPLAINTS * self.sent


async def rates(db: Read, workspace_id: int, since: datetime | None = None) -> DeliveryRates:
    """The rates of the workspace's last e-mails. `since`: only e-mails sent after this time. Two statements."""
    last = select(Mail.id, Mail.invitation_id).where(Mail.workspace_id == workspace_id, col(Mail.sent_at).is_not(None))
    if since is not None:
        last = last.where(col(Mail.sent_at) > since)
    last = last.order_by(col(Mail.sent_at).desc()).limit(LAST).subquery()
    sent = (await db.exec(select(func.count()).select_from(last))).one()
    about = func.coalesce(CandidateAnswer.mail_id, -col(CandidateAnswer.invitation_id))
    counted = (
        select(CandidateAnswer.kind, func.count(func.distinct(about)))
        .where(
            CandidateAnswer.workspace_id == workspace_id,
            col(CandidateAnswer.kind).in_(("bounced", "complaint")),
            col(CandidateAnswer.mail_id).in_(select(last.c.id))
            | (
                col(CandidateAnswer.mail_id).is_(None)
                & col(CandidateAnswer.invitation_id).in_(select(last.c.invitation_id))
            ),
        )
        .group_by(CandidateAnswer.kind)
    )
    counts = dict((await db.exec(counted)).all())
    return DeliveryRates(sent, counts.get("bounced", 0), counts.get("complaint", 0))
