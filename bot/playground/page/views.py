"""JSON objects for the page, as listed in the docstring of `routes`."""

from dataclasses import asdict
from urllib.parse import quote

from bot.playground.slack import serialize
from bot.playground.slack.events_out import Delivery
from bot.playground.slack.objects import Channel, File, Json, Message, Person, View
from bot.playground.slack.workspace import Workspace


def state(world: Workspace, me: str) -> Json:
    channels = [channel(world, each, me) for each in world.channels.values() if me and me in each.members]
    return {
        "workspace": {"id": world.team, "name": world.name, "domain": world.domain},
        "app": app(world, me),
        "me": me,
        "people": [person(each) for each in world.people.values()],
        "channels": channels,
    }


def app(world: Workspace, me: str) -> Json:
    return {
        "id": world.app.id,
        "name": world.app.name,
        "user": world.app.user,
        "dm": world.dm(me).id if me else "",
        "commands": [asdict(each) for each in world.app.commands],
        "shortcuts": [asdict(each) for each in world.app.shortcuts],
    }


def person(stored: Person) -> Json:
    initials = "".join(word[0] for word in stored.real_name.split()[:2]).upper()
    fields = ("id", "name", "real_name", "title", "email", "color", "is_bot", "is_guest")
    return {name: getattr(stored, name) for name in fields} | {"initials": initials}


def channel(world: Workspace, stored: Channel, me: str) -> Json:
    other = next((each for each in stored.members if each != me), me) if stored.is_im else ""
    unread, mentions = world.unread(stored, me)
    return {
        "id": stored.id,
        "kind": "dm" if stored.is_im else "channel",
        "name": world.people[other].real_name if stored.is_im else stored.name,
        "topic": stored.topic,
        "is_private": stored.is_private,
        "with": other,
        "members": stored.members,
        "last_ts": max(
            (line.ts for line in world.messages[stored.id].values() if line.only_for in ("", me)), default=""
        ),
        "unread": unread,
        "mentions": mentions,
    }


def message(world: Workspace, stored: Message) -> Json:
    return {
        "ts": stored.ts,
        "user": stored.user,
        "text": stored.text,
        "blocks": [_block(world, each) for each in stored.blocks] if stored.by_app else [],
        "thread_ts": stored.thread_ts,
        "edited": bool(stored.edited),
        "ephemeral": bool(stored.only_for),
        "files": [file(world.files[each]) for each in stored.files if each in world.files],
        "joined": stored.joined,
    }


def _block(world: Workspace, block: Json) -> Json:
    """The block; an uploaded picture gets the URL of its file."""
    stored = world.files.get(str(block.get("slack_file", {}).get("id")))
    return block if stored is None else block | {"image_url": file(stored)["url"]}


def file(stored: File) -> Json:
    return {
        "id": stored.id,
        "name": stored.name,
        "title": stored.title,
        "mimetype": stored.mimetype,
        "size": stored.size,
        "url": f"/playground/files/{stored.id}/{quote(stored.name, safe='')}",
    }


def view(world: Workspace, stored: View) -> Json:
    return {key: each for key, each in serialize.view(world, stored).items() if key != "private_metadata"}


def stack(world: Workspace, user: str) -> Json:
    stored = world.stacks.get(user, [])
    return {
        "stack": [{"view": view(world, each), "errors": each.errors, "trouble": each.trouble} for each in stored],
    }


def outcome(delivery: Delivery | None) -> Json:
    """The answer to a POST."""
    if delivery is None:
        return {"ok": True}
    if delivery.trouble or delivery.errors:
        return {"ok": False, "trouble": delivery.trouble, "errors": delivery.errors}
    groups = {"option_groups": delivery.option_groups} if delivery.option_groups else {}
    suggested = delivery.parcel.payload.get("type") == "block_suggestion"
    return {"ok": True} | (groups or {"options": delivery.options} if suggested else {})
