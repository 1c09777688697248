"""Reads Slack's payloads: presses, submitted forms, typed values, and what a typeahead asks for."""

import json
from typing import Any, cast

from cards.actions.base import BadArguments, Typed
from cards.form_values import whole
from cards.renderer import Json, Press, Suggestion
from cards.sanitize import sendable, sendable_json
from cards.slack import schema as limits
from cards.slack.buttons import LINK
from cards.slack.inputs import SUGGEST, TOGGLE, name_of


def read_press(payload: Any) -> Press:
    """The pressed button of a block_actions payload, or a submitted view, with what was typed in the view.

    The verb is "" for a link, which Slack only wants acknowledged. Raises BadArguments."""
    payload = mapping(payload)
    view = mapping(payload.get("view") or {})
    if "actions" not in payload:
        verb = view.get("callback_id")
        if not isinstance(verb, str) or not verb:
            raise BadArguments("a form without an action")
        return Press(verb, mapping(_metadata(view).get("a", {})), read_values(view.get("state") or {}))
    pressed = payload["actions"]
    first = mapping(cast("list[Any]", pressed)[0] if isinstance(pressed, list) and pressed else None)
    name = first.get("action_id")
    if not isinstance(name, str) or not name.partition(":")[0]:
        raise BadArguments("a press without an action")
    verb = name.partition(":")[0]
    if verb == LINK:
        return Press("", {}, {})
    return Press(verb, unpack(first.get("value", "{}"), limits.BUTTON_VALUE), read_values(view.get("state") or {}))


def read_suggest(payload: Any) -> Suggestion:
    """What a block_suggestion payload asks for. Raises BadArguments."""
    payload = mapping(payload)
    name = payload.get("action_id")
    if not isinstance(name, str) or not name.startswith(SUGGEST):
        raise BadArguments("not a typeahead of ours")
    return Suggestion(name.removeprefix(SUGGEST), str(payload.get("value", "")))


def read_metadata(view: Any) -> Json:
    """The metadata that the form was drawn with. Raises BadArguments."""
    return mapping(_metadata(view).get("m", {}))


def _metadata(view: Any) -> Json:
    return unpack(mapping(view).get("private_metadata") or "{}", limits.METADATA)


def unpack(text: Any, most: int) -> Json:
    """Unpacks a packed object. Raises BadArguments for anything else, and for objects longer than we ever send."""
    if not isinstance(text, str) or len(text) > most:
        raise BadArguments("no packed arguments")
    try:
        unpacked = sendable_json(json.loads(text))
    except (ValueError, RecursionError):
        raise BadArguments("arguments that are not JSON") from None
    return mapping(unpacked)


def mapping(value: Any) -> Json:
    """The value, if it is a JSON object. Raises BadArguments."""
    if not isinstance(value, dict):
        raise BadArguments(f"expected an object, not {type(value).__name__}")
    return cast("Json", value)


def read_values(state: Any) -> dict[str, Typed]:
    """What was typed, by input name, from a view's `state` or from the `values` in it. Raises BadArguments.

    An empty text input gives "", an empty list (); an empty number, date or choice is left out."""
    found = mapping(state)
    blocks = mapping(found["values"]) if isinstance(found.get("values"), dict) else found
    values: dict[str, Typed] = {}
    for block, elements in blocks.items():
        for action_id, element in mapping(elements).items():
            read = _value(mapping(element))
            if action_id == TOGGLE:
                read = bool(read)
            if read is not None:
                values[name_of(block)] = read
    return values


def _value(element: Json) -> Typed:
    match element.get("type"):
        case "plain_text_input":
            return _text(element.get("value")) or ""
        case "number_input":
            text = _text(element.get("value"))
            number = whole(text)
            return text if number is None else number
        case "datepicker":
            return _text(element.get("selected_date"))
        case "static_select" | "external_select" | "radio_buttons":
            return _option(element.get("selected_option"))
        case "checkboxes" | "multi_static_select" | "multi_external_select":
            return _options(element.get("selected_options"))
        case other:
            raise BadArguments(f"an input of type {str(other)[:40]!r}")


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return sendable(value) if value else None
    raise BadArguments("a value that is not text")


def _option(option: Any) -> str | None:
    return None if option is None else _text(mapping(option).get("value"))


def _options(options: Any) -> tuple[str, ...]:
    if options is None:
        return ()
    if not isinstance(options, list):
        raise BadArguments("options that are not a list")
    every = (_option(each) for each in cast("list[Any]", options))
    return tuple(each for each in every if each is not None)
