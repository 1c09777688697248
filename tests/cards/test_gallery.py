"""Every example against its golden file, the platforms' limits, and third-party schemas.

`RENEW_GOLDEN=1 pytest tests/cards` rewrites the golden files; review the diff before committing it.
"""

import json
import os

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from cards.gallery import Example
from cards.slack.validation import check
from cards.teams.render import CARD_BUDGET, FORM_MOST
from cards.tree import Form
from tests.cards.drawing import adaptive_faults, drawings, drawn, with_type
from tests.paths import GOLDEN

ALL = drawings()
each = pytest.mark.parametrize(("platform", "example"), [pytest.param(p, e, id=f"{n}.{p}") for n, p, e in ALL])
on_slack = pytest.mark.parametrize("example", [pytest.param(e, id=n) for n, p, e in ALL if p == "slack"])
on_teams = pytest.mark.parametrize("example", [pytest.param(e, id=n) for n, p, e in ALL if p == "teams"])


@each
def test_matches_its_golden_file(platform: str, example: Example):
    file = GOLDEN / f"{example.name}.{platform}.json"
    text = json.dumps(drawn(platform, example), indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("RENEW_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert file.exists(), f"{file.name} is missing: RENEW_GOLDEN=1 pytest tests/cards/test_gallery.py"
    intended = "intended? RENEW_GOLDEN=1 pytest tests/cards/test_gallery.py, then review git diff tests/golden"
    assert json.loads(file.read_text(encoding="utf-8")) == json.loads(text), intended


def test_every_golden_file_has_an_example():
    names = {f"{name}.{platform}.json" for name, platform, _ in ALL}
    if os.environ.get("RENEW_GOLDEN"):
        for file in GOLDEN.glob("*.json"):
            if file.name not in names:
                file.unlink()
    assert {file.name for file in GOLDEN.glob("*.json")} == names


@on_slack
def test_slack_accepts_it(example: Example):
    assert check(drawn("slack", example)) == []


@on_slack
def test_slack_sdk_models_round_trip_it(example: Example):
    payload = drawn("slack", example)
    for block in payload["blocks"]:
        parsed = Block.parse(block)
        assert parsed is not None
        assert _loose(parsed.to_dict()) == _loose(block)
    if isinstance(example.screen, Form):
        View(**payload).validate_json()


def _loose(part: object) -> object:
    """Drops the defaults that the SDK writes out."""
    if isinstance(part, list):
        return [_loose(one) for one in part]
    if isinstance(part, dict):
        return {name: _loose(value) for name, value in part.items() if value not in (False, None) and name != "emoji"}
    return part


@on_teams
def test_the_adaptive_card_schema_accepts_it(example: Example):
    assert adaptive_faults(drawn("teams", example)) == []


@on_teams
def test_it_fits_the_teams_budget(example: Example):
    most = FORM_MOST if isinstance(example.screen, Form) else CARD_BUDGET
    assert len(json.dumps(drawn("teams", example))) <= most


@on_teams
def test_buttons_are_in_sets_of_at_most_six_and_never_in_the_card_footer(example: Example):
    card = drawn("teams", example)
    assert "actions" not in card
    assert all(1 <= len(each["actions"]) <= 6 for each in with_type(card, "ActionSet"))
