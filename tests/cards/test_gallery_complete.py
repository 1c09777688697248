"""Every screen has an example, and every button of every example has a handler."""

import dataclasses
import importlib
import inspect
import pkgutil
import typing
from collections.abc import Iterator
from typing import Any

import pytest

import cards.screens
from cards.actions.base import Action, Needs, carried, packed, read, unpacked, verbs
from cards.commands import COMMANDS
from cards.gallery import Example, examples
from cards.tree import Button, Card, Form
from handlers.navigation import parse_back
from handlers.routes import HANDLERS
from store.roles import May


def screens() -> set[str]:
    """The public functions of cards/screens that return a card or a form."""
    found: set[str] = set()
    for info in pkgutil.walk_packages(cards.screens.__path__, "cards.screens."):
        module = importlib.import_module(info.name)
        for name, fn in inspect.getmembers(module, inspect.isfunction):
            drawn = typing.get_type_hints(fn).get("return")
            if fn.__module__ == module.__name__ and not name.startswith("_") and drawn in (Card, Form):
                found.add(f"{fn.__module__}.{name}")
    return found


def actions(part: Any) -> Iterator[Action]:
    """Every action anywhere in a screen."""
    if isinstance(part, Action):
        yield part
    elif dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            yield from actions(getattr(part, field.name))
    elif isinstance(part, tuple | list):
        for each in part:
            yield from actions(each)


def buttons(part: Any) -> Iterator[Button]:
    if isinstance(part, Button):
        yield part
    elif dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            yield from buttons(getattr(part, field.name))
    elif isinstance(part, tuple):
        for each in part:
            yield from buttons(each)


def test_every_screen_has_an_example():
    shown = {f"{one.by.__module__}.{one.by.__name__}" for one in examples()}
    assert screens() - shown == set(), "add an example to cards/gallery"
    assert len(screens()) > 25


def test_names_of_examples_are_unique():
    names = [one.name for one in examples()]
    assert len(names) == len(set(names))


def test_every_action_has_a_handler():
    assert [kind.__name__ for kind in verbs().values() if kind not in HANDLERS] == [], "add them to handlers/routes.py"


# Actions that no screen and no command leads to, and what starts them.
STARTED_ELSEWHERE = {
    "command": "a message or a slash command",
    "suggest": "typing in a typeahead",
    "credits_low": "a notification to the admins",
    "left_workspace": "an event of the platform",
    "welcome": "the app was installed for somebody",
    "find_to_insert": "Teams' message extension",
    "cancel": "Teams' own button under a form in a chat",
}


def commanded() -> Iterator[Action]:
    for command in COMMANDS:
        for rest in ("", "all", "some words", "AB12-CD34"):
            if action := command.action(rest):
                yield action


def test_every_action_can_be_reached():
    drawn = {type(action) for one in examples() for action in actions(one.screen)}
    reached = drawn | {type(action) for action in commanded()}
    lost = [kind for kind in HANDLERS if kind not in reached and kind.verb not in STARTED_ELSEWHERE]
    hint = "add a ChatCommand to cards/commands.py, or an example with its button to cards/gallery"
    assert [kind.__name__ for kind in lost] == [], hint
    assert set(STARTED_ELSEWHERE) == {kind.verb for kind in HANDLERS if kind not in reached}


def test_the_permissions_of_actions_match_those_of_roles():
    assert set(typing.get_args(Needs)) == {str(may) for may in May}


@pytest.mark.parametrize("one", examples(), ids=lambda one: one.name)
def test_buttons_of_an_example_round_trip_through_a_platform(one: Example):
    for action in actions(one.screen):
        assert read(action.verb, carried(action)) == action
        assert unpacked(packed(action)) == action
        assert len(packed(action)) < 1900  # Slack's limit for a button's value is 2000


@pytest.mark.parametrize("one", examples(), ids=lambda one: one.name)
def test_a_card_that_was_covered_or_left_can_be_redrawn(one: Example):
    """When a form over it is cancelled, after a crash, and by *Back* from a person opened from it."""
    if isinstance(one.screen, Card) and one.screen.redraw is not None:
        assert one.screen.redraw.reads
    for via in (getattr(action, "back_to", "") for action in actions(one.screen)):
        assert not via or parse_back(via) is not None, via


@pytest.mark.parametrize("one", examples(), ids=lambda one: one.name)
def test_a_card_has_at_most_one_primary_button_per_place(one: Example):
    if isinstance(one.screen, Card):
        assert sum(button.main for button in buttons(one.screen.buttons)) <= 1
        assert one.screen.summary


@pytest.mark.parametrize("one", examples(), ids=lambda one: one.name)
def test_a_form_reads_every_input_it_has(one: Example):
    if not isinstance(one.screen, Form):
        return
    fields = {f.name for f in dataclasses.fields(type(one.screen.submit.does)) if f.metadata.get("typed")}  # pyright: ignore
    assert {each.name for each in one.screen.inputs} <= fields
    assert set(one.screen.errors) <= {each.name for each in one.screen.inputs} | {""}
    assert len(one.screen.title) <= 24
