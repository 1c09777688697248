"""What both renderers do alike: one interface, one-line titles, one length of errors."""

import json

import pytest

from cards import slack, teams
from cards.actions.person import SaveNote
from cards.actions.search import RunSearch
from cards.platforms import RENDERERS
from cards.renderer import ERROR, MARKS
from cards.tree import Button, Card, Form, Kind, NumberInput, Option, Pager, Row, Surface, Tab, Tabs, TextInput
from tests.cards.drawing import texts

on_both = pytest.mark.parametrize("platform", RENDERERS)


def test_both_have_the_same_public_names():
    assert slack.__all__ == teams.__all__ == ["draw", "line", "read_press", "read_suggest", "suggestions"]


def test_every_kind_has_its_mark():
    assert set(MARKS) == set(Kind)


@on_both
def test_a_rows_title_is_one_line(platform: str):
    card = Card("s", (Row("Grace\nHopper"),))
    assert "Grace Hopper" in json.dumps(RENDERERS[platform].draw(card, Surface.PERSONAL))


@on_both
def test_an_error_at_an_input_is_cut_where_nobody_reads_on(platform: str):
    form = Form("T", (), (TextInput("what", "What"),), Button("Go", RunSearch(1)), errors={"what": "x y " * 200})
    drawn = RENDERERS[platform].draw(form, Surface.FORM)
    (error,) = (text for text in texts(drawn) if text.startswith("⚠️"))
    assert ERROR - 4 <= len(error) <= ERROR
    assert error.endswith("…")


@on_both
def test_pages_and_tabs_read_the_same(platform: str):
    again = RunSearch(1)
    card = Card("s", (Tabs((Tab("All", again, selected=True, count="12"),)), Pager("6–10 of 12", again, again)))
    seen = texts(RENDERERS[platform].draw(card, Surface.PERSONAL))
    expected = ["All (12)", "All (12), selected", "6–10 of 12", "◀ Previous", "Next ▶"]
    assert list(dict.fromkeys(text for text in seen if text in expected)) == expected


@on_both
def test_a_typeahead_is_answered_with_a_list(platform: str):
    assert len(RENDERERS[platform].suggestions([Option("1", "Boston, MA"), Option("2", "Boston, UK")])) == 2


def submitted_on_slack(form: Form) -> object:
    view = slack.draw(form, Surface.FORM)
    blocks = {each["element"]["type"]: each["block_id"] for each in view["blocks"]}
    values = {
        blocks["plain_text_input"]: {"value": {"type": "plain_text_input", "value": "Call her"}},
        blocks["number_input"]: {"value": {"type": "number_input", "value": "5"}},
    }
    return {"type": "view_submission", "view": {**view, "state": {"values": values}}}


def submitted_on_teams(form: Form) -> object:
    (submit,) = teams.draw(form, Surface.FORM)["body"][-1]["actions"]
    return {"data": {**submit["data"], "text": "Call her", "years": "5"}}


@pytest.mark.parametrize(("platform", "submitted"), [("slack", submitted_on_slack), ("teams", submitted_on_teams)])
def test_a_submitted_form_is_read_into_the_same_press(platform: str, submitted):
    form = Form("T", (), (TextInput("text", "Note"), NumberInput("years", "Years")), Button("Go", SaveNote(7)))
    press = RENDERERS[platform].read_press(submitted(form))
    assert press == ("save_note_on", {"profile_id": 7}, {"text": "Call her", "years": 5})
