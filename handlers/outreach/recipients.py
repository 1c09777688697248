"""The recipients of an invitation, their unsent drafts, and each one's preview.

A member has one draft for each single recipient, and one bulk draft: choosing other people changes its recipients.
Undoing messages to several people makes their text the bulk draft; the previous bulk draft is stored in `others`."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from cards.actions.invitations import (
    EditBulk,
    EditInvitation,
    ReviewBulk,
    ReviewInvitation,
    SendBulk,
    SendInvitation,
    ShapeBulk,
    ShapeInvitation,
    StepBulk,
)
from cards.screens.wording import counted
from handlers.context import Context
from handlers.outreach.preview import CREDIT_ISSUES, STALE_PREVIEW, Prepared, changes, prepare, with_answer
from handlers.outreach.sender_mailbox import MailboxTrouble, trouble
from handlers.views import profile_views, quota_views
from handlers.views.reach_views import ways_of
from store.chat import form_drafts
from store.credits import accounts
from store.credits.accounts import Spendable
from store.db import Read, Write
from store.errors import Gone
from store.outreach import invitations
from store.people import profile_scope
from store.tables.core import Member
from store.tables.outreach import Invitation

FORM = "invitations"  # the bulk draft's key in form_drafts
SENT = "invitations:sent"  # the key in form_drafts of what was last sent in bulk
ALREADY_SENT = "This invitation has already been sent."
SELECTION_EXPIRED = "This selection has expired. Select people again."
SELECTION_CHANGED = "You've since selected other people. Your text is still here and will be sent to them."

SingleAction = ShapeInvitation | ReviewInvitation | EditInvitation | SendInvitation
BulkAction = ShapeBulk | ReviewBulk | EditBulk | StepBulk | SendBulk
Digests = dict[str, dict[str, str]]  # digests of the parts of each preview, by profile id


@dataclass(frozen=True, slots=True)
class Recipients:
    """The recipients and the input typed for them. `single`: the draft for one person; None in bulk, where each person
    has their own. `left_out`: the people the member removed."""

    profile_ids: tuple[int, ...]
    back_to: str
    typed: dict[str, Any]
    typed_at: datetime | None = None
    left_out: tuple[int, ...] = ()
    shown: Digests = field(default_factory=Digests)
    single: Invitation | None = None
    job: str = ""
    others: tuple["Recipients", ...] = ()

    @property
    def key(self) -> str:
        """Identifies the selection of people that a form was drawn for."""
        return hashlib.sha256(repr(self.profile_ids).encode()).hexdigest()[:8]

    @property
    def count(self) -> int:
        """How many people the next preview covers; if everyone was left out, it covers all of them."""
        return len(self.profile_ids) - len(self.never_empty().left_out)

    def never_empty(self) -> "Recipients":
        return self if len(self.left_out) < len(self.profile_ids) else replace(self, left_out=())

    def without(self, profile_id: int) -> "Recipients":
        """The recipients with that person left out."""
        left_out = dict.fromkeys((*self.left_out, profile_id))
        shown = {each: prints for each, prints in self.shown.items() if each != str(profile_id)}
        return replace(self, left_out=tuple(each for each in left_out if each in self.profile_ids), shown=shown)

    def in_place_of(self, before: "Recipients | None") -> "Recipients":
        """These recipients, as the bulk draft in place of `before`, which goes into `others` if it has text."""
        if before is None:
            return self
        typed = (replace(before, others=()),) if before.typed else ()
        return replace(self, others=(*before.others, *typed))

    def switched(self) -> "Recipients":
        """The latest of the other bulk drafts; this draft becomes the oldest."""
        if not self.others:
            return self
        return replace(self.others[-1], others=(replace(self, others=()), *self.others[:-1]))

    def sendable(self, by: Member) -> bool:
        """Whether a single invitation is still this member's draft; always true in bulk."""
        return self.single is None or (self.single.state == "draft" and self.single.member_id == by.id)

    def mismatch(self, action: SingleAction | BulkAction) -> dict[str, str]:
        """The error for a press on a form that was drawn for another selection."""
        pressed = action.recipients if isinstance(action, ShapeBulk | ReviewBulk | StepBulk) else ""
        return {"": SELECTION_CHANGED} if pressed and pressed != self.key else {}


# ── drafts ───────────────────────────────────────────────────────────────────────


def _form_of(invitation_id: int) -> str:
    return f"invitation:{invitation_id}"


def _preview_of(invitation_id: int) -> str:
    return f"preview:{invitation_id}"


async def one(db: Write, by: Member, context: Context, profile_id: int, back_to: str) -> Recipients:
    """A single recipient with their unsent draft. A new draft is addressed to the person's profile with the cheapest
    address. Raises Gone."""
    ways = [way.profile_id for way in await ways_of(db, by, context, profile_id) if not way.unlocks]
    drafted = await invitations.drafts_of(db, by, (*ways, profile_id)) if ways else {}
    wanted = next(iter(drafted), ways[0] if ways else profile_id)
    return await _single(db, by, await invitations.draft(db, by, wanted, context.now()), back_to)


async def many(db: Write, by: Member, profile_ids: list[int], back_to: str) -> Recipients:
    """Bulk recipients, with the unsent input of the previous selection. The caller saves the recipients."""
    before = await unsent_bulk(db, by)
    await form_drafts.drop(db, by, SENT)
    if before is None:
        return Recipients(tuple(profile_ids), back_to, {})
    return replace(before, profile_ids=tuple(profile_ids), back_to=back_to, left_out=(), shown=Digests())


async def find(db: Read, by: Member, action: SingleAction | BulkAction) -> Recipients:
    """The recipients of the form or preview where a button was pressed, even if a single invitation was already sent.
    Raises Gone."""
    if not isinstance(action, SingleAction):
        return await _bulk(db, by)
    return await _single(db, by, await invitations.mine(db, by, action.invitation_id), action.back_to)


async def find_to_edit(db: Write, by: Member, context: Context, action: SingleAction | BulkAction) -> Recipients:
    """Like `find`, but always with an open draft: if the only draft was sent from another window, starts a new one to
    the same person so that the input is not lost. Raises Gone."""
    if not isinstance(action, SingleAction):
        return await _bulk(db, by)
    invitation = await invitations.mine(db, by, action.invitation_id)
    if invitation.member_id != by.id:
        raise Gone(ALREADY_SENT)
    if invitation.state != "draft":
        invitation = await invitations.draft(db, by, invitation.profile_id, context.now())
    return Recipients((invitation.profile_id,), action.back_to, {}, single=invitation)


async def _single(db: Read, by: Member, invitation: Invitation, back_to: str) -> Recipients:
    form, preview, profile_id = _form_of(invitation.id), _preview_of(invitation.id), invitation.profile_id
    stored = await form_drafts.get_many(db, by, (form, preview))
    shown = {str(profile_id): stored[preview]} if preview in stored else {}
    return Recipients(
        (profile_id,), back_to, stored.get(form, {}), invitation.updated_at, shown=shown, single=invitation
    )  # fmt: skip


async def _bulk(db: Read, by: Member) -> Recipients:
    to = await unsent_bulk(db, by)
    if to is None:
        raise Gone(SELECTION_EXPIRED)
    return to


async def unsent_bulk(db: Read, by: Member) -> Recipients | None:
    """The member's bulk recipients, until the messages are sent."""
    stored = await form_drafts.get(db, by, FORM)
    return _loaded(stored) if stored else None


def _loaded(stored: dict[str, Any]) -> Recipients:
    return Recipients(
        tuple(stored["people"]),
        stored["via"],
        stored["kept"],
        _parse_time(stored.get("at", "")),
        tuple(stored["left_out"]),
        stored.get("shown", {}),
        job=stored.get("job", ""),
        others=tuple(_loaded(each) for each in stored.get("others", ())),
    )


def _stored(to: Recipients) -> dict[str, Any]:
    return {
        "people": list(to.profile_ids),
        "via": to.back_to,
        "kept": to.typed,
        "left_out": list(to.left_out),
        "at": to.typed_at.isoformat() if to.typed_at else "",
        "shown": to.shown,
        "job": to.job,
        "others": [_stored(each) for each in to.others],
    }


def _parse_time(iso: str) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None


async def save(db: Write, by: Member, context: Context, to: Recipients) -> None:
    """Stores the input and, if there is a preview, its digests."""
    if to.single is None:
        await form_drafts.save(db, by, FORM, _stored(to), context.now())
    elif not to.typed:
        await form_drafts.drop(db, by, _form_of(to.single.id))
    else:
        forms = {_form_of(to.single.id): to.typed}
        forms |= {_preview_of(to.single.id): shown for shown in to.shown.values()}
        await form_drafts.save_all(db, by, forms, context.now())


async def save_shown(db: Write, by: Member, context: Context, previews: "Previews") -> None:
    """Stores the digests of the current previews: *Send* sends exactly these."""
    to = previews.to
    if to.single is None:
        await save(db, by, context, replace(to, shown=previews.shown))
        return
    for each in previews.ready:
        await invitations.previewed(db, by, to.single.id, each.digest, context.now())
        await form_drafts.save(db, by, _preview_of(to.single.id), each.shown, context.now())


async def forget(db: Write, by: Member, context: Context, to: Recipients) -> None:
    """Deletes the form drafts after sending; the latest other bulk draft takes their place."""
    if to.others:
        await save(db, by, context, replace(to.others[-1], others=to.others[:-1]))
        return
    forms = (FORM,) if to.single is None else (_form_of(to.single.id), _preview_of(to.single.id))
    await form_drafts.drop(db, by, *forms)


async def drafts_of(db: Read, by: Member, to: Recipients) -> dict[int, Invitation]:
    """Each recipient's draft, by profile id."""
    if to.single is not None:
        return {to.single.profile_id: to.single}
    return await invitations.drafts_of(db, by, to.profile_ids)


# ── previews ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Previews:
    """What would be sent now: `ready` people get a message, `excluded` (name, reason) do not, `faulty` ones have an
    error in their text.

    A single recipient who must not be contacted is `ready`: their preview shows what forbids it."""

    to: Recipients
    ready: tuple[Prepared, ...]
    excluded: tuple[tuple[str, str], ...] = ()
    faulty: tuple[Prepared, ...] = ()
    spendable: Spendable | None = None  # only in bulk
    mailbox: MailboxTrouble | None = None

    @property
    def price(self) -> int:
        return sum(each.price for each in self.ready)

    @property
    def digest(self) -> str:
        if self.to.single is not None:
            return "".join(each.digest for each in self.ready)
        whole = "".join(each.digest for each in self.ready) + str(self.excluded)
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    def digest_of(self, profile_id: int) -> str:
        """The digest of this recipient's preview; "" if the recipient has no preview."""
        return next((each.digest for each in self.ready if each.profile.id == profile_id), "")

    @property
    def forbids(self) -> tuple[str, ...]:
        """What forbids sending. In bulk, only a lack of credits can: people who must not be contacted are left out."""
        reasons = tuple(each.message for each in self.ready[0].forbids) if self.ready else ()
        if self.spendable is None or not self.ready:
            return reasons
        if self.price <= self.spendable.credits:
            return ()
        cost = f"These messages cost {counted(self.price, 'credit')}"
        if self.spendable.credits:
            return (f"{cost}; you can spend {counted(self.spendable.credits, 'credit')}. Leave somebody out.",)
        return (f"{cost}. {reasons[0]}", *reasons[1:]) if reasons else ()

    @property
    def shown(self) -> Digests:
        return {str(each.profile.id): each.shown for each in self.ready}

    @property
    def changed(self) -> tuple[str, ...]:
        """Notices about what changed since the last previews, and for whom; empty if nothing changed."""
        names_by_notice: dict[str, list[str]] = {}
        for each in self.ready:
            before = self.to.shown.get(str(each.profile.id))
            added = before is None and self.to.single is None
            for words in ("A message was added.",) if added else changes(before or {}, each):
                names_by_notice.setdefault(words, []).append(profile_views.shown_name(each.profile.name))
        names_by_notice.pop(STALE_PREVIEW, None)
        sentences = [
            words if len(names) == len(self.ready) else _for(words, names) for words, names in names_by_notice.items()
        ]
        if removed := len(self.to.shown.keys() - self.shown.keys()):
            sentences.append(f"{counted(removed, 'person no longer gets', 'people no longer get')} a message.")
        return tuple(sentences)

    @property
    def faults(self) -> dict[str, str]:
        """Errors in the text that affect everyone, by input: an unknown variable, not one person's missing fact."""
        return self.faulty[0].written.faults if self.faulty and not self.ready and not self.excluded else {}


def _for(notice: str, names: list[str]) -> str:
    """A sentence such as "The warnings changed for Grace Hopper." """
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{notice.removesuffix('.')} for {', '.join(names[:3])}{more}."


async def preview(
    db: Read, by: Member, context: Context, to: Recipients, written: Mapping[int, Invitation]
) -> Previews:
    """Each recipient's preview; `written` has their drafts by profile id. Raises Gone if a single recipient is gone.

    In bulk, the number of SQL statements grows with the number of recipients (at most 25)."""
    if to.single is not None:
        only = await prepare(db, by, context, written[to.single.profile_id])
        only = await with_answer(db, by, context, only)
        only = replace(only, ways=await ways_of(db, by, context, to.single.profile_id))
        if only.written.faults:
            return Previews(to, (), faulty=(only,))
        return Previews(to, (only,), mailbox=await trouble(db, by, only.account))
    ready: list[Prepared] = []
    faulty: list[Prepared] = []
    excluded: list[tuple[str, str]] = []
    used = Counter[str]()
    found = await profile_scope.by_ids(db, by.workspace_id, to.profile_ids)
    for profile_id in to.profile_ids:
        if profile_id not in found or profile_id not in written:
            continue
        name = profile_views.shown_name(found[profile_id].name)
        if profile_id in to.left_out:
            excluded.append((name, "left out by you"))
            continue
        prepared = await prepare(db, by, context, written[profile_id])
        if prepared.written.faults:
            faulty.append(prepared)
            excluded.append((name, next(iter(prepared.written.faults.values()))))
        elif blocked := [each.message for each in prepared.forbids if each.name not in CREDIT_ISSUES]:
            excluded.append((name, blocked[0]))
        elif prepared.quota and used[prepared.quota.source] >= prepared.quota.left:
            excluded.append((name, quota_views.spent(prepared.quota, prepared.zone)))
        else:
            ready.append(prepared)
            used.update([prepared.quota.source] if prepared.quota else [])
    if not ready and len(faulty) == len(excluded):
        excluded = []
    spendable = await accounts.spendable(db, by)
    mailbox = await trouble(db, by, ready[0].account) if ready else None
    return Previews(to, tuple(ready), tuple(excluded), tuple(faulty), spendable, mailbox)
