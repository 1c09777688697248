"""Screens as Microsoft Teams' Adaptive Cards 1.5.

A card has a budget of 25,000 bytes: every text is cut to the longest of the `LEVELS` at which the card fits, nothing is
left out, and a card still over 28,000 raises TooMuch (Teams takes 28 KB from a message extension). A form may grow to
80,000, since typed text is never cut: Teams refuses messages over about 100 KB of UTF-16, and a card's UTF-16 is never
more than twice our count. We count the bytes of ASCII JSON, the longest form in which a library may write the card."""

import json
from typing import Any, Final

from cards.renderer import Json, fit
from cards.teams.buttons import RenderContext, button_lines
from cards.teams.forms import draw_form
from cards.teams.nodes import draw_nodes
from cards.teams.text import label
from cards.text import Rich, plain
from cards.tree import Card, Screen, Surface, TooMuch

CARD_BUDGET: Final = 25_000
CARD_MOST: Final = 28_000
FORM_MOST: Final = 80_000


def draw(screen: Screen, surface: Surface, *, typeahead: bool = True) -> Json:
    """The Adaptive Card. Raises TooMuch.

    `surface` decides what presses do: on PERSONAL, they change the card in place (so do forms in a chat); on CHANNEL,
    forms open in dialogs; FORM is the inside of a dialog; EXTENSION has no buttons. Without `typeahead` a Typeahead is
    a plain text field."""
    budget, most = (CARD_BUDGET, CARD_MOST) if isinstance(screen, Card) else (FORM_MOST, FORM_MOST)
    card, size = fit(lambda level: _card(screen, surface, level, typeahead=typeahead), _bytes, budget)
    if size > most:
        raise TooMuch(f"{_title(screen)}: {size} bytes on {surface}, even with its texts cut")
    return card


def line(text: Rich) -> Json:
    """A message of one line, without a card."""
    return {"type": "message", "text": plain(text), "textFormat": "plain"}


def _bytes(card: Any) -> int:
    return len(json.dumps(card))


def _title(screen: Screen) -> str:
    return screen.summary if isinstance(screen, Card) else screen.title


def _card(screen: Screen, surface: Surface, level: int, *, typeahead: bool) -> Json:
    context = RenderContext(surface, level)
    if isinstance(screen, Card):
        body = [*draw_nodes(screen.nodes, context), *button_lines(screen.buttons, context)]
    else:
        body = draw_form(screen, context, typeahead=typeahead)
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": label(_title(screen), 300),
        "body": body,
        "msteams": {"width": "Full", **({"entities": context.entities} if context.entities else {})},
    }
