"""Cards outlive bot versions in a chat: presses on older cards are still read correctly."""

from dataclasses import fields
from typing import Any

import pytest

from cards.actions.base import Action, carried, read, verbs
from cards.actions.invitations import ReviewBulk, ReviewInvitation, ShapeBulk, ShapeInvitation, StepBulk
from cards.actions.person import View


@pytest.mark.parametrize(
    ("letters", "parts"), [("", (False, False)), ("j", (True, False)), ("m", (False, True)), ("jm", (True, True))]
)
@pytest.mark.parametrize("kind", [ShapeInvitation, ReviewInvitation, ShapeBulk, ReviewBulk])
def test_parts_of_a_form_encoded_as_letters_are_read(kind: type[Action], letters: str, parts: tuple[bool, bool]):
    action = read(kind.verb, {"shape": letters})
    assert isinstance(action, ShapeInvitation | ReviewInvitation | ShapeBulk | ReviewBulk)
    assert (action.new_job, action.more_options) == parts
    assert read(kind.verb, carried(action)) == action
    assert "shape" not in carried(action)


def test_unknown_letters_unfold_nothing():
    assert read("shape_invitation", {"shape": 7}) == ShapeInvitation()


def test_a_field_is_serialized_under_its_permanent_name():
    action = StepBulk(1, 101, "f00dfeed")
    assert carried(action) == {"at": 1, "leave_out": 101, "group": "f00dfeed"}
    assert read("step_several", {"at": 1, "leave_out": 101, "group": "f00dfeed"}) == action


def test_the_way_back_is_read_from_older_cards():
    back = '["results",{"search_id":40}]'
    assert read("view", {"profile_id": 101, "via": back}) == View(101, back)
    assert carried(View(101, back)) == {"profile_id": 101, "via": back}


def test_serialized_field_names_are_unique_per_action():
    for kind in verbs().values():
        of: Any = kind
        names = [f.metadata.get("carried_as", f.name) for f in fields(of) if not f.metadata.get("typed")]
        assert len(names) == len(set(names)), kind
