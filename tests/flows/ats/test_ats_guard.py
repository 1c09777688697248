"""Before people are contacted: what the ATS knows about them, and who must not be written to; on both platforms."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import web
from sqlmodel import select

from handlers.ats import lookup
from store.ats import records
from store.roles import Role
from store.tables.ats import AtsRecord
from store.tables.outreach import Invitation
from tests.chat.base import Chat, Clock, Someone
from tests.fakes.greenhouse import FakeGreenhouse
from tests.flows.ats.connecting import connect
from tests.flows.conftest import recruiting
from tests.flows.test_contact import preview
from tests.flows.test_contact_several import preview as preview_several
from tests.flows.test_invitations_page import schedule

EMAIL = "grace1@example.com"  # Grace Hopper's


@pytest.fixture
async def ana(chat: Chat) -> Someone:
    ana = await recruiting(chat)
    await connect(chat, await chat.person("Sam", Role.ADMIN))
    return ana


async def states(chat: Chat) -> list[str]:
    async with chat.bot.context.store.read() as db:
        return [each.state for each in await db.exec(select(Invitation))]


async def stored(chat: Chat) -> list[AtsRecord]:
    async with chat.bot.context.store.read() as db:
        return list(await db.exec(select(AtsRecord)))


async def settled(chat: Chat) -> None:
    """Until the sender is done with what is due."""
    await chat.bot.mail_sender.run_once()


async def test_the_preview_says_where_they_are(chat: Chat, ana: Someone, fake: FakeGreenhouse):
    fake.add("Grace Hopper", EMAIL)
    seen = await preview(ana)
    assert "In Greenhouse since 3 May 2026: Onsite." in seen
    assert "Contact anyway" in seen.buttons
    await ana.submit()
    assert "is on the way" in ana.card()
    asked = [each for each in fake.asked if "email=" in each]
    assert len(asked) == 1  # the answer is remembered
    [row] = await stored(chat)
    assert EMAIL not in str(row)


@pytest.mark.parametrize("mark", [{"can_email": False}, {"tags": ["VIP", "Do Not Contact"]}])
async def test_people_marked_do_not_contact_there_are_refused(
    chat: Chat, ana: Someone, fake: FakeGreenhouse, mark: dict[str, object]
):
    fake.add("Grace Hopper", EMAIL, **mark)
    seen = await preview(ana)
    assert "In Greenhouse since 3 May 2026: Onsite. They are marked do-not-contact there." in seen
    assert not {"Send message", "Contact anyway"} & set(seen.buttons)


@pytest.mark.parametrize("status", [503, 401, 429])
async def test_an_ats_that_fails_costs_one_line(chat: Chat, ana: Someone, fake: FakeGreenhouse, status: int):
    fake.misbehave = lambda request, name: web.json_response({}, status=status)
    seen = await preview(ana)
    assert "Greenhouse isn't responding, so you can't see here whether this person is in it." in seen
    assert "Send message" in seen.buttons
    await ana.submit()
    assert "is on the way" in ana.card()


async def test_each_recipient_that_it_was_not_asked_about_has_the_line(chat: Chat, ana: Someone, fake: FakeGreenhouse):
    fails = {"grace1@example.com", "dorothea7@example.com"}

    def misbehave(request: web.Request, name: str) -> web.StreamResponse | None:
        return web.json_response({}, status=503) if request.query.get("email") in fails else None

    fake.misbehave = misbehave
    line = "Greenhouse isn't responding, so you can't see here whether this person is in it."
    assert line in await preview_several(ana)
    assert line not in await ana.press("Next ▶")  # Edith: it answered
    assert line in await ana.press("Next ▶")
    fails.clear()
    chat.clock.at += timedelta(minutes=2)
    assert line not in await ana.press("◀ Previous")
    assert line not in await ana.press("Next ▶")


async def test_it_is_asked_about_every_address(chat: Chat, ana: Someone, fake: FakeGreenhouse):
    me = await ana.member()
    emails = [f"person{n}@example.com" for n in range(80)]
    fake.add("The last one", emails[-1], can_email=False)
    assert await lookup.about(chat.bot.context, me.workspace_id, emails, 30) == ()
    rows = await stored(chat)
    assert (len(rows), sum(each.do_not_contact for each in rows)) == (80, 1)


async def test_one_that_hangs_holds_up_nothing(chat: Chat, ana: Someone, fake: FakeGreenhouse):
    fake.gate = asyncio.Event()
    seen = await preview(ana)
    assert "Greenhouse isn't responding" in seen
    asked = len(fake.asked)
    await ana.press("Back")
    assert "Greenhouse isn't responding" in await ana.submit()
    assert len(fake.asked) == asked  # left alone for a minute
    fake.gate.set()


async def test_a_mark_that_is_set_meanwhile_stops_a_scheduled_message(
    chat: Chat, ana: Someone, fake: FakeGreenhouse, clock: Clock
):
    await schedule(ana)
    fake.add("Grace Hopper", EMAIL, can_email=False)
    clock.at += timedelta(days=3)
    await settled(chat)
    assert await states(chat) == ["failed"]
    assert chat.mailbox.to == []


async def test_without_an_answer_the_last_one_counts(chat: Chat, ana: Someone, fake: FakeGreenhouse, clock: Clock):
    await schedule(ana)
    me, context = await ana.member(), chat.bot.context
    there = fake.add("Grace Hopper", EMAIL, can_email=False)
    clock.at += records.FRESH
    assert await lookup.about(context, me.workspace_id, [EMAIL], lookup.SEND_WITHIN) == ()
    there["can_email"] = True
    fake.misbehave = lambda request, name: web.json_response({}, status=503)
    clock.at += timedelta(days=3)
    await settled(chat)
    assert (await states(chat), chat.mailbox.to) == (["failed"], [])


async def test_a_disconnected_ats_says_nothing_any_more(chat: Chat, ana: Someone, fake: FakeGreenhouse):
    fake.add("Grace Hopper", EMAIL, can_email=False)
    assert "marked do-not-contact" in await preview(ana)
    sam = await chat.person("Sam", Role.ADMIN)
    await sam.command("integrations")
    await sam.press("Disconnect", near="Greenhouse")
    assert await stored(chat) == []
    await ana.cancel()
    assert "Greenhouse" not in await preview(ana)
