"""Buttons as Block Kit elements, and a press read back.

A button is `verb:n` (its action_id, n makes it unique on the screen) and the carried arguments as JSON (its value).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from cards.actions.base import Action, BadArguments, carried
from cards.sanitize import kept, web_address
from cards.slack import schema as limits
from cards.slack.text import Json, label, plain_text
from cards.tree import AnyButton, Button, Chart, LinkButton, TooMuch

_LINK: Final = "link"
_SHORTEST_LABEL: Final = 30


@dataclass(slots=True)
class RenderContext:
    """One drawing of one screen: how long a piece of text may be, how many buttons were drawn so far, and the ids of
    the pictures that were uploaded of its charts."""

    level: int
    drawn: int = 0
    pictures: Mapping[Chart, str] = field(default_factory=dict[Chart, str])

    def action_id(self, verb: str) -> str:
        self.drawn += 1
        return f"{verb}:{self.drawn}"

    @property
    def label(self) -> int:
        return min(limits.BUTTON_TEXT, max(self.level, _SHORTEST_LABEL))


def actions(buttons: Iterable[AnyButton], pen: RenderContext) -> Iterator[Json]:
    """A line of buttons; none, when there is nothing to press. Raises TooMuch over 25."""
    drawn = elements(buttons, pen)
    if drawn:
        yield line_of(drawn)


def line_of(drawn: list[Json]) -> Json:
    if len(drawn) > limits.ACTIONS:
        raise TooMuch(f"{len(drawn)} buttons in one line, at most {limits.ACTIONS}")
    return {"type": "actions", "elements": drawn}


def elements(buttons: Iterable[AnyButton], pen: RenderContext) -> list[Json]:
    """The buttons, less links whose address is not http or https: such an address may come from a résumé."""
    drawn = (_link(each, pen) if isinstance(each, LinkButton) else _button(each, pen) for each in buttons)
    return [each for each in drawn if each]


def _link(each: LinkButton, pen: RenderContext) -> Json | None:
    address = web_address(each.url)
    if not address or len(address) > limits.URL:
        return None
    return {
        "type": "button",
        "text": plain_text(each.label, pen.label),
        "action_id": pen.action_id(_LINK),
        "url": address,
    }


def _button(each: Button, pen: RenderContext) -> Json:
    words = plain_text(each.label, pen.label)
    drawn: Json = {
        "type": "button",
        "text": words,
        "action_id": pen.action_id(each.does.verb),
        "value": value(each.does),
    }
    if each.main or each.danger:
        drawn["style"] = "danger" if each.danger else "primary"
    if each.hint and (said := label(each.hint, pen.label)):
        drawn["accessibility_label"] = said
    if each.confirm:
        drawn["confirm"] = _confirm(each, each.confirm)
    return drawn


def _confirm(each: Button, question: str) -> Json:
    return {
        "title": plain_text("Are you sure?", limits.CONFIRM_TITLE),
        "text": plain_text(question, limits.CONFIRM_TEXT),
        "confirm": plain_text(each.label, limits.CONFIRM_BUTTON),
        "deny": plain_text("Cancel", limits.CONFIRM_BUTTON),
        **({"style": "danger"} if each.danger else {}),
    }


def value(action: Action) -> str:
    """What the button carries. Raises TooMuch over Slack's 2,000 characters."""
    packed = pack(carried(action))
    if len(packed) > limits.BUTTON_VALUE:
        raise TooMuch(f"{action.verb} carries {len(packed)} characters, at most {limits.BUTTON_VALUE}")
    return packed


def pack(args: Json) -> str:
    """Compact JSON in ASCII, with nothing in it that any reader could take for markup."""
    return json.dumps(kept(args), separators=(",", ":")).replace("<", "\\u003c")


def unpack(text: Any, most: int) -> Json:
    """A packed object. Raises BadArguments for anything else, or one that is longer than we ever send."""
    if not isinstance(text, str) or len(text) > most:
        raise BadArguments("no packed arguments")
    try:
        found = kept(json.loads(text))
    except (ValueError, RecursionError):
        raise BadArguments("arguments that are no JSON") from None
    return mapping(found)


def mapping(value: Any) -> Json:
    """The value, when it is an object with words as keys. Raises BadArguments."""
    if not isinstance(value, dict):
        raise BadArguments(f"expected an object, not {type(value).__name__}")
    return cast("Json", value)


def read_press(action: Any) -> tuple[str, Json]:
    """The verb and the carried arguments of one entry of a payload's `actions`. Raises BadArguments.

    The verb is "" when an address was opened: that is to be acknowledged and nothing else.
    """
    name = mapping(action).get("action_id")
    if not isinstance(name, str) or not name.partition(":")[0]:
        raise BadArguments("a press without an action")
    verb = name.partition(":")[0]
    return ("", {}) if verb == _LINK else (verb, unpack(action.get("value", "{}"), limits.BUTTON_VALUE))
