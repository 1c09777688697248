"""Unlocking a partner's candidate: what it costs, asking the source once, and storing what it returned."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from pydantic import ValidationError

from cards.actions.reveals import OpenUnlock, Unlock
from cards.screens.reach import no_response
from cards.screens.sources import unlock as screens
from cards.views.reveals import LockedView, UnlockView
from connectors.errors import BadCredentials, OutsideError, QuotaSpent, Uncertain, Unreachable
from connectors.profiles import Profile as SourceProfile
from connectors.resumes.base import Quota, Revealed
from handlers import incidents
from handlers.connected_sources import Connected
from handlers.context import Context
from handlers.outreach.preview import works_for_us
from handlers.people import candidate_card
from handlers.replies import Ask, Close, Redraw, Replies, Show, Tell
from handlers.source_faults import sentence
from handlers.storing import store_at_last
from handlers.views import profile_views, reveal_views
from handlers.views.reach_views import ways_of
from store.db import Read, Write
from store.errors import Refusal
from store.mailbox import own_companies
from store.outreach import contact_checks
from store.people import match_keys, profile_scope
from store.people.profiles import ProfileRow
from store.sources import connections, reveals
from store.sources.reveals import Bought, Claim, ResumeFile
from store.tables.core import Member, Profile

WITHIN = 30.0  # seconds; well below the time after which a request counts as unknown
UNLOCKED = "The contact details are unlocked."


@dataclass(frozen=True, slots=True)
class _Locked:
    """A person whose contact details can be bought through a connection."""

    profile: Profile
    connected: Connected
    view: LockedView
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fault:
    """Why nothing was unlocked. `unknown`: the details may have been unlocked after all."""

    reason: str
    unknown: bool = False
    refused: bool = False  # the credentials were refused
    spent: bool = False  # the allowance is used up


@dataclass(frozen=True, slots=True)
class _Stored:
    """What to say about the outcome; both texts are "" after a fault, which the card shows while it persists."""

    notice: str = ""
    warning: str = ""


class _Unlocked(Refusal):
    """The contact details are already unlocked."""


async def open_form(action: OpenUnlock, by: Member, context: Context) -> Replies:
    try:
        async with context.read() as db:
            found = await _locked(db, by, context, action.profile_id)
            ways = await ways_of(db, by, context, action.profile_id)
        if found.view.state == "asked":
            raise Refusal("The contact details are already being requested.")
    except Refusal as refusal:
        return Tell(refusal.message), Redraw((action.profile_id,))
    traits = found.connected.traits
    view = UnlockView(
        profile_views.shown_name(found.profile.name),
        found.view,
        action.back_to,
        resets=found.connected.quota.resets if found.connected.quota else "",
        email="email" in traits.contact,
        phone="phone" in traits.contact,
        free_again_days=traits.free_again_days,
        ways=ways,
        warnings=found.warnings,
    )
    return Ask(screens.unlock_form(view))


async def _locked(db: Read, by: Member, context: Context, profile_id: int) -> _Locked:
    """The person, if the member may unlock them now. Raises Refusal."""
    profile = await profile_scope.get(db, by.workspace_id, profile_id)
    traits = reveal_views.of_partner(context, profile, by.workspace_id)
    if traits is None:
        raise Refusal("This person's contact details need no unlocking.")
    one = next((each for each in await context.sources.connected(db, by) if each.traits.name == traits.name), None)
    reveal = await reveals.of_profile(db, by.workspace_id, profile.id)
    view = reveal_views.view(profile, traits, reveal, one, context.now())
    if view is None:
        raise _Unlocked(UNLOCKED)
    if not view.sold:
        raise Refusal(f"{traits.label} doesn't give out contact details.")
    if one is None:
        raise Refusal(f"{traits.label} is not connected for you. An admin can connect it under Integrations.")
    if traits.unit and view.left == 0:
        raise Refusal(_spent(one))
    check = await contact_checks.check_contact(
        db, by, profile.id, None, context.outreach.hash_key, context.now(), price=0
    )
    for issue in check.issues:
        if issue.forbids and issue.name != "no_address":
            raise Refusal(issue.message)
    own = await own_companies.hidden(db, by.workspace_id, context.outreach.mail.company)
    ours = works_for_us(own, check)
    return _Locked(profile, one, view, tuple(issue.message for issue in ours))


async def unlock(action: Unlock, by: Member, context: Context) -> Replies:
    """Stores the request, asks the source, stores the outcome. Whatever happens in between, the source is never asked
    again automatically."""
    profile_id = action.profile_id
    try:
        async with context.read() as db:
            found = await _locked(db, by, context, profile_id)
        async with context.store.write(durable=True) as db:  # not the interaction's last write
            claim = await reveals.claim(db, by, profile_id, context.now(), again=action.again)
    except _Unlocked as unlocked:
        return await _card(by, context, action, unlocked.message)
    except Refusal as refusal:
        return await _card(by, context, action, warning=refusal.message)
    if not claim.mine:  # the card says what is wrong
        return await _card(by, context, action, UNLOCKED if claim.state == "revealed" else "")
    async with context.outside():
        outcome = await _ask(found)
    stored = await store_at_last(context.store, lambda db: _store(db, by, context, found, claim, outcome))
    context.wake()
    return await _card(by, context, action, stored.notice, warning=stored.warning)


async def _card(by: Member, context: Context, action: Unlock, notice: str = "", *, warning: str = "") -> Replies:
    shown = await candidate_card.card(by, context, action.profile_id, action.back_to, notice=notice, warning=warning)
    return Close(), Show(shown), Redraw((action.profile_id,))


# ── asking the source ──


async def _ask(found: _Locked) -> Revealed | _Fault:
    """Asks the source. Returns the profile that the source sent, or why it sent none."""
    label, unit = found.connected.traits.label, found.connected.traits.unit
    unused = f"No {unit} was used." if unit else "Nothing was unlocked."
    try:
        return await asyncio.wait_for(found.connected.source.reveal(found.profile.source_id), WITHIN)
    except (Uncertain, TimeoutError):
        return _Fault(no_response(label, unit), unknown=True)
    except QuotaSpent:
        return _Fault(_spent(found.connected), spent=True)
    except OutsideError as fault:
        why = f"{sentence(label, fault, 'unlock this person')} {unused}"
        if isinstance(fault, Unreachable):
            why += f" Try again later. Reference: {incidents.logged('an unlock', fault)}."
        return _Fault(why, refused=isinstance(fault, BadCredentials))


def _spent(connected: Connected) -> str:
    traits, quota = connected.traits, connected.quota
    when = f" It resets {quota.resets.rstrip('.')}." if quota and quota.resets else ""
    return f"Your contract has no {traits.label} {traits.unit or 'unlock'}s left.{when}"


# ── storing the outcome ──


async def _store(
    db: Write, by: Member, context: Context, found: _Locked, claim: Claim, outcome: Revealed | _Fault
) -> _Stored:
    if isinstance(outcome, _Fault):
        await _store_fault(db, by, context, found, claim, outcome)
        return _Stored()
    traits, now = found.connected.traits, context.now()
    spent = outcome.spent
    if spent and spent.quota:
        await _store_quota(db, by, found.connected, spent.quota, context)
    row = _row(outcome.body, found.profile)
    if row is None:
        reason = f"{traits.label} unlocked this person, but its response can't be read."
        await reveals.fail(db, by.workspace_id, claim, "unknown", reason)
        return _Stored()
    file = outcome.document
    resume = ResumeFile(file.name, file.content_type, file.content) if file else None
    amount = spent.amount if spent else 1 if traits.unit else 0
    keep_until = now + timedelta(days=traits.keep_days) if traits.keep_days else None
    await reveals.succeed(db, by, claim, Bought(row, amount, resume, keep_until), now)
    used = _used(traits.label, traits.unit, amount)
    if not row["email"] and not outcome.body.get("phones"):
        return _Stored(warning=f"{traits.label} has no e-mail address or phone number for this person. {used}".strip())
    return _Stored(f"{UNLOCKED} {used}".strip())


def _used(label: str, unit: str, amount: int) -> str:
    if not unit:
        return ""
    return f"This used {amount} {label} {unit}{'' if amount == 1 else 's'}." if amount else f"No {unit} was used."


async def _store_fault(db: Write, by: Member, context: Context, found: _Locked, claim: Claim, fault: _Fault) -> None:
    state: Literal["failed", "unknown"] = "unknown" if fault.unknown else "failed"
    await reveals.fail(db, by.workspace_id, claim, state, fault.reason)
    one, now = found.connected, context.now()
    if fault.refused:
        await connections.record_failure(db, by.workspace_id, one.connection_id, fault.reason, now, refused=True)
    if fault.spent:
        quota = one.quota
        none_left = Quota(0, quota.total if quota else None, quota.resets if quota else "")
        await _store_quota(db, by, one, none_left, context)


async def _store_quota(db: Write, by: Member, one: Connected, quota: Quota, context: Context) -> None:
    await connections.record_quota(
        db, by.workspace_id, one.connection_id, quota.left, quota.total, quota.resets, context.now()
    )


def _row(body: dict[str, Any], masked: Profile) -> ProfileRow | None:
    """The whole profile as a row; None if what the source sent is not a profile, or is somebody else's profile."""
    if str(body.get("id") or masked.source_id) != masked.source_id:
        return None
    try:
        parsed = SourceProfile.model_validate(body)
    except ValidationError:
        return None
    return ProfileRow(
        source=masked.source,
        source_id=masked.source_id,
        name=parsed.name,
        email=next((found for each in parsed.emails if (found := match_keys.email(each))), ""),
        body={**body, "source": masked.source},
        updated_at=parsed.updated_at or masked.updated_at,
    )
