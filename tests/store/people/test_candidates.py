"""Engaging, merging, starring, and the candidates page."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel, select

from store.chat import notifications
from store.db import Store
from store.errors import Gone
from store.outreach import contact_checks
from store.people import candidates, engagement, matching, merging, notes, reminders
from store.tables.ats import AtsPush
from store.tables.core import Candidate, Member, SamePerson, Star
from tests.databases import NOW, Team, new_team

ACME = [{"title": "Nurse", "company": "Acme"}]
BOSTON = {"city": "Boston", "region": "MA", "country": "US"}


async def _engage(team: Team, by: Member, profile_id: int, job_id: int | None = None) -> Candidate:
    async with team.store.write() as db:
        return await matching.engage(db, by, profile_id, job_id, NOW)


async def _groups(team: Team) -> set[frozenset[int]]:
    """Which profiles are one candidate."""
    async with team.store.read() as db:
        found = (await db.exec(select(Candidate).where(Candidate.workspace_id == team.workspace.id))).all()
        return {
            frozenset(profile.id for profile in await candidates.profiles_of(db, team.workspace.id, candidate.id))
            for candidate in found
        }


async def test_engaging_stores_what_lists_show(team: Team) -> None:
    ana = await team.member()
    profile_id = await team.profile("Grace Hopper", experience=ACME, place=BOSTON)
    made = await _engage(team, ana, profile_id)
    assert (made.name, made.headline, made.place) == ("Grace Hopper", "Nurse at Acme", "Boston, MA")
    assert (await _engage(team, ana, profile_id)).id == made.id
    async with team.store.read() as db:
        found = await candidates.of_profile(db, team.workspace.id, profile_id)
        assert found is not None
        assert found.id == made.id


async def test_a_profile_that_shares_an_email_has_the_candidate(team: Team) -> None:
    made = await _engage(team, await team.member(), await team.profile("Grace Hopper", emails=["g@example.com"]))
    same = await team.profile("Grace B. Hopper", emails=["G@Example.com"])
    stranger = await team.profile("Ada Byron", emails=["ada@example.com"])
    async with team.store.read() as db:
        found = [await candidates.of_profile(db, team.workspace.id, id) for id in (same, stranger, 10**6)]
    assert [each and each.id for each in found] == [made.id, None, None]


async def test_concurrent_engagement_creates_one_candidate(team: Team) -> None:
    people = [await team.member(f"M{number}") for number in range(8)]
    profile_id = await team.profile(emails=["g@example.com"])
    same_mail = await team.profile(emails=["G@Example.com"])
    ids = [profile_id, same_mail] * 4
    made = await asyncio.gather(*(_engage(team, by, id) for by, id in zip(people, ids, strict=True)))
    assert len({candidate.id for candidate in made}) == 1
    assert await _groups(team) == {frozenset({profile_id, same_mail})}


async def test_of_concurrent_stars_the_first_owns(team: Team) -> None:
    people = [await team.member(f"M{number}") for number in range(6)]
    profile_id = await team.profile()

    async def star(by: Member) -> Candidate:
        async with team.store.write() as db:
            candidate = await matching.engage(db, by, profile_id, None, NOW)
            return await candidates.star(db, by, candidate.id, None, NOW)

    starred = await asyncio.gather(*(star(by) for by in people), *(star(by) for by in people))
    assert len({candidate.owner_id for candidate in starred}) == 1
    async with team.store.read() as db:
        engagement_of = (await engagement.engagements(db, people[0], [profile_id], None))[profile_id]
    assert engagement_of.starred
    assert sorted(engagement_of.starred_by) == sorted(by.name for by in people)


async def test_unstarring_passes_ownership_to_the_next_who_saved(team: Team) -> None:
    ana, bob = await team.member("Ana"), await team.member("Bob")
    candidate = await _engage(team, ana, await team.profile())
    async with team.store.write() as db:
        await candidates.star(db, ana, candidate.id, None, NOW)
        await candidates.star(db, bob, candidate.id, None, NOW + timedelta(seconds=1))
    for by, owner in ((ana, bob.id), (bob, None)):
        async with team.store.write() as db:
            assert (await candidates.unstar(db, by, candidate.id)).owner_id == owner


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"emails": ["a@example.com"]}, {"emails": ["b@example.com", " A@EXAMPLE.com"]}, True),
        ({"emails": ["nothing"]}, {"emails": ["nothing"]}, False),
        (
            {"links": [{"kind": "linkedin", "url": "https://www.linkedin.com/in/grace/"}]},
            {"links": [{"url": "http://de.linkedin.com/in/Grace?trk=x"}]},
            True,
        ),
        (
            {"links": [{"kind": "website", "url": "https://acme.example/"}]},
            {"links": [{"kind": "website", "url": "https://acme.example/"}]},
            False,
        ),
        (
            {"links": [{"kind": "website", "url": "https://www.mercygeneral.org/team"}]},
            {"links": [{"kind": "portfolio", "url": "https://www.mercygeneral.org/team"}]},
            False,
        ),
        (
            {"links": [{"kind": "linkedin", "url": "https://linkedin.com/company/acme"}]},
            {"links": [{"kind": "linkedin", "url": "https://linkedin.com/company/acme"}]},
            False,
        ),
        (
            {"links": [{"kind": "x", "url": "http://[broken"}]},
            {"links": [{"kind": "x", "url": "http://[broken"}]},
            False,
        ),
        ({"emails": "a@example.com", "links": [3]}, {"emails": [None], "links": {"url": 1}}, False),
    ],
)
async def test_what_makes_two_profiles_one_person(team: Team, one: Any, other: Any, same: bool) -> None:
    ana = await team.member()
    first = await _engage(team, ana, await team.profile("A", **one))
    second = await _engage(team, ana, await team.profile("B", **other))
    assert (first.id == second.id) is same


async def test_only_the_first_addresses_and_links_of_a_profile_are_match_keys(team: Team) -> None:
    ana, addresses = await team.member(), [f"p{n}@example.com" for n in range(40_000)]
    links = [{"kind": "linkedin", "url": f"https://linkedin.com/in/p{n}"} for n in range(20_000)]
    many = await _engage(team, ana, await team.profile("A", emails=addresses, links=links))
    assert (await _engage(team, ana, await team.profile("B", emails=addresses[:1]))).id == many.id
    assert (await _engage(team, ana, await team.profile("C", links=links[:1]))).id == many.id
    async with team.store.read() as db:
        assert await contact_checks.address(db, team.workspace.id, many.profile_id) == addresses[0]


async def test_a_profile_matching_two_candidates_merges_everything(team: Team) -> None:
    ana, bob = await team.member("Ana"), await team.member("Bob")
    one = await _engage(team, ana, await team.profile(emails=["a@example.com"]))
    two = await _engage(team, bob, await team.profile(emails=["b@example.com"]))
    async with team.store.write() as db:
        for by, candidate in ((ana, one), (ana, two), (bob, two)):
            await candidates.star(db, by, candidate.id, None, NOW)
            await notes.add(db, by, candidate.id, f"by {by.name} on {candidate.id}", True, [], "", NOW)
    bridge = await _engage(team, ana, await team.profile(emails=["a@example.com", "b@example.com"]))
    assert bridge.id == one.id
    async with team.store.read() as db:
        assert len(await notes.of_candidate(db, ana, one.id)) == 3
        assert len((await db.exec(select(Star))).all()) == 2
        assert len(await candidates.profiles_of(db, team.workspace.id, one.id)) == 3
        assert (await candidates.get(db, team.workspace.id, two.id)).id == one.id  # old cards still work


async def test_reminders_follow_a_merge_and_of_two_the_earlier_stays(team: Team) -> None:
    ana, bob, cyd = await team.member("Ana"), await team.member("Bob"), await team.member("Cyd")
    one = await _engage(team, ana, await team.profile(emails=["a@example.com"]))
    two = await _engage(team, ana, await team.profile(emails=["b@example.com"]))
    three = await _engage(team, ana, await team.profile(emails=["c@example.com"]))
    stranger = await _engage(team, ana, await team.profile(emails=["d@example.com"]))
    days = {
        ana.id: ((one, 9), (two, 3), (three, 5)),
        bob.id: ((one, 2), (two, 8), (stranger, 1)),
        cyd.id: ((one, -1), (three, 6)),
    }
    async with team.store.write() as db:
        for by in (ana, bob, cyd):
            for candidate, day in days[by.id]:
                await reminders.remind(db, by, candidate.profile_id, NOW + timedelta(days=day), NOW)
        [sent] = await notifications.claim(db, NOW)
        await notifications.mark_sent(db, sent.id, NOW)
    bridge = await _engage(team, ana, await team.profile(emails=["a@example.com", "b@example.com", "c@example.com"]))
    async with team.store.read() as db:
        due = [await reminders.due(db, by, bridge.id) for by in (ana, bob, cyd)]
        assert due == [NOW + timedelta(days=day) for day in (3, 2, 6)]
        assert await reminders.due(db, bob, stranger.id) == NOW + timedelta(days=1)
    async with team.store.write() as db:
        await reminders.cancel(db, ana, two.profile_id)
        assert await reminders.due(db, ana, bridge.id) is None
        assert len(await notifications.claim(db, NOW + timedelta(days=30))) == 3  # no other is left


def test_merging_handles_every_table_of_a_candidate() -> None:
    about = {
        table.name
        for table in SQLModel.metadata.tables.values()
        if any(key.target_fullname == "candidates.id" for key in table.foreign_keys)
    }
    handled = {str(table.__tablename__) for table in (*merging.FOLLOW, Star, SamePerson, AtsPush)}
    assert about == handled


# ── the order makes no difference ──────────────────────────────────────────────

_people = st.lists(
    st.tuples(st.sets(st.sampled_from("abcde"), max_size=2), st.sampled_from(["Acme", "Bolt", None])),
    min_size=1,
    max_size=6,
)


def _connected(mails: list[set[str]], ids: list[int]) -> set[frozenset[int]]:
    groups: list[tuple[set[str], set[int]]] = []
    for keys, id in zip(mails, ids, strict=True):
        touching = [group for group in groups if group[0] & keys]
        groups = [group for group in groups if not group[0] & keys]
        groups.append((keys.union(*(group[0] for group in touching)), {id}.union(*(group[1] for group in touching))))
    return {frozenset(members) for _, members in groups}


@given(people=_people, data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_order_of_engagement_does_not_matter(store: Store, people: Any, data: Any) -> None:
    outcomes: list[Any] = []
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
    for team in teams:
        by = await team.member()
        for profile_id in data.draw(st.permutations(ids)):
            await _engage(team, by, profile_id)
        groups = await _groups(team)
        async with store.read() as db:
            of = {id: await candidates.of_profile(db, team.workspace.id, id) for id in ids}
            pairs = await db.exec(select(SamePerson).where(SamePerson.workspace_id == team.workspace.id))
            group = {of[id].id: next(each for each in groups if id in each) for id in ids}  # type: ignore[union-attr]
            suggested = {frozenset({group[pair.candidate_id], group[pair.other_id]}) for pair in pairs}
        outcomes.append((groups, suggested))
    assert outcomes[0] == outcomes[1]
    assert outcomes[0][0] == _connected([mails for mails, _ in people], ids)


# ── same person? ───────────────────────────────────────────────────────────────


async def _two_alike(team: Team, by: Member) -> tuple[Candidate, Candidate]:
    body: Any = {"experience": ACME, "place": BOSTON}
    one = await _engage(team, by, await team.profile("Grace Hopper", emails=["one@example.com"], **body))
    two = await _engage(team, by, await team.profile("GRACE  HÖPPER", emails=["two@example.com"], **body))
    return one, two


async def test_similar_people_are_suggested_not_merged(team: Team) -> None:
    ana = await team.member()
    one, two = await _two_alike(team, ana)
    elsewhere = await _engage(team, ana, await team.profile("Grace Hopper", place=BOSTON))
    assert len({one.id, two.id, elsewhere.id}) == 3
    async with team.store.read() as db:
        for shown, other in ((one, two), (two, one)):
            open_pairs = await merging.same_person_open(db, team.workspace.id, shown.id)
            assert [candidate.id for _, candidate in open_pairs] == [other.id]
        assert await merging.same_person_open(db, team.workspace.id, elsewhere.id) == []


async def test_same_person_merges_once(team: Team) -> None:
    ana = await team.member()
    one, two = await _two_alike(team, ana)
    async with team.store.write() as db:
        assert (await merging.merge(db, ana, two.id, one.id, NOW)).id == one.id
    with pytest.raises(Gone):
        async with team.store.write() as db:
            await merging.merge(db, ana, two.id, one.id, NOW)
    assert len(await _groups(team)) == 1


async def test_a_members_no_overrides_equal_keys(team: Team) -> None:
    ana = await team.member()
    one, two = await _two_alike(team, ana)
    async with team.store.write() as db:
        await merging.keep_apart(db, ana, one.id, two.id, NOW)
        assert await merging.same_person_open(db, team.workspace.id, one.id) == []
    third = await _engage(team, ana, await team.profile("Ada", emails=["two@example.com", "one@example.com"]))
    assert third.id == one.id
    async with team.store.read() as db:
        assert (await candidates.get(db, team.workspace.id, two.id)).id == two.id
