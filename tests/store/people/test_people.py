"""People whom a workspace has met in several sources, without having engaged with them."""

from typing import Any

import pytest
from sqlmodel import delete

from store.db import statements
from store.people import candidates, found_profiles, matching, merging, profile_keys, profile_scope, profiles
from store.tables.core import ProfileKey
from tests.databases import NOW, Team, profile_row

LINK = {"links": [{"kind": "linkedin", "url": "https://linkedin.com/in/grace"}]}
ALIKE: dict[str, Any] = {
    "experience": [{"title": "Nurse", "company": "Acme"}],
    "place": {"city": "Boston", "region": "MA", "country": "US"},
}


async def found(team: Team, source: str = "dice", name: str = "Grace Hopper", **body: Any) -> int:
    """The id of a profile that the workspace found at a connected source."""
    row = profile_row(name, "1", source, **body)
    async with team.store.write() as db:
        [id] = (await found_profiles.save(db, team.workspace.id, [row], {})).values()
    return id


async def persons(team: Team, *ids: int) -> list[tuple[int, ...]]:
    """The profiles of each person that these profiles belong to."""
    async with team.store.read() as db:
        there = await profile_scope.by_ids(db, team.workspace.id, ids)
        return [each.ids for each in await matching.people(db, team.workspace.id, [there[id] for id in ids])]


async def test_profiles_of_two_sources_with_one_link_are_one_person(team: Team, other_team: Team) -> None:
    ours, theirs, somebody = await team.profile(**LINK), await found(team, **LINK), await found(team, "cb", "Omar")
    await found(other_team, **LINK)
    assert await persons(team, somebody, ours, theirs) == [(somebody,), (ours, theirs)]
    assert await persons(team, ours) == [(ours, theirs)]
    assert await persons(team, theirs) == [(theirs,)]  # whoever is in the index only is not looked for
    ana = await team.member()
    async with team.store.write() as db:
        await profiles.seen(db, ana, ours, NOW)
    assert await persons(team, theirs) == [(theirs, ours)]


async def test_saving_one_profile_of_a_person_saves_the_others(team: Team) -> None:
    ana = await team.member()
    ours, theirs = await team.profile(**LINK), await found(team, **LINK)
    async with team.store.write() as db:
        made = await matching.engage(db, ana, ours, None, NOW)
        assert [each.id for each in await candidates.profiles_of(db, team.workspace.id, made.id)] == [ours, theirs]
        later = (await matching.person_of(db, team.workspace.id, theirs)).candidate_id
    assert later == made.id


async def test_hiding_one_profile_of_a_person_hides_the_others(team: Team) -> None:
    ana = await team.member()
    ours, theirs = await team.profile(**LINK), await found(team, **LINK)

    async def hidden() -> set[int]:
        async with team.store.read() as db:
            return await profiles.excluded(db, ana, job_id=None, contacted=False, seen=False, rejected=True)

    async with team.store.write() as db:
        await profiles.reject(db, ana, None, ours, NOW)
    assert await hidden() == {ours, theirs}
    async with team.store.write() as db:
        await profiles.unreject(db, ana, None, theirs)
    assert await hidden() == set()


async def test_a_changed_profile_is_recognized_by_what_it_says_now(team: Team) -> None:
    ours, theirs = await team.profile(**LINK), await found(team, **LINK)
    await found(team, links=[{"kind": "linkedin", "url": "https://linkedin.com/in/someone-else"}])
    assert await persons(team, ours, theirs) == [(ours,), (theirs,)]


async def test_people_whom_a_member_called_different_stay_apart(team: Team) -> None:
    ana = await team.member()
    ours, theirs = await team.profile(**ALIKE), await found(team, **ALIKE)
    async with team.store.write() as db:
        one, two = [(await matching.engage(db, ana, id, None, NOW)).id for id in (ours, theirs)]
        await merging.keep_apart(db, ana, one, two, NOW)
    await found(team, **ALIKE, **LINK)
    async with team.store.write() as db:
        await profiles.save_many(db, 0, [profile_row("Grace Hopper", "x", **LINK)])
        await profiles.reject(db, ana, None, ours, NOW)
        assert (await matching.person_of(db, team.workspace.id, ours)).ids == (ours,)


async def test_equal_name_employer_and_place_is_only_perhaps_the_same_person(team: Team, other_team: Team) -> None:
    ours, theirs = await team.profile(**ALIKE), await found(team, **ALIKE)
    await found(other_team, **ALIKE)
    assert await persons(team, ours, theirs) == [(ours,), (theirs,)]
    async with team.store.read() as db:
        profile = await profile_scope.get(db, team.workspace.id, ours)
        assert [each.id for each in await profile_keys.alike(db, team.workspace.id, profile)] == [theirs]


async def test_somebody_unlocked_before_there_were_keys_is_recognized_and_written_once(team: Team) -> None:
    bought = profile_row("Grace Hopper", "1", "dice", emails=["grace@example.com"], **LINK)
    masked = profile_row("Grace Hopper", "1", "dice")
    masked["email"], masked["body"] = "", {"name": "Grace Hopper"}
    ours = await team.profile(emails=["grace@example.com"])
    workspace_id = team.workspace.id
    async with team.store.write() as db:
        [theirs] = (await found_profiles.save(db, workspace_id, [bought], {})).values()
        await db.exec(delete(ProfileKey))
        assert await found_profiles.outdated(db, workspace_id, [masked], {}) == [masked]
        await found_profiles.save(db, workspace_id, [masked], {})
        assert await found_profiles.outdated(db, workspace_id, [masked], {}) == []
    assert await persons(team, ours) == [(ours, theirs)]


@pytest.mark.parametrize("count", [2, 30])
async def test_any_number_of_people_takes_the_same_number_of_statements(team: Team, count: int) -> None:
    rows = [
        profile_row(f"P{n}", f"{n}", source, links=[{"url": f"https://linkedin.com/in/p{n}"}])
        for n in range(count)
        for source in ("dice", "cb")
    ]
    async with team.store.write() as db:
        with statements() as saving:
            await found_profiles.save(db, team.workspace.id, rows, {"dice": NOW})
        known = await found_profiles.known(db, team.workspace.id, rows)
        with statements() as asking:
            people = await matching.people(db, team.workspace.id, known)
    assert len(people) == count
    assert (len(saving), len(asking)) == (6, 3)
