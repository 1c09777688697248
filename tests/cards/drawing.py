"""Every gallery example as rendered for each platform, and the schemas they must satisfy."""

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
    """Name, platform and example. Message extension cards exist only on Teams, the Home tab only on Slack."""
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
    """The schema's errors for a card, ignoring what it does not cover: Teams' own root key, its charts, and typeahead
    choices."""
    checked = _known({name: value for name, value in card.items() if name != "msteams"})
    return [f"{error.json_path}: {error.message[:200]}" for error in adaptive_schema().iter_errors(checked)]


def _known(part: Any) -> Any:
    if isinstance(part, list):
        return [_known(each) for each in part]
    if not isinstance(part, dict):
        return part
    if str(part.get("type")).startswith("Chart."):
        return _known(part["fallback"])
    asks = "choices.data" in part
    fields = {name: _known(value) for name, value in part.items() if name != "choices.data"}
    return {**fields, "style": "compact"} if asks else fields


def texts(part: Any) -> list[str]:
    """Every string that a reader sees, anywhere in a payload."""
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
    """Every object of that type, at any depth."""
    if isinstance(part, list):
        return [found for each in part for found in with_type(each, kind)]
    if not isinstance(part, dict):
        return []
    inner = [found for value in part.values() for found in with_type(value, kind)]
    return [part, *inner] if part.get("type") == kind else inner


__all__ = ["Json", "adaptive_faults", "drawings", "drawn", "on_slack", "texts", "with_type"]
