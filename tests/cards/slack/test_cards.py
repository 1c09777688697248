"""Slack cards and forms: layout, and what is read back from presses."""

import json
from typing import Any

import pytest

from cards import slack
from cards.actions.base import BadArguments
from cards.actions.search import AnswerQuestion, Results, RunSearch
from cards.sanitize import NO_BREAK
from cards.slack import forms, press
from cards.slack.validation import check
from cards.text import Muted, Strong
from cards.tree import (
    Badge,
    Button,
    Buttons,
    Card,
    Choice,
    Form,
    Heading,
    Kind,
    LinkButton,
    Notice,
    NumberInput,
    Option,
    Pager,
    Row,
    Surface,
    Tab,
    Tabs,
    Text,
    TextInput,
    TooMuch,
    Typeahead,
)
from tests.cards import trees
from tests.cards.drawing import with_type

VIEW = Button("View", Results(1), hint="View Grace Hopper")
HIDE = Button("Hide", Results(1, at=5), danger=True, confirm="Hide her?")


def drawn(*body: Any) -> list[dict[str, Any]]:
    return slack.draw(Card("s", body), Surface.PERSONAL)["blocks"]


def test_a_rows_buttons_are_below_it_and_a_single_one_beside_it():
    long = Button("Search for her in every source", Results(1))
    blocks = drawn(
        Row("Grace", ("Engineer",), (), (VIEW, HIDE)),
        Row("Ada", (), (), (VIEW,)),
        Row("Mary"),
        Row("Joan", (), (), (long,)),
    )
    assert [block["type"] for block in blocks] == ["section", "actions", "section", "section", "section", "actions"]
    assert blocks[0]["text"]["text"] == "*Grace*\nEngineer"
    assert [button["text"]["text"] for button in blocks[1]["elements"]] == ["View", "Hide"]
    assert blocks[2]["accessory"]["text"]["text"] == "View"
    assert "accessory" not in blocks[3]


def test_badges_have_text_after_a_short_title_and_below_a_long_one():
    badges = (Badge(Kind.SAVED, "Saved by you"), Badge(Kind.FRESH, "2 days ago"))
    short, long = drawn(Row("Grace", ("Engineer",), badges), Row("Grace " * 9, ("Engineer",), badges))
    marks = f"★{NO_BREAK}Saved by you · 🔵{NO_BREAK}2 days ago"
    assert short["text"]["text"].split("\n") == [f"*Grace*  {marks}", "Engineer"]
    assert long["text"]["text"].split("\n")[1:] == [marks, "Engineer"]


def test_small_print_is_between_a_row_and_its_buttons():
    blocks = drawn(Row("Grace", ("Engineer",), (), (VIEW, HIDE), small=("Boston", (Strong("Go"), " and C"))))
    assert [block["type"] for block in blocks] == ["section", "context", "actions"]
    assert blocks[1]["elements"][0]["text"] == "Boston\n*Go* and C"


def test_muted_parts_of_a_title_are_not_bold():
    (row,) = drawn(Row((Muted("Job: "), "Nurse", Strong(" in Boston"))))
    assert row["text"]["text"] == "Job: *Nurse in Boston*"


def test_only_a_part_and_its_heading_share_a_section():
    blocks = drawn(Heading("Skills", 2), Text((Strong("Go"), " and C")), Heading("Notes", 2), Text("none", muted=True))
    assert [block["type"] for block in blocks] == ["section", "section", "context"]
    assert blocks[0]["text"]["text"] == "*Skills*\n*Go* and C"
    assert blocks[1]["text"]["text"] == "*Notes*"


def test_a_success_notice_has_its_undo_button():
    (notice,) = drawn(Notice(Kind.SUCCESS, "She is hidden.", Button("Undo", Results(1))))
    assert notice["text"]["text"] == "✅ She is hidden."
    assert notice["accessory"]["text"]["text"] == "Undo"


def test_buttons_beside_a_pager_come_after_the_page_buttons():
    label, buttons = drawn(Pager("6–10 of 12", Results(1), Results(1, at=10), (VIEW,)))
    assert label["elements"][0]["text"] == "6–10 of 12"
    assert [each["text"]["text"] for each in buttons["elements"]] == ["◀ Previous", "Next ▶", "View"]


def test_a_button_has_an_accessible_label_and_confirms_destructive_actions():
    view, hide = drawn(Buttons((VIEW, HIDE)))[0]["elements"]
    assert view["accessibility_label"] == "View Grace Hopper"
    assert (hide["style"], hide["confirm"]["text"]["text"]) == ("danger", "Hide her?")


def test_the_selected_tab_is_marked_also_for_screen_readers():
    (tabs,) = drawn(Tabs((Tab("All", Results(1), selected=True, count="214"), Tab("Internet", Results(1, "internet")))))
    assert [(tab["text"]["text"], tab.get("style")) for tab in tabs["elements"]] == [
        ("All (214)", "primary"),
        ("Internet", None),
    ]
    assert tabs["elements"][0]["accessibility_label"] == "All (214), selected"


def test_plain_text_stays_plain_and_rich_text_never_autolinks():
    plain, marked = drawn(Text("*as typed*"), Text((Strong("bold"), " https://evil.example")))
    assert plain["text"] == {"type": "plain_text", "text": "*as typed*"}
    assert marked["text"] == {"type": "mrkdwn", "text": "*bold* https://evil.example", "verbatim": True}


def test_five_full_rows_are_shortened_and_keep_every_button():
    row = Row("w " * 500, ("w " * 2000,) * 3, (Badge(Kind.SAVED, "w " * 200),) * 3, (VIEW, HIDE, VIEW, HIDE))
    message = slack.draw(Card("s", (row,) * 5, (VIEW,)), Surface.PERSONAL)
    assert check(message) == []
    assert len(with_type(message, "button")) == 21
    assert all("…" in block["text"]["text"] for block in with_type(message, "section"))


@pytest.mark.parametrize(
    "card",
    [
        Card("s", (Row("x", (), (), (VIEW, HIDE)),) * 26),
        Card("s", (Buttons((VIEW,) * 26),)),
        Card("s", (Buttons((Button("Go", AnswerQuestion(1, "what", "x" * 2000)),)),)),
        Card("s", (Buttons((Button("Go", AnswerQuestion(1, "what", "x" * 1500)),) * 10),)),
    ],
    ids=["blocks", "buttons in a line", "one button's arguments", "all arguments"],
)
def test_structure_over_a_limit_is_refused(card: Card):
    with pytest.raises(TooMuch):
        slack.draw(card, Surface.PERSONAL)


def test_a_link_opens_only_web_urls_and_its_press_is_ignored():
    (line,) = drawn(Buttons((LinkButton("Profile", "https://e.com"), LinkButton("Evil", "javascript:alert(1)"))))
    (link,) = line["elements"]
    assert link["url"] == "https://e.com"
    assert slack.read_press({"actions": [link]}) == ("", {}, {})


@pytest.mark.parametrize(
    "action",
    [
        None,
        {},
        {"action_id": 5},
        {"action_id": ""},
        {"action_id": ":1"},
        {"action_id": "star:1", "value": 5},
        {"action_id": "star:1", "value": "["},
        {"action_id": "star:1", "value": "[]"},
        {"action_id": "star:1", "value": "[" * 1900},
        {"action_id": "star:1", "value": '{"a": "' + "x" * 2000 + '"}'},
    ],
)
def test_a_forged_press_is_refused(action: Any):
    with pytest.raises(BadArguments):
        slack.read_press({"actions": [action]})


# ── forms ──


def test_a_form_carries_its_arguments_and_origin():
    view = slack.draw(trees.form({}), Surface.FORM, metadata={"c": "D1", "t": "1.2"})
    assert slack.read_press({"view": view}) == ("run_search", {"search_id": 7, "advanced": True}, {})
    assert press.read_metadata(view) == {"c": "D1", "t": "1.2"}


def test_errors_appear_at_their_inputs_or_at_the_top():
    form = trees.form({"what": "("}, {"what": "A bracket is open", "": "Nothing was kept"})
    view = slack.draw(form, Surface.FORM)
    assert view["blocks"][0]["text"]["text"] == "⛔ Nothing was kept"
    at = next(n for n, block in enumerate(view["blocks"]) if block.get("label", {}).get("text") == "What")
    assert view["blocks"][at + 1]["elements"][0]["text"] == "⚠️ A bracket is open"
    assert forms.field_errors(form, view) == {}


def test_field_errors_name_the_blocks_of_the_submitted_view():
    before = slack.draw(trees.form({"what": "nurse"}), Surface.FORM)
    after = trees.form({"what": "nurse ("}, {"what": "A bracket is open"})
    (block,) = forms.field_errors(after, before)
    assert block in [each.get("block_id") for each in before["blocks"]]
    assert block not in [each.get("block_id") for each in slack.draw(after, Surface.FORM)["blocks"]]
    assert forms.field_errors(after, forms.notice("Nothing to type here")) == {}


def test_an_input_gets_a_new_id_only_with_a_new_value():
    ids = [
        {
            block["block_id"]
            for block in slack.draw(trees.form(values), Surface.FORM)["blocks"]
            if block["type"] == "input"
        }
        for values in ({"what": "nurse"}, {"what": "doctor"})
    ]
    assert len(ids[0] & ids[1]) == len(trees.INPUTS) - 1
    assert press.read_values(
        {each: {"value": {"type": "datepicker", "selected_date": "2026-01-02"}} for each in ids[0]}
    )


def test_a_general_error_can_appear_at_the_first_input():
    view = slack.draw(trees.form({}), Surface.FORM)
    assert forms.first_field_error(view, "Try again") == {"response_action": "errors", "errors": {"what": "Try again"}}
    assert forms.first_field_error(forms.notice("x"), "Try again")["response_action"] == "update"


def test_a_typeahead_names_its_source_and_shows_the_label_of_its_value():
    where = Typeahead("where", "Where", "places")
    form = Form("T", (), (where,), Button("Go", RunSearch(1)), values={"where": Option("4930956", "Boston, MA")})
    (block,) = slack.draw(form, Surface.FORM)["blocks"]
    assert slack.read_suggest({**block["element"], "value": "bos"}) == ("places", "bos")
    assert block["element"]["initial_option"]["text"]["text"] == "Boston, MA"
    assert slack.suggestions((Option("4930956", "Boston, MA"),))[0]["value"] == "4930956"


def test_a_typeahead_preserves_long_text_typed_elsewhere():
    form = Form(
        "T", (), (Typeahead("where", "Where", "places"),), Button("Go", RunSearch(1)), values={"where": "x y " * 99}
    )
    assert check(slack.draw(form, Surface.FORM)) == []


def test_a_number_out_of_bounds_and_a_choice_without_options_do_not_break_the_form():
    inputs = (NumberInput("years", "Years", least=0, most=80), Choice("empty", "Department", ()), TextInput("t", "T"))
    form = Form("T", (), inputs, Button("Go", RunSearch(1)), values={"years": 900}, errors={"years": "At most 80"})
    view = slack.draw(form, Surface.FORM)
    assert check(view) == []
    assert view["blocks"][0]["element"]["initial_value"] == "900"
    assert view["blocks"][2]["elements"][0]["text"] == "Department: there is nothing to choose from"


@pytest.mark.parametrize(
    "state",
    [
        None,
        {"b": None},
        {"b": {"v": None}},
        {"b": {"v": {"type": "file_input"}}},
        {"b": {"v": {"type": "plain_text_input", "value": 5}}},
        {"b": {"v": {"type": "checkboxes", "selected_options": {}}}},
        {"b": {"v": {"type": "static_select", "selected_option": "x"}}},
    ],
)
def test_a_forged_form_is_refused(state: Any):
    with pytest.raises(BadArguments):
        press.read_values(state)


def test_a_view_of_another_version_has_no_metadata():
    assert press.read_metadata({"callback_id": "x"}) == {}
    with pytest.raises(BadArguments):
        press.read_metadata({"private_metadata": json.dumps({"m": []})})


def test_a_row_of_blanks_is_a_dash_which_slack_accepts():
    message = slack.draw(Card("A list", (Row(" \n\t "), Row("\u200b", ("  ",)))), Surface.PERSONAL)
    assert [block["text"]["text"] for block in message["blocks"]] == ["–", "–"]
    assert check(message) == []
