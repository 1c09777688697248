"""Buttons as Adaptive Card actions, and a press read back.

The data of a button is {"verb", "args"}, and "kinds" where it takes what was typed: the type of each input that is no
plain text, since Teams sends back nothing but words by input id.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from cards.actions.base import Action, BadArguments, Typed, carried
from cards.sanitize import keep, kept, web_address
from cards.teams.text import Json, label
from cards.tree import AnyButton, Button, LinkButton, Surface

ACTIONS: Final = 6  # in one set: Teams hides the rest
_PHONE: Final = 312  # pixels that a line of buttons has on a phone of 360, where Teams cuts what is over
_NARROWEST, _PADDING, _LETTER, _GAP = 96, 26, 6.7, 8  # pixels of a button, around its label, of a letter, between two
_LABEL: Final = 60
_TOOLTIP: Final = 100
RESERVED: Final = frozenset({"verb", "args", "kinds", "msteams"})


def _no_kinds() -> dict[str, str]:
    return {}


def _no_entities() -> list[Json]:
    return []


@dataclass(slots=True)
class RenderContext:
    """One drawing of one screen: where it will stand, how long a piece of text may be, what mentions it holds."""

    surface: Surface
    level: int
    kinds: Mapping[str, str] = field(default_factory=_no_kinds)
    entities: list[Json] = field(default_factory=_no_entities)


def action_sets(buttons: Iterable[AnyButton], pen: RenderContext) -> list[Json]:
    """The buttons in lines of at most six that fit on a phone, where Teams does not wrap them.

    A card from the message extension has none."""
    if pen.surface is Surface.EXTENSION:
        return []
    lines: list[list[Json]] = []
    width = 0.0
    for action in filter(None, (_action(each, pen) for each in buttons)):
        wide = max(_NARROWEST, _PADDING + _LETTER * len(action["title"]))
        if not lines or len(lines[-1]) == ACTIONS or width + _GAP + wide > _PHONE:
            lines.append([])
            width = -_GAP
        lines[-1].append(action)
        width += _GAP + wide
    return [
        {"type": "ActionSet", "actions": line, **({"spacing": "Small"} if n else {})} for n, line in enumerate(lines)
    ]


def _action(each: AnyButton, pen: RenderContext) -> Json | None:
    """None for a link whose address is not http or https: such an address may come from a résumé."""
    if isinstance(each, LinkButton):
        url = web_address(each.url)
        return {"type": "Action.OpenUrl", "title": label(each.label, _LABEL), "url": url} if url else None
    pressed = _pressed(each, pen)
    if not each.confirm:
        return pressed
    question: Json = {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": label(each.confirm, 300)}]}
    asked = {"type": "AdaptiveCard", "body": [question, {"type": "ActionSet", "actions": [pressed]}]}
    return {"type": "Action.ShowCard", "title": label(each.label, _LABEL), "card": asked}


def _pressed(each: Button, pen: RenderContext) -> Json:
    """Action.Execute, which changes the card in place, with Action.Submit for clients that do not know it. A form asked
    for in a channel opens a dialog, and inside a dialog Teams takes Action.Submit only."""
    data: Json = {"verb": each.does.verb, "args": kept(carried(each.does))}
    takes_input = _takes_input(each.does)
    if takes_input and pen.kinds:
        data["kinds"] = dict(pen.kinds)
    looks: Json = {"title": label(each.label, _LABEL)}
    if each.main or each.danger:
        looks["style"] = "destructive" if each.danger else "positive"
    if not takes_input:
        looks["associatedInputs"] = "none"  # else an empty required input would hold the press up
    submit: Json = {"type": "Action.Submit", **looks, "data": data}
    hint = {"tooltip": label(each.hint, _TOOLTIP)} if each.hint else {}
    if pen.surface is Surface.CHANNEL and each.does.opens_form:
        return {**submit, **hint, "data": {**data, "msteams": {"type": "task/fetch"}}}
    if pen.surface is Surface.FORM:
        return {**submit, **hint}
    return {"type": "Action.Execute", **looks, **hint, "verb": each.does.verb, "data": data, "fallback": submit}


def _takes_input(action: Action) -> bool:
    return any(each.metadata.get("typed") for each in dataclasses.fields(cast(Any, action)))


# ── reading back ──


def read_press(value: Any) -> tuple[str, Json, dict[str, Typed]]:
    """Verb, carried arguments, and what was typed by input name, from the value of an activity. Raises BadArguments.

    Takes all shapes: Action.Execute ({"action": {"data"}}), Action.Submit (the data itself), dialogs ({"data"})."""
    data = _data(_object(value))
    verb = data.get("verb")
    if not isinstance(verb, str) or not verb:
        raise BadArguments("a press without an action")
    kinds = _object(data.get("kinds", {}))
    values: dict[str, Typed] = {}
    for name, given in data.items():
        if name in RESERVED:
            continue
        read = _typed(given, kinds.get(name))
        if read is not None:
            values[name] = read
    return verb, _read_args(data.get("args", {})), values


def _data(value: Json) -> Json:
    if isinstance(value.get("action"), dict):
        action = _object(value["action"])
        return {"verb": action.get("verb"), **_object(action.get("data", {}))}
    return _object(value["data"]) if "verb" not in value and "data" in value else value


def _read_args(args: Any) -> Json:
    try:
        return _object(kept(args))
    except RecursionError:
        raise BadArguments("arguments that are too deep") from None


def _typed(given: Any, kind: Any) -> Typed:
    if given is None:
        given = ""
    if isinstance(given, bool):
        return given
    if isinstance(given, int | float):
        given = f"{given:.0f}" if float(given).is_integer() else str(given)
    if not isinstance(given, str):
        raise BadArguments("a value that is no text")
    words = keep(given)
    match kind:
        case "number":
            return (
                int(words)
                if words.lstrip("-").isdecimal() and len(words) < 18 and words.rfind("-") < 1
                else words or None
            )
        case "toggle":
            return words == "true"
        case "many":
            return tuple(decoded(each) for each in words.split(",") if each)
        case "list":
            return tuple(each.strip() for each in words.split(",") if each.strip())
        case "pick":
            return decoded(words) or None
        case "choice":
            return words or None
        case _:
            return words


def _object(value: Any) -> Json:
    if not isinstance(value, dict):
        raise BadArguments(f"expected an object, not {type(value).__name__}")
    return cast("Json", value)


def encoded(value: str) -> str:
    """An option's value where several are joined by commas."""
    return value.replace("%", "%25").replace(",", "%2C")


def decoded(value: str) -> str:
    return value.replace("%2C", ",").replace("%25", "%")
