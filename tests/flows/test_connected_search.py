"""Searching connected resume databases: their tabs, their people, and one that is slow, fails or costs."""

import asyncio

import pytest
from sqlmodel import col, select

from connectors.errors import BadCredentials, Refused, Unreachable
from connectors.resumes import dice as dice_source
from connectors.resumes import people_data_labs as labs_source
from connectors.resumes.federated import SOFT
from connectors.resumes.registry import SourceKind
from store.db import statements
from store.roles import Role
from store.sources import connections
from store.tables.core import Profile
from tests.chat.base import Chat, Someone, add_people
from tests.fakes import dice as fakes
from tests.fakes import people_data_labs as labs_fakes
from tests.fakes.source import MemorySource, Sleeper, called, people
from tests.flows.conftest import workspace_of
from tests.flows.looking import NEXT, engaged, names, search_id
from tests.people import GRACE


async def connect(chat: Chat, kinds: dict[str, SourceKind], credentials: dict[str, str] | None = None) -> None:
    """Connects these sources for the whole workspace, as an admin does."""
    sources = chat.bot.context.sources
    sources.kinds = kinds
    admin = await (await chat.person("Maya", Role.ADMIN)).member()
    async with chat.bot.context.store.write() as db:
        for name in kinds:
            keys = chat.bot.context.outreach.keys
            await connections.connect(db, admin, name, credentials or {}, keys, chat.clock(), everyone=True)
    sources.added(admin.workspace_id)


async def connect_in_memory(chat: Chat, *sources: MemorySource) -> None:
    await connect(chat, {source.traits.name: source.kind for source in sources})


def tab(ana: Someone, label: str) -> str:
    return next(each for each in ana.card().buttons if each.startswith(label))


async def stored(chat: Chat) -> list[Profile]:
    """All profiles in the store that the index must not have."""
    async with chat.bot.context.store.read() as db:
        return list(await db.exec(select(Profile).where(~col(Profile.in_index))))


async def test_dice_beside_the_index(chat: Chat, ana: Someone):
    """Over the wire: its tab, masked people, paging, the card, and what the team does with them."""
    async with fakes.dice() as fake:
        fake.people = [fakes.person(f"d{n}", f"Dora Dice{n}", "Registered Nurse") for n in range(7)]
        kind = SourceKind(dice_source.TRAITS, lambda credentials, _: dice_source.Dice(credentials, fake.address))
        await connect(chat, {"dice": kind}, fakes.CREDENTIALS)
        seen = await ana.search("remote nurse")
        assert len(fake.searches) == 1
        seen = await ana.press(tab(ana, "Dice (7)"))
        assert "1–5 of 7" in seen
        assert "Dora Dice0" in seen
        assert "Grace Hopper" not in seen
        assert "Dice doesn't support: remote" in seen
        assert "Contact" not in seen.buttons
        seen = await ana.press("View")
        assert "Dora Dice0" in seen
        assert "1 of 7" in seen
        assert "people.example" not in ana.everything()
        await ana.press(NEXT)
        assert "Dora Dice1" in ana.card()
        await ana.press("☆ Star")
        assert await names(chat, ana) == {"Dora Dice1"}
        await ana.press("Back")
        await ana.press("Hide", near="Dora Dice2")
        assert "Dora Dice2 is hidden" in ana.card()
        assert "Dora Dice5" in ana.card()
        await ana.press(NEXT)
        assert "6–6 of" in ana.card()
        assert "Dora Dice6" in ana.card()
        assert NEXT not in ana.card().buttons
        assert len(fake.searches) == 1
        assert fake.views_left == 37
        assert {(each.workspace_id, each.source) for each in await stored(chat)} == {
            ((await workspace_of(chat)).id, "dice")
        }
        assert "Internet (7)" in await ana.search("nurse")


async def test_a_source_is_not_asked_for_remote_work_elsewhere(chat: Chat, ana: Someone):
    async with fakes.dice() as fake:
        fake.people = [fakes.person("d1", "Dora Dice", "Registered Nurse")]
        kind = SourceKind(dice_source.TRAITS, lambda credentials, _: dice_source.Dice(credentials, fake.address))
        await connect(chat, {"dice": kind}, fakes.CREDENTIALS)
        assert "Boston, MA or remote in United States" in await ana.search("nurse in Boston or remote US")
        assert "Dice doesn't support: remote in United States." in await ana.press(tab(ana, "Dice ("))
        await ana.search("nurse in Boston")
        assert "doesn't support" not in await ana.press(tab(ana, "Dice ("))


async def test_one_that_hangs_one_that_fails_and_one_that_answers(chat: Chat, ana: Someone):
    chat.bot.context.federated.sleep = sleeper = Sleeper()
    hanging = MemorySource(called("hanging"), people(2), gate=asyncio.Event())
    failing = MemorySource(called("failing"), people(1), fault=Unreachable("Failing"))
    await connect_in_memory(chat, hanging, failing, MemorySource(called("quick"), people(3)))
    passing = asyncio.create_task(sleeper.let_pass(SOFT))
    seen = await ana.search("nurse in Boston")
    await passing
    for text in (
        "Quick (3)",
        "Hanging (waiting)",
        "Failing (failed)",
        "Failing isn't responding right now.",
        "waiting for Hanging",
        "9 people",
        "Acme Person0",
    ):
        assert text in seen, text
    assert "Acme Person2" in await ana.press(tab(ana, "Quick (3)"))  # waits for nobody: our sleep would not end
    assert "Grace Hopper" in await ana.press(tab(ana, "Internet"))
    assert hanging.gate is not None
    hanging.gate.set()
    await sleeper.let_pass(1.0)
    for _ in range(200):
        if "Hanging (2)" in ana.card():
            break
        await asyncio.sleep(0.05)
    assert "Hanging (2)" in ana.card()
    failing.fault = None
    assert "Failing (1)" in await ana.press("Retry")
    assert [len(source.asked) for source in (hanging, failing)] == [1, 2]


async def test_those_who_wait_for_a_slow_source_hold_up_nobody_else(chat: Chat, ana: Someone):
    chat.bot.context.federated.sleep = sleeper = Sleeper()
    hanging = MemorySource(called("hanging"), people(2), gate=asyncio.Event())
    await connect_in_memory(chat, hanging)
    chat.bot.intake.slots = asyncio.Semaphore(2)
    waiting = [await chat.person(name, Role.RECRUITER) for name in ("Sam", "Lee")]
    words = ("nurse", "registered nurse")  # one search by several people would ask the source once
    searches = [asyncio.create_task(each.search(text)) for each, text in zip(waiting, words, strict=True)]
    while [seconds for seconds, _ in sleeper.sleeping].count(SOFT) < len(waiting):
        await asyncio.sleep(0.01)
    command = asyncio.create_task(ana.command("credits"))
    for _ in range(200):
        if "Balance" in ana.everything():
            break
        await asyncio.sleep(0.02)
    assert "Balance" in ana.everything()
    assert not any(each.done() for each in searches)
    await sleeper.let_pass(SOFT)
    for seen in await asyncio.gather(*searches):
        assert "Hanging (waiting)" in seen
    assert hanging.gate is not None
    hanging.gate.set()
    await sleeper.let_pass(1.0)
    await command


async def test_a_card_without_people_asks_again_for_a_slow_source(chat: Chat, ana: Someone):
    """It is not redrawn by itself, so it has a button."""
    chat.bot.context.federated.sleep = sleeper = Sleeper()
    slow = MemorySource(called("slow"), people(2), gate=asyncio.Event())
    await connect_in_memory(chat, slow)
    passing = asyncio.create_task(sleeper.let_pass(SOFT))
    seen = await ana.search("plumber")
    await passing
    assert "No one matches all of this" in seen
    assert "Still waiting for Slow." in seen
    assert "Slow (waiting)" in await ana.press("Check again")
    assert slow.gate is not None
    slow.gate.set()
    for _ in range(50):
        if "Slow (2)" in ana.card().buttons:
            break
        await ana.press("Check again")
    assert "Slow (2)" in ana.card().buttons
    assert "Check again" not in ana.card().buttons
    assert len(slow.asked) == 1


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (
            BadCredentials("Acme"),
            "Acme doesn't accept the login. Connect it again under Integrations, or ask an admin to.",
        ),
        (Refused("Acme", "Too many words."), "Acme refused to run this search: Too many words."),
        (KeyError("data"), "Acme sent a response that Sourcer can't read."),
    ],
)
async def test_why_a_source_failed(chat: Chat, ana: Someone, fault: Exception, text: str):
    await connect_in_memory(chat, MemorySource(people=people(1), fault=fault))
    await ana.search("nurse")
    seen = await ana.press(tab(ana, "Acme"))
    assert "Acme can't show anyone right now" in seen
    assert text in seen
    assert "Grace Hopper" in await ana.press(tab(ana, "Internet"))


async def test_people_whose_fields_were_renamed_are_not_called_nobody(chat: Chat, ana: Someone):
    """Over the wire: Dice has 7 people whom we can't read, and People Data Labs charged for 5."""
    async with fakes.dice() as free, labs_fakes.people_data_labs() as paid:
        free.people = [{"id": f"d{n}", "displayName": "Rosa Rich", "currentJobTitle": "Nurse"} for n in range(7)]
        paid.people = [{"person_id": f"p{n}", "full_name": "rosa rich", "job_title": "nurse"} for n in range(7)]
        dice = SourceKind(dice_source.TRAITS, lambda credentials, _: dice_source.Dice(credentials, free.address))
        labs = SourceKind(
            labs_source.TRAITS, lambda credentials, _: labs_source.PeopleDataLabs(credentials, paid.address)
        )
        await connect(chat, {"dice": dice, "people_data_labs": labs}, fakes.CREDENTIALS | labs_fakes.CREDENTIALS)
        seen = await ana.search("nurse")
        text = "Sourcer can't read the response from Dice. Its service may have changed."
        assert f"{text} Ask the person who runs Sourcer to check the connection." in seen
        assert "Grace Hopper" in seen
        seen = await ana.press("Dice (failed)")
        assert "Dice can't show anyone right now" in seen
        await ana.press(tab(ana, "People Data Labs"))
        seen = await ana.press("Show 5 people: up to 5 search credits")
        assert "People Data Labs charged for this." in seen
        assert paid.search_credits == 95
        free.people[0]["fullName"] = "Rosa Rich"
        seen = await ana.press("Retry")
        assert "Rosa Rich" in await ana.press("Dice (7)")


async def test_a_search_that_costs_is_asked_only_by_the_button_with_its_price(chat: Chat, ana: Someone):
    paid = MemorySource(called("paid", search_costs=True, unit="credit"), people(12))
    await connect_in_memory(chat, paid)
    await ana.search("nurse")
    seen = await ana.press(tab(ana, "Paid"))
    assert "Paid charges for each person it shows, so it hasn't been searched yet." in seen
    assert paid.asked == []
    await ana.press("Show 5 people: up to 5 credits")
    await ana.repeat(3)
    assert "Acme Person4" in ana.card()
    assert "Acme Person5" not in ana.card()
    await ana.press("View", nth=1)
    await ana.press("Back")
    assert (len(paid.asked), paid.left) == (1, 345)
    for _ in range(2):  # the button of an older card
        await ana.forge("buy_people", {"search_id": await search_id(chat, ana), "source": "paid", "known": 0})
    assert (len(paid.asked), paid.left) == (1, 345)
    await ana.press("Show 5 more: 5 of 345 credits")
    assert "Acme Person9" in ana.card()
    await ana.press("Show 2 more: 2 of 340 credits", card=-1)
    assert "Acme Person11" in ana.card()
    assert paid.left == 338
    await ana.search("midwife")  # of which this process knows nothing: "more" would be the first five again
    await ana.forge("buy_people", {"search_id": await search_id(chat, ana), "source": "paid", "known": 5, "at": 5})
    assert paid.left == 338
    assert "Show 5 people: 5 of 338 credits" in ana.card().buttons
    await ana.search("nurse")
    await ana.press(tab(ana, "Paid"))
    assert not any(each.startswith("Show 5") for each in ana.card().buttons)


async def test_nobody_of_another_workspace_and_a_constant_number_of_statements(chat: Chat, ana: Someone):
    source = MemorySource(people=people(40))
    await connect_in_memory(chat, source)
    await ana.search("nurse")
    label = tab(ana, "Acme")
    counts: list[int] = []
    for press in (label, NEXT, NEXT):
        with statements() as ran:
            await ana.press(press)
        counts.append(len(ran))
    assert counts[1] == counts[2]
    with statements() as ran:
        await ana.press("◀ Previous")
    assert len(ran) < counts[1]  # nothing new to store
    await ana.press("Select several")
    await ana.submit(people_1=["Acme Person5 (no contact details)"], do="Star")
    assert (await engaged(chat, ana)).total == 1
    assert {each.workspace_id for each in await stored(chat)} == {(await workspace_of(chat)).id}


async def test_a_source_is_all_there_is(chat: Chat):
    """Without imported profiles the tabs are there, and an index that is down costs only its own tab."""
    ana = await chat.person("Ana", Role.RECRUITER)
    await connect_in_memory(chat, MemorySource(people=people(2)))
    assert "Acme Person1" in await ana.search("nurse")
    assert "No one to find yet" in await ana.press(tab(ana, "Internet (0)"))
    assert "Acme Person1" in await ana.press(tab(ana, "Acme (2)"))
    await add_people(chat.bot, [GRACE])
    await ana.search("plumber")
    assert "No one matches all of this" in await ana.press(tab(ana, "Internet (0)"))
    assert "Acme Person1" in await ana.press(tab(ana, "Acme (2)"))


async def test_the_tab_of_a_source_that_was_disconnected_shows_the_others(chat: Chat, ana: Someone):
    source = MemorySource(people=people(3))
    await connect_in_memory(chat, source)
    await ana.search("nurse in Boston")
    label = tab(ana, "Acme")
    async with chat.bot.context.store.write() as db:
        for row in await connections.everywhere(db):
            await db.delete(row)
    seen = await ana.press(label)
    assert "Acme is no longer connected for you." in seen
    assert "Grace Hopper" in seen
    assert not [each for each in seen.buttons if each.startswith("Acme")]
