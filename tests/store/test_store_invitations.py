"""Invitations: drafted, queued once, changed, listed."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from store import candidates, credits, invitations, jobs
from store.errors import Gone, Refusal
from store.keys import HashKey
from store.outreach_tables import Invitation, Mail
from store.tables import Audit, Candidate, Member
from tests.store.conftest import NOW, Team

KEY = HashKey("a key of the hashes that is long enough")


async def _draft(team: Team, by: Member, profile_id: int, **more: Any) -> Invitation:
    words: dict[str, Any] = {
        "kind": "connect", "job_id": None, "template_id": None, "language": "en", "subject": "Hello",
        "text": "Hello {{ candidate.first_name }}", "send_at": None, "follow_up_days": None, "follow_up_text": "",
        "digest": "d1", **more,
    }  # fmt: skip
    async with team.store.write() as db:
        made = await invitations.draft(db, by, profile_id, NOW)
        return await invitations.keep(db, by, made.id, **words, now=NOW)


async def _queue(team: Team, by: Member, id: int, **more: Any) -> Invitation:
    given: dict[str, Any] = {
        "subject": "Hello", "text": "Hello Grace", "follow_up_text": "", "address": "grace@example.com",
        "digest": "d1", "over": (), "hash_key": KEY, "now": NOW, **more,
    }  # fmt: skip
    async with team.store.write() as db:
        return await invitations.queue(db, by, id, **given)


async def test_queued_is_paid_due_unlocked_and_owned(team: Team) -> None:
    ana, profile_id = await team.member(), await team.profile(emails=["grace@example.com"])
    sent = await _queue(team, ana, (await _draft(team, ana, profile_id)).id)
    async with team.store.read() as db:
        candidate = await candidates.of_profile(db, team.workspace.id, profile_id)
        mail = (await db.exec(select(Mail))).one()
        spendable = await credits.spendable(db, ana)
    assert candidate is not None
    assert (sent.state, sent.candidate_id, sent.text, sent.address) == (
        "queued", candidate.id, "Hello Grace", "grace@example.com",
    )  # fmt: skip
    assert (candidate.owner_id, candidate.contacted_by, candidate.contacted_at, candidate.unlocked_at) == (
        ana.id, ana.id, NOW, NOW,
    )  # fmt: skip
    assert (mail.invitation_id, mail.kind, mail.state, mail.due_at, mail.text) == (
        sent.id, "invitation", "queued", NOW, "Hello Grace",
    )  # fmt: skip
    assert spendable.balance == credits.DEFAULT_ALLOWANCE - 1
