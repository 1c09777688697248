"""Stores the conversations in a file between runs, replacing it atomically."""

import asyncio
import base64
import json
import logging
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.playground.slack.objects import Channel, File, Json, Message, View
from bot.playground.slack.workspace import Workspace

log = logging.getLogger(__name__)
VERSION = 1


def dump(world: Workspace) -> Json:
    """The persistent part of a workspace: conversations, files, homes and read marks, without open forms."""
    return {
        "version": VERSION,
        "team": world.team,
        "channels": [asdict(channel) for channel in world.channels.values()],
        "messages": [line.as_json() for lines in world.messages.values() for line in lines.values()],
        "files": [asdict(file) | {"content": _text(file.content)} for file in world.files.values()],
        "homes": [asdict(view) for view in world.homes.values()],
        "read": [[user, channel, ts] for (user, channel), ts in world.read.items()],
    }


def write(path: Path, stored: Json) -> None:
    """Write the snapshot. This blocks: call it off the event loop."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new_file = path.with_suffix(".new")
    with new_file.open("w", encoding="utf-8") as out:
        json.dump(stored, out, ensure_ascii=False)
        out.flush()
        os.fsync(out.fileno())
    new_file.replace(path)


def load(path: Path, world: Workspace) -> bool:
    """Load a snapshot into a new workspace. Returns False, and changes nothing, if it is missing or unreadable."""
    try:
        stored: Any = json.loads(path.read_text(encoding="utf-8"))
        if (stored["version"], stored["team"]) != (VERSION, world.team):
            return False
        channels = [Channel(**each) for each in stored["channels"]]
        messages = [Message(**each) for each in stored["messages"]]
        files = [File(**each | {"content": _bytes(each["content"])}) for each in stored["files"]]
        homes = [View(**each) for each in stored["homes"]]
        read = {(user, channel): str(ts) for user, channel, ts in stored["read"]}
    except FileNotFoundError:
        return False
    except (OSError, ValueError, TypeError, KeyError) as fault:
        log.warning("the playground starts with empty conversations: %s cannot be read (%s)", path, fault)
        return False
    for channel in channels:
        world.channels[channel.id] = channel
        world.messages.setdefault(channel.id, {})
    for line in messages:
        world.messages.setdefault(line.channel, {})[line.ts] = line
        world.seen_ts(line.ts)
    world.files |= {file.id: file for file in files}
    world.homes |= {view.user: view for view in homes}
    world.read |= read
    return True


def _text(content: bytes | None) -> str | None:
    return None if content is None else base64.b64encode(content).decode()


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text)


async def save(path: Path, world: Workspace) -> None:
    """Capture the state now and write it off the event loop."""
    await asyncio.to_thread(write, path, dump(world))
