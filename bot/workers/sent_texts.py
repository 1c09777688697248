"""What we wrote in a thread, so that it can be cut off the answers that quote it."""

from collections.abc import Collection

from sqlmodel import col, select

from cards.screens.wording import source_label
from connectors.mail.compose import compose
from connectors.mail.compose.compose import SenderFacts
from handlers.context import Outreach
from store.db import Read
from store.mailbox import mailboxes, sender_profiles
from store.members import members
from store.tables.core import Profile
from store.tables.outreach import Invitation, Mail


async def sent_texts(db: Read, invitations: Collection[Invitation], outreach: Outreach) -> dict[int, tuple[str, ...]]:
    """For each invitation, by id: subject and text of its mails, and what stood below them by today's settings."""
    found = await db.exec(select(Mail).where(col(Mail.invitation_id).in_([each.id for each in invitations])))
    texts: dict[int, list[str]] = {each.id: [each.subject, each.text, each.follow_up_text] for each in invitations}
    for mail in found:
        texts[mail.invitation_id] += [mail.subject, mail.text]
    for invitation in invitations:
        texts[invitation.id] += await _below(db, invitation, outreach)
    return {id: tuple(text for text in dict.fromkeys(found) if text) for id, found in texts.items()}


async def _below(db: Read, invitation: Invitation, outreach: Outreach) -> list[str]:
    account = await mailboxes.account_of(db, invitation.workspace_id, outreach.mail, outreach.keys)
    by = await sender_profiles.get(db, await members.get(db, invitation.workspace_id, invitation.member_id))
    profile = await db.get(Profile, invitation.profile_id)
    source = profile.source if profile else ""
    words = compose.source_words(source, source_label(source), invitation.language)
    sender = SenderFacts(
        name=by.name, title=by.title, company=account.company, calendar_url=by.calendar_url, signature=by.signature
    )
    kind: compose.Kind = "apply" if invitation.kind == "apply" else "connect"
    signature = compose.signature(sender, invitation.language)
    footer = compose.footer(kind, invitation.language, account, words, None)
    last_lines = invitation.text.rpartition("\n\n")[2]
    return [f"{last_lines}\n\n{signature}\n\n{footer}", compose.sender_name(sender, account)]
