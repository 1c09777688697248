"""Serializes people, conversations, messages, files and views as Slack's Web API returns them."""

from bot.playground.slack.objects import Channel, File, Json, Message, Person, View
from bot.playground.slack.user_inputs import state_of
from bot.playground.slack.workspace import Workspace


def user(world: Workspace, person: Person) -> Json:
    """A user object; https://docs.slack.dev/reference/objects/user-object"""
    return {
        "id": person.id,
        "team_id": "T0ELSEWHERE" if person.is_stranger else world.team,
        "name": person.name,
        "deleted": False,
        "color": person.color.lstrip("#"),
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": 0,
        "profile": {
            "title": person.title,
            "real_name": person.real_name,
            "real_name_normalized": person.real_name,
            "display_name": person.name,
            "display_name_normalized": person.name,
            "email": person.email,
            "team": world.team,
        },
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_guest,
        "is_ultra_restricted": False,
        "is_stranger": person.is_stranger,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": 0,
        "is_email_confirmed": bool(person.email),
    }


def conversation(world: Workspace, channel: Channel) -> Json:
    """A conversation object as the app sees it; https://docs.slack.dev/reference/objects/conversation-object"""
    if channel.is_im:
        other = next((each for each in channel.members if each != world.app.user), world.app.user)
        return {
            "id": channel.id,
            "created": channel.created,
            "is_archived": False,
            "is_im": True,
            "is_org_shared": False,
            "context_team_id": world.team,
            "user": other,
            "is_user_deleted": False,
            "is_open": True,
        }
    outside = any(world.people[each].is_stranger for each in channel.members if each in world.people)
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "created": channel.created,
        "is_archived": False,
        "is_general": channel.name == "general",
        "is_shared": outside,
        "is_ext_shared": outside,
        "is_org_shared": False,
        "context_team_id": world.team,
        "is_member": world.app.user in channel.members,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }


def message(world: Workspace, stored: Message) -> Json:
    """A message as in history, events and block_actions payloads."""
    body: Json = {"type": "message", "user": stored.user, "ts": stored.ts, "text": stored.text, "team": world.team}
    if stored.joined:
        body["subtype"] = "channel_join"
    if stored.by_app:
        body |= {"bot_id": world.app.bot_id, "app_id": world.app.id, "bot_profile": bot_profile(world)}
    if stored.client_msg_id:
        body["client_msg_id"] = stored.client_msg_id
    if stored.blocks:
        body["blocks"] = stored.blocks
    if stored.thread_ts:
        body["thread_ts"] = stored.thread_ts
    if stored.edited:
        body["edited"] = {"user": world.app.bot_id if stored.by_app else stored.user, "ts": stored.edited}
    if stored.files:
        body["files"] = [file(world.files[each]) for each in stored.files if each in world.files]
    if stored.metadata:
        body["metadata"] = stored.metadata
    return body


def bot_profile(world: Workspace) -> Json:
    app = world.app
    return {
        "id": app.bot_id,
        "app_id": app.id,
        "user_id": app.user,
        "name": app.name,
        "icons": {},
        "deleted": False,
        "updated": 0,
        "team_id": world.team,
    }


def file(stored: File) -> Json:
    return {
        "id": stored.id,
        "created": stored.created,
        "timestamp": stored.created,
        "name": stored.name,
        "title": stored.title,
        "mimetype": stored.mimetype,
        "filetype": stored.name.rpartition(".")[2].lower(),
        "user": stored.by,
        "size": stored.size,
        "mode": "snippet" if stored.mimetype.startswith("text/") else "hosted",
        "is_external": False,
        "is_public": False,
        "channels": stored.channels,
    }


def view(world: Workspace, stored: View) -> Json:
    """A view object; https://docs.slack.dev/reference/views"""
    body = stored.body
    return {
        "id": stored.id,
        "team_id": world.team,
        "type": body["type"],
        "blocks": stored.blocks,
        "private_metadata": body.get("private_metadata") or "",
        "callback_id": body.get("callback_id") or "",
        "state": {"values": state_of(stored.blocks, stored.values)},
        "hash": stored.hash,
        "title": body.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": bool(body.get("clear_on_close")),
        "notify_on_close": bool(body.get("notify_on_close")),
        "close": body.get("close"),
        "submit": body.get("submit"),
        "previous_view_id": stored.previous or None,
        "root_view_id": stored.root,
        "app_id": world.app.id,
        "external_id": body.get("external_id") or "",
        "app_installed_team_id": world.team,
        "bot_id": world.app.bot_id,
    }
