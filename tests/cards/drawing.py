"""Every gallery example as each platform draws it, and the schemas they are held to."""

import functools
import json
from importlib import resources
from typing import Any

import jsonschema

from cards import slack, teams
from cards.gallery import Example, examples
from cards.tree import Screen, Surface

Json = dict[str, Any]


def on_slack(screen: Screen, surface: Surface) -> Json:
    return slack.draw(screen, surface, metadata={"c": "D024BE91L", "t": "1700000000.000100", "s": "personal"})


def drawings() -> list[tuple[str, str, Example]]:
    """Name, platform, example: a card of the message extension is Teams' alone, the Home tab is Slack's alone."""
    only = {Surface.EXTENSION: ("teams",), Surface.HOME: ("slack",)}
    return [
        (each.name, platform, each) for each in examples() for platform in only.get(each.surface, ("slack", "teams"))
    ]


def drawn(platform: str, example: Example) -> Json:
    draw = on_slack if platform == "slack" else teams.draw
    return draw(example.screen, example.surface)


@functools.cache
def adaptive_schema() -> jsonschema.Draft6Validator:
    text = resources.files("adaptive_cards").joinpath("schemas/schema-1.5.json").read_text()
    return jsonschema.Draft6Validator(json.loads(text))


def adaptive_faults(card: Json) -> list[str]:
    """What the schema says against a card, less what it does not know: Teams' own root key, its charts, and suggesting
    choices."""
    known = _known({name: value for name, value in card.items() if name != "msteams"})
    return [f"{error.json_path}: {error.message[:200]}" for error in adaptive_schema().iter_errors(known)]


def _known(part: Any) -> Any:
    if isinstance(part, list):
        return [_known(each) for each in part]
    if not isinstance(part, dict):
        return part
    if str(part.get("type")).startswith("Chart."):
        return _known(part["fallback"])
    asks = "choices.data" in part
    kept = {name: _known(value) for name, value in part.items() if name != "choices.data"}
    return {**kept, "style": "compact"} if asks else kept


def texts(part: Any) -> list[str]:
    """Every string that a reader sees, wherever it stands in a payload."""
    shown = {"text", "title", "label", "placeholder", "hint", "alt_text", "altText", "accessibility_label", "tooltip"}
    found: list[str] = []
    if isinstance(part, list):
        for each in part:
            found += texts(each)
    elif isinstance(part, dict):
        for name, value in part.items():
            found += [value] if name in shown and isinstance(value, str) else texts(value)
    return found


def with_type(part: Any, kind: str) -> list[Json]:
    """Every object of that type, wherever it stands."""
    if isinstance(part, list):
        return [found for each in part for found in with_type(each, kind)]
    if not isinstance(part, dict):
        return []
    inner = [found for value in part.values() for found in with_type(value, kind)]
    return [part, *inner] if part.get("type") == kind else inner


__all__ = ["Json", "adaptive_faults", "drawings", "drawn", "on_slack", "texts", "with_type"]
