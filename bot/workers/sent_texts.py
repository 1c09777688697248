"""What we wrote in a thread, so that it can be removed from the answers that quote it."""

from collections.abc import Collection

from cards.screens.wording import source_label
from connectors.mail.compose import compose
from connectors.mail.compose.compose import Content, Links, SenderFacts
from handlers.context import Outreach
from store.db import Read
from store.mailbox import mailbox_cursors, mailboxes, sender_profiles
from store.mailbox.mailbox_cursors import Written
from store.members import members


async def sent_texts(db: Read, invitation_ids: Collection[int], outreach: Outreach) -> dict[int, tuple[str, ...]]:
    """The subject, text and footer of the e-mails of each invitation, by the invitation's id."""
    written = await mailbox_cursors.written(db, invitation_ids)
    texts: dict[int, tuple[str, ...]] = {}
    for id, each in written.items():
        footer = () if each.complete else (await _footer_of_today(db, each, outreach),)
        texts[id] = tuple(dict.fromkeys(text for text in (*each.texts, *footer) if text))
    return texts


async def _footer_of_today(db: Read, written: Written, outreach: Outreach) -> str:
    """Signature and footer according to today's settings, for e-mails whose actual signature and footer are not on
    record."""
    invitation = written.invitation
    account = await mailboxes.account_of(db, invitation.workspace_id, outreach.mail, outreach.keys)
    by = await sender_profiles.get(db, await members.get(db, invitation.workspace_id, invitation.member_id))
    sender = SenderFacts(
        name=by.name, title=by.title, company=account.company, calendar_url=by.calendar_url, signature=by.signature
    )
    content = Content(
        kind="apply" if invitation.kind == "apply" else "connect",
        language=invitation.language,
        subject=invitation.subject,
        text=invitation.text,
        source_words=compose.source_words(written.source, source_label(written.source), invitation.language),
        links=Links("", ""),
    )
    return f"{invitation.text}\n\n{compose.closing(content, sender, account)}"
