"""Views of mailboxes that are connected by signing in, or by a member's own login."""

from cards.views.settings import MailSignInView
from connectors.mail.services import LABELS
from handlers.context import Context
from handlers.views.time_ago import ago
from store.db import Read
from store.mailbox import sign_ins
from store.tables.mail_sign_ins import MailSignIn


async def view(db: Read, row: MailSignIn, context: Context) -> MailSignInView:
    """The view of the mailbox. Runs at most one SQL statement."""
    return MailSignInView(
        row.id,
        row.address,
        "" if row.provider == sign_ins.LOGIN else LABELS.get(row.provider, row.provider),
        own=row.member_id is not None,
        reads=bool(row.read_url),
        refused=row.refused_at is not None,
        failing=ago(row.failing_since, context.now()),
        fault=row.last_error if row.failing_since else "",
        waiting=await sign_ins.waiting(db, row),
    )
