"""The shape of every block and element that we send: keys, types, lengths. Read by `cards/slack/validation.py`.

Blocks that Slack added later are in `cards/slack/schema_newer.py`.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cards.slack.schema_rules import Problem, Rule, anything, choice, flag, several, shape, string, typed, whole

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


def plain(most: int) -> Rule:
    return shape({"type": choice("plain_text"), "text": string(most)}, {"emoji": flag})


def text(most: int) -> Rule:
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
        "text": text(CONFIRM_TEXT),
        "confirm": plain(CONFIRM_BUTTON),
        "deny": plain(CONFIRM_BUTTON),
    },
    {"style": choice("primary", "danger")},
)
_option = shape({"text": plain(OPTION_TEXT), "value": string(OPTION_VALUE)}, {"description": plain(OPTION_TEXT)})
_rich_option = shape({"text": text(OPTION_TEXT), "value": string(OPTION_VALUE)}, {"description": text(OPTION_TEXT)})


def _element(kind: str, required: Mapping[str, Rule] | None = None, optional: Mapping[str, Rule] | None = None) -> Rule:
    shared: dict[str, Rule] = {"confirm": _confirm, "focus_on_load": flag}
    return shape({"type": choice(kind), "action_id": _id, **(required or {})}, {**shared, **(optional or {})})


_select: Mapping[str, Rule] = {"placeholder": plain(PLACEHOLDER)}
_length = whole(0, 3000)
_SHAPES: Final[Mapping[str, Rule]] = {
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
_context: Mapping[str, Rule] = {"image": _picture, "plain_text": plain(TEXT), "mrkdwn": text(TEXT)}


def _offered(kind: str) -> Rule:
    """The rule for an element: Slack refuses an initial option that is not, word for word, one of the options."""

    def rule(value: Any, at: str) -> Iterator[Problem]:
        yield from _SHAPES[kind](value, at)
        options: Any = value.get("options")
        if not isinstance(options, list):
            return
        first = value.get("initial_option")
        for chosen in [first] if first else value.get("initial_options") or []:
            if chosen not in options:
                yield f"initial option is not one of the options [json-pointer:{at}]"

    return rule


ELEMENTS: Final[Mapping[str, Rule]] = {kind: _offered(kind) for kind in _SHAPES}


def block(kind: str, required: Mapping[str, Rule] | None = None, optional: Mapping[str, Rule] | None = None) -> Rule:
    return shape({"type": choice(kind), **(required or {})}, {"block_id": _id, **(optional or {})})


def _section(value: Any, at: str) -> Iterator[Problem]:
    yield from block(
        "section",
        {},
        {
            "text": text(TEXT),
            "fields": several(text(FIELD), FIELDS),
            "accessory": typed(ELEMENTS, "image", "button", *_PICKS, *_MANY),
            "expand": flag,
        },
    )(value, at)
    if isinstance(value, dict) and not {"text", "fields"} & value.keys():
        yield f"missing required field: text [json-pointer:{at}]"


def _image(value: Any, at: str) -> Iterator[Problem]:
    """An image from a URL or an uploaded file; docs.slack.dev/reference/block-kit/blocks/image-block"""
    uploaded = isinstance(value, dict) and "slack_file" in value
    file = shape({"id": string(IDENTIFIER, pattern=r"F[A-Z0-9]{8,}")})
    source = {"slack_file": file} if uploaded else {"image_url": string(URL, pattern=r"https?://\S+")}
    yield from block("image", {**source, "alt_text": string(ALT_TEXT)}, {"title": plain(ALT_TEXT)})(value, at)


BLOCKS: Final[Mapping[str, Rule]] = {
    "header": block("header", {"text": plain(HEADER)}),
    "section": _section,
    "divider": block("divider"),
    "context": block("context", {"elements": several(typed(_context, *_context), CONTEXT_ELEMENTS)}),
    "actions": block("actions", {"elements": several(typed(ELEMENTS, "button", *_PICKS), ACTIONS)}),
    "image": _image,
    "input": block(
        "input",
        {"label": plain(LABEL), "element": typed(ELEMENTS, "plain_text_input", "number_input", *_PICKS, *_MANY)},
        {"hint": plain(LABEL), "optional": flag, "dispatch_action": flag},
    ),
}


_view_fields: Mapping[str, Rule] = {
    "callback_id": string(IDENTIFIER),
    "private_metadata": string(METADATA, 0),
    "external_id": string(IDENTIFIER),
}
VIEWS: Final[Mapping[str, Rule]] = {
    "home": shape({"type": choice("home"), "blocks": anything}, _view_fields),
    "modal": shape(
        {"type": choice("modal"), "title": plain(VIEW_TITLE), "blocks": anything},
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
