"""Several pieces of work in one turn: each gets its answer, and one that cannot be done spoils no other's."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.workers.batcher import Batcher


async def test_what_is_asked_at_the_same_time_is_one_turn():
    turns: list[list[int]] = []

    async def double(asked: Sequence[int]) -> Sequence[int]:
        turns.append(list(asked))
        await asyncio.sleep(0.01)
        return [2 * each for each in asked]

    work = Batcher(double, max_batch=4)
    assert await asyncio.gather(*(work.submit(number) for number in range(6))) == [0, 2, 4, 6, 8, 10]
    assert turns == [[0, 1, 2, 3], [4, 5]]


async def test_one_that_cannot_be_done_spoils_no_other():
    async def invert(asked: Sequence[int]) -> Sequence[float]:
        return [1 / each for each in asked]

    work = Batcher(invert)
    answers = await asyncio.gather(*(work.submit(number) for number in (1, 0, 2)), return_exceptions=True)
    assert (answers[0], answers[2]) == (1.0, 0.5)
    assert isinstance(answers[1], ZeroDivisionError)
    assert await work.submit(4) == 0.25


async def test_who_went_away_holds_up_nobody():
    async def slow(asked: Sequence[int]) -> Sequence[int]:
        await asyncio.sleep(0.05)
        return asked

    work = Batcher(slow)
    gone = asyncio.create_task(work.submit(1))
    stays = asyncio.create_task(work.submit(2))
    await asyncio.sleep(0.01)
    gone.cancel()
    assert await stays == 2
    with pytest.raises(asyncio.CancelledError):
        await gone
