"""Unlocking a partner's candidate with the workspace's own contract, and writing to them; on both platforms."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlmodel import select

from bot.playground.sources.dice import FakeDice
from bot.workers.source_checks import SourceChecks
from connectors.resumes.base import SourceQuery
from store.keys import KeyRing
from store.outreach import do_not_contact
from store.people import found_profiles
from store.people.profiles import ProfileRow
from store.roles import Role
from store.sources import connections, reveals
from store.tables.core import Audit
from store.tables.outreach import CreditEntry, Invitation
from store.tables.reveals import Reveal
from store.tables.sources import SourceConnection
from tests.chat.base import OUTREACH, Chat, Clock, Screen, Someone, add_people
from tests.chat.slack import slack_chat
from tests.chat.teams import teams_chat
from tests.fakes.dice import CREDENTIALS, dice, person
from tests.flows.looking import typed
from tests.people import nurse

NAME, BOUGHT = "Rosa Diaz", "rosa@people.example"


@pytest.fixture
async def fake() -> AsyncIterator[FakeDice]:
    async with dice() as there:
        there.people = [person("d1", NAME)]
        yield there


@pytest.fixture(params=["slack", "teams"])
async def chat(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, fake: FakeDice) -> AsyncIterator[Chat]:
    more: dict[str, Any] = {"source_urls": {"dice": fake.address}}
    on_slack = request.param == "slack"
    opened = slack_chat(tmp_path, clock, **more) if on_slack else teams_chat(tmp_path, clock, open=True, **more)
    async with opened as there:
        yield there


@pytest.fixture
async def ana(chat: Chat) -> Someone:
    """Ana, in a workspace that has connected Dice and found somebody there."""
    ana = await chat.person("Ana", Role.RECRUITER)
    admin = await (await chat.person("Sam", Role.ADMIN)).member()
    sources, keys = chat.bot.context.sources, KeyRing(OUTREACH["secret_keys"])
    async with chat.bot.context.store.write() as db:
        row = await connections.connect(db, admin, "dice", CREDENTIALS, keys, chat.clock(), everyone=True)
        await connections.record_quota(db, admin.workspace_id, row.id, 37, 40, "", chat.clock())
    sources.added(admin.workspace_id)
    async with chat.bot.context.store.read() as db:
        [one] = await sources.connected(db, admin)
    [body] = (await one.source.search(SourceQuery())).people
    found = ProfileRow(source="dice", source_id="d1", name=NAME, email="", body=body, updated_at=None)
    async with chat.bot.context.store.write() as db:
        await found_profiles.save(db, admin.workspace_id, [found], {})
    return ana


async def view(who: Someone) -> Screen:
    """The candidate's card, the only profile there is."""
    await who.command("help")
    await who.forge("view", {"profile_id": 1})
    return who.card()


async def unlock(who: Someone) -> Screen:
    await view(who)
    await who.press("Unlock on Dice (1 of 37 views)")
    await who.submit()
    return who.card()


async def reveal(chat: Chat) -> Reveal | None:
    async with chat.bot.context.store.read() as db:
        return (await db.exec(select(Reveal))).one_or_none()


async def test_it_costs_one_view_and_then_writing_costs_nothing(chat: Chat, ana: Someone, fake: FakeDice):
    seen = await view(ana)
    assert "Contact details locked" in seen
    assert "No e-mail" not in seen
    assert "Contact" not in seen.buttons
    seen = await ana.press("Unlock on Dice (1 of 37 views)")
    assert "This uses 1 of your 37 Dice views." in seen
    assert "Your team gets their e-mail address and phone number" in seen
    assert "It costs no credits" in seen
    assert BOUGHT not in ana.everything()
    assert (fake.views_left, await reveal(chat)) == (37, None)
    await ana.submit()
    seen = ana.card()
    assert "The contact details are unlocked. This used 1 Dice view." in seen
    assert BOUGHT in seen
    assert "+1 617 555 0100" in seen
    assert "Locked" not in seen
    assert fake.views_left == 36

    await ana.press("Contact")
    seen = await ana.submit(kind="connect", subject="Hello", text="Hi Rosa, a word?")
    assert "Paid with 1 Dice view." in seen
    assert "credit" not in seen.text.partition("Price:")[2]
    await ana.submit()
    assert "The message to rosa@people.example is on the way." in ana.card()
    async with chat.bot.context.store.read() as db:
        [invitation] = await db.exec(select(Invitation))
        [connection] = await db.exec(select(SourceConnection))
        [noted] = [each.details for each in await db.exec(select(Audit)) if each.action == "reveal"]
        assert list(await db.exec(select(CreditEntry))) == []
    assert invitation.address == BOUGHT
    assert (connection.quota_left, connection.quota_total) == (36, 40)
    assert set(noted) == {"reveal", "candidate", "source", "amount"}
    assert fake.asked.count("GET /v2/profiles/d1") == 1
    await ana.press("Open the resume")
    [(name, content)] = await ana.files()
    assert (name, content) == ("Diaz.pdf", b"%PDF-1.4 resume of Rosa Diaz")


async def test_the_form_warns_of_a_colleague(chat: Chat, ana: Someone, fake: FakeDice):
    warning = "This person works at your company."
    await view(ana)
    assert warning not in await ana.press("Unlock on Dice (1 of 37 views)")
    await ana.cancel()
    member = await ana.member()
    async with chat.bot.context.store.write() as db:
        at_work = [{"title": "Nurse", "company": "Northwind Hiring"}]
        body = person("d1", NAME) | {"id": "d1", "name": NAME, "experience": at_work}
        found = ProfileRow(source="dice", source_id="d1", name=NAME, email="", body=body, updated_at=None)
        await found_profiles.save(db, member.workspace_id, [found], {})
    await view(ana)
    assert warning in await ana.press("Unlock on Dice (1 of 37 views)")


async def test_two_members_at_once_pay_once(chat: Chat, ana: Someone, fake: FakeDice):
    maya = await chat.person("Maya", Role.RECRUITER)
    for who in (ana, maya):
        await view(who)
        await who.press("Unlock on Dice (1 of 37 views)")
    fake.gate = asyncio.Event()
    first = asyncio.create_task(ana.submit())
    while fake.asked.count("GET /v2/profiles/d1") < 1:
        await asyncio.sleep(0.01)
    second = asyncio.create_task(maya.submit())
    while "Waiting for the contact details from Dice." not in maya.card():
        await asyncio.sleep(0.01)
    fake.gate.set()
    await asyncio.gather(first, second)
    await ana.repeat(2)
    await maya.forge("unlock", {"profile_id": 1, "again": True})
    assert BOUGHT in await view(maya)
    assert (fake.asked.count("GET /v2/profiles/d1"), fake.views_left) == (1, 36)


async def test_no_answer_is_never_repeated_by_itself(chat: Chat, ana: Someone, fake: FakeDice):
    fake.cut = True
    seen = await unlock(ana)
    assert "We don't know whether Dice unlocked the contact details." in seen
    assert "One view may have been used." in seen
    assert "Unlock on Dice" not in seen
    fake.cut = False
    await ana.forge("unlock", {"profile_id": 1})  # an older form
    assert fake.asked.count("GET /v2/profiles/d1") == 1
    await view(ana)
    form = await ana.press("Try again")
    assert "If that one went through, trying again uses another view." in form
    await ana.submit()
    assert BOUGHT in ana.card()
    assert fake.asked.count("GET /v2/profiles/d1") == 2


async def test_a_process_that_died_while_asking_leaves_it_unknown(
    chat: Chat, ana: Someone, clock: Clock, fake: FakeDice
):
    me = await ana.member()
    async with chat.bot.context.store.write() as db:
        await reveals.claim(db, me, 1, clock())
    seen = await view(ana)
    assert "Waiting for the contact details from Dice." in seen
    clock.at += timedelta(minutes=3)
    seen = await ana.press("Check again")
    assert "We don't know whether Dice unlocked" in seen
    await ana.press("Try again")
    await ana.submit()
    assert BOUGHT in ana.card()
    assert fake.asked.count("GET /v2/profiles/d1") == 1


@pytest.mark.parametrize("fault", ["spent", "login", "down", "gone"])
async def test_a_refusal_uses_nothing_and_says_why(chat: Chat, ana: Someone, fake: FakeDice, fault: str):
    words = {
        "spent": "Your contract has no Dice views left.",
        "login": "Dice doesn't accept the login. Connect it again under Integrations, or ask an admin to. No view",
        "down": "Dice is busy. Try again in 60 seconds. No view was used.",
        "gone": "Dice refused to unlock this person: This person is no longer on Dice. No view was used.",
    }
    if fault == "spent":
        fake.views_left = 0
    if fault in ("login", "down"):
        fake.misbehave = lambda: web.json_response({}, status=401 if fault == "login" else 429)
    if fault == "gone":
        fake.people = []
    seen = await unlock(ana)
    assert words[fault] in seen
    assert BOUGHT not in ana.everything()
    assert fake.views_left == (0 if fault == "spent" else 37)
    stored = await reveal(chat)
    assert stored is not None
    assert (stored.state, stored.amount) == ("failed", 0)
    async with chat.bot.context.store.read() as db:
        [connection] = await db.exec(select(SourceConnection))
    assert connection.quota_left == (0 if fault == "spent" else 37)
    assert bool(connection.failing_since) == (fault == "login")
    fake.misbehave, fake.views_left, fake.people = None, 5, [person("d1", NAME)]
    if fault == "spent":  # it is not even asked
        await ana.press("Unlock on Dice (no views left)")
        assert "Your contract has no Dice views left" in ana.plain_messages()[-1]
        assert fake.asked.count("GET /v2/profiles/d1") == 1


async def test_who_must_not_be_contacted_is_not_paid_for(chat: Chat, ana: Someone, fake: FakeDice):
    sam = await (await chat.person("Sam", Role.ADMIN)).member()
    async with chat.bot.context.store.write() as db:
        await do_not_contact.add(db, sam, "Acme Systems", chat.clock())
    await view(ana)
    await ana.press("Unlock on Dice (1 of 37 views)")
    assert "Do not contact: your workspace's list includes Acme Systems." in ana.plain_messages()[-1]
    await ana.forge("unlock", {"profile_id": 1})
    assert "Do not contact" in ana.card()
    assert (fake.asked.count("GET /v2/profiles/d1"), await reveal(chat)) == (0, None)


async def test_who_may_not_contact_people_unlocks_nobody(chat: Chat, ana: Someone, fake: FakeDice):
    lee = await chat.person("Lee", Role.REVIEWER)
    await lee.command("help")
    for verb in ("unlock_form", "unlock", "resume_file"):
        await lee.forge(verb, {"profile_id": 1})
    await unlock(ana)
    await lee.forge("resume_file", {"profile_id": 1})
    assert BOUGHT not in lee.everything()
    assert await lee.files() == []
    assert fake.asked.count("GET /v2/profiles/d1") == 1


async def test_a_renewed_contract_is_noticed_although_the_source_reports_no_quota(
    chat: Chat, ana: Someone, clock: Clock
):
    me = await ana.member()
    async with chat.bot.context.store.write() as db:
        [row] = await connections.of_source(db, me.workspace_id, "dice")
        await connections.record_quota(db, me.workspace_id, row.id, 0, 40, "", clock())
    await view(ana)
    await ana.press("Unlock on Dice (no views left)")
    assert "Your contract has no Dice views left" in ana.everything()
    clock.at += timedelta(hours=2)
    assert await SourceChecks(chat.bot.context).run_once() == 1
    await view(ana)
    await ana.press("Unlock on Dice (1 view)")
    await ana.submit()
    assert BOUGHT in ana.card()


async def test_somebody_without_contact_details_is_not_called_unlocked(chat: Chat, ana: Someone, fake: FakeDice):
    fake.people = [{**person("d1", NAME), "email": None, "phone": []}]
    seen = await unlock(ana)
    assert "Dice has no e-mail address or phone number for this person. This used 1 Dice view." in seen
    assert "The contact details are unlocked." not in seen


async def test_another_persons_profile_is_not_taken_for_theirs(chat: Chat, ana: Someone, fake: FakeDice):
    wrong = {**person("zz", "Someone Else"), "email": ["else@people.example"], "usage": {"viewsRemaining": 2**65}}
    fake.misbehave = lambda: web.json_response(wrong)
    seen = await unlock(ana)
    assert NAME in seen
    assert "Someone Else" not in seen
    assert "its response can't be read" in seen


async def test_when_the_source_is_disconnected_its_people_stay_and_are_marked(chat: Chat, ana: Someone, fake: FakeDice):
    await unlock(ana)
    assert "no longer connected" not in await view(ana)
    sam = await chat.person("Sam", Role.ADMIN)
    await sam.command("integrations")
    await sam.press("View databases")
    assert "Dice was disconnected" in await sam.press("Disconnect")
    seen = await view(ana)
    assert "Dice, which is no longer connected" in seen
    assert BOUGHT in seen
    assert "Contact" in seen.buttons
    await ana.press("Open the resume")
    assert len(await ana.files()) == 1


# ── a person who is also in the index ──


async def in_both(chat: Chat, ana: Someone, **more: Any) -> Screen:
    """Her card, from a search of all sources."""
    both = nurse(9, NAME, links=[{"kind": "github", "url": "https://github.com/d1"}], **more)
    await add_people(chat.bot, [both])
    await ana.search("Rosa Diaz")
    return await ana.press("View")


async def spent(chat: Chat) -> list[int]:
    async with chat.bot.context.store.read() as db:
        return [each.credits for each in await db.exec(select(CreditEntry)) if each.kind == "hold"]


async def test_the_cheapest_way_is_named_and_can_be_changed(chat: Chat, ana: Someone, fake: FakeDice):
    seen = await in_both(chat, ana)
    assert "To contact: Internet: 1 credit · Dice: 1 of 37 views" in seen
    seen = await ana.press("Contact")
    assert "Internet: 1 credit. Instead: Dice: 1 of 37 views." in seen
    seen = await ana.submit(kind="connect", subject="Hello", text="Hi Rosa, a word?")
    assert "Internet: 1 credit. Instead: Dice: 1 of 37 views." in seen
    seen = await ana.press("Unlock on Dice instead")
    assert "This uses 1 of your 37 Dice views." in seen
    assert "Dice: 1 of 37 views. Instead: Internet: 1 credit." in seen
    assert fake.asked.count("GET /v2/profiles/d1") == 0
    seen = await ana.press("Use Internet instead")
    assert "Hi Rosa, a word?" in typed(seen)
    await ana.submit()
    await ana.submit()
    assert "The message to rosa9@example.com is on the way." in ana.card()
    assert (await spent(chat), fake.views_left) == ([1], 37)


async def test_who_was_unlocked_at_a_source_is_written_to_for_nothing(chat: Chat, ana: Someone, fake: FakeDice):
    await in_both(chat, ana)
    await ana.press("Contact")
    await ana.submit(kind="connect", subject="Hello", text="Hi Rosa, a word?")
    await ana.press("Unlock on Dice instead")
    await ana.submit()
    seen = ana.card()
    assert BOUGHT in seen
    assert "To contact" not in seen
    await ana.press("Contact")
    seen = await ana.submit(kind="connect", subject="Hello", text="Hi Rosa, a word?")
    assert "Paid with 1 Dice view." in seen
    await ana.submit()
    assert "The message to rosa@people.example is on the way." in ana.card()
    assert (await spent(chat), fake.views_left) == ([], 36)


async def test_without_an_address_in_the_index_the_source_is_the_way(chat: Chat, ana: Someone, fake: FakeDice):
    seen = await in_both(chat, ana, emails=[])
    assert "To contact" not in seen
    assert "Contact" not in seen.buttons
    await ana.press("Unlock on Dice (1 of 37 views)")
    await ana.submit()
    assert BOUGHT in ana.card()
    assert (await spent(chat), fake.views_left) == ([], 36)


async def test_who_does_not_want_to_be_contacted_says_so_for_all_their_profiles(chat: Chat, ana: Someone):
    seen = await in_both(chat, ana, do_not_contact=True)
    assert "Contact" not in seen.buttons
    await ana.forge("unlock_form", {"profile_id": 1})
    assert "they don't want to be contacted" in ana.everything()
