"""How far each mailbox was read, and what its messages refer to. An operator's mailbox may serve several workspaces."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import col, exists, func, select, update

from store.chat import notifications
from store.db import Read, Write
from store.keys import token_hash
from store.members import members
from store.tables.core import Profile, Workspace
from store.tables.outreach import Invitation, Mail, Mailbox, MailToken, UnreadableMail
from store.text import clean
from store.upserts import insert_new

SHOW_MAILBOX = "mailbox_fault"  # verb of the card that admins get
NOTIFY_AFTER = timedelta(minutes=15)  # how long a mailbox may be unreadable before admins are notified


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last message that was read, in the mailbox's own numbering; 0 and 0 when none was. `link`: replaces the
    numbers for a mailbox that is read through Microsoft Graph."""

    uid_validity: int = 0
    last_uid: int = 0
    link: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class About:
    """The e-mail and invitation that a received message refers to. `mail` is None when only the invitation is known."""

    invitation: Invitation
    mail: Mail | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What we wrote to a candidate: subjects, texts and footers of all e-mails of the invitation. `source`: the
    profile's source. `complete`: whether the footer of each sent e-mail is known."""

    invitation: Invitation
    source: str
    texts: tuple[str, ...]
    complete: bool


async def workspaces(db: Read) -> list[int]:
    """Workspaces whose answers must be read: those that sent an e-mail or set up a mailbox."""
    wrote = exists().where(col(Mail.workspace_id) == col(Workspace.id))
    set_up = exists().where(col(Mailbox.workspace_id) == col(Workspace.id))
    return list(await db.exec(select(Workspace.id).where(wrote | set_up).order_by(col(Workspace.id))))


async def cursor(db: Read, workspace_ids: Collection[int], read_from: str) -> Cursor:
    """How far the mailbox was read, according to the workspaces that share it. `read_from` is the mailbox's digest: a
    workspace's progress in a mailbox that it used before is ignored."""
    found = await db.exec(
        select(Mailbox.uid_validity, Mailbox.last_uid)
        .where(col(Mailbox.workspace_id).in_(workspace_ids), Mailbox.folder_digest == read_from)
        .order_by(col(Mailbox.polled_at).desc(), col(Mailbox.last_uid).desc())
        .limit(1)
    )
    row = found.first()
    return Cursor(*row) if row else Cursor()


async def record_read(db: Write, workspace_ids: Collection[int], read_from: str, to: Cursor, now: datetime) -> None:
    """Record that all messages up to `to` were read and their content is stored. Clears any earlier failure."""
    await _ensure_rows(db, workspace_ids, now)
    here = update(Mailbox).where(col(Mailbox.workspace_id).in_(workspace_ids))
    await db.exec(
        here.values(
            folder_digest=read_from,
            uid_validity=to.uid_validity,
            last_uid=to.last_uid,
            polled_at=now,
            failing_since=None,
            last_error="",
            admins_notified=False,
        )
    )


async def record_failure(
    db: Write, workspace_ids: Collection[int], reason: str, now: datetime, *, at_once: bool
) -> None:
    """Record that the mailbox could not be read. Admins are notified once: immediately with `at_once`, otherwise once
    the failure persists."""
    await _ensure_rows(db, workspace_ids, now)
    mine = select(Mailbox).where(col(Mailbox.workspace_id).in_(workspace_ids)).order_by(col(Mailbox.workspace_id))
    for box in await db.exec(mine.with_for_update().execution_options(populate_existing=True)):
        box.failing_since = box.failing_since or now
        box.last_error = clean(reason)[:300]
        if not box.admins_notified and (at_once or now - box.failing_since >= NOTIFY_AFTER):
            box.admins_notified = True
            admins = [each.id for each in await members.admins(db, box.workspace_id)]
            key = f"mailbox:{box.failing_since:%Y-%m-%dT%H:%M:%S}"
            await notifications.add(db, box.workspace_id, admins, key, SHOW_MAILBOX, {}, now, now)
    await db.flush()


async def _ensure_rows(db: Write, workspace_ids: Iterable[int], now: datetime) -> None:
    rows = [Mailbox(workspace_id=id, updated_at=now).model_dump() for id in sorted(workspace_ids)]
    await insert_new(db, Mailbox, rows)


async def failing(db: Read) -> list[Mailbox]:
    """Mailboxes that cannot be read now, the longest-failing first."""
    found = select(Mailbox).where(col(Mailbox.failing_since).is_not(None)).order_by(col(Mailbox.failing_since))
    return list(await db.exec(found))


async def record_unreadable(
    db: Write, workspace_id: int, uid_validity: int, uid: int, reason: str, now: datetime, *, sign_in_id: int = 0
) -> None:
    """Record a message that could not be read, with the reason. `sign_in_id`: the id of the mailbox, if it was
    connected by signing in."""
    row = {
        "workspace_id": workspace_id,
        "sign_in_id": sign_in_id,
        "uid_validity": uid_validity,
        "uid": uid,
        "reason": clean(reason)[:300],
        "at": now,
    }
    await insert_new(db, UnreadableMail, [row])


async def unreadable_mails(db: Read, workspace_id: int) -> tuple[int, UnreadableMail | None]:
    """The number of unreadable messages still on record, and the latest of them. One statement."""
    theirs = select(UnreadableMail, func.count().over()).where(UnreadableMail.workspace_id == workspace_id)
    row = (
        await db.exec(theirs.order_by(col(UnreadableMail.at).desc(), col(UnreadableMail.uid).desc()).limit(1))
    ).first()
    return (row[1], row[0]) if row else (0, None)


async def mails_of(db: Read, workspace_ids: Collection[int], message_ids: Collection[str]) -> dict[str, About]:
    """E-mails that these workspaces sent, by their Message-IDs."""
    found = await db.exec(
        select(Mail, Invitation)
        .join(Invitation, col(Invitation.id) == col(Mail.invitation_id))
        .where(col(Mail.workspace_id).in_(workspace_ids), col(Mail.message_id).in_(message_ids))
    )
    return {mail.message_id: About(invitation, mail) for mail, invitation in found}


async def invitations_of(db: Read, workspace_ids: Collection[int], tokens: Sequence[str]) -> dict[str, About]:
    """Invitations of these workspaces, by their Reply-To tokens; each with the last e-mail sent."""
    hashes = {token_hash(token): token for token in tokens}
    found = await db.exec(
        select(MailToken.hash, Invitation)
        .join(Invitation, col(Invitation.id) == col(MailToken.invitation_id))
        .where(
            col(MailToken.workspace_id).in_(workspace_ids),
            col(MailToken.hash).in_(hashes),
            MailToken.kind == "reply",
        )
    )
    about = {hashes[hashed]: invitation for hashed, invitation in found}
    if not about:
        return {}
    left = col(Mail.invitation_id).in_([each.id for each in about.values()]) & col(Mail.sent_at).is_not(None)
    last = {mail.invitation_id: mail for mail in await db.exec(select(Mail).where(left).order_by(col(Mail.sent_at)))}
    return {token: About(invitation, last.get(invitation.id)) for token, invitation in about.items()}


async def written(db: Read, invitation_ids: Collection[int]) -> dict[int, Written]:
    """What was written for these invitations, by their ids. Two statements."""
    found = await db.exec(
        select(Invitation, Profile.source)
        .join(Profile, col(Profile.id) == col(Invitation.profile_id))
        .where(col(Invitation.id).in_(invitation_ids))
    )
    mails: dict[int, list[Mail]] = {}
    for mail in await db.exec(select(Mail).where(col(Mail.invitation_id).in_(invitation_ids))):
        mails.setdefault(mail.invitation_id, []).append(mail)
    return {each.id: _written(each, source, mails.get(each.id, [])) for each, source in found}


def _written(invitation: Invitation, source: str, mails: Sequence[Mail]) -> Written:
    texts = [invitation.subject, invitation.text, invitation.follow_up_text]
    texts += [text for mail in mails for text in (mail.subject, f"{mail.text}\n\n{mail.footer}".strip())]
    return Written(invitation, source, tuple(texts), all(mail.footer for mail in mails if mail.last_attempt_at))
