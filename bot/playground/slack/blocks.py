"""Blocks as Slack stores them: adding missing ids, and iterating over their elements."""

import secrets
from collections.abc import Iterator
from typing import Any, cast

from bot.playground.slack.objects import Json, listed

STATELESS = frozenset({"button", "overflow", "image", "mrkdwn", "plain_text", "workflow_button", "feedback_buttons"})


def _id() -> str:
    return secrets.token_urlsafe(4)


def completed(blocks: list[Json]) -> list[Json]:
    """A copy of the blocks with what Slack adds: a block_id per block, an action_id per element, flags per text
    object."""
    copy = [cast(Json, _flagged(block)) for block in blocks]
    for block in copy:
        block.setdefault("block_id", _id())
        for element in elements_of(block):
            if element.get("type") not in ("mrkdwn", "plain_text", "image"):
                element.setdefault("action_id", _id())
    return copy


def _flagged(value: Any) -> Any:
    if isinstance(value, list):
        return [_flagged(each) for each in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    copy = {key: _flagged(each) for key, each in cast(Json, value).items()}
    if copy.get("type") == "plain_text" and isinstance(copy.get("text"), str):
        copy.setdefault("emoji", True)
    elif copy.get("type") == "mrkdwn" and isinstance(copy.get("text"), str):
        copy.setdefault("verbatim", False)
    return copy


def elements_of(block: Json) -> list[Json]:
    """The elements of one block that a person can use."""
    match block.get("type"):
        case "actions" | "context_actions":
            return listed(block.get("elements"))
        case "section":
            return listed([block.get("accessory")])
        case "input":
            return listed([block.get("element")])
        case "card":
            return listed(block.get("actions"))
        case "carousel":
            return [each for card in listed(block.get("elements")) for each in elements_of(card)]
        case _:
            return []


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every (block, element) in order, including those within containers."""
    for block in blocks:
        if block.get("type") == "container":
            yield from elements(listed(block.get("child_blocks")))
        for element in elements_of(block):
            yield block, element


def text_of(value: Any) -> str:
    """All visible text in a block, joined."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return " ".join(filter(None, (text_of(each) for each in cast("list[Any]", value))))
    if isinstance(value, dict):
        parts = (each for key, each in cast(Json, value).items() if key not in _NOT_TEXT)
        return " ".join(filter(None, (text_of(each) for each in parts)))
    return ""


_NOT_TEXT = frozenset({"type", "block_id", "action_id", "value", "url", "image_url", "style", "verbatim", "emoji"})


def label(element: Json) -> str:
    """The text of a button; for other elements, the placeholder."""
    text = listed([element.get("text")]) or listed([element.get("placeholder")])
    return str(text[0].get("text", "")) if text else ""
