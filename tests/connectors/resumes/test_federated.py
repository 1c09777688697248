"""Searching several sources in parallel: limits, pauses, and what is remembered. The clock and all sleep are ours."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from connectors.errors import QuotaSpent, Throttled, Uncertain, Unreachable
from connectors.resumes.base import SourceQuery
from connectors.resumes.federated import (
    HARD,
    KEEP,
    KEEP_FAULT,
    KEEP_PAID,
    MOST,
    PAUSE,
    SOFT,
    FederatedSearch,
    Paused,
    SourceSearch,
)
from connectors.search.base import Word
from tests.fakes.source import MemorySource, Sleeper, called, people

QUERY = SourceQuery(what=Word("nurse"), size=25)


class Time:
    at = datetime(2026, 11, 23, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def federated(time: Time) -> AsyncIterator[FederatedSearch]:
    federated = FederatedSearch(time)
    federated.sleep = Sleeper()
    yield federated
    await federated.close()


def sleeper(federated: FederatedSearch) -> Sleeper:
    assert isinstance(federated.sleep, Sleeper)
    return federated.sleep


async def test_a_source_that_hangs_and_one_that_fails_hold_up_no_other(federated: FederatedSearch):
    gate = asyncio.Event()
    sources = [
        MemorySource(called("quick"), people(3)),
        MemorySource(called("hanging"), people(2), gate=gate),
        MemorySource(called("failing"), fault=Unreachable("Failing")),
        MemorySource(called("broken"), fault=KeyError("data")),
        MemorySource(called("other"), people(30)),
    ]
    searches = [SourceSearch(n, source, QUERY) for n, source in enumerate(sources)]
    asking = asyncio.create_task(federated.ask(searches))
    await sleeper(federated).let_pass(SOFT)
    quick, hanging, failing, broken, other = await asking
    assert (quick.found and quick.found.total, other.found and len(other.found.people)) == (3, 25)
    assert (hanging.found, hanging.waiting) == (None, True)
    assert (type(failing.fault), type(broken.fault)) == (Unreachable, KeyError)
    arrived = asyncio.Event()

    async def then() -> None:
        arrived.set()

    federated.when_done(searches, then)
    gate.set()
    await sleeper(federated).let_pass(1.0)
    await arrived.wait()
    assert federated.known(searches[1]).found is not None
    await federated.ask(searches)
    assert [len(source.asked) for source in sources] == [1, 1, 1, 1, 1]


async def test_a_request_ends_at_the_hard_limit(federated: FederatedSearch):
    never = asyncio.Event()
    free = SourceSearch(1, MemorySource(gate=never), QUERY)
    paid = SourceSearch(2, MemorySource(called("paid", search_costs=True), gate=never), QUERY)
    asking = asyncio.create_task(federated.ask([free, paid], patience=60.0))
    await sleeper(federated).let_pass(HARD)
    one, two = await asking
    assert (type(one.fault), type(two.fault)) == (Unreachable, Uncertain)


async def test_three_failures_in_a_row_pause_a_connection_for_all_searches(federated: FederatedSearch, time: Time):
    source = MemorySource(people=people(1), fault=Unreachable("Acme"))
    words = [SourceSearch(1, source, SourceQuery(what=Word(f"w{n}"))) for n in range(5)]
    for one in words[:3]:
        await federated.ask([one])
    [paused] = await federated.ask(words[3:4])
    assert (type(paused.fault), len(source.asked)) == (Paused, 3)
    [other] = await federated.ask([SourceSearch(2, MemorySource(people=people(1)), words[3].query)])
    assert other.found is not None
    time.at += PAUSE
    source.fault = None
    [again] = await federated.ask(words[4:5])
    assert again.found is not None
    time.at += KEEP_FAULT
    assert (await federated.ask(words[:1]))[0].found is not None


async def test_a_busy_source_is_left_alone_for_as_long_as_it_says(federated: FederatedSearch, time: Time):
    source = MemorySource(people=people(1), fault=Throttled("Acme", 20))
    await federated.ask([SourceSearch(1, source, QUERY)])
    federated.forget_fault(SourceSearch(1, source, QUERY))
    [outcome] = await federated.ask([SourceSearch(1, source, QUERY)])
    assert (type(outcome.fault), len(source.asked)) == (Paused, 1)
    source.fault, time.at = QuotaSpent("Acme"), time.at + timedelta(seconds=21)
    for _ in range(4):  # not a failure of the line
        federated.forget_fault(SourceSearch(1, source, QUERY))
        await federated.ask([SourceSearch(1, source, QUERY)])
    assert len(source.asked) == 5


async def test_what_was_found_is_remembered_for_a_while_and_read_on_in_order(federated: FederatedSearch, time: Time):
    source = MemorySource(people=people(60))
    search = SourceSearch(1, source, QUERY)
    await asyncio.gather(*(federated.ask([search]) for _ in range(10)))
    [outcome] = await federated.ask([search], people=30)
    assert outcome.found is not None
    assert [body["id"] for body in outcome.found.people] == [f"a-{n}" for n in range(50)]
    assert [query.cursor for query in source.asked] == ["", "25"]
    for n in range(MOST + 5):
        await federated.ask([SourceSearch(2, MemorySource(people=people(1)), SourceQuery(what=Word(f"w{n}")))])
    assert federated.known(search).found is None
    await federated.ask([search])
    time.at += KEEP + timedelta(seconds=1)
    assert federated.known(search).found is None


async def test_people_that_were_paid_for_stay_for_their_day(federated: FederatedSearch, time: Time):
    paid = SourceSearch(1, MemorySource(called("paid", search_costs=True), people(5)), QUERY)
    await federated.ask([paid])
    for n in range(MOST + 5):
        await federated.ask([SourceSearch(2, MemorySource(people=people(1)), SourceQuery(what=Word(f"w{n}")))])
    assert federated.known(paid).found is not None
    time.at += KEEP_PAID + timedelta(seconds=1)
    assert federated.known(paid).found is None


async def test_a_source_that_repeats_itself_ends(federated: FederatedSearch):
    class Repeating(MemorySource):
        async def search(self, query: SourceQuery):
            return await MemorySource.search(self, SourceQuery(what=query.what, size=query.size))

    source = Repeating(people=people(60))
    [outcome] = await federated.ask([SourceSearch(1, source, QUERY)], people=50)
    assert outcome.found is not None
    assert (len(outcome.found.people), outcome.found.cursor, len(source.asked)) == (25, "", 2)
