"""Teams cards and forms: layout, and what is read back from presses."""

import json
from typing import Any

import pytest

from cards import teams
from cards.actions.base import BadArguments
from cards.actions.entry import OpenSearchForm
from cards.actions.search import AnswerQuestion, Results, RunSearch
from cards.sanitize import NO_BREAK
from cards.teams.render import CARD_BUDGET
from cards.text import Link, Mention, Strong
from cards.tree import (
    Badge,
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Kind,
    LinkButton,
    MultiChoice,
    Notice,
    Option,
    Row,
    Surface,
    Text,
    TooMuch,
    Typeahead,
)
from tests.cards import trees
from tests.cards.drawing import Json, adaptive_faults, with_type

VIEW = Button("View", Results(1), hint="View Grace Hopper")
FORM = Button("Refine", OpenSearchForm(3), main=True)


def drawn(*body: Any, surface: Surface = Surface.PERSONAL) -> list[Json]:
    return teams.draw(Card("s", body), surface)["body"]


def test_a_rows_buttons_are_below_its_text_and_a_short_one_beside_it():
    two, one, long = drawn(
        Row("Grace", ("Engineer",), (), (VIEW, FORM)),
        Row("Ada", ("Engineer",), (), (VIEW,)),
        Row("Mary", (), (), (Button("Search for her in every source", Results(1)),)),
    )
    assert [item["type"] for item in two["items"]] == ["RichTextBlock", "RichTextBlock", "ActionSet"]
    (columns,) = one["items"]
    texts, buttons = (column["items"] for column in columns["columns"])
    assert [run["text"] for block in texts for run in block["inlines"]] == ["Ada", "Engineer"]
    assert buttons[0]["actions"][0]["tooltip"] == "View Grace Hopper"
    assert [item["type"] for item in long["items"]] == ["RichTextBlock", "ActionSet"]


def test_a_confirmation_question_has_the_full_width():
    (row,) = drawn(Row("Ada", (), (), (Button("Erase", Results(1), danger=True, confirm="Erase for good?"),)))
    assert [item["type"] for item in row["items"]] == ["RichTextBlock", "ActionSet"]


def test_badges_follow_a_short_title_and_go_below_a_long_one():
    badges = (Badge(Kind.SAVED, "Saved by you"), Badge(Kind.FRESH, "2 days ago"))
    short, long = drawn(Row("Grace", (), badges), Row("Grace " * 9, (), badges))
    assert [run["text"].replace(NO_BREAK, " ") for run in short["items"][0]["inlines"]] == [
        "Grace", "   ", "★ Saved by you", " · ", "🔵 2 days ago",
    ]  # fmt: skip
    assert len(long["items"]) == 2
    assert [run["text"][:1] for run in long["items"][1]["inlines"]] == ["★", " ", "🔵"]


def test_small_print_is_small_with_emphasis_inside():
    (row,) = drawn(Row("Grace", (), small=((Strong("Go"), ", C"),)))
    strong, rest = row["items"][1]["inlines"]
    assert (strong["size"], strong["weight"], "isSubtle" in strong) == ("Small", "Bolder", False)
    assert (rest["size"], rest["isSubtle"]) == ("Small", True)


def test_rows_of_a_list_are_separated_by_lines():
    rows = drawn(Text("People"), Row("Grace", (), (), (VIEW,)), Row("Ada"), Text("Nobody else"))
    assert ["separator" in each for each in rows] == [False, True, True, False]


def test_a_success_notice_has_its_undo_button():
    (notice,) = drawn(Notice(Kind.SUCCESS, "She is hidden.", Button("Undo", Results(1))))
    assert with_type(notice, "Action.Execute")[0]["title"] == "Undo"


def test_a_press_changes_the_card_and_has_a_fallback():
    action = with_type(drawn(Buttons((FORM,))), "Action.Execute")[0]
    assert (action["verb"], action["style"]) == ("open_search_form", "positive")
    assert action["data"] == action["fallback"]["data"] == {"verb": "open_search_form", "args": {"search_id": 3}}


def test_in_a_channel_only_what_opens_a_form_opens_a_dialog():
    card = drawn(Buttons((FORM, VIEW)), surface=Surface.CHANNEL)
    form, view = card[0]["actions"]
    assert (form["type"], form["data"]["msteams"]) == ("Action.Submit", {"type": "task/fetch"})
    assert view["type"] == "Action.Execute"


def test_a_dialog_has_only_submit_actions():
    card = teams.draw(trees.form({}), Surface.FORM)
    assert not with_type(card, "Action.Execute")
    assert [each["title"] for each in with_type(card, "Action.Submit")] == ["Search", "Advanced tools", "Back"]


def test_actions_without_input_skip_required_validation():
    search, advanced, back = with_type(teams.draw(trees.form({}), Surface.FORM), "Action.Submit")
    assert back["associatedInputs"] == "none"
    assert "associatedInputs" not in search
    assert "associatedInputs" not in advanced


def test_an_inserted_card_has_no_buttons():
    card = teams.draw(
        Card("s", (Row("Grace", (), (), (VIEW,)), Buttons((VIEW, LinkButton("x", "https://e.com")))), (FORM,)),
        Surface.EXTENSION,
    )
    assert "Action" not in json.dumps(card)


def test_buttons_are_in_lines_of_three_and_long_ones_stacked():
    seven = drawn(Buttons((Button("Go", Results(1)),) * 7))
    assert [len(each["actions"]) for each in seven] == [3, 3, 1]
    long = drawn(Buttons((Button("Show the people of every source", Results(1)),) * 3))
    assert [len(each["actions"]) for each in long] == [1, 1, 1]


def test_a_result_rows_buttons_fit_on_a_phone_in_one_line():
    for labels in (("View", "★ Starred", "Hide"), ("View", "☆ Star", "Show again"), ("◀ Previous", "Next ▶", "Back")):
        (line,) = drawn(Buttons(tuple(Button(each, Results(1)) for each in labels)))
        assert len(line["actions"]) == 3


def test_destructive_actions_ask_for_confirmation():
    (line,) = drawn(Buttons((Button("Erase", Results(1), danger=True, confirm="Erase for good?"),)))
    (toggle,) = line["actions"]
    assert toggle["type"] == "Action.ShowCard"
    assert with_type(toggle["card"], "TextRun")[0]["text"] == "Erase for good?"
    assert with_type(toggle["card"], "Action.Execute")[0]["style"] == "destructive"


@pytest.mark.parametrize("name", ["[x](http://e.com)", "*Eve*", "<at>Ana</at>", "1. Eve", "{{DATE(2024)}}", "a_b_c"])
def test_a_name_is_rendered_literally(name: str):
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


def test_a_mention_is_an_entity_and_text_beside_it_is_escaped():
    card = teams.draw(Card("s", (Text((Mention("29:1", "Ana [R]"), " *said* <at>Bo</at>")),)), Surface.PERSONAL)
    (entity,) = card["msteams"]["entities"]
    assert entity == {"type": "mention", "text": "<at>Ana R</at>", "mentioned": {"id": "29:1", "name": "Ana [R]"}}
    text = card["body"][0]["text"]
    assert text.startswith("<at>Ana R</at> \\*said\\*")
    assert text.count("<at>") == 1
    assert adaptive_faults(card) == []


def test_full_rows_are_shortened_to_the_budget_and_keep_every_button():
    row = Row("w " * 500, ("日本語 " * 900,) * 3, (), (VIEW,) * 4)
    card = teams.draw(Card("s", (row,) * 5), Surface.PERSONAL)
    assert len(json.dumps(card)) <= CARD_BUDGET
    assert len(with_type(card, "Action.Execute")) == 20


def test_structure_over_the_limit_is_refused():
    with pytest.raises(TooMuch):
        teams.draw(Card("s", (Buttons((Button("Go", AnswerQuestion(1, "what", "x" * 900)),) * 20),)), Surface.PERSONAL)


# ── forms ──


def test_errors_appear_under_their_inputs_and_values_stay():
    form = trees.form({"what": "nurse (", "years": 900}, {"what": "A bracket is open", "": "Nothing was kept"})
    body = teams.draw(form, Surface.PERSONAL)["body"]
    assert body[1]["style"] == "attention"
    at = next(n for n, each in enumerate(body) if each.get("id") == "what")
    assert body[at]["value"] == "nurse ("
    assert body[at + 1]["inlines"][0]["text"] == "⚠️ A bracket is open"
    years = next(each for each in body if each.get("id") == "years")
    assert years["value"] == 900
    assert "max" not in years


def test_a_required_input_has_an_error_message():
    body = teams.draw(trees.form({}), Surface.PERSONAL)["body"]
    what = next(each for each in body if each.get("id") == "what")
    assert (what["isRequired"], what["errorMessage"]) == (True, "This field is required.")


def test_a_typeahead_queries_while_typing_or_takes_free_text():
    form = Form(
        "T",
        (),
        (Typeahead("where", "Where", "places"), Typeahead("who", "Who", "members", many=True)),
        Button("Go", RunSearch(1)),
        values={"where": Option("Boston, MA", "Boston"), "who": ("Ana", "Bo")},
    )
    where = with_type(teams.draw(form, Surface.PERSONAL), "Input.ChoiceSet")[0]
    assert where["choices.data"] == {"type": "Data.Query", "dataset": "places"}
    assert where["choices"] == teams.suggestions((Option("Boston, MA", "Boston"),))
    card = teams.draw(form, Surface.PERSONAL, typeahead=False)
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


def test_a_press_on_an_old_card_without_kinds_is_still_read():
    assert teams.read_press({"verb": "run_search", "what": "nurse", "years": 5, "remote": True, "none": None}) == (
        "run_search",
        {},
        {"what": "nurse", "years": "5", "remote": True, "none": ""},
    )


def test_a_name_in_a_choice_is_not_linked():
    choice = MultiChoice("who", "Who", (Option("1", "[Eve](http://evil.example)"),))
    card = teams.draw(Form("T", (), (choice,), Button("Go", RunSearch(1))), Surface.PERSONAL)
    (title,) = (each["title"] for each in with_type(card, "Input.ChoiceSet")[0]["choices"])
    assert "](" not in title
    assert title.replace("\u2060", "") == "[Eve](http://evil.example)"
