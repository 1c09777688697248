"""Pushing candidates to an ATS: once, whatever happens in between; on both platforms."""

import asyncio
import base64
from datetime import timedelta

import pytest
from aiohttp import web
from sqlmodel import select

from store.ats import pushes
from store.members import members
from store.people import found_profiles, matching, notes
from store.people.profiles import ProfileRow
from store.roles import Role
from store.sources import reveals
from store.sources.reveals import Bought, ResumeFile
from store.tables.ats import AtsPush
from store.tables.core import Audit, Candidate, Note
from tests.chat.base import Chat, Clock, Someone, add_people
from tests.fakes.greenhouse import FakeGreenhouse
from tests.flows.ats.connecting import candidate, card, connect, sync
from tests.flows.conftest import workspace_of
from tests.flows.looking import profile_id
from tests.people import nurse

NAME, EMAIL = "Rosa Diaz", "rosa@people.example"


@pytest.fixture
async def ana(chat: Chat) -> Someone:
    """Ana, in a workspace with Greenhouse connected and somebody interested."""
    ana = await chat.person("Ana", Role.RECRUITER)
    await add_people(chat.bot, [nurse(101, NAME, emails=[EMAIL], phones=["+1 617 555 0100"])])
    await connect(chat, await chat.person("Sam", Role.ADMIN))
    await sync(chat)
    await candidate(chat, ana, NAME)
    return ana


async def note(chat: Chat, who: Someone, text: str, *, team: bool = True) -> None:
    me = await who.member()
    async with chat.bot.context.store.write() as db:
        [one] = await db.exec(select(Candidate))
        await notes.add(db, me, one.id, text, team, [], "", chat.clock())


async def open_form(who: Someone) -> None:
    seen = await card(who, 1)
    assert "Push to ATS" in seen.buttons
    await who.press("Push to ATS")
    assert who.screen().form


async def pushed(chat: Chat) -> list[AtsPush]:
    async with chat.bot.context.store.read() as db:
        return list(await db.exec(select(AtsPush)))


async def job_id(who: Someone, words: str, chat: Chat) -> str:
    """The id of an open job, as the suggestions give it."""
    from store import jobs

    me = await who.member()
    async with chat.bot.context.store.read() as db:
        [found] = await jobs.suggest(db, me.workspace_id, words)
    return str(found.id)


async def test_a_candidate_is_pushed_with_notes_and_the_card_says_so(chat: Chat, ana: Someone, fake: FakeGreenhouse):
    await note(chat, ana, "Speaks Portuguese")
    await note(chat, ana, "Too expensive?", team=False)
    await open_form(ana)
    seen = ana.screen()
    assert "Adds Rosa Diaz to Greenhouse" in seen
    assert EMAIL not in seen  # not unlocked
    assert "Include the resume" not in seen
    await ana.submit(job="ICU Nurse")
    seen = ana.card()
    assert "Rosa Diaz is in Greenhouse now, for ICU Nurse." in seen
    assert "In Greenhouse since 23 November 2026" in seen
    [there] = fake.candidates
    assert f"https://app.greenhouse.io/people/{there['id']}" in str(seen.raw)
    assert (there["first_name"], there["last_name"]) == ("Rosa", "Diaz")
    assert there["email_addresses"] == [{"value": EMAIL, "type": "personal"}]
    assert [each["job_id"] for each in fake.applications] == [11]
    [sent] = fake.notes
    assert sent["body"].endswith("Speaks Portuguese")
    assert ", 23 November 2026 (from Sourcer):\n" in sent["body"]
    assert (sent["user_id"], sent["candidate_id"]) == (77, there["id"])
    async with chat.bot.context.store.read() as db:
        [log] = [each for each in await db.exec(select(Audit)) if each.action == "push_to_ats"]
    assert set(log.details) == {"push", "candidate", "system", "job"}
    assert not [word for word in (NAME, EMAIL, "Portuguese") if word in str(log.details)]


async def test_someone_who_is_there_is_linked_and_gets_the_job_and_the_note(
    chat: Chat, ana: Someone, fake: FakeGreenhouse
):
    fake.add(NAME, EMAIL.upper(), job_id=12)
    await note(chat, ana, "Speaks Portuguese")
    await open_form(ana)
    await ana.submit(job="ICU Nurse")
    seen = ana.card()
    assert "Rosa Diaz was in Greenhouse already, since 3 May 2026, and was not added again." in seen
    assert "They are now also a candidate for ICU Nurse." in seen
    assert "In Greenhouse since 3 May 2026" in seen
    assert len(fake.candidates) == 1
    assert [each["job_id"] for each in fake.applications] == [12, 11]
    assert len(fake.notes) == 1
    await open_form(ana)
    assert "In Greenhouse since 3 May 2026." in ana.screen()
    await ana.submit(job="ICU Nurse")
    assert (len(fake.candidates), len(fake.applications), len(fake.notes)) == (1, 2, 1)


async def test_two_members_at_once_and_a_double_press_push_once(chat: Chat, ana: Someone, fake: FakeGreenhouse):
    maya = await chat.person("Maya", Role.RECRUITER)
    for who in (ana, maya):
        await open_form(who)
    fake.gate, fake.gated = asyncio.Event(), "POST candidates"
    first = asyncio.create_task(ana.submit(job="ICU Nurse"))
    while not any(each.startswith("POST") and "candidates" in each for each in fake.asked):
        await asyncio.sleep(0.01)
    typed = {"job": await job_id(ana, "ICU", chat)}
    second = asyncio.create_task(maya.forge("push_to_ats", {"profile_id": 1}, typed))
    while "Waiting for Greenhouse." not in maya.card():
        await asyncio.sleep(0.01)
    assert "Greenhouse is still working on an earlier request." in maya.card()
    fake.gate.set()
    await asyncio.gather(first, second)
    await ana.repeat(3)
    await chat.bot.notifier.run_once()
    assert len(fake.candidates) == 1
    assert "In Greenhouse since 23 November 2026" in ana.card()


async def test_one_form_submitted_several_times_adds_its_notes_once(chat: Chat, ana: Someone, fake: FakeGreenhouse):
    await note(chat, ana, "Speaks Portuguese")
    async with chat.bot.context.store.read() as db:
        [written] = await db.exec(select(Note))
    typed = {"job": await job_id(ana, "ICU", chat), "notes": [str(written.id)]}
    await card(ana, 1)
    for _ in range(3):
        await ana.forge("push_to_ats", {"profile_id": 1, "asked": 0}, typed)
    assert "In Greenhouse since 23 November 2026" in ana.card()
    assert (len(fake.candidates), len(fake.notes)) == (1, 1)
    await ana.forge("push_to_ats", {"profile_id": 1, "asked": 1}, typed)  # a form that was drawn afterward
    assert (len(fake.candidates), len(fake.notes)) == (1, 2)


async def test_a_request_that_times_out_is_unknown_and_looked_up_first(
    chat: Chat, ana: Someone, fake: FakeGreenhouse, clock: Clock
):
    fake.cut = True
    await open_form(ana)
    await ana.submit(job="ICU Nurse")
    seen = ana.card()
    assert "Greenhouse didn't answer, so we don't know whether it has the candidate." in seen
    assert "Greenhouse is searched first, so that nobody is added twice." in seen
    assert "In Greenhouse since" not in seen
    assert (len(fake.candidates), [each.state for each in await pushed(chat)]) == (1, ["unknown"])
    await open_form(ana)
    await ana.submit(job="ICU Nurse")
    assert "Greenhouse is still working on an earlier request. Try again in a minute." in ana.card()
    fake.cut = False
    clock.at += timedelta(minutes=1)
    await open_form(ana)
    await ana.submit(job="ICU Nurse")
    assert "was in Greenhouse already" in ana.card()
    assert len(fake.candidates) == 1
    assert "didn't answer" not in ana.card()


async def test_a_crash_before_the_outcome_adds_nobody_twice(
    chat: Chat, ana: Someone, fake: FakeGreenhouse, clock: Clock
):
    me = await ana.member()
    job = await job_id(ana, "ICU", chat)
    async with chat.bot.context.store.write() as db:
        [one] = await db.exec(select(Candidate))
        await pushes.claim(db, me, one.id, "greenhouse", int(job), clock(), asked=0)
    fake.add(NAME, EMAIL)  # what the process had done when it died
    assert "Waiting for Greenhouse." in await card(ana, 1)
    clock.at += timedelta(minutes=3)
    assert "Greenhouse didn't answer" in await card(ana, 1)
    await open_form(ana)
    await ana.submit(job="ICU Nurse")
    assert len(fake.candidates) == 1
    assert [each.state for each in await pushed(chat)] == ["pushed"]


@pytest.mark.parametrize("status", [429, 503, 403, 401])
async def test_an_ats_that_fails_pushes_nothing_and_says_why(
    chat: Chat, ana: Someone, fake: FakeGreenhouse, status: int
):
    fake.misbehave = lambda request, name: web.json_response({}, status=status)
    await open_form(ana)
    await ana.submit(job="ICU Nurse")
    why = {
        429: "Greenhouse is busy.",
        503: "Greenhouse isn't responding.",
        403: "Greenhouse doesn't allow this with your key.",
        401: "Greenhouse no longer accepts the key.",
    }[status]
    seen = ana.card()
    assert why in seen
    assert "Nothing was pushed." in seen
    assert (fake.candidates, [each.state for each in await pushed(chat)]) == ([], ["failed"])
    fake.misbehave = None
    await open_form(ana)
    await ana.submit(job="ICU Nurse")
    assert "is in Greenhouse now" in ana.card()
    assert why not in ana.card()


async def test_notes_that_fail_are_named_and_hold_up_nothing(chat: Chat, ana: Someone, fake: FakeGreenhouse):
    await note(chat, ana, "Speaks Portuguese")
    fake.misbehave = lambda request, name: web.json_response({}, status=500) if name == "notes" else None
    await open_form(ana)
    await ana.submit(job="ICU Nurse")
    seen = ana.card()
    assert "is in Greenhouse now" in seen
    assert "1 note could not be added." in seen


async def test_a_job_of_no_ats_stays_in_the_form(chat: Chat, ana: Someone, fake: FakeGreenhouse):
    from tests.chat.base import add_jobs

    await add_jobs(chat.bot, (await workspace_of(chat)).id, [{"id": "j-1", "title": "Typed Job"}])
    await open_form(ana)
    suggested = await ana.suggest("job", "e")
    assert sorted(each.partition(" · ")[0] for each in suggested) == ["ICU Nurse", "Midwife"]
    seen = await ana.forge("push_to_ats", {"profile_id": 1}, {"job": await job_id(ana, "Typed", chat)})
    assert "Choose one of the open jobs in your ATS." in seen
    assert (fake.candidates, await pushed(chat)) == ([], [])


async def test_the_current_job_is_filled_in(chat: Chat, ana: Someone, fake: FakeGreenhouse):
    me, midwife = await ana.member(), int(await job_id(ana, "Midwife", chat))
    async with chat.bot.context.store.write() as db:
        await members.set_current_job(db, me, midwife)
    await open_form(ana)
    assert "Midwife" in str(ana.screen().raw)


async def test_only_interested_or_unlocked_people_by_recruiters(chat: Chat, ana: Someone, fake: FakeGreenhouse):
    await add_people(chat.bot, [nurse(102, "Grace Novak", emails=["grace@people.example"])])
    lee = await chat.person("Lee", Role.REVIEWER)
    seen = await card(ana, 2)
    assert "Push to ATS" not in seen.buttons
    await candidate(chat, ana, "Grace Novak", interest="")
    assert "Push to ATS" not in (await card(ana, 2)).buttons
    job = await job_id(ana, "ICU", chat)
    await ana.forge("push_form", {"profile_id": 2})
    assert "Only people whose contact details are unlocked" in ana.everything()
    await ana.forge("push_to_ats", {"profile_id": 2}, {"job": job})
    await lee.command("help")
    await lee.forge("push_to_ats", {"profile_id": 1}, {"job": job})
    assert (fake.candidates, await pushed(chat)) == ([], [])


async def test_a_private_note_of_a_colleague_never_goes_along(chat: Chat, ana: Someone, fake: FakeGreenhouse):
    maya = await chat.person("Maya", Role.RECRUITER)
    await note(chat, maya, "Secret of Maya", team=False)
    await note(chat, ana, "My own", team=False)
    await open_form(ana)
    assert "Secret of Maya" not in ana.screen()
    job = await job_id(ana, "ICU", chat)
    await ana.forge("push_to_ats", {"profile_id": 1}, {"job": job, "notes": ("1", "2")})
    assert [each["body"].partition("\n")[2] for each in fake.notes] == ["My own"]


async def test_a_bought_resume_goes_along_unless_it_is_unticked(chat: Chat, ana: Someone, fake: FakeGreenhouse):
    me, now = await ana.member(), chat.clock()
    body = {"id": "d1", "name": "Omar Hall", "emails": ["omar@people.example"]}
    found = ProfileRow(
        source="dice", source_id="d1", name="Omar Hall", email="omar@people.example", body=body, updated_at=None
    )
    file = ResumeFile("Omar.pdf", "application/pdf", b"%PDF-1.4 resume of Omar")
    async with chat.bot.context.store.write() as db:
        ids = await found_profiles.save(db, me.workspace_id, [found], {})
        await reveals.succeed(db, me, await reveals.claim(db, me, ids["dice", "d1"], now), Bought(found, 1, file), now)
    await card(ana, ids["dice", "d1"])
    seen = await ana.press("Push to ATS")
    assert "Include the resume" in seen
    assert "the e-mail address omar@people.example" in seen  # unlocked
    await ana.submit(job="ICU Nurse")
    assert "Omar Hall is in Greenhouse now, for ICU Nurse." in ana.card()
    [sent] = fake.attachments
    assert (sent["filename"], base64.b64decode(sent["content"])) == ("Omar.pdf", file.content)
    await card(ana, ids["dice", "d1"])
    await ana.press("Push to ATS")
    await ana.submit(job="Midwife", resume=False)
    assert (len(fake.attachments), len(fake.candidates)) == (1, 1)


async def test_another_profile_of_a_candidate_pushes_the_candidate(chat: Chat, ana: Someone, fake: FakeGreenhouse):
    """Nobody has engaged with it, but its e-mail address is the candidate's: their card is the same."""
    await add_people(chat.bot, [nurse(102, "Rosa M. Diaz", emails=[EMAIL])])
    await card(ana, await profile_id(chat, "Rosa M. Diaz"))
    await ana.press("Push to ATS")
    await ana.submit(job="ICU Nurse")
    assert "is in Greenhouse now, for ICU Nurse." in ana.card()
    [row] = await pushed(chat)
    async with chat.bot.context.store.read() as db:
        [one] = await db.exec(select(Candidate))
    assert (row.candidate_id, len(fake.candidates)) == (one.id, 1)


async def test_merged_candidates_have_one_push_that_arrived(chat: Chat, ana: Someone, fake: FakeGreenhouse):
    await open_form(ana)
    await ana.submit(job="ICU Nurse")
    me, other = await ana.member(), await _another(chat, ana)
    async with chat.bot.context.store.write() as db:
        await pushes.claim(db, me, other, "greenhouse", 1, chat.clock(), asked=0)
    await add_people(chat.bot, [nurse(103, NAME, emails=[EMAIL, "other@people.example"])])
    async with chat.bot.context.store.write() as db:
        await matching.engage(db, me, 3, None, chat.clock())
    [row] = await pushed(chat)
    assert row.state == "pushed"


async def _another(chat: Chat, who: Someone) -> int:
    await add_people(chat.bot, [nurse(102, "Rosa D.", emails=["other@people.example"])])
    await candidate(chat, who, "Rosa D.")
    async with chat.bot.context.store.read() as db:
        return max(one.id for one in await db.exec(select(Candidate)))
