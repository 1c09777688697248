"""Reads the person, the place and the text from Slack's payloads, as plain values. A malformed payload raises one of
SHAPES.

https://docs.slack.dev/interactivity/handling-user-interaction
"""

import re
import time
from typing import Any, cast

from bot.pipeline.interaction import Interaction, Kind, Location, Person
from cards.slack import press
from cards.tree import Surface

Body = dict[str, Any]


class Malformed(ValueError):
    """A signed request that is not something Slack sends."""


SHAPES = (ValueError, KeyError, TypeError, AttributeError, IndexError)  # raised when reading a malformed payload


def word(body: Body, name: str) -> str:
    """A required string. Raises Malformed."""
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise Malformed(f"no {name}")
    return value


def _id_of(body: Body, name: str) -> str:
    value = body.get(name)
    return str(cast(Body, value).get("id") or "") if isinstance(value, dict) else str(value or "")


def who(body: Body) -> Person:
    """The person who acted, in the workspace that the app is installed in."""
    user = _id_of(body, "user") or str(body.get("user_id") or "")
    team = team_of(body)
    if not user or not team:
        raise Malformed("no user or no team")
    return Person(platform="slack", workspace=team, user=user)


def team_of(body: Body) -> str:
    """The workspace; "" if the payload names none.

    The team that the app is installed in comes first: for a person from elsewhere in a shared channel, `user.team_id`
    differs. If the app is installed for a whole organization (Enterprise Grid), `team` may be null: then the person's
    own workspace is used, and the organization only if no workspace is named at all
    (https://docs.slack.dev/enterprise)."""
    event, user = _object(body, "event"), _object(body, "user")
    authorized = cast("list[Any]", body.get("authorizations") or [{}])[0]
    candidates = (
        _id_of(body, "team"),
        body.get("team_id"),
        body.get("context_team_id"),
        _object({"authorization": authorized}, "authorization").get("team_id"),
        user.get("team_id"),
        event.get("user_team"),
        _id_of(event, "team"),
        _object(body, "view").get("team_id"),
        _id_of(body, "enterprise"),
        body.get("enterprise_id"),
        user.get("enterprise_id"),
    )
    named = [str(each) for each in candidates if each]
    return next((each for each in named if not each.startswith("E")), named[0] if named else "")


def _object(of: Body, name: str) -> Body:
    value = of.get(name)
    return cast(Body, value) if isinstance(value, dict) else {}


def channel_of(body: Body) -> str:
    """The conversation where the action happened; "" on Home and for global shortcuts."""
    return _id_of(body, "channel") or str(body.get("channel_id") or "")


def surface_of(channel: str) -> Surface:
    """The surface of a conversation: direct messages with the app are private, and so is anything without a
    conversation (a global shortcut); everything else is visible to others."""
    return Surface.PERSONAL if not channel or channel.startswith("D") else Surface.CHANNEL


def where(body: Body) -> Location:
    """Where the press happened; for a form, where the form was opened from, according to its metadata."""
    view = cast(Body, body.get("view") or {})
    if view.get("type") == "home":
        return Location(conversation="", surface=Surface.HOME)
    if view:
        metadata = press.read_metadata(view)
        surface = metadata.get("s", "")
        return Location(
            conversation=str(metadata.get("c", "")),
            surface=Surface(surface) if surface in {s.value for s in Surface} else Surface.PERSONAL,
            message=str(metadata.get("t", "")),
            view=str(view.get("id", "")),
            view_hash=str(view.get("hash", "")),
        )
    container = cast(Body, body.get("container") or {})
    channel = channel_of(body) or str(container.get("channel_id") or "")
    ephemeral = bool(container.get("is_ephemeral"))
    return Location(channel, surface_of(channel), message="" if ephemeral else str(container.get("message_ts") or ""))


def permalink(body: Body) -> str:
    """The address of the message that a shortcut was used on; "" if the payload doesn't say enough."""
    domain, channel = cast(Body, body.get("team") or {}).get("domain", ""), channel_of(body)
    stamp = str(body.get("message_ts") or "").replace(".", "")
    return f"https://{domain}.slack.com/archives/{channel}/p{stamp}" if domain and stamp.isdigit() else ""


_HEARD = (None, "file_share", "thread_broadcast", "me_message")  # subtypes of messages that a person wrote
_AT_MENTION = re.compile(r"^\s*<@[A-Z0-9]+(?:\|[^>]*)?>[\s,:]*")


def happened(body: Body, event: Body) -> Interaction | None:
    """The interaction for an event that we handle; None for other events, which are only acknowledged.

    An edited mention, which Slack delivers as another event, is ignored: it was answered when it was written."""
    kind = event.get("type")
    if kind == "user_change":
        return _left(body, _object(event, "user"))
    user = event.get("user")
    if not isinstance(user, str) or event.get("bot_id") or event.get("subtype") not in _HEARD or event.get("edited"):
        return None
    channel = str(event.get("channel") or "")
    direct = event.get("channel_type") == "im" or ("channel_type" not in event and channel.startswith("D"))
    args: Body = {}
    if kind == "app_home_opened" and event.get("tab") == "home":
        verb, at = "open_home", Location("", Surface.HOME)
    elif kind == "app_mention":
        verb, at, args = "command", Location(channel, surface_of(channel)), _typed(body, event)
    elif kind == "message" and direct:
        verb, at, args = "command", Location(channel, Surface.PERSONAL), _typed(body, event)
    else:
        return None
    team = team_of(body)
    if not team:
        raise Malformed("no team")
    return Interaction(
        key=f"slack:{word(body, 'event_id')}",
        kind=Kind.DEFERRED,
        person=Person("slack", team, user),
        at=at,
        verb=verb,
        args=args,
        received=time.time(),
    )


def _left(body: Body, user: Body) -> Interaction | None:
    """The interaction for somebody whose account was deactivated; None for other changes
    (https://docs.slack.dev/reference/events/user_change)."""
    team = str(body.get("team_id") or user.get("team_id") or "")
    if not user.get("deleted") or not isinstance(user.get("id"), str) or not team:
        return None
    return Interaction(
        key=f"slack:{word(body, 'event_id')}",
        kind=Kind.DEFERRED,
        person=Person("slack", team, str(user["id"])),
        at=Location("", Surface.PERSONAL),
        verb="left_workspace",
        args={},
        received=time.time(),
    )


def _typed(body: Body, event: Body) -> Body:
    """What was typed to the app, without the mention of the app, which may be anywhere in the line."""
    text = event.get("text")
    text = _AT_MENTION.sub("", text) if isinstance(text, str) else ""
    for each in cast("list[Any]", body.get("authorizations") or []):
        bot = _object({"authorization": each}, "authorization").get("user_id")
        if isinstance(bot, str) and bot:
            text = text.replace(f"<@{bot}>", " ")
    files = event.get("files")
    count = len(cast("list[Any]", files)) if isinstance(files, list) else 0
    return {"words": unescaped(text).strip(), **({"files": count} if count else {})}


MENTION = re.compile(r"<@([A-Z0-9]{2,30})(?:\|[^<>]*)?>")
_MARK = re.compile(r"<((?:[@#!]|[a-z][a-z0-9+.-]*:)[^<>|]*)(?:\|([^<>]*))?>", re.IGNORECASE)


def unescaped(text: str) -> str:
    """The text as a person typed it: Slack wraps links and mentions, and escapes three characters in message text
    (docs.slack.dev/messaging/formatting-message-text)."""
    text = _MARK.sub(lambda mark: mark[2] or mark[1].removeprefix("mailto:"), text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
