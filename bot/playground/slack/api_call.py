"""Shared by all Web API methods of the fake: state, and parsing of arguments."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from bot.playground.slack.objects import Channel, Json, SlackError, listed
from bot.playground.slack.triggers import Triggers
from bot.playground.slack.workspace import Workspace
from cards.slack import validation


@dataclass(slots=True)
class Api:
    """`address` is the prefix of the fake's URLs; `echo` sends the app an event about its own message."""

    world: Workspace
    tickets: Triggers
    address: Callable[[], str]
    echo: Callable[[Json, str], None]
    chat_seconds: float = 0.0  # minimum interval between two messages in one channel; Slack's is 1, 0 turns it off
    slow_files: int = 0  # how many times a new picture is refused before it can be shown, as in Slack's first second
    revoked: bool = False  # the app was uninstalled
    last_posted: dict[str, float] = field(default_factory=dict[str, float])
    sockets: dict[str, float] = field(default_factory=dict[str, float])  # Socket Mode tickets not yet used


Method = Callable[[Api, Json], Json]


def need(args: Json, name: str) -> str:
    """A required argument. Raises invalid_arguments, as Slack does."""
    value = args.get(name)
    if value in (None, ""):
        raise SlackError("invalid_arguments", (f"missing required field: {name}",))
    return str(value)


def flag(args: Json, name: str, default: bool = False) -> bool:
    value = args.get(name)
    return default if value is None else value in (True, 1, "1", "true", "True")


def number(args: Json, name: str, default: int, most: int = 1000) -> int:
    try:
        given = int(args.get(name) or default)
    except (TypeError, ValueError):
        raise SlackError("invalid_arguments", (f"{name} must be an integer [json-pointer:/{name}]",)) from None
    return max(1, min(given, most))


def decoded(args: Mapping[str, Any]) -> Json:
    """The arguments, decoded: in a form, blocks, view, files and metadata are JSON text."""
    plain: Json = {key: value for key, value in args.items() if value is not None}
    for key in ("blocks", "view", "files", "metadata", "attachments"):
        if isinstance(plain.get(key), str):
            try:
                plain[key] = json.loads(plain[key])
            except ValueError:
                raise SlackError({"blocks": "invalid_blocks_format"}.get(key, "invalid_arguments")) from None
    return plain


def check_limits(payload: Json) -> None:
    """Raises the error that Slack returns for a message or view over its limits."""
    faults = validation.check(payload)
    if faults:
        names = [fault.partition(": ")[0] for fault in faults]
        details = [fault.partition(": ")[2] for fault in faults]
        raise SlackError(names[0], tuple(each for each, name in zip(details, names, strict=True) if name == names[0]))


def content(args: Json) -> tuple[str, list[Json]]:
    """The validated text and blocks of a message."""
    text, blocks = args.get("text") or "", args.get("blocks")
    check_limits({"text": text, "blocks": blocks} if blocks else {"text": text})
    return str(text), listed(blocks)


def reachable(api: Api, name: str) -> Channel:
    """The conversation that an app names by its id, by a person's id (for their direct messages), or by #name."""
    world = api.world
    if name in world.people:
        if world.people[name].is_bot:
            raise SlackError("cannot_dm_bot")
        return world.dm(name)
    for channel in world.channels.values():
        if channel.id == name or (channel.name and channel.name == name.lstrip("#")):
            known = world.app.user in channel.members or not (channel.is_private or channel.is_im)
            if known:
                return channel
    raise SlackError("channel_not_found")


def joined(api: Api, name: str) -> Channel:
    """A conversation that the app is in. Raises not_in_channel."""
    channel = reachable(api, name)
    if api.world.app.user not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def page(args: Json, items: list[Any], default: int = 100) -> tuple[list[Any], Json]:
    """The page that starts at the cursor, and the metadata with the next cursor."""
    cursor = str(args.get("cursor") or "0")
    if not cursor.isdigit():
        raise SlackError("invalid_cursor")
    start, size = int(cursor), number(args, "limit", default)
    after = str(start + size) if start + size < len(items) else ""
    return items[start : start + size], {"next_cursor": after}


def view_argument(args: Json, kind: str) -> Json:
    """The validated view. Raises invalid_arguments, view_too_large."""
    view: Any = args.get("view")
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", ("missing required field: view",))
    given = cast(Json, view)
    if given.get("type") != kind:
        raise SlackError("invalid_arguments", (f"must be {kind} [json-pointer:/view/type]",))
    check_limits(given)
    return given
