"""What stands where in Teams, and what comes back."""

import json
from typing import Any

import pytest

from cards import teams
from cards.actions import BadArguments, Choose, OpenSearchForm, Results, RunSearch
from cards.text import Link, Mention, Strong
from cards.tree import Button, Buttons, Card, Form, Heading, LinkButton, Option, Row, Surface, Text, TooMuch, Typeahead
from tests.cards import trees
from tests.cards.drawing import Json, adaptive_faults, with_type

VIEW = Button("View", Results(1), hint="View Grace Hopper")
FORM = Button("Refine", OpenSearchForm(3), main=True)


def drawn(*body: Any, surface: Surface = Surface.PERSONAL) -> list[Json]:
    return teams.card(Card("s", body), surface)["body"]


def test_a_rows_buttons_stand_in_the_row():
    first, second = drawn(Row("Grace", ("Engineer",), (), (VIEW,)), Row("Ada", (), (), (VIEW,)))
    assert [item["type"] for item in first["items"]] == ["RichTextBlock", "RichTextBlock", "ActionSet"]
    assert second["items"][-1]["actions"][0]["tooltip"] == "View Grace Hopper"


def test_a_press_changes_the_card_and_has_a_fallback():
    action = with_type(drawn(Buttons((FORM,))), "Action.Execute")[0]
    assert (action["verb"], action["style"]) == ("open_search_form", "positive")
    assert action["data"] == action["fallback"]["data"] == {"verb": "open_search_form", "args": {"search_id": 3}}


def test_in_a_channel_only_what_opens_a_form_opens_a_dialog():
    card = drawn(Buttons((FORM, VIEW)), surface=Surface.CHANNEL)
    form, view = card[0]["actions"]
    assert (form["type"], form["data"]["msteams"]) == ("Action.Submit", {"type": "task/fetch"})
    assert view["type"] == "Action.Execute"


def test_a_dialog_knows_only_submit():
    card = teams.card(trees.form({}), Surface.FORM)
    assert not with_type(card, "Action.Execute")
    assert [each["title"] for each in with_type(card, "Action.Submit")] == ["Search", "Advanced tools", "Back"]


def test_what_takes_no_input_is_not_held_up_by_an_empty_required_one():
    search, advanced, back = with_type(teams.card(trees.form({}), Surface.FORM), "Action.Submit")
    assert back["associatedInputs"] == "none"
    assert "associatedInputs" not in search
    assert "associatedInputs" not in advanced


def test_an_inserted_card_has_no_buttons():
    card = teams.card(
        Card("s", (Row("Grace", (), (), (VIEW,)), Buttons((VIEW, LinkButton("x", "https://e.com")))), (FORM,)),
        Surface.EXTENSION,
    )
    assert "Action" not in json.dumps(card)


def test_seven_buttons_are_two_lines_and_long_ones_stand_below_each_other():
    seven = drawn(Buttons((Button("Go", Results(1)),) * 7))
    assert [len(each["actions"]) for each in seven] == [6, 1]
    long = drawn(Buttons((Button("Show the people of every source", Results(1)),) * 3))
    assert [len(each["actions"]) for each in long] == [1, 1, 1]


def test_a_question_is_asked_before_harm():
    (line,) = drawn(Buttons((Button("Erase", Results(1), danger=True, confirm="Erase for good?"),)))
    (asked,) = line["actions"]
    assert asked["type"] == "Action.ShowCard"
    assert with_type(asked["card"], "TextRun")[0]["text"] == "Erase for good?"
    assert with_type(asked["card"], "Action.Execute")[0]["style"] == "destructive"


@pytest.mark.parametrize("name", ["[x](http://e.com)", "*Eve*", "<at>Ana</at>", "1. Eve", "{{DATE(2024)}}", "a_b_c"])
def test_a_name_is_read_as_it_was_written(name: str):
    heading, row = drawn(Heading(name), Row(name))
    shown = name.replace("<at", "<\u2060at").replace("</at", "<\u2060/at").replace("{{", "{\u2060{")
    assert heading["inlines"][0]["text"] == row["items"][0]["inlines"][0]["text"] == shown


def test_a_plain_title_is_a_heading_for_screen_readers():
    (heading,) = drawn(Heading("Grace O'Neil (RN)"))
    assert (heading["type"], heading["style"], heading["text"]) == ("TextBlock", "heading", "Grace O'Neil (RN)")


def test_lines_links_and_emphasis():
    first, second = drawn(
        Text(("one ", Strong("two"), "\nthree ", Link("four", "https://e.com"), Link("x", "javascript:1")))
    )
    assert first["inlines"][1]["weight"] == "Bolder"
    assert second["inlines"][1]["selectAction"] == {"type": "Action.OpenUrl", "url": "https://e.com"}
    assert "selectAction" not in second["inlines"][2]


def test_a_mention_is_an_entity_and_what_stands_beside_it_is_escaped():
    card = teams.card(Card("s", (Text((Mention("29:1", "Ana [R]"), " *said* <at>Bo</at>")),)), Surface.PERSONAL)
    (entity,) = card["msteams"]["entities"]
    assert entity == {"type": "mention", "text": "<at>Ana R</at>", "mentioned": {"id": "29:1", "name": "Ana [R]"}}
    text = card["body"][0]["text"]
    assert text.startswith("<at>Ana R</at> \\*said\\*")
    assert text.count("<at>") == 1
    assert adaptive_faults(card) == []


def test_full_rows_are_shortened_to_the_budget_and_keep_every_button():
    row = Row("w " * 500, ("日本語 " * 900,) * 3, (), (VIEW,) * 4)
    card = teams.card(Card("s", (row,) * 5), Surface.PERSONAL)
    assert len(json.dumps(card)) <= teams.CARD_BUDGET
    assert len(with_type(card, "Action.Execute")) == 20


def test_structure_over_the_limit_is_refused():
    with pytest.raises(TooMuch):
        teams.card(Card("s", (Buttons((Button("Go", Choose(1, "what", "x" * 900)),) * 20),)), Surface.PERSONAL)


# ── forms ──


def test_errors_stand_under_their_inputs_and_values_stay():
    form = trees.form({"what": "nurse (", "years": 900}, {"what": "A bracket is open", "": "Nothing was kept"})
    body = teams.card(form, Surface.PERSONAL)["body"]
    assert body[1]["style"] == "attention"
    at = next(n for n, each in enumerate(body) if each.get("id") == "what")
    assert body[at]["value"] == "nurse ("
    assert body[at + 1]["inlines"][0]["text"] == "⚠️ A bracket is open"
    years = next(each for each in body if each.get("id") == "years")
    assert years["value"] == 900
    assert "max" not in years


def test_a_required_input_says_what_it_needs():
    body = teams.card(trees.form({}), Surface.PERSONAL)["body"]
    what = next(each for each in body if each.get("id") == "what")
    assert (what["isRequired"], what["errorMessage"]) == (True, "What is needed.")


def test_a_typeahead_asks_while_somebody_types_or_takes_free_words():
    form = Form(
        "T",
        (),
        (Typeahead("where", "Where", "places"), Typeahead("who", "Who", "members", many=True)),
        Button("Go", RunSearch(1)),
        values={"where": Option("Boston, MA", "Boston"), "who": ("Ana", "Bo")},
    )
    where = with_type(teams.card(form, Surface.PERSONAL), "Input.ChoiceSet")[0]
    assert where["choices.data"] == {"type": "Data.Query", "dataset": "places"}
    assert where["choices"] == teams.suggestions((Option("Boston, MA", "Boston"),))
    card = teams.card(form, Surface.PERSONAL, typeahead=False)
    assert [each["value"] for each in with_type(card, "Input.Text")] == ["Boston", "Ana, Bo"]
    data = {**with_type(card, "Action.Execute")[0]["data"], "where": "bostn, ma", "who": " Ana ,Bo,, "}
    assert teams.read_press(data)[2] == {"where": "bostn, ma", "who": ("Ana", "Bo")}


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"verb": 5},
        {"verb": ""},
        {"verb": "star", "args": []},
        {"verb": "star", "kinds": "x"},
        {"verb": "star", "what": ["x"]},
        {"verb": "star", "what": {"x": 1}},
        {"data": "x"},
        {"action": {"verb": "star", "data": "x"}},
    ],
)
def test_a_forged_press_is_refused(value: Any):
    with pytest.raises(BadArguments):
        teams.read_press(value)


def test_a_press_of_an_old_card_without_kinds_still_reads():
    assert teams.read_press({"verb": "run_search", "what": "nurse", "years": 5, "remote": True, "none": None}) == (
        "run_search",
        {},
        {"what": "nurse", "years": "5", "remote": True, "none": ""},
    )
