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


def person(kept: Person) -> Json:
    initials = "".join(word[0] for word in kept.real_name.split()[:2]).upper()
    fields = ("id", "name", "real_name", "title", "email", "color", "is_bot", "is_guest")
    return {name: getattr(kept, name) for name in fields} | {"initials": initials}


def channel(world: Workspace, kept: Channel, me: str) -> Json:
    other = next((each for each in kept.members if each != me), me) if kept.is_im else ""
    unread, mentions = world.unread(kept, me)
    return {
        "id": kept.id,
        "kind": "dm" if kept.is_im else "channel",
        "name": world.people[other].real_name if kept.is_im else kept.name,
        "topic": kept.topic,
        "is_private": kept.is_private,
        "with": other,
        "members": kept.members,
        "last_ts": max((line.ts for line in world.messages[kept.id].values() if line.only_for in ("", me)), default=""),
        "unread": unread,
        "mentions": mentions,
    }


def message(world: Workspace, kept: Message) -> Json:
    return {
        "ts": kept.ts,
        "user": kept.user,
        "text": kept.text,
        "blocks": [_block(world, each) for each in kept.blocks] if kept.by_app else [],
        "thread_ts": kept.thread_ts,
        "edited": bool(kept.edited),
        "ephemeral": bool(kept.only_for),
        "files": [file(world.files[each]) for each in kept.files if each in world.files],
        "joined": kept.joined,
    }


def _block(world: Workspace, block: Json) -> Json:
    """An uploaded picture gets the URL of its file."""
    kept = world.files.get(str(block.get("slack_file", {}).get("id")))
    return block if kept is None else block | {"image_url": file(kept)["url"]}


def file(kept: File) -> Json:
    return {
        "id": kept.id,
        "name": kept.name,
        "title": kept.title,
        "mimetype": kept.mimetype,
        "size": kept.size,
        "url": f"/playground/files/{kept.id}/{quote(kept.name, safe='')}",
    }


def view(world: Workspace, kept: View) -> Json:
    return {key: each for key, each in serialize.view(world, kept).items() if key != "private_metadata"}


def stack(world: Workspace, user: str) -> Json:
    kept = world.stacks.get(user, [])
    return {
        "stack": [{"view": view(world, each), "errors": each.errors, "trouble": each.trouble} for each in kept],
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
