"""A submitted form takes longer than Slack waits: the work is done, and the person can go on."""

import asyncio
from pathlib import Path

from bot.playground.slack.blocks import text_of
from bot.playground.slack.events_out import Delivery
from bot.playground.slack.seed import ANA
from tests.chat.base import Clock
from tests.chat.slack import slack_chat
from tests.flows.conftest import recruiting
from tests.flows.test_contact import preview, sent


async def test_a_late_confirmation_lets_the_person_go_on(tmp_path: Path, clock: Clock):
    async with slack_chat(tmp_path, clock) as chat:
        ana = await recruiting(chat)
        await preview(ana)
        async with chat.bot.context.store.write():  # blocks all other writes
            sending = asyncio.ensure_future(ana.submit())
            await chat.fake.until(lambda: any("One moment" in text_of(view.blocks) for view in chat.fake.views(ANA)))
        await sending
        assert len(await sent(chat)) == 1
        assert chat.fake.views(ANA) == []
        assert (await ana.press("Add note")).form


async def test_a_slow_acknowledgement_does_not_hide_the_result(tmp_path: Path, clock: Clock):
    """The work ends right after the bot answered that it takes longer; Slack receives the two in reverse order."""
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
