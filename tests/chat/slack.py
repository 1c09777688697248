"""People in a Slack workspace: every deed goes through the fake Slack as signed HTTP to bolt."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path
from typing import Any

from bot.app import Bot, running, served
from bot.playground import seed
from bot.playground.blocks import elements, label, words
from bot.playground.server import FakeSlack
from bot.playground.shapes import Message, View
from bot.settings import Settings
from store.roles import Role
from store.tables import Member
from tests.chat.base import Clock, Screen, let_in, member_of
from tests.fakes.slack import BOT_TOKEN, SIGNING_SECRET, slack_workspace

PEOPLE = {"Ana": seed.ANA, "Sam": seed.SAM, "Maya": seed.MAYA, "Diego": seed.DIEGO, "Lee": seed.LEE}
INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u2068\u2069\u200e\u200f]")


class SlackChat:
    platform = "slack"
    workspace = seed.TEAM

    def __init__(self, fake: FakeSlack, bot: Bot, clock: Clock) -> None:
        self.fake = fake
        self.bot = bot
        self.clock = clock

    async def person(self, name: str, role: Role | None) -> "SlackPerson":
        user = PEOPLE[name]
        if role is not None:
            await let_in(self.bot, "slack", seed.TEAM, user, role, self.fake.world.person(user).real_name)
        return SlackPerson(self, name, user)

    async def in_channel(self, someone: "SlackPerson", words: str) -> None:
        await self.fake.command(someone.user, self.fake.channel("general"), "/sourcer", words)
        await self.settle()

    def channel_lines(self, someone: "SlackPerson") -> list[str]:
        return [_message(said).text for said in self.fake.messages("general", someone.user)]

    async def settle(self) -> None:
        await self.fake.settled()
        await self.bot.intake.idle()
        await self.fake.settled()


class SlackPerson:
    def __init__(self, chat: SlackChat, name: str, user: str) -> None:
        self.chat = chat
        self.name = name
        self.user = user
        self.fake = chat.fake
        self._at_home = False

    async def command(self, words: str = "") -> Screen:
        self._at_home = False
        delivery = await self.fake.command(self.user, self.fake.dm(self.user), "/sourcer", words)
        assert delivery.status == 200, delivery
        return await self._after()

    async def search(self, words: str) -> Screen:
        self._at_home = False
        delivery = await self.fake.command(self.user, self.fake.dm(self.user), "/source", words)
        assert delivery.status == 200, delivery
        return await self._after()

    async def say(self, words: str) -> Screen:
        self._at_home = False
        await self.fake.say(self.user, self.fake.dm(self.user), words)
        return await self._after()

    async def open_home(self) -> Screen:
        self._at_home = True
        await self.fake.open_home(self.user)
        return await self._after()

    async def press(self, label: str, *, near: str = "", nth: int = 0, **typed: Any) -> Screen:
        delivery = await self.fake.press(self.user, self._before(), label, near=near, nth=nth, values=typed or None)
        assert delivery.status == 200, delivery
        return await self._after()

    async def submit(self, **typed: Any) -> Screen:
        view = self.fake.views(self.user)[-1]
        values = {_block(view, name): await self._chosen(view, name, value) for name, value in typed.items()}
        delivery = await self.fake.submit(self.user, view, values)
        assert delivery.status == 200, delivery
        return await self._after()

    async def suggest(self, name: str, words: str) -> list[str]:
        view = self.fake.views(self.user)[-1]
        delivery = await self.fake.type_ahead(self.user, view, _block(view, name), words)
        return [option["text"]["text"] for option in delivery.body["options"]]

    async def _chosen(self, view: View, name: str, value: Any) -> Any:
        """In a typeahead nobody can leave words: they are typed, and the first offer that reads so is taken."""
        block = next(block for block in view.blocks if block["block_id"] == _block(view, name))
        if "external_select" not in block["element"]["type"]:
            return value
        offered = await self.suggest(name, value)
        return next((each for each in offered if value in each), offered[0] if offered else value)

    def screen(self) -> Screen:
        before = self._before()
        return _view(before) if isinstance(before, View) else _message(before)

    def card(self) -> Screen:
        return _message(self._cards()[-1])

    def told(self) -> list[str]:
        lines = [
            _message(said).text
            for channel in (self.fake.dm(self.user), "general")
            for said in self.fake.messages(channel, self.user)
            if said.by_app and not said.blocks
        ]
        return lines + [_view(view).text for view in self.fake.views(self.user) if not view.body.get("submit")]

    async def member(self) -> Member:
        return await member_of(self.chat.bot, "slack", seed.TEAM, self.user)

    # ── inside ──

    def _cards(self) -> list[Message]:
        return [said for said in self.fake.messages(self.fake.dm(self.user), self.user) if said.by_app and said.blocks]

    def _before(self) -> Message | View:
        if views := self.fake.views(self.user):
            return views[-1]
        home = self.fake.home(self.user)
        if self._at_home and home is not None:
            return home
        return self._cards()[-1]

    async def _after(self) -> Screen:
        await self.chat.settle()
        return self.screen() if self.fake.views(self.user) or self._cards() or self._at_home else Screen("")


def _block(view: View, name: str) -> str:
    """The block of the input of that name: an id may carry a mark behind it."""
    from cards.slack_inputs import name_of

    return next(block["block_id"] for block in view.blocks if name_of(block.get("block_id", "")) == name)


def _plain(text: str) -> str:
    return unescape(INVISIBLE.sub("", text))


def _message(said: Message) -> Screen:
    return _screen(said.blocks, said.blocks and words(said.blocks) or said.text)


def _view(view: View) -> Screen:
    seen = _screen(view.blocks, f"{view.body.get('title', {}).get('text', '')} {words(view.blocks)}")
    seen.form = bool(view.body.get("submit"))
    if submit := view.body.get("submit"):
        seen.buttons.append(submit["text"])
    seen.errors = list(view.errors.values())
    seen.text += " " + " ".join(seen.errors)
    return seen


def _screen(blocks: list[dict[str, Any]], text: str) -> Screen:
    found = list(elements(blocks))
    buttons = [_plain(label(each)) for _, each in found if each["type"] == "button"]
    links = [each["url"] for _, each in found if each["type"] == "button" and each.get("url")]
    inputs = [_plain(block["label"]["text"]) for block in blocks if block["type"] == "input"]
    return Screen(_plain(text), buttons, inputs, links=links, raw=blocks)


@asynccontextmanager
async def slack_chat(data_dir: Path, clock: Clock, **more: Any) -> AsyncIterator[SlackChat]:
    async with slack_workspace() as fake:
        settings = Settings(
            data_dir=data_dir,
            slack_signing_secret=SIGNING_SECRET,
            slack_bot_token=BOT_TOKEN,
            slack_api_url=fake.api_url.rstrip("/"),
            **more,
        )
        async with running(settings, now=clock) as bot, served(bot.app, "127.0.0.1", 0) as address:
            fake.bot_url = f"{address}/slack/events"
            yield SlackChat(fake, bot, clock)
