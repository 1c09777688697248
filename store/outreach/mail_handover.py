"""Final checks before an e-mail is sent; its `sending` state is stored before the mail server is called."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import col, select

from store import job_closing
from store.ats import records
from store.db import Read, Write
from store.errors import Gone
from store.keys import HashKey
from store.members import members
from store.outreach import contact_checks, link_tokens, mail_outcomes, suppressions
from store.outreach.link_tokens import ANSWER_LIFE
from store.outreach.mail_queue import LEASE, NOWHERE
from store.roles import May, allows
from store.tables.core import Profile
from store.tables.outreach import Invitation, Mail
from store.tables.states import SENDER_LEFT

RECENT = timedelta(minutes=1)  # an e-mail queued this recently is checked only for opt-outs
_OPT_OUT_REASONS = {
    "opted_out": "This person asked not to be contacted again.",
    "complained": "This person reported an e-mail as spam. They can't be contacted.",
    "erased": "This person asked to be forgotten. They can't be contacted.",
}
_MARKED = "They are marked do-not-contact in your ATS."


@dataclass(frozen=True, slots=True)
class Handover:
    """An e-mail being sent, with everything needed to write it. The tokens exist only here: the store has only their
    hashes."""

    id: int
    workspace_id: int
    invitation_id: int
    kind: str  # invitation, follow_up, reply
    invites_to: str  # connect, apply
    language: str
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    to: str
    subject: str
    text: str
    source: str  # of the profile
    attempts: int
    first_attempt_at: datetime
    answer_token: str = field(repr=False)
    never_token: str = field(repr=False)
    reply_token: str = field(repr=False)


async def sending(
    db: Write, from_domains: Mapping[int, str], holder: str, hash_key: HashKey, now: datetime
) -> dict[int, Handover]:
    """The holder's e-mails with these ids that are now being sent, with fresh tokens; `from_domains`: the domain of
    each e-mail's sender.

    Left out: an e-mail that was canceled or paused, or that another process has claimed; and one that is now forbidden
    (the reason is stored). The number of queries for recently queued e-mails doesn't depend on how many there are."""
    if not from_domains:
        return {}
    mine = (col(Mail.id).in_(list(from_domains)), Mail.state == "queued", Mail.holder == holder)
    pairs = await mail_outcomes.pairs_of(db, *mine)
    opt_outs = await _opt_outs(db, pairs, hash_key)
    leaving = [
        (mail, invitation)
        for mail, invitation in pairs
        if await _may_send(db, mail, invitation, hash_key, opt_outs.get(mail.id, ""), now)
    ]
    sources = await _sources(db, {invitation.profile_id for _, invitation in leaving})
    handed: dict[int, Handover] = {}
    for mail, invitation in leaving:
        _mark_sending(mail, invitation, from_domains[mail.id], now)
        handed[mail.id] = _handover(db, mail, invitation, sources.get(invitation.profile_id, ""), now)
    await db.flush()
    return handed


async def _opt_outs(db: Read, pairs: Sequence[tuple[Mail, Invitation]], hash_key: HashKey) -> dict[int, str]:
    """Reasons, by mail id, against e-mails whose recipients opted out in the meantime. Without a hash key, only replies
    are sent, because the contact checks forbid the rest."""
    if not hash_key:
        return {}
    to = {mail.id: {(mail.workspace_id, mail.address), (mail.workspace_id, about.address)} for mail, about in pairs}
    refused = await suppressions.refused(db, set[tuple[int, str]]().union(*to.values()), hash_key)
    found = await _marked_in_ats(db, pairs, hash_key)
    return found | {
        id: _OPT_OUT_REASONS[refused[each]] for id, theirs in to.items() for each in theirs if each in refused
    }


async def _marked_in_ats(db: Read, pairs: Sequence[tuple[Mail, Invitation]], hash_key: HashKey) -> dict[int, str]:
    """Reasons, by mail id, against e-mails to people who are marked do-not-contact in an ATS. Replies are exempt,
    because they go to somebody who wrote to us."""
    to = {mail.id: (mail.workspace_id, hash_key.email(mail.address)) for mail, _ in pairs if mail.kind != "reply"}
    forbidden = await records.forbidden(db, {each[0] for each in to.values()}, {each[1] for each in to.values()})
    return {id: _MARKED for id, each in to.items() if each in forbidden}


async def _sources(db: Read, ids: Collection[int]) -> dict[int, str]:
    """The sources of the profiles, by profile id."""
    if not ids:
        return {}
    return dict((await db.exec(select(Profile.id, Profile.source).where(col(Profile.id).in_(ids)))).all())


async def _may_send(
    db: Write, mail: Mail, invitation: Invitation, hash_key: HashKey, opt_out: str, now: datetime
) -> bool:
    """Whether the e-mail may still be sent. If not, it is canceled or paused here."""
    if mail.kind == "invitation" and invitation.state != "queued":
        mail.state = "cancelled"
        return False
    if opt_out and mail.kind == "reply":
        await mail_outcomes.forbidden(db, mail, invitation, opt_out, now)
        return False
    if mail.kind == "reply":
        return True  # a member wrote it just now, to a person who wrote to us
    if mail.kind == "follow_up" and invitation.state != "sent":
        mail.state = "cancelled"  # the candidate answered, or the invitation bounced
        return False
    if invitation.pause_reason:
        mail.state = "paused"
        return False
    if opt_out:
        await mail_outcomes.forbidden(db, mail, invitation, opt_out, now)
        return False
    if mail.attempts == 0 and now - mail.created_at < RECENT:
        return True  # everything else was checked when it was queued
    if not await _sender_may_contact(db, mail, invitation, now):
        return False
    if await job_closing.is_closed(db, invitation) and not job_closing.sends_anyway(invitation):
        await job_closing.pause_all(db, invitation.workspace_id, [invitation.job_id or 0], now)
        return False
    why = await _forbidden(db, invitation, hash_key, now)
    if why:
        await mail_outcomes.forbidden(db, mail, invitation, why, now)
    return not why


async def _sender_may_contact(db: Write, mail: Mail, invitation: Invitation, now: datetime) -> bool:
    """Whether the sender of the e-mail may still contact people. Otherwise the e-mail is paused until an admin
    decides."""
    sender = await members.get(db, invitation.workspace_id, invitation.member_id)
    if allows(sender.role, May.CONTACT) or SENDER_LEFT in invitation.overridden_warnings.split(","):
        return True
    await mail_outcomes.pause(db, mail, invitation, SENDER_LEFT, now)
    return False


async def _forbidden(db: Read, invitation: Invitation, hash_key: HashKey, now: datetime) -> str:
    """Why the person can't be contacted anymore, as text; "" when they can."""
    try:
        by = await members.get(db, invitation.workspace_id, invitation.member_id)
        found = await contact_checks.issues(
            db, by, invitation.profile_id, invitation.job_id, hash_key, now, again=invitation
        )
    except Gone as no:
        return no.message
    return " ".join(each.message for each in found if each.forbids)


def _mark_sending(mail: Mail, invitation: Invitation, domain: str, now: datetime) -> None:
    mail.state = "sending"
    mail.attempts += 1
    mail.last_attempt_at = now
    mail.first_attempt_at = mail.first_attempt_at or now
    mail.lease_until = now + LEASE
    mail.message_id = mail.message_id.replace(f"@{NOWHERE}>", f"@{domain or NOWHERE}>")
    if mail.kind == "invitation":
        invitation.state = "sending"
        invitation.updated_at = now


def _handover(db: Write, mail: Mail, invitation: Invitation, source: str, now: datetime) -> Handover:
    answer, never, reply = (
        link_tokens.new(invitation, "answer", now + ANSWER_LIFE),
        link_tokens.new(invitation, "opt_out", None),
        link_tokens.new(invitation, "reply", None),
    )
    db.add_all((answer[1], never[1], reply[1]))
    return Handover(
        id=mail.id,
        workspace_id=mail.workspace_id,
        invitation_id=invitation.id,
        kind=mail.kind,
        invites_to=invitation.kind,
        language=invitation.language,
        message_id=mail.message_id,
        in_reply_to=mail.in_reply_to,
        references=tuple(mail.references.split()),
        to=mail.address,
        subject=mail.subject,
        text=mail.text,
        source=source,
        attempts=mail.attempts,
        first_attempt_at=mail.first_attempt_at or now,
        answer_token=answer[0],
        never_token=never[0],
        reply_token=reply[0],
    )
