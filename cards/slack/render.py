"""Screens as Slack's Block Kit: a message, a modal, or the App Home.

The blocks of a message may total 13,200 characters: every text is cut to the longest of the `LEVELS` at which the card
fits. No block is ever left out; a card that still doesn't fit raises TooMuch."""

from collections.abc import Mapping
from typing import Any, Final

from cards.renderer import LEVELS, Json, fit
from cards.sanitize import trim
from cards.slack import schema as limits
from cards.slack.buttons import RenderContext, button_lines
from cards.slack.forms import draw_form
from cards.slack.nodes import draw_nodes
from cards.slack.text import mrkdwn, plain_text, summary
from cards.slack.validation import BLOCKS_WEIGHT, weight
from cards.text import Rich
from cards.tree import Card, Chart, Form, Screen, Surface, TooMuch

_SPARE: Final = 200  # characters below the limit, which Slack doesn't document
_SUMMARY: Final = 300
_LINE: Final = 3000
_NO_METADATA: Final[Mapping[str, Any]] = {}
_NO_PICTURES: Final[Mapping[Chart, str]] = {}


def draw(
    screen: Screen,
    surface: Surface,
    *,
    metadata: Mapping[str, Any] = _NO_METADATA,
    pictures: Mapping[Chart, str] = _NO_PICTURES,
) -> Json:
    """A form as a modal, a card as the App Home (on HOME) or as a message with its `text` and `blocks`.

    `metadata`: what the adapter wants returned with a submitted form. `pictures`: ids of the uploaded pictures of a
    message's charts; a chart without one is drawn as text. Raises TooMuch, including for over 100 blocks on Home."""
    if isinstance(screen, Form):
        return draw_form(screen, metadata)
    return _home(screen) if surface is Surface.HOME else _message(screen, surface, pictures)


def line(text: Rich) -> Json:
    """A message of one line, without blocks."""
    return {"text": mrkdwn(trim(text, _LINE), _LINE) or "–"}


def _home(card: Card) -> Json:
    blocks = _blocks(card, LEVELS[0], _NO_PICTURES)
    if len(blocks) > limits.BLOCKS_PER_VIEW:
        raise TooMuch(f"{card.summary}: {len(blocks)} blocks on Home, at most {limits.BLOCKS_PER_VIEW}")
    return {"type": "home", "blocks": blocks}


def _message(card: Card, surface: Surface, pictures: Mapping[Chart, str]) -> Json:
    """`text` is for notifications and screen readers."""
    budget = BLOCKS_WEIGHT - _SPARE
    blocks, size = fit(lambda level: _blocks(card, level, pictures), weight, budget)
    if len(blocks) > limits.BLOCKS_PER_MESSAGE:
        raise TooMuch(f"{card.summary}: {len(blocks)} blocks in a message, at most {limits.BLOCKS_PER_MESSAGE}")
    if size > budget:
        raise TooMuch(f"{card.summary}: over {BLOCKS_WEIGHT} characters on {surface}, even with its texts cut")
    text = summary(card.summary, _SUMMARY) or "–"
    return {"text": text, "blocks": blocks or [{"type": "section", "text": plain_text(card.summary, _SUMMARY)}]}


def _blocks(card: Card, level: int, pictures: Mapping[Chart, str]) -> list[Json]:
    context = RenderContext(level, pictures=pictures)
    return [*draw_nodes(card.nodes, context), *button_lines(card.buttons, context)]
