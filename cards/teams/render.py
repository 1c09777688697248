"""Screens as Microsoft Teams' Adaptive Cards 1.5: the only door to the other `cards/teams_*` files.

A card has 25,000 bytes: every piece of its text is cut to the longest of `LEVELS` with which it fits, nothing is left
out, and what is over 28,000 even so raises TooMuch (Teams takes 28 KB from a message extension). A form may grow to
80,000, since what was typed is never cut: messages are refused over about 100 KB of UTF-16, which is never more than
twice our count. Bytes are those of ASCII JSON, the longest way a library may write the card.
"""

import json
from typing import Final

from cards.sanitize import line
from cards.teams.buttons import RenderContext, action_sets, read_press
from cards.teams.inputs import input_elements, kinds, suggestions
from cards.teams.nodes import elements, notice
from cards.teams.text import Json, heading, label
from cards.tree import Card, Form, Kind, Screen, Surface, TooMuch

__all__ = ["card", "read_press", "suggestions"]

LEVELS: Final = (3000, 1500, 800, 400, 250, 150, 100, 60, 40)  # visible units of one piece of text
CARD_BUDGET: Final = 25_000
CARD_MOST: Final = 28_000
FORM_MOST: Final = 80_000


def card(screen: Screen, surface: Surface, *, typeahead: bool = True) -> Json:
    """The Adaptive Card. Raises TooMuch.

    `surface` decides what presses are: PERSONAL changes the card in place (a form in a chat is drawn so too), CHANNEL
    opens dialogs for forms, FORM is the inside of a dialog, EXTENSION has no buttons at all. Without `typeahead` a
    Typeahead is a plain field."""
    budget, most = (CARD_BUDGET, CARD_MOST) if isinstance(screen, Card) else (FORM_MOST, FORM_MOST)
    drawn: Json = {}
    size = 0
    for level in LEVELS:
        drawn = _drawn(screen, surface, level, typeahead=typeahead)
        size = len(json.dumps(drawn))
        if size <= budget:
            return drawn
    if size > most:
        raise TooMuch(f"{_says(screen)}: {size} bytes on {surface}, its texts as short as they get")
    return drawn


def _says(screen: Screen) -> str:
    return screen.summary if isinstance(screen, Card) else screen.title


def _drawn(screen: Screen, surface: Surface, level: int, *, typeahead: bool) -> Json:
    pen = RenderContext(surface, level)
    if isinstance(screen, Card):
        body = [*elements(screen.body, pen), *action_sets(screen.buttons, pen)]
    else:
        body = _form(screen, pen, typeahead=typeahead)
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": label(_says(screen), 300),
        "body": body,
        "msteams": {"width": "Full", **({"entities": pen.entities} if pen.entities else {})},
    }


def _form(form: Form, pen: RenderContext, *, typeahead: bool) -> list[Json]:
    """Title, what is wrong with the form as a whole, its body, its inputs, and the buttons last."""
    pen.kinds = kinds(form.inputs, typeahead=typeahead)
    names = {each.name for each in form.inputs}
    body: list[Json] = []
    if line(form.title, 150):
        body.append(heading(form.title, 150, {"size": "Large", "weight": "Bolder"}))
    body += [notice(Kind.ERROR, words, pen) for name, words in form.errors.items() if name not in names and words]
    body += elements(form.body, pen)
    for each in form.inputs:
        error = form.errors.get(each.name, "")
        body += input_elements(each, form.values.get(each.name), error, typeahead=typeahead)
    return body + action_sets((form.submit, *form.buttons), pen)
