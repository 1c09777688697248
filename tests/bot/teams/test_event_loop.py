"""Nothing in the adapter blocks the event loop, which also serves Slack."""

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


async def test_fetching_keys_and_token_does_not_block_the_loop(teams: FakeTeams) -> None:
    """botbuilder's own implementation blocks the loop for as long as Microsoft's sign-in takes: for ever in this test,
    where the fake Microsoft runs on the same loop."""
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


async def test_a_hanging_connector_delays_no_response(serve: Serve, teams: FakeTeams) -> None:
    bot = await serve()
    bot.intake.flow = lambda interaction: (Show(CARD),)
    await bot.say("hello")
    message = teams.last("a:chat-ana")
    teams.hang()
    value = execute(cards.draw(CARD, Surface.PERSONAL), "☆ Star")
    press = teams.activity("invoke", name="adaptiveCard/action", value=value, replyToId=message.id)
    presses = [{**press, "id": f"press-{n}"} for n in range(20)]
    answers = await asyncio.gather(*(bot.post_only(press) for press in presses))
    assert {(status, body["type"]) for status, body in answers} == {(200, "application/vnd.microsoft.card.adaptive")}
    assert (len(bot.intake.places), bot.intake.faults) == (1, [])  # only "hello": no card from a press yet
    teams.resume()
    await bot.intake.idle()
    assert (len(bot.intake.places), bot.intake.faults) == (21, [])
