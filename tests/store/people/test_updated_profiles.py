"""Updates from a source for people whom workspaces have engaged with."""

import asyncio
from typing import Any

from store.db import statements
from store.outreach import contact_checks, suppressions
from store.people import candidates, matching, merging, profiles
from store.tables.core import Member
from tests.databases import NOW, Team, profile_row
from tests.store.outreach.contacting import GRACE, KEY, invited

NEW = "grace@new.example"


async def _imported(team: Team, source_id: str, name: str = "Grace Hopper", **body: Any) -> int:
    """The id of a shared profile, updated from its source."""
    async with team.store.write() as db:
        return (await profiles.save_many(db, 0, [profile_row(name, source_id, **body)])).ids[0]


async def _engaged(team: Team, by: Member, profile_id: int) -> int:
    async with team.store.write() as db:
        return (await matching.engage(db, by, profile_id, None, NOW)).id


async def _checks(team: Team, by: Member, profile_id: int) -> set[str]:
    async with team.store.read() as db:
        return {each.name for each in await contact_checks.issues(db, by, profile_id, None, KEY, NOW)}


async def test_a_contacted_person_is_recognised_by_an_address_added_later(team: Team) -> None:
    ana, bob = await team.member("Ana"), await team.member("Bob")
    await invited(team, ana, await _imported(team, "g", emails=[GRACE]))
    other = await team.profile("Grace M. Hopper", emails=[NEW])
    assert await _checks(team, bob, other) == set()
    await _imported(team, "g", emails=[GRACE, NEW])
    assert await _checks(team, bob, other) == {"owned", "contacted_before"}


async def test_an_opted_out_person_is_recognised_by_an_address_added_later(team: Team) -> None:
    ana = await team.member("Ana")
    await _engaged(team, ana, await _imported(team, "g", emails=[GRACE]))
    async with team.store.write() as db:
        await suppressions.suppress(db, team.workspace.id, GRACE, "opted_out", KEY, NOW)
    await _imported(team, "g", emails=[NEW])
    assert await _checks(team, ana, await team.profile("Grace M. Hopper", emails=[NEW])) == {"opted_out"}


async def test_candidates_who_come_to_share_an_address_are_merged_in_each_workspace(
    team: Team, other_team: Team
) -> None:
    first, second = await _imported(team, "a", emails=[GRACE]), await _imported(team, "b", emails=[NEW])
    for each in (team, other_team):
        ana = await each.member("Ana")
        ids = [await _engaged(each, ana, id) for id in (first, second)]
        assert ids[0] != ids[1]
    await _imported(team, "b", "Grace M. Hopper", emails=[NEW, GRACE])
    for each in (team, other_team):
        async with each.store.read() as db:
            one, two = [await candidates.of_profile(db, each.workspace.id, id) for id in (first, second)]
        assert one is not None
        assert one == two


async def test_a_members_no_overrides_an_address_added_later(team: Team) -> None:
    ana = await team.member("Ana")
    alike: Any = {"experience": [{"company": "Acme"}], "place": {"city": "Boston"}}
    first, second = [await _imported(team, id, emails=[f"{id}@example.com"], **alike) for id in "ab"]
    ids = [await _engaged(team, ana, id) for id in (first, second)]
    async with team.store.write() as db:
        await merging.keep_apart(db, ana, ids[0], ids[1], NOW)
    await _imported(team, "b", emails=["b@example.com", "a@example.com"], **alike)
    assert [await _engaged(team, ana, id) for id in (first, second)] == ids


async def test_a_batch_takes_the_same_number_of_statements_for_any_number_of_changes(team: Team) -> None:
    ana, counts = await team.member("Ana"), set[int]()
    for size in (2, 100):
        names = [f"{size}-{number}" for number in range(size)]
        async with team.store.write() as db:
            stored = await profiles.save_many(db, 0, [profile_row("A", name) for name in names])
            await matching.engage_many(db, ana, stored.ids, None, NOW)
        async with team.store.write() as db:
            with statements() as ran:
                changed = [profile_row("A", name, emails=[f"{name}@example.com"]) for name in names]
                await profiles.save_many(db, 0, changed)
        counts.add(len(ran))
    assert len(counts) == 1


async def test_an_import_and_an_engagement_of_the_same_people_wait_for_each_other(team: Team) -> None:
    """In the same lock order, since the database aborts one of two deadlocked transactions."""
    ana = await team.member("Ana")
    ids = [await _imported(team, f"p{n}", emails=[f"p{n}@example.com"]) for n in range(6)]
    for id in ids:
        await _engaged(team, ana, id)

    async def engage(round: int) -> None:
        bridge = await team.profile(emails=[f"p{round}@example.com", f"p{round + 1}@example.com"])
        await _engaged(team, ana, bridge)

    async def renew(round: int) -> None:
        async with team.store.write() as db:
            rows = [profile_row(f"Grace {round}", f"p{n}", emails=[f"p{n}@example.com"]) for n in range(6)]
            await profiles.save_many(db, 0, rows)

    await asyncio.gather(*(each(round) for round in range(5) for each in (engage, renew)))
    async with team.store.read() as db:
        found = [await candidates.of_profile(db, team.workspace.id, id) for id in ids]
    assert len({each.id for each in found if each is not None}) == 1
