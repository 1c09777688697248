"""Nothing in the adapter holds the event loop up: Slack is served on the same one."""

import asyncio

import aiohttp

from bot.teams.adapter import TeamsAdapter
from cards import teams as cards
from cards.actions.person import Star
from cards.tree import Button, Card, Heading, Surface
from handlers.replies import Show
from tests.bot.teams.conftest import MemoryIntake, Serve, settings_of
from tests.bot.teams.presses import execute
from tests.fakes.teams import FakeTeams

CARD = Card("Grace Hopper", (Heading("Grace Hopper"),), (Button("☆ Star", Star(7)),))


async def test_keys_and_token_are_fetched_beside_the_loop(teams: FakeTeams) -> None:
    """botbuilder's own ways stop the loop for as long as Microsoft's sign-in takes: here, where Microsoft is served on
    the same loop, for ever."""
    teams.close_sign_in()
    async with aiohttp.ClientSession() as http:
        adapter = TeamsAdapter(settings_of(teams), MemoryIntake(), http)
        starting = asyncio.create_task(adapter.start())
        async with asyncio.timeout(30):
            while teams.signing_in < 2:
                await asyncio.sleep(0.01)
        assert not starting.done()
        teams.open_sign_in()
        await starting
        await adapter.stop()
    assert (teams.keys_given, teams.tokens_given) == (1, 1)


async def test_a_connector_that_hangs_holds_no_answer_up(serve: Serve, teams: FakeTeams) -> None:
    bot = await serve()
    bot.intake.flow = lambda interaction: (Show(CARD),)
    await bot.say("hello")
    said = teams.last("a:chat-ana")
    teams.hang()
    value = execute(cards.draw(CARD, Surface.PERSONAL), "☆ Star")
    press = teams.activity("invoke", name="adaptiveCard/action", value=value, replyToId=said.id)
    presses = [{**press, "id": f"press-{n}"} for n in range(20)]
    answers = await asyncio.gather(*(bot.post_only(press) for press in presses))
    assert {(status, body["type"]) for status, body in answers} == {(200, "application/vnd.microsoft.card.adaptive")}
    assert (len(bot.intake.places), bot.intake.faults) == (1, [])  # "hello" alone: no card of a press is there yet
    teams.resume()
    await bot.intake.idle()
    assert (len(bot.intake.places), bot.intake.faults) == (21, [])
