"""Credit requests: a member asks the admins for credits; the first answer counts."""

from datetime import datetime

from sqlmodel import col, select, update

from store.chat import notifications
from store.credits import ledger, terms
from store.db import Read, Write
from store.errors import Gone, Refusal
from store.members import members
from store.roles import May, allows
from store.tables.core import Member
from store.tables.outreach import INTERNET, CreditEntry, CreditRequest
from store.text import clean


async def ask(
    db: Write,
    by: Member,
    credits: int,
    reason: str,
    now: datetime,
    source: str = INTERNET,
    *,
    draft_id: int | None = None,
) -> tuple[CreditRequest, bool]:
    """The member's open request, and whether it is new, in which case the admins are notified. A member with an open
    request gets that one. `draft_id`: the unsent invitation that they could not send. Raises Refusal."""
    if not allows(by.role, May.CONTACT):
        raise Refusal("Only recruiters and admins can spend credits.")
    if not 1 <= credits <= terms.MOST:
        raise Refusal(f"Ask for 1 to {terms.MOST:,} credits.")
    own = await ledger.taken(db, by.workspace_id, source, now)  # so that two simultaneous requests become one
    own_open = select(CreditRequest).where(
        CreditRequest.account_id == own.id, CreditRequest.member_id == by.id, col(CreditRequest.answered_at).is_(None)
    )
    waiting = (await db.exec(own_open)).first()
    if waiting is not None:
        waiting.draft_id = waiting.draft_id if draft_id is None else draft_id
        return waiting, False
    request = CreditRequest(
        workspace_id=by.workspace_id,
        account_id=own.id,
        member_id=by.id,
        credits=credits,
        reason=clean(reason).strip()[: ledger.LONGEST_REASON],
        draft_id=draft_id,
        requested_at=now,
    )
    db.add(request)
    await db.flush()
    admins = [admin.id for admin in await members.admins(db, by.workspace_id)]
    key = f"credit_request:{request.id}"
    await notifications.add(db, by.workspace_id, admins, key, "credit_request", {"request_id": request.id}, None, now)
    return request, True


async def get(db: Read, workspace_id: int, id: int) -> CreditRequest:
    """The request. Raises Gone."""
    one = select(CreditRequest).where(CreditRequest.workspace_id == workspace_id, CreditRequest.id == id)
    found = (await db.exec(one.execution_options(populate_existing=True))).one_or_none()
    if found is None:
        raise Gone("This request no longer exists.")
    return found


async def waiting(db: Read, workspace_id: int, limit: int = 5) -> list[CreditRequest]:
    """Unanswered requests, longest-waiting first."""
    unanswered = select(CreditRequest).where(
        CreditRequest.workspace_id == workspace_id, col(CreditRequest.answered_at).is_(None)
    )
    return list(await db.exec(unanswered.order_by(col(CreditRequest.id)).limit(limit)))


async def answer(
    db: Write, by: Member, id: int, credits: int, reason: str, now: datetime
) -> tuple[CreditRequest, bool]:
    """An admin's answer: grants the credits, or declines with 0. Returns the request, and whether this answer counted,
    in which case the member who made the request is notified. A grant also raises their budget in this period, if they
    have one: otherwise it might not let them spend what they were granted.

    Raises Refusal, and Gone."""
    terms.only_admins(by)
    request = await get(db, by.workspace_id, id)
    first = (
        update(CreditRequest)
        .where(col(CreditRequest.id) == request.id, col(CreditRequest.answered_at).is_(None))
        .values(answered_by=by.id, answered_at=now, granted=credits)
    )
    counts = (await db.exec(first)).rowcount > 0
    if counts and credits:
        await terms.grant(db, by, credits, reason, _grant_key(request), now)
        await terms.raise_budget(db, by, request.account_id, request.member_id, credits, now)
    if counts:
        key, args = f"credit_answer:{request.id}", {"request_id": request.id}
        await notifications.add(db, by.workspace_id, [request.member_id], key, "credit_answer", args, None, now)
    return await get(db, by.workspace_id, id), counts


def _grant_key(request: CreditRequest) -> str:
    return f"grant:request:{request.id}"


async def grant_reason(db: Read, request: CreditRequest) -> str:
    """The reason that the admin gave for the grant, if it differs from the request's."""
    granted = select(CreditEntry.reason).where(
        CreditEntry.account_id == request.account_id, CreditEntry.key == _grant_key(request)
    )
    reason = (await db.exec(granted)).one_or_none() or ""
    return "" if reason == request.reason else reason
