"""Digests of saved searches, by the clock: who is in them, when they come, and when they don't, on both platforms."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete
from sqlmodel import select, update

from bot.workers.search_digests import SearchDigests
from connectors.errors import Unreachable
from handlers.search import new_people
from store import jobs
from store.chat import notifications
from store.db import statements
from store.members import members, saved_searches
from store.roles import Role
from store.tables.core import Candidate, Job, Lease, Member, Profile
from store.tables.outreach import Notice
from store.tables.saved_searches import SavedSearch, SearchDigest
from tests.chat.base import Chat, Someone, add_people
from tests.fakes.source import MemorySource, called
from tests.flows.digesting import DAY, digests_of, make_digests, save_search, someone_new
from tests.flows.looking import NEXT, hidden_from
from tests.flows.test_connected_search import connect_in_memory
from tests.flows.test_contact import sent
from tests.people import GRACE

NINE = datetime(2026, 11, 23, 14, 1, tzinfo=UTC)  # just past 9 AM in New York


async def in_zone(chat: Chat, who: Someone, zone: str = "America/New_York") -> None:
    me = await who.member()
    async with chat.bot.context.store.write() as db:
        await db.exec(update(Member).where(Member.id == me.id).values(time_zone=zone))


@pytest.fixture
async def saver(chat: Chat, ana: Someone) -> Someone:
    """Ana in New York, who saved a search for nurses at 7 AM, with a message every day at 9 AM."""
    await in_zone(chat, ana)
    await save_search(ana, name="Nurses")
    chat.clock.at += timedelta(minutes=30)
    return ana


async def row(chat: Chat) -> SavedSearch:
    async with chat.bot.context.store.read() as db:
        return (await db.exec(select(SavedSearch))).one()


async def count_digests(chat: Chat) -> int:
    async with chat.bot.context.store.read() as db:
        return len((await db.exec(select(SearchDigest))).all())


# ── who is in it ──


async def test_only_new_and_updated_people_and_no_message_without(chat: Chat, saver: Someone):
    chat.clock.at = NINE
    assert await make_digests(chat) == 1
    assert digests_of(saver) == []  # all seven were there before
    chat.clock.at += timedelta(hours=2)
    grace = {**GRACE, "headline": "Charge Nurse at Harbor Clinic"}
    await add_people(
        chat.bot,
        [
            someone_new(21, "Nora New"),
            grace,
            {
                **GRACE,
                "id": "x-1",
                "name": "Not A Match",
                "headline": "Baker",
                "experience": [],
                "skills": [],
                "summary": "",
                "emails": [],
                "links": [],
            },
        ],
    )
    chat.clock.at = NINE + DAY
    assert await make_digests(chat) == 1
    [digest] = digests_of(saver)
    assert "2 new or updated people in “Nurses”" in digest
    assert "Nora New" in digest
    assert "Grace Hopper" in digest
    assert "Mary Seacole" not in digest
    assert "Not A Match" not in digest
    assert "Every day at 9 AM, if there's someone new." in digest
    assert "21@example.com" not in saver.everything()
    chat.clock.at += DAY
    await make_digests(chat)
    assert len(digests_of(saver)) == 1  # nothing new since


async def test_it_comes_at_the_hour_and_once(chat: Chat, saver: Someone):
    await add_people(chat.bot, [someone_new(21, "Nora New")])
    chat.clock.at = NINE - timedelta(minutes=2)
    assert await make_digests(chat) == 0
    chat.clock.at = NINE
    for _ in range(3):
        await make_digests(chat)
    assert len(digests_of(saver)) == 1
    assert (await row(chat)).next_at == datetime(2026, 11, 24, 14, 0, (await row(chat)).id, tzinfo=UTC)


async def test_never_anyone_seen_hidden_or_contacted(chat: Chat, saver: Someone):
    names = ["Sia Seen", "Hana Hidden", "Cora Contacted", "Nora New"]
    await add_people(chat.bot, [someone_new(21 + n, name) for n, name in enumerate(names)])
    await saver.search("Sia")
    await saver.press("View")
    await saver.search("Hana")
    await saver.press("Hide")
    await saver.search("Cora")
    await saver.press("☆ Star")
    async with chat.bot.context.store.write() as db:
        await db.exec(update(Candidate).values(contacted_at=chat.clock()))
    chat.clock.at = NINE
    await make_digests(chat)
    [digest] = digests_of(saver)
    assert "1 new or updated person in “Nurses”" in digest
    assert "Nora New" in digest
    assert not [name for name in names[:3] if name in digest]


async def test_another_profile_of_someone_who_was_hidden_is_left_out(chat: Chat, saver: Someone):
    await saver.search("Grace Hopper")
    await saver.press("Hide")
    again = someone_new(31, "Grace B. Hopper", emails=GRACE["emails"])
    await add_people(chat.bot, [again, someone_new(32, "Nora New")])
    chat.clock.at = NINE
    await make_digests(chat)
    [digest] = digests_of(saver)
    assert "Nora New" in digest
    assert "Hopper" not in digest


async def test_late_imports_come_with_the_next_one_and_nobody_twice(chat: Chat, saver: Someone):
    """An import whose people the index did not know yet when the digest was made."""
    chat.clock.at = NINE - timedelta(minutes=5)
    await add_people(chat.bot, [someone_new(21, "Nora New"), someone_new(22, "Lena Late")])
    index = chat.bot.context.index
    async with chat.bot.context.store.read() as db:
        late = (await db.exec(select(Profile.id).where(Profile.name == "Lena Late"))).one()
    await index.remove([late])
    chat.clock.at = NINE
    await make_digests(chat)
    assert "Lena Late" not in digests_of(saver)[0]
    chat.clock.at += timedelta(minutes=1)
    await add_people(chat.bot, [someone_new(22, "Lena Late", summary="Now in the index.")])
    async with chat.bot.context.store.write() as db:
        await db.exec(update(Profile).where(Profile.id == late).values(imported_at=NINE - timedelta(minutes=5)))
    chat.clock.at = NINE + DAY
    await make_digests(chat)
    [_, second] = digests_of(saver)
    assert "1 new or updated person" in second
    assert "Lena Late" in second


# ── what can be done on it ──


async def test_people_are_viewed_starred_hidden_and_paged_from_it(chat: Chat, saver: Someone):
    await add_people(chat.bot, [someone_new(21 + n, f"New{chr(65 + n)} Nurse") for n in range(7)])
    chat.clock.at = NINE
    await make_digests(chat)
    seen = saver.card()
    assert "7 new or updated people" in seen
    assert "1–5 of 7" in seen
    first = next(name for name in (f"New{chr(65 + n)} Nurse" for n in range(7)) if name in seen)
    seen = await saver.press("View", near=first)
    assert first in seen
    assert "Back" in seen.buttons
    seen = await saver.press("Back")
    assert "7 new or updated people" in seen
    seen = await saver.press(NEXT)
    assert "6–7 of 7" in seen
    await saver.press("☆ Star", nth=0)
    assert "★ Starred" in saver.card().buttons
    assert "6–7 of 7" in saver.card()
    seen = await saver.press("Hide", nth=0)
    assert "is hidden from searches without a job" in seen
    assert len(await hidden_from(chat, saver)) == 1
    seen = await saver.press("Undo")
    assert await hidden_from(chat, saver) == set()
    seen = await saver.press("Open search")
    assert "1–5 of 14" in seen


async def test_someone_is_contacted_from_it_for_the_job_of_the_search(chat: Chat, ana: Someone):
    await in_zone(chat, ana)
    await ana.command("job")
    await ana.press("Select", near="Registered Nurse")
    await ana.press("Search")
    await ana.press("Save search")
    await ana.submit(name="For the job")
    await ana.press("Change or clear job")
    await ana.press("Clear job")
    chat.clock.at += timedelta(minutes=30)
    await add_people(chat.bot, [someone_new(21, "Nora New")])
    chat.clock.at = NINE
    await make_digests(chat)
    form = await ana.press("Contact")
    assert form.form
    assert "Registered Nurse" in str(form.raw)
    await ana.submit(kind="connect", subject="Nights in Boston", text="Hi Nora, a word?")
    await ana.submit()
    assert [invitation.job_id for invitation in await sent(chat)] == [(await row(chat)).job_id]
    assert "Nora New" in ana.card()
    assert "1 new or updated person in “For the job”" in await ana.press("Back")
    assert "Contacted" in ana.card()


async def test_it_is_muted_and_edited_from_the_message(chat: Chat, saver: Someone):
    await add_people(chat.bot, [someone_new(21, "Nora New")])
    chat.clock.at = NINE
    await make_digests(chat)
    form = await saver.press("Edit")
    assert form.form
    seen = await saver.submit(name="ICU nurses", when="Every Wednesday", hour="6 PM")
    assert "“ICU nurses”" in seen
    assert "Every Wednesday at 6 PM, if there's someone new." in seen
    seen = await saver.press("Mute")
    assert "“ICU nurses” is muted. I won't message you about it." in seen
    assert "Unmute" in seen.buttons
    await add_people(chat.bot, [someone_new(22, "Nelly Next")])
    chat.clock.at += 30 * DAY
    assert await make_digests(chat) == 0
    assert len(digests_of(saver)) == 1


async def test_muting_recalls_a_message_that_is_on_its_way(chat: Chat, saver: Someone):
    await add_people(chat.bot, [someone_new(21, "Nora New")])
    chat.clock.at = NINE
    await chat.bot.notifier.stop()
    await SearchDigests(chat.bot.context, lambda: None).run_once()
    assert await count_digests(chat) == 1
    await saver.command("searches")
    await saver.press("Mute")
    await chat.bot.notifier.run_once()
    assert digests_of(saver) == []


# ── time ──


async def test_after_a_week_of_downtime_there_is_one(chat: Chat, saver: Someone):
    for day in range(7):
        await add_people(chat.bot, [someone_new(21 + day, f"Day{chr(65 + day)} Nurse")])
        chat.clock.at += DAY
    assert await make_digests(chat) == 1
    await make_digests(chat)
    [digest] = digests_of(saver)
    assert "7 new or updated people" in digest
    assert (await row(chat)).next_at > chat.clock.at


async def test_weekly_comes_on_its_day(chat: Chat, ana: Someone):
    await in_zone(chat, ana)
    await save_search(ana, name="Nurses", when="Every Thursday", hour="9 AM")
    chat.clock.at += timedelta(minutes=30)
    await add_people(chat.bot, [someone_new(21, "Nora New")])
    made: list[int] = []
    for day in range(8):
        chat.clock.at = NINE + day * DAY
        await make_digests(chat)
        made.append(await count_digests(chat))
    assert made == [0, 0, 0, 1, 1, 1, 1, 1]  # November 23 is a Monday


async def test_the_hour_stays_when_the_clocks_change(chat: Chat, saver: Someone):
    chat.clock.at = datetime(2027, 3, 13, 14, 1, tzinfo=UTC)  # the day before
    await make_digests(chat)
    saved = await row(chat)
    assert saved.next_at == datetime(2027, 3, 14, 13, 0, saved.id, tzinfo=UTC)  # 9 AM in daylight-saving time
    await add_people(chat.bot, [someone_new(21, "Nora New")])
    chat.clock.at = datetime(2027, 3, 14, 12, 59, tzinfo=UTC)
    assert await make_digests(chat) == 0
    chat.clock.at = datetime(2027, 3, 14, 13, 1, tzinfo=UTC)
    assert await make_digests(chat) == 1
    assert len(digests_of(saver)) == 1


async def test_it_follows_the_member_to_another_time_zone(chat: Chat, saver: Someone):
    await add_people(chat.bot, [someone_new(21, "Nora New")])
    await in_zone(chat, saver, "America/Los_Angeles")
    await make_digests(chat)
    chat.clock.at = NINE
    assert await make_digests(chat) == 0  # 6 AM there
    chat.clock.at += timedelta(hours=3)
    assert await make_digests(chat) == 1
    assert len(digests_of(saver)) == 1


# ── crashes and replicas ──


async def test_two_replicas_make_one(chat: Chat, saver: Someone):
    await add_people(chat.bot, [someone_new(21, "Nora New")])
    chat.clock.at = NINE
    replicas = [SearchDigests(chat.bot.context, chat.bot.notifier.wake) for _ in range(3)]
    await asyncio.gather(*(each.run_once() for each in replicas))
    await chat.bot.notifier.run_once()
    assert await count_digests(chat) == 1
    assert len(digests_of(saver)) == 1


async def test_two_that_ran_the_same_search_record_it_once(chat: Chat, saver: Someone):
    """Even without the lease: a process may be so slow that it expires."""
    await add_people(chat.bot, [someone_new(21, "Nora New")])
    chat.clock.at = NINE
    context = chat.bot.context
    me, saved = await saver.member(), await row(chat)
    found = [await new_people.find(me, context, saved) for _ in range(2)]
    recorded: list[bool] = []
    for each in found:
        async with context.store.write() as db:
            recorded.append(await new_people.record(db, saved, each, context.now()))
    assert recorded == [True, False]
    await chat.bot.notifier.run_once()
    assert await count_digests(chat) == 1
    assert len(digests_of(saver)) == 1


async def test_a_process_that_died_in_the_middle_is_caught_up_with(chat: Chat, saver: Someone):
    """It had taken the lease, and nothing else."""
    await add_people(chat.bot, [someone_new(21, "Nora New")])
    chat.clock.at = NINE
    async with chat.bot.context.store.write() as db:
        until = chat.clock() + timedelta(minutes=5)
        db.add(Lease(name=f"saved_search:{(await db.exec(select(SavedSearch.id))).one()}", holder="dead", until=until))
    assert await make_digests(chat) == 0
    chat.clock.at += timedelta(minutes=6)
    assert await make_digests(chat) == 1
    assert len(digests_of(saver)) == 1


async def test_a_digest_that_was_made_before_a_restart_is_sent_after_it(chat: Chat, saver: Someone):
    await add_people(chat.bot, [someone_new(21, "Nora New")])
    chat.clock.at = NINE
    await chat.bot.notifier.stop()
    await SearchDigests(chat.bot.context, lambda: None).run_once()
    assert digests_of(saver) == []
    async with chat.bot.context.store.write() as db:  # the process that dies has claimed it
        assert [notice.verb for notice in await notifications.claim(db, chat.clock())] == ["digest"]
    chat.clock.at += timedelta(minutes=3)
    assert await make_digests(chat) == 0
    assert len(digests_of(saver)) == 1


async def test_while_the_index_fails_it_waits(chat: Chat, saver: Someone, monkeypatch: pytest.MonkeyPatch):
    await add_people(chat.bot, [someone_new(21, "Nora New")])
    chat.clock.at = NINE

    async def down(_: object) -> None:
        raise Unreachable("the search index", "down")

    with monkeypatch.context() as patched:
        patched.setattr(type(chat.bot.context.index), "search", lambda self, query: down(query))
        assert await make_digests(chat) == 0
    assert await make_digests(chat) == 0  # the lease keeps it from being tried all the time
    chat.clock.at += timedelta(minutes=6)
    assert await make_digests(chat) == 1
    assert len(digests_of(saver)) == 1


# ── jobs, members and people that are gone ──


async def test_a_closed_job_pauses_it(chat: Chat, ana: Someone):
    await in_zone(chat, ana)
    await ana.command("job")
    await ana.press("Select", near="Registered Nurse")
    await ana.press("Search")
    await ana.press("Save search")
    await ana.submit(name="For the job")
    chat.clock.at += timedelta(minutes=30)
    me, job_id = await ana.member(), (await row(chat)).job_id
    assert job_id is not None
    await add_people(chat.bot, [someone_new(21, "Nora New")])
    async with chat.bot.context.store.write() as db:
        await jobs.close(db, me.workspace_id, [job_id], chat.clock())
    chat.clock.at = NINE
    await make_digests(chat)
    assert await count_digests(chat) == 0
    assert "paused while the job is closed" in await ana.command("searches")
    async with chat.bot.context.store.write() as db:
        await db.exec(update(Job).where(Job.id == job_id).values(status="open"))
    chat.clock.at += DAY
    await make_digests(chat)
    [digest] = digests_of(ana)
    assert "Nora New" in digest
    assert "for Registered Nurse" in digest
    await ana.press("Open search")
    await ana.press("Hide", near="Nora New")
    assert "Nora New is hidden for Registered Nurse" in ana.card()


async def test_a_deleted_job_does_not_stop_it(chat: Chat, saver: Someone):
    await add_people(chat.bot, [someone_new(21, "Nora New")])
    async with chat.bot.context.store.write() as db:
        await db.exec(update(SavedSearch).values(job_id=10**9))
        assert (await db.exec(select(Job).where(Job.id == 10**9))).first() is None
    chat.clock.at = NINE
    await make_digests(chat)
    assert len(digests_of(saver)) == 1


async def test_a_member_who_left_gets_none(chat: Chat, saver: Someone):
    await add_people(chat.bot, [someone_new(21, "Nora New")])
    admin, me = await (await chat.person("Maya", Role.ADMIN)).member(), await saver.member()
    async with chat.bot.context.store.write() as db:
        await members.set_role(db, admin, me.id, Role.GUEST)
    chat.clock.at = NINE
    await make_digests(chat)
    assert (await count_digests(chat), digests_of(saver)) == (0, [])
    async with chat.bot.context.store.write() as db:
        await members.set_role(db, admin, me.id, Role.RECRUITER)
    chat.clock.at += DAY
    await make_digests(chat)
    assert "Nora New" in digests_of(saver)[0]


async def test_an_erased_person_disappears_and_no_message_is_sent_about_no_one(chat: Chat, saver: Someone):
    await add_people(chat.bot, [someone_new(21, "Nora New"), someone_new(22, "Ella Erased")])
    chat.clock.at = NINE
    await make_digests(chat)
    assert "Ella Erased" in saver.card()
    async with chat.bot.context.store.write() as db:
        await db.exec(delete(Profile).where(Profile.name == "Ella Erased"))
    seen = await saver.press("Mute")
    assert "1 new or updated person in “Nurses”" in seen
    assert "Nora New" in seen
    assert "Ella Erased" not in seen
    await saver.press("Unmute")
    await add_people(chat.bot, [someone_new(23, "Gina Gone")])
    chat.clock.at += DAY
    await chat.bot.notifier.stop()
    await SearchDigests(chat.bot.context, lambda: None).run_once()
    async with chat.bot.context.store.write() as db:
        await db.exec(delete(Profile).where(Profile.name == "Gina Gone"))
    await chat.bot.notifier.run_once()
    assert len(digests_of(saver)) == 1
    async with chat.bot.context.store.read() as db:
        assert all(notice.sent_at for notice in await db.exec(select(Notice)))


async def test_an_old_message_about_a_deleted_search_says_so(chat: Chat, saver: Someone):
    await add_people(chat.bot, [someone_new(21, "Nora New")])
    chat.clock.at = NINE
    await make_digests(chat)
    me = await saver.member()
    async with chat.bot.context.store.write() as db:
        await saved_searches.remove(db, me, (await db.exec(select(SavedSearch.id))).one())
    assert "This saved search no longer exists." in await saver.press("Open search")


async def test_a_colleague_can_do_nothing_with_it(chat: Chat, saver: Someone):
    await add_people(chat.bot, [someone_new(21, "Nora New")])
    chat.clock.at = NINE
    await make_digests(chat)
    saved, lee = await row(chat), await chat.person("Lee", Role.ADMIN)
    await lee.command("searches")
    async with chat.bot.context.store.read() as db:
        digest_id = (await db.exec(select(SearchDigest.id))).one()
    for verb in ("run_saved_search", "saved_search_form", "mute_saved_search", "delete_saved_search"):
        await lee.forge(verb, {"saved_id": saved.id})
    await lee.forge("digest", {"digest_id": digest_id})
    assert "Nora New" not in lee.everything()
    assert await row(chat) == saved


# ── connected sources ──


async def test_free_sources_are_asked_and_priced_ones_are_not(chat: Chat, ana: Someone):
    free = MemorySource(called("acme", filters=frozenset(), page_size=25))
    priced = MemorySource(called("labs", search_costs=True))
    await connect_in_memory(chat, free, priced)
    await in_zone(chat, ana)
    old = {"id": "a-1", "name": "Olga Old", "headline": "Nurse", "updated_at": "2026-10-01T08:00:00Z"}
    free.people = [old]
    priced.people = [{**old, "id": "p-1", "name": "Pia Priced", "updated_at": "2026-11-23T13:00:00Z"}]
    await save_search(ana, name="Nurses")
    free.people = [old, {**old, "id": "a-2", "name": "Nina Source", "updated_at": "2026-11-23T00:00:00Z"}]
    chat.clock.at = NINE
    await make_digests(chat)
    [digest] = digests_of(ana)
    assert "1 new or updated person" in digest
    assert "Nina Source" in digest
    assert priced.asked == []
    assert len(free.asked) == 2  # the search, and the digest
    chat.clock.at += DAY
    await make_digests(chat)
    assert len(digests_of(ana)) == 1  # she was in the last one
    free.people.append({**old, "id": "a-3", "name": "Una Updated", "updated_at": "2026-11-24T15:00:00Z"})
    chat.clock.at += DAY
    await make_digests(chat)
    assert "Una Updated" in digests_of(ana)[1]


async def test_a_source_that_fails_is_named_and_read_from_where_it_was_left(chat: Chat, ana: Someone):
    source = MemorySource(called("acme"))
    await connect_in_memory(chat, source)
    await in_zone(chat, ana)
    await save_search(ana, name="Nurses")
    source.people = [{"id": "a-2", "name": "Nina Source", "headline": "Nurse", "updated_at": "2026-11-23T13:00:00Z"}]
    source.fault = Unreachable("Acme", "down")
    chat.clock.at += timedelta(minutes=30)
    await add_people(chat.bot, [someone_new(21, "Nora New")])
    chat.clock.at = NINE + 2 * DAY
    await make_digests(chat)
    [digest] = digests_of(ana)
    assert "Nora New" in digest
    assert "No response from Acme. New people from there will come with the next message." in digest
    source.fault = None
    chat.clock.at += 3 * DAY
    await make_digests(chat)
    assert "Nina Source" in digests_of(ana)[1]
    assert "No response" not in digests_of(ana)[1]


# ── cost ──


async def test_the_number_of_statements_is_fixed(chat: Chat, saver: Someone):
    """However many people there are; and nothing outside is awaited in a transaction (the store refuses that)."""
    counts: list[int] = []
    for people in (2, 60):
        await add_people(chat.bot, [someone_new(100 * people + n, f"Many Number{n}") for n in range(people)])
        chat.clock.at = NINE + (people // 30) * DAY
        await chat.bot.notifier.stop()
        with statements() as ran:
            assert await SearchDigests(chat.bot.context, lambda: None).run_once() == 1
        counts.append(len(ran))
        await chat.bot.notifier.run_once()
    assert counts[0] == counts[1]
    assert counts[0] <= 30
    assert "60 new or updated people" in digests_of(saver)[1]
    assert "These are the best 25." in digests_of(saver)[1]
