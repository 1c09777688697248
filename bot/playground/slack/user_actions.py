"""What the workspace's people do outside cards and forms: writing, opening, inviting, uninstalling."""

import asyncio
import re
import secrets
import time
import uuid
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from bot.playground.slack import api_chat, payloads
from bot.playground.slack.api_call import Api
from bot.playground.slack.events_out import TIMEOUT, UNREACHABLE, Delivery, Parcel, Sender
from bot.playground.slack.objects import SLACKBOT, Channel, Json, Message, SlackError, View
from bot.playground.slack.triggers import Triggers
from bot.playground.slack.user_inputs import NotPossible
from bot.playground.slack.workspace import Workspace

T = TypeVar("T")
_ADDRESS = re.compile(r"(?<![\w<|])https?://[^\s<>|]+")
_NAMED = re.compile(r"(?<!\S)([@#])([\w][\w.-]*)")
_BROADCAST = {"channel", "here", "everyone"}


def no_answer(what: str, failure: str) -> str:
    """Slack's message when an app failed to handle an interaction."""
    if failure in (TIMEOUT, UNREACHABLE):
        return f"{what} failed because the app did not respond. Please try again or contact the app developer."
    return f"{what} failed with the error “dispatch_failed”"


class UserActions:
    """The actions of the workspace's people. Each action returns the Delivery of what was sent to the app."""

    def __init__(self, world: Workspace, sender: Sender, address: Callable[[], str]) -> None:
        self.world, self.sender = world, sender
        self.tickets = Triggers(world.clock)
        self.api = Api(world, self.tickets, address, self._echo)
        self.echoes = True  # Slack sends an app's own direct messages back to it, as events
        self._suggested: dict[tuple[str, str, str], list[Json]] = {}  # for messages: (channel, ts, block_id) → options
        self._tasks: set[asyncio.Task[Any]] = set()

    # ── reading ──

    def dm(self, user: str) -> str:
        """The id of a person's conversation with the app."""
        return self.world.dm(user).id

    def channel(self, name: str) -> str:
        """The id of a channel by its name, with or without the #."""
        for channel in self.world.channels.values():
            if channel.name and channel.name == name.lstrip("#"):
                return channel.id
        raise NotPossible(f"there is no channel {name}")

    def messages(self, channel: str, user: str) -> list[Message]:
        """What a person sees in a conversation, oldest first, including ephemeral messages."""
        return self.world.visible(self.place(channel, user).id, user)

    def views(self, user: str) -> list[View]:
        """The open modals, the topmost last."""
        return list(self.world.stacks.get(user, []))

    def home(self, user: str) -> View | None:
        return self.world.homes.get(user)

    async def until(self, check: Callable[[], T | None], seconds: float = 5.0) -> T:
        """Wait until `check` returns something truthy, and return it. Raises TimeoutError."""
        deadline = time.monotonic() + seconds
        while not (found := check()):
            if time.monotonic() > deadline:
                raise TimeoutError(f"not within {seconds} s: {check}")
            await asyncio.sleep(0.01)
        return found

    async def settled(self) -> None:
        """Wait for events that are still being sent to the app."""
        while self._tasks:
            await asyncio.gather(*tuple(self._tasks))

    def place(self, channel: str, user: str) -> Channel:
        """A conversation that the person is in, by id or name. Raises NotPossible."""
        found = self.world.channels.get(channel) or self.world.channels.get(self._channel_id(channel))
        if found is None or user not in found.members:
            raise NotPossible(f"{user} is not in {channel}")
        return found

    def _channel_id(self, name: str) -> str:
        return next((each.id for each in self.world.channels.values() if each.name == name.lstrip("#")), "")

    # ── writing ──

    async def say(self, user: str, channel: str, text: str, thread_ts: str = "") -> Delivery | None:
        """Send a message. The app is notified in its direct messages and when mentioned; otherwise returns None."""
        return await self._send(user, self.place(channel, user), composed(self.world, text), thread_ts)

    async def mention(self, user: str, channel: str, text: str) -> Delivery:
        """Send a channel message that starts with a mention of the app."""
        line = f"<@{self.world.app.user}> {composed(self.world, text)}"
        delivery = await self._send(user, self.place(channel, user), line, "")
        if delivery is None:
            raise NotPossible(f"the app is not in {channel}")
        return delivery

    async def _send(self, user: str, channel: Channel, text: str, thread_ts: str) -> Delivery | None:
        if not text.strip():
            raise NotPossible("an empty message can't be sent")
        world = self.world
        if thread_ts:
            world.message(channel.id, thread_ts)
        line = Message(world.ts(), channel.id, user, text, payloads.rich_text(text), thread_ts)
        line.client_msg_id = str(uuid.uuid4())
        world.add(line)
        if world.app.user not in channel.members:
            return None
        if channel.is_im and "message.im" in world.app.subscribed:
            return await self._event(payloads.message_event(world, line), channel.id)
        if not channel.is_im and f"<@{world.app.user}>" in text and "app_mention" in world.app.subscribed:
            return await self._event(payloads.app_mention(world, line), channel.id)
        return None

    async def command(self, user: str, channel: str, name: str, text: str = "") -> Delivery:
        """Send a slash command, in a conversation that the app need not be in."""
        place, person = self.place(channel, user), self.world.person(user)
        if name not in {each.command for each in self.world.app.commands}:
            raise NotPossible(f"{name} is not a valid command")
        fields = payloads.command(
            self.world,
            person,
            place,
            name,
            text,
            response_url=self._response_url(user, place.id),
            trigger=self.tickets.trigger(user),
        )
        delivery = await self.sender.deliver(self.sender.command(fields))
        if delivery.status != 200:
            delivery.trouble = no_answer(name, delivery.failure)
        elif delivery.body:
            response: Json = delivery.body if isinstance(delivery.body, dict) else {"text": delivery.body}
            try:
                api_chat.respond(self.api, user, place.id, response)
            except SlackError as refusal:
                delivery.trouble = f"{name} failed with the error “{refusal.name}”"
        if delivery.trouble:
            self._slackbot(user, place.id, delivery.trouble)
        return delivery

    def _slackbot(self, user: str, channel: str, text: str) -> None:
        self.world.add(Message(self.world.ts(), channel, SLACKBOT, text, only_for=user))

    def _response_url(self, user: str, channel: str, message: str = "") -> str:
        return f"{self.api.address()}response/{self.tickets.response_url(user, channel, message)}"

    # ── opening ──

    async def open_home(self, user: str, tab: str = "home") -> Delivery:
        """Open the app in the sidebar: its Home tab, or with tab="messages" the conversation."""
        body = payloads.app_home_opened(self.world, user, self.dm(user), tab, self.world.ts())
        return await self._event(body, self.dm(user))

    async def shortcut(self, user: str, callback_id: str) -> Delivery:
        """Use a global shortcut."""
        self._declared("global", callback_id)
        body = payloads.shortcut(
            self.world,
            self.world.person(user),
            callback_id,
            trigger=self.tickets.trigger(user),
            ts=self.world.ts(),
        )
        return await self._interaction(body, callback_id)

    async def message_shortcut(self, user: str, callback_id: str, on: Message) -> Delivery:
        """Use a shortcut from a message's menu. Slack offers it on any message that is not ephemeral."""
        self._declared("message", callback_id)
        self.place(on.channel, user)
        if on.only_for:
            raise NotPossible("an ephemeral message has no shortcuts")
        body = payloads.message_action(
            self.world,
            self.world.person(user),
            on,
            callback_id,
            trigger=self.tickets.trigger(user),
            response_url=self._response_url(user, on.channel, on.ts),
            ts=self.world.ts(),
        )
        return await self._interaction(body, callback_id)

    def _declared(self, kind: str, callback_id: str) -> None:
        if not any((each.type, each.callback_id) == (kind, callback_id) for each in self.world.app.shortcuts):
            raise NotPossible(f"the app has no {kind} shortcut {callback_id}")

    async def _interaction(self, body: Json, what: str) -> Delivery:
        delivery = await self.sender.deliver(self.sender.interaction(body))
        if delivery.status != 200:
            delivery.trouble = no_answer(what, delivery.failure)
        return delivery

    # ── membership ──

    def invite(self, user: str, channel: str, who: str) -> None:
        """Add a person or the app to a channel."""
        place = self.place(channel, user)
        if place.is_im:
            raise NotPossible("you can't invite anyone to a direct message")
        self.world.join(place, self.world.person(who).id)

    def dismiss(self, user: str, channel: str, ts: str) -> None:
        """Dismiss an "Only visible to you" message."""
        message = self.world.message(channel, ts)
        if message.only_for != user:
            raise NotPossible("only your own ephemeral messages can be dismissed")
        self.world.remove(message)

    async def uninstall(self) -> list[Delivery]:
        """Remove the app as an admin would, which revokes its token."""
        self.api.revoked = True
        revoked: Json = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.world.app.user]}}
        gone: Json = {"type": "app_uninstalled"}
        return [await self._event(body | {"event_ts": self.world.ts()}) for body in (revoked, gone)]

    async def verify_url(self) -> Delivery:
        """Send what Slack sends when the URL is entered in the app's settings; the challenge must be returned."""
        body: Json = {"token": payloads.TOKEN, "challenge": secrets.token_hex(16), "type": "url_verification"}
        return await self.sender.deliver(self.sender.event(body))

    async def redeliver(self, delivery: Delivery) -> Delivery:
        """Send the same bytes with the same headers again, as in a network retransmission or a replay attack."""
        return await self.sender.deliver(delivery.parcel)

    async def retry(self, delivery: Delivery) -> Delivery:
        """Send the next retry of an event, as Slack does after 1 minute and then after 5."""
        return await self.sender.retry(delivery)

    # ── events ──

    async def _event(self, body: Json, channel: str = "") -> Delivery:
        return await self.sender.deliver_event(self._event_parcel(body, channel))

    def _event_parcel(self, body: Json, channel: str) -> Parcel:
        return self.sender.event(payloads.event(self.world, body, channel))

    def _echo(self, body: Json, channel: str) -> None:
        """Send the app's own direct message back to it, without waiting."""
        if self.echoes and self.sender.bot_url and "message.im" in self.world.app.subscribed:
            self._later(self._event(body, channel))

    def _later(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def composed(world: Workspace, text: str) -> str:
    """Typed text as Slack's composer sends it: escaped, with mentions and links in angle brackets."""
    people = {person.name.casefold(): person.id for person in world.people.values()}
    channels = {channel.name: channel.id for channel in world.channels.values() if channel.name}

    def named(match: re.Match[str]) -> str:
        sign, name = match[1], match[2].rstrip(".-")
        rest = match[2][len(name) :]
        if sign == "@" and name.casefold() in people:
            return f"<@{people[name.casefold()]}>{rest}"
        if sign == "@" and name in _BROADCAST:
            return f"<!{name}>{rest}"
        if sign == "#" and name in channels:
            return f"<#{channels[name]}|{name}>{rest}"
        return match[0]

    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _NAMED.sub(named, _ADDRESS.sub(r"<\g<0>>", escaped))
