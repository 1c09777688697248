"""Invitations written and sent through the store's own functions."""

from datetime import datetime, timedelta
from typing import Any

from store.credits import accounts, ledger
from store.keys import HashKey
from store.outreach import invitations
from store.outreach.invitations import InvitationContent, ReadyInvitation
from store.tables.core import Member
from store.tables.outreach import Invitation
from tests.databases import NOW, Team

KEY = HashKey("a key of the hashes that is long enough")
GRACE = "grace@example.com"


async def drafted(team: Team, by: Member, profile_id: int, *, now: datetime = NOW, **fields: Any) -> Invitation:
    """A draft with its text, previewed with the digest "d"."""
    written: dict[str, Any] = {
        "kind": "connect", "job_id": None, "language": "en", "subject": "Hello",
        "text": "Hello {{ candidate.first_name }}", "send_at": None, "follow_up_days": None, "follow_up_text": "",
    }  # fmt: skip
    digest = fields.pop("digest", "d")
    async with team.store.write() as db:
        made = await invitations.draft(db, by, profile_id, now)
        return await invitations.save(db, by, made.id, InvitationContent(**{**written, **fields}), digest, now)


async def sent(team: Team, by: Member, id: int, *, now: datetime = NOW, **given: Any) -> Invitation:
    """Presses *Send message*."""
    shown: dict[str, Any] = {
        "subject": "Hello", "text": "Hello Grace", "follow_up_text": "Are you there, Grace?", "address": GRACE,
        "digest": "d",
    }  # fmt: skip
    hash_key, over, undo = given.pop("hash_key", KEY), given.pop("over", ()), given.pop("undo", timedelta(0))
    ready = ReadyInvitation(id, overridden_warnings=over, **{**shown, **given})
    async with team.store.write() as db:
        return await invitations.queue(db, by, ready, hash_key, now, undo)


async def invited(team: Team, by: Member, profile_id: int, *, now: datetime = NOW, **fields: Any) -> Invitation:
    """Drafts and sends an invitation; `over`, `address`, `undo` and `batch_id` as for `sent`."""
    press = {name: fields.pop(name) for name in ("over", "address", "undo", "batch_id") if name in fields}
    return await sent(team, by, (await drafted(team, by, profile_id, now=now, **fields)).id, now=now, **press)


async def balance(team: Team) -> int:
    """The credits that are free to spend."""
    async with team.store.read() as db:
        own = await accounts.look(db, team.workspace.id)
        return ledger.DEFAULT_ALLOWANCE if own is None else own.balance
