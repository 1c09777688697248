"""The All tab: the people of the index and of all free sources in one ranking, each person once."""

import asyncio
from typing import Any

import pytest

from connectors.errors import Unreachable
from connectors.resumes.base import SourceQuery, SourceResults
from connectors.resumes.federated import SOFT
from handlers.search import connected
from handlers.search.droppable import MOST_ASKED
from handlers.search.source_query import matched
from store.people import found_profiles, profiles
from store.roles import Role
from tests.chat.base import Chat, Screen, Someone, add_people
from tests.fakes.source import MemorySource, Sleeper, called, people
from tests.flows.conftest import recruiting
from tests.flows.looking import NEXT, PREVIOUS, engaged, names
from tests.flows.test_connected_search import connect_in_memory, stored, tab
from tests.flows.test_statements import counted
from tests.people import BOSTON, GRACE, NURSES, nurse

GRACE_ELSEWHERE = {
    "id": "g-1",
    "name": "Grace B. Hopper",
    "headline": "Nurse Manager",
    "links": GRACE["links"],
    "education": [{"school": "Yale", "degree": "master"}],
    "languages": ["fr"],
}
ALIKE = {**GRACE_ELSEWHERE, "name": "Grace Hopper", "links": [], "place": BOSTON, "experience": GRACE["experience"]}


def found(*bodies: dict[str, Any], **traits: Any) -> MemorySource:
    return MemorySource(called("acme", **traits), list(bodies))


def order(seen: Screen, *those: str) -> list[str]:
    """Those who are on the card, from top to bottom."""
    return sorted((name for name in those if name in seen.text), key=seen.text.index)


async def test_a_person_in_two_sources_is_one_row_and_one_candidate(chat: Chat, ana: Someone):
    await connect_in_memory(chat, found(GRACE_ELSEWHERE, *people(2)))
    seen = await ana.search("Grace Hopper nurse")
    assert "3 people" in seen
    assert [each for each in seen.buttons if "(" in each][:3] == ["All (3)", "Internet (1)", "Acme (3)"]
    assert order(seen, "Grace Hopper", "Acme Person0", "Acme Person1") == [
        "Grace Hopper",
        "Acme Person0",
        "Acme Person1",
    ]
    assert "Grace B. Hopper" not in seen
    seen = await ana.press("View")
    for text in ("Internet", "Acme", "Senior Registered Nurse at Harbor Clinic", "Simmons", "Languages: French (Acme)"):
        assert text in seen, text
    assert "1 of 3" in seen
    assert "Education (Acme)" not in seen
    assert "Yale" in await ana.press("Acme")
    await ana.press("☆ Star")
    [one] = (await engaged(chat, ana)).items
    await ana.press("Back")
    assert "Saved by you" in ana.card()
    await ana.press(tab(ana, "Acme (3)"))
    assert "Saved by you" in ana.card()
    assert (await names(chat, ana), one.candidate.name) == ({one.candidate.name}, one.candidate.name)


async def test_hiding_somebody_hides_them_at_every_source(chat: Chat, ana: Someone):
    await connect_in_memory(chat, found(GRACE_ELSEWHERE, *people(2)))
    await ana.search("Grace Hopper nurse")
    seen = await ana.press("Hide", near="Grace Hopper")
    assert "2 people" in seen
    for label in ("All", "Internet", "Acme"):
        await ana.press(tab(ana, label))
        assert "Senior Registered Nurse" not in ana.card(), label
        assert "Nurse Manager" not in ana.card(), label


async def test_who_was_hidden_before_the_source_was_connected_stays_hidden(chat: Chat, ana: Someone):
    await ana.search("Grace Hopper nurse")
    await ana.press("Hide", near="Grace Hopper")
    await connect_in_memory(chat, found(GRACE_ELSEWHERE, *people(2)))
    seen = await ana.search("Grace Hopper nurse")
    assert "2 people" in seen
    assert "Grace B. Hopper" not in await ana.press(tab(ana, "Acme"))


@pytest.mark.parametrize("hidden", [25, 60])
async def test_paging_past_hidden_people_shows_everyone_once(chat: Chat, ana: Someone, hidden: int):
    """The first batches of the source are all hidden: it is asked for those after them before anybody is ranked."""
    source = found(*people(60))
    await connect_in_memory(chat, source)
    me, rows = await ana.member(), [connected.row(source.traits, body) for body in source.people[:hidden]]
    async with chat.bot.context.store.write() as db:
        ids = await found_profiles.save(db, me.workspace_id, rows, {"acme": None})
        await profiles.reject_many(db, me, None, ids.values(), chat.clock())
    left = [f"Acme Person{n}" for n in range(hidden, 60)]
    everyone = [*left, *(each["name"] for each in NURSES)]
    seen = await ana.search("nurse in Boston")
    first = order(seen, *everyone)
    assert set(left[:2]) <= set(first)
    shown = first[:]
    while NEXT in seen.buttons:
        seen = await ana.press(NEXT)
        shown += order(seen, *everyone)
    assert len(shown) == len(set(shown)) == len(left) + 6
    assert f"of {len(shown)}" in seen
    await ana.forge("results", {"search_id": 1, "at": 0})
    assert order(ana.card(), *everyone) == first


async def test_somebody_alike_is_only_suggested(chat: Chat, ana: Someone):
    await connect_in_memory(chat, found(ALIKE))
    seen = await ana.search("Grace Hopper nurse")
    assert "2 people" in seen
    assert "Acme has someone with the same name, employer and place. Press View to compare." in seen
    assert "Internet has someone with the same name" in seen
    seen = await ana.press("View")
    assert "Acme: same name, employer and place." in seen
    seen = await ana.press("Same person")
    assert "They are now one candidate." in seen
    assert "Possibly the same person" not in seen
    [one] = (await engaged(chat, ana)).items
    seen = await ana.press("Back")
    assert "1 person" in seen
    assert "has someone" not in seen
    assert one.candidate.name == "Grace Hopper"


async def test_who_is_not_the_same_is_not_asked_about_again(chat: Chat, ana: Someone):
    await connect_in_memory(chat, found(ALIKE))
    await ana.search("Grace Hopper nurse")
    await ana.press("View", nth=1)
    seen = await ana.press("Not the same")
    assert "They'll stay separate." in seen
    assert "Possibly the same person" not in seen
    seen = await ana.press("Back")
    assert "2 people" in seen
    assert "has someone" not in seen
    assert len((await engaged(chat, ana)).items) == 2


async def test_a_source_that_is_late_moves_nobody_on_the_pages_before(chat: Chat, ana: Someone):
    chat.bot.context.federated.sleep = sleeper = Sleeper()
    late = MemorySource(called("late"), people(3, "Late Person"), gate=asyncio.Event())
    await connect_in_memory(chat, late, MemorySource(called("quick"), people(6, "Quick Person")))
    passing = asyncio.create_task(sleeper.let_pass(SOFT))
    first = await ana.search("nurse in Boston")
    await passing
    everyone = [f"{kind} Person{n}" for kind in ("Quick", "Late") for n in range(6)] + [each["name"] for each in NURSES]
    assert order(first, "Late Person0") == []
    second = await ana.press(NEXT)
    assert late.gate is not None
    late.gate.set()
    await sleeper.let_pass(1.0)
    for _ in range(200):
        if "Late (3)" in ana.card():
            break
        await asyncio.sleep(0.05)
    assert "Late Person0" in ana.card()
    assert order(ana.card(), *everyone) != order(second, *everyone)
    shown = order(ana.card(), *everyone)
    seen = await ana.press(PREVIOUS)
    assert "Late (3)" in seen
    assert order(seen, *everyone) == order(first, *everyone)
    assert order(await ana.press(NEXT), *everyone) == shown
    await ana.press("View", near=shown[0])
    assert "6 of 15" in ana.card()
    await ana.press(NEXT)
    assert shown[1] in ana.card()


async def test_a_source_that_hangs_is_waited_for_once_and_by_nobody_else(chat: Chat, ana: Someone):
    """Nothing here would end if it were waited for: the time stands still."""
    hanging = MemorySource(called("hanging"), people(2), gate=asyncio.Event())
    failing = MemorySource(called("failing"), people(1), fault=Unreachable("Failing"))
    quick = [MemorySource(called(f"quick{n}"), people(3, f"Quick{n} Person")) for n in range(3)]
    await connect_in_memory(chat, hanging, failing, *quick)
    chat.bot.context.federated.sleep = sleeper = Sleeper()
    passing = asyncio.create_task(sleeper.let_pass(SOFT))
    seen = await ana.search("nurse in Boston")
    await passing
    waited = [each for each, _ in sleeper.sleeping if each == SOFT]
    assert [len(source.asked) for source in (hanging, failing, *quick)] == [1] * 5
    for text in ("Hanging (waiting)", "Failing (failed)", "Quick0 (3)", "Quick1 (3)", "Quick2 (3)", "Quick2 Person0"):
        assert text in seen, text
    for press in (NEXT, PREVIOUS, "View", "Back", "☆ Star", "Hide", "All", "Internet", "Quick1"):
        await ana.press(press if press[0] in "N◀VB☆H" else tab(ana, press))
    assert "Quick1 Person" in ana.card()
    assert [each for each, _ in sleeper.sleeping if each == SOFT] == waited
    assert [len(source.asked) for source in (hanging, failing, *quick)] == [1] * 5
    diego = await chat.person("Diego", Role.RECRUITER)
    seen = await diego.search("nurse in Boston")  # the same search: it is under way, so nobody waits for it again
    assert "Hanging (waiting)" in seen
    assert [len(source.asked) for source in (hanging, failing, *quick)] == [1] * 5


async def test_a_source_whose_search_costs_is_never_asked_for_all(chat: Chat, ana: Someone):
    paid = MemorySource(called("paid", search_costs=True, unit="credit"), people(9, "Paid Person"))
    await connect_in_memory(chat, paid, found(*people(1)))
    seen = await ana.search("nurse in Boston")
    assert "Acme Person0" in seen
    await ana.press(NEXT)
    await ana.press("Select several")
    assert paid.asked == []


async def test_an_index_that_is_down_costs_only_its_own_people(chat: Chat, ana: Someone):
    await connect_in_memory(chat, found(*people(2)))

    async def down(_: Any) -> Any:
        raise Unreachable("the search index")

    chat.bot.context.index.search = down  # type: ignore[method-assign]
    seen = await ana.search("nurse")
    assert "Internet (failed)" in seen
    assert "Acme Person1" in seen
    assert "2 people" in seen


async def test_any_number_of_people_and_sources_takes_the_same_number_of_statements(chat: Chat):
    ana = await chat.person("Ana", Role.RECRUITER)
    await add_people(chat.bot, [nurse(n, f"Nurse Number{n}") for n in range(60)])
    counts: list[list[int]] = []
    await ana.search("nurse")
    for sources in (1, 4):
        every = [
            MemorySource(
                called(f"source{n}"),
                [{**nurse(n * 7 + m, f"Anyone{m}"), "emails": [], "id": f"{m}"} for m in range(40)],
            )
            for n in range(sources)
        ]
        await connect_in_memory(chat, *every)
        counts.append([])
        for press in ("", NEXT, NEXT, PREVIOUS):
            ran = await counted(lambda ana, press=press: ana.press(press) if press else ana.search("nurse"), ana)
            counts[-1].append(len(ran))
    assert counts[0] == counts[1]
    assert max(counts[0]) < 45


class Picky(MemorySource):
    """Has nobody for telemetry."""

    async def search(self, query: SourceQuery) -> SourceResults:
        nobody = "telemetry" in matched(query.what)
        found = await MemorySource.search(self, query)
        return SourceResults((), 0) if nobody else found


async def test_what_finds_nobody_anywhere_offers_what_to_leave_out_with_the_people_of_all_sources(
    chat: Chat, ana: Someone
):
    picky = Picky(called("acme"), people(3))
    await connect_in_memory(chat, picky)
    seen = await ana.search("telemetry welding nurse")
    assert "No one matches all of this" in seen
    ways = [each for each in seen.buttons if each.startswith("Without")]
    assert ways[:2] == ["Without “telemetry” (3)", "Without “welding” (1)"]  # best first: Acme's three, then Clara
    assert len(picky.asked) <= 1 + MOST_ASKED
    seen = await ana.press(ways[0])
    assert order(seen, "Acme Person0", "Acme Person1", "Acme Person2") == [f"Acme Person{n}" for n in range(3)]


async def test_one_or_two_people_of_all_sources_are_followed_by_what_could_be_left_out(chat: Chat, ana: Someone):
    picky = Picky(called("acme"), people(3))
    await connect_in_memory(chat, picky)
    seen = await ana.search("telemetry nurse in Boston")
    assert "1 person" in seen
    assert "Show also:" in seen
    assert next(each for each in seen.buttons if each.startswith("Without")) == "Without “telemetry” (about 9)"
    asked = len(picky.asked)
    await ana.press("View")
    seen = await ana.press("Back")
    assert "Show also:" in seen
    assert len(picky.asked) == asked  # what is known is not asked again
    seen = await ana.press("Without “telemetry” (about 9)")
    assert "Acme Person0" in seen
    assert "Show also:" not in seen


async def test_a_source_that_failed_is_not_asked_what_could_be_left_out(chat: Chat, ana: Someone):
    source = MemorySource(called("acme"), people(3), fault=Unreachable("Acme", "no route"))
    await connect_in_memory(chat, source)
    seen = await ana.search("telemetry nurse")
    assert "Show also:" in seen
    assert "Without “telemetry” (7)" in seen.buttons
    assert len(source.asked) == 1


async def test_paging_ends_with_a_sentence(chat: Chat, ana: Someone):
    await connect_in_memory(chat, found(*people(300)))
    await ana.search("nurse in Boston")
    await ana.forge("results", {"search_id": 1, "at": 195})
    assert "196–200 of about 30" in ana.card()
    assert "This tab shows the first 200 people." in ana.card()
    assert NEXT not in ana.card().buttons
    await ana.forge("results", {"search_id": 1, "at": 10**9, "late": "acme:77777777777,:,x:-1"})
    assert "196–200" in ana.card()


async def test_several_people_of_all_sources(chat: Chat, ana: Someone):
    await connect_in_memory(chat, found(GRACE_ELSEWHERE, *people(2)))
    await ana.search("Grace Hopper nurse")
    await ana.press("Select several")
    await ana.submit(people_1=["Grace Hopper", "Acme Person0 (no contact details)"], do="Star")
    assert await names(chat, ana) == {"Grace Hopper", "Acme Person0"}
    assert len(await stored(chat)) == 3


@pytest.fixture
async def ana(chat: Chat) -> Someone:
    return await recruiting(chat)


async def test_newest_first_is_by_date_over_all_sources(chat: Chat, ana: Someone):
    """Unknown dates last, also where a source returns them first; a person's row counts with the date it shows."""
    names_and_days = (("Uma Unknown", None), ("Nora New", 22), ("Olga Old", 2), ("Mia Middle", 19))
    there = [
        {"id": f"x-{name}", "name": name, "headline": "Nurse", "updated_at": day and f"2026-11-{day:02}T08:00:00Z"}
        for name, day in names_and_days
    ]
    await connect_in_memory(chat, found({**GRACE_ELSEWHERE, "updated_at": "2026-11-23T08:00:00Z"}, *there))
    await ana.search("nurse in Boston")
    seen = await ana.press("Newest first")
    everyone = [*(body["name"] for body in NURSES), *(name for name, _ in names_and_days)]
    whole = [*order(seen, *everyone), *order(await ana.press(NEXT), *everyone)]
    assert whole[:8] == [
        *("Nora New", "Grace Hopper", "Clara Barton", "Edith Cavell", "Lillian Wald", "Mia Middle", "Olga Old"),
        "Florence Bell",
    ]
    assert set(whole[8:]) == {"Mary Seacole", "Uma Unknown"}
