"""Read screens in tests: the text a person sees, and the buttons they can press."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from cards.actions.base import Action
from cards.actions.search import Results
from cards.text import Link, Mention, Muted, Strong
from cards.tree import Button, Card, Form, Screen, Tab
from handlers.replies import Ask, Post, Replies, Show


def parts(part: Any) -> Iterator[Any]:
    """The part and everything in it, in reading order, excluding the actions of buttons."""
    yield part
    if isinstance(part, Action):
        return
    if dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            yield from parts(getattr(part, field.name))
    elif isinstance(part, tuple | list):
        for each in part:
            yield from parts(each)
    elif isinstance(part, dict):
        for each in part.values():
            yield from parts(each)


def text_of(screen: Screen) -> str:
    """All text on the screen; the pieces of one rich text are joined on one line."""
    lines: list[str] = []

    def line(part: Any) -> str:
        match part:
            case str():
                return part
            case Strong(text) | Muted(text) | Link(text, _) | Mention(_, text):
                return text
            case _:
                return ""

    def walk(part: Any) -> None:
        if isinstance(part, Action):
            return
        if isinstance(part, str | Strong | Muted | Link | Mention):
            lines.append(line(part))
        elif (
            isinstance(part, tuple) and part and all(isinstance(p, str | Strong | Muted | Link | Mention) for p in part)
        ):
            lines.append("".join(map(line, part)))
        elif isinstance(part, tuple | list):
            for each in part:
                walk(each)
        elif isinstance(part, dict):
            for each in part.values():
                walk(each)
        elif dataclasses.is_dataclass(part):
            for field in dataclasses.fields(part):
                walk(getattr(part, field.name))

    walk(screen)
    return "\n".join(lines)


def labels(screen: Screen) -> list[str]:
    return [part.label for part in parts(screen) if isinstance(part, Button | Tab)]


def button(screen: Screen, label: str, nth: int = 0) -> Action:
    """The action of the button or tab with that label."""
    found = [part.does for part in parts(screen) if isinstance(part, Button | Tab) and part.label == label]
    assert len(found) > nth, f"no {label!r} among {labels(screen)}"
    return found[nth]


def card(replies: Replies) -> Card:
    """The card that is shown."""
    return next(reply.card for reply in several(replies) if isinstance(reply, Show))


def form(replies: Replies) -> Form:
    return next(reply.form for reply in several(replies) if isinstance(reply, Ask))


def posts(replies: Replies) -> list[Post]:
    return [reply for reply in several(replies) if isinstance(reply, Post)]


def several(replies: Replies) -> tuple[Any, ...]:
    return replies if isinstance(replies, tuple) else (replies,)


def search_of(shown: Card) -> int:
    """The search that a result card shows."""
    assert isinstance(shown.redraw, Results)
    return shown.redraw.search_id
