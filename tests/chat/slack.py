"""People in a Slack workspace: every action goes through the fake Slack as signed HTTP to bolt."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

from bot.app import Bot, running, served
from bot.playground.server import FakeSlack
from bot.playground.slack import payloads, seed
from bot.playground.slack.blocks import elements, label, text_of
from bot.playground.slack.events_out import Delivery
from bot.playground.slack.objects import Message, Person, View
from bot.settings import Settings
from store.roles import Role
from store.tables.core import Member
from tests.chat.base import OUTREACH, Clock, Screen, grant_role, member_of
from tests.databases import sqlite_file
from tests.fakes.slack import BOT_TOKEN, SIGNING_SECRET, slack_workspace
from tests.fakes.smtp import Sink, smtp_sink

PEOPLE = {"Ana": seed.ANA, "Sam": seed.SAM, "Maya": seed.MAYA, "Diego": seed.DIEGO, "Lee": seed.LEE}
Body = dict[str, Any]
DONE = "Done. You can close this window."
LONG = 30.0  # seconds for an answer; the real deadline is tested in tests/bot/slack/test_outages.py
INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u2068\u2069\u200e\u200f]")


class SlackChat:
    platform = "slack"
    workspace = seed.TEAM

    def __init__(self, fake: FakeSlack, bot: Bot, clock: Clock, mailbox: Sink | None = None) -> None:
        self.fake = fake
        self.bot = bot
        self.clock = clock
        self.mailbox = mailbox or Sink()

    @property
    def address(self) -> str:
        return self.fake.bot_url.removesuffix("/slack/events")

    async def person(self, name: str, role: Role | None) -> "SlackPerson":
        user = PEOPLE[name]
        if role is not None:
            await grant_role(self.bot, "slack", seed.TEAM, user, role, self.fake.world.person(user).real_name)
        return SlackPerson(self, name, user)

    async def outsider(self, name: str) -> "SlackPerson":
        user = f"U0{name.upper()}0001"
        address = f"{name.lower()}@elsewhere.example"
        self.fake.world.add_person(Person(user, name.lower(), name, address, is_guest=True))
        self.fake.invite(seed.SAM, "general", user)
        return SlackPerson(self, name, user)

    def rename(self, someone: "SlackPerson", name: str) -> None:
        people = self.fake.world.people
        people[someone.user] = replace(people[someone.user], real_name=name)

    async def in_channel(self, someone: "SlackPerson", text: str) -> None:
        await self.fake.command(someone.user, self.fake.channel("general"), "/sourcer", text)
        await self.settle()

    def channel_lines(self, someone: "SlackPerson") -> list[str]:
        return [_message(message).text for message in self.fake.messages("general", someone.user)]

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
        self._answers: list[str] = []

    async def command(self, text: str = "") -> Screen:
        self._at_home = False
        delivery = await self.fake.command(self.user, self.fake.dm(self.user), "/sourcer", text)
        assert delivery.status == 200, delivery
        return await self._after()

    async def search(self, text: str) -> Screen:
        self._at_home = False
        delivery = await self.fake.command(self.user, self.fake.dm(self.user), "/source", text)
        assert delivery.status == 200, delivery
        return await self._after()

    async def say(self, text: str) -> Screen:
        self._at_home = False
        await self.fake.say(self.user, self.fake.dm(self.user), text)
        return await self._after()

    async def open_home(self) -> Screen:
        self._at_home = True
        await self.fake.open_home(self.user)
        return await self._after()

    async def press(self, label: str, *, near: str = "", nth: int = 0, card: int | None = None, **typed: Any) -> Screen:
        await self._leave_done()
        target = self._before() if card is None else self._cards()[card]
        views = self.fake.views(self.user) if typed else []
        filled = {name: value for name, value in typed.items() if value is not None}
        values = {_block(views[-1], name): await self._chosen(views[-1], name, value) for name, value in filled.items()}
        delivery = await self.fake.press(self.user, target, label, near=near, nth=nth, values=values or None)
        assert delivery.status == 200, delivery
        return await self._after()

    async def submit(self, **typed: Any) -> Screen:
        view = self.fake.views(self.user)[-1]
        values = {_block(view, name): await self._chosen(view, name, value) for name, value in typed.items()}
        delivery = await self.fake.submit(self.user, view, values)
        assert delivery.status == 200, delivery
        assert not delivery.trouble, delivery
        await self.chat.settle()
        await self._leave_done()
        return await self._after()

    async def cancel(self) -> Screen:
        await self.fake.close(self.user)
        return self.screen()

    async def forge(self, verb: str, args: Any = None, typed: Any = None) -> str:
        if typed is None:
            delivery = await self._forge_press(verb, args or {})
        else:
            delivery = await self._forge_form(verb, args or {}, typed)
        assert delivery.status == 200, delivery
        self._answers.append(json.dumps(delivery.body, ensure_ascii=False))
        await self.chat.settle()
        return self.everything()

    async def _forge_press(self, verb: str, args: Body) -> Delivery:
        label = {"type": "plain_text", "text": "forged"}
        pressed = {"type": "button", "action_id": f"{verb}:1", "value": json.dumps(args), "text": label}
        return await self.fake.act(self.user, self._cards()[-1], {"block_id": "forged"}, pressed)

    async def _forge_form(self, verb: str, args: Body, typed: Body) -> Delivery:
        metadata = {"a": args, "m": {"c": self.fake.dm(self.user), "t": self._cards()[-1].ts, "s": "personal"}}
        state = {name: {"value": _state(value)} for name, value in typed.items()}
        inputs = [{"type": "input", "block_id": name} for name in typed]
        body = {
            "type": "modal",
            "callback_id": verb,
            "private_metadata": json.dumps(metadata),
            "title": {"type": "plain_text", "text": "forged"},
            "blocks": inputs,
        }
        world = self.fake.world
        view = View(id=world.new_id("V"), user=self.user, body=body, hash="1.1", root="")
        trigger = self.fake.tickets.trigger(self.user, view.id)
        payload = payloads.view_submission(world, world.person(self.user), view, trigger=trigger)
        payload["view"]["state"] = {"values": state}
        return await self.fake.sender.deliver(self.fake.sender.interaction(payload))

    async def repeat(self, times: int) -> Screen:
        last = next(delivery for delivery in reversed(self.fake.sent) if self.user.encode() in delivery.parcel.body)
        again = await asyncio.gather(*(self.fake.redeliver(last) for _ in range(times)))
        assert [delivery.status for delivery in again] == [200] * times
        return await self._after()

    def reply_count(self) -> int:
        lines = len(self.fake.messages(self.fake.dm(self.user), self.user))  # including replies by response_url
        return len(self.fake.calls) + lines + sum(answer not in ("null", '""') for answer in self._answers)

    def everything(self) -> str:
        seen: list[Any] = [
            [message.text, message.blocks]
            for channel in (self.fake.dm(self.user), "general")
            for message in self.fake.messages(channel, self.user)
            if message.by_app
        ]
        seen += [[view.body, view.errors] for view in self.fake.views(self.user)]
        home = self.fake.home(self.user)
        seen += [home.body] if home else []
        return _plain(json.dumps(seen, ensure_ascii=False)) + "".join(map(_plain, self._answers))

    async def files(self) -> list[tuple[str, bytes]]:
        ids = [
            file_id for message in self.fake.messages(self.fake.dm(self.user), self.user) for file_id in message.files
        ]
        stored = [self.fake.world.files[file_id] for file_id in ids]
        return [(file.name, file.content or b"") for file in stored]

    async def suggest(self, name: str, text: str) -> list[str]:
        view = self.fake.views(self.user)[-1]
        delivery = await self.fake.type_ahead(self.user, view, _block(view, name), text)
        return [option["text"]["text"] for option in delivery.body["options"]]

    async def _chosen(self, view: View, name: str, value: Any) -> Any:
        """A typeahead takes no free text: the value is typed, and the first option containing it is chosen."""
        block = next(block for block in view.blocks if block["block_id"] == _block(view, name))
        if block["element"]["action_id"] == "toggle":
            return ["Yes"] if value else []
        if "external_select" not in block["element"]["type"]:
            return value
        if isinstance(value, list):
            return [await self._offered(name, text) for text in value]
        return await self._offered(name, value)

    async def _offered(self, name: str, text: str) -> str:
        offered = await self.suggest(name, text)
        return next((option for option in offered if text in option), offered[0] if offered else text)

    def screen(self) -> Screen:
        before = self._before()
        return _view(before) if isinstance(before, View) else _message(before)

    def card(self) -> Screen:
        return _message(self._cards()[-1])

    def cards(self) -> list[Screen]:
        return [_message(message) for message in self._cards()]

    def plain_messages(self) -> list[str]:
        lines = [
            _message(message).text
            for channel in (self.fake.dm(self.user), "general")
            for message in self.fake.messages(channel, self.user)
            if message.by_app and not message.blocks
        ]
        return lines + [_view(view).text for view in self.fake.views(self.user) if not view.body.get("submit")]

    async def member(self) -> Member:
        return await member_of(self.chat.bot, "slack", seed.TEAM, self.user)

    # ── inside ──

    def _cards(self) -> list[Message]:
        return [
            message
            for message in self.fake.messages(self.fake.dm(self.user), self.user)
            if message.by_app and message.blocks
        ]

    def _before(self) -> Message | View:
        if views := self.fake.views(self.user):
            return views[-1]
        home = self.fake.home(self.user)
        if self._at_home and home is not None:
            return home
        return self._cards()[-1]

    async def _leave_done(self) -> None:
        """When its answer came too late for Slack, the bot cannot close a form and asks the person to."""
        while (views := self.fake.views(self.user)) and DONE in _view(views[-1]).text:
            await self.fake.close(self.user)

    async def _after(self) -> Screen:
        await self.chat.settle()
        return self.screen() if self.fake.views(self.user) or self._cards() or self._at_home else Screen("")


def _block(view: View, name: str) -> str:
    """The block id of the named input; the id may have a suffix."""
    from cards.slack.inputs import name_of

    return next(block["block_id"] for block in view.blocks if name_of(block.get("block_id", "")) == name)


def _state(value: Any) -> Body:
    """What Slack sends for an input with this value."""
    if isinstance(value, int) and not isinstance(value, bool):
        return {"type": "number_input", "value": str(value)}
    if isinstance(value, list | tuple):
        return {"type": "checkboxes", "selected_options": [{"value": each} for each in value]}
    if isinstance(value, bool):
        return {"type": "checkboxes", "selected_options": [{"value": "true"}] if value else []}
    return {"type": "plain_text_input", "value": value}


def _plain(text: str) -> str:
    return unescape(INVISIBLE.sub("", text))


def _read(text: str) -> str:
    """The text as a person reads it, without bold markers."""
    return " ".join(_plain(text).replace("*", "").split())


def _message(message: Message) -> Screen:
    return _screen(message.blocks, (message.blocks and text_of(message.blocks)) or message.text)


def _view(view: View) -> Screen:
    seen = _screen(view.blocks, f"{view.body.get('title', {}).get('text', '')} {text_of(view.blocks)}")
    seen.form = bool(view.body.get("submit"))
    if submit := view.body.get("submit"):
        seen.buttons.append(submit["text"])
    seen.errors = list(view.errors.values())
    seen.raw = [*view.blocks, view.values]
    seen.text += " " + " ".join(seen.errors)
    return seen


def _screen(blocks: list[dict[str, Any]], text: str) -> Screen:
    found = list(elements(blocks))
    buttons = [_plain(label(each)) for _, each in found if each["type"] == "button"]
    links = [each["url"] for _, each in found if each["type"] == "button" and each.get("url")]
    inputs = [_plain(block["label"]["text"]) for block in blocks if block["type"] == "input"]
    return Screen(_read(text), buttons, inputs, links=links, raw=blocks)


@asynccontextmanager
async def slack_chat(data_dir: Path, clock: Clock, **more: Any) -> AsyncIterator[SlackChat]:
    async with slack_workspace() as fake, smtp_sink() as mailbox:
        settings = Settings(
            data_dir=data_dir,
            slack_signing_secret=SIGNING_SECRET,
            slack_bot_token=BOT_TOKEN,
            slack_api_url=fake.api_url.rstrip("/"),
            **{**OUTREACH, "smtp_url": mailbox.url, **more},
        )
        sqlite_file(data_dir / "sourcer.db")
        async with running(settings, now=clock) as bot, served(bot.app, "127.0.0.1", 0) as address:
            fake.bot_url = f"{address}/slack/events"
            fake.sender.ack_seconds = LONG
            yield SlackChat(fake, bot, clock, mailbox)
