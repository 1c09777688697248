"""Payloads that Slack refuses: the validator reports each error, and nothing else."""

from typing import Any

import pytest

from cards.slack.validation import BLOCKS_WEIGHT, check, weight

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str = "x", **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(name: str = "a", **more: Any) -> Json:
    return {"type": "button", "action_id": name, "text": plain("Go"), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def input_block(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Label"), "element": {"action_id": "v", **element}, **more}


def message(*blocks: Json) -> Json:
    return {"text": "t", "blocks": list(blocks)}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("T"), "submit": plain("S"), "blocks": list(blocks), **more}


def option(value: str = "v") -> Json:
    return {"text": plain("Label"), "value": value}


FAULTS = {
    "nothing to say": ({}, "no_text: "),
    "text": ({"text": "x" * 40_001}, "msg_too_long: "),
    "blocks that are no list": ({"text": "t", "blocks": "[]"}, "invalid_blocks_format: "),
    "51 blocks": (message(*[{"type": "divider"}] * 51), "invalid_blocks: no more than 50 items"),
    "weight": (message(*[section("x" * 2900)] * 5), "msg_blocks_too_long: "),
    "an unknown block": (message({"type": "table_tennis"}), "invalid_blocks: unsupported type: table_tennis"),
    "an unknown key": (message(section(disabled=True)), "invalid_blocks: invalid additional property: disabled"),
    "a long section": (message(section("x" * 3001)), "invalid_blocks: must be less than 3001 characters"),
    "an empty section": (message(section("")), "invalid_blocks: must be more than 0 characters"),
    "a section without text": (message({"type": "section"}), "invalid_blocks: missing required field: text"),
    "a header in mrkdwn": (
        message({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}),
        "invalid_blocks: must be one of plain_text",
    ),
    "a long header": (message({"type": "header", "text": plain("x" * 151)}), "invalid_blocks: must be less than 151"),
    "a long field": (
        message({"type": "section", "fields": [plain("x" * 2001)]}),
        "invalid_blocks: must be less than 2001 characters",
    ),
    "11 fields": (message({"type": "section", "fields": [plain("x")] * 11}), "invalid_blocks: 1 to 10 items allowed"),
    "11 in a context": (message({"type": "context", "elements": [plain("x")] * 11}), "invalid_blocks: 1 to 10 items"),
    "26 buttons": (message(actions(*[button(str(n)) for n in range(26)])), "invalid_blocks: 1 to 25 items allowed"),
    "no buttons": (message(actions()), "invalid_blocks: 1 to 25 items allowed, not 0"),
    "two alike": (message(actions(button("a"), button("a"))), "invalid_blocks: action_id 'a' already exists"),
    "one block_id twice": (
        message(section(block_id="b"), section(block_id="b")),
        "invalid_blocks: block_id 'b' already exists",
    ),
    "a long value": (message(actions(button(value="x" * 2001))), "invalid_blocks: must be less than 2001 characters"),
    "an empty value": (message(actions(button(value=""))), "invalid_blocks: must be more than 0 characters"),
    "a long label": (
        message(actions({**button(), "text": plain("x" * 76)})),
        "invalid_blocks: must be less than 76 characters",
    ),
    "a script": (message(actions(button(url="javascript:alert(1)"))), "invalid_blocks: failed to match"),
    "a style": (message(actions(button(style="green"))), "invalid_blocks: must be one of primary, danger"),
    "an input without label": (
        modal({"type": "input", "element": {"type": "plain_text_input", "action_id": "v"}}),
        "invalid_arguments: missing required field: label",
    ),
    "an input without submit": (
        {name: value for name, value in modal(input_block({"type": "plain_text_input"})).items() if name != "submit"},
        "invalid_arguments: missing required field: submit",
    ),
    "a long option": (
        modal(input_block({"type": "static_select", "options": [option("x" * 151)]})),
        "invalid_arguments: must be less than 151 characters",
    ),
    "101 options": (
        modal(input_block({"type": "static_select", "options": [option(str(n)) for n in range(101)]})),
        "invalid_arguments: 1 to 100 items allowed, not 101",
    ),
    "11 check boxes": (
        modal(input_block({"type": "checkboxes", "options": [option(str(n)) for n in range(11)]})),
        "invalid_arguments: 1 to 10 items allowed, not 11",
    ),
    "an initial option of its own": (
        modal(input_block({"type": "static_select", "options": [option()], "initial_option": option("other")})),
        "invalid_arguments: initial option is not one of the options",
    ),
    "a long title": (modal(section(), title=plain("x" * 25)), "invalid_arguments: must be less than 25 characters"),
    "much metadata": (modal(section(), private_metadata="x" * 3001), "invalid_arguments: must be less than 3001"),
    "an empty modal": (modal(), "invalid_arguments: no fewer than 1 items required"),
    "101 blocks": (modal(*[{"type": "divider"}] * 101), "invalid_arguments: no more than 100 items allowed"),
    "a large view": (modal(*[section("ж" * 3000)] * 20), "view_too_large: "),
    "an alert in a message": (message({"type": "alert", "text": plain("x")}), "invalid_blocks: block type alert"),
    "a long alert": (modal({"type": "alert", "text": plain("x" * 201)}), "invalid_arguments: must be less than 201"),
    "a container at home": (
        {"type": "home", "blocks": [{"type": "container", "elements": []}]},
        "invalid_arguments: block type container is not allowed in a home",
    ),
    "two tables": (
        message(*[{"type": "table", "rows": [[{}]]}] * 2),
        "invalid_blocks: no more than 1 blocks of type table allowed",
    ),
    "a wide table": (message({"type": "table", "rows": [[{}] * 21]}), "invalid_blocks: 1 to 20 items allowed, not 21"),
    "much markdown": (
        message(*[{"type": "markdown", "text": "x" * 6001}] * 2),
        "invalid_blocks: markdown blocks have 12002 characters",
    ),
}


@pytest.mark.parametrize(("payload", "error"), FAULTS.values(), ids=FAULTS)
def test_an_error_is_reported(payload: Json, error: str):
    faults = check(payload)
    assert [fault for fault in faults if fault.startswith(error)]
    assert len(faults) <= 2


def test_payloads_slack_accepts_pass():
    everything = modal(
        section(accessory=button(value="{}", style="primary")),
        {"type": "divider"},
        {"type": "context", "elements": [plain("x"), {"type": "mrkdwn", "text": "x", "verbatim": True}]},
        input_block({"type": "external_select", "min_query_length": 1, "initial_option": option()}, optional=True),
        input_block({"type": "checkboxes", "options": [option("a"), option("b")], "initial_options": [option("b")]}),
        callback_id="run_search",
        private_metadata="{}",
    )
    assert check(everything) == []
    assert check(message(section("x" * 3000), actions(*[button(str(n)) for n in range(25)]))) == []


def test_the_size_counts_everything_sent():
    full = [section("x" * 3000)] * 4
    assert weight(full) > 12_000
    context = BLOCKS_WEIGHT - weight([*full, section("")])
    assert check(message(*full, section("x" * context))) == []
    assert check(message(*full, section("x" * (context + 1))))[0].startswith("msg_blocks_too_long")
