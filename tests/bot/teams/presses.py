"""What the Teams client sends when a person presses a button on one of the bot's cards."""

from collections.abc import Iterator
from typing import Any

Body = dict[str, Any]


def actions(drawn: Any) -> Iterator[Body]:
    """Every action of a card, at any depth."""
    if isinstance(drawn, list):
        for each in drawn:
            yield from actions(each)
    elif isinstance(drawn, dict):
        if str(drawn.get("type", "")).startswith("Action."):
            yield drawn
        for each in drawn.values():
            yield from actions(each)


def button(card: Body, label: str) -> Body:
    """The first executable action with that label (not one that only reveals a confirmation)."""
    found = [each for each in actions(card) if each.get("title") == label and each["type"] != "Action.ShowCard"]
    assert found, f"no button {label!r} among {[each.get('title') for each in actions(card)]}"
    return found[0]


def execute(card: Body, label: str, **typed: Any) -> Body:
    """The value of `adaptiveCard/action`."""
    action = button(card, label)
    assert action["type"] == "Action.Execute", action
    data = {**action.get("data", {}), **typed}
    return {"action": {"type": "Action.Execute", "verb": action["verb"], "data": data}, "trigger": "manual"}


def submit(card: Body, label: str, **typed: Any) -> Body:
    """The value of a message, or the `data` of a dialog's invoke."""
    action = button(card, label)
    action = action.get("fallback") if action["type"] == "Action.Execute" else action
    assert isinstance(action, dict)
    return {**action["data"], **typed}


def text_of(drawn: Any) -> str:
    """Everything a person reads on a card."""
    if isinstance(drawn, list):
        return " ".join(text_of(each) for each in drawn)
    if isinstance(drawn, dict):
        own = [str(drawn[name]) for name in ("text", "title", "value", "label", "errorMessage") if name in drawn]
        return " ".join([*own, *(text_of(each) for each in drawn.values() if isinstance(each, dict | list))])
    return ""
