"""Another workspace's rows can be neither read nor changed, whatever ids are sent."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlmodel import select

from store import job_boards, job_changes, jobs, searches
from store.ats import pushes, records
from store.chat import form_drafts, posted_cards
from store.chat.posted_cards import PostedCard
from store.credits import quotas
from store.db import Store, Write
from store.keys import HashKey, KeyRing
from store.mailbox import sign_ins
from store.mailbox.sign_ins import Granted
from store.members import digests, members, saved_searches
from store.members.digests import NewPeople
from store.members.saved_searches import Schedule
from store.people import candidates, candidates_page, engagement, matching, merging, notes, profile_scope, profiles
from store.roles import Role
from store.sources import connections, tokens
from store.tables.core import Member
from store.tables.saved_searches import SearchDigest
from tests.databases import NOW, Team, new_team, profile_row
from tests.store.isolation import all_rows, outcome


@dataclass
class Theirs:
    """Ids of another workspace's rows."""

    member: Member
    job: int
    search: int
    profile: int
    candidate: int
    other_candidate: int
    note: int
    board: int
    connection: int
    sign_in: int
    saved: int
    digest: int
    push: pushes.Claim


KEYS = KeyRing(["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="])
HASHES = HashKey("a key of hashes that is long enough to be one")
Call = Callable[[Write, Member, Theirs], Awaitable[Any]]

GONE: dict[str, Call] = {
    "members.get": lambda db, by, it: members.get(db, by.workspace_id, it.member.id),
    "members.set_role": lambda db, by, it: members.set_role(db, by, it.member.id, Role.GUEST),
    "members.answer_access": lambda db, by, it: members.answer_access(db, by, it.member.id, Role.ADMIN),
    "members.set_current_job": lambda db, by, it: members.set_current_job(db, by, it.job),
    "jobs.get": lambda db, by, it: jobs.get(db, by.workspace_id, it.job),
    "job_boards.get": lambda db, by, it: job_boards.get(db, by.workspace_id, it.board),
    "job_boards.remove": lambda db, by, it: job_boards.remove(db, by, it.board, NOW),
    "pushes.claim": lambda db, by, it: pushes.claim(db, by, it.candidate, "greenhouse", it.job, NOW, asked=0),
    "sources.get": lambda db, by, it: connections.get(db, by, it.connection),
    "sources.disconnect": lambda db, by, it: connections.disconnect(db, by, it.connection, NOW),
    "sign_ins.get": lambda db, by, it: sign_ins.get(db, by, it.sign_in),
    "job_changes.edit": lambda db, by, it: job_changes.edit(db, by, it.job, jobs.JobDetails("Ours"), NOW),
    "job_changes.close": lambda db, by, it: job_changes.close(db, by, it.job, NOW),
    "job_changes.reopen": lambda db, by, it: job_changes.reopen(db, by, it.job, NOW),
    "job_changes.remove": lambda db, by, it: job_changes.remove(db, by, it.job),
    "searches.mine": lambda db, by, it: searches.mine(db, by, it.search),
    "searches.change": lambda db, by, it: searches.change(db, by, it.search, page=3, now=NOW),
    "saved_searches.get": lambda db, by, it: saved_searches.get(db, by, it.saved),
    "saved_searches.edit": lambda db, by, it: saved_searches.edit(db, by, it.saved, "x", Schedule(), NOW),
    "saved_searches.mute": lambda db, by, it: saved_searches.mute(db, by, it.saved, True, NOW),
    "saved_searches.remove": lambda db, by, it: saved_searches.remove(db, by, it.saved),
    "digests.page": lambda db, by, it: digests.page(db, by, it.digest, 0, 5),
    "digests.job_id": lambda db, by, it: digests.job_id(db, by, it.digest),
    "profiles.get": lambda db, by, it: profile_scope.get(db, by.workspace_id, it.profile),
    "profiles.seen": lambda db, by, it: profiles.seen(db, by, it.profile, NOW),
    "profiles.reject": lambda db, by, it: profiles.reject(db, by, None, it.profile, NOW),
    "candidates.engage": lambda db, by, it: matching.engage(db, by, it.profile, None, NOW),
    "candidates.get": lambda db, by, it: candidates.get(db, by.workspace_id, it.candidate),
    "candidates.star": lambda db, by, it: candidates.star(db, by, it.candidate, None, NOW),
    "candidates.unstar": lambda db, by, it: candidates.unstar(db, by, it.candidate),
    "candidates.merge": lambda db, by, it: merging.merge(db, by, it.candidate, it.other_candidate, NOW),
    "candidates.keep_apart": lambda db, by, it: merging.keep_apart(db, by, it.candidate, it.other_candidate, NOW),
    "candidates.person_of": lambda db, by, it: matching.person_of(db, by.workspace_id, it.profile),
    "notes.add": lambda db, by, it: notes.add(db, by, it.candidate, "x", True, [], "", NOW),
    "notes.mine": lambda db, by, it: notes.mine(db, by, it.note),
    "notes.edit": lambda db, by, it: notes.edit(db, by, it.note, "x", True, [], NOW),
    "notes.delete": lambda db, by, it: notes.delete(db, by, it.note),
}

NOTHING: dict[str, Call] = {
    "members.find": lambda db, by, it: members.find(db, by.workspace_id, it.member.external_id),
    "members.named": lambda db, by, it: members.named(db, by.workspace_id, [it.member.id]),
    "members.suggest": lambda db, by, it: members.suggest(db, by.workspace_id, "their"),
    "members.mentionable": lambda db, by, it: members.mentionable(db, by.workspace_id, "their"),
    "members.waiting": lambda db, by, it: members.waiting(db, by.workspace_id),
    "jobs.listed": lambda db, by, it: _items(jobs.listed(db, by.workspace_id)),
    "jobs.open_ids": lambda db, by, it: jobs.open_ids(db, by.workspace_id, "typed"),
    "jobs.close": lambda db, by, it: jobs.close(db, by.workspace_id, [it.job], NOW),
    "job_boards.listed": lambda db, by, it: job_boards.listed(db, by.workspace_id),
    "job_boards.with_key": lambda db, by, it: job_boards.with_key(db, by.workspace_id),
    "pushes.of_candidate": lambda db, by, it: pushes.of_candidate(db, by.workspace_id, it.candidate),
    "pushes.finish": lambda db, by, it: pushes.finish(db, by, it.push, "pushed", NOW, url="https://ours.example"),
    "records.fresh": lambda db, by, it: records.fresh(db, by.workspace_id, ["g@example.com"], HASHES, NOW),
    "records.forbidden": lambda db, by, it: records.forbidden(db, [by.workspace_id], [HASHES.email("g@example.com")]),
    "records.forget": lambda db, by, it: records.forget(db, by.workspace_id, "greenhouse"),
    "candidates.all_profiles": lambda db, by, it: candidates.all_profiles(db, by.workspace_id, [it.profile]),
    "quotas.of_sources": lambda db, by, it: quotas.of_sources(db, by.workspace_id, ["alumni"], NOW),
    "profiles.imported": lambda db, by, it: _imported(db, by),
    "sources.usable": lambda db, by, it: connections.usable(db, by),
    "sources.of_source": lambda db, by, it: connections.of_source(db, by.workspace_id, "dice"),
    "sources.record_quota": lambda db, by, it: connections.record_quota(
        db, by.workspace_id, it.connection, 0, 0, "", NOW
    ),
    "sources.record_working": lambda db, by, it: connections.record_working(db, by.workspace_id, it.connection, NOW),
    "sources.record_failure": lambda db, by, it: connections.record_failure(
        db, by.workspace_id, it.connection, "x", NOW, refused=True
    ),
    "sources.tokens": lambda db, by, it: tokens.connection(db, by.workspace_id, it.connection),
    "sign_ins.own": lambda db, by, it: sign_ins.own(db, by),
    "sign_ins.erase": lambda db, by, it: sign_ins.erase(db, by, own=True),
    "jobs.suggest": lambda db, by, it: jobs.suggest(db, by.workspace_id, ""),
    "searches.latest": lambda db, by, it: searches.latest(db, by),
    "searches.recent": lambda db, by, it: searches.recent(db, by),
    "saved_searches.listed": lambda db, by, it: _items(saved_searches.listed(db, by)),
    "profiles.by_ids": lambda db, by, it: profile_scope.by_ids(db, by.workspace_id, [it.profile]),
    "candidates.of_profile": lambda db, by, it: candidates.of_profile(db, by.workspace_id, it.profile),
    "candidates.profiles_of_all": lambda db, by, it: candidates.profiles_of_all(db, by.workspace_id, [it.candidate]),
    "candidates.profiles_of": lambda db, by, it: candidates.profiles_of(db, by.workspace_id, it.candidate),
    "candidates.listed": lambda db, by, it: _items(candidates_page.listed(db, by)),
    "candidates.every": lambda db, by, it: candidates_page.every(db, by),
    "candidates.same_person_open": lambda db, by, it: merging.same_person_open(db, by.workspace_id, it.candidate),
    "notes.of_candidate": lambda db, by, it: notes.of_candidate(db, by, it.candidate),
    "notes.mentioned": lambda db, by, it: notes.mentioned(db, by.workspace_id, it.note),
    "messages.showing": lambda db, by, it: posted_cards.showing(db, by.workspace_id, it.profile),
    "messages.at": lambda db, by, it: posted_cards.at(db, by.workspace_id, "C1", "1.1"),
    "messages.forget": lambda db, by, it: posted_cards.forget(db, by.workspace_id, "C1", "1.1"),
    "drafts.get": lambda db, by, it: form_drafts.get(db, by, "note:1"),
    "drafts.get_many": lambda db, by, it: form_drafts.get_many(db, by, ["note:1"]),
    "drafts.drop": lambda db, by, it: form_drafts.drop(db, by, "note:1"),
    "profiles.reject_many": lambda db, by, it: profiles.reject_many(db, by, None, [it.profile], NOW),
    "candidates.engage_many": lambda db, by, it: matching.engage_many(db, by, [it.profile], None, NOW),
    "candidates.star_many": lambda db, by, it: candidates.star_many(db, by, [it.candidate], None, NOW),
    "profiles.unreject": lambda db, by, it: profiles.unreject(db, by, it.job, it.profile),
    "profiles.excluded": lambda db, by, it: profiles.excluded(
        db, by, job_id=it.job, contacted=True, seen=True, rejected=True
    ),
}


async def _items(page: Awaitable[Any]) -> list[Any]:
    return (await page).items


async def _imported(db: Write, by: Member) -> list[str]:
    return ["alumni"] if await profiles.imported(db, by.workspace_id, "alumni") else []


@pytest.fixture
async def theirs(store: Store) -> Theirs:
    team = await new_team(store)
    one = await team.member("Their admin", Role.ADMIN)
    alike: Any = {"experience": [{"company": "Acme"}], "place": {"city": "Boston"}}
    ids = [await team.profile("Grace", shared=False, **alike) for _ in range(2)]
    async with store.write() as db:
        job = await jobs.add(db, one, jobs.JobDetails("Nurse"), NOW)
        search = await searches.add(db, one, {"what": "nurse"}, job.id, NOW)
        saved = await saved_searches.add(db, one, "Theirs", {"what": "nurse"}, job.id, Schedule("daily"), NOW)
        await digests.record(db, saved, NewPeople(ids, 2), NOW)
        digest = (await db.exec(select(SearchDigest.id).where(SearchDigest.saved_search_id == saved.id))).one()
        made = [await matching.engage(db, one, id, job.id, NOW) for id in ids]
        await candidates.star(db, one, made[0].id, job.id, NOW)
        made[0].unlocked_at = NOW
        note = await notes.add(db, one, made[0].id, "theirs", True, [one.id], "", NOW)
        board = await job_boards.add(db, one, "greenhouse", "acme", NOW)
        await job_boards.connect(db, one, "greenhouse", {"key": "theirs"}, KEYS, NOW)
        push = await pushes.claim(db, one, made[0].id, "greenhouse", job.id, NOW, asked=0)
        answer = records.Answer("greenhouse", "g@example.com", "In Greenhouse.", do_not_contact=True)
        await records.save(db, team.workspace.id, [answer], HASHES, NOW)
        connection = await connections.connect(db, one, "dice", {"key": "theirs"}, KEYS, NOW, everyone=True)
        granted = Granted("google", "a", "a@b.example", "smtp://a@b", "imap://a@b", "", "token", "token", NOW)
        sign_in = await sign_ins.save(db, one, granted, KEYS, NOW, own=True)
        await quotas.set_monthly(db, team.workspace.id, "alumni", 5, NOW)
        alumna = profile_row("Ann", source="alumni")
        await profiles.save_many(db, team.workspace.id, [alumna])
        await profiles.seen(db, one, ids[0], NOW)
        await profiles.reject(db, one, job.id, ids[0], NOW)
        await posted_cards.remember(db, PostedCard(team.workspace.id, one.id, "C1", "1.1", {}, ids), NOW)
        await form_drafts.save(db, one, "note:1", {"text": "theirs"}, NOW)
        guest = await members.get_or_create(
            db, team.workspace, "G", name="Their guest", email="", outsider=False, admins=frozenset()
        )
        await members.request_access(db, guest, NOW)
    made_ids = (made[0].id, made[1].id)
    return Theirs(
        one, job.id, search.id, ids[0], *made_ids, note.id, board.id, connection.id, sign_in.id, saved.id, digest, push
    )


async def _outcome(store: Store, call: Call, by: Member, theirs: Theirs) -> str:
    return await outcome(store, lambda db: call(db, by, theirs))


async def test_another_workspaces_ids_are_gone(store: Store, team: Team, theirs: Theirs) -> None:
    by, before = await team.member("Us", Role.ADMIN), await all_rows(store, theirs.member.workspace_id)
    assert len(before) > 15
    outcomes = {name: await _outcome(store, call, by, theirs) for name, call in GONE.items()}
    assert outcomes == dict.fromkeys(GONE, "gone")
    assert await all_rows(store, theirs.member.workspace_id) == before


async def test_another_workspaces_rows_yield_nothing(store: Store, team: Team, theirs: Theirs) -> None:
    by, before = await team.member("Us", Role.ADMIN), await all_rows(store, theirs.member.workspace_id)
    outcomes = {name: await _outcome(store, call, by, theirs) for name, call in NOTHING.items()}
    assert {name: each for name, each in outcomes.items() if each not in ("None", "[]", "{}", "set()")} == {}
    assert await all_rows(store, theirs.member.workspace_id) == before


async def test_the_same_calls_yield_something_in_their_own_workspace(store: Store, theirs: Theirs) -> None:
    """Proves that the test above can fail."""
    recorded = {f"sources.record_{what}" for what in ("quota", "working", "failure")}
    silent = {"messages.forget", "drafts.drop", "profiles.unreject", "jobs.close"} | recorded
    silent |= {"pushes.finish", "records.forget"}
    outcomes = {
        name: await _outcome(store, NOTHING[name], theirs.member, theirs) for name in NOTHING if name not in silent
    }
    assert [name for name, each in outcomes.items() if each in ("None", "[]", "{}", "set()", "gone")] == []


async def test_engagements_choices_and_mentions_reveal_nothing_of_them(
    store: Store, team: Team, theirs: Theirs
) -> None:
    by, profile_id = await team.member("Us", Role.ADMIN), await team.profile()
    async with store.write() as db:
        engagements = await engagement.engagements(db, by, [theirs.profile, theirs.profile + 10**12], theirs.job)
        assert set(engagements.values()) == {engagement.Engagement()}
        assert await jobs.choices(db, team.workspace.id) == jobs.JobChoices([], [], [])
        ours = await matching.engage(db, by, profile_id, None, NOW)
        note = await notes.add(db, by, ours.id, "hello", True, [theirs.member.id], "", NOW)
        assert await notes.mentioned(db, team.workspace.id, note.id) == []


async def test_a_shared_profile_has_separate_engagements_per_workspace(
    store: Store, team: Team, other_team: Team
) -> None:
    profile_id = await team.profile(emails=["g@example.com"])
    made = []
    for each in (team, other_team):
        by = await each.member()
        async with store.write() as db:
            made.append(await matching.engage(db, by, profile_id, None, NOW))
            await candidates.star(db, by, made[-1].id, None, NOW)
            await profiles.reject(db, by, None, profile_id, NOW)
            assert await profiles.excluded(db, by, job_id=None, contacted=True, seen=True, rejected=True) == {
                profile_id
            }
            assert len((await engagement.engagements(db, by, [profile_id], None))[profile_id].starred_by) == 1
    assert made[0].id != made[1].id


async def test_unknown_ids_are_gone(store: Store, team: Team) -> None:
    by = await team.member("Us", Role.ADMIN)
    for huge in (2**31, 2**53, 2**62):
        member, claim = Member(id=huge, workspace_id=huge, external_id="U0"), pushes.Claim(huge, 1, mine=True)
        nobody = Theirs(member, huge, huge, huge, huge, huge - 1, huge, huge, huge, huge, huge, huge, claim)
        assert {name: await _outcome(store, call, by, nobody) for name, call in GONE.items()} == dict.fromkeys(
            GONE, "gone"
        )


async def test_what_was_erased_is_gone(store: Store, team: Team) -> None:
    by, profile_id = await team.member(), await team.profile()
    async with store.write() as db:
        await db.delete(await profile_scope.get(db, team.workspace.id, profile_id))
    erased = Theirs(by, 0, 0, profile_id, 0, 0, 0, 0, 0, 0, 0, 0, pushes.Claim(0, 1, mine=True))
    for name in ("profiles.get", "profiles.seen", "profiles.reject", "candidates.engage"):
        assert await _outcome(store, GONE[name], by, erased) == "gone"
    async with store.read() as db:
        assert await profile_scope.by_ids(db, team.workspace.id, [profile_id]) == {}
