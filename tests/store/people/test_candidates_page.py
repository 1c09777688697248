"""The candidates page: tabs, filters, counts, and the number of statements."""

from datetime import timedelta
from typing import Any

from store.db import statements
from store.people import candidates, candidates_page, engagement, matching, notes, profile_scope
from store.people.candidates_page import CandidateQuery
from store.tables.core import Candidate, Member
from tests.databases import NOW, Team


async def _engage(team: Team, by: Member, profile_id: int) -> Candidate:
    async with team.store.write() as db:
        return await matching.engage(db, by, profile_id, None, NOW)


async def _filled(team: Team, ana: Member, bob: Member) -> list[Candidate]:
    """Ada starred by both with notes, Bea by Bob for job 7, Cleo unlocked and interested, Dora nothing."""
    people = [await _engage(team, ana, await team.profile(name)) for name in ("Ada Ü", "Bea", "Cleo", "Dora 100%")]
    async with team.store.write() as db:
        await candidates.star(db, ana, people[0].id, None, NOW + timedelta(minutes=1))
        await candidates.star(db, bob, people[0].id, None, NOW + timedelta(minutes=2))
        await candidates.star(db, bob, people[1].id, 7, NOW + timedelta(minutes=3))
        await notes.add(db, bob, people[0].id, "mine", False, [], "", NOW + timedelta(minutes=4))
        await notes.add(db, bob, people[0].id, "ours", True, [], "", NOW + timedelta(minutes=4))
        cleo = await candidates.get(db, team.workspace.id, people[2].id)
        cleo.unlocked_at, cleo.interest, cleo.owner_id = NOW, "interested", ana.id
    return people


# query → names listed, and the counts of all, saved and unlocked
PAGES: list[tuple[dict[str, Any], list[str], tuple[int, int, int]]] = [
    ({}, ["Ada Ü", "Bea", "Dora 100%", "Cleo"], (4, 2, 1)),
    ({"tab": "saved"}, ["Ada Ü", "Bea"], (4, 2, 1)),
    ({"tab": "unlocked"}, ["Cleo"], (4, 2, 1)),
    ({"mine": True}, ["Ada Ü", "Cleo"], (2, 1, 1)),
    ({"mine": True, "tab": "saved"}, ["Ada Ü"], (2, 1, 1)),
    ({"words": "ada u"}, ["Ada Ü"], (1, 1, 0)),
    ({"words": "%"}, ["Dora 100%"], (1, 0, 0)),
    ({"words": "nobody"}, [], (0, 0, 0)),
    ({"job_id": 7}, ["Bea"], (1, 1, 0)),
    ({"interest": "interested"}, ["Cleo"], (1, 0, 1)),
    ({"page": 1, "page_size": 3}, ["Cleo"], (4, 2, 1)),
    ({"page": 99, "page_size": 3}, ["Cleo"], (4, 2, 1)),
]


async def test_the_candidates_page(team: Team) -> None:
    ana, bob = await team.member("Ana"), await team.member("Bob")
    await _filled(team, ana, bob)
    async with team.store.read() as db:
        for query, names, counts in PAGES:
            where = {name: query[name] for name in ("page", "page_size") if name in query}
            wanted = CandidateQuery(**{name: value for name, value in query.items() if name not in where})
            page = await candidates_page.listed(db, ana, wanted, **where)
            shown = (page.counts["all"], page.counts["saved"], page.counts["unlocked"])
            assert ([row.candidate.name for row in page.items], shown) == (names, counts), query
            exported = await candidates_page.every(db, ana, wanted)
            assert len(exported) == page.total, query


async def test_a_row_shows_who_saved_them_and_the_number_of_readable_notes(team: Team) -> None:
    ana, bob = await team.member("Ana"), await team.member("Bob")
    await _filled(team, ana, bob)
    async with team.store.read() as db:
        rows = [(await candidates_page.listed(db, by)).items[0] for by in (ana, bob)]
    assert [(row.starred_by, row.notes) for row in rows] == [(("Ana", "Bob"), 1), (("Ana", "Bob"), 2)]


async def test_the_number_of_statements_does_not_grow_with_the_page(team: Team) -> None:
    ana = await team.member()
    ids = [await team.profile(f"P{number}") for number in range(25)]
    for profile_id in ids:
        candidate = await _engage(team, ana, profile_id)
        async with team.store.write() as db:
            await candidates.star(db, ana, candidate.id, None, NOW)
    counts: list[tuple[int, int, int]] = []
    for size in (1, 25):
        async with team.store.read() as db:
            with statements() as listing:
                await candidates_page.listed(db, ana, page_size=size)
            with statements() as count:
                await engagement.engagements(db, ana, ids[:size], None)
            with statements() as reading:
                await profile_scope.by_ids(db, team.workspace.id, ids[:size])
        counts.append((len(listing), len(count), len(reading)))
    assert counts == [(4, 1, 1), (4, 1, 1)]
