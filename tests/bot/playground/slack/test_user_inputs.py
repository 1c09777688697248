"""Inputs: values are sent in Slack's format, and options that were not offered cannot be chosen."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.slack import user_inputs
from bot.playground.slack.blocks import completed
from bot.playground.slack.seed import northwind
from bot.playground.slack.user_actions import composed
from bot.playground.slack.user_inputs import NotPossible

texts = st.text(min_size=1, max_size=20)


def options(values: list[str]) -> list[dict[str, Any]]:
    return [{"text": {"type": "plain_text", "text": f"label {n}"}, "value": value} for n, value in enumerate(values)]


@given(st.lists(texts, min_size=1, max_size=8, unique=True), st.data())
def test_options_are_found_only_by_value_or_label(values: list[str], data: st.DataObject):
    element = {"type": "static_select", "action_id": "a", "options": options(values)}
    n = data.draw(st.integers(0, len(values) - 1))
    expected = {"type": "static_select", "selected_option": element["options"][n]}
    assert user_inputs.filled(element, values[n]) == expected
    assert user_inputs.filled(element, expected) == expected
    other = data.draw(texts.filter(lambda each: each not in values and not each.startswith("label")))
    with pytest.raises(NotPossible):
        user_inputs.filled(element, other)


@given(st.dictionaries(texts, texts, max_size=5), st.sets(texts, max_size=5))
def test_values_are_kept_exactly_where_the_input_is_unchanged(typed: dict[str, str], fresh: set[str]):
    def block(name: str) -> dict[str, Any]:
        return {"type": "input", "block_id": name, "element": {"type": "plain_text_input", "action_id": "a"}}

    before = {name: {"a": {"type": "plain_text_input", "value": text}} for name, text in typed.items()}
    blocks = [block(name) for name in [*fresh, *typed] if name not in (fresh & set(typed))]
    state = user_inputs.state_of(blocks, before)
    for name in (each["block_id"] for each in blocks):
        assert state[name]["a"]["value"] == typed.get(name)


def test_an_input_of_another_type_starts_empty():
    before = {"b": {"a": {"type": "plain_text_input", "value": "5"}}}
    number = {"type": "number_input", "action_id": "a", "is_decimal_allowed": False, "initial_value": "1"}
    assert (
        user_inputs.state_of([{"type": "input", "block_id": "b", "element": number}], before)["b"]["a"]["value"] == "1"
    )


@given(st.text(max_size=200))
def test_typed_text_never_becomes_markup(text: str):
    line = composed(northwind(), text.replace("@", "").replace("#", "").replace("http", ""))
    assert "<" not in line
    assert ">" not in line


@given(st.integers(-5, 60), st.integers(0, 20), st.integers(30, 50))
def test_numbers_are_limited_to_their_range(number: int, least: int, most: int):
    element = {"type": "number_input", "action_id": "a", "min_value": str(least), "max_value": str(most)}
    block = {"type": "input", "block_id": "b", "element": element}
    faults = user_inputs.faults([block], {"b": {"a": user_inputs.filled(element, number)}})
    assert bool(faults) == (not least <= number <= most)


def test_blocks_are_completed_without_changing_the_request():
    sent = [{"type": "section", "text": {"type": "mrkdwn", "text": "x"}, "accessory": {"type": "button"}}]
    [made] = completed(sent)
    assert sent == [{"type": "section", "text": {"type": "mrkdwn", "text": "x"}, "accessory": {"type": "button"}}]
    assert made["block_id"]
    assert made["accessory"]["action_id"]
    assert made["text"]["verbatim"] is False
