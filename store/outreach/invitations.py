"""Invitations: drafted by a member, queued once, then updated as their e-mail is sent and answered.

Their states are in store/tables/states.py. This module writes and sends them. store/outreach/invitation_changes.py
covers what can still be changed afterward, store/outreach/mail_queue.py what happens to the e-mail, and
store/outreach/answers.py the candidate's answers."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from store import audit, jobs
from store.credits import accounts, quotas
from store.db import Read, Write
from store.errors import Gone, Refusal
from store.keys import HashKey
from store.outreach import contact_checks, mail_queue
from store.outreach.contact_checks import ContactCheck, ContactIssue
from store.outreach.invitation_changes import check_send_time, get_invitation
from store.outreach.mail_queue import MailContent
from store.people import matching, merging, profile_scope
from store.tables.core import Candidate, Member
from store.tables.outreach import Invitation
from store.text import clean

PRICE = 1  # credits for each invitation, even to the same person
_SENT_ALREADY = "This invitation has already been sent."


class Stale(Refusal):
    """The preview is out of date: nothing was sent. `issues`: the new issues, if known."""

    def __init__(self, text: str, issues: Sequence[ContactIssue] = ()) -> None:
        super().__init__(text)
        self.issues = tuple(issues)


def price(check: ContactCheck) -> int:
    """The credits that an invitation costs."""
    return 0 if check.paid or check.quota else PRICE


async def draft(db: Write, by: Member, profile_id: int, now: datetime) -> Invitation:
    """The member's open draft for this person, created when there is none. Raises Gone."""
    await merging.lock(db, by.workspace_id)
    profile = await profile_scope.get(db, by.workspace_id, profile_id)
    found = (await db.exec(_drafts(by, [profile.id]))).first()
    if found is not None:
        return found
    made = Invitation(
        workspace_id=by.workspace_id, member_id=by.id, profile_id=profile.id, created_at=now, updated_at=now
    )
    db.add(made)
    await db.flush()
    return made


async def drafts_of(db: Read, by: Member, profile_ids: Iterable[int]) -> dict[int, Invitation]:
    """The member's open drafts for these people, by profile. One statement."""
    found = (await db.exec(_drafts(by, profile_ids))).all()
    return {each.profile_id: each for each in reversed(found)}


def _drafts(by: Member, profile_ids: Iterable[int]) -> SelectOfScalar[Invitation]:
    """The query for the open drafts, oldest first in case there are two for a profile by mistake."""
    return (
        select(Invitation)
        .where(
            Invitation.workspace_id == by.workspace_id,
            Invitation.member_id == by.id,
            col(Invitation.profile_id).in_(list(profile_ids)),
            Invitation.state == "draft",
        )
        .order_by(col(Invitation.id))
    )


async def mine(db: Read, by: Member, id: int) -> Invitation:
    """The member's own invitation; an admin may also get anyone else's that is not a draft. Raises Gone."""
    return await get_invitation(db, by, id)


@dataclass(frozen=True, slots=True)
class InvitationContent:
    """What the member wrote, with its variables. `send_at` None: now; `follow_up_days` None: no follow-up."""

    kind: str
    job_id: int | None
    language: str
    subject: str
    text: str
    send_at: datetime | None
    follow_up_days: int | None
    follow_up_text: str


async def save(db: Write, by: Member, id: int, content: InvitationContent, digest: str, now: datetime) -> Invitation:
    """Store what the member wrote, and the digest of its preview. Raises Gone, including when it is no longer a
    draft."""
    invitation = await get_invitation(db, by, id, lock=True)
    if invitation.state != "draft":
        raise Gone(_SENT_ALREADY)
    if content.job_id is not None:
        await jobs.get(db, by.workspace_id, content.job_id)
    invitation.kind, invitation.language, invitation.digest = content.kind, content.language, digest
    invitation.job_id = content.job_id
    invitation.subject, invitation.text = clean(content.subject), clean(content.text)
    invitation.send_at = content.send_at
    invitation.follow_up_days, invitation.follow_up_text = content.follow_up_days, clean(content.follow_up_text)
    invitation.updated_at = now
    await db.flush()
    return invitation


def with_content(draft: Invitation, content: InvitationContent) -> Invitation:
    """The draft as it would be with this text, for the preview; it is not stored."""
    return Invitation(**{**draft.model_dump(), **asdict(content)})


async def previewed(db: Write, by: Member, id: int, digest: str, now: datetime) -> Invitation:
    """Record that the member saw the preview with this digest: sending from an older one does nothing. Raises Gone."""
    invitation = await get_invitation(db, by, id, lock=True)
    if invitation.state != "draft":
        raise Gone(_SENT_ALREADY)
    invitation.digest, invitation.updated_at = digest, now
    await db.flush()
    return invitation


@dataclass(frozen=True, slots=True)
class ReadyInvitation:
    """A draft as its preview showed it: the final text, the address, and the warnings that the sender overrides."""

    id: int
    subject: str
    text: str
    follow_up_text: str
    address: str
    digest: str
    overridden_warnings: Sequence[str] = ()  # names
    batch_id: int | None = None  # of invitations sent together: the id of the first one
    price: int = PRICE  # 0: the address was bought from a partner, or a quota pays
    quota: str = ""  # the source whose quota pays


async def queue(
    db: Write, by: Member, ready: ReadyInvitation, hash_key: HashKey, now: datetime, undo: timedelta = timedelta(0)
) -> Invitation:
    """Send or schedule an invitation: finalize the text, hold the credit and queue the e-mail, all in this transaction.
    `undo`: how long the e-mail waits for its sender to change their mind.

    An invitation that is no longer a draft is returned unchanged, so a second press does nothing. Raises Stale when the
    preview (its digest, address or warnings) is out of date; Refusal when something forbids it, including
    NotEnoughCredits and OverBudget; and Gone. A fixed number of statements."""
    await merging.lock(db, by.workspace_id)  # serializes two recruiters who contact the same person
    invitation = await get_invitation(db, by, ready.id, lock=True)
    if invitation.state != "draft":
        return invitation
    if invitation.digest != ready.digest:
        raise Stale("This preview is out of date. Nothing was sent.")
    checked = await contact_checks.check_contact(
        db, by, invitation.profile_id, invitation.job_id, hash_key, now, price=0
    )
    _check(invitation, checked, ready)
    if invitation.send_at is not None and invitation.send_at <= now:
        invitation.send_at = None  # its time passed while the preview was open
    check_send_time(invitation.send_at, now)
    candidate = await matching.engage(db, by, invitation.profile_id, invitation.job_id, now)
    await db.refresh(candidate, with_for_update=True)  # an earlier invitation may be about to be canceled
    invitation.state, invitation.candidate_id, invitation.queued_at = "queued", candidate.id, now
    invitation.undo_until, invitation.batch_id = now + undo if undo else None, ready.batch_id
    invitation.subject, invitation.text = clean(ready.subject), clean(ready.text)
    invitation.follow_up_text = clean(ready.follow_up_text)
    invitation.address = checked.address
    invitation.overridden_warnings = ",".join(each.name for each in checked.issues)
    invitation.updated_at = now
    _contacted(candidate, by, invitation, now)
    await db.flush()
    if ready.price:
        await accounts.hold(db, by, invitation.id, ready.price, now)
    if ready.quota:
        await quotas.hold(db, by, invitation.id, ready.quota, now)
    due = max(invitation.send_at or now, now + undo)
    content = MailContent(invitation.subject, invitation.text)
    await mail_queue.add(db, invitation, "invitation", content, due, now)
    about = {
        "invitation": invitation.id,
        "candidate": candidate.id,
        "overridden_warnings": [each.name for each in checked.issues],
    }
    await audit.add(db, by.workspace_id, by.id, "invite", about, now)
    return invitation


def _check(invitation: Invitation, checked: ContactCheck, ready: ReadyInvitation) -> None:
    """Raises if something forbids sending, or if there is a warning that the preview did not show, such as contact made
    in the meantime."""
    for each in checked.issues:
        if each.forbids:
            raise Refusal(each.message)
    if checked.address != ready.address:
        raise Stale("Their e-mail address changed. Nothing was sent.")
    if (ready.price, ready.quota) != (price(checked), checked.quota.source if checked.quota else ""):
        raise Stale("The price changed. Nothing was sent.")
    just_now = any(each.contacted_at and each.contacted_at > invitation.updated_at for each in checked.candidates)
    new = [each for each in checked.issues if just_now or each.name not in ready.overridden_warnings]
    if new:
        raise Stale(" ".join([each.message for each in new] + ["Nothing was sent."]), new)


def _contacted(candidate: Candidate, by: Member, invitation: Invitation, now: datetime) -> None:
    """Whoever contacted the candidate last owns them. An invitation that is certain to be sent unlocks them; any other
    does so once it is sent (store/outreach/mail_outcomes.py)."""
    candidate.owner_id = candidate.contacted_by = by.id
    candidate.contacted_at = candidate.updated_at = now
    candidate.job_id = candidate.job_id or invitation.job_id
    if invitation.send_at is None and invitation.undo_until is None:
        candidate.unlocked_at = candidate.unlocked_at or now


async def of_candidate(db: Read, workspace_id: int, candidate_id: int) -> list[Invitation]:
    """All invitations queued for the candidate, newest first."""
    theirs = select(Invitation).where(
        Invitation.workspace_id == workspace_id,
        Invitation.candidate_id == candidate_id,
        col(Invitation.queued_at).is_not(None),
    )
    return list(await db.exec(theirs.order_by(col(Invitation.queued_at).desc(), col(Invitation.id).desc())))
