"""Links in e-mails and to one-time pages, what the pages store, and encrypted secrets, on both databases."""

import asyncio
import itertools
import string
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from store.db import Store
from store.errors import Refusal
from store.keys import HashKey, KeyRing
from store.mailbox import connections, one_time_links, secrets
from store.outreach import answer_page, link_tokens
from store.outreach.answer_page import PageAnswer
from store.people import matching
from store.roles import Role
from store.tables.core import Audit, Member
from store.tables.outreach import CandidateAnswer, Invitation, MailToken, Secret
from tests.databases import NOW, Team

KEY = HashKey("k" * 32)
RING = KeyRing([Fernet.generate_key().decode()])
SMTP = "smtps://jobs:hunter2@mail.acme.example:465"


async def invite(team: Team, by: Member | None = None, **more: Any) -> Invitation:
    by = by or await team.member()
    profile_id = await team.profile(emails=["grace@people.example"])
    async with team.store.write() as db:
        one = await matching.engage(db, by, profile_id, None, NOW)
        invitation = Invitation(
            workspace_id=team.workspace.id,
            member_id=by.id,
            profile_id=profile_id,
            candidate_id=one.id,
            created_at=NOW,
            updated_at=NOW,
            **{"state": "sent", "address": "grace@people.example", **more},
        )
        db.add(invitation)
        await db.flush()
    return invitation


async def token_of(team: Team, invitation: Invitation, kind: link_tokens.TokenKind = "answer") -> tuple[str, MailToken]:
    async with team.store.write() as db:
        token = await link_tokens.make(
            db, invitation, kind, NOW + link_tokens.ANSWER_LIFE if kind == "answer" else None
        )
        found = await link_tokens.read(db, token, kind)
    assert found is not None
    return token, found


# ── tokens ──


async def test_a_token_resolves_to_its_invitation_only_as_its_own_kind(team: Team):
    invitation = await invite(team)
    for kind in ("answer", "opt_out", "reply"):
        token, found = await token_of(team, invitation, kind)
        assert (found.invitation_id, found.workspace_id) == (invitation.id, team.workspace.id)
        async with team.store.read() as db:
            others = [
                await link_tokens.read(db, token, other) for other in ("answer", "opt_out", "reply") if other != kind
            ]
            assert others == [None, None]
            assert token not in str([row.model_dump() for row in await db.exec(select(MailToken))])


async def test_tokens_cannot_be_guessed_and_a_reply_address_survives_its_case(team: Team):
    invitation = await invite(team)
    made = [(await token_of(team, invitation, "reply"))[0] for _ in range(5)]
    assert len(set(made)) == 5
    assert set("".join(made)) <= set(string.digits + "abcdef")
    assert {len(each) * 4 for each in made} == {128}
    assert len((await token_of(team, invitation))[0]) * 6 >= 128


async def test_old_tokens_expire_and_those_without_expiry_never_do(team: Team):
    invitation = await invite(team)
    answer, never = (await token_of(team, invitation))[1], (await token_of(team, invitation, "opt_out"))[1]
    assert not link_tokens.expired(answer, NOW + link_tokens.ANSWER_LIFE - timedelta(seconds=1))
    assert link_tokens.expired(answer, NOW + link_tokens.ANSWER_LIFE)
    assert not link_tokens.expired(never, NOW + timedelta(days=36_500))


@pytest.mark.parametrize("word", ["", "x", "a" * 19, "a" * 65, "ä" * 32, "a" * 31 + "\n", "a" * 31 + "\x00", "a b" * 9])
async def test_a_malformed_token_is_not_looked_up(team: Team, word: str):
    async with team.store.read() as db:
        assert await link_tokens.read(db, word, "answer") is None


# ── page answers ──


async def give(team: Team, token: MailToken, kind: PageAnswer, text: str = "") -> bool:
    async with team.store.write() as db:
        return await answer_page.give(db, token, kind, text, KEY, NOW)


async def kinds(store: Store) -> list[str]:
    async with store.read() as db:
        return [each.kind for each in await db.exec(select(CandidateAnswer).order_by("id"))]


async def test_ten_simultaneous_answers_are_stored_once(team: Team):
    token = (await token_of(team, await invite(team)))[1]
    results = await asyncio.gather(*(give(team, token, "interested", "yes") for _ in range(10)))
    assert sorted(results) == [False] * 9 + [True]
    assert await kinds(team.store) == ["interested"]


async def test_two_different_simultaneous_answers_are_both_stored(team: Team):
    token = (await token_of(team, await invite(team)))[1]
    await asyncio.gather(*(give(team, token, kind) for kind in ("interested", "not_interested")))
    found = await kinds(team.store)
    assert sorted(found) == ["interested", "not_interested"]
    async with team.store.read() as db:
        shown = await answer_page.invited(db, token)
        invitation = await db.get(Invitation, token.invitation_id)
    assert shown is not None
    assert invitation is not None
    assert shown.answer == found[-1] == invitation.answer


async def test_opting_out_shows_on_the_page_and_is_final(team: Team):
    invitation = await invite(team)
    answer, never = (await token_of(team, invitation))[1], (await token_of(team, invitation, "opt_out"))[1]
    assert await give(team, never, "opt_out")
    assert not await give(team, answer, "interested")
    async with team.store.read() as db:
        shown = await answer_page.invited(db, answer)
    assert shown is not None
    assert shown.never


@given(
    st.lists(st.tuples(st.sampled_from(["interested", "not_interested", "opt_out"]), st.sampled_from(["", "a", "b"])))
)
def test_which_answers_are_new(sequence: list[tuple[str, str]]):
    """The rule alone: the same answer without a new message is not new, and nothing follows an opt-out."""
    stored: list[tuple[str, str]] = []
    for kind, text in sequence:
        if answer_page.is_new(stored, kind, text):
            stored.append((kind, text))
    assert all(one[0] != two[0] or two[1] not in ("", one[1]) for one, two in itertools.pairwise(stored))
    assert [kind for kind, _ in stored[:-1]].count("opt_out") == 0
    assert bool(stored) == bool(sequence)


# ── one-time pages ──


async def test_a_link_works_once_even_under_concurrent_use(team: Team):
    ana = await team.member(role=Role.ADMIN)
    async with team.store.write() as db:
        token = await one_time_links.make(db, ana, "mailbox", NOW)

    async def use() -> bool:
        async with team.store.write() as db:
            return await one_time_links.use(db, token, NOW)

    assert sorted(await asyncio.gather(*(use() for _ in range(6)))) == [False] * 5 + [True]
    async with team.store.read() as db:
        assert await one_time_links.find(db, token, NOW) is None


async def test_a_link_expires_and_a_new_one_replaces_only_the_members_old_one(team: Team):
    ana, ben = await team.member(role=Role.ADMIN), await team.member(role=Role.ADMIN)
    async with team.store.write() as db:
        old, other = (
            await one_time_links.make(db, ana, "mailbox", NOW),
            await one_time_links.make(db, ben, "mailbox", NOW),
        )
        new = await one_time_links.make(db, ana, "mailbox", NOW)
    async with team.store.read() as db:
        found = [await one_time_links.find(db, token, NOW) is not None for token in (old, other, new)]
        assert found == [False, True, True]
        assert await one_time_links.find(db, new, NOW + one_time_links.LIFETIME) is None


# ── secrets ──


async def test_secrets_are_encrypted_read_back_and_erased(team: Team, other_team: Team):
    ada, eve = await team.member(role=Role.ADMIN), await other_team.member(role=Role.ADMIN)
    async with team.store.write() as db:
        await connections.connect(db, ada, {"smtp_url": SMTP, "imap_url": "imaps://x"}, "jobs@acme.example", RING, NOW)
        await connections.connect(db, ada, {"smtp_url": SMTP}, "jobs@acme.example", RING, NOW)
    async with team.store.read() as db:
        assert await secrets.read(db, team.workspace.id, RING) == {"smtp_url": SMTP}
        assert await secrets.read(db, other_team.workspace.id, RING) == {}
        assert await secrets.read(db, team.workspace.id, KeyRing([Fernet.generate_key().decode()])) == {"smtp_url": ""}
        assert "hunter2" not in str([row.model_dump() for row in await db.exec(select(Secret))])
        assert "hunter2" not in str([row.model_dump() for row in await db.exec(select(Audit))])
    async with team.store.write() as db:
        assert not await connections.disconnect(db, eve, NOW)
        assert await connections.disconnect(db, ada, NOW)
        assert await secrets.names(db, team.workspace.id) == frozenset()


async def test_only_admins_store_and_erase_secrets(team: Team):
    ben = await team.member()
    for call in (
        lambda db: connections.connect(db, ben, {"smtp_url": SMTP}, "jobs@acme.example", RING, NOW),
        lambda db: connections.disconnect(db, ben, NOW),
    ):
        with pytest.raises(Refusal, match="Only an admin"):
            async with team.store.write() as db:
                await call(db)
