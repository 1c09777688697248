"""Reads Teams' payloads: presses with what was typed, and what a typeahead asks for."""

from typing import Any, cast

from cards.actions.base import BadArguments, Typed
from cards.renderer import Json, Press, Suggestion
from cards.sanitize import sendable, sendable_json
from cards.teams.buttons import RESERVED
from cards.teams.inputs import decoded
from cards.typed_text import separate, whole


def read_press(payload: Any) -> Press:
    """The button press that an activity's value contains, with what was typed. Raises BadArguments.

    Accepts all formats: Action.Execute ({"action": {"data"}}), Action.Submit (the data itself), dialogs ({"data"})."""
    data = _data(_object(payload))
    verb = data.get("verb")
    if not isinstance(verb, str) or not verb:
        raise BadArguments("a press without an action")
    kinds = _object(data.get("kinds", {}))
    values: dict[str, Typed] = {}
    for name, given in data.items():
        if name in RESERVED:
            continue
        value = _value(given, kinds.get(name))
        if value is not None:
            values[name] = value
    return Press(verb, _args(data.get("args", {})), values)


def read_suggest(payload: Any) -> Suggestion:
    """What the value of an `application/search` activity asks for. Raises BadArguments."""
    value = _object(payload)
    source, text = value.get("dataset"), value.get("queryText")
    if not isinstance(source, str):
        raise BadArguments("a typeahead without a source")
    return Suggestion(source, text if isinstance(text, str) else "")


def _data(value: Json) -> Json:
    if isinstance(value.get("action"), dict):
        action = _object(value["action"])
        return {"verb": action.get("verb"), **_object(action.get("data", {}))}
    return _object(value["data"]) if "verb" not in value and "data" in value else value


def _args(args: Any) -> Json:
    try:
        return _object(sendable_json(args))
    except RecursionError:
        raise BadArguments("arguments that are nested too deep") from None


def _value(given: Any, kind: Any) -> Typed:
    if given is None:
        given = ""
    if isinstance(given, bool):
        return given
    if isinstance(given, int | float):
        given = f"{given:.0f}" if float(given).is_integer() else str(given)
    if not isinstance(given, str):
        raise BadArguments("a value that is not text")
    text = sendable(given)
    match kind:
        case "number":
            number = whole(text)
            return number if number is not None else text or None
        case "toggle":
            return text == "true"
        case "many":
            return tuple(decoded(each) for each in text.split(",") if each)
        case "list":
            return separate(text)
        case "pick":
            return decoded(text) or None
        case "choice":
            return text or None
        case _:
            return text


def _object(value: Any) -> Json:
    if not isinstance(value, dict):
        raise BadArguments(f"expected an object, not {type(value).__name__}")
    return cast("Json", value)
