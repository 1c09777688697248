"""Buttons as Block Kit elements.

A button's action_id is `verb:n` (n makes it unique on the screen), its value the carried arguments as JSON.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from cards.actions.base import Action, carried
from cards.renderer import Json
from cards.sanitize import sendable_json, web_address
from cards.slack import schema as limits
from cards.slack.text import label, plain_text
from cards.tree import AnyButton, Button, Chart, LinkButton, TooMuch

LINK: Final = "link"  # the verb of a button that only opens an address
_SHORTEST_LABEL: Final = 30


@dataclass(slots=True)
class RenderContext:
    """One drawing of one screen: the longest piece of text, how many buttons were drawn so far, and the ids of the
    uploaded pictures of its charts."""

    level: int
    drawn: int = 0
    pictures: Mapping[Chart, str] = field(default_factory=dict[Chart, str])

    def action_id(self, verb: str) -> str:
        self.drawn += 1
        return f"{verb}:{self.drawn}"

    @property
    def label(self) -> int:
        return min(limits.BUTTON_TEXT, max(self.level, _SHORTEST_LABEL))


def button_lines(buttons: Iterable[AnyButton], context: RenderContext) -> list[Json]:
    """The buttons as one actions block; no block when there is nothing to press. Raises TooMuch for more than 25
    buttons."""
    drawn = button_elements(buttons, context)
    return [actions_block(drawn)] if drawn else []


def actions_block(elements: list[Json]) -> Json:
    if len(elements) > limits.ACTIONS:
        raise TooMuch(f"{len(elements)} buttons in one line, at most {limits.ACTIONS}")
    return {"type": "actions", "elements": elements}


def button_elements(buttons: Iterable[AnyButton], context: RenderContext) -> list[Json]:
    """The buttons. Leaves out links whose address is not http or https: such an address may come from a resume."""
    drawn = (_link(each, context) if isinstance(each, LinkButton) else _button(each, context) for each in buttons)
    return [each for each in drawn if each]


def _link(each: LinkButton, context: RenderContext) -> Json | None:
    address = web_address(each.url)
    if not address or len(address) > limits.URL:
        return None
    return {
        "type": "button",
        "text": plain_text(each.label, context.label),
        "action_id": context.action_id(LINK),
        "url": address,
    }


def _button(each: Button, context: RenderContext) -> Json:
    drawn: Json = {
        "type": "button",
        "text": plain_text(each.label, context.label),
        "action_id": context.action_id(each.does.verb),
        "value": _value(each.does),
    }
    if each.main or each.danger:
        drawn["style"] = "danger" if each.danger else "primary"
    if each.hint and (hint := label(each.hint, context.label)):
        drawn["accessibility_label"] = hint
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


def _value(action: Action) -> str:
    """The carried arguments as JSON. Raises TooMuch over Slack's 2,000 characters."""
    packed = pack(carried(action))
    if len(packed) > limits.BUTTON_VALUE:
        raise TooMuch(f"{action.verb} carries {len(packed)} characters, at most {limits.BUTTON_VALUE}")
    return packed


def pack(args: Json) -> str:
    """The object as compact ASCII JSON, without anything that Slack could take for markup."""
    return json.dumps(sendable_json(args), separators=(",", ":")).replace("<", "\\u003c")
