"""Reveals: a partner is asked once, whoever presses how often, and what was bought is never paid with our credits."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from store.credits import accounts
from store.db import Store
from store.errors import Gone, Refusal
from store.outreach import contact_checks
from store.people import found_profiles, index_changes, profile_keys, profile_scope
from store.sources import reveals
from store.sources.reveals import ANSWERS_WITHIN, Bought, Claim, ResumeFile
from store.tables.core import Audit, Candidate, Member
from store.tables.outreach import CreditEntry
from store.tables.reveals import Reveal
from tests.databases import NOW, Team, new_team, profile_row
from tests.store.credits.ledgers import checked_account
from tests.store.outreach.contacting import KEY, balance, drafted, sent

LATER = NOW + ANSWERS_WITHIN + timedelta(seconds=1)
FILE = ResumeFile("Grace.pdf", "application/pdf", b"%PDF-1.4")
BOUGHT = "grace@people.example"


async def claim(store: Store, by: Member, profile_id: int, now: Any = NOW, *, again: bool = False) -> Claim:
    async with store.write() as db:
        return await reveals.claim(db, by, profile_id, now, again=again)


async def succeed(store: Store, by: Member, claimed: Claim, source_id: str, amount: int = 1, **body: Any) -> Candidate:
    row = profile_row("Grace Hopper", source_id, "dice", **{"emails": [BOUGHT], **body})
    async with store.write() as db:
        return await reveals.succeed(db, by, claimed, Bought(row, amount, FILE), NOW)


async def masked(team: Team, source_id: str = "d-1", **body: Any) -> int:
    async with team.store.write() as db:
        row = profile_row("Grace H.", source_id, "dice", **body)
        return (await found_profiles.save(db, team.workspace.id, [row], {}))["dice", source_id]


async def reveal_of(team: Team, profile_id: int) -> Reveal:
    async with team.store.read() as db:
        found = await reveals.of_profile(db, team.workspace.id, profile_id)
    assert found is not None
    return found


async def test_of_several_callers_one_asks(replicas: list[Store], team: Team):
    ana, ben = await team.member("Ana"), await team.member("Ben")
    profile = await masked(team)
    each = await asyncio.gather(*(claim(store, by, profile) for store in replicas for by in (ana, ben)))
    assert sorted(one.mine for one in each) == [False] * 7 + [True]
    assert {one.state for one in each} == {"asked"}
    [mine] = [one for one in each if one.mine]
    await succeed(team.store, ana, mine, "d-1")
    again = await claim(replicas[1], ben, profile, LATER, again=True)
    assert (again.mine, again.state) == (False, "revealed")


async def test_what_was_bought_replaces_the_masked_profile_and_unlocks(team: Team):
    ana = await team.member("Ana")
    profile = await masked(team)
    candidate = await succeed(team.store, ana, await claim(team.store, ana, profile), "d-1", phones=["+1 617"])
    assert (candidate.unlocked_at, candidate.owner_id, candidate.name) == (NOW, ana.id, "Grace Hopper")
    async with team.store.read() as db:
        stored = await profile_scope.get(db, team.workspace.id, profile)
        file = await reveals.resume_of(db, team.workspace.id, profile)
        noted = [each.details for each in await db.exec(select(Audit)) if each.action == "reveal"]
        assert await index_changes.count(db) == 0
    assert (stored.email, stored.body["phones"], stored.workspace_id) == (BOUGHT, ["+1 617"], team.workspace.id)
    assert file is not None
    assert (file.name, file.content) == ("Grace.pdf", b"%PDF-1.4")
    [about] = noted
    assert about == {"reveal": about["reveal"], "candidate": candidate.id, "source": "dice", "amount": 1}


async def test_a_request_without_an_outcome_becomes_unknown_and_is_not_repeated_by_itself(team: Team):
    ana = await team.member("Ana")
    profile = await masked(team)
    first = await claim(team.store, ana, profile)
    assert reveals.state_of(await reveal_of(team, profile), profile, NOW + ANSWERS_WITHIN) == "asked"
    assert reveals.state_of(await reveal_of(team, profile), profile, LATER) == "unknown"
    assert (await claim(team.store, ana, profile, LATER)).mine is False
    second = await claim(team.store, ana, profile, LATER, again=True)
    assert second.mine is True
    async with team.store.write() as db:  # the first one's late failure doesn't end the second
        await reveals.fail(db, team.workspace.id, first, "failed", "too late")
    assert reveals.state_of(await reveal_of(team, profile), profile, LATER) == "asked"
    await succeed(team.store, ana, first, "d-1")  # a late success counts: it was paid for
    async with team.store.write() as db:
        await reveals.fail(db, team.workspace.id, second, "unknown", "no response")
    assert (await reveal_of(team, profile)).state == "revealed"


async def test_a_failure_can_be_tried_again(team: Team):
    ana = await team.member("Ana")
    profile = await masked(team)
    async with team.store.write() as db:
        await reveals.fail(db, team.workspace.id, await reveals.claim(db, ana, profile, NOW), "failed", "No views.")
    assert (await reveal_of(team, profile)).reason == "No views."
    assert (await claim(team.store, ana, profile)).mine is True
    assert (await reveal_of(team, profile)).reason == ""


async def test_only_the_workspaces_own_profiles_are_revealed(team: Team, other_team: Team):
    ana, eve = await team.member("Ana"), await other_team.member("Eve")
    theirs, shared = await masked(team), await team.profile()
    for by, profile in ((eve, theirs), (ana, shared)):
        with pytest.raises(Gone):
            await claim(team.store, by, profile)
    mine = await claim(team.store, ana, theirs)
    with pytest.raises(Gone):
        await succeed(team.store, eve, mine, "d-1")
    async with team.store.write() as db:
        await reveals.fail(db, other_team.workspace.id, mine, "failed", "not yours")
        assert await reveals.of_profiles(db, other_team.workspace.id, [theirs]) == {}
        assert await reveals.resume_of(db, other_team.workspace.id, theirs) is None
        assert await reveals.has_resume(db, other_team.workspace.id, theirs) is False
    assert (await reveal_of(team, theirs)).state == "asked"


async def test_an_address_that_was_bought_costs_no_credits_even_without_any(team: Team):
    ana = await team.member("Ana")
    profile = await masked(team)
    await succeed(team.store, ana, await claim(team.store, ana, profile), "d-1")
    draft = await drafted(team, ana, profile)
    with pytest.raises(Refusal, match="The price changed"):
        await sent(team, ana, draft.id, address=BOUGHT)
    async with team.store.write() as db:
        own = await accounts.account(db, team.workspace.id, NOW)
        own.balance = 0
    async with team.store.read() as db:
        check = await contact_checks.check_contact(db, ana, profile, None, KEY, NOW)
    assert [issue.name for issue in check.issues if issue.forbids] == []
    queued = await sent(team, ana, draft.id, address=BOUGHT, price=0)
    assert (queued.state, await balance(team)) == ("queued", 0)
    shared = await team.profile("Ada Byron", emails=["grace@example.com"])
    other = await drafted(team, ana, shared)
    with pytest.raises(Refusal, match="The price changed"):
        await sent(team, ana, other.id, price=0)


STEPS = ("reveal", "fail", "unknown", "to_bought", "to_shared", "in_both", "in_both_bought")


@given(steps=st.lists(st.sampled_from(STEPS), max_size=8))
@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_the_two_ledgers_never_pay_for_each_other(store: Store, steps: list[str]):
    """Whatever is bought from a partner moves no credit; whatever is sent uses nothing of the contract."""
    team = await new_team(store)
    ana, used, spent = await team.member("Ana"), 0, 0
    for number, step in enumerate(steps):
        if step == "to_shared":
            shared = await team.profile(f"P {number}", emails=[f"p{number}@example.com"])
            await sent(team, ana, (await drafted(team, ana, shared)).id, address=f"p{number}@example.com")
            spent += 1
            continue
        link = [{"kind": "linkedin", "url": f"https://linkedin.com/in/p{number}"}]
        profile = await masked(team, f"d-{number}", links=link)
        if step in ("in_both", "in_both_bought"):  # the source's person is also in the index, with an address
            ours = f"p{number}@example.com"
            shared = await team.profile(f"P {number}", emails=[ours], links=link)
            async with store.write() as db:
                both = await profile_scope.by_ids(db, team.workspace.id, [shared])
                await profile_keys.remember(db, team.workspace.id, both.values())
            if step == "in_both":
                draft = await drafted(team, ana, [profile, shared][number % 2])
                await sent(team, ana, draft.id, address=ours)
                spent += 1
                continue
        claimed = await claim(store, ana, profile)
        if step in ("fail", "unknown"):
            async with store.write() as db:
                await reveals.fail(db, team.workspace.id, claimed, "failed" if step == "fail" else "unknown", "")
            continue
        address = f"d{number}@people.example"
        await succeed(store, ana, claimed, f"d-{number}", amount=1, emails=[address], links=link)
        used += 1
        if step in ("to_bought", "in_both_bought"):
            await sent(team, ana, (await drafted(team, ana, profile)).id, address=address, price=0)
    async with store.read() as db:
        mine = (Reveal.workspace_id == team.workspace.id, CreditEntry.workspace_id == team.workspace.id)
        amounts = [each.amount for each in await db.exec(select(Reveal).where(mine[0]))]
        held = [each.credits for each in await db.exec(select(CreditEntry).where(mine[1], CreditEntry.kind == "hold"))]
    assert (sum(amounts), sum(held)) == (used, spent)
    if spent:
        await checked_account(team)
