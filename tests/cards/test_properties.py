"""What must hold for any text in any tree: within limits, harmless, and read back as sent."""

import contextlib
import json
import re
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cards import slack, teams
from cards.actions.base import BadArguments, carried, read
from cards.sanitize import JOINER, clean, sendable, sendable_json
from cards.slack import forms, press
from cards.slack.validation import check
from cards.teams.render import CARD_MOST
from cards.text import Strong
from cards.tree import Button, Card, Form, Surface, Text, TooMuch, Value
from tests.cards import trees
from tests.cards.drawing import Json, adaptive_faults, texts, with_type

PINGS = re.compile(r"<[!@#]")
relaxed = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@relaxed
@given(trees.cards)
def test_any_card_fits_slack_and_mentions_nobody(card: Card):
    try:
        message = slack.draw(card, Surface.PERSONAL)
    except TooMuch:
        assert len(card.body) > 4  # a small card always fits, whatever its text
        return
    assert check(message) == []
    assert check(slack.draw(card, Surface.HOME)) == []
    json.dumps(message, ensure_ascii=False).encode()
    assert not [text for text in texts(message) if PINGS.search(text)]


@relaxed
@given(trees.cards, st.sampled_from((Surface.PERSONAL, Surface.CHANNEL, Surface.EXTENSION)))
def test_any_card_fits_teams(card: Card, surface: Surface):
    try:
        drawn = teams.draw(card, surface)
    except TooMuch:
        assert len(card.body) > 4
        return
    assert adaptive_faults(drawn) == []
    assert len(json.dumps(drawn)) <= CARD_MOST
    json.dumps(drawn, ensure_ascii=False).encode()
    assert not [text for text in texts(drawn) if re.search(r"<at\b|\{\{|[\u202a-\u202e\u2066-\u2069\x00]", text)]
    if surface is Surface.EXTENSION:
        assert not with_type(drawn, "ActionSet")


@relaxed
@given(trees.any_text)
def test_displayed_text_is_the_given_text(text: str):
    """Except for harmful characters, and the end where it was shortened."""
    card = Card("s", (Text((Strong("x"), text)),))
    section = slack.draw(card, Surface.PERSONAL)["blocks"]
    seen = section[0]["text"]["text"] if section else ""
    seen = seen.removeprefix("*x*\u200b").removeprefix("*x*").replace(JOINER, "")
    for escaped, letter in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        seen = seen.replace(escaped, letter)
    whole = clean(text).replace(JOINER, "")
    assert whole.startswith(seen) if not seen.endswith("…") else whole.startswith(seen[:-1].rstrip()) or seen in whole


@relaxed
@given(trees.actions)
def test_a_press_is_read_back_as_rendered(action: Any):
    card = Card("s", (), (Button("Go", action),))
    pressed = slack.draw(card, Surface.PERSONAL)["blocks"][0]["elements"][0]
    verb, args, _ = slack.read_press({"actions": [json.loads(json.dumps(pressed))]})
    assert read(verb, args) == read(action.verb, sendable_json(carried(action)))
    execute = teams.draw(card, Surface.PERSONAL)["body"][0]["actions"][0]
    for value in (_executed(execute), execute["fallback"]["data"], {"data": execute["fallback"]["data"]}):
        verb, args, values = teams.read_press(json.loads(json.dumps(value)))
        assert read(verb, args) == read(action.verb, sendable_json(carried(action)))
        assert values == {}


def _executed(action: Json, typed: Json | None = None) -> Json:
    data = {**action["data"], **(typed or {})}
    return {"action": {"type": "Action.Execute", "verb": action["verb"], "data": data}, "trigger": "manual"}


@relaxed
@given(trees.values)
def test_typed_values_round_trip_through_slack(given: dict[str, Value]):
    view = slack.draw(trees.form(given), Surface.FORM)
    assert check(view) == []
    assert press.read_values(json.loads(json.dumps(_untouched(view)))) == _full(given)


@relaxed
@given(trees.values)
def test_typed_values_round_trip_through_teams(given: dict[str, Value]):
    card = teams.draw(trees.form(given), Surface.PERSONAL)
    submit = with_type(card, "Action.Execute")[0]
    typed = {each["id"]: str(each.get("value", "")) for each in _inputs(card)}
    verb, args, values = teams.read_press(json.loads(json.dumps(_executed(submit, typed))))
    assert (verb, args) == ("run_search", {"search_id": 7, "advanced": True})
    assert values == _full(given)


def _full(given: dict[str, Value]) -> dict[str, Value]:
    """Slack and Teams do not distinguish an empty text from no text."""
    return {name: sendable(value) if isinstance(value, str) else value for name, value in given.items()}


def _inputs(card: Json) -> list[Json]:
    return [each for each in card["body"] if each["type"].startswith("Input.")]


def _untouched(view: Json) -> Json:
    """The state of an unchanged view."""
    state: Json = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        kind = element["type"]
        entry: Json = {"type": kind}
        if kind in ("plain_text_input", "number_input"):
            entry["value"] = element.get("initial_value")
        elif kind == "datepicker":
            entry["selected_date"] = element.get("initial_date")
        elif kind in ("checkboxes", "multi_static_select", "multi_external_select"):
            entry["selected_options"] = element.get("initial_options", [])
        else:
            entry["selected_option"] = element.get("initial_option")
        state[block["block_id"]] = {element["action_id"]: entry}
    return {"values": state}


@relaxed
@given(st.dictionaries(st.sampled_from([each.name for each in trees.INPUTS] + ["", "gone"]), trees.any_text))
def test_every_error_is_shown_or_listed(errors: dict[str, str]):
    form: Form = trees.form({}, errors)
    view = slack.draw(form, Surface.FORM)
    assert check(view) == []
    shown = forms.field_errors(form, view)
    assert set(shown) in (set(errors), set())
    assert adaptive_faults(teams.draw(form, Surface.FORM)) == []


junk = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                (
                    "action",
                    "data",
                    "verb",
                    "args",
                    "kinds",
                    "what",
                    "action_id",
                    "value",
                    "values",
                    "type",
                    "callback_id",
                )
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@relaxed
@given(junk)
def test_junk_always_raises_the_same_error(value: Any):
    for read_back in (slack.read_press, slack.read_suggest, teams.read_press, teams.read_suggest):
        for payload in (value, {"actions": [value]}, {"view": value}):
            with contextlib.suppress(BadArguments):
                read_back(payload)
    for read_back in (press.read_values, press.read_metadata):
        with contextlib.suppress(BadArguments):
            read_back(value)
