"""Saving a search, and making its digests, in the flow tests."""

from datetime import timedelta
from typing import Any

from bot.workers.search_digests import SearchDigests
from tests.chat.base import Chat, Screen, Someone
from tests.people import nurse

DAY = timedelta(days=1)


async def save_search(who: Someone, words: str = "nurse", **typed: Any) -> Screen:
    """Searches and saves the search; by default with a message every day at 9 AM."""
    await who.search(words)
    await who.press("Save search")
    return await who.submit(**typed)


async def make_digests(chat: Chat) -> int:
    """What the background job does in one round, and then the notifier. Returns how many searches were run."""
    done = await SearchDigests(chat.bot.context, chat.bot.notifier.wake).run_once()
    await chat.bot.notifier.run_once()
    return done


def digests_of(who: Someone) -> list[Screen]:
    """The digests they were sent, oldest first."""
    return [card for card in who.cards() if "new or updated" in card]


def someone_new(number: int, name: str, **more: Any) -> dict[str, Any]:
    return nurse(number, name, updated_at="2026-11-23T13:00:00Z", **more)
