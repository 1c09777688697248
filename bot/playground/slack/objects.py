"""The objects that the fake Slack stores."""

from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar, cast

Json = dict[str, Any]
T = TypeVar("T")

SLACKBOT = "USLACKBOT"


def listed(value: Any) -> list[Json]:
    """The objects in a JSON list; empty if `value` is missing or not a list."""
    return (
        [cast(Json, each) for each in cast("list[Any]", value) if isinstance(each, dict)]
        if isinstance(value, list)
        else []
    )


def append_bounded(record: list[T], each: T, most: int = 10_000) -> None:
    """Append to a list that drops its oldest tenth when full: a playground may run for weeks."""
    if len(record) >= most:
        del record[: most // 10]
    record.append(each)


class SlackError(Exception):
    """An error response of Slack's Web API.

    `name` is Slack's error (`channel_not_found`); `messages` describe invalid arguments, each with its location:
    "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text]".
    """

    def __init__(self, name: str, messages: tuple[str, ...] = (), *, retry_after: int = 0) -> None:
        super().__init__(name)
        self.name, self.messages, self.retry_after = name, messages, retry_after

    def answer(self) -> Json:
        body: Json = {"ok": False, "error": self.name}
        if self.messages:
            body["errors"] = list(self.messages)
            body["response_metadata"] = {"messages": [f"[ERROR] {each}" for each in self.messages]}
        return body


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command declared in the app's manifest."""

    command: str
    description: str
    usage_hint: str = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut declared in the app's manifest; `type` is "global" or "message"."""

    type: str
    callback_id: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class App:
    """The app under test, as installed in the workspace."""

    id: str
    bot_id: str
    user: str
    name: str
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    subscribed: frozenset[str] = frozenset({"app_home_opened", "app_mention", "message.im", "app_uninstalled"})
    scopes: tuple[str, ...] = (
        "app_mentions:read",
        "channels:read",
        "chat:write",
        "commands",
        "files:write",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "team:read",
        "users:read",
        "users:read.email",
    )


@dataclass(frozen=True, slots=True)
class Person:
    """`name` is the handle. `is_guest`: a platform guest. `is_stranger`: a member of another organization."""

    id: str
    name: str
    real_name: str
    email: str = ""
    title: str = ""
    color: str = "#5b6770"
    is_bot: bool = False
    is_admin: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    tz: str = "America/New_York"


@dataclass(slots=True)
class Channel:
    """A channel (`C…`), or a direct message (`D…`, whose name is empty)."""

    id: str
    name: str
    members: list[str]
    is_im: bool = False
    is_private: bool = False
    topic: str = ""
    created: int = 0


@dataclass(slots=True)
class Message:
    """A message. `only_for`: the person who sees it, if it is ephemeral."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list[Json])
    thread_ts: str = ""
    by_app: bool = False
    only_for: str = ""
    edited: str = ""  # ts of the last change
    files: list[str] = field(default_factory=list[str])
    joined: bool = False
    metadata: Json = field(default_factory=dict[str, Any])
    client_msg_id: str = ""

    def as_json(self) -> Json:
        return asdict(self)


@dataclass(slots=True)
class File:
    """A file. `content` is None until it is uploaded; `channels` is empty until the upload is completed."""

    id: str
    name: str
    title: str
    size: int
    by: str
    created: int
    content: bytes | None = None
    channels: list[str] = field(default_factory=list[str])

    @property
    def mimetype(self) -> str:
        kinds = {"csv": "text/csv", "txt": "text/plain", "json": "application/json", "png": "image/png"}
        return kinds.get(self.name.rpartition(".")[2].lower(), "application/octet-stream")


@dataclass(slots=True)
class View:
    """A modal or App Home of one person. `body` is what the app sent, with missing ids added."""

    id: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str = ""
    values: dict[str, Json] = field(default_factory=dict[str, Json])  # by block_id, then action_id
    offered: dict[str, list[Json]] = field(default_factory=dict[str, list[Json]])  # suggested options by block_id
    errors: dict[str, str] = field(default_factory=dict[str, str])
    trouble: str = ""

    @property
    def blocks(self) -> list[Json]:
        return self.body["blocks"]
