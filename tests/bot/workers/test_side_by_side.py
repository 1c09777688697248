"""Outside systems asked side by side."""

import asyncio

import pytest

from bot.workers import side_by_side
from store.errors import StoreDown


async def test_a_failure_waits_for_the_others_so_that_the_next_run_does_not_overlap():
    finished: list[int] = []

    async def ask(item: int) -> int:
        if not item:
            raise StoreDown("away")
        for _ in range(5):
            await asyncio.sleep(0)
        finished.append(item)
        return item

    with pytest.raises(StoreDown):
        await side_by_side.total(ask, range(5), 2)
    assert finished == [1, 2, 3, 4]
