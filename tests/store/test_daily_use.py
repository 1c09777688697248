"""Jobs, searches, notes, drafts, posted cards, leases."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from store import jobs, leases, searches
from store.chat import form_drafts, posted_cards
from store.chat.posted_cards import PostedCard
from store.db import Store
from store.errors import Gone, Refusal
from store.jobs import JobDetails, SourceJob
from store.members import members
from store.people import candidates, matching, notes
from store.people.candidates import Candidate
from store.roles import Role
from store.tables.core import Message
from tests.databases import NOW, Team

HOSTILE = "<!channel> ](http://x) \u202eabc 🦄 \x00 " + "x" * 5_000


# ── jobs ───────────────────────────────────────────────────────────────────────


async def _jobs(team: Team) -> list[int]:
    rows = [
        SourceJob("1", JobDetails("Nurse", "Care", "Boston, MA", recruiter_email=" Ana@Example.com"), "open", NOW),
        SourceJob("2", JobDetails("Café chef", "Kitchen", "Zürich"), "open", NOW + timedelta(hours=1)),
        SourceJob("3", JobDetails("Driver", "Care", "Boston, MA"), "closed", NOW + timedelta(hours=2)),
    ]
    async with team.store.write() as db:
        await jobs.keep_many(db, team.workspace.id, "file", [rows[0], *rows])
        return [
            job.id for job in (await jobs.listed(db, team.workspace.id, jobs.JobQuery(status=""), page_size=9)).items
        ][::-1]


LISTS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["Café chef", "Nurse"]),
    ({"status": ""}, ["Driver", "Café chef", "Nurse"]),
    ({"status": "closed"}, ["Driver"]),
    ({"words": "CAFE zurich"}, ["Café chef"]),
    ({"words": "50%"}, []),
    ({"department": "Care"}, ["Nurse"]),
    ({"place": "Zürich"}, ["Café chef"]),
    ({"recruiter": "ANA@example.com"}, ["Nurse"]),
    ({"page": 1, "page_size": 1}, ["Nurse"]),
    ({"page": -5, "page_size": 1}, ["Café chef"]),
]


async def test_jobs_are_listed(team: Team) -> None:
    await _jobs(team)
    async with team.store.read() as db:
        for query, titles in LISTS:
            where = {name: query[name] for name in ("page", "page_size") if name in query}
            wanted = jobs.JobQuery(**{name: value for name, value in query.items() if name not in where})
            page = await jobs.listed(db, team.workspace.id, wanted, **where)
            assert [job.title for job in page.items] == titles, query
        choices = await jobs.choices(db, team.workspace.id)
    assert choices == jobs.JobChoices(["Care", "Kitchen"], ["Boston, MA", "Zürich"], ["ana@example.com"])


async def test_a_reimported_job_is_updated_under_the_same_id(team: Team) -> None:
    ids = await _jobs(team)
    async with team.store.write() as db:
        later = NOW + timedelta(days=1)
        stored = await jobs.keep(db, team.workspace.id, "file", "1", JobDetails("Head nurse"), "closed", later)
    assert (stored.id, stored.title, stored.status, stored.place) == (ids[0], "Head nurse", "closed", "")
    assert (stored.created_at, stored.updated_at) == (NOW, later)


async def test_the_current_job_is_remembered_and_never_a_closed_one(team: Team) -> None:
    nurse, _, driver = await _jobs(team)
    ana = await team.member()
    async with team.store.write() as db:
        await members.set_current_job(db, ana, nurse)
        with pytest.raises(Gone, match="closed"):
            await members.set_current_job(db, ana, driver)
    async with team.store.read() as db:
        assert (await members.get(db, team.workspace.id, ana.id)).job_id == ana.job_id == nurse
    async with team.store.write() as db:
        await members.set_current_job(db, ana, None)
    assert ana.job_id is None


async def test_manually_added_jobs_are_found_by_their_text(team: Team) -> None:
    ana = await team.member()
    async with team.store.write() as db:
        made = [await jobs.add(db, ana, JobDetails(f"{HOSTILE} {number}"), NOW) for number in range(3)]
        assert {job.id for job in await jobs.suggest(db, team.workspace.id, "<!CHANNEL>", limit=2)} <= {
            job.id for job in made
        }
        assert len(await jobs.suggest(db, team.workspace.id, "<!CHANNEL>", limit=2)) == 2


# ── searches ───────────────────────────────────────────────────────────────────


async def test_a_search_is_private_and_updated_field_by_field(team: Team) -> None:
    ana, bob = await team.member("Ana"), await team.member("Bob")
    async with team.store.write() as db:
        assert await searches.latest(db, ana) is None
        first = await searches.add(db, ana, {"what": "nurse"}, 7, NOW)
        await searches.add(db, ana, {"what": "driver"}, None, NOW)
        with pytest.raises(Gone):
            await searches.mine(db, bob, first.id)
        paged = await searches.change(db, ana, first.id, page=3, now=NOW + timedelta(seconds=1))
        assert (paged.page, paged.terms, paged.job_id) == (3, {"what": "nurse"}, 7)
    async with team.store.write() as db:
        changed = await searches.change(db, ana, first.id, source="internet", now=NOW + timedelta(seconds=2))
        assert (changed.page, changed.source, changed.job_id) == (0, "internet", 7)
        changed = await searches.change(db, ana, first.id, job_id=None, terms={"what": "x"}, page=1, now=NOW)
        assert (changed.page, changed.terms, changed.job_id) == (1, {"what": "x"}, None)


async def test_the_latest_search_is_the_one_used_last(team: Team) -> None:
    ana = await team.member()
    async with team.store.write() as db:
        first = await searches.add(db, ana, {"n": 1}, None, NOW)
        await searches.add(db, ana, {"n": 2}, None, NOW + timedelta(seconds=1))
        await searches.change(db, ana, first.id, page=1, now=NOW + timedelta(seconds=2))
    async with team.store.read() as db:
        latest = await searches.latest(db, ana)
    assert latest is not None
    assert latest.id == first.id


# ── notes ──────────────────────────────────────────────────────────────────────


@pytest.fixture
async def candidate(team: Team) -> Candidate:
    by, profile_id = await team.member("Maker"), await team.profile()
    async with team.store.write() as db:
        return await matching.engage(db, by, profile_id, None, NOW)


async def test_private_notes_are_private_and_team_notes_shared(team: Team, candidate: Candidate) -> None:
    ana, bob = await team.member("Ana"), await team.member("Bob")
    async with team.store.write() as db:
        await notes.add(db, ana, candidate.id, "for me", False, [bob.id], "", NOW)
        await notes.add(db, ana, candidate.id, " for us ", True, [bob.id], "https://chat", NOW + timedelta(seconds=1))
    async with team.store.read() as db:
        for by, texts in ((ana, ["for us", "for me"]), (bob, ["for us"])):
            rows = await notes.of_candidate(db, by, candidate.id)
            assert [row.note.text for row in rows] == texts
        assert (rows[0].author_name, rows[0].mentions, rows[0].note.link) == ("Ana", {bob.id: "Bob"}, "https://chat")
        touched = await candidates.get(db, team.workspace.id, candidate.id)
    assert touched.updated_at == NOW + timedelta(seconds=1)


async def test_a_mention_reaches_those_who_may_read_the_note(team: Team, candidate: Candidate) -> None:
    ana, bob = await team.member("Ana"), await team.member("Bob")
    reviewer, guest = await team.member("Rev", Role.REVIEWER), await team.member("Guest", Role.GUEST)
    async with team.store.write() as db:
        note = await notes.add(
            db, ana, candidate.id, "x", True, [bob.id, bob.id, reviewer.id, guest.id, 10**12], "", NOW
        )
        assert [member.id for member in await notes.mentioned(db, team.workspace.id, note.id)] == [bob.id]
        await notes.edit(db, ana, note.id, "y", False, [bob.id], NOW)
        assert await notes.mentioned(db, team.workspace.id, note.id) == []


async def test_only_the_author_edits_and_deletes(team: Team, candidate: Candidate) -> None:
    ana, bob = await team.member("Ana"), await team.member("Bob")
    async with team.store.write() as db:
        note = await notes.add(db, ana, candidate.id, "first", True, [bob.id], "", NOW)
        with pytest.raises(Gone):
            await notes.edit(db, bob, note.id, "mine now", True, [], NOW)
        with pytest.raises(Gone):
            await notes.delete(db, bob, note.id)
        edited = await notes.edit(db, ana, note.id, "second", True, [], NOW + timedelta(hours=1))
        assert (edited.text, edited.edited_at) == ("second", NOW + timedelta(hours=1))
    async with team.store.write() as db:
        assert (await notes.delete(db, ana, note.id)).candidate_id == candidate.id
    async with team.store.read() as db:
        assert await notes.of_candidate(db, ana, candidate.id) == []


@pytest.mark.parametrize("text", ["", "  \n", "\x00", "x" * (notes.LONGEST + 1)])
async def test_an_empty_or_endless_note_is_refused(team: Team, candidate: Candidate, text: str) -> None:
    ana = await team.member()
    with pytest.raises(Refusal):
        async with team.store.write() as db:
            await notes.add(db, ana, candidate.id, text, True, [], "", NOW)


async def test_hostile_text_is_stored_unchanged(team: Team, candidate: Candidate) -> None:
    ana = await team.member(HOSTILE)
    async with team.store.write() as db:
        await notes.add(db, ana, candidate.id, HOSTILE, True, [], "", NOW)
        row = (await notes.of_candidate(db, ana, candidate.id))[0]
    assert row.note.text == HOSTILE.replace("\x00", "").strip()


# ── drafts, posted cards, leases ───────────────────────────────────────────────


async def test_a_draft_is_stored_until_deleted(team: Team) -> None:
    ana, bob = await team.member("Ana"), await team.member("Bob")
    async with team.store.write() as db:
        await form_drafts.save(db, ana, "note:1", {"text": "half"}, NOW)
        await form_drafts.save(db, ana, "note:1", {"text": f"half a note{HOSTILE}"}, NOW)
        assert (await form_drafts.get(db, ana, "note:1"))["text"].startswith("half a note")
        assert await form_drafts.get(db, bob, "note:1") == {}
        await form_drafts.drop(db, ana, "note:1")
        assert await form_drafts.get(db, ana, "note:1") == {}


async def test_a_posted_card_is_stored_in_its_latest_state(team: Team) -> None:
    ana = await team.member()
    workspace, old, new = team.workspace.id, {"verb": "old", "args": {}}, {"verb": "new", "args": {"id": 1}}
    async with team.store.write() as db:
        await posted_cards.remember(db, PostedCard(workspace, ana.id, "D1", "1.1", old, [1, 2, 2]), NOW, new=True)
        await posted_cards.remember(
            db, PostedCard(workspace, ana.id, "D1", "1.1", new, [2, 3]), NOW + timedelta(hours=1)
        )
        await posted_cards.remember(db, PostedCard(workspace, None, "C1", "2.2", old, [2]), NOW, new=True)
        await posted_cards.remember(db, PostedCard(workspace, ana.id, "D1", "3.3", old, []), NOW, new=True)

        def places(found: list[Message]) -> list[tuple[str, dict[str, object]]]:
            return [(each.message, each.redraw) for each in found]

        assert await posted_cards.showing(db, workspace, 1) == []
        assert await posted_cards.showing(db, workspace, 0) == []
        assert places(await posted_cards.showing(db, workspace, 2)) == [("1.1", new), ("2.2", old)]
        empty = await posted_cards.at(db, workspace, "D1", "3.3")
        assert empty is not None
        assert empty.member_id == ana.id
        await posted_cards.forget(db, workspace, "D1", "1.1")
        await posted_cards.forget(db, workspace, "D1", "never")
        assert places(await posted_cards.showing(db, workspace, 2)) == [("2.2", old)]
        assert await posted_cards.at(db, workspace, "D1", "1.1") is None


async def test_a_lease_has_one_holder_at_a_time(store: Store) -> None:
    async def take(holder: str, minute: int) -> bool:
        async with store.write() as db:
            now = NOW + timedelta(minutes=minute)
            return await leases.take(db, "index", holder, now + timedelta(minutes=5), now)

    taken = await asyncio.gather(*(take(f"p{number}", 0) for number in range(5)))
    assert sum(taken) == 1
    holder = f"p{taken.index(True)}"
    assert await take(holder, 3) is True
    assert await take("late", 7) is False
    assert await take("late", 8) is True
    assert await take(holder, 9) is False
    async with store.write() as db:
        await leases.release(db, "index", holder)
    assert await take(holder, 9) is False
    async with store.write() as db:
        await leases.release(db, "index", "late")
    assert await take(holder, 9) is True
