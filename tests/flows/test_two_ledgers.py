"""Whatever members unlock and send, and however often the bot dies: each partner's person is asked for once, at the
contract's expense, and only people of the index cost credits."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from aiohttp import web
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.playground.sources.dice import FakeDice
from connectors.resumes.base import SourceQuery
from store.keys import KeyRing
from store.people import found_profiles
from store.people.profiles import ProfileRow
from store.roles import Role
from store.sources import connections
from store.tables.core import Profile
from store.tables.outreach import CreditEntry
from store.tables.reveals import Reveal
from tests.chat.base import OUTREACH, Chat, Clock, Someone, add_people
from tests.fakes.dice import CREDENTIALS, dice, person
from tests.flows.test_connected_search import tab
from tests.flows.test_contact_restart import Life, life
from tests.people import nurse

__all__ = ["life"]

VIEWS = 1_000
STEPS = ("unlock", "unlock_and_write", "refused", "lost", "lost_and_retried", "killed", "killed_and_retried", "index")
LETTER = {"kind": "connect", "subject": "Hello", "text": "Hi, a word?"}


@pytest.fixture
async def fake() -> AsyncIterator[FakeDice]:
    async with dice() as there:
        there.views = there.views_left = VIEWS
        yield there


@dataclass
class Expected:
    """By the id of a person at the source: how often it may be asked. `views`: used there; `credits`: spent here."""

    asked: Counter[str] = field(default_factory=Counter[str])
    views: int = 0
    bought: int = 0  # views whose answer arrived
    credits: int = 0
    people: int = 0


async def open_unlock(chat: Chat, ana: Someone, fake: FakeDice, id: str) -> int:
    """Someone new at the source, and the form that unlocks them. Their profile's id."""
    me = await ana.member()
    fake.people = [*fake.people, person(id, f"Dora-{id} Diaz")]
    async with chat.bot.context.store.read() as db:
        [one] = await chat.bot.context.sources.connected(db, me)
    bodies = (await one.source.search(SourceQuery(size=50))).people
    body = next(each for each in bodies if each["id"] == id)
    row = ProfileRow(source="dice", source_id=id, name=str(body["name"]), email="", body=body, updated_at=None)
    async with chat.bot.context.store.write() as db:
        [profile] = (await found_profiles.save(db, me.workspace_id, [row], {})).values()
    await view(ana, profile)
    await ana.press(tab(ana, "Unlock on Dice"))
    return profile


async def view(ana: Someone, profile: int) -> None:
    await ana.command("help")
    await ana.forge("view", {"profile_id": profile})


async def write_to(ana: Someone) -> None:
    await ana.press("Contact")
    await ana.submit(**LETTER)
    await ana.submit()
    assert "is on the way" in ana.card()


async def retry(ana: Someone, profile: int, clock: Clock) -> None:
    """Only a member's own decision asks again."""
    clock.at += timedelta(minutes=3)
    await ana.forge("unlock", {"profile_id": profile})  # an older form decides nothing
    await view(ana, profile)
    await ana.press("Try again")
    await ana.submit()


async def die_while_asking(chat: Chat, ana: Someone, fake: FakeDice, id: str) -> None:
    fake.gate = asyncio.Event()
    pressing = asyncio.create_task(ana.submit())
    async with asyncio.timeout(20):
        while f"GET /v2/profiles/{id}" not in fake.asked:
            await asyncio.sleep(0.01)
    await chat.bot.intake.stop(grace=0)  # what was in progress stays in the store, as after a crash
    pressing.cancel()
    with suppress(asyncio.CancelledError, Exception):
        await pressing
    fake.gate.set()
    fake.gate = None


async def take(step: str, chat: Chat, ana: Someone, fake: FakeDice, clock: Clock, expected: Expected) -> int:
    """One step. The profile of somebody whose outcome is open, because the bot died; or 0."""
    expected.people += 1
    number = expected.people
    if step == "index":
        await add_people(chat.bot, [nurse(number, f"Ines {number}", emails=[f"ines{number}@example.com"])])
        async with chat.bot.context.store.read() as db:
            [profile] = await db.exec(select(Profile.id).where(Profile.name == f"Ines {number}"))
        await view(ana, profile)
        await write_to(ana)
        expected.credits += 1
        return 0
    id = f"d{number}"
    profile = await open_unlock(chat, ana, fake, id)
    expected.asked[id] += 1
    if step == "refused":
        fake.misbehave = lambda: web.json_response({}, status=403)
        await ana.submit()
        fake.misbehave = None
        return 0
    expected.views += 1
    if step.startswith("killed"):
        await die_while_asking(chat, ana, fake, id)
        return profile
    fake.cut = step.startswith("lost")
    await ana.submit()
    fake.cut = False
    if step == "lost_and_retried":
        await retry(ana, profile, clock)
        expected.asked[id] += 1
    expected.bought += step != "lost"
    if step == "unlock_and_write":
        await view(ana, profile)
        await write_to(ana)
    return 0


async def check(chat: Chat, fake: FakeDice, expected: Expected) -> None:
    asked = Counter(each.removeprefix("GET /v2/profiles/") for each in fake.asked if each.startswith("GET "))
    async with chat.bot.context.store.read() as db:
        amounts = [each.amount for each in await db.exec(select(Reveal))]
        holds = [each.credits for each in await db.exec(select(CreditEntry)) if each.kind == "hold"]
    assert asked == expected.asked
    assert VIEWS - fake.views_left == expected.views
    assert (sum(amounts), sum(holds)) == (expected.bought, expected.credits)


async def begin(chat: Chat) -> Someone:
    """Ana; in the first life, an admin connects the source."""
    ana = await chat.person("Ana", Role.RECRUITER)
    admin = await (await chat.person("Sam", Role.ADMIN)).member()
    async with chat.bot.context.store.write() as db:
        if not await connections.everywhere(db):
            keys = KeyRing(OUTREACH["secret_keys"])
            row = await connections.connect(db, admin, "dice", CREDENTIALS, keys, chat.clock(), everyone=True)
            await connections.record_quota(db, admin.workspace_id, row.id, VIEWS, VIEWS, "", chat.clock())
    chat.bot.context.sources.added(admin.workspace_id)
    return ana


@pytest.fixture
def expected() -> Expected:
    """Adds up over all examples, since they share a store."""
    return Expected()


@example(steps=list(STEPS))
@given(steps=st.lists(st.sampled_from(STEPS), min_size=3, max_size=6))
@settings(
    max_examples=3,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_neither_ledger_pays_for_the_other(
    life: Life, fake: FakeDice, clock: Clock, expected: Expected, steps: list[str]
):
    left = list(steps)
    undecided, step = 0, ""
    while left or undecided:
        async with life(source_urls=(("dice", fake.address),)) as chat:
            ana = await begin(chat)
            await chat.bot.intake.idle()  # what the last life left behind is redrawn, not asked again
            await check(chat, fake, expected)
            if undecided and chat.platform == "slack":
                await ana.cancel()  # the form that was open is still there
            if undecided and step == "killed_and_retried":
                await retry(ana, undecided, clock)
                expected.asked[f"d{expected.people}"] += 1
                expected.bought += 1
            undecided = 0
            while left and not undecided:
                step = left.pop(0)
                undecided = await take(step, chat, ana, fake, clock, expected)
                if not undecided:
                    await check(chat, fake, expected)
