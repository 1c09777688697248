"""Storing profiles from sources, and which changes are queued for the index."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.db import Store, statements
from store.people import engagement, found_profiles, index_changes, profile_scope, profiles
from tests.databases import NOW, Team, profile_row


async def _keep(store: Store, *rows: Any, workspace_id: int = 0) -> profiles.SavedProfiles:
    async with store.write() as db:
        return await profiles.save_many(db, workspace_id, rows)


async def test_new_changed_and_unchanged_are_distinguished(store: Store) -> None:
    first = await _keep(store, profile_row("A", "1"), profile_row("B", "2"))
    assert (len(first.new), first.changed, first.same, first.ids) == (2, [], [], first.new)
    again = await _keep(store, profile_row("B", "2"), profile_row("A", "1", headline="new"), profile_row("C", "3"))
    assert again.ids == [first.ids[1], first.ids[0], again.new[0]]
    assert (again.changed, again.same, again.to_index) == ([first.ids[0]], [first.ids[1]], [again.new[0], first.ids[0]])


async def test_of_two_rows_with_one_id_the_last_wins(store: Store) -> None:
    stored = await _keep(store, profile_row("Old", "1"), profile_row("New", "1"))
    assert stored.ids[0] == stored.ids[1]
    async with store.read() as db:
        assert (await profile_scope.get(db, 1, stored.ids[0])).name == "New"


async def test_the_same_id_in_another_source_or_workspace_is_another_profile(store: Store, team: Team) -> None:
    stored = [
        await _keep(store, profile_row("A", "1")),
        await _keep(store, profile_row("A", "1", source="indeed")),
        await _keep(store, profile_row("A", "1"), workspace_id=team.workspace.id),
    ]
    assert len({each.ids[0] for each in stored}) == 3


async def test_two_imports_of_one_file_at_once_end_as_one(store: Store) -> None:
    for turn in range(6):  # must not deadlock on PostgreSQL
        rows = [profile_row(f"P{number}", f"{turn}-{number}") for number in range(300)]
        one, two = await asyncio.gather(_keep(store, *rows), _keep(store, *reversed(rows)))
        assert sorted(one.ids) == sorted(two.ids)


@pytest.mark.parametrize("text", ["null\x00byte", "half \ud800 sign", "\\u0000 as typed", "emoji 🦄 Ünï", '"\\"'])
async def test_characters_a_database_cannot_store_are_dropped(store: Store, text: str) -> None:
    stored = await _keep(store, profile_row(text, "1", summary=text, deep=[{text: text}]))
    again = await _keep(store, profile_row(text, "1", summary=text, deep=[{text: text}]))
    assert again.same == stored.ids
    plain = text.replace("\x00", "").replace("\ud800", "")
    async with store.read() as db:
        profile = await profile_scope.get(db, 1, stored.ids[0])
    assert (profile.name, profile.body["summary"], profile.body["deep"]) == (plain, plain, [{plain: plain}])


_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(body=st.dictionaries(st.text("abcdef", min_size=1), _values, max_size=4))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_body_round_trips_except_for_null_bytes(store: Store, body: dict[str, Any]) -> None:
    stored = await _keep(store, profile_row("A", **body))
    async with store.read() as db:
        found = (await profile_scope.get(db, 1, stored.ids[0])).body
    assert found == _without_nulls({"name": "A", **body})


def _without_nulls(value: Any) -> Any:
    match value:
        case str():
            return value.replace("\x00", "")
        case dict():
            return {key: _without_nulls(each) for key, each in value.items()}
        case list():
            return [_without_nulls(each) for each in value]
    return value


async def test_dates_come_back_timezone_aware(store: Store) -> None:
    row = profile_row("A", "1")
    row["updated_at"] = datetime.fromisoformat("2026-11-20T08:00:00+05:30")
    stored = await _keep(store, row)
    async with store.read() as db:
        profile = await profile_scope.get(db, 1, stored.ids[0])
    assert profile.updated_at == datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
    assert profile.updated_at.tzinfo is not None


async def test_a_batch_takes_the_same_number_of_statements_at_any_size(store: Store) -> None:
    counts: set[int] = set()
    for size in (2, 500):
        with statements() as ran:
            await _keep(store, *(profile_row("A", f"{size}-{number}") for number in range(size)))
        counts.add(len(ran))
    assert len(counts) == 1
    assert counts.pop() <= 4


async def test_all_profiles_can_be_read_in_batches(store: Store, team: Team) -> None:
    stored = await _keep(store, *(profile_row("A", f"{number}") for number in range(5)))
    own = await _keep(store, profile_row("A", "x"), workspace_id=team.workspace.id)
    found: list[int] = []
    async with store.read() as db:
        while page := await profiles.after(db, found[-1] if found else 0, 2):
            found += [profile.id for profile in page]
    assert found == sorted(stored.ids + own.ids)


# ── what members did with them ────────────────────────────────────────────────


async def test_seen_and_rejected_are_reported_and_excluded(store: Store, team: Team) -> None:
    ana, bob = await team.member("Ana"), await team.member("Bob")
    one, two = await team.profile(), await team.profile()
    async with store.write() as db:
        for _ in range(2):
            await profiles.seen(db, ana, one, NOW)
            await profiles.reject(db, ana, 7, two, NOW)
    async with store.read() as db:
        mine = await engagement.engagements(db, ana, [one, two, one], 7)
        assert [(each.seen, each.rejected) for each in mine.values()] == [(True, False), (False, True)]
        elsewhere = await engagement.engagements(db, bob, [one, two], None)
        assert [(each.seen, each.rejected) for each in elsewhere.values()] == [(False, False), (False, False)]
        for by, job_id, excluded in ((ana, 7, {one, two}), (bob, 7, {two}), (bob, None, set[int]())):
            assert await profiles.excluded(db, by, job_id=job_id, contacted=True, seen=True, rejected=True) == excluded
        assert await profiles.excluded(db, ana, job_id=7, contacted=False, seen=False, rejected=False) == set()
    async with store.write() as db:
        await profiles.unreject(db, bob, 7, two)
        assert await profiles.excluded(db, bob, job_id=7, contacted=False, seen=False, rejected=True) == set()


# ── the index ──────────────────────────────────────────────────────────────────


async def test_only_changes_are_queued_for_the_index(store: Store) -> None:
    stored = await _keep(store, profile_row("A", "1"), profile_row("B", "2"))
    async with store.write() as db:
        pending = await index_changes.pending(db)
        assert sorted(pending) == sorted(stored.ids)
        await index_changes.clear(db, pending)
        await profiles.save_many(db, 0, [profile_row("C", "3")], mark_for_index=False)
        assert await index_changes.pending(db) == {}
    await _keep(store, profile_row("A", "1"), profile_row("B", "2", headline="new"))
    async with store.read() as db:
        assert list(await index_changes.pending(db)) == [stored.ids[1]]


async def test_a_change_during_indexing_stays_queued(store: Store) -> None:
    async with store.write() as db:
        await index_changes.add(db, [1, 2], NOW)
        pending = await index_changes.pending(db)
    async with store.write() as db:
        await index_changes.add(db, [2], NOW + timedelta(microseconds=1))
        await index_changes.clear(db, pending)
        assert list(await index_changes.pending(db)) == [2]
        await index_changes.clear(db, {})


async def test_everything_can_be_queued_and_read_in_pages(store: Store) -> None:
    stored = await _keep(store, *(profile_row("A", f"{number}") for number in range(3)))
    async with store.write() as db:
        await index_changes.clear(db, await index_changes.pending(db))
        assert await index_changes.count(db) == 0
        await index_changes.add_all(db, NOW)
        assert await index_changes.pending(db) == dict.fromkeys(stored.ids, NOW)
        assert await index_changes.count(db) == await profiles.count(db) == 3
        assert {profile.id for profile in await index_changes.profiles(db, [*stored.ids[:2], 10**12])} == set(
            stored.ids[:2]
        )


async def test_people_found_at_a_source_stay_out_of_the_index_and_keep_what_was_paid_for(
    store: Store, team: Team
) -> None:
    workspace_id, until = team.workspace.id, NOW + timedelta(days=30)
    masked = [profile_row(name, name, source="dice") for name in ("a", "b")]
    for row in masked:
        row["body"] = {key: value for key, value in row["body"].items() if key not in ("emails", "phones")}
    async with store.write() as db:
        assert await found_profiles.outdated(db, workspace_id, masked, {"dice": until}) == masked
        first = await found_profiles.save(db, workspace_id, masked, {"dice": until})
    bought = {**masked[0], "body": {**masked[0]["body"], "emails": ["a@example.com"]}}
    async with store.write() as db:
        await found_profiles.save(db, workspace_id, [bought], {"dice": until})
        assert await found_profiles.outdated(db, workspace_id, masked, {"dice": until + timedelta(hours=1)}) == []
        assert await found_profiles.outdated(db, workspace_id, masked, {"dice": until + timedelta(days=2)}) == masked
        with statements() as two:
            assert await found_profiles.save(db, workspace_id, masked, {"dice": until + timedelta(days=2)}) == first
        one = await profile_scope.get(db, workspace_id, first["dice", "a"])
        assert (one.body["emails"], one.keep_until) == (["a@example.com"], until + timedelta(days=2))
        await index_changes.add_all(db, NOW)
        assert await index_changes.pending(db) == {}
        assert (await profiles.after(db, 0, 10), await profiles.count(db)) == ([], 0)
        assert await found_profiles.ids(db, team.workspace.id + 1, [("dice", "a")]) == {}
        more = [profile_row(f"c{n}", f"c{n}", source="dice") for n in range(20)]
        with statements() as many:
            await found_profiles.save(db, workspace_id, more, {"dice": until})
    assert len(many) <= len(two) + 2
