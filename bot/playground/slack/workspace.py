"""The state of the fake Slack workspace: people, conversations, open views. Independent of HTTP."""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.playground.slack import user_inputs
from bot.playground.slack.blocks import completed
from bot.playground.slack.objects import App, Channel, File, Json, Message, Person, SlackError, View

MAX_STACK = 3  # views in a modal stack


@dataclass(frozen=True, slots=True)
class Change:
    """A visible change: "message", "gone", "channel", "left", "views", "home" or "mailbox".

    With `user`, only that person sees it; otherwise every member of `channel` does."""

    what: str
    channel: str = ""
    ts: str = ""
    user: str = ""


def _stable_id(letter: str, *parts: str) -> str:
    """An id that is the same in every run for the same conversation, because the bot stores it."""
    return letter + "0" + hashlib.sha256(" ".join(parts).encode()).hexdigest()[:9].upper()


class Workspace:
    """One Slack workspace with one app installed."""

    def __init__(
        self, team: str, name: str, domain: str, app: App, people: Iterable[Person], clock: Callable[[], float]
    ) -> None:
        self.team, self.name, self.domain, self.app, self.clock = team, name, domain, app, clock
        self.people = {person.id: person for person in people}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, dict[str, Message]] = {}
        self.files: dict[str, File] = {}
        self.homes: dict[str, View] = {}
        self.stacks: dict[str, list[View]] = {}
        self.read: dict[tuple[str, str], str] = {}  # (user, channel) → ts of the last line read
        self.listeners: list[Callable[[Change], None]] = []
        self._last_ts = 0

    # ── time and ids ──

    def ts(self) -> str:
        """A new message timestamp: unique, and later than all earlier ones."""
        self._last_ts = max(self._last_ts + 1, int(self.clock() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def seen_ts(self, ts: str) -> None:
        """Make new timestamps come after this one (from a snapshot)."""
        self._last_ts = max(self._last_ts, int(ts.replace(".", "")))

    def new_id(self, letter: str) -> str:
        return letter + "0" + secrets.token_hex(5).upper()

    def notify(self, change: Change) -> None:
        for listener in tuple(self.listeners):
            listener(change)

    # ── people and channels ──

    def person(self, user: str) -> Person:
        if user not in self.people:
            raise SlackError("user_not_found")
        return self.people[user]

    def add_person(self, person: Person, *channels: str) -> Person:
        """Add a person to the workspace and to these channels (by id), and open their direct messages with the app."""
        self.people[person.id] = person
        self.dm(person.id)
        for channel in channels:
            self.join(self.channel(channel), person.id)
        return person

    def channel(self, channel: str) -> Channel:
        if channel not in self.channels:
            raise SlackError("channel_not_found")
        return self.channels[channel]

    def open_channel(self, name: str, members: Iterable[str], *, is_private: bool = False, topic: str = "") -> Channel:
        channel = Channel(_stable_id("C", name), name, list(members), is_private=is_private, topic=topic)
        channel.created = int(self.clock())
        self._add(channel)
        return channel

    def direct(self, one: str, other: str) -> Channel:
        """The direct message conversation between two people, created if it doesn't exist."""
        for channel in self.channels.values():
            if channel.is_im and set(channel.members) == {one, other}:
                return channel
        channel = Channel(
            _stable_id("D", *sorted((one, other))), "", [one, other], is_im=True, created=int(self.clock())
        )
        self._add(channel)
        return channel

    def dm(self, user: str) -> Channel:
        """A person's direct messages with the app."""
        return self.direct(self.app.user, user)

    def _add(self, channel: Channel) -> None:
        self.channels[channel.id] = channel
        self.messages.setdefault(channel.id, {})
        self.notify(Change("channel", channel.id))

    def join(self, channel: Channel, user: str) -> None:
        if user not in channel.members:
            channel.members.append(user)
            self.notify(Change("channel", channel.id))
            self.add(Message(self.ts(), channel.id, user, f"<@{user}> has joined the channel", joined=True))

    # ── messages ──

    def add(self, message: Message) -> Message:
        """Store a new message; its author has then read the conversation up to it."""
        message.blocks = completed(message.blocks)
        self.messages[message.channel][message.ts] = message
        if message.user in self.people and not message.only_for:
            self.read[message.user, message.channel] = message.ts
        self.notify(Change("message", message.channel, message.ts, message.only_for))
        self.notify(Change("channel", message.channel))
        return message

    def message(self, channel: str, ts: str) -> Message:
        message = self.messages.get(channel, {}).get(ts)
        if message is None:
            raise SlackError("message_not_found")
        return message

    def change(self, message: Message, text: str, blocks: list[Json]) -> None:
        message.text, message.blocks, message.edited = text, completed(blocks), self.ts()
        self.notify(Change("message", message.channel, message.ts, message.only_for))

    def remove(self, message: Message) -> None:
        del self.messages[message.channel][message.ts]
        self.notify(Change("gone", message.channel, message.ts, message.only_for))
        self.notify(Change("channel", message.channel))

    def visible(self, channel: str, user: str) -> list[Message]:
        """What a person sees in a conversation, oldest first."""
        lines = self.messages.get(channel, {}).values()
        return sorted((each for each in lines if each.only_for in ("", user)), key=lambda each: each.ts)

    def unread(self, channel: Channel, user: str) -> tuple[int, int]:
        """How many messages the person has not read, and how many of those mention them or are direct messages."""
        since = self.read.get((user, channel.id), "")
        new = [
            each
            for each in self.messages[channel.id].values()
            if each.ts > since and each.user != user and each.only_for in ("", user) and not each.joined
        ]
        return len(new), sum(channel.is_im or f"<@{user}>" in each.text for each in new)

    def mark_read(self, user: str, channel: str, ts: str = "") -> None:
        last = max(self.messages.get(channel, {}), default="")
        self.read[user, channel] = max(self.read.get((user, channel), ""), min(ts or last, last))
        self.notify(Change("channel", channel, user=user))

    # ── views ──

    def make_view(self, user: str, body: Json, *, below: View | None = None) -> View:
        """A view as Slack stores it, not shown yet."""
        stored = dict(body, blocks=completed(body["blocks"]))
        view = View(self.new_id("V"), user, stored, self._hash(), "", below.id if below else "")
        view.root = below.root if below else view.id
        view.values = user_inputs.state_of(view.blocks)
        return view

    def _hash(self) -> str:
        return f"{int(self.clock())}.{secrets.token_urlsafe(6)[:8]}"

    def show_first(self, user: str, body: Json) -> View:
        """views.open: the view replaces everything that was open before."""
        view = self.make_view(user, body)
        self.stacks[user] = [view]
        self.notify(Change("views", user=user))
        return view

    def push(self, user: str, body: Json) -> View:
        stack = self.stacks.get(user, [])
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= MAX_STACK:
            raise SlackError("push_limit_reached")
        view = self.make_view(user, body, below=stack[-1])
        stack.append(view)
        self.notify(Change("views", user=user))
        return view

    def update(self, view: View, body: Json) -> View:
        """Replace the content of an open view. An input keeps its value if block_id, action_id and type are the
        same."""
        view.body = dict(body, blocks=completed(body["blocks"]))
        view.values = user_inputs.state_of(view.blocks, view.values)
        view.hash, view.errors, view.trouble = self._hash(), {}, ""
        self.notify(Change("home" if body["type"] == "home" else "views", user=view.user))
        return view

    def publish(self, user: str, body: Json) -> View:
        if user in self.homes:
            return self.update(self.homes[user], body)
        self.homes[user] = self.make_view(user, body)
        self.notify(Change("home", user=user))
        return self.homes[user]

    def view(self, view_id: str = "", external_id: str = "") -> View:
        """An open view, or a home. Raises SlackError not_found."""
        for view in [*self.homes.values(), *(each for stack in self.stacks.values() for each in stack)]:
            if view.id == view_id or (external_id and view.body.get("external_id") == external_id):
                return view
        raise SlackError("not_found")

    def close(self, view: View, *, every: bool = False) -> list[View]:
        """Close the view and those above it, or every modal; returns the closed views, the topmost first."""
        stack = self.stacks.get(view.user, [])
        if view not in stack:
            raise SlackError("not_found")
        start = 0 if every else stack.index(view)
        self.stacks[view.user], taken = stack[:start], stack[start:]
        self.notify(Change("views", user=view.user))
        return taken[::-1]
