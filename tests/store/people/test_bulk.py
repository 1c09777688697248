"""Engaging, starring and hiding in bulk: same result as one by one, in a fixed number of statements."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from store.db import Store, Write, statements
from store.people import candidates, matching, merging, profiles
from store.tables.core import Candidate, CandidateKey, CandidateProfile, Member, Rejected, SamePerson, Star
from tests.databases import NOW, Team, new_team

BEFORE = NOW - timedelta(days=1)
BOSTON = {"city": "Boston", "region": "MA", "country": "US"}
NOBODY = 10**12  # an id that no profile has


async def one_by_one(db: Write, by: Member, profile_ids: Iterable[int], job_id: int | None, now: datetime) -> None:
    for profile_id in profile_ids:
        await matching.engage(db, by, profile_id, job_id, now)
    for profile_id in profile_ids:
        one = await candidates.of_profile(db, by.workspace_id, profile_id)
        assert one is not None
        await candidates.star(db, by, one.id, job_id, now)


async def at_once(db: Write, by: Member, profile_ids: Iterable[int], job_id: int | None, now: datetime) -> set[int]:
    engaged = await matching.engage_many(db, by, profile_ids, job_id, now)
    await candidates.star_many(db, by, [one.id for one in engaged.values()], job_id, now)
    return set(engaged)


async def relations(team: Team, *members: Member) -> tuple[Any, ...]:
    """Everything the workspace has stored about people, without the ids that differ between workspaces."""
    names = {member.id: member.name for member in members}
    async with team.store.read() as db:

        async def rows(table: Any) -> list[Any]:
            return list((await db.exec(select(table).where(table.workspace_id == team.workspace.id))).all())

        parts: dict[int, set[int]] = {}
        for part in await rows(CandidateProfile):
            parts.setdefault(part.candidate_id, set()).add(part.profile_id)
        group = {id: frozenset(profile_ids) for id, profile_ids in parts.items()}
        people = {
            (group[one.id], one.profile_id, names.get(one.owner_id), one.job_id, one.created_at, one.updated_at)
            for one in await rows(Candidate)
        }
        keys = {(key.value, group[key.candidate_id]) for key in await rows(CandidateKey)}
        pairs = {
            (frozenset({group[pair.candidate_id], group[pair.other_id]}), pair.answer)
            for pair in await rows(SamePerson)
        }
        stars = {
            (group[star.candidate_id], names[star.member_id], star.job_id, star.created_at) for star in await rows(Star)
        }
    return people, keys, pairs, stars


# ── as one by one ──

_people = st.lists(
    st.tuples(st.sets(st.sampled_from("abcde"), max_size=2), st.sampled_from(["Acme", "Bolt", None])),
    min_size=2,
    max_size=7,
)


@given(people=_people, data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_bulk_gives_the_same_result_as_one_by_one(store: Store, people: Any, data: Any) -> None:
    """From any starting point: candidates that must now be merged, and those a member marked as different people."""
    teams = [await new_team(store), await new_team(store)]
    ids = [
        await teams[0].profile(
            "Grace",
            emails=[f"{letter}@example.com" for letter in sorted(mails)],
            experience=[{"company": company}],
            place=BOSTON,
        )
        for mails, company in people
    ]
    separate = data.draw(st.lists(st.sampled_from(ids), unique=True))
    apart = data.draw(st.booleans())
    wanted = data.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
    outcomes: list[Any] = []
    for team, do in zip(teams, (one_by_one, at_once), strict=True):
        ana, bob = await team.member("Ana"), await team.member("Bob")
        async with store.write() as db:
            for n, profile_id in enumerate(separate):
                one = await matching.engage(db, bob, profile_id, None, BEFORE)
                if n % 2:
                    await candidates.star(db, bob, one.id, 5, BEFORE + timedelta(minutes=n))
        if apart:
            await _keep_apart(team, bob)
        async with store.write() as db:
            await do(db, ana, wanted, 7, NOW)
        outcomes.append(await relations(team, ana, bob))
    for one_way, other_way in zip(*outcomes, strict=True):
        assert one_way == other_way


async def _keep_apart(team: Team, by: Member) -> None:
    async with team.store.write() as db:
        pairs = (await db.exec(select(SamePerson).where(SamePerson.workspace_id == team.workspace.id))).all()
        for pair in pairs:
            await merging.keep_apart(db, by, pair.candidate_id, pair.other_id, BEFORE)


async def test_repeating_changes_nothing_and_the_first_to_save_owns(team: Team) -> None:
    ana, bob = await team.member("Ana"), await team.member("Bob")
    ids = [await team.profile(f"P{n}") for n in range(4)]
    for by, some, at in ((bob, ids[1:3], BEFORE), (ana, ids, NOW), (ana, ids, NOW)):
        async with team.store.write() as db:
            assert await at_once(db, by, some, None, at) == set(some)
    people, _, _, stars = await relations(team, ana, bob)
    owners = {shown: owner for _, shown, owner, *_ in people}
    assert owners == {ids[0]: "Ana", ids[1]: "Bob", ids[2]: "Bob", ids[3]: "Ana"}
    assert len(stars) == 6


async def test_other_workspaces_and_erased_profiles_are_skipped(team: Team, other_team: Team) -> None:
    ana, rita = await team.member("Ana"), await other_team.member("Rita")
    ours, theirs = await team.profile(shared=False), await other_team.profile(shared=False)
    async with team.store.write() as db:
        their_candidate = await matching.engage(db, rita, theirs, None, NOW)
    before = await relations(other_team, rita)
    async with team.store.write() as db:
        assert await at_once(db, ana, [theirs, NOBODY, ours, ours], None, NOW) == {ours}
        assert await candidates.star_many(db, ana, [their_candidate.id, NOBODY], None, NOW) == {}
        assert await profiles.reject_many(db, ana, None, [theirs, ours, NOBODY], NOW) == {ours}
        assert await profiles.reject_many(db, ana, None, [theirs], NOW) == set()
    assert await relations(other_team, rita) == before
    async with team.store.read() as db:
        assert [(row.workspace_id, row.profile_id) for row in await db.exec(select(Rejected))] == [
            (team.workspace.id, ours)
        ]


async def test_hiding_again_keeps_the_first_member(team: Team) -> None:
    ana, bob = await team.member("Ana"), await team.member("Bob")
    ids = [await team.profile(f"P{n}") for n in range(3)]
    for by, some in ((bob, ids[:1]), (ana, ids)):
        async with team.store.write() as db:
            assert await profiles.reject_many(db, by, 7, some, NOW) == set(some)
    async with team.store.read() as db:
        assert {row.profile_id: row.member_id for row in await db.exec(select(Rejected))} == {
            ids[0]: bob.id, ids[1]: ana.id, ids[2]: ana.id,
        }  # fmt: skip


async def test_old_cards_can_star_by_ids_from_before_a_merge(team: Team) -> None:
    ana = await team.member("Ana")
    one, two = [await team.profile(emails=[f"{mail}@example.com"]) for mail in "ab"]
    async with team.store.write() as db:
        engaged = await matching.engage_many(db, ana, [one, two], None, NOW)
    bridge = await team.profile(emails=["a@example.com", "b@example.com"])
    async with team.store.write() as db:
        await matching.engage(db, ana, bridge, None, NOW)
        starred = await candidates.star_many(db, ana, [engaged[one].id, engaged[two].id], None, NOW)
    assert {old: now.id for old, now in starred.items()} == dict.fromkeys(
        (engaged[one].id, engaged[two].id), engaged[one].id
    )


async def test_the_id_of_a_merged_candidate_is_not_reused(team: Team) -> None:
    ana = await team.member("Ana")
    one, two = [await team.profile(emails=[f"{mail}@example.com"]) for mail in "ab"]
    async with team.store.write() as db:
        engaged = await matching.engage_many(db, ana, [one, two], None, NOW)
    bridge, third = await team.profile(emails=["a@example.com", "b@example.com"]), await team.profile()
    async with team.store.write() as db:
        await matching.engage(db, ana, bridge, None, NOW)
        new = await matching.engage(db, ana, third, None, NOW)
        was = await candidates.get(db, team.workspace.id, engaged[two].id)
    assert new.id not in {candidate.id for candidate in engaged.values()}
    assert was.id == engaged[one].id


# ── at the same time ──


@pytest.mark.parametrize("engaged", [False, True])
async def test_two_members_star_overlapping_sets(team: Team, engaged: bool) -> None:
    ana, bob = await team.member("Ana"), await team.member("Bob")
    ids = [await team.profile(f"P{n}", emails=[f"{n // 2}@example.com"]) for n in range(20)]
    if engaged:
        zoe = await team.member("Zoe")
        async with team.store.write() as db:
            await matching.engage_many(db, zoe, ids, None, NOW)

    seen: list[Candidate] = []

    async def star(by: Member, some: list[int]) -> None:
        async with team.store.write() as db:
            if engaged:  # only starring: it does not wait for a transaction that creates candidates
                there = await matching.of_profiles(db, team.workspace.id, some)
            else:
                there = await matching.engage_many(db, by, some, None, NOW)
            seen.extend((await candidates.star_many(db, by, [there[id].id for id in some], None, NOW)).values())

    await asyncio.gather(*(star(by, some) for by, some in ((ana, ids[:14]), (bob, ids[6:][::-1])) * 3))
    people, _, _, stars = await relations(team, ana, bob)
    assert {group for group, *_ in people} == {frozenset(ids[n : n + 2]) for n in range(0, 20, 2)}
    assert {(group, name) for group, name, *_ in stars} == {
        (frozenset(ids[n : n + 2]), name)
        for name, those in (("Ana", range(0, 14, 2)), ("Bob", range(6, 20, 2)))
        for n in those
    }
    owners = {(one.id, one.owner_id) for one in seen}
    assert len(owners) == 10  # the same owner for everyone they starred


# ── statements ──


async def test_the_number_of_statements_does_not_grow_with_the_merges(team: Team) -> None:
    """Ten pairs of candidates are merged by ten profiles that match both; then twenty pairs."""
    ana = await team.member("Ana")
    counts: list[int] = []
    for pairs in (2, 20):
        mails = [(f"{pairs}a{n}@example.com", f"{pairs}b{n}@example.com") for n in range(pairs)]
        apart = [await team.profile(emails=[mail]) for both in mails for mail in both]
        bridges = [await team.profile(emails=list(both)) for both in mails]
        async with team.store.write() as db:
            await at_once(db, ana, apart, None, BEFORE)
        with statements() as ran:
            async with team.store.write() as db:
                await at_once(db, ana, bridges, 7, NOW)
        counts.append(len(ran))
    assert counts[0] == counts[1]
