"""A stand-in of Dice, and a connection to it."""

from collections.abc import AsyncIterator

import pytest

from bot.playground.sources.dice import FakeDice
from connectors.resumes.dice import Dice
from tests.fakes import dice as fakes
from tests.fakes.dice import CREDENTIALS, person


@pytest.fixture(name="there")
async def fake_dice() -> AsyncIterator[FakeDice]:
    async with fakes.dice() as fake:
        fake.people = [person("1", "Rosa Rich"), person("2", "Omar Okoye", "Go Developer")]
        yield fake


@pytest.fixture
async def dice(there: FakeDice) -> AsyncIterator[Dice]:
    source = Dice(CREDENTIALS, there.address, seconds=5)
    yield source
    await source.close()
