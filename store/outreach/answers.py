"""Answers to invitations, from candidates or their mail servers: each stored once, with all its effects."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import literal
from sqlmodel import col, func, select, update

from store.chat import notifications, stale_cards
from store.columns import Moment
from store.credits import accounts
from store.db import Read, Write
from store.deliverability import holds
from store.errors import Gone
from store.keys import HashKey
from store.members import members
from store.outreach import (
    answer_details,
    contact_history,
    mail_outcomes,
    privacy_requests,
    suppressions,
)
from store.people import match_keys
from store.roles import May, allows
from store.tables.core import Candidate, CandidateKey, CandidateProfile, Member, Profile
from store.tables.outreach import CandidateAnswer, Invitation, Mail
from store.tables.states import ANSWER, MAIL
from store.text import clean
from store.upserts import insert_new

Kind = Literal[
    "interested",
    "not_interested",
    "replied",
    "opt_out",
    "erasure_request",
    "complaint",
    "auto_reply",
    "bounced",
    "delayed",
]
_ANSWERS = {"opt_out": "not_interested", "erasure_request": "not_interested", "complaint": "complained"}
Interest = Literal["interested", "not_interested"]
REFUSING = ("opt_out", "erasure_request", "complaint")
MAY_OPT_OUT = ("replied", "interested", "not_interested")  # kinds that may contain a request for no more mail
WITHOUT_EFFECT = ("auto_reply", "delayed")  # kinds without effects: the candidate has not answered yet
SHOW_ANSWER, SHOW_REQUEST = "answer", "privacy_request"  # verbs of the actions whose cards are posted
LONGEST_TEXT = 8_000  # characters stored


@dataclass(frozen=True, slots=True)
class ReceivedAnswer:
    """An answer as received from a candidate or a mail server.

    `key` comes from outside: the same answer has the same key whenever it is read. `older_key`: the key that earlier
    versions stored it under, which other answers may share. `sender`: the address it came from, if different from the
    one written to. `mail`: our e-mail that it refers to; without one, the answer refers to the invitation. `bounced` is
    a permanent failure; after `delayed`, delivery may still succeed. `cause`: why our e-mail was not delivered; only
    `no_such_address` marks the address. `fault`: what is wrong with our own setup, if the e-mail was refused for that.
    `may_opt_out`: an answer that may ask for no more mail; the recruiter decides. `erasure`: it also asks for their
    data to be erased, which the admins have to answer."""

    key: str
    kind: Kind
    at: datetime
    text: str = ""
    message_id: str = ""
    references: str = ""
    sender: str = ""
    mail: Mail | None = None
    cause: str = ""
    fault: str = ""
    may_opt_out: bool = False
    erasure: bool = False
    older_key: str = ""


async def record(
    db: Write, invitation: Invitation | int, received: ReceivedAnswer, hash_key: HashKey, now: datetime
) -> CandidateAnswer | None:
    """Store an answer and all its effects in this one transaction; None when it was stored before.

    Raises Gone."""
    id = invitation if isinstance(invitation, int) else invitation.id
    about = await lock(db, id)
    kind, answer = received.kind, await _insert(db, about, received)
    if answer is None or kind in WITHOUT_EFFECT:
        if answer is not None and received.cause == "challenge":  # the recruiter may confirm it
            await _notify(db, about, answer, now)
        return answer
    await _mark_sent_if_unknown(db, about, now)
    if kind == "bounced":
        await _bounced(db, about, received, now)
    else:
        await _answered(db, about, kind, now)
    if kind in REFUSING:
        await _refused(db, about, answer, hash_key, now)
    if kind == "complaint":
        await holds.complained(db, about.workspace_id, now)
    if kind == "erasure_request" or received.erasure:
        await _notify_admins(db, about, received, now)
    await _notify(db, about, answer, now)
    return answer


async def lock(db: Write, invitation_id: int) -> Invitation:
    """Lock the invitation and all e-mails to its candidate until the end of the transaction: e-mails first, then the
    invitation, the order used everywhere. Two writers of the same answer run one after the other. Raises Gone."""
    about = (await db.exec(select(Invitation).where(Invitation.id == invitation_id))).one_or_none()
    if about is None:
        raise Gone("This invitation no longer exists.")
    theirs = select(Invitation.id).where(
        Invitation.workspace_id == about.workspace_id, Invitation.candidate_id == about.candidate_id
    )
    mails = col(Mail.invitation_id).in_(theirs) | (col(Mail.invitation_id) == invitation_id)
    await db.exec(select(Mail.id).where(mails).order_by(col(Mail.id)).with_for_update())
    locked = select(Invitation).where(Invitation.id == invitation_id).with_for_update()
    return (await db.exec(locked.execution_options(populate_existing=True))).one()


async def _insert(db: Write, about: Invitation, received: ReceivedAnswer) -> CandidateAnswer | None:
    """The new row; None when that key is already stored."""
    same = select(CandidateAnswer).where(
        CandidateAnswer.workspace_id == about.workspace_id, CandidateAnswer.key == clean(received.key)
    )
    if (await db.exec(same)).first() is not None or await _stored_before(db, about, received):
        return None
    answer = CandidateAnswer(
        workspace_id=about.workspace_id,
        invitation_id=about.id,
        candidate_id=about.candidate_id,
        key=clean(received.key),
        kind=received.kind,
        cause=clean(received.cause),
        text=clean(received.text)[:LONGEST_TEXT],
        sender=clean(received.sender),
        mail_id=received.mail.id if received.mail else None,
        message_id=clean(received.message_id),
        references=clean(received.references),
        opt_out_review="open" if received.may_opt_out and received.kind in MAY_OPT_OUT else "",
        at=received.at,
    )
    await insert_new(db, CandidateAnswer, [answer.model_dump(exclude={"id"})])
    stored = (await db.exec(same)).one()
    return stored if stored.invitation_id == about.id else None


async def _stored_before(db: Read, about: Invitation, received: ReceivedAnswer) -> bool:
    """Whether this answer, and not another one that shares its older key, is stored under that key."""
    if received.older_key in ("", received.key):
        return False
    older = select(CandidateAnswer.id).where(
        CandidateAnswer.workspace_id == about.workspace_id,
        CandidateAnswer.key == clean(received.older_key),
        CandidateAnswer.invitation_id == about.id,
        CandidateAnswer.kind == received.kind,
        CandidateAnswer.text == clean(received.text)[:LONGEST_TEXT],
    )
    return (await db.exec(older)).first() is not None


async def _mark_sent_if_unknown(db: Write, about: Invitation, now: datetime) -> None:
    """Mark an invitation in state `unknown` as sent, so that it no longer needs a decision: an answer or a bounce
    proves that the e-mail was sent."""
    if about.state == "unknown":
        its_own = select(Mail).where(Mail.invitation_id == about.id, Mail.kind == "invitation", Mail.state == "unknown")
        for mail in await db.exec(its_own):
            await mail_outcomes.was_sent(db, mail, about, now)


async def _answered(db: Write, about: Invitation, kind: Kind, now: datetime) -> None:
    """Record that the candidate answered, so the invitation arrived, whatever its state was before."""
    not_settled = about.state in ("queued", "sending", "unknown")  # queued for a retry
    did_not_count = about.state in ("failed", "cancelled")  # it did not count as contact until now
    answer = _ANSWERS.get(kind, kind)
    if ANSWER.allows(about.answer, answer):  # a reply does not withdraw their interest
        about.answer = answer
    about.state, about.answered_at, about.updated_at = "answered", about.answered_at or now, now
    about.failure_reason = ""
    await db.flush()
    await _stop_follow_ups(db, [about.id])
    if did_not_count and about.candidate_id is not None:
        await contact_history.recount(db, about.workspace_id, about.candidate_id)
    await _update_candidate(db, about, now)
    if not_settled:
        await accounts.settle(db, about.workspace_id, about.id, now)


async def _update_candidate(db: Write, about: Invitation, now: datetime) -> None:
    """Set the answer on the candidate and unlock them, even while a scheduled invitation waits for a retry."""
    here = update(Candidate).where(col(Candidate.id) == about.candidate_id)
    unlocked_at = func.coalesce(col(Candidate.unlocked_at), literal(now, Moment()))
    await db.exec(here.values(interest=about.answer, unlocked_at=unlocked_at, updated_at=now))


async def _bounced(db: Write, about: Invitation, received: ReceivedAnswer, now: datetime) -> None:
    """Record that the e-mail failed permanently. The credit is returned only if the invitation itself never arrived."""
    mail, why = received.mail, clean(received.text)
    if received.cause == "no_such_address" and (address := (mail or about).address):
        await suppressions.mark_bad(db, about.workspace_id, address, why[:300], now)
    if received.fault and mail is not None:
        await holds.refused(db, mail, received.fault, why, now)
    await _stop_follow_ups(db, [about.id])
    about.updated_at = now
    if about.state in ("sent", "sending", "unknown") and (mail is None or mail.kind == "invitation"):
        about.state, about.pause_reason = "failed", ""
        about.failure_reason = f"It could not be delivered: {why or 'the mail server gave no reason'}"
        await db.flush()
        if about.candidate_id is not None:
            await contact_history.recount(db, about.workspace_id, about.candidate_id)
        await accounts.settle(db, about.workspace_id, about.id, now)  # in case we did not know that it was sent
        await accounts.refund(db, about.workspace_id, about.id, "bounced", now)
    await db.flush()


async def _stop_follow_ups(db: Write, invitation_ids: Iterable[int]) -> None:
    """Cancel follow-ups that have not been sent yet; a reply that a member wrote is still sent."""
    ids = list(invitation_ids)
    waiting = col(Mail.invitation_id).in_(ids) & (Mail.kind == "follow_up")
    stop = update(Mail).where(waiting, col(Mail.state).in_(MAIL.before("cancelled")))
    await db.exec(stop.values(state="cancelled"))
    paused = select(Mail.id).where(col(Mail.invitation_id) == col(Invitation.id), Mail.state == "paused")
    over = update(Invitation).where(col(Invitation.id).in_(ids), col(Invitation.state).not_in(("queued", "sending")))
    await db.exec(over.where(~paused.exists()).values(pause_reason=""))  # nothing is paused anymore but perhaps a reply


async def _refused(db: Write, about: Invitation, answer: CandidateAnswer, hash_key: HashKey, now: datetime) -> None:
    """For an opt-out or a complaint: suppress all addresses of the candidate, and stop the follow-ups of all their
    invitations."""
    why = "complained" if answer.kind == "complaint" else "opted_out"
    if hash_key:  # without a key, nobody can be contacted anyway
        for email in await addresses(db, about, answer):
            await suppressions.suppress(db, about.workspace_id, email, why, hash_key, now)
    if about.candidate_id is not None:
        theirs = select(Invitation.id).where(
            Invitation.workspace_id == about.workspace_id, Invitation.candidate_id == about.candidate_id
        )
        await _stop_follow_ups(db, await db.exec(theirs))


async def addresses(db: Read, about: Invitation, answer: CandidateAnswer) -> list[str]:
    """The address we wrote to, the one the candidate wrote from, those in their profiles, and those that they were
    previously matched by or contacted at."""
    theirs = (
        select(Profile)
        .join(CandidateProfile, col(CandidateProfile.profile_id) == col(Profile.id))
        .where(CandidateProfile.workspace_id == about.workspace_id, CandidateProfile.candidate_id == about.candidate_id)
    )
    found = [each for profile in await db.exec(theirs) for each in match_keys.emails(profile)]
    known_as = select(CandidateKey.value).where(
        CandidateKey.workspace_id == about.workspace_id,
        CandidateKey.candidate_id == about.candidate_id,
        col(CandidateKey.value).startswith("email:"),
    )
    found += [key.removeprefix("email:") for key in await db.exec(known_as)]
    found += await db.exec(
        select(Invitation.address).where(
            Invitation.workspace_id == about.workspace_id, Invitation.candidate_id == about.candidate_id
        )
    )
    return [address for address in dict.fromkeys((about.address, answer.sender, *found)) if "@" in address]


async def _notify_admins(db: Write, about: Invitation, received: ReceivedAnswer, now: datetime) -> None:
    key, at = received.key, received.at
    request = await privacy_requests.open_request(db, about.workspace_id, key, about.candidate_id, about.id, at)
    admins = [each.id for each in await members.admins(db, about.workspace_id)]
    args = {"request_id": request.id}
    await notifications.add(db, about.workspace_id, admins, f"request:{request.id}", SHOW_REQUEST, args, now, now)


async def _notify(db: Write, about: Invitation, answer: CandidateAnswer, now: datetime) -> None:
    """Notify the recruiter, or the admins when the recruiter may no longer contact people; for a complaint, both. Mark
    the cards stale."""
    sender = await members.get(db, about.workspace_id, about.member_id)
    own = allows(sender.role, May.CONTACT)
    ids = {sender.id} if own else set[int]()
    if not own or answer.kind == "complaint":
        ids |= {each.id for each in await members.admins(db, about.workspace_id)}
    args = {"answer_id": answer.id}
    await notifications.add(db, about.workspace_id, ids, f"answer:{answer.id}", SHOW_ANSWER, args, now, now)
    await stale_cards.mark(db, about.workspace_id, await profiles_of(db, about), now)


async def profiles_of(db: Read, about: Invitation) -> list[int]:
    """Every profile of the invited person."""
    theirs = select(CandidateProfile.profile_id).where(
        CandidateProfile.workspace_id == about.workspace_id, CandidateProfile.candidate_id == about.candidate_id
    )
    return [about.profile_id, *(await db.exec(theirs))]


async def opt_out(db: Write, about: Invitation, answer: CandidateAnswer, hash_key: HashKey, now: datetime) -> None:
    """Apply all effects of an opt-out, for an answer that was recorded as a reply. The invitation must be locked."""
    await _answered(db, about, "opt_out", now)
    await _refused(db, about, answer, hash_key, now)
    await stale_cards.mark(db, about.workspace_id, await profiles_of(db, about), now)


async def reopen(db: Write, about: Invitation, now: datetime) -> None:
    """Treat the answer as a reply, because the candidate did not opt out after all. Follow-ups remain canceled."""
    about.answer, about.updated_at = "replied", now
    await db.flush()
    await _update_candidate(db, about, now)
    await stale_cards.mark(db, about.workspace_id, await profiles_of(db, about), now)


async def decide(db: Write, by: Member, answer_id: int, interest: Interest, now: datetime) -> list[int]:
    """Record the interest that a recruiter sees in an answer as if the candidate had stated it. Returns the person's
    profiles. Raises Gone."""
    details = await answer_details.details(db, by, answer_id)
    about = await lock(db, details.invitation.id)
    about.answer, about.updated_at = interest, now
    await db.flush()
    await _update_candidate(db, about, now)
    return await profiles_of(db, about)


async def snooze(db: Write, by: Member, answer_id: int, until: datetime, now: datetime) -> None:
    """Post the answer's card to the member again at that time. Raises Gone."""
    answer = (await answer_details.details(db, by, answer_id)).answer
    answer.snoozed_until = until
    await db.flush()
    key = f"snoozed:{answer.id}:{until:%Y-%m-%dT%H:%M}"
    await notifications.add(db, by.workspace_id, [by.id], key, SHOW_ANSWER, {"answer_id": answer.id}, until, now)
