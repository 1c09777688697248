"""Input values: Slack's state objects, conversion of plain values to them, and validation as in Slack's client."""

import math
from typing import Any, cast

from bot.playground.slack.blocks import STATELESS, elements
from bot.playground.slack.objects import Json, listed

_ONE = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "rich_text_input": "rich_text_value",
}
_MANY = {
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}
_INITIAL = {
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "value": "initial_value",
    "rich_text_value": "initial_value",
}
REQUIRED = "Please complete this required field."


class NotPossible(Exception):
    """Something Slack's own client would not allow: pressing what isn't there, choosing what wasn't offered."""


class Incomplete(Exception):
    """Slack's client refuses to submit the form. `errors`, by block_id, are shown below the inputs."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{block}: {text}" for block, text in errors.items()))
        self.errors = errors


def key_of(kind: str) -> str:
    """The key of the value in Slack's state objects: "value", "selected_option", …"""
    try:
        return _ONE.get(kind) or _MANY[kind]
    except KeyError:
        raise NotPossible(f"a {kind} takes no value") from None


def initial(element: Json) -> Json:
    """The state of an untouched input."""
    kind = element["type"]
    key = key_of(kind)
    return {"type": kind, key: element.get(_INITIAL[key], [] if kind in _MANY else None)}


def state_of(blocks: list[Json], stored: dict[str, Json] | None = None) -> dict[str, Json]:
    """The values of all inputs: the stored one with the same block_id, action_id and type, else the initial value."""
    values: dict[str, Json] = {}
    for block, element in elements(blocks):
        if element.get("type") in STATELESS:
            continue
        before = ((stored or {}).get(block["block_id"]) or {}).get(element["action_id"])
        same = isinstance(before, dict) and cast(Json, before).get("type") == element["type"]
        values.setdefault(block["block_id"], {})[element["action_id"]] = before if same else initial(element)
    return values


def options_of(element: Json, offered: list[Json]) -> list[Json]:
    """The available options: the element's own; for an external select, the suggested and the initial ones."""
    if element["type"].endswith("external_select"):
        return [*listed([element.get("initial_option")]), *listed(element.get("initial_options")), *offered]
    grouped = [each for group in listed(element.get("option_groups")) for each in listed(group.get("options"))]
    return [*listed(element.get("options")), *grouped]


def _option(choice: Any, options: list[Json]) -> Json:
    """The chosen option; `choice` is its value, its text, or the option itself."""
    wanted: Any = cast(Json, choice).get("value") if isinstance(choice, dict) else choice
    for option in options:
        if option.get("value") == wanted:
            return option
    for option in options:
        if option["text"]["text"] == wanted:
            return option
    raise NotPossible(f"{wanted!r} is not offered; there are {[each['text']['text'] for each in options]}")


def filled(element: Json, value: Any, offered: list[Json] | None = None) -> Json:
    """The state after a person entered `value`: text, a number, an option's value or label, or a list of those.

    A state object in Slack's format (as the page sends it) is validated and completed. Raises NotPossible.
    """
    kind = element["type"]
    key = key_of(kind)
    if isinstance(value, dict) and cast(Json, value).get("type") == kind:
        value = cast(Json, value).get(key)
    if value in (None, "", [], ()):
        return {"type": kind, key: [] if kind in _MANY else None}
    options = options_of(element, offered or [])
    if key == "selected_option":
        return {"type": kind, key: _option(value, options)}
    if kind in _MANY:
        many = list(cast("list[Any]", value)) if isinstance(value, (list, tuple)) else [cast(Any, value)]
        return {"type": kind, key: [_option(each, options) for each in many] if key == "selected_options" else many}
    if isinstance(value, (dict, list)) and kind != "rich_text_input":
        raise NotPossible(f"a {kind} takes text")
    return {"type": kind, key: value if kind in ("rich_text_input", "datetimepicker") else str(cast(Any, value))}


def faults(blocks: list[Json], values: dict[str, Json]) -> dict[str, str]:
    """The errors that Slack's client shows below inputs before it submits, by block_id."""
    found: dict[str, str] = {}
    for block, element in elements(blocks):
        if block["type"] != "input":
            continue
        state: Json = values.get(block["block_id"], {}).get(element["action_id"]) or initial(element)
        value = state.get(key_of(element["type"]))
        if value in (None, "", []):
            if not block.get("optional"):
                found[block["block_id"]] = REQUIRED
        elif fault := _fault(element, value):
            found[block["block_id"]] = fault
    return found


def _fault(element: Json, value: Any) -> str:
    match element["type"]:
        case "plain_text_input":
            least, most = int(element.get("min_length") or 0), int(element.get("max_length") or 3000)
            if len(value) < least:
                return f"Must be at least {least} characters"
            if len(value) > most:
                return f"Must be {most} characters or fewer"
        case "number_input":
            return _number_fault(element, str(value))
        case "email_text_input" if "@" not in value.strip("@"):
            return "Enter a valid email address"
        case "url_text_input" if "://" not in value:
            return "Enter a valid URL"
        case _:
            pass
    return ""


def _number_fault(element: Json, value: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return "Enter a valid number"
    if not math.isfinite(number):
        return "Enter a valid number"
    if not element.get("is_decimal_allowed") and number != int(number):
        return "Enter a whole number"
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < float(least):
        return f"Must be {least} or more"
    if most is not None and number > float(most):
        return f"Must be {most} or less"
    return ""
