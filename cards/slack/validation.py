"""What Slack accepts: one table of limits, and a check of whole payloads against it.

The renderer shortens text to these limits; the tests and the fake Slack enforce them. Sources:
docs.slack.dev/reference/block-kit (lengths, surfaces), github.com/slackapi/bolt-js/issues/2509 (the weight
of all blocks together, which Slack doesn't document).
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from cards.slack.schema import BLOCKS, BLOCKS_PER_MESSAGE, BLOCKS_PER_VIEW, VIEWS
from cards.slack.schema_newer import NEWER, SURFACES, counted
from cards.slack.schema_rules import Problem, Rule

BLOCKS_WEIGHT: Final = 13_200  # characters in all blocks of a message; see `weight`
VIEW_BYTES: Final = 250_000
MESSAGE_TEXT: Final = 40_000

_ALL: Final[Mapping[str, Rule]] = {**BLOCKS, **NEWER}


def weight(blocks: list[Any]) -> int:
    """The number of characters of the blocks as compact JSON. Slack can't be counting more, so a number under the limit
    is safe."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))


def check(payload: Mapping[str, Any]) -> list[str]:
    """What Slack would reject in a message or a view; empty if Slack would accept it.

    Each fault is `error: detail [json-pointer:…]`, where `error` is what Slack returns in its `error` field.
    A payload whose `type` is "modal" or "home" is a view, any other a message.
    """
    return list(_view(payload) if payload.get("type") in VIEWS else _message(payload))


def _message(payload: Mapping[str, Any]) -> Iterator[str]:
    text, blocks = payload.get("text"), payload.get("blocks")
    if not text and not blocks:
        yield "no_text: a message needs text or blocks"
    if isinstance(text, str) and len(text) > MESSAGE_TEXT:
        yield f"msg_too_long: text has {len(text)} characters [json-pointer:/text]"
    if blocks is None:
        return
    if not isinstance(blocks, list):
        yield "invalid_blocks_format: blocks is not an array [json-pointer:/blocks]"
        return
    rows = cast("list[Any]", blocks)
    yield from (f"invalid_blocks: {problem}" for problem in _blocks(rows, "message", BLOCKS_PER_MESSAGE, "/blocks"))
    if (heavy := weight(rows)) > BLOCKS_WEIGHT:
        yield f"msg_blocks_too_long: {heavy} characters in all blocks, at most {BLOCKS_WEIGHT} [json-pointer:/blocks]"


def _view(view: Mapping[str, Any]) -> Iterator[str]:
    surface = str(view["type"])
    blocks = view.get("blocks")
    for problem in VIEWS[surface](dict(view), "/view"):
        yield f"invalid_arguments: {problem}"
    if isinstance(blocks, list):
        rows = cast("list[Any]", blocks)
        for problem in _blocks(rows, surface, BLOCKS_PER_VIEW, "/view/blocks"):
            yield f"invalid_arguments: {problem}"
        if surface == "modal" and "submit" not in view and any(_type(row) == "input" for row in rows):
            yield "invalid_arguments: missing required field: submit [json-pointer:/view]"
    size = len(json.dumps(view, separators=(",", ":")).encode())
    if size > VIEW_BYTES:
        yield f"view_too_large: {size} bytes, at most {VIEW_BYTES} [json-pointer:/view]"


def _blocks(blocks: list[Any], surface: str, most: int, at: str) -> Iterator[Problem]:
    if len(blocks) > most:
        yield f"no more than {most} items allowed [json-pointer:{at}]"
    if not blocks and surface == "modal":
        yield f"no fewer than 1 items required [json-pointer:{at}]"
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        here = f"{at}/{index}"
        kind = _type(block)
        if kind not in _ALL:
            yield f"unsupported type: {kind} [json-pointer:{here}/type]"
            continue
        if surface not in SURFACES.get(kind, frozenset({surface})):
            yield f"block type {kind} is not allowed in a {surface} [json-pointer:{here}]"
        yield from _ALL[kind](block, here)
        name = block.get("block_id")
        if isinstance(name, str):
            if name in seen:
                yield f"block_id {name!r} already exists [json-pointer:{here}/block_id]"
            seen.add(name)
        yield from _unique_actions(block, here)
    yield from counted([block for block in blocks if isinstance(block, dict)], at)


def _unique_actions(block: dict[str, Any], at: str) -> Iterator[Problem]:
    """Slack requires every action_id to be unique within its block."""
    seen: set[str] = set()
    elements: Any = block.get("elements")
    if not isinstance(elements, list):
        return
    for index, element in enumerate(cast("list[Any]", elements)):
        name: Any = cast("dict[str, Any]", element).get("action_id") if isinstance(element, dict) else None
        if isinstance(name, str):
            if name in seen:
                yield f"action_id {name!r} already exists in this block [json-pointer:{at}/elements/{index}/action_id]"
            seen.add(name)


def _type(block: Any) -> str:
    kind: Any = cast("dict[str, Any]", block).get("type") if isinstance(block, dict) else None
    return kind if isinstance(kind, str) else ""
