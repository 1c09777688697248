"""Outcomes of an e-mail: sent, to be retried, failed, or unknown. E-mail, invitation, credit, planned follow-up and
notifications change in one transaction.

Rows are locked in the order of store/outreach/invitation_changes.py: e-mails, the invitation, the candidate, the credit
account.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlmodel import col, select, update

from store.chat import notifications, stale_cards
from store.credits import accounts
from store.db import Write
from store.members import members
from store.outreach import contact_history, mail_queue, suppressions
from store.outreach.mail_queue import MailContent
from store.roles import May, allows
from store.tables.core import Candidate, CandidateProfile
from store.tables.outreach import Invitation, Mail
from store.tables.states import INVITATION, MAIL

RETRY_FOR = timedelta(days=1)  # counted from the first attempt
FIRST_WAIT = timedelta(minutes=1)  # doubled with each attempt
LONGEST_WAIT = timedelta(hours=2)
SEARCH_AFTER = tuple(timedelta(minutes=minutes) for minutes in (0, 1, 5, 15))  # when to search the sent folder
_SENDER_DECIDES = len(SEARCH_AFTER) + 1  # sent_folder_checks for an e-mail whose sender was notified
_ON_THE_WAY = MAIL.before("sent")
_OPEN_INVITATIONS = "invitations"  # verb of the action whose card is posted

Footers = Mapping[int, str]  # signature and footer of e-mails, by id
_NO_FOOTERS: Footers = MappingProxyType({})


# ── sent ──


async def sent(db: Write, ids: Iterable[int], now: datetime, footers: Footers = _NO_FOOTERS) -> None:
    """Record that the mail server accepted these e-mails, including any that were marked unknown in the meantime and
    are still undecided."""
    pairs = await _locked(db, ids, *_ON_THE_WAY)
    _record_footers(pairs, footers)
    await _sent(db, pairs, now)


def _record_footers(pairs: Sequence[tuple[Mail, Invitation]], footers: Footers) -> None:
    for mail, _ in pairs:
        mail.footer = footers.get(mail.id, mail.footer)


async def was_sent(db: Write, mail: Mail, invitation: Invitation, now: datetime) -> None:
    """Record that an e-mail whose outcome was unknown was sent: it was found in the sent folder, or its sender
    confirmed it."""
    await _sent(db, [(mail, invitation)], now)


async def _sent(db: Write, pairs: Sequence[tuple[Mail, Invitation]], now: datetime) -> None:
    if not pairs:
        return
    invited = [(mail, invitation) for mail, invitation in pairs if mail.kind == "invitation"]
    for mail, _ in pairs:
        _end_attempt(mail, "sent")
        mail.sent_at = mail.last_attempt_at or now
    for mail, invitation in invited:
        if invitation.state in INVITATION.before("sent"):  # a quick candidate may have answered already
            invitation.state, invitation.failure_reason = "sent", ""
            _plan_follow_up(db, mail, invitation, now)
        invitation.sent_at = mail.sent_at
        invitation.updated_at = now
    await db.flush()
    await _unlock(db, [invitation for _, invitation in invited], now)
    paid: dict[int, list[int]] = {}
    for _, invitation in invited:
        paid.setdefault(invitation.workspace_id, []).append(invitation.id)
    for workspace_id in sorted(paid):
        await accounts.settle_all(db, workspace_id, paid[workspace_id], now)
    await _mark_cards(db, [invitation for _, invitation in pairs], now)


def _plan_follow_up(db: Write, mail: Mail, invitation: Invitation, now: datetime) -> None:
    if invitation.follow_up_days is None or not invitation.follow_up_text:
        return
    references = " ".join(filter(None, (mail.references, mail.message_id)))
    content = MailContent(reply_subject(mail.subject), invitation.follow_up_text, mail.message_id, references)
    due_at = (mail.sent_at or now) + timedelta(days=invitation.follow_up_days)
    again = mail_queue.mail_row(invitation, "follow_up", content, due_at, now)
    again.state = "paused" if invitation.pause_reason else "queued"
    db.add(again)


def reply_subject(subject: str) -> str:
    return subject if subject[:3].casefold() == "re:" else f"Re: {subject}"


async def _unlock(db: Write, invited: Iterable[Invitation], now: datetime) -> None:
    """Unlock the contact details for invitations that could still be canceled until they were sent."""
    ids = [each.candidate_id for each in invited if each.send_at is not None or each.undo_until is not None]
    if ids:
        locked = (col(Candidate.id).in_(ids), col(Candidate.unlocked_at).is_(None))
        await db.exec(update(Candidate).where(*locked).values(unlocked_at=now, updated_at=now))


# ── not sent ──


async def retry_later(
    db: Write, id: int, holder: str, reason: str, now: datetime, *, after: float = 0.0, limited: bool = True
) -> bool:
    """Retry later, because the mail server did not accept the e-mail yet or could not be reached: at growing intervals
    for a day from the first attempt. After that the e-mail fails, and this returns False.

    `reason`: text to display. `after`: minimum seconds to wait, as requested by the server. `limited` False: the e-mail
    is held back (store/mailbox/sign_ins.py), so it never fails because of the time limit, and is due as soon as it is
    no longer held back."""
    for mail, about in await _locked(db, [id], "queued", "sending"):
        if mail.holder != holder:
            continue
        if _arrived(mail, about):
            await _sent(db, [(mail, about)], now)
            continue
        if mail.kind == "follow_up" and about.state != "sent":  # answered in the meantime: nobody needs a reminder
            _end_attempt(mail, "queued")
            await db.flush()
            mail.state = MAIL.step("queued", "cancelled")
            await db.flush()
            continue
        if mail.state == "queued" and limited:
            mail.attempts += 1
            mail.first_attempt_at = mail.first_attempt_at or now
        if limited and now - (mail.first_attempt_at or now) >= RETRY_FOR:
            await _failed(db, mail, about, f"{reason} Sourcer kept trying for a day.", now)
            return False
        _end_attempt(mail, "paused" if about.pause_reason and mail.kind != "reply" else "queued")
        mail.last_error = reason
        if limited:
            mail.due_at = now + max(_wait(mail.attempts), timedelta(seconds=after))
        if mail.kind == "invitation" and about.state == "sending":
            about.state, about.updated_at = "queued", now
        await db.flush()
    return True


def _wait(attempts: int) -> timedelta:
    """How long to wait: longer each time, and randomized so that e-mails that failed together do not retry together."""
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(20, max(0, attempts - 1)))
    return wait * random.uniform(0.75, 1.25)  # noqa: S311


async def failed(db: Write, id: int, reason: str, now: datetime, *, bad_address: bool = False) -> None:
    """Record that the mail server rejected the e-mail permanently, and release the credit. `bad_address`: the address
    does not exist."""
    for mail, about in await _locked(db, [id], *_ON_THE_WAY):
        await _failed(db, mail, about, reason, now)
        if bad_address:
            await suppressions.mark_bad(db, mail.workspace_id, mail.address, reason, now)


async def forbidden(db: Write, mail: Mail, invitation: Invitation, reason: str, now: datetime) -> None:
    """Record that the e-mail will not be sent: it is forbidden now, although it was not when it was queued."""
    if mail.kind == "invitation":
        await _failed(db, mail, invitation, reason, now)
        return
    _end_attempt(mail, "cancelled")
    mail.last_error = reason
    what, tab = ("Your reply", "answered") if mail.kind == "reply" else ("The follow-up", "waiting")
    invitation.failure_reason = f"{what} was not sent: {reason}"
    invitation.updated_at = now
    await db.flush()
    await _notify(db, mail, invitation, tab, now)


async def pause(db: Write, mail: Mail, invitation: Invitation, why: str, now: datetime) -> None:
    """Pause the e-mail until a member decides. `why` is stored in Invitation.pause_reason."""
    _end_attempt(mail, "paused")
    invitation.pause_reason, invitation.updated_at = why, now
    await db.flush()
    await _notify(db, mail, invitation, "scheduled" if mail.kind == "invitation" else "waiting", now)
    await _mark_cards(db, [invitation], now)


async def give_up(db: Write, mail: Mail, invitation: Invitation, reason: str, now: datetime) -> None:
    """Record that the sender decided that the e-mail was not sent, and does not want to resend it."""
    await _failed(db, mail, invitation, reason, now, notify=False)


async def _failed(
    db: Write, mail: Mail, invitation: Invitation, reason: str, now: datetime, *, notify: bool = True
) -> None:
    _end_attempt(mail, "failed")
    mail.last_error = reason
    invitation.updated_at = now
    tab = "waiting"
    match mail.kind:
        case "invitation" if invitation.state in ("queued", "sending", "unknown"):
            invitation.state, invitation.failure_reason, tab = "failed", reason, "failed"
            await db.flush()
            if invitation.candidate_id is not None:
                await contact_history.recount(db, invitation.workspace_id, invitation.candidate_id)
            await accounts.release(db, invitation.workspace_id, invitation.id, reason, now)
        case "follow_up":
            invitation.failure_reason = f"The follow-up could not be sent: {reason}"
        case "reply":
            invitation.failure_reason, tab = f"Your reply could not be sent: {reason}", "answered"
        case _:  # an answer proves that it arrived, whatever the mail server reports
            notify = False
    await db.flush()
    if notify:
        await _notify(db, mail, invitation, tab, now)
    await _mark_cards(db, [invitation], now)


# ── unknown ──


async def unknown(db: Write, ids: Iterable[int], now: datetime, footers: Footers = _NO_FOOTERS) -> None:
    """Record that an e-mail was handed to the mail server, but no reply came. It is never resent automatically; the
    credit stays held. The sent folder is searched for it a few times, then its sender decides."""
    pairs = await _locked(db, ids, "sending")
    _record_footers(pairs, footers)
    await _unknown(db, pairs, now)


async def stranded(db: Write, now: datetime, *, alone: bool = False) -> int:
    """Mark e-mails whose process died while sending as unknown; returns how many.

    `alone`: no other process can be running (SQLite, at startup), so their leases need not expire first."""
    left = [Mail.state == "sending"] if alone else [Mail.state == "sending", col(Mail.lease_until) <= now]
    pairs = await pairs_of(db, *left)
    await _unknown(db, pairs, now)
    return len(pairs)


async def _unknown(db: Write, pairs: Sequence[tuple[Mail, Invitation]], now: datetime) -> None:
    await _sent(db, [pair for pair in pairs if _arrived(*pair)], now)
    pairs = [(mail, about) for mail, about in pairs if mail.state != "sent"]
    if not pairs:
        return
    for mail, invitation in pairs:
        _end_attempt(mail, "unknown")
        mail.sent_folder_checks, mail.due_at = 0, now
        if mail.kind == "invitation" and invitation.state == "sending":
            invitation.state, invitation.updated_at = "unknown", now
            invitation.failure_reason = "We don't know whether this invitation arrived."
    await db.flush()
    await _mark_cards(db, [invitation for _, invitation in pairs], now)


async def due_for_search(db: Write, now: datetime, limit: int = 20) -> list[Mail]:
    """Unknown e-mails that are due for a search of the sent folder, or for the sender's decision (`searches_left`).
    Each search is counted before it is made, so that one that never ends is not repeated forever."""
    due = select(Mail).where(
        Mail.state == "unknown", col(Mail.sent_folder_checks) < _SENDER_DECIDES, col(Mail.due_at) <= now
    )
    mails = (await db.exec(due.order_by(col(Mail.due_at)).limit(limit).with_for_update(skip_locked=True))).all()
    for mail in mails:
        mail.sent_folder_checks += 1
        mail.due_at = now + (
            SEARCH_AFTER[mail.sent_folder_checks] if mail.sent_folder_checks < len(SEARCH_AFTER) else timedelta(0)
        )
    await db.flush()
    return list(mails)


def searches_left(mail: Mail) -> bool:
    """Whether to search for an e-mail from `due_for_search`; otherwise its sender decides."""
    return mail.sent_folder_checks <= len(SEARCH_AFTER)


async def found(db: Write, id: int, now: datetime) -> None:
    """Record that the e-mail was sent: it was found in the sent folder."""
    await sent(db, [id], now)


async def ask_sender(db: Write, id: int, now: datetime) -> None:
    """Ask the sender to decide: nothing proves whether the e-mail was sent."""
    for mail, invitation in await _locked(db, [id], "unknown"):
        mail.sent_folder_checks = _SENDER_DECIDES
        if mail.kind != "invitation":
            what = "the follow-up" if mail.kind == "follow_up" else "your reply"
            invitation.failure_reason = f"We don't know whether {what} arrived."
        await db.flush()
        await _notify(db, mail, invitation, "decide" if mail.kind == "invitation" else "waiting", now)
        await _mark_cards(db, [invitation], now)


async def resend(db: Write, mail: Mail, invitation: Invitation, now: datetime) -> None:
    """Resend an unknown e-mail at its sender's request. Its Message-ID stays the same: if the first copy did arrive,
    many mailboxes show the two as one."""
    _end_attempt(mail, "queued")
    mail.due_at, mail.first_attempt_at, mail.attempts, mail.sent_folder_checks = now, None, 0, 0
    invitation.state, invitation.failure_reason, invitation.updated_at = "queued", "", now
    await db.flush()


# ── shared ──


async def pairs_of(db: Write, *which: Any) -> list[tuple[Mail, Invitation]]:
    """The e-mails that meet these conditions, with their invitations, in order and locked."""
    both = select(Mail, Invitation).join(Invitation, col(Invitation.id) == col(Mail.invitation_id)).where(*which)
    locked = both.order_by(col(Mail.id)).with_for_update().execution_options(populate_existing=True)
    return list(await db.exec(locked))


async def _locked(db: Write, ids: Iterable[int], *states: str) -> list[tuple[Mail, Invitation]]:
    ids = list(ids)
    return await pairs_of(db, col(Mail.id).in_(ids), col(Mail.state).in_(states)) if ids else []


def _arrived(mail: Mail, invitation: Invitation) -> bool:
    """Whether the e-mail was answered or bounced while being sent: then it was sent, whatever its mail server
    reports."""
    return mail.kind == "invitation" and mail.state == "sending" and invitation.state in ("answered", "failed")


def _end_attempt(mail: Mail, state: str) -> None:
    mail.state, mail.holder, mail.lease_until = state, "", None


async def _notify(db: Write, mail: Mail, invitation: Invitation, tab: str, now: datetime) -> None:
    """Notify the sender, or the admins when the sender may no longer contact people."""
    sender = await members.get(db, invitation.workspace_id, invitation.member_id)
    own = allows(sender.role, May.CONTACT)
    recipients = [sender] if own else await members.admins(db, invitation.workspace_id)
    key = f"mail:{mail.id}:{mail.state}:{mail.attempts}"
    ids = [each.id for each in recipients]
    args = {"tab": tab} if own else {"tab": tab, "team": True}
    await notifications.add(db, invitation.workspace_id, ids, key, _OPEN_INVITATIONS, args, now, now)


async def _mark_cards(db: Write, about: Sequence[Invitation], now: datetime) -> None:
    """Mark every card that shows these people for redrawing."""
    whose: dict[int, set[int]] = {}
    for invitation in about:
        whose.setdefault(invitation.workspace_id, set()).add(invitation.profile_id)
    ids = {invitation.candidate_id for invitation in about}
    of_them = select(CandidateProfile.workspace_id, CandidateProfile.profile_id)
    for workspace_id, profile_id in await db.exec(of_them.where(col(CandidateProfile.candidate_id).in_(ids))):
        whose.setdefault(workspace_id, set()).add(profile_id)
    for workspace_id in sorted(whose):
        await stale_cards.mark(db, workspace_id, whose[workspace_id], now)
