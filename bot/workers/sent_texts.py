"""What we wrote in a thread, so that it can be cut off the answers that quote it."""

from collections.abc import Collection

from cards.screens.wording import source_label
from connectors.mail.compose import compose
from connectors.mail.compose.compose import SenderFacts
from handlers.context import Outreach
from store.db import Read
from store.mailbox import mailbox_cursors, mailboxes, sender_profiles
from store.mailbox.mailbox_cursors import Written
from store.members import members


async def sent_texts(db: Read, invitation_ids: Collection[int], outreach: Outreach) -> dict[int, tuple[str, ...]]:
    """For each invitation, by id: subject and text of its mails, and what stood below them by today's settings."""
    written = await mailbox_cursors.written(db, invitation_ids)
    return {
        id: tuple(dict.fromkeys(text for text in (*each.texts, *await _below(db, each, outreach)) if text))
        for id, each in written.items()
    }


async def _below(db: Read, written: Written, outreach: Outreach) -> list[str]:
    """The signature and footer, following the last lines of the text, as one text; and the sender's name."""
    invitation = written.invitation
    account = await mailboxes.account_of(db, invitation.workspace_id, outreach.mail, outreach.keys)
    by = await sender_profiles.get(db, await members.get(db, invitation.workspace_id, invitation.member_id))
    words = compose.source_words(written.source, source_label(written.source), invitation.language)
    sender = SenderFacts(
        name=by.name, title=by.title, company=account.company, calendar_url=by.calendar_url, signature=by.signature
    )
    kind: compose.Kind = "apply" if invitation.kind == "apply" else "connect"
    signature = compose.signature(sender, invitation.language)
    footer = compose.footer(kind, invitation.language, account, words, None)
    last_lines = invitation.text.rpartition("\n\n")[2]
    return [f"{last_lines}\n\n{signature}\n\n{footer}", compose.sender_name(sender, account)]
