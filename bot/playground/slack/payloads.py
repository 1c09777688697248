"""Payloads that Slack sends to an app: https://docs.slack.dev/reference/interaction-payloads and events."""

import secrets
from typing import Any

from bot.playground.slack import serialize
from bot.playground.slack.objects import Channel, Json, Message, Person, View
from bot.playground.slack.workspace import Workspace

TOKEN = "deprecated-verification-token"  # noqa: S105  Slack still sends one; apps must not rely on it


def _team(world: Workspace) -> Json:
    return {"id": world.team, "domain": world.domain}


def _user(world: Workspace, person: Person) -> Json:
    return {
        "id": person.id,
        "username": person.name,
        "name": person.name,
        "team_id": "T0ELSEWHERE" if person.is_stranger else world.team,
    }


def _grid() -> Json:
    return {"enterprise": None, "is_enterprise_install": False}


def channel_name(channel: Channel) -> str:
    """The channel's name in payloads."""
    return "directmessage" if channel.is_im else "privategroup" if channel.is_private else channel.name


def command(
    world: Workspace, person: Person, channel: Channel, name: str, text: str, *, response_url: str, trigger: str
) -> dict[str, str]:
    """The form fields of a slash command."""
    return {
        "token": TOKEN,
        "team_id": world.team,
        "team_domain": world.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": text,
        "api_app_id": world.app.id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    }


def _source(world: Workspace, on: Message | View) -> Json:
    """The part of a payload that locates the element. The text of an ephemeral message is not included."""
    if isinstance(on, View):
        return {"container": {"type": "view", "view_id": on.id}, "view": serialize.view(world, on)}
    channel = world.channel(on.channel)
    container: Json = {
        "type": "message",
        "message_ts": on.ts,
        "channel_id": on.channel,
        "is_ephemeral": bool(on.only_for),
    }
    if on.thread_ts:
        container["thread_ts"] = on.thread_ts
    source: Json = {"container": container, "channel": {"id": channel.id, "name": channel_name(channel)}}
    if not on.only_for:
        source["message"] = serialize.message(world, on)
    return source


def block_actions(
    world: Workspace, person: Person, on: Message | View, action: Json, *, trigger: str, response_url: str, state: Json
) -> Json:
    body = {
        "type": "block_actions",
        "user": _user(world, person),
        "api_app_id": world.app.id,
        "token": TOKEN,
        "trigger_id": trigger,
        "team": _team(world),
        **_grid(),
        **_source(world, on),
        "actions": [action],
    }
    if isinstance(on, Message):
        body |= {"state": {"values": state}, "response_url": response_url}
    return body


def block_suggestion(world: Workspace, person: Person, on: Message | View, block: str, action: str, words: str) -> Json:
    return {
        "type": "block_suggestion",
        "user": _user(world, person),
        "api_app_id": world.app.id,
        "token": TOKEN,
        "action_id": action,
        "block_id": block,
        "value": words,
        "team": _team(world),
        **_grid(),
        **_source(world, on),
    }


def view_submission(world: Workspace, person: Person, view: View, *, trigger: str) -> Json:
    return {
        "type": "view_submission",
        "team": _team(world),
        "user": _user(world, person),
        "api_app_id": world.app.id,
        "token": TOKEN,
        "trigger_id": trigger,
        "view": serialize.view(world, view),
        "response_urls": [],
        **_grid(),
    }


def view_closed(world: Workspace, person: Person, view: View, *, cleared: bool) -> Json:
    return {
        "type": "view_closed",
        "team": _team(world),
        "user": _user(world, person),
        "api_app_id": world.app.id,
        "token": TOKEN,
        "view": serialize.view(world, view),
        "is_cleared": cleared,
        **_grid(),
    }


def shortcut(world: Workspace, person: Person, callback_id: str, *, trigger: str, ts: str) -> Json:
    return {
        "type": "shortcut",
        "token": TOKEN,
        "action_ts": ts,
        "team": _team(world),
        "user": {key: each for key, each in _user(world, person).items() if key != "name"},
        **_grid(),
        "callback_id": callback_id,
        "trigger_id": trigger,
    }


def message_action(
    world: Workspace, person: Person, on: Message, callback_id: str, *, trigger: str, response_url: str, ts: str
) -> Json:
    channel = world.channel(on.channel)
    return {
        "type": "message_action",
        "token": TOKEN,
        "action_ts": ts,
        "team": _team(world),
        "user": _user(world, person),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        **_grid(),
        "callback_id": callback_id,
        "trigger_id": trigger,
        "response_url": response_url,
        "message_ts": on.ts,
        "message": serialize.message(world, on),
    }


def event(world: Workspace, body: Json, channel: str = "") -> Json:
    """An Events API envelope around the event."""
    return {
        "token": TOKEN,
        "team_id": world.team,
        "context_team_id": world.team,
        "context_enterprise_id": None,
        "api_app_id": world.app.id,
        "event": body,
        "type": "event_callback",
        "event_id": "Ev0" + secrets.token_hex(5).upper(),
        "event_time": int(world.clock()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": world.team,
                "user_id": world.app.user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": "4-" + secrets.token_urlsafe(24) + (f"-{channel}" if channel else ""),
    }


def message_event(world: Workspace, stored: Message) -> Json:
    """A message in the app's direct messages, including the app's own: Slack sends those back too."""
    return {**serialize.message(world, stored), "channel": stored.channel, "event_ts": stored.ts, "channel_type": "im"}


def message_changed(world: Workspace, stored: Message, before: Json) -> Json:
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": serialize.message(world, stored),
        "previous_message": before,
        "channel": stored.channel,
        "hidden": True,
        "ts": stored.edited,
        "event_ts": stored.edited,
        "channel_type": "im",
    }


def app_mention(world: Workspace, stored: Message) -> Json:
    return {**serialize.message(world, stored), "type": "app_mention", "channel": stored.channel, "event_ts": stored.ts}


def app_home_opened(world: Workspace, user: str, channel: str, tab: str, ts: str) -> Json:
    body: Json = {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab, "event_ts": ts}
    if tab == "home" and user in world.homes:
        body["view"] = serialize.view(world, world.homes[user])
    return body


def rich_text(text: str) -> list[Json]:
    """The rich text block that Slack's composer creates from typed text."""
    section: Json = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    elements: list[Any] = [section]
    return [{"type": "rich_text", "elements": elements}]
