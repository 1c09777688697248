"""Inputs as Block Kit.

A block's id is the input's name, or `name~digest of the value` when the form fills in a value. Slack ignores the
initial value of an input whose id it already knows, so an input with a new value needs a new id.
"""

import hashlib
import itertools
from collections.abc import Iterable, Iterator
from typing import Final

from cards.form_values import as_list, as_text, bounds, day, stored, whole
from cards.renderer import ERROR, Json, filled, no_options
from cards.sanitize import sendable, shorten, units
from cards.slack import schema as limits
from cards.slack.text import label, plain_text
from cards.tree import (
    Choice,
    DateInput,
    Input,
    MultiChoice,
    NumberInput,
    Option,
    TextInput,
    Toggle,
    TooMuch,
    Typeahead,
    Value,
)

SUGGEST: Final = "suggest:"  # and the source, as the action_id of a typeahead
TOGGLE: Final = "toggle"  # the action_id of a toggle
_ACTION: Final = "value"


def draw_input(each: Input, value: Value, error: str) -> Iterator[Json]:
    """The input with its value filled in and its error below it; a sentence in place of a choice without options."""
    element = _element(each, value)
    if element is None:
        yield {"type": "context", "elements": [plain_text(no_options(each.label), limits.TEXT)]}
        return
    drawn: Json = {
        "type": "input",
        "block_id": block_id(each.name, value),
        "label": plain_text(each.label, limits.LABEL),
        "element": element,
        "optional": isinstance(each, Toggle) or not each.required,
    }
    if each.hint and (hint := label(each.hint, limits.LABEL)):
        drawn["hint"] = plain_text(hint, limits.LABEL)
    yield drawn
    if error:
        yield {"type": "context", "elements": [plain_text(f"⚠️ {error}", ERROR)]}


def block_id(name: str, value: Value) -> str:
    if value in (None, "", ()):
        return name
    return f"{name}~{hashlib.blake2s(repr(value).encode(errors='replace'), digest_size=4).hexdigest()}"


def name_of(block: str) -> str:
    return block.partition("~")[0]


def _element(each: Input, value: Value) -> Json | None:
    match each:
        case TextInput():
            return _text(each, value)
        case NumberInput():
            return _number(each, value)
        case DateInput():
            return {"type": "datepicker", "action_id": _ACTION, **filled("initial_date", day(value))}
        case Choice():
            return _choice(each, value)
        case MultiChoice():
            return _multi_choice(each, value)
        case Typeahead():
            return _typeahead(each, value)
        case Toggle():
            yes = _option(Option("true", "Yes"))
            ticked = filled("initial_options", [yes] if value in (True, "true") else [])
            return {"type": "checkboxes", "action_id": TOGGLE, "options": [yes], **ticked}


def _placeholder(text: str) -> Json:
    return filled("placeholder", label(text, limits.PLACEHOLDER) and plain_text(text, limits.PLACEHOLDER))


def _text(each: TextInput, value: Value) -> Json:
    most = max(1, min(each.max_length, limits.TEXT))
    text = shorten(sendable(as_text(value)), most)
    return {
        "type": "plain_text_input",
        "action_id": _ACTION,
        "multiline": each.multiline,
        "max_length": most,
        **_placeholder(each.placeholder),
        **filled("initial_value", text),
    }


def _number(each: NumberInput, value: Value) -> Json:
    typed = whole(value)
    least, most = bounds(each, typed)
    numbers = {"min_value": least, "max_value": most, "initial_value": typed}
    texts = {name: str(number) for name, number in numbers.items() if number is not None}
    return {"type": "number_input", "action_id": _ACTION, "is_decimal_allowed": False, **texts}


def _options(options: Iterable[Option]) -> list[Json]:
    drawn = [_option(each) for each in options]
    if len(drawn) > limits.OPTIONS:
        raise TooMuch(f"{len(drawn)} options, at most {limits.OPTIONS}")
    return drawn


def _option(each: Option) -> Json:
    if not 0 < units(each.value) <= limits.OPTION_VALUE:
        raise TooMuch(f"the value of option {each.label!r} needs 1 to {limits.OPTION_VALUE} characters")
    drawn: Json = {"text": plain_text(each.label or each.value, limits.OPTION_TEXT), "value": each.value}
    return {**drawn, **filled("description", label(each.detail, 75) and plain_text(each.detail, limits.OPTION_TEXT))}


def _choice(each: Choice, value: Value) -> Json | None:
    options = _options(each.options)
    if not options:
        return None
    expanded = each.expanded and len(options) <= limits.RADIO_OPTIONS
    chosen = next((option for option in options if option["value"] == stored(value)), None)
    kind = "radio_buttons" if expanded else "static_select"
    return {"type": kind, "action_id": _ACTION, "options": options, **filled("initial_option", chosen)}


def _multi_choice(each: MultiChoice, value: Value) -> Json | None:
    options = _options(each.options)
    if not options:
        return None
    kind = "checkboxes" if each.expanded and len(options) <= limits.RADIO_OPTIONS else "multi_static_select"
    wanted = {stored(one) for one in as_list(value)}
    chosen = [option for option in options if option["value"] in wanted]
    return {"type": kind, "action_id": _ACTION, "options": options, **filled("initial_options", chosen)}


def _typeahead(each: Typeahead, value: Value) -> Json:
    chosen = [_option(one if isinstance(one, Option) else _free_text(one)) for one in as_list(value)]
    first = filled("initial_options", chosen) if each.many else filled("initial_option", chosen and chosen[0])
    return {
        "type": "multi_external_select" if each.many else "external_select",
        "action_id": SUGGEST + each.source,
        "min_query_length": 1,
        **_placeholder(each.placeholder),
        **first,
    }


def _free_text(typed: str) -> Option:
    """An option for text that was typed elsewhere (in a command, in Teams) and isn't an option yet."""
    return Option(shorten(sendable(typed), limits.OPTION_VALUE), typed)


def suggestions(options: Iterable[Option]) -> list[Json]:
    """The answer to a block_suggestion: the first hundred options."""
    return [_option(each) for each in itertools.islice(options, limits.OPTIONS)]
