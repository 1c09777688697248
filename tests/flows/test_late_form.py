"""A form whose answer takes longer than Slack waits for: what was sent is done, and the person goes on."""

import asyncio
from pathlib import Path

from bot.playground.slack.blocks import text_of
from bot.playground.slack.events_out import Delivery
from bot.playground.slack.seed import ANA
from tests.chat.base import Clock
from tests.chat.slack import slack_chat
from tests.flows.conftest import recruiting
from tests.flows.test_contact import preview, sent


async def test_who_is_told_late_that_it_is_done_goes_on(tmp_path: Path, clock: Clock):
    async with slack_chat(tmp_path, clock) as chat:
        ana = await recruiting(chat)
        await preview(ana)
        async with chat.bot.context.store.write():  # nobody else writes meanwhile
            sending = asyncio.ensure_future(ana.submit())
            await chat.fake.until(lambda: any("One moment" in text_of(view.blocks) for view in chat.fake.views(ANA)))
        await sending
        assert len(await sent(chat)) == 1
        assert chat.fake.views(ANA) == []
        assert (await ana.press("Add note")).form


async def test_an_acknowledgement_that_is_slow_on_its_way_does_not_hide_what_came_of_it(tmp_path: Path, clock: Clock):
    """The work ends right after the bot said that it takes longer; Slack hears of both the other way round."""
    async with slack_chat(tmp_path, clock) as chat:
        ana = await recruiting(chat)
        await preview(ana)
        chat.fake.sender.response_delay = 0.3
        async with chat.bot.context.store.write():
            sending = asyncio.ensure_future(ana.submit())
            await chat.fake.until(lambda: any(_said_to_wait(each) for each in chat.fake.sent))
        await sending
        assert len(await sent(chat)) == 1
        assert chat.fake.views(ANA) == []


def _said_to_wait(delivery: Delivery) -> bool:
    return "One moment" in str(delivery.body)
