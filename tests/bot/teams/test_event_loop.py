"""Nothing in the adapter holds the event loop up: Slack is served on the same one."""

import asyncio
import time

import aiohttp

from bot.teams.adapter import TeamsAdapter
from cards import teams as cards
from cards.actions import Star
from cards.tree import Button, Card, Heading, Surface
from handlers.replies import Show
from tests.bot.teams.conftest import MemoryIntake, Serve, settings_of
from tests.bot.teams.presses import execute
from tests.fakes.teams import FakeTeams

CARD = Card("Grace Hopper", (Heading("Grace Hopper"),), (Button("☆ Star", Star(7)),))


class Pulse:
    """The longest time that the loop did not come round, in seconds."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def __aenter__(self) -> "Pulse":
        self._task = asyncio.create_task(self._beat())
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _beat(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            self.longest = max(self.longest, time.perf_counter() - began)


async def test_keys_and_token_are_fetched_beside_the_loop(teams: FakeTeams) -> None:
    """botbuilder's own ways stop the loop for as long as Microsoft's sign-in takes."""
    teams.slow_sign_in = 1.0
    async with aiohttp.ClientSession() as http:
        adapter = TeamsAdapter(settings_of(teams), MemoryIntake(), http)
        async with Pulse() as pulse:
            await adapter.start()
        await adapter.stop()
    assert (teams.keys_given, teams.tokens_given) == (1, 1)
    assert pulse.longest < 0.5


async def test_a_connector_that_hangs_holds_no_answer_up(serve: Serve, teams: FakeTeams) -> None:
    bot = await serve()
    bot.intake.flow = lambda did: (Show(CARD),)
    await bot.say("hello")
    said = teams.last("a:chat-ana")
    teams.hang()
    value = execute(cards.card(CARD, Surface.PERSONAL), "☆ Star")
    press = teams.activity("invoke", name="adaptiveCard/action", value=value, replyToId=said.id)
    presses = [{**press, "id": f"press-{n}"} for n in range(20)]
    began = time.perf_counter()
    async with Pulse() as pulse:
        answers = await asyncio.gather(*(bot.post_only(press) for press in presses))
    assert [status for status, _ in answers] == [200] * 20
    assert time.perf_counter() - began < 2.5
    assert pulse.longest < 1
    teams.resume()
    await bot.intake.idle()
