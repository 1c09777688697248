"""Store functions used by imports, on both databases."""

from datetime import timedelta

from bot.importing.rows import candidate_row
from connectors.geo.places import Places
from store import jobs
from store.jobs import JobDetails, SourceJob
from store.people import index_changes, profile_scope, profiles
from tests.databases import NOW, Team


async def test_marking_everyone_changed_reaches_every_workspace_once(team: Team):
    ids = {await team.profile("Ada"), await team.profile("Bo", shared=False)}
    async with team.store.write() as db:
        await index_changes.clear(db, await index_changes.pending(db))
        await index_changes.add(db, [min(ids)], NOW)
        await index_changes.add_all(db, NOW + timedelta(hours=1))
    async with team.store.read() as db:
        assert await index_changes.pending(db) == dict.fromkeys(ids, NOW + timedelta(hours=1))
        assert {profile.name for profile in await index_changes.profiles(db, [*ids, 999])} == {"Ada", "Bo"}


async def test_clearing_leaves_what_changed_in_the_meantime(team: Team):
    ids = [await team.profile(f"Person {number}") for number in range(4)]
    async with team.store.write() as db:
        await index_changes.clear(db, await index_changes.pending(db))
        await index_changes.add(db, ids[:2], NOW)
        await index_changes.add(db, ids[2:], NOW + timedelta(seconds=1))
        pending = await index_changes.pending(db)
        await index_changes.add(db, [ids[1], ids[3]], NOW + timedelta(seconds=2))
        await index_changes.clear(db, pending)
        assert set(await index_changes.pending(db)) == {ids[1], ids[3]}


async def test_a_sources_jobs_are_matched_by_id(team: Team):
    rows = [SourceJob(key, JobDetails(title=key), "open", NOW) for key in ("a", "b")]
    async with team.store.write() as db:
        await jobs.keep_many(db, team.workspace.id, "file", rows)
        await jobs.keep_many(db, team.workspace.id, "typed", rows[:1])
        found = await jobs.of_source(db, team.workspace.id, "file", ["a", "c"])
        assert {key: (job.title, job.source) for key, job in found.items()} == {"a": ("a", "file")}
        assert await jobs.of_source(db, team.workspace.id + 1, "file", ["a"]) == {}


async def test_json_text_is_stored_as_its_values(team: Team):
    body = {"id": "1", "name": "Zoë", "emails": ["Zoe@example.com"], "note": {"x": [1, 2.5, None]}}
    row = candidate_row(body, Places.open()).row
    async with team.store.write() as db:
        assert len((await profiles.save_many(db, 0, [row])).new) == 1
        stored = await profiles.save_many(db, 0, [row])
        assert len(stored.same) == 1
        [profile] = (await profile_scope.by_ids(db, 0, stored.ids)).values()
    assert (profile.body, profile.email) == (body, "zoe@example.com")
