"""Batching: each item gets its own result, and a failing item affects no other."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.workers.batcher import Batcher


async def test_concurrent_items_form_one_batch():
    turns: list[list[int]] = []

    async def double(items: Sequence[int]) -> Sequence[int]:
        turns.append(list(items))
        await asyncio.sleep(0.01)
        return [2 * each for each in items]

    work = Batcher(double, max_batch=4)
    assert await asyncio.gather(*(work.submit(number) for number in range(6))) == [0, 2, 4, 6, 8, 10]
    assert turns == [[0, 1, 2, 3], [4, 5]]


async def test_a_failing_item_affects_no_other():
    async def invert(items: Sequence[int]) -> Sequence[float]:
        return [1 / each for each in items]

    work = Batcher(invert)
    answers = await asyncio.gather(*(work.submit(number) for number in (1, 0, 2)), return_exceptions=True)
    assert (answers[0], answers[2]) == (1.0, 0.5)
    assert isinstance(answers[1], ZeroDivisionError)
    assert await work.submit(4) == 0.25


async def test_a_cancelled_item_blocks_no_other():
    async def slow(items: Sequence[int]) -> Sequence[int]:
        await asyncio.sleep(0.05)
        return items

    work = Batcher(slow)
    gone = asyncio.create_task(work.submit(1))
    stays = asyncio.create_task(work.submit(2))
    await asyncio.sleep(0.01)
    gone.cancel()
    assert await stays == 2
    with pytest.raises(asyncio.CancelledError):
        await gone
