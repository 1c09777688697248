"""The shape of every block and element that we send: keys, types, lengths. Read by `cards/slack_limits.py`.

A rule is a function (value, json pointer) -> the problems found; `shape` makes one from named fields.
Blocks that Sourcer never sends are left out, and so refused.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, cast

Problem = str
Rule = Callable[[Any, str], Iterator[Problem]]

BLOCKS_PER_MESSAGE: Final = 50
BLOCKS_PER_VIEW: Final = 100
TEXT: Final = 3000
HEADER: Final = 150
FIELDS: Final = 10
FIELD: Final = 2000
CONTEXT_ELEMENTS: Final = 10
ACTIONS: Final = 25
IDENTIFIER: Final = 255
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2000
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTIONS: Final = 100
RADIO_OPTIONS: Final = 10  # radio buttons and check boxes
LABEL: Final = 2000
PLACEHOLDER: Final = 150
VIEW_TITLE: Final = 24
METADATA: Final = 3000
URL: Final = 3000
ALT_TEXT: Final = 2000
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30


def string(most: int, least: int = 1, pattern: str = "") -> Rule:
    def rule(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield f"must be a string [json-pointer:{at}]"
        elif len(value) > most:
            yield f"must be less than {most + 1} characters [json-pointer:{at}]"
        elif len(value) < least:
            yield f"must be more than {least - 1} characters [json-pointer:{at}]"
        elif pattern and not re.fullmatch(pattern, value):
            yield f"failed to match {pattern!r} [json-pointer:{at}]"

    return rule


def choice(*values: str) -> Rule:
    def rule(value: Any, at: str) -> Iterator[Problem]:
        if value not in values:
            yield f"must be one of {', '.join(values)} [json-pointer:{at}]"

    return rule


def flag(value: Any, at: str) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield f"must be a boolean [json-pointer:{at}]"


def whole(least: int, most: int) -> Rule:
    def rule(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            yield f"must be a number from {least} to {most} [json-pointer:{at}]"

    return rule


def several(of: Rule, most: int, least: int = 1) -> Rule:
    def rule(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield f"must be an array [json-pointer:{at}]"
            return
        items = cast("list[Any]", value)
        if not least <= len(items) <= most:
            yield f"{least} to {most} items allowed, not {len(items)} [json-pointer:{at}]"
        for index, item in enumerate(items):
            yield from of(item, f"{at}/{index}")

    return rule


def shape(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None) -> Rule:
    """An object with these fields and no others."""
    known = {**required, **(optional or {})}

    def rule(value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield f"must be an object [json-pointer:{at}]"
            return
        fields = cast("dict[str, Any]", value)
        for name in required:
            if name not in fields:
                yield f"missing required field: {name} [json-pointer:{at}]"
        for name, each in fields.items():
            if name in known:
                yield from known[name](each, f"{at}/{name}")
            else:
                yield f"invalid additional property: {name} [json-pointer:{at}]"

    return rule


def typed(table: Mapping[str, Rule], *types: str) -> Rule:
    """An object of one of these types, each with its own rule in the table."""

    def rule(value: Any, at: str) -> Iterator[Problem]:
        kind: Any = cast("dict[str, Any]", value).get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in types:
            yield f"unsupported type: {kind} [json-pointer:{at}/type]"
        else:
            yield from table[kind](value, at)

    return rule


def plain(most: int) -> Rule:
    return shape({"type": choice("plain_text"), "text": string(most)}, {"emoji": flag})


def _text(most: int) -> Rule:
    mrkdwn = shape({"type": choice("mrkdwn"), "text": string(most)}, {"verbatim": flag})
    return typed({"plain_text": plain(most), "mrkdwn": mrkdwn}, "plain_text", "mrkdwn")


_id = string(IDENTIFIER)
_url = string(URL, pattern=r"(https?|mailto):\S+")
_picture = shape(
    {"type": choice("image"), "image_url": string(URL, pattern=r"https?://\S+"), "alt_text": string(ALT_TEXT, 0)}
)
_confirm = shape(
    {
        "title": plain(CONFIRM_TITLE),
        "text": _text(CONFIRM_TEXT),
        "confirm": plain(CONFIRM_BUTTON),
        "deny": plain(CONFIRM_BUTTON),
    },
    {"style": choice("primary", "danger")},
)
_option = shape({"text": plain(OPTION_TEXT), "value": string(OPTION_VALUE)}, {"description": plain(OPTION_TEXT)})
_rich_option = shape({"text": _text(OPTION_TEXT), "value": string(OPTION_VALUE)}, {"description": _text(OPTION_TEXT)})


def _element(kind: str, required: Mapping[str, Rule] | None = None, optional: Mapping[str, Rule] | None = None) -> Rule:
    shared: dict[str, Rule] = {"confirm": _confirm, "focus_on_load": flag}
    return shape({"type": choice(kind), "action_id": _id, **(required or {})}, {**shared, **(optional or {})})


_select: Mapping[str, Rule] = {"placeholder": plain(PLACEHOLDER)}
_length = whole(0, 3000)
ELEMENTS: Final[Mapping[str, Rule]] = {
    "image": _picture,
    "button": _element(
        "button",
        {"text": plain(BUTTON_TEXT)},
        {
            "value": string(BUTTON_VALUE),
            "url": _url,
            "style": choice("primary", "danger"),
            "accessibility_label": string(BUTTON_TEXT),
        },
    ),
    "plain_text_input": _element(
        "plain_text_input",
        {},
        {
            "initial_value": string(3000, 0),
            "multiline": flag,
            "min_length": _length,
            "max_length": whole(1, 3000),
            **_select,
        },
    ),
    "number_input": _element(
        "number_input",
        {"is_decimal_allowed": flag},
        {"initial_value": string(40), "min_value": string(40), "max_value": string(40), **_select},
    ),
    "datepicker": _element("datepicker", {}, {"initial_date": string(10, pattern=r"\d{4}-\d\d-\d\d"), **_select}),
    "static_select": _element(
        "static_select", {"options": several(_option, OPTIONS)}, {"initial_option": _option, **_select}
    ),
    "multi_static_select": _element(
        "multi_static_select",
        {"options": several(_option, OPTIONS)},
        {"initial_options": several(_option, OPTIONS), "max_selected_items": whole(1, OPTIONS), **_select},
    ),
    "external_select": _element(
        "external_select", {}, {"initial_option": _option, "min_query_length": whole(0, 100), **_select}
    ),
    "multi_external_select": _element(
        "multi_external_select",
        {},
        {
            "initial_options": several(_option, OPTIONS),
            "min_query_length": whole(0, 100),
            "max_selected_items": whole(1, OPTIONS),
            **_select,
        },
    ),
    "radio_buttons": _element(
        "radio_buttons", {"options": several(_rich_option, RADIO_OPTIONS)}, {"initial_option": _rich_option}
    ),
    "checkboxes": _element(
        "checkboxes",
        {"options": several(_rich_option, RADIO_OPTIONS)},
        {"initial_options": several(_rich_option, RADIO_OPTIONS)},
    ),
}
_PICKS = ("datepicker", "static_select", "external_select", "radio_buttons", "checkboxes")
_MANY = ("multi_static_select", "multi_external_select")
_context: Mapping[str, Rule] = {"image": _picture, "plain_text": plain(TEXT), "mrkdwn": _text(TEXT)}


def _block(kind: str, required: Mapping[str, Rule] | None = None, optional: Mapping[str, Rule] | None = None) -> Rule:
    return shape({"type": choice(kind), **(required or {})}, {"block_id": _id, **(optional or {})})


def _section(value: Any, at: str) -> Iterator[Problem]:
    yield from _block(
        "section",
        {},
        {
            "text": _text(TEXT),
            "fields": several(_text(FIELD), FIELDS),
            "accessory": typed(ELEMENTS, "image", "button", *_PICKS, *_MANY),
            "expand": flag,
        },
    )(value, at)
    if isinstance(value, dict) and not {"text", "fields"} & value.keys():
        yield f"missing required field: text [json-pointer:{at}]"


BLOCKS: Final[Mapping[str, Rule]] = {
    "header": _block("header", {"text": plain(HEADER)}),
    "section": _section,
    "divider": _block("divider"),
    "context": _block("context", {"elements": several(typed(_context, *_context), CONTEXT_ELEMENTS)}),
    "actions": _block("actions", {"elements": several(typed(ELEMENTS, "button", *_PICKS), ACTIONS)}),
    "image": _block(
        "image",
        {"image_url": string(URL, pattern=r"https?://\S+"), "alt_text": string(ALT_TEXT)},
        {"title": plain(ALT_TEXT)},
    ),
    "input": _block(
        "input",
        {"label": plain(LABEL), "element": typed(ELEMENTS, "plain_text_input", "number_input", *_PICKS, *_MANY)},
        {"hint": plain(LABEL), "optional": flag, "dispatch_action": flag},
    ),
}


def _anything(_value: Any, _at: str) -> Iterator[Problem]:
    return iter(())


_view_fields: Mapping[str, Rule] = {
    "callback_id": string(IDENTIFIER),
    "private_metadata": string(METADATA, 0),
    "external_id": string(IDENTIFIER),
}
VIEWS: Final[Mapping[str, Rule]] = {
    "home": shape({"type": choice("home"), "blocks": _anything}, _view_fields),
    "modal": shape(
        {"type": choice("modal"), "title": plain(VIEW_TITLE), "blocks": _anything},
        {
            **_view_fields,
            "submit": plain(VIEW_TITLE),
            "close": plain(VIEW_TITLE),
            "clear_on_close": flag,
            "notify_on_close": flag,
            "submit_disabled": flag,
        },
    ),
}
