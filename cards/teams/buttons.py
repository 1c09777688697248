"""Buttons as Adaptive Card actions.

The data of a button is {"verb", "args"}, and "kinds" where its action takes typed values: how each input that is not
plain text encodes its value, since Teams sends back nothing but text by input id.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from cards.actions.base import Action, carried
from cards.renderer import Json
from cards.sanitize import sendable_json, web_address
from cards.teams.text import label
from cards.tree import AnyButton, Button, LinkButton, Surface

ACTIONS: Final = 6  # per set: Teams hides the rest
_PHONE: Final = 312  # pixels for a line of buttons on a 360-pixel phone, where Teams cuts off the rest
_NARROWEST, _PADDING, _LETTER, _GAP = 96, 26, 6.7, 8  # pixels: narrowest button, its padding, a letter, a gap
_LABEL: Final = 60
_TOOLTIP: Final = 100
RESERVED: Final = frozenset({"verb", "args", "kinds", "msteams"})


def _no_kinds() -> dict[str, str]:
    return {}


def _no_entities() -> list[Json]:
    return []


@dataclass(slots=True)
class RenderContext:
    """One drawing of one screen: its surface, the longest piece of text, and the mentions in it so far."""

    surface: Surface
    level: int
    kinds: Mapping[str, str] = field(default_factory=_no_kinds)
    entities: list[Json] = field(default_factory=_no_entities)


def button_lines(buttons: Iterable[AnyButton], context: RenderContext) -> list[Json]:
    """The buttons as action sets of at most six that fit on a phone, where Teams does not wrap them.

    A card from the message extension has no buttons."""
    if context.surface is Surface.EXTENSION:
        return []
    lines: list[list[Json]] = []
    width = 0.0
    for action in filter(None, (_action(each, context) for each in buttons)):
        wide = max(_NARROWEST, _PADDING + _LETTER * len(action["title"]))
        if not lines or len(lines[-1]) == ACTIONS or width + _GAP + wide > _PHONE:
            lines.append([])
            width = -_GAP
        lines[-1].append(action)
        width += _GAP + wide
    return [
        {"type": "ActionSet", "actions": line, **({"spacing": "Small"} if n else {})} for n, line in enumerate(lines)
    ]


def _action(each: AnyButton, context: RenderContext) -> Json | None:
    """The action of a button; None for a link whose address is not http or https: such an address may come from a
    resume."""
    if isinstance(each, LinkButton):
        url = web_address(each.url)
        return {"type": "Action.OpenUrl", "title": label(each.label, _LABEL), "url": url} if url else None
    pressed = _pressed(each, context)
    if not each.confirm:
        return pressed
    question: Json = {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": label(each.confirm, 300)}]}
    confirm = {"type": "AdaptiveCard", "body": [question, {"type": "ActionSet", "actions": [pressed]}]}
    return {"type": "Action.ShowCard", "title": label(each.label, _LABEL), "card": confirm}


def _pressed(each: Button, context: RenderContext) -> Json:
    """Action.Execute, which changes the card in place, with Action.Submit for clients that do not know it. A form
    requested in a channel opens a dialog, and inside a dialog Teams accepts only Action.Submit."""
    data: Json = {"verb": each.does.verb, "args": sendable_json(carried(each.does))}
    takes_input = _takes_input(each.does)
    if takes_input and context.kinds:
        data["kinds"] = dict(context.kinds)
    looks: Json = {"title": label(each.label, _LABEL)}
    if each.main or each.danger:
        looks["style"] = "destructive" if each.danger else "positive"
    if not takes_input:
        looks["associatedInputs"] = "none"  # else an empty required input would block the press
    submit: Json = {"type": "Action.Submit", **looks, "data": data}
    hint = {"tooltip": label(each.hint, _TOOLTIP)} if each.hint else {}
    if context.surface is Surface.CHANNEL and each.does.opens_form:
        return {**submit, **hint, "data": {**data, "msteams": {"type": "task/fetch"}}}
    if context.surface is Surface.FORM:
        return {**submit, **hint}
    return {"type": "Action.Execute", **looks, **hint, "verb": each.does.verb, "data": data, "fallback": submit}


def _takes_input(action: Action) -> bool:
    return any(each.metadata.get("typed") for each in dataclasses.fields(cast(Any, action)))
