"""Contact history in lists, searches and result rows, and when two candidates are merged."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from store.db import statements
from store.outreach import answers, contact_history, invitation_changes, invitations
from store.outreach.invitations import ReadyInvitation
from store.people import candidates, candidates_page, engagement, matching, merging, profiles
from store.people.candidates_page import CandidateQuery
from store.tables.core import Candidate, Member
from store.tables.outreach import CandidateAnswer, Invitation, PrivacyRequest
from tests.databases import NOW, Team
from tests.store.outreach.contacting import GRACE, KEY, drafted, invited

LATER = NOW + timedelta(days=2)
ALIKE: Any = {"experience": [{"company": "Acme"}], "place": {"city": "Boston"}}


async def _excluded(team: Team, by: Member) -> set[int]:
    async with team.store.read() as db:
        return await profiles.excluded(db, by, job_id=None, contacted=True, seen=False, rejected=False)


async def test_a_row_shows_who_contacted_and_when_in_one_statement(team: Team) -> None:
    ana, bob = await team.member("Ana Ruiz"), await team.member("Bob")
    contacted, other = await team.profile(emails=[GRACE]), await team.profile("Ada")
    await invited(team, ana, contacted)
    async with team.store.write() as db:
        for by in (bob, ana):  # who starred is still shown
            engaged = await matching.engage(db, by, contacted, None, NOW)
            await candidates.star(db, by, engaged.id, None, NOW)
    async with team.store.read() as db:
        with statements() as ran:
            found = await engagement.engagements(db, bob, [contacted, other], None)
    assert len(ran) == 1
    one = found[contacted]
    assert (one.contacted_by, one.contacted_name, one.contacted_at, one.unlocked) == (ana.id, "Ana Ruiz", NOW, True)
    assert set(one.starred_by) == {"Ana Ruiz", "Bob"}
    assert found[other] == engagement.Engagement()


async def test_searches_exclude_contacted_people_including_scheduled_ones(team: Team) -> None:
    ana, bob = await team.member("Ana"), await team.member("Bob")
    now, later, saved = [await team.profile(emails=[f"p{n}@example.com"]) for n in range(3)]
    await invited(team, ana, now, address="p0@example.com")
    waits = await invited(team, ana, later, address="p1@example.com", send_at=LATER)
    async with team.store.write() as db:
        await matching.engage(db, ana, saved, None, NOW)
    assert await _excluded(team, bob) == {now, later}
    async with team.store.write() as db:
        await invitation_changes.cancel(db, ana, waits.id, NOW)
    assert await _excluded(team, bob) == {now}


async def test_the_candidates_page_by_tab_and_interest(team: Team) -> None:
    ana = await team.member()
    now, later = [await team.profile(f"P{n}", emails=[f"p{n}@example.com"]) for n in range(2)]
    await invited(team, ana, now, address="p0@example.com")
    await invited(team, ana, later, address="p1@example.com", send_at=LATER)
    async with team.store.write() as db:
        found = await candidates.of_profile(db, team.workspace.id, now)
        assert found is not None
        found.interest = "interested"
    async with team.store.read() as db:
        everybody = await candidates_page.listed(db, ana)
        unlocked = await candidates_page.listed(db, ana, CandidateQuery(tab="unlocked"))
        keen = await candidates_page.listed(db, ana, CandidateQuery(interest="interested"))
        others = await candidates_page.listed(db, ana, CandidateQuery(interest="replied"))
    assert everybody.counts == {"all": 2, "saved": 0, "unlocked": 1}
    assert [row.candidate.name for row in unlocked.items] == ["P0"]
    assert [row.candidate.name for row in keen.items] == ["P0"]
    assert others.items == []


async def _two(team: Team, by: Member) -> tuple[list[int], list[int]]:
    """Two profiles and their candidates, older first, that a member can mark as the same person."""
    ids = [await team.profile("Grace", emails=[f"p{n}@example.com"], **ALIKE) for n in range(2)]
    async with team.store.write() as db:
        return ids, [(await matching.engage(db, by, id, None, NOW)).id for id in ids]


async def _contacted(team: Team, by: Member, profile_id: int, number: int, now: datetime, **more: Any) -> Invitation:
    return await invited(team, by, profile_id, address=f"p{number}@example.com", now=now, **more)


@pytest.mark.parametrize("first", [0, 1])
async def test_invitations_answers_and_requests_follow_and_the_last_contact_counts(team: Team, first: int) -> None:
    ana, bob = await team.member("Ana"), await team.member("Bob")
    people, ids = await _two(team, ana)
    early = await _contacted(team, ana, people[first], first, NOW)
    late = await _contacted(team, bob, people[1 - first], 1 - first, LATER, send_at=LATER + timedelta(days=1))
    async with team.store.write() as db:
        for made in (early, late):
            about = {"workspace_id": team.workspace.id, "invitation_id": made.id, "candidate_id": made.candidate_id}
            db.add(CandidateAnswer(**about, key=f"a:{made.id}", kind="replied", at=NOW))
            db.add(PrivacyRequest(**about, key=f"r:{made.id}", requested_at=NOW, due_at=LATER))
    async with team.store.write() as db:
        merged = await merging.merge(db, ana, ids[0], ids[1], LATER)
        theirs = await invitations.of_candidate(db, team.workspace.id, merged.id)
        answered = (await db.exec(select(CandidateAnswer).where(CandidateAnswer.candidate_id == merged.id))).all()
        requests = (await db.exec(select(PrivacyRequest).where(PrivacyRequest.candidate_id == merged.id))).all()
    assert {each.id for each in theirs} == {early.id, late.id}
    assert (len(answered), len(requests)) == (2, 2)
    assert (merged.contacted_by, merged.contacted_at, merged.owner_id, merged.unlocked_at) == (
        bob.id,
        LATER,
        bob.id,
        NOW,
    )


async def test_the_member_who_contacted_stays_owner_over_one_who_saved(team: Team) -> None:
    ana, bob = await team.member("Ana"), await team.member("Bob")
    people, ids = await _two(team, ana)
    await _contacted(team, ana, people[1], 1, NOW)
    async with team.store.write() as db:
        await candidates.star(db, bob, ids[0], None, NOW)
        merged = await merging.merge(db, ana, ids[0], ids[1], LATER)
    assert (merged.owner_id, merged.contacted_by) == (ana.id, ana.id)


@pytest.mark.parametrize("first", [0, 1])
async def test_the_newer_answer_wins_in_a_merge(team: Team, first: int) -> None:
    """Regardless of which of the two was updated last."""
    ana = await team.member("Ana")
    people, ids = await _two(team, ana)
    for number, kind, at in ((first, "interested", NOW), (1 - first, "not_interested", LATER)):
        made = await _contacted(team, ana, people[number], number, NOW)
        async with team.store.write() as db:
            received = answers.ReceivedAnswer(kind, kind, at)  # type: ignore[arg-type]
            await answers.record(db, made, received, KEY, at)
    async with team.store.write() as db:
        await candidates.star(db, ana, ids[first], None, LATER + timedelta(days=1))
        assert (await merging.merge(db, ana, ids[0], ids[1], LATER)).interest == "not_interested"


async def test_an_answer_during_a_merge_belongs_to_the_merged_candidate(team: Team) -> None:
    ana = await team.member("Ana")
    people, ids = await _two(team, ana)
    made = await _contacted(team, ana, people[1], 1, NOW, send_at=LATER)
    answering = asyncio.Event()

    async def answer() -> None:
        async with team.store.write() as db:
            await answers.record(db, made, answers.ReceivedAnswer(key="a", kind="interested", at=NOW), KEY, NOW)
            answering.set()
            await asyncio.sleep(0.3)  # the other is waiting by now, or comes later

    async def merge() -> None:
        await answering.wait()
        async with team.store.write() as db:
            await merging.merge(db, ana, ids[0], ids[1], NOW)

    await asyncio.gather(answer(), merge())
    async with team.store.read() as db:
        assert (await candidates.get(db, team.workspace.id, ids[1])).interest == "interested"


async def test_contacting_while_the_owner_unstars_takes_ownership(team: Team) -> None:
    ana, bob, profile_id = await team.member("Ana"), await team.member("Bob"), await team.profile(emails=[GRACE])
    made = await drafted(team, bob, profile_id)
    async with team.store.write() as db:
        candidate = await matching.engage(db, ana, profile_id, None, NOW)
        await candidates.star(db, ana, candidate.id, None, NOW)
    contacting = asyncio.Event()

    async def contact() -> None:
        async with team.store.write() as db:
            fields = {"subject": "Hello", "text": "Hello", "follow_up_text": ""}
            ready = ReadyInvitation(made.id, **fields, address=GRACE, digest="d")
            await invitations.queue(db, bob, ready, KEY, NOW)
            contacting.set()
            await asyncio.sleep(0.3)  # the other is waiting by now, or comes later

    async def unstar() -> None:
        await contacting.wait()
        async with team.store.write() as db:
            await candidates.unstar(db, ana, candidate.id)

    await asyncio.gather(contact(), unstar())
    async with team.store.read() as db:
        assert (await candidates.get(db, team.workspace.id, candidate.id)).owner_id == bob.id


async def test_recounting_contact_history_takes_a_fixed_number_of_statements(team: Team) -> None:
    ana, profile_id = await team.member(), await team.profile(emails=[GRACE])
    made = [await invited(team, ana, profile_id, over=("contacted_before",)) for _ in range(6)]
    candidate_id = made[0].candidate_id or 0
    async with team.store.write() as db:
        for each in (await db.exec(select(Invitation))).all():
            each.state = "sending"
            each.state = "failed" if each.id != made[2].id else "sent"
        await db.flush()
        with statements() as ran:
            await contact_history.recount(db, team.workspace.id, candidate_id)
        candidate = await db.get_one(Candidate, candidate_id, populate_existing=True)
    assert len(ran) <= 4
    assert (candidate.contacted_by, candidate.contacted_at) == (ana.id, NOW)
