"""Small talk, a lone emoji and a lone file are answered with buttons, on both platforms; nothing is searched."""

import pytest

from bot.playground.slack import payloads
from store import searches
from store.roles import Role
from tests.chat.base import Chat, Screen, Someone
from tests.chat.slack import SlackPerson
from tests.chat.teams import TeamsPerson
from tests.flows.conftest import recruiting


async def searched(chat: Chat, who: Someone) -> bool:
    me = await who.member()
    async with chat.bot.context.store.read() as db:
        return await searches.latest(db, me) is not None


async def test_small_talk_is_answered_and_not_searched(chat: Chat):
    ana = await recruiting(chat)
    for typed, answer, button in (
        ("Guten Morgen", "Hello Ana", "Select a job"),
        ("¡Muchas gracias!", "You're welcome.", "Search candidates"),
        ("👍", "What would you like to do next?", "Candidates"),
        (":shrug:", "words better than emoji", "Help"),
        ("undo", "press Undo on the card", "Invitations"),
        ("au revoir", "See you.", "Help"),
        ("what can you do?", "How it works", "Search candidates"),
        ("how many credits do I have?", "credit", "Refresh"),
        ("what's my balance?", "credit", "Refresh"),
        ("how do I buy credits?", "Each invitation costs 1 credit", "Credits"),
        ("was kostet das?", "Each invitation costs 1 credit", "Search candidates"),
        ("?", "How it works", "Search candidates"),
        ("??", "How it works", "Search candidates"),
        ("¿eres un bot?", "How it works", "Search candidates"),
        ("this doesn't work", "How it works", "Search candidates"),
        ("tant pis", "What would you like to do next?", "Candidates"),
        ("test", "Hello Ana", "Select a job"),
    ):
        seen = await ana.command(typed)
        assert answer in seen, typed
        if button != "Refresh":
            assert button in seen.buttons, typed
    assert not await searched(chat, ana)
    assert "Grace Hopper" in await ana.command("nurse in Boston")
    seen = await ana.command("thanks")
    assert "Grace Hopper" in await ana.press("Back to my last search")


async def sends_a_file(someone: Someone, text: str = "") -> Screen:
    """A file in the direct messages, as Slack and Teams deliver it."""
    if isinstance(someone, TeamsPerson):
        kind = "application/vnd.microsoft.teams.file.download.info"
        attached = [{"contentType": kind, "name": "cv.pdf"}, {"contentType": "text/html", "content": f"<p>{text}</p>"}]
        await someone.chat.post(someone.fake.activity("message", user=someone.user, text=text, attachments=attached))
        return someone.screen()
    assert isinstance(someone, SlackPerson)
    fake = someone.fake
    event = {"type": "message", "subtype": "file_share", "channel_type": "im", "channel": fake.dm(someone.user)}
    event |= {"user": someone.user, "text": text, "ts": fake.world.ts(), "files": [{"id": "F1"}]}
    await fake.sender.deliver(fake.sender.event(payloads.event(fake.world, event, fake.dm(someone.user))))
    await someone.chat.settle()
    return someone.screen()


async def test_a_lone_file_is_answered(chat: Chat):
    ana = await recruiting(chat)
    seen = await sends_a_file(ana)
    assert "I can't read files here" in seen
    assert "Search candidates" in seen.buttons
    assert "Grace Hopper" in await sends_a_file(ana, "nurse in Boston")


@pytest.mark.parametrize(("role", "sees"), [(Role.REVIEWER, "You're a reviewer"), (None, "Ask for access")])
async def test_small_talk_of_those_who_cannot_search(chat: Chat, role: Role | None, sees: str):
    maya = await chat.person("Maya", role)
    seen = await maya.command("thanks")
    assert sees in seen.text + " ".join(seen.buttons)
    assert ("You're welcome." in seen) == (role is Role.REVIEWER)


@pytest.mark.parametrize(("role", "sees"), [(Role.REVIEWER, "Reviewers cannot search"), (None, "Ask for access")])
async def test_those_who_cannot_spend_credits_are_not_given_the_price(chat: Chat, role: Role | None, sees: str):
    maya = await chat.person("Maya", role)
    seen = await maya.command("how much does it cost?")
    assert sees in seen.text + " ".join(seen.buttons)
    assert "costs" not in seen


async def test_a_mention_in_a_channel_that_greets_is_answered_in_private(chat: Chat):
    ana = await recruiting(chat)
    await chat.in_channel(ana, "bonjour")
    assert "Hello Ana" in ana.card()
