"""Inputs as Block Kit, and what was typed into them read back.

A block's id is the input's name; with a value that the form puts back, `name~digest of the value`. Slack keeps what
stands in an input whose id it knows and ignores its new initial value, so an input with another value needs another id.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, Final, cast

from cards.actions.base import BadArguments, Typed
from cards.form_values import bounds, day, several, stored, whole, words
from cards.sanitize import keep, shorten, units
from cards.slack import schema as limits
from cards.slack.buttons import mapping
from cards.slack.text import Json, label, plain_text
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

_SUGGEST: Final = "suggest:"
_ACTION: Final = "value"
_TOGGLE: Final = "toggle"


def input_blocks(each: Input, value: Value) -> Iterator[Json]:
    """The input with its value put back; a choice without options is said to be empty, for Slack refuses it."""
    element = _element(each, value)
    if element is None:
        nothing = f"{each.label}: there is nothing to choose from"
        yield {"type": "context", "elements": [plain_text(nothing, limits.TEXT)]}
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
            return {"type": "datepicker", "action_id": _ACTION, **_first("initial_date", day(value))}
        case Choice():
            return _choice(each, value)
        case MultiChoice():
            return _multi_choice(each, value)
        case Typeahead():
            return _typeahead(each, value)
        case Toggle():
            yes = _option(Option("true", "Yes"))
            ticked = _first("initial_options", [yes] if value in (True, "true") else [])
            return {"type": "checkboxes", "action_id": _TOGGLE, "options": [yes], **ticked}


def _first(name: str, value: Any) -> Json:
    """An initial value, only when there is one: Slack refuses empty ones."""
    return {name: value} if value else {}


def _placeholder(text: str) -> Json:
    return _first("placeholder", label(text, limits.PLACEHOLDER) and plain_text(text, limits.PLACEHOLDER))


def _text(each: TextInput, value: Value) -> Json:
    most = max(1, min(each.max_length, limits.TEXT))
    typed = shorten(keep(words(value)), most)
    return {
        "type": "plain_text_input",
        "action_id": _ACTION,
        "multiline": each.multiline,
        "max_length": most,
        **_placeholder(each.placeholder),
        **_first("initial_value", typed),
    }


def _number(each: NumberInput, value: Value) -> Json:
    typed = whole(value)
    least, most = bounds(each, typed)
    given = {"min_value": least, "max_value": most, "initial_value": typed}
    words = {name: str(number) for name, number in given.items() if number is not None}
    return {"type": "number_input", "action_id": _ACTION, "is_decimal_allowed": False, **words}


def _options(options: Iterable[Option]) -> list[Json]:
    drawn = [_option(each) for each in options]
    if len(drawn) > limits.OPTIONS:
        raise TooMuch(f"{len(drawn)} options, at most {limits.OPTIONS}")
    return drawn


def _option(each: Option) -> Json:
    if not 0 < units(each.value) <= limits.OPTION_VALUE:
        raise TooMuch(f"the value of option {each.label!r} needs 1 to {limits.OPTION_VALUE} characters")
    drawn: Json = {"text": plain_text(each.label or each.value, limits.OPTION_TEXT), "value": each.value}
    return {**drawn, **_first("description", label(each.detail, 75) and plain_text(each.detail, limits.OPTION_TEXT))}


def _choice(each: Choice, value: Value) -> Json | None:
    options = _options(each.options)
    if not options:
        return None
    expanded = each.expanded and len(options) <= limits.RADIO_OPTIONS
    chosen = next((option for option in options if option["value"] == stored(value)), None)
    kind = "radio_buttons" if expanded else "static_select"
    return {"type": kind, "action_id": _ACTION, "options": options, **_first("initial_option", chosen)}


def _multi_choice(each: MultiChoice, value: Value) -> Json | None:
    options = _options(each.options)
    if not options:
        return None
    kind = "checkboxes" if each.expanded and len(options) <= limits.RADIO_OPTIONS else "multi_static_select"
    wanted = {stored(one) for one in several(value)}
    chosen = [option for option in options if option["value"] in wanted]
    return {"type": kind, "action_id": _ACTION, "options": options, **_first("initial_options", chosen)}


def _typeahead(each: Typeahead, value: Value) -> Json:
    chosen = [_option(one if isinstance(one, Option) else _free_words(one)) for one in several(value)]
    first = _first("initial_options", chosen) if each.many else _first("initial_option", chosen and chosen[0])
    return {
        "type": "multi_external_select" if each.many else "external_select",
        "action_id": _SUGGEST + each.source,
        "min_query_length": 1,
        **_placeholder(each.placeholder),
        **first,
    }


def _free_words(typed: str) -> Option:
    """Words that were typed elsewhere (a command, Teams) and are no option yet."""
    return Option(shorten(keep(typed), limits.OPTION_VALUE), typed)


def suggestions(options: Iterable[Option]) -> Json:
    """The answer to a block_suggestion: the first hundred."""
    return {"options": [_option(each) for each, _ in zip(options, range(limits.OPTIONS), strict=False)]}


def read_suggest(action_id: Any) -> str:
    """The source that a Typeahead asks. Raises BadArguments."""
    if not isinstance(action_id, str) or not action_id.startswith(_SUGGEST):
        raise BadArguments("not a typeahead of ours")
    return action_id.removeprefix(_SUGGEST)


def read_values(state: Any) -> dict[str, Typed]:
    """What was typed, by input name: a view's `state`, or the `values` in it. Raises BadArguments.

    An empty text is "", an empty list is (); a number, date or choice that was left empty is not there at all.
    """
    found = mapping(state)
    blocks = mapping(found["values"]) if isinstance(found.get("values"), dict) else found
    values: dict[str, Typed] = {}
    for block, elements in blocks.items():
        for action_id, element in mapping(elements).items():
            read = _read(mapping(element))
            if action_id == _TOGGLE:
                read = bool(read)
            if read is not None:
                values[name_of(block)] = read
    return values


def _read(element: Json) -> Typed:
    match element.get("type"):
        case "plain_text_input":
            return _read_word(element.get("value")) or ""
        case "number_input":
            read = _read_word(element.get("value"))
            number = whole(read)
            return read if number is None else number
        case "datepicker":
            return _read_word(element.get("selected_date"))
        case "static_select" | "external_select" | "radio_buttons":
            return _read_option(element.get("selected_option"))
        case "checkboxes" | "multi_static_select" | "multi_external_select":
            return _read_options(element.get("selected_options"))
        case other:
            raise BadArguments(f"an input of type {str(other)[:40]!r}")


def _read_word(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return keep(value) if value else None
    raise BadArguments("a value that is no text")


def _read_option(option: Any) -> str | None:
    return None if option is None else _read_word(mapping(option).get("value"))


def _read_options(options: Any) -> tuple[str, ...]:
    if options is None:
        return ()
    if not isinstance(options, list):
        raise BadArguments("options that are no list")
    every = (_read_option(each) for each in cast("list[Any]", options))
    return tuple(each for each in every if each is not None)
